/**
 * What reading costs, beside what the parser alone costs:
 *
 *     node bench/static.ts [package…]
 *
 * The trees are read cold (nothing kept, tarballs there) and warm, and the files that pass the filter before the parser are
 * parsed by @babel/parser alone, in the language each is written in and with the parser's other defaults; by a process that is
 * bound to one core, with its compiler and its collector, where the system can do that, and besides by one that is not. All are
 * measured in one run, each in a process of its own, in turn, several times; what counts is the ratio of the medians. What is
 * measured is the program as it is installed, built. Memory is that of all our processes together, sampled; what they share, as
 * the 50 MB of node itself, counts for each.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from '@babel/parser';
import type * as Kept from '../src/check/kept.ts';
import type * as Processes from '../src/check/processes.ts';
import type * as Check from '../src/check.ts';
import type * as Modules from '../src/code/package/modules.ts';
import type * as Parse from '../src/code/tree/parse.ts';
import type * as Rules from '../src/load-rules.ts';
import type * as Registry from '../src/registry.ts';
import type * as Source from '../src/source.ts';
import type { PackageStore, TreeNode } from '../src/types.ts';

/** A file of the program, built. */
const built = <T>(file: string): Promise<T> => import(new URL(`../dist/src/${file}.js`, import.meta.url).href);

/** Servers of every size: 4 to 600 packages, one that is all bundle, one with megabytes of generated code. */
const SERVERS = [
  '@modelcontextprotocol/server-everything@2026.7.4',
  '@playwright/mcp',
  '@notionhq/notion-mcp-server',
  'mongodb-mcp-server',
  'n8n-mcp',
  '@sentry/mcp-server',
  'chrome-devtools-mcp',
];

interface Wanted {
  readonly node: TreeNode;
  readonly root: boolean;
}

async function packagesOf(targets: readonly string[]): Promise<{ wanted: Wanted[]; store: PackageStore }> {
  const { createRegistry } = await built<typeof Registry>('registry');
  const { parseTargets } = await built<typeof Source>('source');
  const registry = await createRegistry({ cwd: tmpdir(), env: process.env });
  const wanted = new Map<string, Wanted>();
  let store: PackageStore | undefined;
  for (const target of parseTargets(targets, tmpdir()).value) {
    const { value: tree } = await registry.resolve(target);
    if (!tree) throw new Error(`${target.text} was not resolved`);
    store ??= registry.store(tree);
    for (const node of tree.nodes) {
      if (!node.foreign && !node.bundled)
        wanted.set(node.id, { node, root: node === tree.root || (wanted.get(node.id)?.root ?? false) });
    }
  }
  if (!store) throw new Error('there is nothing to read');
  return { wanted: [...wanted.values()], store };
}

interface Measured {
  readonly ms: number;
  readonly bytes: number;
  readonly files: number;
}

/** The files that pass the filter, by @babel/parser alone. */
async function parseOnly(targets: readonly string[]): Promise<Measured> {
  const { wanted, store } = await packagesOf(targets);
  const { loadRules } = await built<typeof Rules>('load-rules');
  const { selectorFor } = await built<typeof Check>('check');
  const { eachModule } = await built<typeof Modules>('code/package/modules');
  const { readings } = await built<typeof Parse>('code/tree/parse');
  const select = selectorFor(await loadRules());
  let [ms, bytes, files] = [0, 0, 0];
  for (const { node, root } of wanted) {
    const { value } = await store.open(node);
    if (!value) continue;
    const { value: sources } = eachModule(value, { root, select, look: ({ path, source }) => ({ path, source }) });
    const started = performance.now();
    for (const { path, source } of sources) parseOne(source, readings(path, value.manifest.type === 'module'));
    ms += performance.now() - started;
    files += sources.length;
    bytes += sources.reduce((sum, { source }) => sum + source.length, 0);
  }
  return { ms, bytes, files };
}

function parseOne(source: string, ways: ReturnType<typeof Parse.readings>): void {
  for (const options of ways) {
    try {
      parse(source, { ...options, errorRecovery: true });
      return;
    } catch {
      // Read the other way, as we do.
    }
  }
}

/** Everything, as a scan reads it. */
async function readAll(targets: readonly string[], cache: string): Promise<Measured> {
  const { wanted, store } = await packagesOf(targets);
  const { ruleSetId } = await built<typeof Rules>('load-rules');
  const { keptIn } = await built<typeof Kept>('check/kept');
  const { readInProcesses } = await built<typeof Processes>('check/processes');
  const kept = keptIn(cache, await ruleSetId());
  const started = performance.now();
  const read = readInProcesses({ kept, signal: new AbortController().signal });
  await Promise.all(wanted.map(({ node, root }) => read(node, root, store)));
  return { ms: performance.now() - started, bytes: 0, files: wanted.length };
}

/** Megabytes resident in a process and all below it. */
function resident(pid: number): number {
  const all = [pid];
  for (const at of all) all.push(...childrenOf(at));
  return all.reduce((sum, at) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(told(at, 'status'))?.[1] ?? 0) / 1024, 0);
}

const childrenOf = (pid: number): number[] => told(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number);

/** What the system tells of a process; nothing of one that has just ended. */
function told(pid: number, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return '';
  }
}

/** What binds a process to one core, where there is such a command. */
const ONE_CORE = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];

async function apart(
  what: string,
  args: readonly string[],
  bound: readonly string[] = [],
): Promise<Measured & { readonly peak: number }> {
  const [command = '', ...rest] = [...bound, process.execPath, import.meta.filename, '--only', what, ...args];
  const child = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, resident(child.pid ?? 0));
  }, 50);
  const measured = await new Promise<Measured>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Measured));
    child.once('exit', (code) => reject(new Error(`${what} ended with ${code}`)));
  });
  clearInterval(timer);
  child.kill();
  return { ...measured, peak };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, rounds: { type: 'string', default: '3' }, cache: { type: 'string' } },
});
const targets = positionals.length > 0 ? positionals : SERVERS;

if (values.only !== undefined) {
  const measured = values.only === 'parse' ? await parseOnly(targets) : await readAll(targets, values.cache ?? '');
  process.send?.(measured);
} else {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' });
  const rounds: { parse: Measured; free: Measured; cold: Measured & { peak: number }; warm: Measured }[] = [];
  for (let i = 0; i < Number(values.rounds); i++) {
    const cache = mkdtempSync(join(tmpdir(), 'static-'));
    const parsed = await apart('parse', targets, ONE_CORE);
    const free = await apart('parse', targets);
    const cold = await apart('read', ['--cache', cache, ...targets]);
    const warm = await apart('read', ['--cache', cache, ...targets]);
    rounds.push({ parse: parsed, free, cold, warm });
    rmSync(cache, { recursive: true });
    const mb = parsed.bytes / 1e6;
    console.log(
      `${cold.files} packages; ${parsed.files} files of ${mb.toFixed(1)} MB pass the filter: parser alone ${(parsed.ms / 1000).toFixed(1)} s, unbound ${(free.ms / 1000).toFixed(1)} s; ` +
        `cold ${(cold.ms / 1000).toFixed(1)} s (${(mb / (cold.ms / 1000)).toFixed(1)} MB/s), ${cold.peak.toFixed(0)} MB; warm ${(warm.ms / 1000).toFixed(2)} s`,
    );
  }
  const ratio = (a: 'cold' | 'warm', b: 'parse' | 'free' | 'cold') =>
    median(rounds.map((one) => one[a].ms)) / median(rounds.map((one) => one[b].ms));
  console.log(`on ${availableParallelism()} cores, node ${process.version}, at ${revision()}:`);
  const core = ONE_CORE.length > 0 ? 'on one core' : 'which could not be bound to one core';
  console.log(`cold is ${ratio('cold', 'parse').toFixed(2)} times the parser alone, ${core}`);
  console.log(
    `cold is ${ratio('cold', 'free').toFixed(2)} times the parser alone, its compiler and collector on any core`,
  );
  console.log(`warm is ${(100 * ratio('warm', 'cold')).toFixed(1)} % of cold`);
  console.log(`peak memory ${Math.max(...rounds.map(({ cold }) => cold.peak)).toFixed(0)} MB`);
}

function revision(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
}
