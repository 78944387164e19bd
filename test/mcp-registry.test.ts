/** The chain from a manifest's claim to the MCP registry's entry, its owner and the provenance, against a registry on loopback. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRegistry } from '../src/registry.ts';
import { askMcpRegistry, type Claim } from '../src/trust/mcp-registry.ts';
import type { Proofs, TreeNode } from '../src/types.ts';
import { startRegistry } from './registry/registry.ts';

const NAME = 'io.github.wendy/weather';
const NODE: TreeNode = {
  id: 'weather-mcp@1.0.1',
  name: 'weather-mcp',
  version: '1.0.1',
  integrity: 'sha512-AA==',
  location: 'node_modules/weather-mcp',
  via: ['weather-mcp@1.0.1'],
  dependencies: {},
  foreign: false,
  bundled: false,
};
const VERIFIED = { outcome: 'verified' } as const;
const builtFrom = (repository: string): Proofs => ({
  package: NODE.id,
  signature: VERIFIED,
  publication: VERIFIED,
  provenance: VERIFIED,
  source: { repository, workflow: 'publish.yml' },
});
const CLAIM: Claim = {
  node: NODE,
  name: NAME,
  repository: 'github.com/wendy/weather',
  proofs: builtFrom('github.com/wendy/weather'),
};

/** An entry as the registry's API gives it. */
function entry(more: { packages?: object[]; repository?: string; status?: string; name?: string } = {}): object {
  const {
    packages = [npm('weather-mcp', '1.0.1')],
    repository = 'https://github.com/Wendy/weather',
    status = 'active',
  } = more;
  return {
    server: { name: more.name ?? NAME, version: '1.0.1', repository: { url: repository, source: 'github' }, packages },
    _meta: { 'io.modelcontextprotocol.registry/official': { status, isLatest: true } },
  };
}

const npm = (identifier: string, version: string): object => ({ registryType: 'npm', identifier, version });

/** Answers this to every question; returns what was asked. */
async function serve(answer: unknown, status = 200): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (answer === undefined) return;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const OPTIONS = {
  registry: 'http://127.0.0.1:9/',
  cache: '/nowhere',
  offline: false,
  maxSockets: 2,
  noProxy: '127.0.0.1',
  retry: { retries: 0 },
};

async function chain(answer: unknown, claim: Partial<Claim> = {}, status = 200) {
  const { url, asked } = await serve(answer, status);
  const { links } = await askMcpRegistry({ ...CLAIM, ...claim }, OPTIONS, url, 300);
  return {
    asked,
    states: links.map(({ link, state }) => `${link} ${state}`),
    text: links.map(({ text }) => text).join('; '),
  };
}

const list = (...servers: object[]) => ({ servers, metadata: { count: servers.length } });

describe('a chain', () => {
  it('is whole where entry, package, owner and provenance agree', async () => {
    const { states, asked } = await chain(list(entry()));
    expect(states).toEqual(['entry holds', 'package holds', 'owner holds', 'owner holds', 'provenance holds']);
    expect(asked).toEqual(['/v0.1/servers/io.github.wendy%2Fweather/versions']);
  });

  it.each<[string, unknown, Partial<Claim>, string, RegExp]>([
    [
      'another package',
      list(entry({ packages: [npm('tides-mcp', '1.0.1')] })),
      {},
      'package broken',
      /names tides-mcp, not weather-mcp/,
    ],
    [
      'a package of another kind',
      list(entry({ packages: [{ registryType: 'pypi', identifier: 'weather-mcp', version: '1.0.1' }] })),
      {},
      'package broken',
      /no npm package/,
    ],
    ['no package', list(entry({ packages: [] })), {}, 'package broken', /no npm package/],
    [
      'a manifest with somebody else’s repository',
      list(entry()),
      { repository: 'github.com/mallory/weather' },
      'owner broken',
      /is not of github\.com\/wendy/,
    ],
    [
      'an owner whose name only begins alike',
      list(entry()),
      { repository: 'github.com/wendys/weather' },
      'owner broken',
      /is not of/,
    ],
    [
      'a build of somebody else',
      list(entry()),
      { proofs: builtFrom('github.com/mallory/weather') },
      'provenance broken',
      /is not of/,
    ],
    ['an entry that was deleted', list(entry({ status: 'deleted' })), {}, 'entry broken', /deleted/],
    ['an empty list', list(), {}, 'entry broken', /no entry/],
    ['an entry of another name', list(entry({ name: 'io.github.wendy/weather-pro' })), {}, 'entry broken', /no entry/],
  ])('is broken by %s', async (_, answer, claim, link, text) => {
    const { states, text: said } = await chain(answer, claim);
    expect(states).toContain(link);
    expect(said).toMatch(text);
  });

  it('is broken where the registry has no such entry', async () => {
    expect((await chain({ error: 'Not Found' }, {}, 404)).states).toEqual(['entry broken']);
  });

  it('is broken by a name no entry can have, and nobody is asked', async () => {
    for (const name of ['../../admin', 'no-slash', 'a/b/c', `${'x'.repeat(500)}/y`]) {
      const { states, asked } = await chain(list(), { name });
      expect(states).toEqual(['entry broken']);
      expect(asked).toEqual([]);
    }
  });

  it.each<[string, unknown, Partial<Claim>, string]>([
    ['an entry a version behind', list(entry({ packages: [npm('weather-mcp', '1.0.0')] })), {}, 'package unknown'],
    ['no provenance', list(entry()), { proofs: undefined }, 'provenance unknown'],
    [
      'a name that belongs to a domain',
      list(entry({ name: 'example.weather/mcp' })),
      { name: 'example.weather/mcp' },
      'owner unknown',
    ],
    ['an entry that is deprecated', list(entry({ status: 'deprecated' })), {}, 'entry unknown'],
    ['something that is no list', 'null', {}, 'entry unknown'],
    ['half an answer', '{"servers":[', {}, 'entry unknown'],
    ['silence', undefined, {}, 'entry unknown'],
  ])('is unknown with %s', async (_, answer, claim, link) => {
    const { states } = await chain(answer, claim);
    expect(states).toContain(link);
    expect(states.filter((one) => one.endsWith('broken'))).toEqual([]);
  });

  it.each([500, 405])('is unknown where the registry answers %i', async (status) => {
    expect((await chain('{}', {}, status)).states).toEqual(['entry unknown']);
  });
});

describe('in a profile', () => {
  async function factOf(
    answer: unknown,
    manifest: object,
    offline = false,
  ): Promise<{ text: string; asked: string[]; gaps: string[] }> {
    const { url, asked } = await serve(answer);
    const served = await startRegistry([{ name: 'weather-mcp', version: '1.0.1', manifest: { ...manifest } }]);
    onTestFinished(() => served.close());
    const open = (env: object, off: boolean) =>
      createRegistry({ cwd: served.home, env: { ...served.env, ...env }, offline: off });
    const { value: tree } = await (await open({}, false)).resolve({
      kind: 'npm',
      text: 'w',
      spec: 'weather-mcp',
      args: [],
    });
    if (!tree) throw new Error('no tree');
    const { value, gaps } = await (await open({ LAZARET_MCP_REGISTRY: url }, offline)).trust(tree);
    const found = value.facts.find(({ about }) => about === 'MCP registry');
    const reasons = gaps.filter(({ reason }) => reason.includes('MCP registry')).map(({ reason }) => reason);
    return { text: `${found?.standing}: ${found?.text}`, asked, gaps: reasons };
  }
  const claims = { mcpName: NAME, repository: 'wendy/weather' };

  it('what cannot be proved is unknown, with every reason', async () => {
    const { text, gaps } = await factOf(list(entry()), claims);
    expect(text).toBe(`unknown: it claims to be ${NAME}; the repository it was built from is not known`);
    expect(gaps).toEqual([]);
  });

  it('what contradicts is bad', async () => {
    const { text } = await factOf(list(entry({ packages: [npm('tides-mcp', '1.0.1')] })), claims);
    expect(text).toBe(`bad: ${NAME}: it names tides-mcp, not weather-mcp`);
  });

  it('a package that claims nothing is not asked about', async () => {
    const { text, asked } = await factOf(list(entry()), {});
    expect(text).toMatch(/^unknown/);
    expect(asked).toEqual([]);
  });

  it('offline nobody is asked, and that is a gap', async () => {
    const { text, asked, gaps } = await factOf(list(entry()), claims, true);
    expect(text).toMatch(/^unknown: .*--offline/);
    expect(asked).toEqual([]);
    expect(gaps).toHaveLength(1);
  });
});
