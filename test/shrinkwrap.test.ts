import { describe, expect, test } from 'vitest';
import { withPinned } from '../src/shrinkwrap.ts';
import type { PackageTree, TreeNode } from '../src/types.ts';
import { opening } from './support/doors.ts';

function node(id: string, integrity = 'sha512-x'): TreeNode {
  const [name = '', version = ''] = id.split('@');
  const place = { location: `node_modules/${name}`, via: ['root@1.0.0'], dependencies: {} };
  return { id, name, version, integrity, foreign: false, bundled: false, ...place };
}

const ROOT = node('root@1.0.0');
const TREE: PackageTree = {
  target: { kind: 'npm', text: 'root', spec: 'root', args: [] },
  root: ROOT,
  nodes: [node('a@1.0.0', 'sha512-a'), ROOT],
  refused: [],
};

/** What the list tells, the refused ones first. */
async function told(list: unknown): Promise<string[]> {
  const text = typeof list === 'string' ? list : JSON.stringify(list);
  const files = new Map(list === undefined ? [] : [['npm-shrinkwrap.json', Buffer.from(text)]]);
  const store = opening(async () => ({
    value: { ...ROOT, manifest: {}, files, executables: new Set<string>() },
    gaps: [],
  }));
  const { value, gaps } = await withPinned(TREE, [{ node: ROOT }], store, ['https://npm.corp.example/mirror/']);
  return [
    ...value.refused.map(({ from, name, spec }) => `${from} ${name} ${spec}`),
    ...gaps.map(({ stage, subject, reason }) => `${stage} ${subject} ${reason.replace(/^.*obey: /, '')}`),
  ];
}

const packages = (more: object) => ({ packages: { '': { name: 'root' }, ...more } });
const at = (entry: object) => packages({ 'node_modules/a': { version: '1.0.0', ...entry } });

describe('a list of what older npms install', () => {
  test.each<[string, unknown]>([
    ['of nothing', { lockfileVersion: 3 }],
    [
      'of what the tree holds',
      at({ integrity: 'sha1-z sha512-a', resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz' }),
    ],
    ['from a mirror', at({ resolved: 'https://npm.corp.example/mirror/download/17' })],
    ['from the other name of the registry', at({ resolved: 'https://registry.yarnpkg.com/a/-/a-1.0.0.tgz#0123' })],
    ['in the old form', { dependencies: { a: { version: '1.0.0', integrity: 'sha512-a' } } }],
    ['with an alias', packages({ 'node_modules/b': { name: 'a', version: '1.0.0' } })],
    [
      'with what is for development, and what travels inside',
      packages({
        'node_modules/dev': { version: '1.0.0', dev: true, resolved: 'https://files.example/dev.tgz' },
        'node_modules/a/node_modules/in': { version: '1.0.0', inBundle: true },
      }),
    ],
  ])('%s: nothing is told', async (_, list) => {
    expect(await told(list)).toEqual([]);
  });

  const otherwise = (what: string) => [`platform root@1.0.0 they install ${what}, which this tree does not hold`];

  test.each<[string, unknown, string]>([
    ['another version', at({ version: '0.9.0' }), 'a@0.9.0'],
    ['a nested one', packages({ 'node_modules/a/node_modules/@s/b': { version: '2.0.0' } }), '@s/b@2.0.0'],
    [
      'a nested one in the old form',
      { dependencies: { a: { version: '1.0.0', dependencies: { b: { version: '2.0.0' } } } } },
      'b@2.0.0',
    ],
    ['other bytes', at({ integrity: 'sha512-b' }), 'a@1.0.0'],
    ['another package under that name', at({ resolved: 'https://registry.npmjs.org/b/-/b-1.0.0.tgz' }), 'a@1.0.0'],
    ['what it says is for development', at({ version: '0.9.0', dev: true }), 'a@0.9.0'],
    [
      'many',
      packages(Object.fromEntries(['b', 'c', 'd', 'e'].map((name) => [`node_modules/${name}`, { version: '1.0.0' }]))),
      'b@1.0.0, c@1.0.0, d@1.0.0, …',
    ],
  ])('%s', async (_, list, what) => {
    expect(await told(list)).toEqual(otherwise(what));
  });

  test.each([
    ['https://files.example/a.tgz', { resolved: 'https://files.example/a.tgz' }],
    ['git+ssh://git@git.example/a.git#0123', { resolved: 'git+ssh://git@git.example/a.git#0123' }],
    ['file:../a', { version: 'file:../a' }],
  ])('what it takes from %s is refused', async (from, entry) => {
    expect(await told(at(entry))).toEqual([
      `root@1.0.0 a ${from}`,
      `resolve root@1.0.0 → a@${from} it is not fetched: its npm-shrinkwrap.json, which npm 11 and older obey, takes it from outside the registry`,
    ]);
  });

  test.each([
    ['that is not there', undefined, /it was not found, so/],
    ['that is no JSON', '{', /it cannot be read \(.*\), so/],
    [
      'without end',
      packages(Object.fromEntries(Array.from({ length: 6_000 }, (_, n) => [`node_modules/p${n}`, {}]))),
      /more than/,
    ],
  ])('%s is a gap', async (_, list, reason) => {
    expect(await told(list)).toEqual([expect.stringMatching(reason)]);
  });
});
