#!/usr/bin/env node
/** The command: the only place that knows this process's arguments, streams, signals and exit code. */
import { setFlagsFromString } from 'node:v8';
import { machine } from './cli/machine.ts';
import { run } from './cli/program.ts';

// What a sandbox prints is garbage as soon as it is read. Left to itself, V8 would let 128 MB of it lie on a large machine.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=15');

/** Exit codes of a command that a signal ended, by the shells' custom: 128 + number. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const stop = new AbortController();
let ended: number | undefined;
for (const [name, code] of Object.entries(SIGNALS)) {
  process.on(name, () => {
    // The first asks everything to clean up behind itself; who asks twice does not want to wait for that.
    if (ended !== undefined) process.exit(code);
    ended = code;
    stop.abort(new Error(`ended by ${name}`));
  });
}
// Who stops reading (`| head`) has seen enough, and the verdict is the same: a pipeline that looks at every exit code gets it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => error.code === 'EPIPE' || process.exit(2));
// Nobody reads diagnostics; the result is another stream.
process.stderr.on('error', () => {});

const code = await run(
  process.argv.slice(2),
  {
    // npm runs scripts in the project's folder; relative paths are those of whoever typed them.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stop.signal,
  },
  machine,
);
// Streams first, or a long report into a pipe is cut; then exit, whatever handles a library left open.
process.stdout.write('', () => process.stderr.write('', () => process.exit(ended ?? code)));
