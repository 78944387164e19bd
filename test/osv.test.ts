/** Advisories from a file: what a version is compared with, and files that are cut off, hostile or no export at all. */
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cacache from 'cacache';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UsageError } from '../src/errors.ts';
import { type Ecosystem, fixedAfter, isAffected, NPM, toRecord } from '../src/trust/osv.ts';
import { withDownload } from '../src/trust/osv-download.ts';
import { askOsv, ingest } from '../src/trust/osv-store.ts';
import { TARGET, treeOf } from './support/doors.ts';

const about = (name: string, more: object = {}) => ({ package: { ecosystem: 'npm', name }, ...more });
const range = (...events: object[]) => ({ ranges: [{ type: 'SEMVER', events }] });
const osv = (id: string, affected: unknown, more: object = {}) => ({
  id,
  modified: '2026-06-01T00:00:00Z',
  summary: `About ${id}`,
  affected,
  ...more,
});

describe('a version is affected', () => {
  it.each<[string, object, string, boolean]>([
    ['inside a range', range({ introduced: '1.0.0' }, { fixed: '1.2.0' }), '1.1.0', true],
    ['at its beginning', range({ introduced: '1.0.0' }, { fixed: '1.2.0' }), '1.0.0', true],
    ['not at its fix', range({ introduced: '1.0.0' }, { fixed: '1.2.0' }), '1.2.0', false],
    ['not before it', range({ introduced: '1.0.0' }, { fixed: '1.2.0' }), '0.9.0', false],
    ['from zero, without end', range({ introduced: '0' }), '0.0.1-alpha', true],
    ['at the last affected', range({ introduced: '0' }, { last_affected: '2.0.0' }), '2.0.0', true],
    ['not after the last affected', range({ introduced: '0' }, { last_affected: '2.0.0' }), '2.0.1', false],
    [
      'in the second of two stretches',
      range({ introduced: '0' }, { fixed: '1.0.0' }, { introduced: '2.0.0' }),
      '2.1.0',
      true,
    ],
    [
      'not between two stretches',
      range({ introduced: '0' }, { fixed: '1.0.0' }, { introduced: '2.0.0' }),
      '1.5.0',
      false,
    ],
    ['whatever the order of events', range({ fixed: '1.2.0' }, { introduced: '1.0.0' }), '1.1.0', true],
    ['where the beginning cannot be read', range({ introduced: 'early' }), '1.0.0', true],
    ['where it is listed', { versions: ['1.0.0'] }, '1.0.0', true],
    ['not where others are listed', { versions: ['1.0.0'] }, '1.0.1', false],
    ['not by a commit', { ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] }, '1.0.0', false],
  ])('%s', (_, affected, version, expected) => {
    const entry = toRecord(osv('GHSA-1', [about('a', affected)]), NPM)?.entries[0]?.[1];
    expect(entry && isAffected(entry, version)).toBe(expected);
  });

  it('by malware of every version', () => {
    const entry = toRecord(osv('MAL-2026-1', [about('a')]), NPM)?.entries[0]?.[1];
    expect(entry && isAffected(entry, '7.0.0')).toBe(true);
  });
});

it('the fix named is the first one after the version', () => {
  const events = [{ introduced: '0' }, { fixed: '1.5.0' }, { introduced: '2.0.0' }, { fixed: '2.3.0' }];
  const entry = toRecord(osv('GHSA-1', [about('a', range(...events))]), NPM)?.entries[0]?.[1];
  expect(entry && [fixedAfter(entry, '1.0.0'), fixedAfter(entry, '2.1.0'), fixedAfter(entry, '3.0.0')]).toEqual([
    '1.5.0',
    '2.3.0',
    undefined,
  ]);
});

describe('a record', () => {
  it.each([
    ['withdrawn', osv('GHSA-1', [about('a', range({ introduced: '0' }))], { withdrawn: '2026-01-01T00:00:00Z' })],
    ['of another ecosystem', osv('PYSEC-1', [{ package: { ecosystem: 'PyPI', name: 'a' }, versions: ['1.0.0'] }])],
    ['about nothing', osv('GHSA-1', [])],
  ])('%s has no entries', (_, value) => {
    expect(toRecord(value, NPM)).toMatchObject({ entries: [] });
  });

  it.each([[null], [7], [[]], [{}], [{ id: 'x' }], [{ id: 'x', modified: 'yesterday', affected: [] }]])(
    '%j is none',
    (value) => {
      expect(toRecord(value, NPM)).toBeUndefined();
    },
  );

  it('of another id that is malware says so', () => {
    const value = osv('GHSA-1', [about('a')], { aliases: ['MAL-2026-7'] });
    expect(toRecord(value, NPM)?.entries[0]?.[1].malicious).toBe(true);
  });
});

const RECORDS = [
  osv('GHSA-1', [about('dep', range({ introduced: '0' }, { fixed: '2.0.1' }))], {
    database_specific: { severity: 'LOW' },
  }),
  osv('MAL-2026-1', [about('weather-mcp', { versions: ['1.0.0'] })], { modified: '2026-06-20T00:00:00Z' }),
  osv('GHSA-2', [about('__proto__', range({ introduced: '0' }))]),
];
const TREE = treeOf(TARGET, [{ id: 'weather-mcp@1.0.0' }, { id: 'dep@2.0.0' }, { id: 'constructor@1.0.0' }]);

function place(): { home: string; cache: string } {
  const home = mkdtempSync(join(tmpdir(), 'osv-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return { home, cache: join(home, 'cache') };
}

function zipOf(home: string, files: Record<string, unknown>): string {
  const path = join(home, 'all.zip');
  const entries = Object.entries(files).map(
    ([name, value]) => [name, strToU8(typeof value === 'string' ? value : JSON.stringify(value))] as const,
  );
  writeFileSync(path, zipSync(Object.fromEntries(entries)));
  return path;
}

const byId = (records: readonly { id: string }[]) => Object.fromEntries(records.map((one) => [`${one.id}.json`, one]));

describe('an export', () => {
  it('in a zip is looked up by exact version', async () => {
    const { home, cache } = place();
    expect(await ingest(zipOf(home, byId(RECORDS)), cache)).toEqual({ asOf: '2026-06-20', records: 3, unread: 0 });
    const { source, advisories } = await askOsv(TREE, cache);
    expect(source).toEqual({ name: 'OSV, npm', outcome: 'found', asOf: '2026-06-20', count: 2 });
    expect(advisories).toMatchObject([
      { package: 'dep@2.0.0', id: 'GHSA-1', severity: 'low', malicious: false, fixed: '2.0.1' },
      { package: 'weather-mcp@1.0.0', id: 'MAL-2026-1', severity: 'critical', malicious: true },
    ]);
  });

  it('in a folder says the same', async () => {
    const { home, cache } = place();
    for (const [name, value] of Object.entries(byId(RECORDS))) writeFileSync(join(home, name), JSON.stringify(value));
    await ingest(home, cache);
    expect((await askOsv(TREE, cache)).source).toMatchObject({ count: 2 });
  });

  it('that names nothing of the tree leaves it clean, as of its newest record', async () => {
    const { home, cache } = place();
    await ingest(zipOf(home, byId([RECORDS[2]!])), cache);
    expect((await askOsv(TREE, cache)).source).toEqual({
      name: 'OSV, npm',
      outcome: 'clean',
      asOf: '2026-06-01',
      count: 0,
    });
  });

  it('says how much of it could not be read', async () => {
    const { home, cache } = place();
    const many = Array.from({ length: 120 }, (_, i) => osv(`GHSA-${i}`, [about(`p${i}`, { versions: ['1.0.0'] })]));
    await ingest(zipOf(home, { ...byId(many), 'x.json': '{"id":' }), cache);
    expect((await askOsv(TREE, cache)).source.name).toBe('OSV, npm (1 files of it could not be read)');
  });

  it.each<[string, (home: string) => string]>([
    ['a page of HTML', (home) => zipOf(home, { 'a.json': '<html>' })],
    ['an empty zip', (home) => zipOf(home, { 'README.md': 'x' })],
    [
      'records of another ecosystem',
      (home) => zipOf(home, { 'a.json': osv('P', [{ package: { ecosystem: 'PyPI', name: 'a' } }]) }),
    ],
    ['mostly other files', (home) => zipOf(home, { ...byId(RECORDS), 'a.json': '{}' })],
    ['a record of nine megabytes', (home) => zipOf(home, { ...byId(RECORDS), 'a.json': ' '.repeat(9 * 2 ** 20) })],
    [
      'no zip',
      (home) => {
        writeFileSync(join(home, 'x.zip'), 'PK');
        return join(home, 'x.zip');
      },
    ],
    ['nothing', (home) => join(home, 'missing.zip')],
    [
      'a zip that says too small a number of files',
      (home) => {
        const path = zipOf(home, byId(RECORDS));
        const bytes = readFileSync(path);
        const end = bytes.lastIndexOf('PK\u0005\u0006');
        bytes.writeUInt16LE(1, end + 8);
        bytes.writeUInt16LE(1, end + 10);
        writeFileSync(path, bytes);
        return path;
      },
    ],
    [
      'half a download',
      (home) => {
        const path = zipOf(home, byId(RECORDS));
        truncateSync(path, 400);
        return path;
      },
    ],
  ])('that is %s is refused, and nothing counts as checked', async (_, make) => {
    const { home, cache } = place();
    await expect(ingest(make(home), cache)).rejects.toThrow(UsageError);
    expect((await askOsv(TREE, cache)).source.outcome).toBe('unchecked');
  });

  it('of which a piece is lost is not checked', async () => {
    const { home, cache } = place();
    await ingest(zipOf(home, byId(RECORDS)), cache);
    for (const key of Object.keys(await cacache.ls(cache)))
      if (!key.endsWith('summary')) await cacache.rm.entry(cache, key);
    expect((await askOsv(TREE, cache)).source).toMatchObject({
      outcome: 'unchecked',
      reason: expect.stringContaining('damaged'),
    });
  });
});

it('another registry’s versions are read and ordered as its own', async () => {
  const numbers: Ecosystem = {
    name: 'Numbers',
    isVersion: (text) => /^\d+$/.test(text),
    compare: (a, b) => Number(a) - Number(b),
  };
  const record = osv('GHSA-1', [
    { package: { ecosystem: 'Numbers', name: 'a' }, ...range({ introduced: '9' }, { fixed: '11' }) },
  ]);
  const { home, cache } = place();
  await ingest(zipOf(home, byId([record])), cache, numbers);
  const node = (version: string) => ({ ...treeOf(TARGET, [{ id: 'a@1.0.0' }]).root, id: `a@${version}`, version });
  const ask = async (version: string) => (await askOsv({ nodes: [node(version)] }, cache, numbers)).advisories.length;
  expect([await ask('8'), await ask('10'), await ask('11')]).toEqual([0, 1, 0]);
  // npm's was never ingested, and does not become so by another's.
  expect((await askOsv({ nodes: [node('10')] }, cache)).source).toMatchObject({ outcome: 'unchecked' });
});

describe('an export from an address', () => {
  const zip = Buffer.from(
    zipSync({ 'a.json': strToU8(JSON.stringify(osv('MAL-2026-1', [about('bad', range({ introduced: '0' }))]))) }),
  );
  const OPTIONS = {
    registry: 'http://127.0.0.1:9/',
    cache: '/nowhere',
    offline: false,
    maxSockets: 2,
    noProxy: '127.0.0.1',
  };

  async function serve(answer: (response: ServerResponse) => void): Promise<string> {
    const server = createServer((_request, response) => answer(response));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/npm/all.zip`;
  }

  it('is ingested, and nothing of it is left behind', async () => {
    const url = await serve((response) => response.writeHead(200, { 'content-length': zip.length }).end(zip));
    const { cache } = place();
    let path = '';
    const summary = await withDownload(url, OPTIONS, (file) => {
      path = file;
      return ingest(file, cache);
    });
    expect(summary).toMatchObject({ records: 1, unread: 0 });
    expect(existsSync(path)).toBe(false);
    const { advisories } = await askOsv(treeOf(TARGET, [{ id: 'bad@1.0.0' }]), cache);
    expect(advisories).toMatchObject([{ id: 'MAL-2026-1', malicious: true, severity: 'critical' }]);
  });

  it.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['a refusal', (response) => response.writeHead(404).end(), /404/],
    [
      'an answer that breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': zip.length }).write(zip.subarray(0, 20));
        setTimeout(() => response.destroy(), 20);
      },
      /./,
    ],
    ['half a zip', (response) => response.end(zip.subarray(0, zip.length / 2)), /as a zip/],
    ['a page', (response) => response.end('<!doctype html>'), /as a zip/],
    ['more than the cap', (response) => response.end(Buffer.alloc(2 ** 20)), /larger than/],
    ['silence', () => {}, /./],
  ])('%s is an error the user can mend', async (_, answer, reason) => {
    const url = await serve(answer);
    const { cache } = place();
    const limits = { bytes: 2 ** 19, ms: 300 };
    const failed = await withDownload(url, OPTIONS, (path) => ingest(path, cache), limits).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(UsageError);
    expect((failed as UsageError).message).toMatch(reason);
    expect((await askOsv(treeOf(TARGET, [{ id: 'bad@1.0.0' }]), cache)).source).toMatchObject({ outcome: 'unchecked' });
  });

  it('is not taken over a wire that anybody can change', async () => {
    await expect(withDownload('http://advisories.example/all.zip', OPTIONS, async () => 1)).rejects.toThrow(
      'not https',
    );
  });
});
