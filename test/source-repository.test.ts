/** The repository that a version names, from a mirror of the forges on loopback: which ref is asked for, and what hostile answers do. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { judge } from '../src/judge.ts';
import { makePolicy } from '../src/policy.ts';
import { createRegistry } from '../src/registry.ts';
import { type Declared, fetchRepository } from '../src/trust/source-repository.ts';
import type { SourceTree } from '../src/types.ts';
import { startRegistry } from './registry/registry.ts';
import { makeTarball } from './registry/tarball.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const DECLARED: Declared = {
  name: 'weather-mcp',
  version: '1.0.1',
  repository: 'github.com/wendy/weather',
  commit: COMMIT,
};
const OPTIONS = {
  ...{ registry: 'http://127.0.0.1:9/', cache: '/nowhere', offline: false, maxSockets: 2, noProxy: '127.0.0.1' },
  retry: { retries: 0 },
};
const SOURCES = await makeTarball({ 'package.json': '{"name":"weather-mcp"}', 'src/index.ts': 'export {}' });

/** Archives by path; what is not there is not found, and `undefined` is never answered. */
async function forges(archives: Readonly<Record<string, Uint8Array | undefined>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (path in archives && archives[path] === undefined) return;
    response.writeHead(archives[path] ? 200 : 404).end(archives[path] ?? 'Not found');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { mirror: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

const at = (ref: string, repository = DECLARED.repository): string => `/${repository}/${ref}.tar.gz`;
const pathsOf = (got: SourceTree | string) => (typeof got === 'string' ? got : [got.ref, ...got.files.keys()]);

async function got(archives: Parameters<typeof forges>[0], declared: Partial<Declared> = {}, ms = 2_000) {
  const { mirror, asked } = await forges(archives);
  return { got: pathsOf(await fetchRepository({ ...DECLARED, ...declared }, OPTIONS, { ms, mirror })), asked };
}

describe('what is asked for', () => {
  test.each<[string, string, Partial<Declared>, number]>([
    ['the commit', COMMIT, {}, 1],
    ['its tag, where the commit is not there', 'v1.0.1', {}, 2],
    ['its tag, where no commit is told', 'v1.0.1', { commit: undefined }, 1],
    ['the bare version', '1.0.1', { commit: undefined }, 2],
    ['the tag of one package of many', 'weather-mcp@1.0.1', { commit: undefined }, 3],
  ])('%s', async (_, ref, declared, requests) => {
    const path = at(ref.split('/').map(encodeURIComponent).join('/'));
    const { got: found, asked } = await got({ [path]: SOURCES }, declared);
    expect(found).toEqual([ref, 'package.json', 'src/index.ts']);
    expect(asked).toHaveLength(requests);
  });

  test.each(['gitlab.com/wendy/weather', 'codeberg.org/wendy/weather'])('%s', async (repository) => {
    const { got: found } = await got({ [at(COMMIT, repository)]: SOURCES }, { repository });
    expect(found).toContain('src/index.ts');
  });

  test.each<[string, Partial<Declared>, string]>([
    ['no repository', { repository: undefined }, 'it names no repository'],
    [
      'a forge that is not known',
      { repository: 'git.host.example/a/b' },
      'git.host.example/a/b is at no forge that is known here',
    ],
    ['a name of an object', { repository: 'constructor/a/b' }, 'constructor/a/b is at no forge that is known here'],
    ['a path that leads out', { repository: 'github.com/../b' }, 'github.com/../b is at no forge that is known here'],
  ])('nothing for %s', async (_, declared, reason) => {
    expect(await got({}, declared)).toEqual({ got: reason, asked: [] });
  });

  test('nothing for a version that leads out of the repository', async () => {
    const { asked } = await got({}, { commit: undefined, name: '../x', version: '1.0.0-../../y' });
    expect(asked).toEqual([]);
  });

  test('nothing with --offline', async () => {
    const { mirror, asked } = await forges({ [at(COMMIT)]: SOURCES });
    const found = await fetchRepository(DECLARED, { ...OPTIONS, offline: true }, { ms: 500, mirror });
    expect(found).toMatch(/--offline/);
    expect(asked).toEqual([]);
  });
});

describe('a forge that', () => {
  test('has nothing of it', async () => {
    const { got: reason, asked } = await got({});
    expect(reason).toBe('its forge has no such repository, commit or tag that anybody may see');
    expect(asked).toHaveLength(4);
  });

  test('does not answer is asked once', async () => {
    const { got: reason, asked } = await got({ [at(COMMIT)]: undefined }, {}, 300);
    expect(reason).toMatch(/^its forge: no whole answer within \d+ ms$/);
    expect(asked).toHaveLength(1);
  });

  test('answers with something else', async () => {
    const { got: reason } = await got({ [at(COMMIT)]: Buffer.from('<html>please log in</html>') });
    expect(reason).toMatch(/^the archive of its repository: /);
  });

  test('sends an archive that is cut', async () => {
    const { got: reason } = await got({ [at(COMMIT)]: SOURCES.subarray(0, SOURCES.length - 60) });
    expect(reason).toMatch(/^the archive of its repository: /);
  });

  test('sends a path that leads out: it is left out', async () => {
    const archive = await makeTarball({ 'package.json': '{}', '../../x.js': 'a()' });
    expect((await got({ [at(COMMIT)]: archive })).got).toEqual([COMMIT, 'package.json']);
  });
});

describe('a vetting', () => {
  const vet = async (archives: Parameters<typeof forges>[0], manifest: object = {}) => {
    const repository = 'https://github.com/Wendy/weather.git';
    const published = { gitHead: COMMIT };
    const served = await startRegistry([
      { name: 'weather-mcp', version: '1.0.1', manifest: { repository, ...manifest }, published },
    ]);
    onTestFinished(() => served.close());
    const { mirror } = await forges(archives);
    const env = { ...served.env, LAZARET_FORGES: mirror };
    const trustLimits = { advisories: 400, histories: 2000, proofs: 400, mcp: 400, repository: 2000 };
    const registry = await createRegistry({ cwd: served.home, env, today: '2026-06-30', trustLimits });
    const { value: tree } = await registry.resolve({ kind: 'npm', text: 'weather-mcp', spec: 'weather-mcp', args: [] });
    if (!tree) throw new Error('no tree');
    return registry.trust(tree);
  };
  const verdictOf = (gaps: Awaited<ReturnType<typeof vet>>['gaps'], require: readonly string[]) =>
    judge({
      ...{ findings: [], target: 'weather-mcp@1.0.1', static: true },
      gaps: gaps.filter(({ stage }) => stage === 'repository'),
      policy: makePolicy({ static: true, failOn: 'block', require }),
    });

  test('takes the sources in, and praises nothing', async () => {
    const { value, gaps } = await vet({ [at(COMMIT)]: SOURCES });
    expect(value.repository?.files.size).toBe(2);
    expect(value.facts.filter(({ about }) => about === 'sources')).toEqual([
      {
        about: 'sources',
        standing: 'unknown',
        text: `compared as far as can be without building github.com/wendy/weather at ${COMMIT}`,
      },
    ]);
    expect(verdictOf(gaps, ['repository']).level).toBe('pass');
  });

  test('without them is as good as with them, unless they are required', async () => {
    const { value, gaps } = await vet({});
    expect(value.repository).toBeUndefined();
    expect(value.facts.find(({ about }) => about === 'sources')?.standing).toBe('unknown');
    const { level, because } = verdictOf(gaps, []);
    expect([level, because.map(({ text }) => text).join()]).toEqual([
      'pass',
      expect.not.stringContaining('repository'),
    ]);
    expect(verdictOf(gaps, ['repository']).level).toBe('incomplete');
  });

  test('does not ask for what the manifest does not name', async () => {
    const { gaps } = await vet({}, { repository: undefined });
    expect(gaps).toContainEqual({
      stage: 'repository',
      subject: 'weather-mcp@1.0.1',
      reason: 'it names no repository',
    });
  });
});
