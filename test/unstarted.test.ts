/** Which scripts an install that failed did not come to. */
import { describe, expect, test } from 'vitest';
import type { Draft } from '../src/sandbox/observe.ts';
import { unstarted } from '../src/sandbox/phases/install.ts';
import { installScripts } from '../src/sandbox/project.ts';

const shell = (command: string, phase: 'install' | 'import' = 'install'): Draft => ({
  kind: 'exec',
  pid: 7,
  path: '/usr/bin/sh',
  argv: ['sh', '-c', command],
  ok: true,
  time: 1,
  phase,
});
const scripts = [
  { package: 'a@1.0.0', command: 'node-gyp rebuild' },
  { package: 'b@1.0.0', command: 'node-gyp rebuild' },
  { package: 'c@1.0.0', command: 'node setup.js' },
];

describe('unstarted', () => {
  test.each<readonly [string, readonly Draft[], readonly string[]]>([
    ['all ran', [shell('node-gyp rebuild'), shell('node setup.js'), shell('node-gyp rebuild')], []],
    ['one of two alike', [shell('node-gyp rebuild'), shell('node setup.js')], ['`node-gyp rebuild` of b@1.0.0']],
    ['the last', [shell('node-gyp rebuild'), shell('node-gyp rebuild')], ['`node setup.js` of c@1.0.0']],
    [
      'one that ran later, by another hand',
      [shell('node-gyp rebuild'), shell('node-gyp rebuild'), shell('node setup.js', 'import')],
      ['`node setup.js` of c@1.0.0'],
    ],
  ])('%s', (_name, drafts, expected) => {
    expect(unstarted(scripts, drafts)).toEqual(expected);
  });
});

test.each<readonly [Record<string, unknown>, readonly string[], readonly string[]]>([
  [{ scripts: { preinstall: 'a', postinstall: 'b', test: 'c' } }, [], ['a', 'b']],
  [{}, ['binding.gyp'], ['node-gyp rebuild']],
  [{ scripts: { postinstall: 'b' } }, ['binding.gyp'], ['b', 'node-gyp rebuild']],
  [{ scripts: { install: 'a' } }, ['binding.gyp'], ['a']],
  [{ gypfile: false }, ['binding.gyp'], []],
  [{ scripts: { install: 7, postinstall: '' } }, [], []],
  [{ scripts: 'x' }, [], []],
])('%j with %j runs %j', (manifest, files, expected) => {
  expect(installScripts(manifest, new Map(files.map((path) => [path, ''])))).toEqual(expected);
});
