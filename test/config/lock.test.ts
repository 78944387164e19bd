import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { changesOf, driftOf, lockChanges } from '../../src/config/diff.ts';
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
  image: '',
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
    ['a variable gone', { ...npx('a'), env: { A: '1' } }, npx('a'), []],
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
  const tree = (id: string, integrity: string, digest: string, size: number) => ({
    ...NOTHING,
    packages: [{ id, integrity, tree: digest, size }],
  });
  const tools = (description: string, name = 'get') => ({
    ...NOTHING,
    tools: { [name]: { description, inputSchema: 's', annotations: 'a' } },
  });
  test.each<[name: string, before: Seen, now: Seen, expected: readonly string[]]>([
    ['nothing', tools('x'), tools('x'), []],
    ['a description', tools('x'), tools('y'), ['tool-text get: description']],
    [
      'a tool',
      tools('x'),
      { ...NOTHING, tools: { ...tools('x').tools, ...tools('y', 'put').tools } },
      ['tool-added put'],
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
      tree('a@1.0.0', 'sha512-x', 't', 3),
      tree('a@1.0.0', 'sha512-y', 't', 3),
      ['integrity sha512-x → sha512-y for a@1.0.0'],
    ],
    [
      'a dependency',
      tree('a@1.0.0', 'sha512-x', 't', 3),
      tree('a@1.0.0', 'sha512-x', 'u', 4),
      ['tree 3 packages approved → 4 packages of a@1.0.0'],
    ],
    [
      'a floating version',
      tree('a@1.0.0', 'sha512-x', 't', 3),
      tree('a@1.1.0', 'sha512-y', 'u', 4),
      ['tree a@1.0.0 → a@1.1.0'],
    ],
    ['a host', NOTHING, { ...NOTHING, hosts: ['collect.example'] }, ['host collect.example']],
    ['a program', { ...NOTHING, commands: ['git'] }, { ...NOTHING, commands: ['git', 'curl'] }, ['command curl']],
  ])('%s', (_, before, now, expected) => {
    expect(driftOf(before, now).map(({ kind, detail }) => `${kind} ${detail}`)).toEqual(expected);
  });
});

describe('the file', () => {
  const server = lockServer(settings(npx('a@1.0.0')), { ...NOTHING, hosts: ['api.example'] }, APPROVED);

  test('what is written is read again, in stable order', () => {
    const written = writeLock({ lock: 1, servers: { 'b#x': server, 'a#y': server } });
    expect(readLock('lazaret.lock.json', written)).toEqual({ lock: 1, servers: { 'a#y': server, 'b#x': server } });
    expect(written.indexOf('a#y')).toBeLessThan(written.indexOf('b#x'));
    expect(writeLock(readLock('l', written))).toBe(written);
    expect(written.endsWith('}\n')).toBe(true);
  });

  test('no secret gets into it', () => {
    const secretive = settings({
      ...npx('a', '--token', 'q8Zr5Lw2Xv9Tn4Kd7Hs1', '--url', 'postgres://u:hunter2secret@db.example/x'),
      env: { API_KEY: 'k3JmR8vQ2wXz5TnB7hLd', T: TOKEN, D: `\${X:-${TOKEN}}` },
      url: 'https://user:pass1234word@a.example/mcp?api_key=abcdefghijklmnop1234',
      headers: { Authorization: 'Bearer k3JmR8vQ2wXz5TnB7hLd' },
    });
    const written = writeLock({ lock: 1, servers: { a: lockServer(secretive, NOTHING, APPROVED) } });
    for (const secret of ['q8Zr5', 'hunter2', 'k3JmR8', 'ghp_', 'pass1234', 'abcdefghijklmnop'])
      expect(written).not.toContain(secret);
  });

  test('an edit by hand and an end are seen', () => {
    expect(isIntact(server)).toBe(true);
    const edited = { ...server, seen: { ...server.seen, hosts: ['api.example', 'evil.example'] } };
    expect(isIntact(edited)).toBe(false);
    expect(lockChanges('a', edited, isIntact(edited), '2026-11-22').map(({ kind }) => kind)).toEqual(['lock-edited']);
    const ended = lockServer(server.settings, server.seen, { ...APPROVED, until: '2026-11-21' });
    expect(lockChanges('a', ended, true, '2026-11-21')).toEqual([]);
    expect(lockChanges('a', ended, true, '2026-11-22').map(({ kind }) => kind)).toEqual(['expired']);
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
    packages: [{ id: 'a@1.0.0', integrity: 'sha512-x', size: 2 }],
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
