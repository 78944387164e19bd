// Opens files of ever new, long names.
const { closeSync, mkdirSync, openSync } = require('node:fs');
const long = 'n'.repeat(200);
const folder = `${require('node:os').homedir()}/${Array.from({ length: 15 }, () => long).join('/')}`;
mkdirSync(folder, { recursive: true });
for (let i = 0, until = Date.now() + 2_500; Date.now() < until; i++) {
  try {
    closeSync(openSync(`${folder}/${i % 3_000}${'m'.repeat(i % 100)}`, 'w'));
  } catch {}
}
