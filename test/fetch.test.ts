import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { FETCH_LIMITS } from '../src/fetch.ts';
import { createRegistry, type RegistryOptions } from '../src/registry.ts';
import type { Package, Staged } from '../src/types.ts';
import {
  dist,
  type FakeRegistry,
  type Interference,
  type PublishedPackage,
  startRegistry,
} from './registry/registry.ts';
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

async function treeOf(registry: FakeRegistry, options: Partial<RegistryOptions> = {}) {
  const door = await createRegistry({ cwd: registry.home, env: registry.env, ...options });
  const { value } = await door.resolve({ kind: 'npm', text: 'root', spec: 'root', args: [] });
  if (!value) throw new Error('no tree');
  return { tree: value, store: door.store(value) };
}

async function openRoot(
  registry: FakeRegistry,
  options: Partial<RegistryOptions> = {},
): Promise<Staged<Package | undefined>> {
  const { tree, store } = await treeOf(registry, options);
  return store.open(tree.root);
}

const ROOT: PublishedPackage = {
  name: 'root',
  version: '1.0.0',
  manifest: { bin: 'cli.js' },
  files: { 'cli.js': '#!/usr/bin/env node\n' },
};

function tarballs(registry: FakeRegistry): number {
  return registry.requests.filter(({ url }) => url?.endsWith('.tgz')).length;
}

/** Answers for tarballs in the registry's place. */
function insteadOfTarballs(answer: (response: Parameters<Interference>[1]) => void): Interference {
  return (_, response, path) => {
    if (!path.endsWith('.tgz')) return false;
    answer(response);
    return true;
  };
}

describe('a package', () => {
  test('is its manifest and its files', async () => {
    const registry = await serve([ROOT]);
    const { tree, store } = await treeOf(registry);
    const { value, gaps } = await store.open(tree.root);
    expect(gaps).toEqual([]);
    expect(value).toMatchObject({ id: 'root@1.0.0', name: 'root', version: '1.0.0', integrity: tree.root.integrity });
    expect(value?.manifest).toEqual({ name: 'root', version: '1.0.0', bin: 'cli.js' });
    expect([...(value?.files.keys() ?? [])]).toEqual(['package.json', 'index.js', 'cli.js']);
  });

  test('lies on disk once it was had', async () => {
    const registry = await serve([ROOT]);
    const { tree, store } = await treeOf(registry);
    expect(await store.file(tree.root)).toEqual({ value: undefined, gaps: [] });
    const { value: bytes } = await store.tarball(tree.root);
    const { value: file } = await store.file(tree.root);
    expect(file?.size).toBe(bytes?.length);
    expect(readFileSync(file?.path ?? '')).toEqual(bytes);
  });

  test('is downloaded once', async () => {
    const registry = await serve([ROOT]);
    await openRoot(registry);
    await openRoot(registry);
    expect(tarballs(registry)).toBe(1);
  });

  test('is opened offline from the cache, or is a gap', async () => {
    const registry = await serve([ROOT]);
    await openRoot(registry);
    expect((await openRoot(registry, { offline: true })).value?.id).toBe('root@1.0.0');
    rmSync(join(registry.home, 'cache', 'npm', 'content-v2'), { recursive: true });
    const other = await serve([ROOT]);
    await treeOf(other);
    expect(await openRoot(other, { offline: true })).toEqual({
      value: undefined,
      gaps: [
        {
          stage: 'fetch',
          subject: 'root@1.0.0',
          reason: 'its tarball was not had: it is not in the cache, and --offline was asked for',
        },
      ],
    });
  });

  test('that was damaged in the cache is fetched anew', async () => {
    const registry = await serve([ROOT]);
    const { tree } = await treeOf(registry);
    await openRoot(registry);
    const hex = Buffer.from(tree.root.integrity.slice('sha512-'.length), 'base64').toString('hex');
    const content = join(
      registry.home,
      'cache',
      'npm',
      'content-v2',
      'sha512',
      hex.slice(0, 2),
      hex.slice(2, 4),
      hex.slice(4),
    );
    writeFileSync(content, 'tampered');
    const { value, gaps } = await openRoot(registry);
    expect([value?.id, gaps]).toEqual(['root@1.0.0', []]);
    expect(tarballs(registry)).toBe(2);
  });

  test('with bundled dependencies holds their files', async () => {
    const bundled = {
      'node_modules/inner/package.json': '{"name":"inner","version":"3.0.0"}',
      'node_modules/inner/index.js': '1',
    };
    const registry = await serve([
      { ...ROOT, manifest: { dependencies: { inner: '3' }, bundleDependencies: ['inner'] }, files: bundled },
    ]);
    const { tree, store } = await treeOf(registry);
    const { value } = await store.open(tree.root);
    expect(value?.files.has('node_modules/inner/index.js')).toBe(true);
    const inner = tree.nodes.find(({ name }) => name === 'inner');
    expect(inner).toEqual({
      id: 'inner@3.0.0',
      name: 'inner',
      version: '3.0.0',
      integrity: '',
      location: 'node_modules/root/node_modules/inner',
      via: ['root@1.0.0', 'inner@3.0.0'],
      dependencies: {},
      foreign: false,
      bundled: true,
    });
    expect(tree.root.dependencies).toEqual({ inner: 'node_modules/root/node_modules/inner' });
    expect(await store.open(inner!)).toEqual({ value: undefined, gaps: [] });
  });
});

describe('what is not had', () => {
  const gap = (reason: RegExp) => [{ stage: 'fetch', subject: 'root@1.0.0', reason: expect.stringMatching(reason) }];

  test.each([404, 405, 500])('a %i', async (status) => {
    const registry = await serve(
      [ROOT],
      insteadOfTarballs((response) => response.writeHead(status).end()),
    );
    expect(await openRoot(registry)).toEqual({
      value: undefined,
      gaps: gap(new RegExp(`not had: the registry answered ${status}`)),
    });
  });

  test('other bytes than the registry vouches for', async () => {
    const other = await makeTarball({ 'package.json': '{"name":"root","version":"1.0.0"}', 'evil.js': '1' });
    const registry = await serve(
      [ROOT],
      insteadOfTarballs((response) => response.end(other)),
    );
    expect(await openRoot(registry)).toEqual({ value: undefined, gaps: gap(/do not match sha512-/) });
    expect(readdirSync(join(registry.home, 'cache', 'npm', 'content-v2', 'sha512'))).toHaveLength(1);
  });

  test('a connection that breaks off', async () => {
    const registry = await serve(
      [ROOT],
      insteadOfTarballs((response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('half');
        setTimeout(() => response.destroy(), 20);
      }),
    );
    const { value, gaps } = await openRoot(registry);
    expect(value).toBeUndefined();
    expect(gaps).toEqual(gap(/not had/));
    expect(tarballs(registry)).toBe(2);
  });

  test('a registry that never answers', async () => {
    const registry = await serve(
      [ROOT],
      insteadOfTarballs(() => {}),
    );
    const { value, gaps } = await openRoot(registry, { fetchLimits: { ...FETCH_LIMITS, ms: 200 } });
    expect(value).toBeUndefined();
    expect(gaps).toEqual(gap(/no whole answer within 200 ms/));
  });

  test('more bytes than allowed', async () => {
    const registry = await serve([
      { ...ROOT, files: { 'noise.bin': Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * at) % 251)) } },
    ]);
    const { value, gaps } = await openRoot(registry, { fetchLimits: { ...FETCH_LIMITS, compressed: 100 } });
    expect(value).toBeUndefined();
    expect(gaps).toEqual(gap(/larger than 1 KiB/));
  });

  test.each([
    ['no manifest', { 'index.js': '1' }, /it has no package\.json/],
    ['a broken manifest', { 'package.json': '{' }, /package\.json cannot be read/],
    ['a manifest that is a list', { 'package.json': '[]' }, /holds no object/],
  ])('%s: the files are there all the same', async (_, files, reason) => {
    const { value, gaps } = await openRoot(await serve([{ ...ROOT, tarball: await makeTarball(files) }]));
    expect(value?.files.size).toBe(1);
    expect(value?.manifest).toEqual({});
    expect(gaps).toEqual(gap(reason));
  });

  test('a tarball whose place is no URL of the web', async () => {
    const tarball = await makeTarball({ 'package.json': '{}' });
    const published = { dist: dist(tarball, 'file:///etc/passwd') };
    const { value, gaps } = await openRoot(await serve([{ ...ROOT, tarball, published }]));
    expect(value).toBeUndefined();
    expect(gaps).toEqual(gap(/at file:, not at http/));
  });
});

describe('what vouches for the bytes', () => {
  async function openWith(fields: readonly string[]): Promise<Staged<Package | undefined>> {
    const tarball = await makeTarball({ 'package.json': '{"name":"root","version":"1.0.0"}' });
    const registry = await serve([{ ...ROOT, tarball }], (_, response, path) => {
      if (path !== '/root') return false;
      const all = dist(tarball, `${registry.url}root/-/root-1.0.0.tgz`);
      const kept = Object.fromEntries(fields.map((field) => [field, all[field]]));
      const versions = { '1.0.0': { name: 'root', version: '1.0.0', dist: kept } };
      response.end(JSON.stringify({ name: 'root', 'dist-tags': { latest: '1.0.0' }, versions }));
      return true;
    });
    return openRoot(registry);
  }

  test('SHA-512', async () => {
    expect((await openWith(['tarball', 'integrity', 'shasum'])).gaps).toEqual([]);
  });

  test('SHA-1 alone is accepted, and said', async () => {
    const { value, gaps } = await openWith(['tarball', 'shasum']);
    expect(value?.integrity).toMatch(/^sha1-/);
    expect(gaps).toEqual([
      { stage: 'provenance', subject: 'root@1.0.0', reason: 'the registry knows it by SHA-1 only' },
    ]);
  });

  test('nothing is a gap', async () => {
    const { value, gaps } = await openWith(['tarball']);
    expect(value?.integrity).toMatch(/^sha512-/);
    expect(gaps).toEqual([
      { stage: 'fetch', subject: 'root@1.0.0', reason: expect.stringContaining('could not be verified') },
    ]);
  });

  test('no tarball at all is a gap', async () => {
    const { value, gaps } = await openWith(['integrity']);
    expect(value).toBeUndefined();
    expect(gaps[0]?.reason).toMatch(/does not say where its tarball is/);
  });
});

describe('many at once', () => {
  const names = Array.from({ length: 40 }, (_, at) => `p${at}`);
  const many: PublishedPackage[] = [
    { ...ROOT, manifest: { dependencies: Object.fromEntries(names.map((name) => [name, '1'])) } },
    ...names.map((name) => ({ name, version: '1.0.0', files: { 'data.txt': name.repeat(1000) } })),
  ];

  test('no more downloads at a time than allowed', async () => {
    let open = 0;
    let most = 0;
    const registry = await serve(many, (_, response, path) => {
      if (!path.endsWith('.tgz')) return false;
      most = Math.max(most, ++open);
      response.on('close', () => open--);
      return false;
    });
    const { tree, store } = await treeOf(registry, { fetchLimits: { ...FETCH_LIMITS, parallel: 3 } });
    const opened = await Promise.all(tree.nodes.map((node) => store.open(node)));
    expect(opened.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(most).toBeLessThanOrEqual(3);
  });

  test('several processes share one cache', async () => {
    const registry = await serve(many);
    const script = join(import.meta.dirname, 'registry', 'open-all.ts');
    const run = () =>
      promisify(execFile)(process.execPath, [script, 'root'], { cwd: registry.home, env: { ...registry.env } });
    const outputs = await Promise.all([run(), run(), run(), run()]);
    const expected = [...names.map((name) => `${name}@1.0.0`), 'root@1.0.0'].sort();
    for (const { stdout } of outputs) {
      const { ids, gaps } = JSON.parse(stdout) as { ids: string[]; gaps: unknown[] };
      expect([ids.sort(), gaps]).toEqual([expected, []]);
    }
    const before = tarballs(registry);
    await run();
    expect(tarballs(registry)).toBe(before);
  }, 60_000);

  test('a cache that cannot be written only costs time', async () => {
    const registry = await serve([ROOT]);
    writeFileSync(join(registry.home, 'file'), '');
    const env = { ...registry.env, LAZARET_CACHE: join(registry.home, 'file', 'cache') };
    const { value, gaps } = await openRoot(registry, { env });
    expect([value?.id, gaps]).toEqual(['root@1.0.0', []]);
  });
});

test('the public registry’s URLs are read from the registry that repeats them', async () => {
  const tarball = await makeTarball({ 'package.json': '{"name":"root","version":"1.0.0"}' });
  const published = { dist: dist(tarball, 'https://registry.npmjs.org/root/-/root-1.0.0.tgz') };
  const { value } = await openRoot(await serve([{ ...ROOT, tarball, published }]));
  expect(value?.id).toBe('root@1.0.0');
});

test('the tree is what is opened, not what the manifest says', async () => {
  const tarball = await makeTarball({ 'package.json': '{"name":"another","version":"9.9.9"}' });
  const { value } = await openRoot(await serve([{ ...ROOT, tarball }]));
  expect(value).toMatchObject({ id: 'root@1.0.0', name: 'root', manifest: { name: 'another' } });
});
