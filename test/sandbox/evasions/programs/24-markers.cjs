// Words that name a sandbox.
const { readdirSync, readFileSync } = require('node:fs');
const read = (path) => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};
const parent = `/proc/${process.ppid}`;
const places = {
  env: JSON.stringify(process.env),
  first: read('/proc/1/cmdline') + read('/proc/1/comm'),
  parent:
    read(`${parent}/comm`) +
    (read(`${parent}/status`).match(/PPid:\s+(\d+)/) ?? []).slice(1).map((pid) => read(`/proc/${pid}/comm`)),
  cgroup: read('/proc/self/cgroup'),
  mounts: read('/proc/self/mounts'),
  root: readdirSync('/').join(' ') + readdirSync('/usr/bin').join(' '),
  users: read('/etc/passwd'),
};
const found = Object.entries(places).filter(([, text]) => /lazaret|sandbox|strace|canary|decoy|malware/i.test(text));
console.log(found.map(([place]) => place).join() || 'nothing');
if (found.length === 0) readFileSync(process.env.MARK);
