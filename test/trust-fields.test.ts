/** Each field a registry may leave out, one at a time: what hangs on it becomes unknown, and no view makes good news of that. */
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { loadRules } from '../src/load-rules.ts';
import { createRegistry } from '../src/registry.ts';
import { cyclonedx } from '../src/report/cyclonedx.ts';
import { html } from '../src/report/html.ts';
import { json } from '../src/report/json.ts';
import { markdown } from '../src/report/markdown.ts';
import { sarif } from '../src/report/sarif.ts';
import { text } from '../src/report/text.ts';
import { vsa } from '../src/report/vsa.ts';
import { advisoryGaps } from '../src/trust/gaps.ts';
import type { Gap, PackageTree, Report, Trust } from '../src/types.ts';
import { type Interference, type PublishedPackage, startRegistry } from './registry/registry.ts';
import { reportOf } from './support/reports.ts';
import { makeAuthority } from './support/sigstore.ts';

const TODAY = '2026-06-30';
const BULK = '/-/npm/v1/security/advisories/bulk';
const ATTESTATIONS = '/-/npm/v1/attestations/weather-mcp@1.0.1';
const REPOSITORY = 'https://github.com/wendy/weather.git';
const authority = await makeAuthority();
const RULES = await loadRules();
/** What nobody may say of a field that is missing. */
const PRAISE = /\bverified\b|\bsigned\b|no (?:known )?(?:vulnerabilit|advisor)|trusted publisher|not deprecated/i;

type Fields = Record<string, unknown>;

/** A version of which everything is told. */
function told(version: string, at: string): PublishedPackage {
  return {
    name: 'weather-mcp',
    version,
    at,
    manifest: { scripts: { test: 'node test.js' }, repository: REPOSITORY, bin: { weather: 'index.js' } },
    published: { _npmUser: { name: 'wendy', email: 'wendy@weather.example' } },
    document: { maintainers: [{ name: 'wendy' }] },
    dist: { unpackedSize: 10_000 },
  };
}

interface Silence {
  /** Changes the registry's document before it is sent. */
  readonly document?: (document: { versions: Record<string, Fields & { dist: Fields }> } & Fields) => void;
  /** Answers nothing at these addresses. */
  readonly mute?: string;
}

const eachVersion =
  (change: (version: Fields & { dist: Fields }) => void): NonNullable<Silence['document']> =>
  ({ versions }) => {
    for (const version of Object.values(versions)) change(version);
  };

async function profile({ document: change, mute }: Silence): Promise<{ trust: Trust; gaps: readonly Gap[] }> {
  const packages = [told('1.0.0', '2025-01-01T00:00:00.000Z'), told('1.0.1', '2025-06-01T00:00:00.000Z')];
  const plain = await startRegistry(packages);
  const document = (await (await fetch(`${plain.url}weather-mcp`)).json()) as Parameters<
    NonNullable<Silence['document']>
  >[0];
  await plain.close();
  const answer: Interference = (_request, response, path) => {
    if (path === mute) response.writeHead(404).end('{}');
    else if (path === BULK) response.end('{}');
    else if (path === '/weather-mcp') response.end(JSON.stringify(document));
    else if (path === ATTESTATIONS) void attestation.then((body) => response.end(JSON.stringify(body)));
    else return false;
    return true;
  };
  const served = await startRegistry(packages, answer);
  onTestFinished(() => served.close());
  for (const [version, { dist }] of Object.entries(document.versions)) {
    const integrity = String(dist.integrity);
    dist.tarball = String(dist.tarball).replace(plain.url, served.url);
    dist.signatures = [authority.signatureOf('weather-mcp', version, integrity)];
    dist.attestations = { url: served.url, provenance: { predicateType: 'https://slsa.dev/provenance/v1' } };
  }
  const integrity = String(document.versions['1.0.1']?.dist.integrity);
  const attestation = authority.attest({ name: 'weather-mcp', version: '1.0.1', integrity });
  change?.(document);
  const options = { cwd: served.home, env: served.env, today: TODAY, trustRoot: authority.root };
  const registry = await createRegistry(options);
  const { value: tree } = await registry.resolve({ kind: 'npm', text: 'w', spec: 'weather-mcp', args: [] });
  if (!tree) throw new Error('no tree');
  const { value: trust, gaps } = await registry.trust(tree);
  return { trust, gaps };
}

const digested = (one: Report['packages'][number]) => ({ ...one, integrity: `sha512-${'A'.repeat(86)}==` });

/** Every view of a report that knows this, and nothing else. */
function views({ trust, gaps }: { trust: Trust; gaps: readonly Gap[] }): string {
  const { asOf, facts, sources } = trust;
  const report: Report = reportOf({ gaps, report: { trust: { asOf, facts, sources } } });
  const dated = { ...report, tool: { ...report.tool, at: `${asOf}T12:00:00.000Z` } };
  const shown = [text(report, { width: 9000, color: false }), html(report), markdown(report), json(report)];
  return [
    ...shown,
    sarif(report, RULES),
    cyclonedx(report),
    vsa({ ...dated, packages: report.packages.map(digested) }),
  ].join('\n');
}

/** The same views without what they rightly say is good, and without the keys of the statement's format. */
function besides(known: { trust: Trust; gaps: readonly Gap[] }): string {
  const good = known.trust.facts.filter(({ standing }) => standing === 'good').map((fact) => fact.text);
  const keys = ['timeVerified', 'verifiedLevels', 'verificationResult'];
  // The longest first: one text may be a part of another.
  return [...good, ...keys]
    .sort((a, b) => b.length - a.length)
    .reduce((shown, said) => shown.replaceAll(said, ''), views(known));
}

const standings = ({ facts }: Trust, standing: string) =>
  facts.filter((fact) => fact.standing === standing).map(({ about }) => about);

it('where everything is told, everything is good but what nobody claims, and sources, which are never', async () => {
  const known = await profile({});
  expect(standings(known.trust, 'bad')).toEqual([]);
  expect(standings(known.trust, 'unknown')).toEqual(['MCP registry', 'sources']);
  expect(known.gaps.map(({ stage }) => stage)).toEqual(['repository']);
  expect(views(known)).toMatch(/verified/);
});

describe('without', () => {
  it.each<[string, Silence, string[]]>([
    [
      '_npmUser',
      { document: eachVersion((one) => delete one._npmUser) },
      ['publisher', 'maintainers', 'handover', 'mail', 'deprecation', 'commands', 'dependencies'],
    ],
    [
      'the address in _npmUser',
      { document: eachVersion((one) => Object.assign(one, { _npmUser: { name: 'wendy' } })) },
      ['mail'],
    ],
    ['maintainers', { document: (one) => delete one.maintainers }, ['maintainers', 'handover']],
    ['time', { document: (one) => delete one.time }, ['package age', 'version age', 'cadence']],
    ['dist.unpackedSize', { document: eachVersion(({ dist }) => delete dist.unpackedSize) }, ['size']],
    ['repository', { document: eachVersion((one) => delete one.repository) }, ['repository']],
    ['dist.signatures', { document: eachVersion(({ dist }) => delete dist.signatures) }, ['registry signature']],
    [
      'dist.attestations',
      { document: eachVersion(({ dist }) => delete dist.attestations) },
      ['publish attestation', 'provenance', 'repository'],
    ],
    ['an answer about attestations', { mute: ATTESTATIONS }, ['publish attestation', 'provenance', 'repository']],
    [
      'scripts and publishers',
      {
        document: eachVersion((one) => {
          delete one.scripts;
          delete one._npmUser;
        }),
      },
      ['install script', 'publisher'],
    ],
  ])('%s', async (_, silence, lost) => {
    const known = await profile(silence);
    expect(standings(known.trust, 'unknown')).toEqual(expect.arrayContaining(lost));
    expect(besides(known)).not.toMatch(PRAISE);
  });

  it('signatures and attestations nothing says verified or signed, in any view', async () => {
    const document = eachVersion(({ dist }) => {
      delete dist.signatures;
      delete dist.attestations;
    });
    const known = await profile({ document });
    expect(views(known)).not.toMatch(/\bverified\b|\bsigned\b/i);
    expect(known.gaps.map(({ stage }) => stage)).toContain('provenance');
  });

  it('an answer about advisories nothing says that there are none', async () => {
    const known = await profile({ mute: BULK });
    expect(known.trust.sources.map(({ outcome }) => outcome)).toEqual(['unchecked', 'unchecked']);
    expect(views(known)).not.toMatch(/none listed|no vulnerabilit|no known (?:advis|vulner)|0 listed/i);
    expect(known.gaps.map(({ stage }) => stage)).toContain('advisories');
  });
});

test.each([
  [['a@1.0.0'], 'the only package of the tree'],
  [['a@1.0.0', 'b@1.0.0', 'b@1.0.0'], 'the 2 packages of the tree'],
])('a tree of %s is told as %s, however many copies there are', (ids, subject) => {
  const tree = { nodes: ids.map((id) => ({ id })) } as unknown as PackageTree;
  const osv = { source: { name: 'OSV', outcome: 'unchecked', reason: 'there is no export' }, advisories: [] } as const;
  const reason = 'no registry could be asked; OSV: there is no export';
  expect(advisoryGaps(tree, [], osv, '2026-06-30')).toEqual([{ stage: 'advisories', subject, reason }]);
});
