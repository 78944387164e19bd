// Opens files of ever new, long names.
const { closeSync, mkdirSync, openSync } = require('node:fs');
const folder = `${require('node:os').homedir()}/${Array.from({ length: 15 }, () => 'n'.repeat(200)).join('/')}`;
mkdirSync(folder, { recursive: true });
for (let i = 0; i < 3_000; i++) closeSync(openSync(`${folder}/${i}${'m'.repeat(i % 100)}`, 'w'));
