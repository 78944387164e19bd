// Sends large bodies, each another one: more than are kept of all. The first is as long as is kept of one, and all in an encoding.
const { randomBytes } = require('node:crypto');
const until = Date.now() + 20_000;
const post = (body) => fetch('http://collector.example/in', { method: 'POST', body });
let left = 40;
const lane = async () => {
  while (left-- > 0 && Date.now() < until) await post(randomBytes(262_144));
};
post(randomBytes(1_550_000).toString('base64')).then(() => Promise.all(Array.from({ length: 8 }, lane)));
