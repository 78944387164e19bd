/** What is known from outside, from registries that tell, leave out, lie, refuse and hang. */
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import Arborist from '@npmcli/arborist';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRegistry } from '../src/registry.ts';
import { repositoryOf } from '../src/resolve/published.ts';
import type { PackageTree, Staged, Trust } from '../src/types.ts';
import { type Interference, type PublishedPackage, startRegistry } from './registry/registry.ts';

const TODAY = '2026-06-30';
const BULK = '/-/npm/v1/security/advisories/bulk';
/** A registry that signs also passes on attestations, where there are any. */
const SIGNED = { signatures: [{ keyid: 'SHA256:test', sig: 'AA==' }] };

/** A version as a registry tells it that leaves nothing out. */
function published(version: string, at: string, who: string, more: Record<string, unknown> = {}): PublishedPackage {
  return {
    name: 'weather-mcp',
    version,
    at,
    manifest: { scripts: {}, ...(more.manifest as object) },
    published: { _npmUser: { name: who }, ...(more.published as object) },
    document: { maintainers: [{ name: who }] },
  };
}

const HONEST = [
  published('1.0.0', '2025-01-01T00:00:00.000Z', 'wendy'),
  published('1.0.1', '2025-06-01T00:00:00.000Z', 'wendy'),
];

const TREE: PublishedPackage[] = [
  { name: 'tides', version: '1.0.0' },
  { name: 'tides', version: '2.0.0' },
  { name: 'harbour', version: '1.0.0', manifest: { dependencies: { tides: '1' } } },
  { name: 'weather-mcp', version: '1.0.1', manifest: { dependencies: { harbour: '1', tides: '2' } } },
];

const PLAIN: PublishedPackage = { name: 'plain-tides', version: '1.0.0' };

async function trustOf(
  packages: readonly PublishedPackage[],
  answer: Interference = answering({}),
  spec = 'weather-mcp',
): Promise<Staged<Trust> & { tree: PackageTree }> {
  const served = await startRegistry(packages, answer);
  onTestFinished(() => served.close());
  const trustLimits = { advisories: 400, histories: 2000, proofs: 400, mcp: 400, repository: 400 };
  const registry = await createRegistry({ cwd: served.home, env: served.env, today: TODAY, trustLimits });
  const { value: tree, gaps } = await registry.resolve({ kind: 'npm', text: spec, spec, args: [] });
  if (!tree) throw new Error(JSON.stringify(gaps));
  return { tree, ...(await registry.trust(tree)) };
}

/** Answers an audit with this body. */
function answering(body: unknown, status = 200): Interference {
  return (_request, response, path) => {
    if (path !== BULK) return false;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
    return true;
  };
}

const fact = ({ value }: Staged<Trust>, about: string): string => {
  const found = value.facts.find((one) => one.about === about);
  return `${found?.standing}: ${found?.text}`;
};
const stages = ({ gaps }: Staged<Trust>): string[] => gaps.map(({ stage }) => stage);

describe('a registry that tells everything', () => {
  it('gives a profile', async () => {
    const trust = await trustOf(HONEST);
    expect(fact(trust, 'publisher')).toBe('good: wendy, who published earlier versions too');
    expect(fact(trust, 'package age')).toBe('good: 545 days, since 2025-01-01');
    expect(fact(trust, 'cadence')).toBe('good: 2 versions, 151 days between this one and the one before');
    expect(fact(trust, 'deprecation')).toBe('good: not deprecated');
    expect(trust.value.sources).toEqual([
      { name: expect.stringContaining('registry 127.0.0.1'), outcome: 'clean', asOf: TODAY, count: 0 },
      { name: 'OSV, npm', outcome: 'unchecked', reason: expect.stringContaining('no export was ingested') },
    ]);
    expect(stages(trust)).toEqual(['provenance', 'repository']);
  });

  it('shows a stranger who wakes a sleeping package with an install script', async () => {
    const revived = published('1.0.2', '2026-06-29T00:00:00.000Z', 'mallory', {
      manifest: { scripts: { postinstall: 'node x.js' } },
    });
    const trust = await trustOf([...HONEST, revived]);
    expect(fact(trust, 'publisher')).toBe('bad: mallory, for the first time; before: wendy');
    expect(fact(trust, 'cadence')).toMatch(/^bad: .*393 days/);
    expect(fact(trust, 'install script')).toMatch(/^bad/);
    expect(fact(trust, 'version age')).toBe('bad: 1 day, since 2026-06-29');
  });

  it('shows proof that got weaker', async () => {
    const trustedPublisher = { id: 'github' };
    const trust = await trustOf([
      {
        ...published('1.0.0', '2025-01-01T00:00:00.000Z', 'robot'),
        published: { _npmUser: { name: 'GitHub Actions', trustedPublisher } },
      },
      { ...published('1.0.1', '2025-02-01T00:00:00.000Z', 'wendy'), dist: SIGNED },
    ]);
    const text = 'published without provenance; version 1.0.0: published by a trusted publisher';
    expect(fact(trust, 'provenance')).toBe(`bad: ${text}`);
    const reason = expect.stringContaining('signed with a key that this version of lazaret does not know');
    expect(trust.gaps).toMatchObject([{ stage: 'provenance', reason }, { stage: 'repository' }]);
  });
});

/** Another version of a package that wendy has long published. */
const next = (who: string, more: Record<string, unknown> = {}): PublishedPackage[] => [
  ...HONEST,
  published('1.0.2', '2025-09-01T00:00:00.000Z', who, more),
];

describe('what is new in a version', () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ['commands', 'bad', { manifest: { bin: { 'weather-login': 'x.js' } } }, 'new in this version: weather-login'],
    ['commands', 'good', {}, 'none is new in this version'],
    ['dependencies', 'bad', { manifest: { dependencies: { 'plain-tides': '1' } } }, 'new in this version: plain-tides'],
    ['dependencies', 'good', {}, 'none is new in this version'],
  ])('%s: %s', async (about, standing, more, text) => {
    expect(fact(await trustOf([...next('wendy', more), PLAIN], answering({}), 'weather-mcp'), about)).toBe(
      `${standing}: ${text}`,
    );
  });

  it.each([
    [40_000_000, 'bad: 38 MiB, where 98 KiB were usual'],
    [120_000, 'good: 118 KiB, where 98 KiB were usual'],
  ])('a size of %i', async (unpackedSize, expected) => {
    const sized = next('wendy').map((one, i, { length }) => ({
      ...one,
      dist: { unpackedSize: i === length - 1 ? unpackedSize : 100_000 },
    }));
    expect(fact(await trustOf(sized), 'size')).toBe(expected);
  });

  it.each([
    ['a throw-away address', 'mallory@mailinator.com', 'bad'],
    ['one below such a domain', 'mallory@x.mailinator.com', 'bad'],
    ['an address of one’s own', 'mallory@weather.example', 'good'],
    ['no address', undefined, 'unknown'],
  ])('%s', async (_, email, standing) => {
    const by = { published: { _npmUser: { name: 'mallory', email } } };
    const trust = await trustOf(next('mallory', by));
    expect(fact(trust, 'mail')).toMatch(new RegExp(`^${standing}`));
    expect(JSON.stringify(trust.value)).not.toContain('mallory@');
  });

  it('those who published before and may not any more', async () => {
    expect(fact(await trustOf(next('mallory')), 'handover')).toBe(
      'bad: published earlier, and may not any more: wendy',
    );
    expect(fact(await trustOf(next('wendy')), 'handover')).toBe('good: everybody who published earlier still may');
  });

  it('many versions in a day, where there never were', async () => {
    const rush = Array.from({ length: 6 }, (_, i) => published(`1.1.${i}`, `2026-01-01T0${i}:00:00.000Z`, 'wendy'));
    expect(fact(await trustOf([...HONEST, ...rush]), 'cadence')).toMatch(
      /^bad: .*6 versions within a day, where there never were more than 1$/,
    );
    const again = Array.from({ length: 6 }, (_, i) => published(`1.2.${i}`, `2026-03-01T0${i}:00:00.000Z`, 'wendy'));
    expect(fact(await trustOf([...HONEST, ...rush, ...again]), 'cadence')).toMatch(/^good/);
  });
});

describe('what a registry does not tell is unknown', () => {
  const strip = (more: Partial<PublishedPackage>): PublishedPackage[] =>
    HONEST.map((one) => ({ ...one, published: {}, document: {}, ...more }));

  it.each([
    ['publisher', strip({}), 'the registry does not say who published it'],
    ['maintainers', strip({}), 'the registry does not list them'],
    ['deprecation', strip({}), 'by a registry that leaves fields out'],
    ['install script', strip({ manifest: {} }), 'nothing to compare with'],
    ['version age', strip({ at: null }), 'the registry gives no dates'],
    ['package age', strip({ at: null }), 'the registry gives no dates'],
    ['cadence', strip({ at: null }), 'the registry gives no dates'],
    ['repository', strip({}), 'names none'],
    ['provenance', strip({}), 'neither signatures nor attestations'],
    ['handover', strip({}), 'the registry does not say who published it'],
    ['mail', strip({}), 'the registry does not say who published it'],
    ['commands', strip({}), 'a registry that leaves fields out'],
    ['dependencies', strip({}), 'a registry that leaves fields out'],
    ['size', strip({}), 'the registry gives none'],
    ['registry signature', strip({}), 'passes on no signature'],
    ['publish attestation', strip({}), 'passes on none'],
    ['MCP registry', strip({}), 'no claim is told'],
  ])('%s', async (about, packages, reason) => {
    const trust = await trustOf(packages);
    expect(fact(trust, about)).toMatch(/^unknown: /);
    expect(fact(trust, about)).toContain(reason);
    expect(stages(trust)).toContain('maintainer');
    expect(JSON.stringify(trust.value.facts)).not.toMatch(/verified|signed\b|no vulnerabilities/i);
  });

  it.each([
    [
      'that run backwards',
      { created: '2024-01-01T00:00:00Z', '1.0.0': '2026-03-02T00:00:00Z', '1.0.1': '2025-03-01T00:00:00Z' },
    ],
    [
      'in the future',
      { created: '2024-01-01T00:00:00Z', '1.0.0': '2025-03-02T00:00:00Z', '1.0.1': '2031-03-01T00:00:00Z' },
    ],
    [
      'before the package',
      { created: '2026-01-01T00:00:00Z', '1.0.0': '2025-03-02T00:00:00Z', '1.0.1': '2026-03-01T00:00:00Z' },
    ],
    ['of copies', { '1.0.0': '2026-03-01T20:04:50Z', '1.0.1': '2026-03-01T20:07:13Z' }],
    ['that are none', { created: 'yesterday', '1.0.0': 7, '1.0.1': null }],
    ['for some', { created: '2024-01-01T00:00:00Z', '1.0.0': '2025-03-02T00:00:00Z' }],
  ])('dates %s', async (_, time) => {
    const trust = await trustOf(strip({ document: { time } }));
    for (const about of ['version age', 'package age', 'cadence']) expect(fact(trust, about)).toMatch(/^unknown/);
    expect(trust.value.histories.flatMap(({ releases }) => releases.map(({ at }) => at))).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('a registry that fails after the tree was made', () => {
  /** The tree comes from a registry in order; what is known of it is asked with an empty cache, while it misbehaves. */
  async function after(answer: (response: ServerResponse) => void): Promise<Staged<Trust>> {
    let failing = false;
    const served = await startRegistry(HONEST, (request, response, path) => {
      if (path === '/weather-mcp' && failing) answer(response);
      else return answering({})(request, response, path);
      return true;
    });
    onTestFinished(() => served.close());
    const trustLimits = { advisories: 400, histories: 400, proofs: 400, mcp: 400, repository: 400 };
    const open = (env: object) =>
      createRegistry({ cwd: served.home, env: { ...served.env, ...env }, today: TODAY, trustLimits });
    const { value: tree } = await (await open({})).resolve({ kind: 'npm', text: 'w', spec: 'weather-mcp', args: [] });
    if (!tree) throw new Error('no tree');
    failing = true;
    return (await open({ LAZARET_CACHE: `${served.home}/empty` })).trust(tree);
  }
  const whole = JSON.stringify({ name: 'weather-mcp', versions: {} });

  it.each<[string, (response: ServerResponse) => void]>([
    ['404', (response) => response.writeHead(404).end('{}')],
    ['405', (response) => response.writeHead(405).end('{}')],
    ['500', (response) => response.writeHead(500).end('{}')],
    ['half a document', (response) => response.end(whole.slice(0, 20))],
    ['a page', (response) => response.end('<!doctype html>')],
    ['another package’s document', (response) => response.end(whole.replace('weather', 'leather'))],
    ['a document without this version', (response) => response.end(whole)],
    ['silence', () => {}],
    [
      'a connection that breaks',
      (response) => {
        response.writeHead(200, { 'content-length': '99' }).write('{');
        setTimeout(() => response.destroy(), 20);
      },
    ],
  ])('with %s: everything is unknown', async (_, answer) => {
    const trust = await after(answer);
    expect(trust.value.facts.map(({ standing }) => standing)).not.toContain('good');
    expect(trust.value.facts.map(({ standing }) => standing)).not.toContain('bad');
    expect(JSON.stringify(trust.value.facts)).not.toMatch(/verified|signed\b/i);
    expect(stages(trust)).toEqual(expect.arrayContaining(['maintainer', 'provenance']));
  });
});

describe('advisories', () => {
  const advisory = {
    id: 7,
    url: 'https://advisories.example/GHSA-aaaa-bbbb-cccc',
    title: 'Path traversal',
    severity: 'moderate',
    vulnerable_versions: '<1.0.2',
  };

  it('are asked for with names and versions, and nothing else', async () => {
    const bodies: Promise<string>[] = [];
    await trustOf(HONEST, (request: IncomingMessage, response: ServerResponse, path) => {
      if (path !== BULK) return false;
      bodies.push(readBody(request));
      response.end('{}');
      return true;
    });
    expect(await Promise.all(bodies)).toEqual(['{"weather-mcp":["1.0.1"]}']);
  });

  it('are asked for as npm’s own audit asks', async () => {
    const bodies: Promise<string>[] = [];
    const served = await startRegistry(TREE, (request, response, path) => {
      if (path !== BULK) return false;
      bodies.push(readBody(request));
      response.end('{}');
      return true;
    });
    onTestFinished(() => served.close());
    const registry = await createRegistry({ cwd: served.home, env: served.env, today: TODAY });
    const { value } = await registry.resolve({ kind: 'npm', text: 'w', spec: 'weather-mcp', args: [] });
    if (!value) throw new Error('no tree');
    await registry.trust(value);
    const project = { name: 'a-project', version: '1.0.0', dependencies: { 'weather-mcp': '*' } };
    await writeFile(join(served.home, 'package.json'), JSON.stringify(project));
    const options = { path: served.home, registry: served.url, cache: join(served.home, 'npm'), noProxy: '127.0.0.1' };
    await new Arborist({ ...options, packageLock: false }).audit();
    const [ours, theirs] = (await Promise.all(bodies)).map((body) => JSON.parse(body) as Record<string, string[]>);
    expect(ours).toEqual({ harbour: ['1.0.0'], tides: ['1.0.0', '2.0.0'], 'weather-mcp': ['1.0.1'] });
    expect(Object.entries(theirs ?? {}).map(([name, all]) => [name, all.toSorted()])).toEqual(
      expect.arrayContaining(Object.entries(ours ?? {})),
    );
    expect(Object.keys(theirs ?? {})).toHaveLength(3);
  });

  it('are told with the fixed version', async () => {
    const { value } = await trustOf(HONEST, answering({ 'weather-mcp': [advisory], other: [advisory] }));
    expect(value.advisories).toMatchObject([
      { package: 'weather-mcp@1.0.1', id: 'GHSA-aaaa-bbbb-cccc', severity: 'medium', malicious: false, fixed: '1.0.2' },
    ]);
    expect(value.sources).toMatchObject([{ outcome: 'found', count: 1 }, {}]);
  });

  it.each([
    ['<1.0.2 || >=2.0.0 <2.3.1', '1.0.2'],
    ['>=2.0.0 <2.3.1 || >=1.0.0 <1.0.9', '1.0.9'],
    ['<=1.0.1 || >=2.0.0 <2.3.1', undefined],
    ['*', undefined],
  ])('of versions %s name the fix of the stretch the version is in', async (vulnerable_versions, fixed) => {
    const { value } = await trustOf(HONEST, answering({ 'weather-mcp': [{ ...advisory, vulnerable_versions }] }));
    expect(value.advisories.map((one) => one.fixed)).toEqual([fixed]);
  });

  it('of other versions do not count', async () => {
    const { value } = await trustOf(
      HONEST,
      answering({ 'weather-mcp': [{ ...advisory, vulnerable_versions: '<1.0.1' }] }),
    );
    expect(value.sources).toMatchObject([{ outcome: 'clean', count: 0 }, {}]);
  });

  it('that say malware are malicious', async () => {
    const malware = { ...advisory, title: 'Malware in weather-mcp', vulnerable_versions: '>=0' };
    const { value } = await trustOf(HONEST, answering({ 'weather-mcp': [malware] }));
    expect(value.advisories).toMatchObject([{ malicious: true }]);
  });

  it.each<[string, Interference]>([
    ['404', answering('{}', 404)],
    ['405', answering('{}', 405)],
    ['500', answering('{}', 500)],
    ['a page of HTML', answering('<!doctype html><title>Sign in</title>')],
    ['a list', answering([])],
    ['half an answer', answering('{"weather-mcp":[{"id":1')],
    ['an advisory without a range', answering({ 'weather-mcp': [{ ...advisory, vulnerable_versions: undefined }] })],
    ['a word for a list', answering({ 'weather-mcp': 'none' })],
    ['silence', (_request, _response, path) => path === BULK],
    [
      'a connection that breaks',
      (_request, response, path) => {
        if (path === BULK) response.writeHead(200, { 'content-length': '9' }).write('{');
        if (path === BULK) setTimeout(() => response.destroy(), 20);
        return path === BULK;
      },
    ],
  ])('after %s are not checked', async (_, answer) => {
    const trust = await trustOf(HONEST, answer);
    expect(trust.value.sources).toMatchObject([{ outcome: 'unchecked', reason: expect.stringMatching(/./) }, {}]);
    expect(trust.value.advisories).toEqual([]);
    expect(stages(trust)).toContain('advisories');
  });
});

describe('a name like a well-known one', () => {
  const like = (who: string, more: Partial<PublishedPackage> = {}): PublishedPackage => ({
    name: 'mcp-proxxy',
    version: '1.0.0',
    published: { _npmUser: { name: who } },
    ...more,
  });
  const known: PublishedPackage = {
    name: 'mcp-proxy',
    version: '5.0.0',
    document: { maintainers: [{ name: 'wendy' }, { name: 'walt' }] },
  };

  it('is its owner’s choice where a maintainer of the known one published it', async () => {
    const { value } = await trustOf([like('walt'), known], answering({}), 'mcp-proxxy');
    expect(value.kin).toEqual([{ package: 'mcp-proxxy@1.0.0', known: 'mcp-proxy', by: 'walt' }]);
  });

  it.each<[string, PublishedPackage[]]>([
    ['a stranger published it', [like('mallory'), known]],
    [
      'a stranger lists the known maintainers as theirs',
      [like('mallory', { document: { maintainers: [{ name: 'wendy' }] } }), known],
    ],
    ['the registry does not say who published it', [like('walt', { published: {} }), known]],
    ['the registry does not say who maintains the known one', [like('walt'), { ...known, document: {} }]],
    ['the registry has no such known one', [like('walt')]],
  ])('is nobody’s where %s', async (_, packages) => {
    expect((await trustOf(packages, answering({}), 'mcp-proxxy')).value.kin).toEqual([]);
  });
});

/** npm sends it compressed. */
async function readBody(request: IncomingMessage): Promise<string> {
  if (request.headers['content-encoding'] !== 'gzip') return readText(request);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return gunzipSync(Buffer.concat(chunks)).toString();
}

describe('a repository as a manifest names it', () => {
  it.each([
    ['git+https://github.com/Owner/Name.git', 'github.com/owner/name'],
    [{ type: 'git', url: 'git://github.com/owner/name.git#main' }, 'github.com/owner/name'],
    ['git@gitlab.com:owner/name.git', 'gitlab.com/owner/name'],
    ['ssh://git@github.com/owner/name', 'github.com/owner/name'],
    ['owner/name', 'github.com/owner/name'],
    ['gitlab:owner/name', 'gitlab.com/owner/name'],
    ['https://github.com/owner/name/tree/main/packages/x', 'github.com/owner/name'],
    ['https://user:secret@github.com/owner/name', 'github.com/owner/name'],
    ['see the web', undefined],
    [7, undefined],
    [{ url: 'x'.repeat(10_000) }, undefined],
  ])('%j', (given, expected) => {
    expect(repositoryOf(given)).toBe(expected);
  });
});
