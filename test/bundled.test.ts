import { describe, expect, test } from 'vitest';
import { withBundled } from '../src/bundled.ts';
import type { Package, PackageStore, PackageTree, TreeNode } from '../src/types.ts';
import { opening } from './support/doors.ts';

function node(location: string, id: string, more: Partial<TreeNode> = {}): TreeNode {
  const at = id.lastIndexOf('@');
  const [name, version] = [id.slice(0, at), id.slice(at + 1)];
  return {
    id,
    name,
    version,
    integrity: 'sha512-x',
    location,
    via: ['root@1.0.0', id],
    dependencies: {},
    foreign: false,
    bundled: false,
    ...more,
  };
}

const ROOT = node('node_modules/root', 'root@1.0.0', { via: ['root@1.0.0'] });

/** A store of one package with these files. */
function holding(files: Readonly<Record<string, unknown>>): PackageStore {
  const bytes = Object.entries(files).map(
    ([path, content]) => [path, Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))] as const,
  );
  const value = { ...ROOT, manifest: {}, files: new Map(bytes), executables: new Set<string>() } satisfies Package &
    TreeNode;
  return opening(async () => ({ value, gaps: [] }));
}

async function carry(
  files: Readonly<Record<string, unknown>>,
  lists: readonly string[],
  others: readonly TreeNode[] = [],
  carrier = ROOT,
) {
  const tree: PackageTree = {
    target: { kind: 'npm', text: 'root', spec: 'root', args: [] },
    root: carrier,
    nodes: [...others, carrier],
    refused: [],
  };
  const { value, gaps } = await withBundled(tree, [{ node: carrier, lists }], holding(files));
  const added = value.nodes.filter(({ bundled }) => bundled);
  return { added: added.map(({ location, id }) => `${location} ${id}`), nodes: value.nodes, root: value.root, gaps };
}

describe('what a carrier carries', () => {
  test('nested and scoped packages, with what they depend on', async () => {
    const { added, nodes, root, gaps } = await carry(
      {
        'node_modules/a/package.json': {
          name: 'a',
          version: '1.0.0',
          dependencies: { b: '1', '@s/c': '1', outside: '1', absent: '1' },
        },
        'node_modules/a/node_modules/b/package.json': {
          name: 'b',
          version: '1.0.0',
          optionalDependencies: { '@s/c': '1' },
        },
        'node_modules/@s/c/package.json': { name: '@s/c', version: '2.0.0' },
        'lib/node_modules/no/package.json': { name: 'no', version: '1.0.0' },
        'node_modules/a/lib/package.json': { type: 'module' },
        'node_modules/.bin/package.json': 'x',
      },
      ['a', '@s/c'],
      [node('node_modules/outside', 'outside@1.0.0')],
    );
    expect(added).toEqual([
      'node_modules/root/node_modules/@s/c @s/c@2.0.0',
      'node_modules/root/node_modules/a a@1.0.0',
      'node_modules/root/node_modules/a/node_modules/b b@1.0.0',
    ]);
    expect(root.dependencies).toEqual({
      a: 'node_modules/root/node_modules/a',
      '@s/c': 'node_modules/root/node_modules/@s/c',
    });
    expect(nodes.find(({ name }) => name === 'a')).toMatchObject({
      via: ['root@1.0.0', 'a@1.0.0'],
      integrity: '',
      dependencies: {
        b: 'node_modules/root/node_modules/a/node_modules/b',
        '@s/c': 'node_modules/root/node_modules/@s/c',
        outside: 'node_modules/outside',
      },
    });
    expect(gaps).toEqual([]);
  });

  test('what it only says it carries', async () => {
    const { added, gaps } = await carry({}, ['ghost']);
    expect(added).toEqual([]);
    expect(gaps).toEqual([
      { stage: 'platform', subject: 'root@1.0.0', reason: expect.stringContaining('ghost and does not') },
    ]);
  });

  test.each([
    ['no JSON', '{'],
    ['no name', { version: '1.0.0' }],
    ['a name that is a path', { name: '../up', version: '1.0.0' }],
    ['no version', { name: 'a' }],
    ['a version that is none', { name: 'a', version: 'latest\u202e' }],
  ])('%s is a gap', async (_, manifest) => {
    const { added, gaps } = await carry({ 'node_modules/a/package.json': manifest }, []);
    expect(added).toEqual([]);
    expect(gaps).toEqual([
      { stage: 'resolve', subject: 'root@1.0.0', reason: expect.stringContaining('node_modules/a') },
    ]);
  });

  test('a foreign carrier is not opened', async () => {
    const { added } = await carry({ 'node_modules/a/package.json': { name: 'a', version: '1.0.0' } }, ['a'], [], {
      ...ROOT,
      foreign: true,
    });
    expect(added).toEqual([]);
  });
});
