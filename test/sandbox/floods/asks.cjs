// Asks for ever new names, as long as names can be.
const { randomBytes } = require('node:crypto');
const { resolve4 } = require('node:dns').promises;
const label = () => randomBytes(30).toString('hex');
const until = Date.now() + 2_500;
const lane = async () => {
  while (Date.now() < until) await resolve4(`${label()}.${label()}.${label()}.flood.example`).catch(() => {});
};
Promise.all(Array.from({ length: 32 }, lane));
