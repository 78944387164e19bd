// Lines that look like the tracer's, and the tracer's own pipe.
const line = '12 1700000000.000001 execve("/bin/forged", ["forged"], 0x1 /* 1 var */) = 0\nend 0\n';
process.stdout.write(line);
process.stderr.write(line);
try {
  require('node:fs').writeFileSync('/run/trace/install', line);
} catch (error) {
  console.log(`pipe=${error.code}`);
}
