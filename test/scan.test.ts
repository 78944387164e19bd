import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readHere } from '../src/check/reader.ts';
import { UsageError } from '../src/errors.ts';
import { json } from '../src/report/json.ts';
import { defineRule, type Rule } from '../src/rule.ts';
import { scan, type World } from '../src/scan.ts';
import type { PackageStore, Sandbox } from '../src/types.ts';
import { fakeRegistry, fakeSandbox, opening, QUIET, TARGET } from './support/doors.ts';
import { OBSERVATIONS, POLICY } from './support/reports.ts';

const about = {
  title: 't',
  why: 'w',
  fix: 'f',
  mapping: { owasp: [], attack: [], atlas: [], cwe: [] },
  severity: 'high',
  confidence: 'high',
} as const;
const evidence = [{ at: 'tree:node_modules/x', note: 'n', snippet: 's' }] as const;

/** Finds the word `steal` in any file. */
const reading = defineRule({
  ...about,
  id: 'reading',
  signal: 'code.hidden',
  *package(pkg) {
    for (const bytes of pkg.files.values()) {
      if (Buffer.from(bytes).includes('steal')) yield { message: `in ${pkg.id}`, evidence };
    }
  },
});

/** Finds decoys that left. */
const watching = defineRule({
  ...about,
  id: 'watching',
  signal: 'decoy.sent',
  *behavior({ observations }) {
    for (const one of observations) if (one.kind === 'decoy') yield { message: one.place, evidence };
  },
});

const counting = defineRule({
  ...about,
  id: 'counting',
  signal: 'code.odd',
  severity: 'info',
  *tree(tree) {
    yield { message: `${tree.nodes.length} packages`, evidence };
  },
});

const HONEST = [{ id: 'weather-mcp@1.0.0', files: { 'index.js': 'serve()' } }, { id: 'dep@2.0.0' }];

const RULES = [reading, watching, counting];

function world(more: Partial<World> = {}): World {
  return {
    registry: fakeRegistry(HONEST),
    sandbox: fakeSandbox(),
    rules: RULES,
    read: readHere(more.rules ?? RULES),
    policy: POLICY,
    version: '0.0.0',
    jobs: 2,
    progress: () => {},
    timed: () => {},
    signal: new AbortController().signal,
    ...more,
  };
}

const fails = (message: string) => (): never => {
  throw new Error(message);
};

describe('a scan', () => {
  it('of an honest server passes', async () => {
    const report = await scan(TARGET, world());
    expect(report.verdict.level).toBe('pass');
    expect(report.gaps).toEqual([]);
    expect(report.target.package).toBe('weather-mcp@1.0.0');
    expect(report.packages.map(({ id }) => id)).toEqual(['dep@2.0.0', 'weather-mcp@1.0.0']);
    expect(report.sandbox).toEqual(QUIET.sandbox);
  });

  it('asks every rule about its subject', async () => {
    const registry = fakeRegistry([...HONEST, { id: 'evil@1.0.0', files: { 'a.js': 'steal()' } }]);
    const sandbox = fakeSandbox({ ...QUIET, observations: OBSERVATIONS });
    const report = await scan(TARGET, world({ registry, sandbox }));
    expect(report.findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'reading: in evil@1.0.0',
      'watching: env WEATHER_KEY',
      'counting: 3 packages',
    ]);
    expect(report.verdict.level).toBe('block');
    expect(report.observations).toHaveLength(OBSERVATIONS.length);
  });

  it('gives the same bytes, whatever order packages arrive in', async () => {
    const packages = ['a', 'b', 'c', 'd'].map((name) => ({ id: `${name}@1.0.0`, files: { 'a.js': 'steal()' } }));
    const slow = (delay: (id: string) => number): World => {
      const registry = fakeRegistry(packages);
      const store: PackageStore = registry.store(undefined as never);
      const open: PackageStore['open'] = async (node) => {
        await sleep(delay(node.id));
        return store.open(node);
      };
      return world({ registry: { ...registry, store: () => opening(open) }, jobs: 4 });
    };
    const forwards = await scan(
      TARGET,
      slow((id) => (id.codePointAt(0) ?? 0) % 7),
    );
    const backwards = await scan(
      TARGET,
      slow((id) => 7 - ((id.codePointAt(0) ?? 0) % 7)),
    );
    expect(json(forwards)).toBe(json(backwards));
  });

  it('leaves out what an install here leaves out, and says so', async () => {
    const registry = fakeRegistry([
      ...HONEST,
      { id: 'win-only@1.0.0', foreign: true },
      { id: 'inside@1.0.0', bundled: true },
    ]);
    const report = await scan(TARGET, world({ registry }));
    expect(registry.opened.toSorted()).toEqual(['dep@2.0.0', 'weather-mcp@1.0.0']);
    expect(report.gaps).toEqual([expect.objectContaining({ stage: 'platform', subject: 'win-only@1.0.0' })]);
    expect(report.verdict.level).toBe('pass');
    expect(report.verdict.because.at(-1)?.text).toContain('that other machines install');
  });

  it('never holds more packages than it was told to', async () => {
    let open = 0;
    let most = 0;
    const registry = fakeRegistry(Array.from({ length: 20 }, (_, index) => ({ id: `p${index}@1.0.0` })));
    const store = registry.store(undefined as never);
    const counted: PackageStore['open'] = async (node) => {
      most = Math.max(most, ++open);
      await sleep(1);
      open--;
      return store.open(node);
    };
    await scan(TARGET, world({ registry: { ...registry, store: () => opening(counted) }, jobs: 3 }));
    expect(most).toBe(3);
  });

  it('reads and runs at the same time', async () => {
    const order: string[] = [];
    const note = (what: string) => order.push(what);
    const registry = fakeRegistry(HONEST);
    const store = opening(async (node) => {
      note('reading');
      await sleep(5);
      return registry.store(undefined as never).open(node);
    });
    const sandbox: Sandbox = {
      detonate: async () => {
        note('running');
        await sleep(1);
        note('ran');
        return { value: QUIET, gaps: [] };
      },
    };
    await scan(TARGET, world({ registry: { ...registry, store: () => store }, sandbox, jobs: 1 }));
    expect(order.toSorted()).toEqual(['ran', 'reading', 'reading', 'running']);
    expect(order.slice(0, 2).toSorted()).toEqual(['reading', 'running']);
  });
});

describe('never clean by accident', () => {
  const broken: readonly (readonly [string, string, Partial<World>])[] = [
    ['resolve throws', 'resolve', { registry: { ...fakeRegistry(HONEST), resolve: fails('registry is down') } }],
    ['the sandbox throws', 'sandbox', { sandbox: { detonate: fails('no engine') } }],
    [
      'the sandbox has a gap',
      'sandbox',
      { sandbox: fakeSandbox(QUIET, [{ stage: 'sandbox', subject: 'image', reason: 'missing' }]) },
    ],
    [
      'a package cannot be opened',
      'fetch',
      { registry: fakeRegistry([{ id: 'a@1.0.0', broken: fails('integrity') }]) },
    ],
    [
      'the store gives nothing and says nothing',
      'fetch',
      { registry: { ...fakeRegistry(HONEST), store: () => opening(async () => ({ value: undefined, gaps: [] })) } },
    ],
    [
      'the tree is not whole',
      'resolve',
      { registry: fakeRegistry(HONEST, [{ stage: 'resolve', subject: 'x', reason: 'git dependency' }]) },
    ],
  ];

  it.each(broken)('%s', async (_, stage, more) => {
    const report = await scan(TARGET, world(more));
    expect(report.verdict.level).toBe('incomplete');
    expect(report.gaps.map((gap) => gap.stage)).toContain(stage);
  });

  it('says nothing about what it could not see, but still blocks on what it saw', async () => {
    const registry = fakeRegistry([{ id: 'a@1.0.0', files: { 'a.js': 'steal()' } }]);
    const report = await scan(TARGET, world({ registry, sandbox: { detonate: fails('no engine') } }));
    expect(report.verdict.level).toBe('block');
    expect(report.gaps).toHaveLength(1);
  });

  it('a target that does not exist is the user’s to mend', async () => {
    const registry = {
      ...fakeRegistry(HONEST),
      resolve: () => Promise.reject(new UsageError('there is no such package', 'check the name')),
    };
    await expect(scan(TARGET, world({ registry }))).rejects.toThrow(UsageError);
  });

  it('a rule that throws is a bug, not a pass', async () => {
    const buggy: Rule = { ...reading, package: fails('oops') };
    const outcome = await scan(TARGET, world({ rules: [buggy] })).then(
      (report) => report.verdict.level,
      () => 'no verdict',
    );
    expect(outcome).toMatch(/incomplete|no verdict/);
  });

  it('waits for the sandbox to clean up where something else fails', async () => {
    let cleaned = false;
    const sandbox: Sandbox = {
      detonate: async () => {
        await sleep(20);
        cleaned = true;
        return { value: QUIET, gaps: [] };
      },
    };
    const registry = {
      ...fakeRegistry(HONEST),
      store: () => opening(() => Promise.reject(new UsageError('a', 'b'))),
    };
    await expect(scan(TARGET, world({ registry, sandbox }))).rejects.toThrow(UsageError);
    expect(cleaned).toBe(true);
  });

  it('an aborted scan gives no report', async () => {
    const stop = new AbortController();
    const sandbox: Sandbox = {
      detonate: () => {
        stop.abort(new Error('enough'));
        return Promise.reject(new Error('container died'));
      },
    };
    await expect(scan(TARGET, world({ sandbox, signal: stop.signal }))).rejects.toThrow('enough');
  });
});

describe('without a sandbox', () => {
  it('passes and says that nothing was run', async () => {
    const policy = { ...POLICY, require: POLICY.require.filter((stage) => stage !== 'sandbox') };
    const report = await scan(TARGET, world({ sandbox: undefined, policy }));
    expect(report).toMatchObject({ static: true, sandbox: null, runs: [], verdict: { level: 'pass' } });
    expect(report.verdict.because.at(-1)?.text).toContain('--static');
  });
});
