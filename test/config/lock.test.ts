import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { lockedAges, lockSecrets, secretChanges } from '../../src/config/credential.ts';
import { addressOf, changesOf, driftOf, lockChanges } from '../../src/config/diff.ts';
import { launchOf } from '../../src/config/launcher.ts';
import {
  isIntact,
  lockServer,
  readLock,
  type Seen,
  type Settings,
  seenIn,
  settingsOf,
  writeLock,
} from '../../src/config/lock.ts';
import { readConfig } from '../../src/config/read.ts';
import type { Report } from '../../src/types.ts';

const settings = (server: object): Settings => {
  const [entry] = readConfig('.mcp.json', strToU8(JSON.stringify({ mcpServers: { a: server } }))).entries;
  return settingsOf(entry!);
};
const npx = (...args: string[]) => ({ command: 'npx', args: ['-y', ...args] });
const TOKEN = `ghp_${'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5'}`;
const NOTHING: Seen = {
  packages: [],
  tools: {},
  hosts: [],
  commands: [],
  credentials: [],
  verdict: 'pass',
  rules: 'r',
  image: 'sha256:1',
};
const APPROVED = { by: 'reviewer', why: 'read it', on: '2026-11-01', until: '' };

describe('what a config says differently', () => {
  test.each<[name: string, before: object | undefined, now: object | undefined, expected: readonly string[]]>([
    ['nothing', npx('a@1.0.0'), npx('a@1.0.0'), []],
    ['a new server', undefined, npx('a@1.0.0'), ['added npx -y a@1.0.0']],
    ['a server gone', npx('a@1.0.0'), undefined, ['removed npx -y a@1.0.0']],
    ['a version', npx('a@1.0.0'), npx('a@1.1.0'), ['version npm a@1.0.0 → npm a@1.1.0']],
    ['a pin lost', npx('a@1.0.0'), npx('a'), ['version npm a@1.0.0 → npm a']],
    ['a scoped version', npx('@s/a@1.0.0'), npx('@s/a@2.0.0'), ['version npm @s/a@1.0.0 → npm @s/a@2.0.0']],
    ['another package', npx('a@1.0.0'), npx('b@1.0.0'), ['launch npm a@1.0.0 → npm b@1.0.0']],
    [
      'another argument',
      npx('a@1.0.0', '/data'),
      npx('a@1.0.0', '/'),
      ['launch npx -y a@1.0.0 /data → npx -y a@1.0.0 /'],
    ],
    ['switched on', { ...npx('a'), disabled: true }, npx('a'), ['enabled npx -y a']],
    [
      'a wrapper',
      npx('a@1.0.0'),
      { command: 'sh', args: ['-c', 'npx -y a@1.0.0'] },
      ['launch npx -y a@1.0.0 → sh -c "npx -y a@1.0.0"', 'wrapper sh -c'],
    ],
    [
      'a bridge',
      npx('a@1.0.0'),
      npx('mcp-remote@1.0.0', 'https://a.example/mcp'),
      ['launch npm a@1.0.0 → npm mcp-remote@1.0.0, remote https://a.example/mcp', 'wrapper npx mcp-remote'],
    ],
    [
      'a list of tools gone',
      { ...npx('a@1.0.0'), disabledTools: ['drop', 'exec'] },
      npx('a@1.0.0'),
      ['setting-removed disabledTools=drop, exec'],
    ],
    [
      'a setting nobody knows',
      { ...npx('a@1.0.0'), oauth: { clientId: 'x', scopes: ['read'] } },
      { ...npx('a@1.0.0'), oauth: { clientId: 'y', scopes: ['read'] } },
      ['setting oauth.clientId=x → y'],
    ],
    [
      'what only people read',
      { ...npx('a@1.0.0'), description: 'One', timeout: 30, _note: 'x', startup_timeout_sec: 3 },
      { ...npx('a@1.0.0'), description: 'Two', timeout: 60, startup_timeout_sec: 9 },
      [],
    ],
    [
      'what an address is asked with',
      { url: 'https://a.example/mcp?readonly=true' },
      { url: 'https://a.example/mcp?readonly=false&k=${GITHUB_TOKEN}' },
      ['setting url ?k=${GITHUB_TOKEN}', 'setting url ?readonly=true → false'],
    ],
    [
      'as whom an address is asked',
      { url: 'https://a.example/mcp' },
      { url: 'https://${GITHUB_TOKEN}:x@a.example/mcp' },
      ['setting url user=${GITHUB_TOKEN}…'],
    ],
    [
      'a host',
      { url: 'https://a.example/mcp' },
      { url: 'https://b.example/mcp' },
      ['endpoint remote https://a.example/mcp → remote https://b.example/mcp'],
    ],
    [
      'a path on the same host',
      { url: 'https://a.example/v1' },
      { url: 'https://a.example/v2' },
      ['launch remote https://a.example/v1 → remote https://a.example/v2'],
    ],
    [
      'an image tag',
      { command: 'docker', args: ['run', 'a/b:1'] },
      { command: 'docker', args: ['run', 'a/b:2'] },
      ['version image a/b:1 → image a/b:2'],
    ],
    [
      'npx to a remote with a header',
      npx('a@1.0.0'),
      { url: 'https://a.example/mcp', headers: { KEY: '${K}' } },
      ['launch npm a@1.0.0 → remote https://a.example/mcp', 'header KEY=${K}'],
    ],
    ['a variable', npx('a'), { ...npx('a'), env: { NODE_OPTIONS: '-r ./x.js' } }, ['env NODE_OPTIONS=-r ./x.js']],
    ['a variable gone', { ...npx('a'), env: { READ_ONLY: '1' } }, npx('a'), ['env-removed READ_ONLY=1']],
    [
      'a reference turned secret',
      { ...npx('a'), env: { GITHUB_TOKEN: '${T}' } },
      { ...npx('a'), env: { GITHUB_TOKEN: TOKEN } },
      ['env GITHUB_TOKEN=${T} → <GitHub token>'],
    ],
    ['approval widened', { ...npx('a'), autoApprove: ['x'] }, { ...npx('a'), autoApprove: ['x', '*'] }, ['approval *']],
    ['approval narrowed', { ...npx('a'), autoApprove: ['x', '*'] }, { ...npx('a'), autoApprove: ['x'] }, []],
    ['sandbox off', { ...npx('a'), sandboxEnabled: true }, npx('a'), ['sandbox switched off']],
    [
      'sandbox wider',
      { ...npx('a'), sandboxEnabled: true },
      { ...npx('a'), sandboxEnabled: true, sandbox: { network: { allowedDomains: ['*'] } } },
      ['sandbox network:*'],
    ],
    [
      'a mount',
      { command: 'docker', args: ['run', 'a'] },
      { command: 'docker', args: ['run', '-v', '/:/h', 'a'] },
      ['launch docker run a → docker run -v /:/h a', 'option mount: -v /:/h'],
    ],
  ])('%s', (_, before, now, expected) => {
    const changes = changesOf(before && settings(before), now && settings(now));
    expect(changes.map(({ kind, detail }) => `${kind} ${detail}`)).toEqual(expected);
  });
});

describe('what a vet saw differently', () => {
  const tree = (id: string, integrity: string, digest: string, holds: readonly string[], publisher = '') => ({
    ...NOTHING,
    packages: [{ id, integrity, tree: digest, holds, publisher }],
  });
  const tools = (description: string, name = 'get') => ({
    ...NOTHING,
    tools: { [name]: { says: `Does ${description}`, description, inputSchema: 's', annotations: 'a' } },
  });
  const many = (inputSchema: string) => ({
    ...NOTHING,
    tools: Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [
        `t${index}`,
        { says: 'Does x', description: 'x', inputSchema, annotations: 'a' },
      ]),
    ),
  });
  test.each<[name: string, before: Seen, now: Seen, expected: readonly string[]]>([
    ['nothing', tools('x'), tools('x'), []],
    ['a description', tools('x'), tools('y'), ['tool-text get: description: “Does x” → “Does y”']],
    ['schemas alone', many('s'), many('t'), ['tool-text t0, t1, t2, t3, t4, t5 and 2 more: inputSchema']],
    [
      'a tool',
      tools('x'),
      { ...NOTHING, tools: { ...tools('x').tools, ...tools('y', 'put').tools } },
      ['tool-added put: Does y'],
    ],
    [
      'a tool gone',
      { ...NOTHING, tools: { ...tools('x').tools, ...tools('y', 'put').tools } },
      tools('x'),
      ['tool-removed put'],
    ],
    ['not started', tools('x'), NOTHING, []],
    [
      'the bytes of a version',
      tree('a@1.0.0', 'sha512-x', 't', []),
      tree('a@1.0.0', 'sha512-y', 't', []),
      ['integrity sha512-x → sha512-y for a@1.0.0'],
    ],
    [
      'a dependency',
      tree('a@1.0.0', 'sha512-x', 't', ['a@1.0.0', 'b@1.0.0']),
      tree('a@1.0.0', 'sha512-x', 'u', ['a@1.0.0', 'b@1.0.1', 'c@1.0.0']),
      ['tree + b@1.0.1, + c@1.0.0, − b@1.0.0'],
    ],
    [
      'a floating version',
      tree('a@1.0.0', 'sha512-x', 't', []),
      tree('a@1.1.0', 'sha512-y', 'u', []),
      ['tree a@1.0.0 → a@1.1.0'],
    ],
    [
      'a publisher',
      tree('a@1.0.0', 'sha512-x', 't', [], 'ann'),
      tree('a@1.1.0', 'sha512-y', 'u', [], 'mallory'),
      ['tree a@1.0.0 → a@1.1.0', 'publisher ann → mallory'],
    ],
    [
      'a publisher that is not told',
      tree('a@1.0.0', 'sha512-x', 't', [], 'ann'),
      tree('a@1.0.0', 'sha512-x', 't', []),
      [],
    ],
    ['a host', NOTHING, { ...NOTHING, hosts: ['collect.example'] }, ['host collect.example']],
    ['a host, where nothing was run before', { ...NOTHING, image: '' }, { ...NOTHING, hosts: ['api.example'] }, []],
    ['a program', { ...NOTHING, commands: ['git'] }, { ...NOTHING, commands: ['git', 'curl'] }, ['command curl']],
  ])('%s', (_, before, now, expected) => {
    expect(driftOf(before, now).map(({ kind, detail }) => `${kind} ${detail}`)).toEqual(expected);
  });
});

describe('the file', () => {
  const server = lockServer(settings(npx('a@1.0.0')), { ...NOTHING, hosts: ['api.example'] }, APPROVED);

  test('what is written is read again, in stable order', () => {
    const written = writeLock({ servers: { 'b#x': server, 'a#y': server } });
    expect(readLock('lazaret.lock.json', written)).toEqual({
      lock: 1,
      servers: { 'a#y': server, 'b#x': server },
      lines: { 'a#y': 4, 'b#x': expect.any(Number) },
    });
    expect(written.indexOf('a#y')).toBeLessThan(written.indexOf('b#x'));
    expect(writeLock(readLock('l', written))).toBe(written);
    expect(written.endsWith('}\n')).toBe(true);
  });

  test('what was approved before other settings were kept is not compared with them', () => {
    const { others: _, ...before } = settings({ ...npx('a@1.0.0'), disabledTools: ['drop'] });
    expect(changesOf(before, settings(npx('a@1.0.0')))).toEqual([]);
  });

  test('no secret gets into it', () => {
    const secretive = settings({
      ...npx('a', '--token', 'q8Zr5Lw2Xv9Tn4Kd7Hs1', '--url', 'postgres://u:hunter2secret@db.example/x'),
      env: { API_KEY: 'k3JmR8vQ2wXz5TnB7hLd', T: TOKEN, D: `\${X:-${TOKEN}}` },
      url: 'https://user:pass1234word@a.example/mcp?api_key=abcdefghijklmnop1234',
      headers: { Authorization: 'Bearer k3JmR8vQ2wXz5TnB7hLd' },
    });
    const written = writeLock({ servers: { a: lockServer(secretive, NOTHING, APPROVED) } });
    for (const secret of ['q8Zr5', 'hunter2', 'k3JmR8', 'ghp_', 'pass1234', 'abcdefghijklmnop'])
      expect(written).not.toContain(secret);
  });

  test('an edit by hand and an end are seen', () => {
    expect(isIntact(server)).toBe(true);
    const edited = { ...server, seen: { ...server.seen, hosts: ['api.example', 'evil.example'] } };
    expect(isIntact(edited)).toBe(false);
    expect(lockChanges(edited, isIntact(edited), '2026-11-22', 7)).toMatchObject([
      { kind: 'lock-edited', part: 'lock.7' },
    ]);
    const ended = lockServer(server.settings, server.seen, { ...APPROVED, until: '2026-11-21' });
    expect(lockChanges(ended, true, '2026-11-21')).toEqual([]);
    expect(lockChanges(ended, true, '2026-11-22').map(({ kind }) => kind)).toEqual(['expired']);
  });

  test.each([
    ['{}', 'l:1:1: lock is missing'],
    ['{"lock": 2, "servers": {}}', 'l:1:10: lock is wrong: one of 1 belongs here'],
    ['{"lock": 1, "servers": {}, "x": 1}', 'l:1:28: x is unknown'],
    ['{"lock": 1,\n "servers": {"a": {"settings": 3}}}', 'l:2:32: servers.a.settings is wrong: an object belongs here'],
    ['{"lock": 1, "lock": 1}', 'l:1:13: lock stands twice'],
    ['{"lock": 1,', 'is not JSON'],
  ])('%s', (text, message) => {
    expect(() => readLock('l', text)).toThrow(message);
  });
});

test('what a report says is kept by digest', () => {
  const report = {
    target: { kind: 'npm', text: 'a', package: 'a@1.0.0' },
    packages: [
      { id: 'a@1.0.0', name: 'a', version: '1.0.0', integrity: 'sha512-x', via: [] },
      { id: 'b@1.0.0', name: 'b', version: '1.0.0', integrity: 'sha512-y', via: [] },
    ],
    tools: [{ name: 'get', description: 'gets', inputSchema: { b: 1, a: 2 }, annotations: {} }],
    observations: [
      { kind: 'dns', name: 'api.example', type: 'A' },
      { kind: 'exec', path: '/usr/bin/git', argv: [], ok: true },
      { kind: 'decoy', place: 'env WEATHER_API_KEY', asked: true },
    ],
    sandbox: { image: 'sha256:1', engine: 'e', runtime: 'runc' },
    verdict: { level: 'pass', because: [] },
  } as unknown as Report;
  const seen = seenIn([report], 'rules-1');
  expect(seen).toMatchObject({
    packages: [{ id: 'a@1.0.0', integrity: 'sha512-x', holds: ['a@1.0.0', 'b@1.0.0'] }],
    tools: { get: { says: 'gets' } },
    hosts: ['api.example'],
    commands: ['git'],
    credentials: ['WEATHER_API_KEY'],
    verdict: 'pass',
    rules: 'rules-1',
    image: 'sha256:1',
  });
  const reordered = { ...report, tools: [{ ...report.tools[0]!, inputSchema: { a: 2, b: 1 } }] };
  expect(seenIn([reordered], 'rules-1').tools).toEqual(seen.tools);
});

describe('where a change stands', () => {
  const text = (server: object) => JSON.stringify({ mcpServers: { a: server } }, null, 1);
  const config = (server: object) => readConfig('.mcp.json', strToU8(text(server))).entries[0]!;
  test.each<[name: string, before: object, now: object, line: string]>([
    ['a version', npx('a@1.0.0', '--x'), npx('a@1.1.0', '--x'), '"a@1.1.0"'],
    ['an argument', npx('a@1.0.0', '--x', '/data'), npx('a@1.0.0', '--x', '/'), '"/"'],
    ['a host', { url: 'https://a.example' }, { url: 'https://b.example' }, '"https://b.example"'],
    ['a variable', npx('a'), { ...npx('a'), env: { B: '1', A: '2' } }, '"A": "2"'],
    ['a header', { url: 'https://a.example' }, { url: 'https://a.example', headers: { H: 'x' } }, '"H": "x"'],
    ['an approval', npx('a'), { ...npx('a'), autoApprove: ['x', '*'] }, '"*"'],
    [
      'a mount',
      { command: 'docker', args: ['run', '-v', 'a:/a', 'i'] },
      { command: 'docker', args: ['run', '-v', 'a:/a', '-v', '/:/h', 'i'] },
      '"/:/h"',
    ],
    ['a wrapper', npx('a'), { command: 'sh', args: ['-c', 'npx -y a'] }, '"sh"'],
  ])('%s', (_, before, now, line) => {
    const entry = config(now);
    const changes = changesOf(settingsOf(config(before)), settingsOf(entry));
    const places = changes.map((change) => addressOf(change, entry, launchOf(entry)));
    const lines = places.map(({ at }) => text(now).split('\n')[Number(at.split(':')[2]) - 1]);
    expect(
      lines.some((one) => one?.includes(line)),
      lines.join(),
    ).toBe(true);
  });
});

describe('credentials over time', () => {
  const entry = (token: string) =>
    readConfig('.mcp.json', strToU8(JSON.stringify({ mcpServers: { a: { ...npx('a'), env: { T: token } } } })))
      .entries[0]!;
  const other = TOKEN.replace('aB3', 'zY7');
  const locked = lockSecrets(entry(TOKEN), [], 'salt', '2026-01-01');

  test('the lock holds a fingerprint, and the day of the first approval', () => {
    expect(locked).toEqual([{ name: 'T', print: expect.stringMatching(/^salt:[0-9a-f]{64}$/), since: '2026-01-01' }]);
    expect(lockSecrets(entry(TOKEN), locked, 'other', '2026-09-01')).toEqual(locked);
    expect(lockSecrets(entry(other), locked, 'other', '2026-09-01')).toMatchObject([{ since: '2026-09-01' }]);
  });

  test('another credential under the same name is a change, and its age is that of the lock', () => {
    expect(secretChanges(entry(TOKEN), locked)).toEqual([]);
    expect(secretChanges(entry(other), locked)).toEqual([
      { kind: 'secret', detail: 'T: GitHub token', part: 'at.1.66.1.108' },
    ]);
    expect(lockedAges(entry(TOKEN), locked, '2026-04-11')).toEqual({ 1: 100 });
    expect(lockedAges(entry(other), locked, '2026-04-11')).toEqual({});
  });

  test('what somebody could guess has no fingerprint', () => {
    const guessable = { mcpServers: { a: { ...npx('a'), env: { PASSWORD: 'hunter2secret' } } } };
    const [config] = readConfig('.mcp.json', strToU8(JSON.stringify(guessable))).entries;
    expect(lockSecrets(config!, [], 'salt', '2026-01-01')).toEqual([]);
  });
});
