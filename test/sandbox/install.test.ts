/**
 * Install scripts meet what npm gives them: the same package is installed by npm itself, from a tarball, in the same box, and both
 * runs print what they found. A `binding.gyp` is compiled, with no network to get headers from. An optional package that fails
 * is left out, with what only it needs, and what comes after it runs.
 */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plant } from '../../src/sandbox/decoys/decoys.ts';
import type { Box } from '../../src/sandbox/engine/engine.ts';
import { prepare } from '../../src/sandbox/engine/setup.ts';
import { installCommand } from '../../src/sandbox/phases/install.ts';
import { environment } from '../../src/sandbox/phases/stage.ts';
import type { SinkEvent } from '../../src/sandbox/witnesses/sink.ts';
import { PROFILES } from '../../src/sandbox/world/profiles.ts';
import { layHome, layTree } from '../../src/sandbox/world/project.ts';
import type { PackageStore, PackageTree, TreeNode } from '../../src/types.ts';

const TELL = 'console.log("ENVIRONMENT " + JSON.stringify({ ...process.env, cwd: process.cwd() }));';
const MANIFEST = {
  name: 'tells',
  version: '1.2.3',
  description: 'Tells its environment.',
  config: { colour: 'blue' },
  bin: { tells: 'bin.js' },
  scripts: { postinstall: 'node tell.js' },
};
const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify(MANIFEST),
  'tell.js': TELL,
  'bin.js': '#!/usr/bin/env node\n',
  'binding.gyp': JSON.stringify({
    targets: [{ target_name: 'addon', sources: ['addon.c'], cflags: ['-Wall', '-Werror'] }],
  }),
  'addon.c':
    '#include <node_api.h>\n#ifdef __OPTIMIZE__\n#error takes long\n#endif\nstatic int unused;\nstatic napi_value init(napi_env env, napi_value exports) { return exports; }\nNAPI_MODULE(addon, init)\n',
};

const [laptop] = PROFILES;
if (!laptop) throw new Error('there is no profile');
const planting = plant([], laptop.work, laptop.home);
const env = environment(laptop, planting);
const work = posix.join(laptop.home, laptop.work);

/** The tarball, and its integrity. */
const bytes = await tarball(FILES);
const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

const node: TreeNode = {
  id: 'tells@1.2.3',
  name: 'tells',
  version: '1.2.3',
  integrity,
  resolved: 'tells@1.2.3',
  location: 'node_modules/tells',
  via: ['tells@1.2.3'],
  dependencies: {},
  foreign: false,
  bundled: false,
};
const tree: PackageTree = {
  target: { kind: 'npm', text: 'tells', spec: 'tells', args: [] },
  root: node,
  nodes: [node],
  refused: [],
} as unknown as PackageTree;
const files = new Map(Object.entries(FILES).map(([path, text]) => [path, Buffer.from(text)]));
const store: PackageStore = {
  open: async () => ({
    value: { id: node.id, name: 'tells', version: '1.2.3', manifest: MANIFEST, files, executables: new Set() } as never,
    gaps: [],
  }),
  tarball: async () => ({ value: undefined, gaps: [] }),
} as unknown as PackageStore;

let first: Box;
const sink: SinkEvent[] = [];

beforeAll(async () => {
  const { engine, images, seccomp } = await prepare();
  first = await engine.open({ profile: laptop, images, seccomp, role: '{}', onSink: (event) => sink.push(event) });
  await unpack(first, tree, store);
  await first.give('/tmp/tells-1.2.3.tgz.base64', bytes.toString('base64'));
}, 60_000);
afterAll(() => first.close());

async function unpack(box: Box, packages: PackageTree, from: PackageStore): Promise<void> {
  const laid = await layTree(packages, from);
  if (laptop) await box.unpack(layHome(packages, laptop, box.project, planting.files), laid.read());
  await laid.close();
}

async function tarball(contents: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [path, text] of Object.entries(contents)) tar.entry({ name: `package/${path}` }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as unknown as Readable) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

async function run(
  phase: 'install' | 'import',
  command: readonly string[],
  box = first,
  onTrace: (line: string) => void = () => {},
): Promise<string> {
  let said = '';
  const hear = (chunk: Buffer): void => {
    said += chunk;
  };
  const traced = await box.trace(phase, command, { cwd: work, env, onTrace, onStdout: hear, onStderr: hear });
  traced.stdin.end();
  const code = await traced.done;
  if (code !== 0) throw new Error(`${code}: ${said}`);
  return said;
}

/** What the script found, without what differs between any two installations: their folder and what was asked for. */
function told(said: string): Readonly<Record<string, string>> {
  const text = /ENVIRONMENT (.*)/.exec(said)?.[1] ?? '{}';
  const found = JSON.parse(text.replaceAll(/_npx\/[0-9a-f]{16}/g, '_npx/0')) as Record<string, string>;
  const same = (value: string) => value.replace(/file:\/tmp\/tells-1\.2\.3\.tgz/, 'tells@1.2.3');
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, same(value)]));
}

test('they find the variables, the folder and the command that npm gives, and nothing asks the network', async () => {
  const trace: string[] = [];
  const installing = run(
    'install',
    installCommand(first.project, 'tells@1.2.3'),
    first,
    (line) => void trace.push(line),
  );
  const ours = told(await installing);
  // npm comes in one file.
  const opened = trace.flatMap((line) => /^\d+ +[\d.]+ openat\([^"]*"([^"]*)"/.exec(line)?.[1] ?? []);
  expect(opened.filter((path) => /\/tells\/tell\.js$/.test(path)).length).toBeGreaterThan(0);
  expect(opened.filter((path) => /\/npm\/(lib|node_modules\/@npmcli)\/.*\.js$/.test(path))).toEqual([]);
  expect(sink.filter(({ kind }) => kind !== 'ready')).toEqual([]);
  const decoded = 'base64 -d /tmp/tells-1.2.3.tgz.base64 > /tmp/tells-1.2.3.tgz';
  const npx = `${decoded} && exec npx --yes --foreground-scripts --offline file:/tmp/tells-1.2.3.tgz`;
  const theirs = told(await run('import', ['sh', '-c', npx]));
  expect(Object.keys(theirs).filter((name) => name.startsWith('npm_')).length).toBeGreaterThan(15);
  // Said by the two options above, which a user does not give.
  const { npm_config_foreground_scripts, npm_config_offline, ...expected } = theirs;
  expect([npm_config_foreground_scripts, npm_config_offline]).toEqual(['true', 'true']);
  expect(ours).toEqual(expected);
});

test('a binding.gyp was compiled, and nothing in it optimised or warned of', async () => {
  const check = `const addon = require(${JSON.stringify(`${first.project}/node_modules/tells/build/Release/addon.node`)}); console.log(typeof addon)`;
  expect(await run('import', ['node', '-e', check])).toBe('object\n');
});

describe('an optional package whose script fails', () => {
  const script = (says: string, then = '') => ({ postinstall: `echo ${says} optional=$npm_package_optional ${then}` });
  const from = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `file:/tmp/${name}.tgz`]));
  const manifests: Readonly<Record<string, Record<string, unknown>>> = {
    asks: { bin: 'bin.js', dependencies: from('shared', 'later'), optionalDependencies: from('breaks') },
    breaks: { bin: 'bin.js', dependencies: from('only-here', 'shared'), scripts: script('BREAKS', '&& exit 3') },
    'only-here': { scripts: script('ONLY-HERE') },
    shared: { scripts: script('SHARED') },
    later: { scripts: script('LATER') },
  };
  const contents = (name: string): Readonly<Record<string, string>> => ({
    'package.json': JSON.stringify({ name, version: '1.0.0', ...manifests[name] }),
    'bin.js': '#!/usr/bin/env node\n',
  });
  const names = Object.keys(manifests);
  const nodes = names.map((name): TreeNode => {
    const id = `${name}@1.0.0`;
    return { ...node, id, name, version: '1.0.0', location: `node_modules/${name}`, resolved: '', integrity: '' };
  });
  const several = { ...tree, root: nodes[0], nodes } as PackageTree;
  const opens = {
    ...store,
    open: async ({ id, name, version }: TreeNode) => {
      const inside = new Map(Object.entries(contents(name)).map(([path, text]) => [path, Buffer.from(text)]));
      const manifest = JSON.parse(contents(name)['package.json'] ?? '');
      return { value: { id, name, version, manifest, files: inside, executables: new Set() }, gaps: [] };
    },
  } as unknown as PackageStore;
  const said = (text: string) => (text.match(/^[A-Z-]+ optional=.*$/gm) ?? []).map((line) => line.trim()).sort();

  test('is left out with what only it needs, and the scripts after it run', async () => {
    const { engine, images, seccomp } = await prepare();
    const box = await engine.open({ profile: laptop, images, seccomp, role: '{}', onSink: () => {} });
    try {
      await unpack(box, several, opens);
      for (const name of names) {
        await box.give(`/tmp/${name}.base64`, (await tarball(contents(name))).toString('base64'));
        await run('import', ['sh', '-c', `base64 -d /tmp/${name}.base64 > /tmp/${name}.tgz`], box);
      }
      const list = 'ls -A node_modules node_modules/.bin | grep -v package-lock';
      const ours = said(await run('install', installCommand(box.project, 'asks@1.0.0'), box));
      const lies = await run('import', ['sh', '-c', `cd ${box.project} && ${list}`], box);
      const npx = `npx --yes --foreground-scripts --offline file:/tmp/asks.tgz`;
      const theirs = said(await run('import', ['sh', '-c', npx], box));
      const place = `$(ls -d $HOME/.npm/_npx/* | grep -v ${posix.basename(box.project)})`;
      const expected = await run('import', ['sh', '-c', `cd ${place} && ${list}`], box);
      expect(ours).toEqual(theirs);
      expect(ours).toEqual(['BREAKS optional=1', 'LATER optional=', 'SHARED optional=']);
      expect(lies).toBe(expected);
      expect(lies.split('\n')).not.toContain('breaks');
    } finally {
      await box.close();
    }
  });
});
