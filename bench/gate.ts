/**
 * How long the gate takes over a repository of ten servers where nothing changed: against the lock, and against a commit.
 * Each run is paired with a run of Node alone, since half of a short run is Node's own start. No network, no container.
 * `node bench/gate.ts [rounds]`; the process fails where the median is over half a second.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadRules } from '../src/load-rules.ts';
import { everyPackage, HISTORY, tellingSandbox } from '../test/support/history.ts';
import { fakeMachine, lazaret } from '../test/support/machine.ts';

const LIMIT_MS = 500;
const ROUNDS = Number(process.argv[2] ?? 15);
const CLI = join(import.meta.dirname, '../src/cli.ts');

async function repository(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'bench-gate-'));
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { stdio: 'ignore' });
  git('init', '-q', '-b', 'main');
  for (const [path, text] of Object.entries(HISTORY[0]?.files ?? {})) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text ?? '');
  }
  const machine = fakeMachine({
    loadRules,
    openRegistry: async () => everyPackage('1.0.0'),
    openSandbox: () => tellingSandbox(),
  });
  const { code, err } = await lazaret(['gate', '--update-lock', '--why', 'bench'], machine, { cwd: root });
  if (code !== 0) throw new Error(err);
  git('add', '-A');
  git('-c', 'user.name=b', '-c', 'user.email=b@bench.example', 'commit', '-q', '-m', 'approved');
  return root;
}

/** Milliseconds of one run in a fresh process. */
function run(cwd: string, args: readonly string[], expected: string): number {
  const started = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  const ms = performance.now() - started;
  if (!stdout.includes(expected)) throw new Error(stderr || stdout);
  return ms;
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
const worst = (times: readonly number[]): number => Math.max(...times);

const root = await repository();
try {
  const [node, lock, base]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    node.push(run(root, ['-p', '"node"'], 'node'));
    lock.push(run(root, [CLI, 'gate'], '10 servers are as approved'));
    base.push(run(root, [CLI, 'gate', '--base', 'HEAD'], '10 servers are as before'));
  }
  const shown = (name: string, times: readonly number[]): void =>
    console.log(`${name.padEnd(28)}median ${median(times).toFixed(0)} ms, worst ${worst(times).toFixed(0)} ms`);
  shown('node alone', node);
  shown('gate, against the lock', lock);
  shown('gate --base HEAD', base);
  const ratios = lock.map((ms, index) => ms / (node[index] ?? 1));
  console.log(`against the lock it takes ${median(ratios).toFixed(1)} times as long as node alone (paired, median)`);
  if (Math.max(median(lock), median(base)) > LIMIT_MS) process.exitCode = 1;
} finally {
  await rm(root, { recursive: true, force: true });
}
