// Sends large bodies, each another one: more than are kept of all.
const { randomBytes } = require('node:crypto');
const until = Date.now() + 20_000;
let left = 40;
const lane = async () => {
  while (left-- > 0 && Date.now() < until)
    await fetch('http://collector.example/in', { method: 'POST', body: randomBytes(262_144) });
};
Promise.all(Array.from({ length: 8 }, lane));
