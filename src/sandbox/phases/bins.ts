/** The package's executables: the one that is its server, and a plain start of every other one. */
import { posix } from 'node:path';
import { prepares } from '../../code/scripts/prepares.ts';
import { quote } from '../../quote.ts';
import type { PackageTree } from '../../types.ts';
import { LIMITS } from '../bounds/limits.ts';
import { missed, runTraced, type Stage } from './stage.ts';

/** How likely an executable is the server, by its name. The first that holds for one decides. */
const LIKELY: readonly ((name: string) => boolean)[] = [
  (name) => /mcp|server/.test(name) && !prepares(name),
  (name) => /mcp|server/.test(name),
  (name) => !prepares(name),
  () => true,
];

/**
 * The executable `npx` would start: the one that was asked for, the only one, the one named as the package. Where there is none of
 * that name, `npx` starts none by itself, and it is the one that sounds most like a server.
 */
export function chooseBin(bins: ReadonlyMap<string, string>, tree: PackageTree): string | undefined {
  const asked = tree.target.bin;
  if (asked !== undefined && bins.has(asked)) return asked;
  const names = [...bins.keys()].sort();
  const short = tree.root.name.split('/').at(-1) ?? tree.root.name;
  if (names.includes(short)) return short;
  return LIKELY.flatMap((isLikely) => names.find(isLikely) ?? []).at(0);
}

/** The other executables, each file once. */
export function otherBins(bins: ReadonlyMap<string, string>, chosen: string | undefined): readonly string[] {
  const told = new Set([bins.get(chosen ?? '')]);
  return [...bins].flatMap(([name, file]) => {
    if (told.has(file)) return [];
    told.add(file);
    return [name];
  });
}

/** Starts each with nothing to read and ends it after a moment, two side by side. Runs in the sandbox, as the user. */
const STARTER = `
const { spawn } = require('node:child_process');
const { bins, ms } = JSON.parse(process.argv[1]);
const waiting = bins.values();
const one = (bin) => new Promise((done) => {
  const child = spawn(bin, [], { stdio: ['pipe', 'inherit', 'inherit'], detached: true });
  const stop = setTimeout(() => { try { process.kill(-child.pid, 'SIGKILL'); } catch {} }, ms);
  child.stdin.on('error', () => {});
  child.on('error', done).on('exit', () => { clearTimeout(stop); done(); });
});
const lane = async () => { for (const bin of waiting) await one(bin); };
Promise.all([lane(), lane()]).then(() => process.exit(0));`;

/** Executables that one starter starts, and how long it has for them: each for its time, two side by side, and as long again for the start. */
const TOGETHER = 12;
const PATIENCE = (TOGETHER / 2 + 1) * LIMITS.bin;

/** Starts every other executable, as many as time allows; the others are told. */
export async function startOthers(stage: Stage, tree: PackageTree): Promise<void> {
  const others = otherBins(stage.layout.bins, chooseBin(stage.layout.bins, tree));
  const seen = await inTime(others, (some) => startSome(stage, some), LIMITS.bins - PATIENCE);
  if (seen < others.length)
    missed(stage, 'start', `${others.length - seen} of its ${others.length} other executables were not started`);
}

/** Starts one lot after the other until the time (in milliseconds) for another one is up; `start` gives how many of them were started, and so does this. */
export async function inTime(
  names: readonly string[],
  start: (some: readonly string[]) => Promise<number>,
  time: number,
): Promise<number> {
  const began = performance.now();
  let seen = 0;
  for (let at = 0; at < names.length && performance.now() - began <= time; at += TOGETHER) {
    seen += await start(names.slice(at, at + TOGETHER));
  }
  return seen;
}

async function startSome(stage: Stage, names: readonly string[]): Promise<number> {
  const { box, work, env } = stage;
  const bins = names.map((name) => posix.join(box.project, 'node_modules/.bin', name));
  const job = JSON.stringify({ bins, ms: LIMITS.bin });
  const { status } = await runTraced(stage, 'bins', 'start', ['node', '-e', STARTER, job], {
    cwd: work,
    env: { ...env, PATH: `${box.project}/node_modules/.bin:${env.PATH}` },
    deadline: PATIENCE,
    ours: new Map([[STARTER, '(starts every other executable)']]),
  });
  if (status === 'completed') return names.length;
  // It may have been ended by what it started: the trace says how far it came.
  const ran = stage.observers.flatMap(({ drafts }) =>
    drafts.flatMap((one) => (one.kind === 'exec' && one.phase === 'start' ? [one.path] : [])),
  );
  return bins.filter((bin) => ran.includes(quote(bin))).length;
}
