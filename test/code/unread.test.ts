/** What is told of entries that nobody could read, and what honest packages name without having it. */
import { expect, test } from 'vitest';
import { check } from '../../src/check.ts';
import { unreadIn } from '../../src/code/package/unread.ts';
import { loadRules } from '../../src/load-rules.ts';
import type { Package } from '../../src/types.ts';
import { packageOf } from '../world.ts';

const ELF = '\u007fELF\u0002\u0001\u0001\0\0\0\0\0';
const NODE = '#!/usr/bin/env node\n';
const many = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`./${i}`, './index.js']));

const reasonsOf = (pkg: Package, root = true) => unreadIn(pkg, root).map(({ reason }) => reason);
const packageWith = (manifest: Record<string, unknown>, files: Record<string, string> = {}) =>
  packageOf({ name: 'case', manifest: { main: undefined, ...manifest }, files });

test.each<readonly [string, Package, RegExp]>([
  ['a command that is not there', packageWith({ bin: 'index.js' }), /command is not there: index\.js/],
  ['a command of another package', packageWith({ bin: { x: '../x/index.js' } }), /command lies outside/],
  ['a main of another package', packageWith({ bin: 'a.js', main: '../x' }, { 'a.js': '' }), /main lies outside/],
  ['a main anywhere', packageWith({ main: '/opt/x.js' }, { 'index.js': '' }), /main lies outside/],
  ['a main that is not there', packageWith({ main: 'dist/x.js' }, { 'lib/x.js': '' }), /main is not there/],
  ['exports that are not there', packageWith({ exports: './dist/x.js' }, { 'lib/x.js': '' }), /first export is not/],
  ['a program', packageWith({ bin: 'bin/x' }, { 'bin/x': ELF }), /a program \(ELF\)/],
  ['WebAssembly', packageWith({ main: 'x.wasm' }, { 'x.wasm': '\0asm\u0001\0\0\0' }), /main is WebAssembly/],
  ['Python', packageWith({ bin: 'x' }, { x: '#!/usr/bin/env python3\nprint(1)\n' }), /another language/],
  ['another language', packageWith({ bin: 'x' }, { x: '#!/usr/bin/env php\n<?php 1;\n' }), /another language/],
  ['a script that starts a program', packageWith({ bin: 'x.sh' }, { 'x.sh': 'exec ./x\n', x: ELF }), /\(ELF\)/],
  ['a file that it loads', packageWith({ bin: 'a.js' }, { 'a.js': "const b = require('./b');" }), /not there: \.\/b/],
  [
    'what that loads',
    packageWith({ bin: 'a.mjs' }, { 'a.mjs': "import './b.mjs';", 'b.mjs': "export * from './c';" }),
    /\/c/,
  ],
  ['more exports than are followed', packageWith({ exports: many }, { 'index.js': '' }), /exports name more files/],
])('%s is told', (_, pkg, reason) => {
  expect(reasonsOf(pkg).join('\n')).toMatch(reason);
});

test.each<readonly [string, Package]>([
  ['types only', packageWith({ main: '', types: 'index.d.ts' }, { 'index.d.ts': 'export {};' })],
  ['data only', packageWith({ main: 'index.js' }, { 'data.json': '{}' })],
  ['a main that is not there beside an index', packageWith({ main: 'dist/x.js' }, { 'index.js': '' })],
  ['a main that nobody needs', packageWith({ main: 'index.js', bin: 'cli.js' }, { 'cli.js': NODE })],
  ['exports of types', packageWith({ exports: { types: './a.d.ts' } }, { 'a.d.ts': 'export {};' })],
  ['a pattern of exports', packageWith({ exports: { './*': './lib/*.js' } }, { 'lib/a.js': '' })],
  ['a folder', packageWith({ main: 'lib' }, { 'lib/index.js': '' })],
  [
    'a script that starts Node',
    packageWith({ bin: 'x' }, { x: '#!/bin/sh\nexec node "$(dirname "$0")/a.js"\n', 'a.js': '' }),
  ],
  ['a program beside the command', packageWith({ bin: 'a.js' }, { 'a.js': NODE, 'bin/x': ELF })],
  [
    'what may be missing',
    packageWith(
      { bin: 'a.js' },
      {
        'a.js':
          "try { require('./b'); } catch {}\nconst c = process.env.C ? require('./c') : 0;\nrequire('./d.node');\n/**\n * import './e'\n */",
      },
    ),
  ],
])('%s is no gap', (_, pkg) => {
  expect(reasonsOf(pkg)).toEqual([]);
});

test('of a dependency nothing is told that does not run', () => {
  expect(reasonsOf(packageWith({ main: 'x.js', bin: '../x' }, { 'lib/a.js': '' }), false)).toEqual([]);
});

test('a gap reaches the verdict', async () => {
  const { gaps } = check(await loadRules(), { kind: 'package', package: packageWith({ bin: 'x.js' }), root: true });
  expect(gaps.map(({ stage }) => stage)).toEqual(['code']);
});
