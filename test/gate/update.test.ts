import { describe, expect, it } from 'vitest';
import { readHere } from '../../src/check/reader.ts';
import type { LockedPackage } from '../../src/config/lock.ts';
import { type UpdateWorld, updateOf } from '../../src/gate/update.ts';
import { loadRules } from '../../src/load-rules.ts';
import type { Registry, Report, UpdatePart } from '../../src/types.ts';
import { type FakePackage, fakeRegistry, TARGET } from '../support/doors.ts';

const rules = await loadRules();

/** A registry of several versions, which is asked by exact version. */
function versionsOf(packages: readonly FakePackage[]): Registry & { asked: string[] } {
  const asked: string[] = [];
  const only = (id: string) => fakeRegistry(packages.filter((one) => one.id === id));
  return {
    asked,
    resolve: (target) => {
      asked.push(target.text);
      return only(target.text).resolve(target);
    },
    store: (tree) => only(tree.root.id).store(tree),
    trust: (tree) => only(tree.root.id).trust(tree),
  };
}

const world = (...packages: readonly FakePackage[]): UpdateWorld & { registry: ReturnType<typeof versionsOf> } => ({
  registry: versionsOf(packages),
  read: readHere(rules),
  signal: new AbortController().signal,
});

const locked = (id: string, more: Partial<LockedPackage> = {}): LockedPackage => {
  return { id, integrity: 'sha512-AA==', tree: '', holds: [], publisher: '', ...more };
};

const report = (id: string, holds: readonly string[] = [id], publisher?: string) =>
  ({
    target: { kind: 'npm', text: id, package: id },
    packages: holds.map((one) => ({ id: one, name: one, version: '', integrity: 'sha512-BB==', via: [one] })),
    trust: publisher === undefined ? null : { asOf: '', facts: [], sources: [], publisher },
  }) as unknown as Report;

const a = (version: string, more: Omit<FakePackage, 'id'>): FakePackage => ({ id: `a@${version}`, ...more });

/** `about + x ~ y − z`, for what is different. */
function told(parts: readonly UpdatePart[] = []): readonly string[] {
  return parts.flatMap(({ about, added, changed, removed }) => {
    const lines = [...added.map((x) => `+ ${x}`), ...changed.map((x) => `~ ${x}`), ...removed.map((x) => `− ${x}`)];
    return lines.map((line) => `${about} ${line}`);
  });
}

const start = { manifest: { main: 'index.js' } };
const cases: readonly [name: string, old: Omit<FakePackage, 'id'>, now: Omit<FakePackage, 'id'>, expected: string[]][] =
  [
    ['nothing', { ...start, files: { 'index.js': 'a' } }, { ...start, files: { 'index.js': 'a' } }, []],
    [
      'code that is loaded',
      { ...start, files: { 'index.js': "require('./lib')", 'lib.js': 'one()\ntwo()' } },
      { ...start, files: { 'index.js': "require('./lib')", 'lib.js': 'one()\nthree()\ntwo()' } },
      ['at load ~ lib.js: 1 line new, 0 gone, from line 2: three()'],
    ],
    [
      'code that nothing loads',
      { ...start, files: { 'index.js': 'a', 'test.js': 'b' } },
      { ...start, files: { 'index.js': 'a', 'test.js': 'c' } },
      [],
    ],
    [
      'a script at install and what it runs',
      { ...start, files: { 'index.js': 'a' } },
      {
        manifest: { main: 'index.js', scripts: { postinstall: 'node setup.js' } },
        files: { 'index.js': 'a', 'setup.js': 'x' },
      },
      [
        'scripts + postinstall: node setup.js',
        'at install + setup.js: 1 line',
        expect.stringMatching(/^findings \+ \w+: .*install-script/) as unknown as string,
        'size ~ files: 1 → 2',
      ],
    ],
    [
      'node-gyp, which needs no script',
      { ...start, files: { 'index.js': 'a' } },
      { ...start, files: { 'index.js': 'a', 'binding.gyp': '{"x": "<!(node evil.js)"}' } },
      expect.arrayContaining(['scripts + binding.gyp: node evil.js']) as unknown as string[],
    ],
    [
      'dependencies, commands, hosts, repository, programs',
      {
        manifest: { main: 'i.js', dependencies: { b: '^1.0.0' }, repository: 'github:ann/a' },
        files: { 'i.js': "go('https://api.example/v1')" },
      },
      {
        manifest: {
          main: 'i.js',
          dependencies: { b: '^2.0.0', c: '1.0.0' },
          bin: 'i.js',
          repository: { url: 'git+https://github.com/eve/a.git' },
        },
        files: { 'i.js': "go('https://collect.example/v1')", 'x.node': '\0' },
      },
      [
        "at load ~ i.js: 1 line new, 1 gone, from line 1: go('https://collect.example/v1')",
        'binaries + x.node',
        'depends on + c: 1.0.0',
        'depends on ~ b: ^1.0.0 → ^2.0.0',
        'commands + a: i.js',
        'hosts + collect.example',
        'hosts − api.example',
        'repository ~ url: github.com/ann/a → github.com/eve/a',
        'size ~ files: 1 → 2',
      ],
    ],
  ];

describe('what an update brings', () => {
  it.each(cases)('%s', async (_, old, now, expected) => {
    const { value } = await updateOf(locked('a@1.0.0'), report('a@1.1.0'), world(a('1.0.0', old), a('1.1.0', now)));
    expect(told(value?.parts)).toEqual(expected);
  });

  it('names packages and publisher only where both sides are known', async () => {
    const doors = world(a('1.0.0', start), a('1.1.0', start));
    const unknown = await updateOf(locked('a@1.0.0', { publisher: 'ann' }), report('a@1.1.0'), doors);
    expect(unknown.value?.parts.map(({ about }) => about)).not.toContain('publisher');
    expect(unknown.value?.parts.map(({ about }) => about)).not.toContain('tree');
    const known = await updateOf(
      locked('a@1.0.0', { publisher: 'ann', holds: ['a@1.0.0', 'b@1.0.0', 'c@1.0.0'] }),
      report('a@1.1.0', ['a@1.1.0', 'b@1.0.1', 'd@1.0.0'], 'mallory'),
      doors,
    );
    expect(told(known.value?.parts)).toEqual([
      'tree + d: 1.0.0',
      'tree ~ b: 1.0.0 → 1.0.1',
      'tree − c: 1.0.0',
      'publisher ~ account: ann → mallory',
    ]);
  });

  it('the registry is asked only for what is not in the cache, and what cannot be had is a gap', async () => {
    const doors = world(a('1.0.0', start), a('1.1.0', start));
    await updateOf(locked('a@1.0.0'), report('a@1.1.0'), doors);
    expect(doors.registry.asked).toEqual([]);
    await updateOf(locked('a@1.0.0', { integrity: '' }), report('a@1.1.0'), doors);
    expect(doors.registry.asked).toEqual(['a@1.0.0']);
    const broken = (): never => {
      throw new Error('gone');
    };
    const gone = a('1.0.0', { broken });
    const { value, gaps } = await updateOf(locked('a@1.0.0'), report('a@1.1.0'), world(gone, a('1.1.0', start)));
    expect(value).toBeUndefined();
    expect(gaps).toMatchObject([{ stage: 'update', subject: 'a@1.0.0 → a@1.1.0' }]);
  });

  it('a package of many files costs little', async () => {
    const many = (word: string) => ({
      ...start,
      files: Object.fromEntries(
        Array.from({ length: 8000 }, (_, n) => [n === 0 ? 'index.js' : `f${n}.js`, `require('./f${n + 1}');${word}\n`]),
      ),
    });
    const quiet = { ...world(a('1.0.0', many('a')), a('1.1.0', many('b'))), read: readHere([]) };
    const started = performance.now();
    const { value } = await updateOf(locked('a@1.0.0'), report('a@1.1.0'), quiet);
    expect(performance.now() - started).toBeLessThan(5_000);
    const loaded = value?.parts.find(({ about }) => about === 'at load');
    expect(loaded?.changed).toHaveLength(41);
    expect(TARGET.kind).toBe('npm');
  });
});
