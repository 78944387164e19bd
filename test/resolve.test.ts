import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { createRegistry, type RegistryOptions } from '../src/registry.ts';
import { cutDown, toPackument } from '../src/resolve/packuments.ts';
import { STRICT } from '../src/resolve.ts';
import type { PackageTree, Registry, Staged, Target } from '../src/types.ts';
import { type FakeRegistry, type Interference, type PublishedPackage, startRegistry } from './registry/registry.ts';
import { makeTarball } from './registry/tarball.ts';

const running: FakeRegistry[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((registry) => registry.close()));
});

async function serve(packages: readonly PublishedPackage[], interfere?: Interference): Promise<FakeRegistry> {
  const registry = await startRegistry(packages, interfere);
  running.push(registry);
  return registry;
}

const LINUX = { os: 'linux', cpu: 'x64', libc: 'glibc', node: 'v24.1.0' };

function door(registry: FakeRegistry, options: Partial<RegistryOptions> = {}): Promise<Registry> {
  return createRegistry({ cwd: registry.home, env: registry.env, platform: LINUX, ...options });
}

function npm(spec: string): Target {
  return { kind: 'npm', text: spec, spec, args: [] };
}

async function resolve(
  packages: readonly PublishedPackage[],
  spec = 'root',
  interfere?: Interference,
): Promise<Staged<PackageTree | undefined>> {
  const registry = await serve(packages, interfere);
  return (await door(registry)).resolve(npm(spec));
}

function pkg(id: string, manifest: Readonly<Record<string, unknown>> = {}): PublishedPackage {
  const at = id.lastIndexOf('@');
  return { name: id.slice(0, at), version: id.slice(at + 1), manifest };
}

/** `location id` of every node, the shape of a tree in a few lines. */
function shape(tree: PackageTree | undefined): string[] {
  return tree?.nodes.map(({ location, id }) => `${location} ${id}`) ?? [];
}

describe('which version', () => {
  const packages = [
    pkg('root@1.0.0'),
    pkg('root@1.5.0'),
    { ...pkg('root@2.0.0-rc.1'), tags: ['next'] },
    pkg('root@1.6.0'),
    pkg('@scope/root@3.0.0'),
  ];
  test.each([
    ['root', 'root@1.6.0'],
    ['root@^1.0.0 <1.6', 'root@1.5.0'],
    ['root@1.0.0', 'root@1.0.0'],
    ['root@next', 'root@2.0.0-rc.1'],
    ['@scope/root', '@scope/root@3.0.0'],
  ])('%s is %s', async (spec, id) => {
    const { value, gaps } = await resolve(packages, spec);
    expect(value?.root.id).toBe(id);
    expect(gaps).toEqual([]);
  });

  test('a package that does not exist is the user’s error', async () => {
    await expect(resolve([], 'absent')).rejects.toMatchObject({
      name: 'UsageError',
      message: 'the registry has no package named absent: it is unclaimed, and anyone may publish under it',
    });
  });

  test.each([
    ['root@9', 'root has no version 9', /^nearest: 1\.0\.0, 1\.5\.0, 1\.6\.0, 2\.0\.0-rc\.1; tags: /],
    ['root@stable', 'root has no version stable', /next is 2\.0\.0-rc\.1/],
  ])('%s names what exists', async (spec, message, hint) => {
    await expect(resolve(packages, spec)).rejects.toMatchObject({ message, hint: expect.stringMatching(hint) });
  });
});

describe('the tree', () => {
  test('every field of a node, for a nested duplicate', async () => {
    const registry = await serve([
      pkg('root@1.0.0', { dependencies: { a: '1', b: '2' } }),
      pkg('a@1.0.0', { dependencies: { b: '1' } }),
      pkg('b@1.0.0'),
      pkg('b@2.0.0'),
    ]);
    const { value, gaps } = await (await door(registry)).resolve(npm('root'));
    expect(gaps).toEqual([]);
    expect(shape(value)).toEqual([
      'node_modules/a a@1.0.0',
      'node_modules/a/node_modules/b b@1.0.0',
      'node_modules/b b@2.0.0',
      'node_modules/root root@1.0.0',
    ]);
    expect(value?.nodes[1]).toEqual({
      id: 'b@1.0.0',
      name: 'b',
      version: '1.0.0',
      integrity: expect.stringMatching(/^sha512-/),
      location: 'node_modules/a/node_modules/b',
      via: ['root@1.0.0', 'a@1.0.0', 'b@1.0.0'],
      dependencies: {},
      foreign: false,
      bundled: false,
      resolved: `${registry.url}b/-/b-1.0.0.tgz`,
    });
    expect(value?.root).toBe(value?.nodes[3]);
    expect(value?.root.dependencies).toEqual({ a: 'node_modules/a', b: 'node_modules/b' });
    expect(value?.refused).toEqual([]);
  });

  test('via is a shortest chain', async () => {
    const { value } = await resolve([
      pkg('root@1.0.0', { dependencies: { a: '1', z: '1' } }),
      pkg('a@1.0.0', { dependencies: { b: '1' } }),
      pkg('b@1.0.0', { dependencies: { deep: '1' } }),
      pkg('z@1.0.0', { dependencies: { deep: '1' } }),
      pkg('deep@1.0.0'),
    ]);
    expect(value?.nodes.find(({ name }) => name === 'deep')?.via).toEqual(['root@1.0.0', 'z@1.0.0', 'deep@1.0.0']);
  });

  test('a cycle ends', async () => {
    const { value } = await resolve([
      pkg('root@1.0.0', { dependencies: { a: '1' } }),
      pkg('a@1.0.0', { dependencies: { root: '1' } }),
    ]);
    expect(shape(value)).toEqual(['node_modules/a a@1.0.0', 'node_modules/root root@1.0.0']);
  });

  test('peers are installed, optional peers are not, dev dependencies never', async () => {
    const { value, gaps } = await resolve([
      pkg('root@1.0.0', {
        peerDependencies: { peer: '1', maybe: '1' },
        peerDependenciesMeta: { maybe: { optional: true } },
        devDependencies: { dev: '1' },
      }),
      pkg('peer@1.0.0'),
      pkg('maybe@1.0.0'),
      pkg('dev@1.0.0'),
    ]);
    expect(gaps).toEqual([]);
    expect(shape(value)).toEqual(['node_modules/peer peer@1.0.0', 'node_modules/root root@1.0.0']);
  });

  test('peers that contradict each other are a gap, and the tree is there all the same', async () => {
    const { value, gaps } = await resolve([
      pkg('root@1.0.0', { peerDependencies: { a: '1', b: '1' } }),
      pkg('a@1.0.0', { peerDependencies: { c: '1' } }),
      pkg('b@1.0.0', { peerDependencies: { c: '2' } }),
      pkg('c@1.0.0'),
      pkg('c@2.0.0'),
    ]);
    expect(gaps[0]).toMatchObject({
      stage: 'resolve',
      subject: 'root@1.0.0',
      reason: expect.stringContaining('by force'),
    });
    expect(value?.nodes.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'root']);
  });

  test('an alias inside the registry is followed under its real name', async () => {
    const { value, gaps } = await resolve([
      pkg('root@1.0.0', { dependencies: { short: 'npm:long-name@^2' } }),
      pkg('long-name@2.1.0'),
    ]);
    expect(gaps).toEqual([]);
    expect(value?.nodes[1]).toMatchObject({ id: 'long-name@2.1.0', location: 'node_modules/short' });
    expect(value?.root.dependencies).toEqual({ short: 'node_modules/short' });
  });

  test('a shrinkwrap that older npm obeys is noted', async () => {
    const { gaps } = await resolve([{ ...pkg('root@1.0.0'), published: { _hasShrinkwrap: true } }]);
    expect(gaps).toEqual([
      { stage: 'platform', subject: 'root@1.0.0', reason: expect.stringContaining('npm-shrinkwrap.json') },
    ]);
  });

  test('the same question gives the same tree', async () => {
    const registry = await serve([
      pkg('root@1.0.0', { dependencies: { a: '1', b: '1' } }),
      pkg('a@1.0.0'),
      pkg('b@1.0.0'),
    ]);
    const first = await (await door(registry)).resolve(npm('root'));
    const second = await (await door(registry)).resolve(npm('root'));
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });
});

describe('platforms', () => {
  test('what only other platforms install is foreign, and so is what it brings along', async () => {
    const { value, gaps } = await resolve([
      pkg('root@1.0.0', {
        optionalDependencies: { 'native-linux': '1', 'native-darwin': '1', 'native-musl': '1', 'native-arm': '1' },
      }),
      pkg('native-linux@1.0.0', { os: ['linux'], cpu: ['x64'], libc: ['glibc'] }),
      pkg('native-darwin@1.0.0', { os: 'darwin', dependencies: { helper: '1' } }),
      pkg('native-musl@1.0.0', { os: ['linux'], libc: ['musl'] }),
      pkg('native-arm@1.0.0', { cpu: ['!x64'] }),
      pkg('helper@1.0.0'),
    ]);
    expect(gaps).toEqual([]);
    expect(value?.nodes.filter(({ foreign }) => foreign).map(({ name }) => name)).toEqual([
      'helper',
      'native-arm',
      'native-darwin',
      'native-musl',
    ]);
  });

  test('an optional package falls with what it cannot do without', async () => {
    const { value } = await resolve([
      pkg('root@1.0.0', { optionalDependencies: { wrapper: '1' }, dependencies: { shared: '1' } }),
      pkg('wrapper@1.0.0', { dependencies: { native: '1', shared: '1' } }),
      pkg('native@1.0.0', { os: ['win32'] }),
      pkg('shared@1.0.0'),
    ]);
    expect(value?.nodes.filter(({ foreign }) => foreign).map(({ name }) => name)).toEqual(['native', 'wrapper']);
    // What something else needs, too, is not optional.
    expect(value?.nodes.filter(({ optional }) => optional).map(({ name }) => name)).toEqual(['native', 'wrapper']);
  });

  test('a required package that does not fit is a gap of the platform', async () => {
    const { value, gaps } = await resolve([
      pkg('root@1.0.0', { dependencies: { native: '1' } }),
      pkg('native@1.0.0', { os: ['win32'] }),
    ]);
    expect(value?.nodes).toHaveLength(2);
    expect(gaps).toEqual([{ stage: 'platform', subject: 'native@1.0.0', reason: 'it does not support linux x64' }]);
  });

  test.each([
    ['v24.1.0', 'a@1.1.0'],
    ['v20.1.0', 'a@1.0.0'],
  ])('Node %s gets %s', async (node, id) => {
    const registry = await serve([
      pkg('root@1.0.0', { dependencies: { a: '1' } }),
      pkg('a@1.0.0'),
      pkg('a@1.1.0', { engines: { node: '>=22' } }),
    ]);
    const { value } = await (await door(registry, { platform: { ...LINUX, node } })).resolve(npm('root'));
    expect(value?.nodes[0]?.id).toBe(id);
  });

  test.each([
    ['os', 5],
    ['cpu', { x: 1 }],
    ['libc', [null]],
  ])('nonsense in %s does no harm', async (field, value) => {
    const { value: tree } = await resolve([
      pkg('root@1.0.0', { optionalDependencies: { odd: '1' } }),
      pkg('odd@1.0.0', { [field]: value }),
    ]);
    expect(tree?.nodes).toHaveLength(2);
  });
});

describe('outside the registry', () => {
  const outside: [keyof typeof STRICT | 'protocol', string, RegExp][] = [
    ['allowGit', 'git+https://git.example/x/y.git', /git repository/],
    ['allowGit', 'github:owner/repo#main', /git repository/],
    ['allowGit', 'owner/repo', /git repository/],
    ['allowRemote', 'https://files.example/x.tgz', /URL outside the registry/],
    ['allowFile', 'file:../x.tgz', /it is a file/],
    ['allowDirectory', 'file:../x', /it is a path/],
    ['protocol', 'link:../x', /npm cannot read it/],
    ['protocol', 'workspace:*', /npm cannot read it/],
    ['protocol', 'npm:also@npm:nested@1', /npm cannot read it/],
  ];
  test.each(outside)('%s: %s is refused, and the rest of the tree is there', async (_, spec, reason) => {
    const { value, gaps } = await resolve([
      pkg('root@1.0.0', { dependencies: { a: '1', fine: '1' } }),
      pkg('a@1.0.0', { dependencies: { bad: spec, fine: '1' } }),
      pkg('fine@1.0.0'),
    ]);
    expect(shape(value)).toEqual([
      'node_modules/a a@1.0.0',
      'node_modules/fine fine@1.0.0',
      'node_modules/root root@1.0.0',
    ]);
    expect(value?.refused).toEqual([
      { from: 'a@1.0.0', name: 'bad', spec, reason: expect.stringMatching(reason), via: ['root@1.0.0', 'a@1.0.0'] },
    ]);
    expect(gaps).toEqual([
      { stage: 'resolve', subject: `a@1.0.0 → bad@${spec}`, reason: expect.stringMatching(/^it is not fetched: /) },
    ]);
  });

  const names = [
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '',
    '.',
    '..',
    '../../etc',
    'node_modules',
    'a b',
    '@x/',
    '@x/../y',
    'a\0b',
    'x@1',
    'a%2fb',
  ];
  test.each(names)('no package can be called %j, and the rest of the tree is there', async (name) => {
    const dependencies = JSON.parse(`{${JSON.stringify(name)}:"1","fine":"1"}`);
    const { value, gaps } = await resolve([pkg('root@1.0.0', { dependencies }), pkg('fine@1.0.0')]);
    expect(shape(value)).toEqual(['node_modules/fine fine@1.0.0', 'node_modules/root root@1.0.0']);
    expect(value?.refused).toMatchObject([{ from: 'root@1.0.0', name, spec: '1' }]);
    expect(gaps).toHaveLength(1);
  });

  test.each([
    ['a list', ['x']],
    ['a number', 7],
    ['nothing', null],
    ['an object', { url: 'x' }],
    ['endless', '^1 || '.repeat(20_000)],
  ])('a spec that is %s', async (_, spec) => {
    const { value } = await resolve([pkg('root@1.0.0', { dependencies: { fine: '1', odd: spec } }), pkg('fine@1.0.0')]);
    expect(value?.nodes).toHaveLength(2);
    expect(value?.refused).toMatchObject([{ name: 'odd' }]);
  });

  test.each(['optionalDependencies', 'peerDependencies'])('in %s too', async (field) => {
    const { value } = await resolve([pkg('root@1.0.0', { [field]: { bad: 'git+https://git.example/x.git' } })]);
    expect(value?.refused).toMatchObject([{ from: 'root@1.0.0', name: 'bad' }]);
  });

  test('a git dependency on this machine is not even looked at', async () => {
    const { value } = await resolve([pkg('root@1.0.0', { dependencies: { bad: `git+file://${tmpdir()}` } })]);
    expect(value?.refused).toHaveLength(1);
  });
});

describe('what the registry does not give', () => {
  test('a dependency that is not there is a gap, and the rest of the tree is there', async () => {
    const { value, gaps } = await resolve([
      pkg('root@1.0.0', { dependencies: { gone: '1', fine: '1' } }),
      pkg('fine@1.0.0'),
    ]);
    expect(shape(value)).toEqual(['node_modules/fine fine@1.0.0', 'node_modules/root root@1.0.0']);
    expect(gaps).toEqual([{ stage: 'resolve', subject: 'root@1.0.0 → gone@1', reason: 'the registry answered 404' }]);
  });

  test('an optional one that is not there is left out by an install too', async () => {
    const { gaps } = await resolve([
      pkg('root@1.0.0', { optionalDependencies: { gone: '1', old: '9' } }),
      pkg('old@1.0.0'),
    ]);
    expect(gaps.map(({ stage, subject }) => `${stage} ${subject}`)).toEqual([
      'platform root@1.0.0 → gone@1',
      'platform root@1.0.0 → old@9',
    ]);
  });

  test.each([500, 503, 405, 403, 429])(
    'an optional one behind a %i may well be installed elsewhere',
    async (status) => {
      const { gaps } = await resolve(
        [pkg('root@1.0.0', { optionalDependencies: { broken: '1' } })],
        'root',
        failing('/broken', status),
      );
      expect(gaps).toEqual([
        { stage: 'resolve', subject: 'root@1.0.0 → broken@1', reason: `the registry answered ${status}` },
      ]);
    },
  );

  test.each([500, 405])('the target itself behind a %i: no tree', async (status) => {
    const { value, gaps } = await resolve([pkg('root@1.0.0')], 'root', failing('/root', status));
    expect(value).toBeUndefined();
    expect(gaps).toEqual([{ stage: 'resolve', subject: 'root', reason: `the registry answered ${status}` }]);
  });

  test('no registry at all: no tree', async () => {
    const registry = await serve([]);
    const env = { ...registry.env, npm_config_registry: 'http://127.0.0.1:1/' };
    const { value, gaps } = await (await door(registry, { env })).resolve(npm('root'));
    expect(value).toBeUndefined();
    expect(gaps[0]?.reason).toMatch(/ECONNREFUSED/);
  });

  test('a wanted login is the user’s to mend', async () => {
    await expect(resolve([pkg('root@1.0.0')], 'root', failing('/root', 401))).rejects.toMatchObject({
      name: 'UsageError',
    });
  });

  test.each([
    ['no JSON', 'nonsense', /is no JSON/],
    ['no document', '[]', /lists no versions/],
    ['versions of another shape', '{"name":"bad","versions":7}', /lists no versions/],
    ['another package', '{"name":"other","versions":{}}', /answered with other where bad was asked for/],
    [
      'a version under another number',
      '{"name":"bad","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"bad","version":"1.0.1"}}}',
      /No (?:matching )?version/i,
    ],
    [
      'a version under another name',
      '{"name":"bad","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"evil","version":"1.0.0"}}}',
      /No (?:matching )?version/i,
    ],
  ])('%s is a gap', async (_, body, reason) => {
    const { value, gaps } = await resolve(
      [pkg('root@1.0.0', { dependencies: { bad: '1' } })],
      'root',
      answering('/bad', body),
    );
    expect(shape(value)).toEqual(['node_modules/root root@1.0.0']);
    expect(gaps).toEqual([{ stage: 'resolve', subject: 'root@1.0.0 → bad@1', reason: expect.stringMatching(reason) }]);
  });

  test('a slow registry is cut at the deadline', async () => {
    const registry = await serve(
      [pkg('root@1.0.0', { dependencies: { slow: '1' } })],
      (_, __, path) => path === '/slow',
    );
    const slow = await door(registry, { resolveLimits: { packument: 200, tree: 60_000 } });
    const { value, gaps } = await slow.resolve(npm('root'));
    expect(shape(value)).toEqual(['node_modules/root root@1.0.0']);
    expect(gaps).toEqual([
      { stage: 'resolve', subject: 'root@1.0.0 → slow@1', reason: 'no whole answer within 200 ms' },
    ]);
  });

  test('a registry that drips is cut at the deadline', async () => {
    const drip: Interference = (_, response, path) => {
      if (path !== '/root') return false;
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
      return true;
    };
    const registry = await serve([], drip);
    const { value, gaps } = await (await door(registry, { resolveLimits: { packument: 300, tree: 60_000 } })).resolve(
      npm('root'),
    );
    expect(value).toBeUndefined();
    expect(gaps[0]?.reason).toBe('no whole answer within 300 ms');
  });

  test('a whole tree has a deadline, and its target is there all the same', async () => {
    const registry = await serve(
      [pkg('root@1.0.0', { dependencies: { slow: '1' } })],
      (_, __, path) => path === '/slow',
    );
    const hasty = await door(registry, { resolveLimits: { packument: 60_000, tree: 400 } });
    const { value, gaps } = await hasty.resolve(npm('root'));
    expect(value?.nodes).toEqual([value?.root]);
    expect(value?.root).toMatchObject({ id: 'root@1.0.0', integrity: expect.stringMatching(/^sha512-/) });
    expect(gaps).toEqual([
      { stage: 'resolve', subject: 'root@1.0.0', reason: expect.stringContaining('was not made in time') },
    ]);
  });

  test('a tree without end has one', async () => {
    const endless: Interference = (_, response, path) => {
      const name = path.slice(1);
      const dependencies = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`${name}-${at}`, '1']));
      const versions = { '1.0.0': { name, version: '1.0.0', dependencies, dist: {} } };
      response.end(JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions }));
      return true;
    };
    const { value, gaps } = await resolve([], 'root', endless);
    expect(value?.root.id).toBe('root@1.0.0');
    expect(gaps[0]?.reason).toContain('asks for more than 5000 packages');
  }, 60_000);

  test('a manifest without end is cut', () => {
    const dependencies = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`d${at}`, '1']));
    const cut = cutDown('many', '1.0.0', { dependencies });
    expect(Object.keys(cut.dependencies as object)).toHaveLength(2000);
    expect(cut.unreadable).toEqual([{ name: '(3000 more)', spec: '', reason: expect.stringContaining('2000') }]);
  });

  test('an endless document is cut', async () => {
    const block = Buffer.alloc(2 ** 20, ' ');
    const endless: Interference = (_, response, path) => {
      if (path !== '/root') return false;
      const more = (): void => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', more);
      more();
      return true;
    };
    const { value, gaps } = await resolve([], 'root', endless);
    expect(value).toBeUndefined();
    expect(gaps[0]?.reason).toBe('the answer is larger than 256 MiB');
  }, 60_000);

  test('a document of ten thousand versions is read', () => {
    const versions = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, minor) => [
        `1.${minor}.0`,
        { name: 'many', version: `1.${minor}.0`, readme: 'x'.repeat(1000), dependencies: { a: '^1' } },
      ]),
    );
    const packument = toPackument({ name: 'many', versions, 'dist-tags': { latest: '1.9999.0' } }, 'many');
    expect(Object.keys(packument.versions)).toHaveLength(10_000);
    expect(packument.versions['1.7.0']).not.toHaveProperty('readme');
  });
});

describe('tarballs and directories', () => {
  async function home(): Promise<{
    registry: FakeRegistry;
    dir: string;
    resolve: (target: Target) => Promise<Staged<PackageTree | undefined>>;
  }> {
    const registry = await serve([pkg('a@1.0.0', { dependencies: { local: '*' } }), pkg('dev@1.0.0')]);
    const dir = join(registry.home, 'local');
    mkdirSync(dir);
    const opened = await door(registry);
    return { registry, dir, resolve: (target) => opened.resolve(target) };
  }
  const manifest = { name: 'local', version: '0.1.0', dependencies: { a: '1' }, devDependencies: { dev: '1' } };

  test('a tarball is resolved from its own manifest, and the registry is not asked about it', async () => {
    const { registry, dir, resolve } = await home();
    const path = join(dir, 'local.tgz');
    writeFileSync(path, await makeTarball({ 'package.json': JSON.stringify(manifest) }));
    const { value, gaps } = await resolve({ kind: 'tarball', text: './local.tgz', path, args: [] });
    expect(gaps).toEqual([]);
    expect(shape(value)).toEqual(['node_modules/a a@1.0.0', 'node_modules/local local@0.1.0']);
    expect(value?.root.integrity).toMatch(/^sha512-/);
    expect(value?.root).not.toHaveProperty('resolved');
    expect(registry.requests.map(({ url }) => url)).toEqual(['/a']);
  });

  test('a directory is packed as npm would, and nothing of it is run', async () => {
    const { registry, dir, resolve } = await home();
    const marker = join(registry.home, 'ran');
    const scripts = { prepare: `touch ${marker}`, prepack: `touch ${marker}`, prepublishOnly: `touch ${marker}` };
    writeFileSync(join(dir, 'package.json'), JSON.stringify({ ...manifest, files: ['lib'], scripts }));
    writeFileSync(join(dir, '.npm-extension.cjs'), `require('fs').writeFileSync(${JSON.stringify(marker)}, '')`);
    writeFileSync(join(dir, 'secret.txt'), 'not published');
    mkdirSync(join(dir, 'lib'));
    writeFileSync(join(dir, 'lib', 'index.js'), '');
    const target: Target = { kind: 'directory', text: './local', path: dir, args: [] };
    const { value, gaps } = await resolve(target);
    expect(shape(value)).toEqual(['node_modules/a a@1.0.0', 'node_modules/local local@0.1.0']);
    expect(gaps).toEqual([
      {
        stage: 'source',
        subject: './local',
        reason: expect.stringContaining('prepublishOnly and prepack and prepare'),
      },
    ]);
    expect(readdirSync(registry.home)).not.toContain('ran');
    const again = await resolve(target);
    expect(again.value?.root.integrity).toBe(value?.root.integrity);
    const opened = await (await door(registry)).store(value!).open(value!.root);
    expect([...opened.value!.files.keys()].sort()).toEqual(['lib/index.js', 'package.json']);
  });

  test.each([
    ['no name', { version: '1.0.0' }, /no valid name/],
    ['a name that is a path', { name: '../up', version: '1.0.0' }, /no valid name/],
    ['no version', { name: 'local' }, /no valid version/],
    ['a list', [], /holds no object/],
  ])('%s gives no tree, in a directory as in a tarball', async (_, fields, reason) => {
    const { dir, resolve } = await home();
    const path = join(dir, 'local.tgz');
    writeFileSync(path, await makeTarball({ 'package.json': JSON.stringify(fields) }));
    writeFileSync(join(dir, 'package.json'), JSON.stringify(fields));
    const gaps = [{ stage: 'resolve', subject: './local', reason: expect.stringMatching(reason) }];
    for (const target of [{ kind: 'directory', path: dir } as const, { kind: 'tarball', path } as const])
      expect(await resolve({ ...target, text: './local', args: [] })).toEqual({ value: undefined, gaps });
  });

  test('a directory is packed by its manifest alone, whatever npm would refuse to develop in', async () => {
    const { dir, resolve } = await home();
    const odd = '{"name":"local","version":"0.1.0","overrides":{"a":"2"},"dependencies":{"a":"1","constructor":"1"}}';
    writeFileSync(join(dir, 'package.json'), odd.replace('{', '{"workspaces":["../*"],'));
    const { value } = await resolve({ kind: 'directory', text: './local', path: dir, args: [] });
    expect(shape(value)).toEqual(['node_modules/a a@1.0.0', 'node_modules/local local@0.1.0']);
    expect(value?.refused).toMatchObject([{ name: 'constructor' }]);
  });

  test('a list of what older npms install is read, also where this npm would not publish it', async () => {
    const { dir, resolve } = await home();
    const list = JSON.stringify({ packages: { 'node_modules/a': { version: '0.5.0' } } });
    const files = { 'package.json': JSON.stringify(manifest), 'npm-shrinkwrap.json': list };
    const path = join(dir, 'local.tgz');
    writeFileSync(path, await makeTarball(files));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    for (const target of [{ kind: 'directory', path: dir } as const, { kind: 'tarball', path } as const]) {
      const { gaps } = await resolve({ ...target, text: './local', args: [] });
      expect(gaps).toMatchObject([{ stage: 'platform', reason: expect.stringContaining('they install a@0.5.0') }]);
    }
  });

  test('what is bundled is packed', async () => {
    const { registry, dir, resolve } = await home();
    mkdirSync(join(dir, 'node_modules', 'b'), { recursive: true });
    writeFileSync(join(dir, 'node_modules', 'b', 'package.json'), '{"name":"b","version":"1.0.0"}');
    const fields = { name: 'local', version: '0.1.0', dependencies: { b: '1' }, bundleDependencies: ['b'] };
    writeFileSync(join(dir, 'package.json'), JSON.stringify(fields));
    const { value } = await resolve({ kind: 'directory', text: './local', path: dir, args: [] });
    const opened = await (await door(registry)).store(value!).open(value!.root);
    expect([...opened.value!.files.keys()]).toContain('node_modules/b/package.json');
  });

  describe('what a directory holds and npm does not pack', () => {
    async function gapsOf(lay: (dir: string) => void, more: object = {}): Promise<string[]> {
      const { dir, resolve } = await home();
      writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'local', version: '0.1.0', ...more }));
      writeFileSync(join(dir, 'other.js'), '');
      lay(dir);
      const { gaps } = await resolve({ kind: 'directory', text: './local', path: dir, args: [] });
      return gaps.map(({ stage, reason }) => `${stage} ${reason}`);
    }
    const link = (to: string, name: string) => (dir: string) => symlinkSync(to, join(dir, name));

    test.each<[string, (dir: string) => void, object, RegExp]>([
      ['a link to a file', link('other.js', 'index.js'), {}, /^source .*one entry .*\(index\.js: a link\)$/],
      ['a link to a device', link('/dev/zero', 'index.js'), {}, /^source .*index\.js: a link/],
      ['a link to a directory', link('/usr', 'lib'), {}, /^source .*lib: a link/],
      [
        'a link that is to be published',
        link('/usr', 'lib'),
        { files: ['other.js', './lib/'] },
        /^source .*lib: a link/,
      ],
      ['a link to nothing', link('nowhere.js', 'a.js'), {}, /^source .*a\.js: a link/],
      [
        'the entry, whatever is published',
        link('other.js', 'in.js'),
        { files: ['x'], main: 'in.js' },
        /in\.js: a link/,
      ],
      ['a pipe', (dir) => execFileSync('mkfifo', [join(dir, 'index.js')]), {}, /^source .*index\.js: no regular file/],
      ['a name for no Windows', (dir) => writeFileSync(join(dir, 'a*.js'), ''), {}, /^source .*a\*\.js: a name/],
      ['a link to a text, which is only told', link('README.md', 'AGENTS.md'), {}, /^local .*AGENTS\.md: a link/],
    ])('%s', async (_, lay, more, expected) => {
      expect(await gapsOf(lay, more)).toEqual([expect.stringMatching(expected)]);
    });

    test.each<[string, (dir: string) => void, object]>([
      ['what is left out by name', link('other.js', 'a.js'), { files: ['other.js', '!a.js'] }],
      ['a link to a file, where files of a directory are published', link('other.js', 'a.js'), { files: ['lib/**'] }],
      [
        'what is ignored',
        (dir) => {
          writeFileSync(join(dir, '.npmignore'), 'local-*');
          symlinkSync('other.js', join(dir, 'local-a.js'));
        },
        {},
      ],
      [
        'the links of what is installed, and of git',
        (dir) => {
          for (const folder of ['node_modules/.bin', '.git/x']) {
            mkdirSync(join(dir, folder), { recursive: true });
            symlinkSync('../a.js', join(dir, folder, 'a'));
          }
        },
        {},
      ],
    ])('not: %s', async (_, lay, more) => {
      expect(await gapsOf(lay, more)).toEqual([]);
    });

    test.each<[string, (dir: string) => void, RegExp]>([
      [
        'nested too deep for its packer',
        (dir) => {
          mkdirSync(join(dir, 'd/'.repeat(400)), { recursive: true });
          writeFileSync(join(dir, 'd/'.repeat(400), 'a.js'), '');
        },
        /^resolve it is not packed: .*nested more than 32 deep/,
      ],
      [
        'a name that is no UTF-8',
        (dir) => writeFileSync(Buffer.concat([Buffer.from(`${dir}/a`), Buffer.from([0xff])]), ''),
        /^resolve it is not packed: the name of one of its files is no UTF-8/,
      ],
      [
        'a manifest that is no file',
        (dir) => {
          rmSync(join(dir, 'package.json'));
          execFileSync('mkfifo', [join(dir, 'package.json')]);
        },
        /^resolve its package\.json is no regular file/,
      ],
    ])('%s: no tree', async (_, lay, expected) => {
      expect(await gapsOf(lay)).toEqual([expect.stringMatching(expected)]);
    });
  });

  test('a cache that cannot be written is the user’s to mend, without a stack', async () => {
    const { registry, dir } = await home();
    writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest));
    const opened = await door(registry, { env: { ...registry.env, LAZARET_CACHE: join(dir, 'package.json', 'x') } });
    const target: Target = { kind: 'directory', text: './local', path: dir, args: [] };
    await expect(opened.resolve(target)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/^the cache cannot be written: ENOTDIR: not a directory[^\n]*$/),
      hint: expect.stringContaining('LAZARET_CACHE'),
    });
  });

  test('a tarball without a manifest gives no tree', async () => {
    const { dir, resolve } = await home();
    const path = join(dir, 'x.tgz');
    writeFileSync(path, 'this is no archive');
    const { value, gaps } = await resolve({ kind: 'tarball', text: 'x.tgz', path, args: [] });
    expect(value).toBeUndefined();
    expect(gaps.at(-1)).toEqual({ stage: 'resolve', subject: 'x.tgz', reason: 'it has no package.json' });
  });

  test('nothing is left in the temporary directory', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('project-'));
    await resolve([pkg('root@1.0.0')]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('project-'))).toEqual(before);
  });
});

describe('the user’s npm configuration', () => {
  test('a scoped registry and its token', async () => {
    const main = await serve([pkg('root@1.0.0', { dependencies: { '@corp/lib': '1' } })]);
    const corp = await serve([pkg('@corp/lib@1.0.0')], (request, response) => {
      if (request.headers.authorization === 'Bearer s3cret') return false;
      response.writeHead(401).end();
      return true;
    });
    const host = new URL(corp.url).host;
    writeFileSync(join(main.home, '.npmrc'), `@corp:registry=${corp.url}\n//${host}/:_authToken=\${CORP_TOKEN}\n`);
    const opened = await door(main, { env: { ...main.env, CORP_TOKEN: 's3cret' } });
    const { value, gaps } = await opened.resolve(npm('root'));
    expect(gaps).toEqual([]);
    expect(value?.nodes.map(({ name }) => name)).toEqual(['@corp/lib', 'root']);
    const store = opened.store(value!);
    expect((await store.open(value!.nodes[0]!)).gaps).toEqual([]);
    expect(main.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  test('the project’s .npmrc counts', async () => {
    const registry = await serve([pkg('root@1.0.0')]);
    const project = join(registry.home, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{}');
    writeFileSync(join(project, '.npmrc'), `registry=${registry.url}\n`);
    const { npm_config_registry: _, ...env } = registry.env;
    const { value } = await (await door(registry, { cwd: project, env })).resolve(npm('root'));
    expect(value?.root.id).toBe('root@1.0.0');
  });

  test.each([
    ['the configuration', 'npm_config_proxy'],
    ['the environment', 'HTTP_PROXY'],
  ])('a proxy from %s', async (_, variable) => {
    const proxy = await serve([pkg('root@1.0.0')]);
    const env = { ...proxy.env, npm_config_registry: 'http://registry.example/', [variable]: proxy.url };
    const script = join(import.meta.dirname, 'registry', 'open-all.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [script, 'root'], { cwd: proxy.home, env });
    expect(JSON.parse(stdout)).toEqual({ ids: ['root@1.0.0'], gaps: [] });
    expect(proxy.requests[0]?.url).toBe('http://registry.example/root');
  });

  test('what shapes npm’s trees on disk does not shape ours', async () => {
    const registry = await serve([pkg('root@1.0.0', { optionalDependencies: { a: '1' } }), pkg('a@1.0.0')]);
    writeFileSync(
      join(registry.home, '.npmrc'),
      'omit[]=optional\nallow-git=all\ninstall-strategy=nested\nglobal=true\n',
    );
    const { value } = await (await door(registry)).resolve(npm('root'));
    expect(shape(value)).toEqual(['node_modules/a a@1.0.0', 'node_modules/root root@1.0.0']);
  });

  test('offline works from the cache and says so where it does not', async () => {
    const registry = await serve([pkg('root@1.0.0'), pkg('other@1.0.0')]);
    await (await door(registry)).resolve(npm('root'));
    const offline = await door(registry, { offline: true });
    const asked = registry.requests.length;
    expect((await offline.resolve(npm('root'))).value?.root.id).toBe('root@1.0.0');
    const { value, gaps } = await offline.resolve(npm('other'));
    expect(value).toBeUndefined();
    expect(gaps).toEqual([
      { stage: 'resolve', subject: 'other', reason: 'it is not in the cache, and --offline was asked for' },
    ]);
    expect(registry.requests.length).toBe(asked);
  });

  test('no more connections than asked for', async () => {
    let open = 0;
    let most = 0;
    const names = Array.from({ length: 30 }, (_, at) => `p${at}`);
    const packages = [
      pkg('root@1.0.0', { dependencies: Object.fromEntries(names.map((name) => [name, '1'])) }),
      ...names.map((name) => pkg(`${name}@1.0.0`)),
    ];
    const registry = await serve(packages, (_, response) => {
      most = Math.max(most, ++open);
      response.on('finish', () => open--);
      return false;
    });
    await (await door(registry, { maxSockets: 3 })).resolve(npm('root'));
    expect(most).toBeLessThanOrEqual(3);
  });
});

function failing(path: string, status: number): Interference {
  return (_, response, asked) => {
    if (asked !== path) return false;
    response.writeHead(status).end('{}');
    return true;
  };
}

function answering(path: string, body: string): Interference {
  return (_, response, asked) => {
    if (asked !== path) return false;
    response.end(body);
    return true;
  };
}

test('the options that keep npm’s libraries still', () => {
  expect(STRICT).toEqual({
    ignoreScripts: true,
    ignoreExtension: true,
    allowGit: 'none',
    allowRemote: 'none',
    allowFile: 'none',
    allowDirectory: 'none',
  });
});
