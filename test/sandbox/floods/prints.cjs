// Prints as fast as it can, lines and a line without an end, on both streams.
const { writeSync } = require('node:fs');
const lines = Buffer.from(`${'a line that says nothing '.repeat(4)}\n`.repeat(600));
const endless = Buffer.alloc(65_536, 'x');
for (const until = Date.now() + 2_500; Date.now() < until; ) {
  writeSync(1, lines);
  writeSync(2, endless);
}
