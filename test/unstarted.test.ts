/** What was not seen of an install: scripts that it did not come to, what it would have fetched, optional packages it went on without. */
import { describe, expect, test } from 'vitest';
import { missedAtInstall, unstarted } from '../src/sandbox/phases/install.ts';
import type { Stage } from '../src/sandbox/phases/stage.ts';
import type { Draft } from '../src/sandbox/witnesses/observe.ts';
import type { SinkEvent } from '../src/sandbox/witnesses/sink.ts';
import { installScripts } from '../src/sandbox/world/project.ts';
import type { Gap, PackageTree, PhaseStatus } from '../src/types.ts';

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

describe('missedAtInstall', () => {
  const PROJECT = '/home/mark/.npm/_npx/0123456789abcdef';
  const tree = {
    nodes: [
      { id: 'a@1.0.0', location: 'node_modules/a', optional: true },
      { id: 'b@1.0.0', location: 'node_modules/b' },
      // No script: it goes with what needs it.
      { id: 'd@1.0.0', location: 'node_modules/d', optional: true },
    ],
  } as unknown as PackageTree;
  const when = { time: 2, phase: 'install' } as const;
  const deleted = (name: string, more: Partial<Draft> = {}): Draft =>
    ({
      kind: 'delete',
      pid: 1,
      path: `${PROJECT}/node_modules/${name}/package.json`,
      ok: true,
      ...when,
      ...more,
    }) as Draft;
  const connect = (address: string, folder: string): Draft => {
    return { kind: 'connect', pid: 7, address, port: 443, ...when, directory: `${PROJECT}/node_modules/${folder}` };
  };
  const request = (host: string, address: string, time = 2): SinkEvent =>
    ({
      ...{ kind: 'http', method: 'GET', url: `https://${host}/addon`, host, address, port: 443, time, headers: {} },
      ...{ secure: true, body: { bytes: 0, sha256: '', data: Buffer.alloc(0) } },
    }) as SinkEvent;

  function gaps(status: PhaseStatus, drafts: readonly Draft[], sink: readonly SinkEvent[], names = 'all'): Gap[] {
    const stage = {
      box: { project: PROJECT },
      profile: { name: 'laptop', names },
      layout: { scripts },
      runs: [{ phase: 'install', status }],
      observers: [{ drafts }],
      clock: { at: (time: number) => (time < 5 ? 'install' : 'start') },
      gaps: [],
    } as unknown as Stage;
    missedAtInstall(stage, tree, sink);
    return [...stage.gaps];
  }
  const all = [shell('node-gyp rebuild'), shell('node-gyp rebuild'), shell('node setup.js')];
  const asked = [connect('203.0.113.1', 'a'), connect('203.0.113.2', 'b')];
  const answered = [request('one.example', '203.0.113.1'), request('two.example', '203.0.113.2')];
  const absent = expect.stringMatching(/^its script asked one\.example and failed, so that npm went on without/);

  test('an optional package that is gone, and whom it asked itself', () => {
    const gap = { stage: 'platform', subject: 'a@1.0.0', reason: absent };
    expect(gaps('completed', [...all, ...asked, deleted('a'), deleted('d')], answered)).toEqual([gap]);
  });

  test.each<readonly [string, readonly Draft[]]>([
    ['one that asked nobody', [...all, connect('203.0.113.2', 'b'), deleted('a')]],
    ['one that is still there', [...all, ...asked]],
    ['one that could not be deleted', [...all, ...asked, deleted('a', { ok: false })]],
    ['one that was deleted later', [...all, ...asked, deleted('a', { phase: 'start' })]],
    ['one that is not optional', [...all, ...asked, deleted('b')]],
    ['one without scripts', [...all, connect('203.0.113.1', 'd'), deleted('d')]],
  ])('is no gap: %s', (_name, drafts) => {
    expect(gaps('completed', drafts, answered)).toEqual([]);
  });

  test('where there is no network to ask, others have seen what there is to see', () => {
    expect(gaps('completed', [...all, ...asked, deleted('a')], answered, 'none')).toEqual([]);
  });

  test('an install that failed did not come to its other scripts, nor to what it asked for', () => {
    const late = request('later.example', '203.0.113.3', 9);
    expect(gaps('failed', [...all.slice(1), ...asked], [...answered, late])).toEqual([
      {
        stage: 'sandbox',
        subject: 'laptop/install',
        reason: 'it failed, and these scripts did not run: `node-gyp rebuild` of b@1.0.0',
      },
      {
        stage: 'sandbox',
        subject: 'laptop/install',
        reason: 'it failed after it asked one.example, two.example: what it would have fetched and run was not seen',
      },
    ]);
  });
});
