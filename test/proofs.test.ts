/** What proves where a tarball came from: real recorded attestations and signatures, and false ones by an authority of our own. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRegistry } from '../src/registry.ts';
import { checkAttestations } from '../src/trust/attestations.ts';
import { checkProofs } from '../src/trust/proofs.ts';
import { bundledRoot } from '../src/trust/trust-root.ts';
import type { PackageTree, Staged, TreeNode, Trust } from '../src/types.ts';
import { type Interference, type PublishedPackage, startRegistry } from './registry/registry.ts';
import { type Attested, makeAuthority } from './support/sigstore.ts';

const INTEGRITY = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;

function node(name: string, version: string, integrity = INTEGRITY): TreeNode {
  const id = `${name}@${version}`;
  const location = `node_modules/${name}`;
  return { id, name, version, integrity, location, via: [id], dependencies: {}, foreign: false, bundled: false };
}

const recorded = (file: string) =>
  JSON.parse(readFileSync(new URL(`attestations/${file}`, import.meta.url), 'utf8')) as {
    attestations: { predicateType: string; bundle: { dsseEnvelope: { payload: string } } }[];
  };
const RECORDED = recorded('playwright-cli-0.1.1.json');
/** As the registry lists it today. */
const PLAYWRIGHT = node(
  '@playwright/cli',
  '0.1.1',
  'sha512-9k11ZfDwAfMVDDIuEVW1Wvs8SoDNXIY1dNQ+9C9/SS8ZmElkcxesu5eoL7vNa96ntibUGaq1TM2qQoqvdl/I9g==',
);

describe('recorded attestations of a real package', () => {
  it('are verified without a network, with where it was built', () => {
    expect(checkAttestations(RECORDED, PLAYWRIGHT, bundledRoot())).toEqual({
      publication: { outcome: 'verified' },
      provenance: { outcome: 'verified' },
      source: {
        repository: 'github.com/microsoft/playwright-cli',
        workflow: 'https://github.com/microsoft/playwright-cli/.github/workflows/publish.yml@refs/tags/v0.1.1',
        commit: 'd1c6d1113932ddcee243e8b111b6d4aea553df20',
      },
    });
  });

  it.each<[string, TreeNode, RegExp]>([
    ['another digest', { ...PLAYWRIGHT, integrity: INTEGRITY }, /another digest/],
    ['another version', { ...PLAYWRIGHT, version: '0.1.2' }, /not about pkg:npm\/%40playwright\/cli@0\.1\.2/],
    ['another name', { ...PLAYWRIGHT, name: 'playwright-cli' }, /not about pkg:npm\/playwright-cli@0\.1\.1/],
    ['a digest that is not told', { ...PLAYWRIGHT, integrity: 'sha1-AA==' }, /no SHA-512/],
  ])('are false for %s', (_, other, reason) => {
    const { publication, provenance, source } = checkAttestations(RECORDED, other, bundledRoot());
    for (const check of [publication, provenance])
      expect(check).toEqual({ outcome: 'false', reason: expect.stringMatching(reason) });
    expect(source).toBeUndefined();
  });

  it('are false where a byte of the statement was changed', () => {
    const changed = structuredClone(RECORDED);
    for (const { bundle } of changed.attestations) {
      const text = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString().replace('0.1.1', '0.1.2');
      bundle.dsseEnvelope.payload = Buffer.from(text).toString('base64');
    }
    const { publication, provenance } = checkAttestations(changed, { ...PLAYWRIGHT, version: '0.1.2' }, bundledRoot());
    expect([publication.outcome, provenance.outcome]).toEqual(['false', 'false']);
  });
});

describe('recorded provenance of 2023, SLSA v0.2', () => {
  const EARLY = recorded('provenance-npm-test-1.0.3.json');
  const TESTED = node(
    '@laurentsimon/provenance-npm-test',
    '1.0.3',
    'sha512-8pleJWWhUQxweFDYGU+YO5H+YewkPFVRrYScNXJzdotfOlfkS4HMDNNqNLi5MzIr6HHupbBYICvoB+JNyIKBGw==',
  );

  it('is verified, with where it was built', () => {
    const { provenance, source } = checkAttestations(EARLY, TESTED, bundledRoot());
    expect(provenance).toEqual({ outcome: 'verified' });
    expect(source).toMatchObject({
      repository: 'github.com/laurentsimon/provenance-npm-test',
      workflow: expect.stringMatching(/\/\.github\/workflows\/release\.yml@refs\/heads\/main$/),
      commit: 'b38894f2dda4355ea5606fccb166e61565e12a14',
    });
  });

  it.each<[string, TreeNode]>([
    ['another digest', { ...TESTED, integrity: INTEGRITY }],
    ['another version', { ...TESTED, version: '1.0.4' }],
  ])('is false for %s', (_, other) => {
    const { provenance, source } = checkAttestations(EARLY, other, bundledRoot());
    expect([provenance.outcome, source]).toEqual(['false', undefined]);
  });

  it('says of the publication nothing, since none was recorded', () => {
    expect(checkAttestations(EARLY, TESTED, bundledRoot()).publication.outcome).toBe('unchecked');
  });
});

describe('attestations by an authority of our own', async () => {
  const authority = await makeAuthority();
  const WEATHER = node('weather-mcp', '1.0.0');
  const what: Attested = { name: WEATHER.name, version: WEATHER.version, integrity: INTEGRITY };
  const check = async (more: Partial<Attested> = {}, root = authority.root) =>
    checkAttestations(await authority.attest({ ...what, ...more }), WEATHER, root);

  it('are verified', async () => {
    expect(await check()).toMatchObject({
      publication: { outcome: 'verified' },
      provenance: { outcome: 'verified' },
      source: { repository: 'github.com/wendy/weather', commit: expect.stringMatching(/^(c0ffee)+$/) },
    });
  });

  it.each<[string, Partial<Attested>, 'false' | 'unchecked', RegExp]>([
    ['a wrong digest', { sha512: 'ab'.repeat(64) }, 'false', /another digest/],
    ['a wrong purl', { purl: 'pkg:npm/other-mcp@1.0.0' }, 'false', /about pkg:npm\/other-mcp@1\.0\.0/],
    [
      'a statement that names another repository',
      { claimed: 'popular/project' },
      'false',
      /where its certificate says/,
    ],
    [
      'an issuer that is no forge',
      { issuer: 'https://login.example' },
      'false',
      /vouched for by https:\/\/login\.example/,
    ],
    [
      'an issuer that only begins like a forge',
      { issuer: 'https://token.actions.githubusercontent.com.example' },
      'false',
      /vouched for by/,
    ],
    [
      'an early statement that names another repository',
      { early: true, claimed: 'popular/project' },
      'false',
      /it says github\.com\/popular\/project/,
    ],
    ['a changed statement', { altered: true }, 'false', /./],
    ['no entry in the log', { unlogged: true }, 'unchecked', /./],
    ['a certificate that had expired', { loggedAt: new Date(Date.now() + 3_600_000) }, 'unchecked', /./],
  ])('with %s are not', async (_, more, outcome, reason) => {
    const { provenance, source } = await check(more);
    expect(provenance).toEqual({ outcome, reason: expect.stringMatching(reason) });
    expect(source).toBeUndefined();
  });

  it('are verified in their early form too', async () => {
    expect(await check({ early: true })).toMatchObject({
      provenance: { outcome: 'verified' },
      source: { repository: 'github.com/wendy/weather' },
    });
  });

  it('are unchecked where nobody here knows the authority', async () => {
    const { publication, provenance } = await check({}, bundledRoot());
    expect([publication.outcome, provenance.outcome]).toEqual(['unchecked', 'unchecked']);
  });

  it('are no publication without the registry’s key', async () => {
    expect((await check({ publishedByAnyone: true })).publication).toMatchObject({ outcome: 'false' });
  });

  it('are as bad as the worst of them', async () => {
    const [good, other] = (await Promise.all([
      authority.attest({ ...what, only: 'provenance' }),
      authority.attest({ ...what, only: 'provenance', sha512: 'ab'.repeat(64) }),
    ])) as { attestations: object[] }[];
    const both = { attestations: [...(good?.attestations ?? []), ...(other?.attestations ?? [])] };
    expect(checkAttestations(both, WEATHER, authority.root).provenance.outcome).toBe('false');
  });

  it.each([
    ['nothing', undefined],
    ['a word', 'none'],
    ['an empty list', { attestations: [] }],
    [
      'things that are no bundles',
      { attestations: [null, 7, { predicateType: 'https://slsa.dev/provenance/v1', bundle: {} }] },
    ],
    ['a kind of tomorrow', { attestations: [{ predicateType: 'https://slsa.dev/provenance/v9', bundle: {} }] }],
  ])('%s proves nothing', (_, answer) => {
    const { publication, provenance } = checkAttestations(answer, WEATHER, authority.root);
    expect([publication.outcome, provenance.outcome]).toEqual(['unchecked', 'unchecked']);
  });
});

describe('the registry’s signature', () => {
  const OLD = {
    node: node(
      'kms-demo',
      '1.0.0',
      'sha512-QqZ7VJ/8xPkS9s2IWB7Shj3qTJdcRyeXKbPQnsZjsPEwvutGv0EGeVchPcauoiDFJlGbZMFq5GDCurAGNSghJQ==',
    ),
    signature: {
      keyid: 'SHA256:jl3bwswu80PjjokCgh0o2w5c2U4LhQAE57gj9cz1kzA',
      sig: 'MEUCIDrLNspFeU5NZ6d55ycVBZIMXnPJi/XnI1Y2dlJvK8P1AiEAnXjn1IOMUd+U7YfPH+FNjwfLq+jCwfH8uaxocq+mpPk=',
    },
  };
  const NEW = {
    node: node(
      '@anthropic-ai/claude-code-linux-x64',
      '2.1.117',
      'sha512-bhN6qnc9xchKQqKWdwuZazEeSO+9NIhOPcoD/WgqTK5QRPSAwnvo5SZWIQUbkNbTKLaMwuxAu3u+Fj/jYbiidg==',
    ),
    signature: {
      keyid: 'SHA256:DhQ8wR5APBvFHLF/+Tc+AYvPOdTpcIDqOhxsBHRwC7U',
      sig: 'MEUCIQDUymbxQflsibDfoYq28KKCAIPKbssiUho979lCvEJezQIgHBj/rmNW7BgE8R6GHIAnv92KP0had6nmBupG7SgB7zA=',
    },
  };
  const check = async (of: TreeNode, signatures: (typeof OLD.signature)[], at?: string) => {
    const told = [{ node: of, published: { bins: [], signatures }, at }];
    const options = { registry: 'http://127.0.0.1:9/', cache: '/nowhere', offline: true, maxSockets: 1 };
    const [proofs] = await checkProofs(told, options, { ms: 1000, root: bundledRoot() });
    return proofs?.signature;
  };

  it.each([
    ['of the key of 2022', OLD, '2022-06-01T00:00:00Z'],
    ['of the key of 2025', NEW, '2026-04-20T00:00:00Z'],
  ])('%s is verified', async (_, { node: of, signature }, at) => {
    expect(await check(of, [signature], at)).toEqual({ outcome: 'verified' });
    expect(await check({ ...of, version: '9.9.9' }, [signature])).toMatchObject({ outcome: 'false' });
    expect(await check({ ...of, integrity: INTEGRITY }, [signature])).toMatchObject({ outcome: 'false' });
    expect(await check(of, [{ ...signature, sig: 'AA==' }])).toMatchObject({ outcome: 'false' });
  });

  it('of a key that had expired is false', async () => {
    expect(await check(OLD.node, [OLD.signature], '2026-01-01T00:00:00Z')).toMatchObject({
      outcome: 'false',
      reason: expect.stringContaining('expired'),
    });
  });

  it.each([
    ['of an unknown key', [{ keyid: 'SHA256:tomorrow', sig: 'AA==' }]],
    ['that is not there', []],
  ])('%s is unchecked', async (_, signatures) => {
    expect(await check(NEW.node, signatures)).toMatchObject({ outcome: 'unchecked' });
  });
});

describe('through a registry', async () => {
  const authority = await makeAuthority();
  const ATTESTATIONS = '/-/npm/v1/attestations/weather-mcp@1.0.0';

  /** A signed package with provenance; `answer` stands for the attestations. */
  async function vetted(
    answer: (integrity: string) => Promise<unknown>,
    more: Partial<PublishedPackage> = {},
  ): Promise<Staged<Trust> & { tree: PackageTree; again: () => Promise<Staged<Trust>>; asked: () => number }> {
    let [integrity, asked] = ['', 0];
    const interfere: Interference = (_request, response, path) => {
      if (path !== ATTESTATIONS) return false;
      asked++;
      answer(integrity).then((value) => {
        response.writeHead(value === undefined ? 404 : 200, { 'content-type': 'application/json' });
        response.end(typeof value === 'string' ? value : JSON.stringify(value ?? {}));
      });
      return true;
    };
    const plain = { name: 'weather-mcp', version: '1.0.0', ...more };
    const first = await startRegistry([plain]);
    integrity = await integrityOf(first.url);
    await first.close();
    const dist = {
      signatures: [authority.signatureOf('weather-mcp', '1.0.0', integrity)],
      attestations: {
        url: 'https://elsewhere.example/',
        provenance: { predicateType: 'https://slsa.dev/provenance/v1' },
      },
    };
    const served = await startRegistry([{ ...plain, dist }], interfere);
    onTestFinished(() => served.close());
    const open = (offline: boolean) =>
      createRegistry({ cwd: served.home, env: served.env, trustRoot: authority.root, offline });
    const registry = await open(false);
    const { value: tree } = await registry.resolve({ kind: 'npm', text: 'weather-mcp', spec: 'weather-mcp', args: [] });
    if (!tree) throw new Error('no tree');
    const again = async () => (await open(true)).trust(tree);
    return { tree, ...(await registry.trust(tree)), again, asked: () => asked };
  }

  async function integrityOf(url: string): Promise<string> {
    const document = (await (await fetch(`${url}weather-mcp`)).json()) as {
      versions: Record<string, { dist: { integrity: string } }>;
    };
    return document.versions['1.0.0']?.dist.integrity ?? '';
  }

  const attest =
    (more: Partial<Attested> = {}) =>
    (integrity: string) =>
      authority.attest({ name: 'weather-mcp', version: '1.0.0', integrity, ...more });
  const fact = ({ value }: Staged<Trust>, about: string): string => {
    const found = value.facts.find((one) => one.about === about);
    return `${found?.standing}: ${found?.text}`;
  };
  const provenanceGaps = ({ gaps }: Staged<Trust>) => gaps.filter(({ stage }) => stage === 'provenance');

  it('everything is verified, and kept for a time without a network', async () => {
    const repository = 'https://github.com/wendy/weather.git';
    const trust = await vetted(attest(), { manifest: { repository } });
    for (const one of [trust, await trust.again()]) {
      expect(fact(one, 'registry signature')).toMatch(/^good: verified/);
      expect(fact(one, 'publish attestation')).toMatch(/^good: verified/);
      expect(fact(one, 'provenance')).toMatch(/^good: verified: built from github\.com\/wendy\/weather at c0ffee/);
      expect(fact(one, 'repository')).toBe('good: github.com/wendy/weather, which its provenance proves');
      expect(provenanceGaps(one)).toEqual([]);
    }
    expect(trust.asked()).toBe(1);
  });

  it('another repository than the manifest’s is bad', async () => {
    const trust = await vetted(attest(), { manifest: { repository: 'popular/project' } });
    expect(fact(trust, 'repository')).toMatch(/^bad: it claims github\.com\/popular\/project, and was built from/);
  });

  it('false provenance is bad, and no gap', async () => {
    const trust = await vetted(attest({ sha512: 'ab'.repeat(64) }));
    expect(fact(trust, 'provenance')).toMatch(/^bad: does not hold: it is about a tarball with another digest/);
    expect(provenanceGaps(trust)).toEqual([]);
  });

  it.each<[string, (integrity: string) => Promise<unknown>]>([
    ['no answer', async () => undefined],
    ['half an answer', async () => '{"attestations":[{"predicateType"'],
    ['an empty list', async () => ({ attestations: [] })],
    ['a log that knows nothing of it', attest({ unlogged: true })],
  ])('after %s nothing says verified', async (_, answer) => {
    const trust = await vetted(answer);
    expect(fact(trust, 'provenance')).toMatch(/^unknown: published with provenance, as the registry says; not checked/);
    expect(fact(trust, 'publish attestation')).toMatch(/^unknown/);
    expect(fact(trust, 'repository')).toMatch(/^unknown/);
    expect(JSON.stringify(trust.value.facts.filter(({ about }) => about !== 'registry signature'))).not.toMatch(
      /verified/,
    );
    expect(provenanceGaps(trust)).toHaveLength(1);
  });
});
