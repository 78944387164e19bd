// Starts programs with long arguments and a long environment, each another one.
const { spawnSync } = require('node:child_process');
for (let i = 0, until = Date.now() + 2_500; Date.now() < until; i++) {
  const long = (name) => `${name}${i}${'ü'.repeat(900)}`;
  const env = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`V${at}`, long('v')]));
  spawnSync(
    '/bin/true',
    Array.from({ length: 60 }, (_, at) => long(at)),
    { env },
  );
}
