// Sockets without a file, shared with whoever shares the network.
const names = require('node:fs')
  .readFileSync('/proc/net/unix', 'utf8')
  .split('\n')
  .filter((line) => line.includes(' @'));
console.log(`found=${names.length}`);
