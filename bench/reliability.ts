/**
 * Forty vets in a row, four at a time: some processes are killed at random points, and once the engine is restarted. Nothing
 * may be left over, every vet that ended by itself has the right verdict or says `incomplete`, and none is clean by accident.
 * `node bench/reliability.ts <command that restarts the engine of DOCKER_HOST>`. Only for an engine of your own.
 */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import Docker from 'dockerode';

const RUNS = 40;
const AT_ONCE = 4;
/** What each package has to end as, where it was not interrupted. */
const EXPECTED = { 'honest-tool': 'pass', 'thief-tool': 'block', 'thief-postinstall': 'block' } as const;

const root = join(import.meta.dirname, '..');
const restart = process.argv[2];
const docker = new Docker();
const names = Object.keys(EXPECTED) as (keyof typeof EXPECTED)[];

interface Ended {
  readonly run: number;
  readonly name: keyof typeof EXPECTED;
  readonly killed: string;
  readonly ms: number;
  /** Empty where the process ended without a report. */
  readonly verdict: string;
}

async function vet(run: number): Promise<Ended> {
  const name = names[run % names.length] ?? 'honest-tool';
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['src/cli.ts', 'vet', `./test/packages/${name}`, '--format', 'json', '--no-progress'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  // A third of them are ended somewhere in their first twelve seconds.
  const killed = run % 3 === 1 ? (run % 2 ? 'SIGKILL' : 'SIGTERM') : '';
  if (killed) setTimeout(() => child.kill(killed as NodeJS.Signals), Math.random() * 12_000).unref();
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const verdict = stdout === '' ? '' : (JSON.parse(stdout).verdict.level as string);
  console.log(
    `${run} ${name} ${killed || '-'} exit ${code} ${verdict || 'no report'} ${Math.round(performance.now() - started)} ms`,
  );
  return { run, name, killed, ms: performance.now() - started, verdict };
}

const queue = Array.from({ length: RUNS }, (_, run) => run);
const ended: Ended[] = [];
const worker = async (): Promise<void> => {
  for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
    if (run === RUNS / 2 && restart)
      await promisify(execFile)('sh', ['-c', restart]).catch((error) => console.error(String(error)));
    ended.push(await vet(run));
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, worker));
await sleep(5_000);

const left = await docker.listContainers({ all: true, filters: { label: ['lazaret.run'] } });
const volumes = (await docker.listVolumes()).Volumes.length;
const wrong = ended.filter(
  ({ name, verdict }) => verdict !== '' && verdict !== 'incomplete' && verdict !== EXPECTED[name],
);
const silent = ended.filter(({ killed, verdict }) => killed === '' && verdict === '');
const whole = ended.filter(({ name, verdict }) => verdict === EXPECTED[name]).length;
const incomplete = ended.filter(({ verdict }) => verdict === 'incomplete').length;
console.log(
  `${ended.length} runs: ${whole} as expected, ${incomplete} incomplete, ${ended.length - whole - incomplete - wrong.length} ended without a report`,
);
console.log(
  `left over: ${left.length} containers, ${volumes} volumes; wrong verdicts: ${wrong.length}; without a report and not killed: ${silent.length}`,
);
process.exitCode = left.length + wrong.length + silent.length > 0 ? 1 : 0;
