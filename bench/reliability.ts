/**
 * Forty vets in a row, four at a time: a third of them is ended at a random point (killed, asked to end, its terminal or the reader
 * of its report gone), and once the engine is restarted. Nothing may be left over, every vet that ended by itself has the right
 * verdict or says `incomplete`, one that was ended says nothing, and none is clean by accident.
 * `node bench/reliability.ts <command that restarts the engine of DOCKER_HOST>`. Only for an engine of your own.
 */
import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import Docker from 'dockerode';

const RUNS = 40;
const AT_ONCE = 4;
/** A run that takes longer hangs. */
const LONGEST = 600_000;
/** What each package has to end as, where it was not interrupted. */
const EXPECTED = { 'honest-tool': 'pass', 'thief-tool': 'block', 'thief-postinstall': 'block' } as const;
const CODES: Readonly<Record<string, number>> = { pass: 0, block: 1, incomplete: 4 };
/** How a vet is interrupted, and the exit code of such an end. */
const ENDS = { SIGKILL: null, SIGTERM: 143, SIGHUP: 129, SIGINT: 130 } as const;

const root = join(import.meta.dirname, '..');
const restart = process.argv[2];
const docker = new Docker();
const names = Object.keys(EXPECTED) as (keyof typeof EXPECTED)[];
const signals = Object.keys(ENDS) as (keyof typeof ENDS)[];

type Name = keyof typeof EXPECTED;
/** `reader` is the reader of the report, who leaves before it comes. */
type End = keyof typeof ENDS | 'reader' | '';

interface Ended {
  readonly run: number;
  readonly name: Name;
  readonly end: End;
  readonly code: number | null;
  /** Empty where the process ended without a report. */
  readonly verdict: string;
}

function endOf(run: number): End {
  if (run % 3 === 1) return signals[Math.floor(run / 3) % signals.length] ?? '';
  return run % 8 === 0 ? 'reader' : '';
}

async function vet(run: number): Promise<Ended> {
  const name = names[Math.floor(run / 3) % names.length] ?? 'honest-tool';
  const end = endOf(run);
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['src/cli.ts', 'vet', `./test/packages/${name}`, '--format', 'json', '--no-progress'],
    { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const hang = setTimeout(() => child.kill('SIGKILL'), LONGEST);
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  // Somewhere in their first twelve seconds.
  if (end === 'reader') child.stdout.destroy();
  else if (end !== '') setTimeout(() => child.kill(end), Math.random() * 12_000).unref();
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearTimeout(hang);
  if (end !== 'reader' && !child.stdout.readableEnded)
    await new Promise((resolve) => child.stdout.once('close', resolve));
  const verdict = stdout === '' ? '' : (JSON.parse(stdout).verdict.level as string);
  const ms = Math.round(performance.now() - started);
  console.log(`${run} ${name} ${end || '-'} exit ${code} ${verdict || 'no report'} ${ms} ms`);
  return { run, name, end, code, verdict };
}

/** Whether it ended as it may. */
function isRight({ name, end, code, verdict }: Ended): boolean {
  const whole = [EXPECTED[name], 'incomplete'];
  if (verdict !== '') return whole.includes(verdict) && code === CODES[verdict];
  if (end === 'reader') return whole.some((level) => code === CODES[level]);
  // The signal may come before it is listened for: then nothing was made yet.
  return end !== '' && (code === ENDS[end] || code === null);
}

const folders = () => readdirSync(tmpdir()).filter((name) => /lazaret/i.test(name));
const volumes = async () => (await docker.listVolumes()).Volumes.map(({ Name }) => Name);
const containers = () => docker.listContainers({ all: true, filters: { label: ['lazaret.run'] } });

/** Processes of vets that are still there. */
function processes(): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${root}/src/`);
    } catch {
      return false;
    }
  });
}

const before = { volumes: await volumes(), folders: folders() };
const queue = Array.from({ length: RUNS }, (_, run) => run);
const ended: Ended[] = [];
const worker = async (): Promise<void> => {
  for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
    if (run === RUNS / 2 && restart) await restartEngine(restart);
    ended.push(await vet(run));
  }
};
/** In the middle of what the others do: two boxes with both their containers at least. */
async function restartEngine(command: string): Promise<void> {
  for (let tries = 0; tries < 240 && (await containers()).length < 4; tries++) await sleep(500);
  await promisify(execFile)('sh', ['-c', command]).catch((error) => console.error(String(error)));
}

await Promise.all(Array.from({ length: AT_ONCE }, worker));
await sleep(5_000);

// A container that was made and not yet started when its process was killed waits for the next run, which removes it.
const waiting = (await containers()).length;
await promisify(execFile)(process.execPath, ['src/cli.ts', 'setup'], { cwd: root });
const left = {
  containers: (await containers()).length,
  volumes: (await volumes()).filter((name) => !before.volumes.includes(name)).length,
  processes: processes().length,
  folders: folders().filter((name) => !before.folders.includes(name)).length,
};
const wrong = ended.filter((one) => !isRight(one));
const count = (wanted: (one: Ended) => boolean) => ended.filter(wanted).length;
console.log(
  `${ended.length} runs: ${count(({ name, verdict }) => verdict === EXPECTED[name])} as expected, ${count(({ verdict }) => verdict === 'incomplete')} incomplete, ${count(({ verdict }) => verdict === '')} without a report`,
);
console.log(
  `left over: ${JSON.stringify(left)}; ${waiting} containers waited for the next run; wrong: ${wrong.length}`,
);
for (const one of wrong) console.log(JSON.stringify(one));
process.exitCode = wrong.length + Object.values(left).reduce((sum, one) => sum + one, 0) > 0 ? 1 : 0;
