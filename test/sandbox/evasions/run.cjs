// Compiles and runs each program with a mark of its own to read: a mark that was read is a deed that was done. What came
// of it is told in the arguments of a process that does nothing, which the tracer records.
const { spawnSync } = require('node:child_process');
const { mkdirSync, readdirSync, writeFileSync } = require('node:fs');
const { homedir } = require('node:os');
const { join, parse } = require('node:path');

const from = join(__dirname, 'programs');
const marks = join(homedir(), 'marks');
mkdirSync(marks);
for (const file of readdirSync(from)
  .filter((name) => name !== 'try.h')
  .sort()) {
  const { name, ext } = parse(file);
  const mark = join(marks, name);
  writeFileSync(mark, name);
  let command = [process.execPath, join(from, file)];
  if (ext === '.c') {
    command = [join(marks, `${name}.bin`)];
    const built = spawnSync('gcc', ['-w', '-static', '-pthread', '-o', command[0], join(from, file)]);
    if (built.status !== 0) spawnSync('/bin/true', ['outcome', name, `not built: ${built.stderr}`]);
  }
  const [program, ...args] = command;
  const { status, signal, stdout } = spawnSync(program, args, { env: { ...process.env, MARK: mark }, timeout: 5000 });
  const said = String(stdout).replaceAll('\n', ' ').trim();
  spawnSync('/bin/true', ['outcome', name, `${signal ?? status}: ${said}`]);
}
