/** Against a real registry (verdaccio): two users, several versions, and what such a registry does not tell. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../src/check.ts';
import { loadRules } from '../src/load-rules.ts';
import { createRegistry } from '../src/registry.ts';
import type { Finding, PackageTree, Staged, Trust } from '../src/types.ts';
import { startVerdaccio, type User, type Verdaccio } from './registry/verdaccio.ts';

const TODAY = '2026-06-30';
let verdaccio: Verdaccio;
let wendy: User;
let mallory: User;

beforeAll(async () => {
  verdaccio = await startVerdaccio();
  wendy = await verdaccio.user('wendy');
  mallory = await verdaccio.user('mallory');
}, 60_000);
afterAll(() => verdaccio.close());

interface Vetted extends Staged<Trust> {
  readonly tree: PackageTree;
  readonly findings: readonly Finding[];
  /** `standing: text`. */
  fact(about: string): string;
}

async function vet(spec: string): Promise<Vetted> {
  const trustLimits = { advisories: 2000, histories: 10_000, proofs: 2000, mcp: 500, repository: 500 };
  const registry = await createRegistry({ cwd: verdaccio.home, env: verdaccio.env, today: TODAY, trustLimits });
  const { value: tree, gaps: unresolved } = await registry.resolve({ kind: 'npm', text: spec, spec, args: [] });
  if (!tree) throw new Error(JSON.stringify(unresolved));
  const { value, gaps } = await registry.trust(tree);
  const rules = await loadRules();
  const { value: findings } = check(rules, { kind: 'trust', trust: value, tree, context: { facts: new Map() } });
  const fact = (about: string): string => {
    const found = value.facts.find((one) => one.about === about);
    return `${found?.standing}: ${found?.text}`;
  };
  return { value, gaps, tree, findings, fact };
}

const severities = (findings: readonly Finding[]) => findings.map(({ rule, severity }) => `${rule} ${severity}`);

describe('a package that changes hands', () => {
  beforeAll(async () => {
    const by = { says: 'wendy', manifest: { scripts: { test: 'node test.js' } } };
    await wendy.publish('harbour-tides', '1.0.0', { ...by, at: '2024-01-10T00:00:00.000Z' });
    await wendy.publish('harbour-tides', '1.0.1', { ...by, at: '2024-02-10T00:00:00.000Z' });
    await wendy.publish('harbour-tides', '1.1.0', { ...by, at: '2024-03-10T00:00:00.000Z' });
    await mallory.publish('harbour-tides', '1.1.1', {
      says: 'mallory',
      at: '2026-06-28T00:00:00.000Z',
      manifest: {
        scripts: { postinstall: 'node setup.js' },
        bin: { tides: 'index.js' },
        dependencies: { 'harbour-lights': '1.0.0' },
      },
    });
    await mallory.publish('harbour-lights', '1.0.0', { says: 'mallory', at: '2026-06-28T00:00:00.000Z' });
  });

  it('is quiet about the versions of old', async () => {
    const { fact, findings } = await vet('harbour-tides@1.1.0');
    expect(fact('publisher')).toBe('good: wendy, who published earlier versions too');
    expect(fact('install script')).toBe('good: nothing new runs at install');
    expect(fact('cadence')).toMatch(/^good/);
    expect(findings).toEqual([]);
  });

  it('shows the stranger, the revival, the script, the command and the dependency', async () => {
    const { fact, findings, tree } = await vet('harbour-tides');
    expect(tree.nodes.map(({ id }) => id)).toEqual(['harbour-lights@1.0.0', 'harbour-tides@1.1.1']);
    expect(fact('publisher')).toBe('bad: mallory, for the first time; before: wendy');
    expect(fact('cadence')).toMatch(/^bad: 4 versions, 840 days/);
    expect(fact('install script')).toMatch(/^bad/);
    expect(fact('commands')).toBe('bad: new in this version: tides');
    expect(fact('dependencies')).toBe('bad: new in this version: harbour-lights');
    expect(fact('version age')).toBe('bad: 2 days, since 2026-06-28');
    expect(severities(findings)).toEqual(
      expect.arrayContaining(['publisher-changed high', 'install-script-new low', 'version-fresh medium']),
    );
  });
});

describe('what a registry of one’s own does not tell', () => {
  beforeAll(async () => {
    // As npm's client publishes: it does not say who it is, and verdaccio does not say who it was.
    await wendy.publish('@harbour/lanterns', '1.0.0', { at: '2024-01-10T00:00:00.000Z' });
    await mallory.publish('@harbour/lanterns', '1.0.1', { at: '2024-02-10T00:00:00.000Z' });
  });

  it('is unknown, and never good', async () => {
    const { fact, value, gaps } = await vet('@harbour/lanterns');
    for (const about of [
      'publisher',
      'maintainers',
      'handover',
      'mail',
      'deprecation',
      'registry signature',
      'provenance',
    ])
      expect(fact(about), about).toMatch(/^unknown/);
    expect(JSON.stringify(value.facts)).not.toMatch(/verified|no vulnerabilities/i);
    expect(gaps.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['maintainer', 'provenance', 'advisories']));
  });

  it('advisories are not checked: it has none to give', async () => {
    const { value } = await vet('@harbour/lanterns');
    expect(value.sources[0]).toMatchObject({ outcome: 'unchecked', reason: expect.stringMatching(/./) });
    expect(value.advisories).toEqual([]);
  });

  it('dates it does tell, and they are believed', async () => {
    expect((await vet('@harbour/lanterns')).fact('package age')).toMatch(/^good: \d+ days, since 2024-01-10/);
  });
});

it('nobody publishes without a login, and a version is published once', async () => {
  const stranger = await fetch(`${verdaccio.url}harbour-tides`, { method: 'PUT', body: '{}' });
  expect(stranger.status).toBeGreaterThanOrEqual(400);
  await expect(wendy.publish('harbour-tides', '1.0.0')).rejects.toThrow(/409/);
});

it('its tarballs are opened and verified', async () => {
  const registry = await createRegistry({ cwd: verdaccio.home, env: verdaccio.env, today: TODAY });
  const { value: tree } = await registry.resolve({ kind: 'npm', text: 'x', spec: 'harbour-tides', args: [] });
  const store = tree && registry.store(tree);
  const opened = await Promise.all((tree?.nodes ?? []).map((node) => store?.open(node)));
  expect(opened.map((one) => one?.value?.name)).toEqual(['harbour-lights', 'harbour-tides']);
  expect(opened.flatMap((one) => one?.gaps)).toEqual([]);
});
