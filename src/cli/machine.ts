/** The real world behind the commands: registry, container engine, rules. Tests pass a fake of the same shape. */
import type { Reader } from '../check/reader.ts';
import { quote } from '../quote.ts';
import type { Rule } from '../rule.ts';
import type { Registry, Sandbox, Staged, Target, Tier } from '../types.ts';
import type { Terminal } from './terminal.ts';

export interface Fact {
  readonly name: string;
  readonly ok: boolean;
  /** False for what a vet can do without. */
  readonly needed?: boolean;
  readonly detail: string;
}

export interface Machine {
  readonly parseTargets: (
    texts: readonly string[],
    cwd: string,
  ) => Staged<readonly Target[]> | Promise<Staged<readonly Target[]>>;
  readonly openRegistry: (options: { cwd: string; env: Terminal['env']; offline?: boolean }) => Promise<Registry>;
  readonly openSandbox: (options: { signal: AbortSignal; tier?: Tier; deep?: boolean }) => Sandbox | Promise<Sandbox>;
  readonly openReader: (options: { env: Terminal['env']; signal: AbortSignal }) => Reader | Promise<Reader>;
  readonly loadRules: () => Promise<readonly Rule[]>;
  /** Name of the rules, of what they read with and of its libraries. */
  readonly ruleSet: () => Promise<string>;
  readonly explain: (rule: Rule) => Promise<string>;
  readonly setup: (say: (line: string) => void) => Promise<void>;
  /** Reads an OSV export, from a file, a folder or an address, into the cache; says what it holds. */
  readonly ingest: (
    from: string,
    terminal: Pick<Terminal, 'cwd' | 'env'>,
    say: (line: string) => void,
  ) => Promise<void>;
  readonly inspect: (terminal: Pick<Terminal, 'cwd' | 'env'>) => Promise<readonly Fact[]>;
}

/** Each part is loaded when it is used: a gate that finds nothing changed needs no registry, no engine and no rules. */
export const machine: Machine = {
  parseTargets: async (texts, cwd) => (await import('../source.ts')).parseTargets(texts, cwd),
  openRegistry: async (options) => (await import('../registry.ts')).createRegistry(options),
  openSandbox: async ({ signal, tier, deep = false }) => {
    const [{ createSandbox }, { prepare }, { DEEP_PROFILES, PROFILES }] = await Promise.all([
      import('../sandbox/detonate.ts'),
      import('../sandbox/engine/setup.ts'),
      import('../sandbox/world/profiles.ts'),
    ]);
    return createSandbox(() => prepare(tier), { signal, profiles: deep ? DEEP_PROFILES : PROFILES });
  },
  openReader: async ({ env, signal }) => {
    const [{ readInProcesses }, { keptIn }, { ruleSetId }, { packageCache }] = await Promise.all([
      import('../check/processes.ts'),
      import('../check/kept.ts'),
      import('../load-rules.ts'),
      import('../npm-config.ts'),
    ]);
    return readInProcesses({ kept: keptIn(packageCache(env), await ruleSetId()), signal });
  },
  loadRules: async () => (await import('../load-rules.ts')).loadRules(),
  ruleSet: async () => (await import('../load-rules.ts')).ruleSetId(),
  explain: async (rule) => (await import('../load-rules.ts')).explain(rule),
  setup: async (say) => (await import('../sandbox/engine/setup.ts')).setup(say),
  ingest: async (from, { cwd, env }, say) => {
    const [{ ingest }, { isUrl, withDownload }, { npmOptions }] = await Promise.all([
      import('../trust/osv-store.ts'),
      import('../trust/osv-download.ts'),
      import('../npm-config.ts'),
    ]);
    const npm = await npmOptions({ cwd, env });
    say(`reading ${quote(from)}`);
    const read = (path: string) => ingest(path, npm.cache);
    const { records, asOf, unread } = await (isUrl(from) ? withDownload(from, npm, read) : read(from));
    say(`${records} advisories about npm packages, the newest of ${quote(asOf)}; ${unread} files could not be read`);
  },
  inspect: async ({ cwd, env }) => {
    const [{ inspect }, { inspectSources }] = await Promise.all([
      import('../sandbox/engine/setup.ts'),
      import('../trust/here.ts'),
    ]);
    const [sandbox, sources] = await Promise.all([inspect(), inspectSources({ cwd, env })]);
    return [{ name: 'node', ok: true, detail: process.version }, ...sandbox, ...sources];
  },
};
