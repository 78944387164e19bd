// Runs each client and tells what it got in the arguments of a process that does nothing, which the tracer records.
const { spawn, spawnSync } = require('node:child_process');
const { readdirSync } = require('node:fs');
const { join, parse } = require('node:path');

const from = join(__dirname, 'clients');
const programs = { '.cjs': process.execPath, '.py': 'python3', '.sh': 'sh' };
const run = (file) =>
  new Promise((done) => {
    const { name, ext } = parse(file);
    const child = spawn(programs[ext], [join(from, file)], { timeout: 8000 });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.on('close', () =>
      done(spawnSync('/bin/true', ['outcome', name, said.replaceAll('\n', ' ').trim().slice(0, 600)])),
    );
  });
(async () => {
  const files = readdirSync(from).sort();
  for (let i = 0; i < files.length; i += 4) await Promise.all(files.slice(i, i + 4).map(run));
})();
