// Fills the home with small files, and rewrites them.
const { randomBytes } = require('node:crypto');
const { mkdirSync, writeFileSync } = require('node:fs');
const home = `${require('node:os').homedir()}/flood-${'f'.repeat(200)}`;
mkdirSync(home);
for (let i = 0, until = Date.now() + 2_500; Date.now() < until; i++) {
  try {
    writeFileSync(`${home}/${'g'.repeat(100)}${i % 20_000}`, i % 10 === 0 ? randomBytes(60_000) : '');
  } catch {}
}
