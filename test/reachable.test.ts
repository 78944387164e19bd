/** Which packages code imports, as soon as it is loaded or perhaps later, and how a tree is reached by that. */
import { describe, expect, it } from 'vitest';
import rule from '../rules/trust/advisory-known.ts';
import { check } from '../src/check.ts';
import { importsOf } from '../src/code/package/imports.ts';
import { placed, reachedIn } from '../src/reachable.ts';
import type { Facts, PackageTree, TreeNode } from '../src/types.ts';
import { cpuOf } from './support/cpu.ts';
import { NO_TRUST, TARGET } from './support/doors.ts';
import { packageOf } from './world.ts';

const imports = (files: Record<string, string>, manifest: object = {}) =>
  importsOf(packageOf({ name: 'a package', files, manifest: { main: 'index.js', ...manifest } }));

describe('what code imports', () => {
  it.each<[string, string, string[], string[]]>([
    ['a static import', "import a from 'a';", ['a'], []],
    ['names over several lines', "import {\n  b,\n  c as d,\n} from '@s/a';", ['@s/a'], []],
    ['an import for its effects', "import 'a';", ['a'], []],
    ['a passed-on export', "export * from 'a';", ['a'], []],
    ['minified code', 'import{b}from\'a\';import*as c from"d";', ['a', 'd'], []],
    [
      'a require at the top',
      "const a = require('a');\nmodule.exports = require('b');\nrequire('c');",
      ['a', 'b', 'c'],
      [],
    ],
    ['what a compiler writes', "var a_1 = __importDefault(require('a'));\nconst { b } = require('b');", ['a', 'b'], []],
    ['a file of a package', "import x from '@s/a/lib/x.js';", ['@s/a'], []],
    ['a require in a function', "function f() {\n  return require('a');\n}", [], ['a']],
    ['a dynamic import', "const f = () => import('a');", [], ['a']],
    ['names in backticks', 'const f = () => [import(`a`), require(`b`), import(`c-${name}`)];', [], ['a', 'b']],
    ['both', "import a from 'a';\nconst f = () => import('a');", ['a'], []],
    [
      'built-in modules, files, URLs and itself',
      "import 'node:fs'; import 'fs/promises'; import './x.js'; import 'https://x.example/a.js'; import 'case';",
      [],
      [],
    ],
    ['a name that is put together', "require('le' + 'ft');", [], []],
  ])('%s', (_, code, load, later) => {
    expect(imports({ 'index.js': code })).toEqual({ load, later });
  });

  it('goes along its own files, and no further', () => {
    const files = {
      'index.js': "import './a.js';\nexport const f = () => import('./b.js');",
      'a.js': "import 'x';",
      'b.js': "import 'y';",
      'test.js': "import 'z';",
    };
    expect(imports(files)).toEqual({ load: ['x', 'y'], later: [] });
  });

  it('is bounded by the text, whatever it is', { timeout: 60_000 }, () => {
    const hostile = [
      'import '.repeat(100_000),
      `import {${'a,'.repeat(100_000)}`,
      'require'.repeat(100_000),
      `const ${'a'.repeat(400_000)}`,
      '\n'.repeat(400_000),
    ];
    const work = cpuOf(() => {
      for (const code of hostile) imports({ 'index.js': code });
    });
    // A second on an idle machine; with anything quadratic, minutes.
    expect(work).toBeLessThan(30_000);
  });
});

/** `a>b` and so on: who depends on whom; each package stands at the top. */
function tree(...edges: string[]): PackageTree {
  const names = [...new Set(edges.flatMap((edge) => edge.split('>')))];
  const nodes = names.map((name): TreeNode => {
    const dependencies = edges.flatMap((edge) => {
      const [from, to] = edge.split('>');
      return from === name && to !== undefined ? [[to, `node_modules/${to}`] as const] : [];
    });
    const id = `${name}@1.0.0`;
    return {
      id,
      name,
      version: '1.0.0',
      integrity: 'sha512-AA==',
      location: `node_modules/${name}`,
      via: name === 'top' ? [id] : ['top@1.0.0', id],
      dependencies: Object.fromEntries(dependencies),
      foreign: false,
      bundled: false,
    };
  });
  const [root] = nodes;
  if (root === undefined) throw new Error('no tree');
  return { target: TARGET, root, nodes, refused: [] };
}

function facts(given: Record<string, { load?: string[]; later?: string[] }>): ReadonlyMap<string, Facts> {
  return new Map(
    Object.entries(given).map(([name, { load = [], later = [] }]) => [
      `${name}@1.0.0`,
      { unused: [], installs: false, imports: { load, later } },
    ]),
  );
}

describe('how a tree is reached', () => {
  const chain = tree('top>a', 'a>b', 'top>c');
  const at = (name: string, known: ReadonlyMap<string, Facts>, of = chain) =>
    reachedIn(of, known).get(`node_modules/${name}`) ?? 'never';

  it.each<[string, Record<string, { load?: string[]; later?: string[] }>, string]>([
    ['at once', { top: { load: ['a'] }, a: { load: ['b'] }, c: {} }, 'load'],
    ['later, by the last step', { top: { load: ['a'] }, a: { later: ['b'] }, c: {} }, 'later'],
    ['later, by the first step', { top: { later: ['a'] }, a: { load: ['b'] }, c: {} }, 'later'],
    ['never', { top: { load: ['a'] }, a: {}, c: {} }, 'never'],
    ['never, though its dependent imports it', { top: {}, a: { load: ['b'] }, c: {} }, 'never'],
    ['as nobody knows', { top: { load: ['a'] }, c: {} }, 'unknown'],
    ['undeclared, from where it lies', { top: { load: ['c'] }, a: {}, c: { load: ['b'] } }, 'load'],
  ])('%s', (_, given, expected) => {
    expect(at('b', facts(given))).toBe(expected);
  });

  it('by the nearest of several ways, and round in circles', () => {
    const round = tree('top>a', 'top>c', 'a>b', 'c>b', 'b>a');
    const given = { top: { later: ['a'], load: ['c'] }, a: { load: ['b'] }, c: { load: ['b'] }, b: { load: ['a'] } };
    expect([at('a', facts(given), round), at('b', facts(given), round)]).toEqual(['load', 'load']);
  });

  it('what a read package loads counts more than what an unread one might', () => {
    expect(at('b', facts({ top: { load: ['a', 'c'] }, a: { load: ['b'] } }))).toBe('load');
  });
});

const advisory = {
  package: 'b@1.0.0',
  id: 'GHSA-aaaa-bbbb-cccc',
  title: 'Path traversal',
  url: '',
  severity: 'high',
  malicious: false,
  fixed: '1.0.1',
  source: 'r',
} as const;

describe('an advisory in a report', () => {
  it.each<[string, Record<string, { load?: string[]; later?: string[] }>, string]>([
    ['loaded', { top: { load: ['a'] }, a: { load: ['b'] } }, 'load'],
    ['loaded later', { top: { load: ['a'] }, a: { later: ['b'] } }, 'later'],
    ['imported by nothing', { top: {} }, 'never'],
    ['behind a package that was not read', { top: { load: ['a'] } }, 'unknown'],
  ])('says of what is %s that it is, and why it is here', (_, given, expected) => {
    const [listed] = placed([advisory], tree('top>a', 'a>b'), facts(given));
    expect(listed).toEqual({ ...advisory, reached: expected, via: ['top@1.0.0', 'b@1.0.0'] });
  });

  it('speaks of the nearest copy', () => {
    const { nodes, ...more } = tree('top>a', 'a>b');
    const [copy] = nodes.filter(({ name }) => name === 'b');
    if (!copy) throw new Error('no copy');
    const deep = { ...copy, location: 'node_modules/a/node_modules/b', via: ['top@1.0.0', 'a@1.0.0', 'b@1.0.0'] };
    const two = { ...more, nodes: [deep, ...nodes] };
    const given = facts({ top: { load: ['a'] }, a: { load: ['b'] } });
    expect(placed([advisory], two, given)).toMatchObject([{ reached: 'load', via: copy.via }]);
  });

  it('of a package that is not in the tree says neither', () => {
    expect(placed([{ ...advisory, package: 'z@1.0.0' }], tree('top>a'), facts({ top: {} }))).toEqual([
      { ...advisory, package: 'z@1.0.0' },
    ]);
  });
});

it('a vulnerability says how it is reached, why it is there and what mends it', () => {
  const chain = tree('top>a', 'a>b');
  const told = (given: Record<string, { load?: string[]; later?: string[] }>, of: PackageTree) => {
    const trust = { ...NO_TRUST, advisories: [advisory] };
    const { value } = check([rule], { kind: 'trust', trust, tree: of, context: { facts: facts(given) } });
    return value[0];
  };
  const loaded = told({ top: { load: ['a'] }, a: { load: ['b'] } }, chain);
  expect(loaded?.message).toMatch(/fixed in 1\.0\.1; imported when the server is loaded$/);
  expect(loaded?.evidence[1]?.snippet).toBe('top@1.0.0 › b@1.0.0');
  const direct = tree('top>b');
  expect(told({ top: {} }, direct)).toMatchObject({
    confidence: 'low',
    message: expect.stringContaining('by nothing that was read'),
  });
  expect(told({ top: { later: ['b'] } }, direct)).toMatchObject({ confidence: 'medium' });
  expect(told({}, direct)).toMatchObject({ confidence: 'medium', message: expect.stringContaining('is not known') });
});
