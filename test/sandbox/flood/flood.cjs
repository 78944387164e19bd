const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const home = `${require('node:os').homedir()}/flood`;
mkdirSync(home);
for (let i = 0; i < 6000; i++) {
  writeFileSync(`${home}/${i}`, '');
  readFileSync(`${home}/${i}`);
}
