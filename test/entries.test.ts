/** Every way a package can be loaded: what another package could write to get at its code. */
import { describe, expect, test } from 'vitest';
import { loadingsOf } from '../src/sandbox/world/entries.ts';

const FILES = ['index.js', 'package.json', 'lib/a.js', 'lib/b.cjs', 'lib/deep/c.mjs', 'lib/style.css', 'web.js'];
const ways = (manifest: Record<string, unknown>, files: readonly string[] = FILES) =>
  loadingsOf(manifest, 'p', files).map(
    ({ mode, conditions, specifiers }) => `${mode} ${[...conditions, ''].join('+')}${specifiers.join(' ')}`,
  );

describe('loadingsOf', () => {
  test.each<readonly [string, Record<string, unknown>, readonly string[]]>([
    ['a main', { main: 'lib/a.js' }, ['import p']],
    ['a main without its ending', { main: './lib/a' }, ['import p']],
    ['an index', {}, ['import p']],
    [
      'fields of bundlers',
      { browser: './web.js', module: 'lib/deep/c.mjs' },
      ['import p', 'import p/lib/deep/c.mjs p/web.js'],
    ],
    [
      'files replaced in browsers',
      { browser: { './lib/a.js': './web.js', fs: false } },
      ['import p', 'import p/web.js'],
    ],
    ['one export', { exports: './index.js' }, ['import p']],
    [
      'import and require',
      { exports: { import: './lib/deep/c.mjs', require: './lib/b.cjs' } },
      ['import p', 'require p'],
    ],
    [
      'subpaths',
      { exports: { '.': './index.js', './a': './lib/a.js', './package.json': './package.json', './no': null } },
      ['import p', 'import p/a'],
    ],
    ['patterns', { exports: { '.': './index.js', './*': './lib/*.js' } }, ['import p', 'import p/a']],
    [
      'conditions of their own',
      { exports: { '.': { browser: './web.js', bun: { import: './lib/a.js' }, default: './index.js' } } },
      ['import p', 'import browser+p', 'import bun+p'],
    ],
    [
      'conditions of a subpath, and fallbacks',
      { exports: { '.': ['./index.js'], './x': { worker: './web.js', types: './x.d.ts', default: './lib/a.js' } } },
      ['import p', 'import p/x', 'import worker+p/x'],
    ],
  ])('%s', (_name, manifest, expected) => {
    expect(ways(manifest)).toEqual(expected);
  });

  test('a program only is not loaded', () => {
    expect(ways({ bin: 'cli.js' }, ['cli.js', 'package.json'])).toEqual([]);
  });

  test.each([
    7,
    'x',
    [],
    { '.': { a: { b: 7 } } },
    { './*': './**/*' },
    JSON.parse('{"__proto__": {"x": "./index.js"}}'),
  ])('nonsense does no harm: %j', (exports) => {
    expect(Array.isArray(ways({ exports }))).toBe(true);
  });
});
