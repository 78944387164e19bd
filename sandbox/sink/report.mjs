/**
 * What the sink saw, one JSON object per line on standard output. Bounded: a package that floods the network fills its
 * allowance, is counted from then on, and the last line says so; nothing is dropped silently.
 */
const MAX_EVENTS = 20_000;
const MAX_BYTES = 48 * 1024 * 1024;

let events = 0;
let bytes = 0;
let lost = 0;

export function report(event) {
  const line = `${JSON.stringify({ time: Date.now() / 1000, ...event })}\n`;
  if (events >= MAX_EVENTS || bytes + line.length > MAX_BYTES) {
    if (lost++ === 0) process.stdout.write(`${JSON.stringify({ time: Date.now() / 1000, kind: 'overflow' })}\n`);
    return;
  }
  events++;
  bytes += line.length;
  process.stdout.write(line);
}
