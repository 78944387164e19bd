/** The package's executables: the one that is its server, and a plain start of every other one. */
import { posix } from 'node:path';
import type { PackageTree } from '../../types.ts';
import { LIMITS } from '../limits.ts';
import { runTraced, type Stage } from './stage.ts';

/** The executable `npx` would start: the one that was asked for, the only one, the one named as the package, else the first that sounds like a server. */
export function chooseBin(bins: ReadonlyMap<string, string>, tree: PackageTree): string | undefined {
  const asked = tree.target.bin;
  if (asked !== undefined && bins.has(asked)) return asked;
  const names = [...bins.keys()].sort();
  if (names.length <= 1) return names[0];
  const short = tree.root.name.split('/').at(-1) ?? tree.root.name;
  return names.find((name) => name === short) ?? names.find((name) => /mcp|server/.test(name)) ?? names[0];
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

/** Most executables that are started beside the server. */
const MOST = 12;

/** Gives the names of those that were started. */
export async function startOthers(stage: Stage, tree: PackageTree): Promise<readonly string[]> {
  const { box, layout, work, env } = stage;
  const others = otherBins(layout.bins, chooseBin(layout.bins, tree)).slice(0, MOST);
  if (others.length === 0) return [];
  const bins = others.map((name) => posix.join(box.project, 'node_modules/.bin', name));
  const job = JSON.stringify({ bins, ms: LIMITS.bin });
  await runTraced(stage, 'bins', 'start', ['node', '-e', STARTER, job], {
    cwd: work,
    env: { ...env, PATH: `${box.project}/node_modules/.bin:${env.PATH}` },
    deadline: LIMITS.import + LIMITS.bin,
    ours: new Map([[STARTER, '(starts every other executable)']]),
  });
  return others;
}
