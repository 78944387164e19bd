/** The least a server needs, from what it was seen to do. */
import { describe, expect, test } from 'vitest';
import { asTyped, rightsOf } from '../src/rights.ts';
import type { Behavior, CredentialHandling, Observation, Target, TreeNode } from '../src/types.ts';

const root = { name: '@acme/notes', version: '1.2.0' } as TreeNode;
const published: Target = { kind: 'npm', text: '@acme/notes', spec: '@acme/notes', args: [] };
const credentials = {
  variables: [{ name: 'HOME' }, { name: 'NOTES_TOKEN' }, { name: 'bad name; rm' }],
} as unknown as CredentialHandling;
const body = { bytes: 0, sha256: '', text: '' };
type Loose = { [K in keyof Observation]?: unknown } & Record<string, unknown>;

const rights = (...seen: readonly Loose[]) => rightsFor(published, ...seen);

function rightsFor(target: Target, ...seen: readonly Loose[]) {
  const base = {
    run: 'laptop',
    phase: 'call',
    at: 0,
    package: 'x',
    pid: 7,
    ok: true,
    headers: {},
    body,
    method: 'GET',
    url: '',
  };
  const behavior: Behavior = {
    runs: [{ profile: 'laptop', phase: 'call', status: 'completed', detail: '', ms: 1 }],
    observations: seen.map((one, seq) => ({ ...base, ...one, seq }) as unknown as Observation),
    tools: [],
    sandbox: undefined,
  };
  const found = rightsOf(behavior, root, credentials, target);
  if (!found) throw new Error('none');
  return found;
}

describe('rightsOf', () => {
  test('names what was used while it ran, on any machine', () => {
    const found = rights(
      { kind: 'http', host: 'api.notes.example' },
      { kind: 'http', host: 'registry.example', phase: 'install' },
      { kind: 'http', host: 'localhost:3000' },
      { kind: 'read', path: '/home/mark/work/acme-api/README.md' },
      { kind: 'read', path: '/home/runner/.kube/config' },
      { kind: 'write', path: '/home/mark/.cache/notes/x' },
      { kind: 'write', path: '/home/mark/notes.db' },
      { kind: 'exec', path: '/usr/bin/git', argv: [] },
      { kind: 'exec', path: '/usr/local/bin/node', argv: [] },
      { kind: 'connect', address: '203.0.113.9', port: 5432 },
    );
    expect(found).toMatchObject({
      hosts: ['api.notes.example'],
      addresses: ['203.0.113.9:5432'],
      reads: ['./README.md', '~/.kube/config'],
      writes: ['~/notes.db'],
      programs: ['/usr/bin/git'],
      variables: ['HOME', 'NOTES_TOKEN'],
    });
    expect(found.container.run).not.toContain('none');
    expect(found.container.run.join(' ')).toContain('--env NOTES_TOKEN');
    expect(found.container.run.join(' ')).not.toContain('HOME');
    expect(found.container.run.join(' ')).toContain('--volume $PWD:/work:ro --workdir /work');
  });

  test('names that are made up anew each time are told once, as a pattern', () => {
    const home = '/home/mark/.notes';
    const written = [
      ...['tmp-8f3ac1', 'tmp-0b77de', 'XyZqWe.lock', 'Ab3dEf.lock', '1764331000.log', '1764331999.log'],
      ...['3d6f0f52-58a6-4b4e-9a77-2f1c8a1f6b10/note.md', '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d/note.md'],
      ...['index.json', 'getUserName.js', 'setUserName.js', 'page1.md', 'page2.md', 'one-4f00ba.db'],
    ].map((name) => ({ kind: 'write', path: `${home}/${name}` }));
    expect(rights(...written).writes).toEqual(
      [
        ...['*.lock', '*.log', '*/note.md', 'tmp-*'],
        ...['getUserName.js', 'index.json', 'one-4f00ba.db', 'page1.md', 'page2.md', 'setUserName.js'],
      ]
        .map((name) => `~/.notes/${name}`)
        .sort(),
    );
  });

  test('a folder beside the one where the user works is not it', () => {
    const beside = rights({ kind: 'write', path: '/home/mark/work/acme-api-old/x' });
    expect(beside.writes).toEqual(['~/work/acme-api-old/x']);
    const deeper = rights({ kind: 'write', path: '/home/runner/work/acme-api/acme-api/x' });
    expect(deeper.writes).toEqual(['./x']);
  });

  test('a server that needs nobody gets no network, and one that touches no files none of them', () => {
    const { run, install } = rights().container;
    expect(run.join(' ')).toContain('--network none');
    expect(run.join(' ')).toContain(
      '--volume acme-notes:/srv:ro --workdir /srv node:24-slim /srv/node_modules/.bin/notes',
    );
    expect(install).toContain('@acme/notes@1.2.0');
    expect(install).toContain('--ignore-scripts');
  });

  test('is started as it was in the end, with the arguments it had, and without what is the machine’s own', () => {
    const bin = '/home/ci/.npm/_npx/0/node_modules/.bin/notes-mcp';
    const start = (argv: readonly string[]) => ({ kind: 'exec', phase: 'start', path: argv[0], argv });
    const { run, install } = rights(
      start([bin]),
      start([bin, 'serve', '/home/mark/work/acme-api/x', "it's"]),
    ).container;
    expect(run.slice(-4)).toEqual(['/srv/node_modules/.bin/notes-mcp', 'serve', '/work/x', "it's"]);
    expect(run.join(' ')).toContain('--volume $PWD:/work:ro --workdir /work');
    expect(asTyped(run)).toContain("/srv/node_modules/.bin/notes-mcp serve /work/x 'it'\\''s'");
    expect(install).toContain('--ignore-scripts');
  });

  test('is the file that its readme has started, where its command is something else', () => {
    const project = '/home/ci/.npm/_npx/0/node_modules';
    const start = (...argv: readonly string[]) => ({ kind: 'exec', phase: 'start', path: argv[0], argv });
    const node = (file: string, parent?: number) => ({ ...start('node', file), path: '/usr/local/bin/node', parent });
    const { run } = rights(
      start(`${project}/.bin/notes`),
      node(`${project}/.bin/notes`),
      node(`${project}/@acme/notes/dist/server.js`),
      node(`${project}/@acme/notes/dist/child.js`, 7),
    ).container;
    expect(run.slice(-2)).toEqual(['node', '/srv/node_modules/@acme/notes/dist/server.js']);
  });

  test('of a folder or a tarball, nothing is installed that a registry has under its name', () => {
    const own = { text: './x', args: [] };
    const folder = rightsFor({ kind: 'directory', path: '/tmp/my notes', ...own }).container.install.join(' ');
    expect(folder).toContain('--volume $PWD:/work:ro node:24-slim npm install');
    expect(folder).toMatch(/ --install-links \/work$/);
    const { install } = rightsFor({ kind: 'tarball', path: '/tmp/my notes.tgz', ...own }).container;
    expect(asTyped(install)).toMatch(/ --volume \$PWD:\/work:ro .* '\/work\/my notes\.tgz'$/);
    expect(`${folder} ${install}`).not.toContain('@acme/notes');
  });

  test('a host that only a tool’s input named is not a right of the server', () => {
    const named = { kind: 'recipient', what: 'host', value: 'asked.example', field: '', explained: 'input', in: 0 };
    expect(rights({ kind: 'http', host: 'asked.example' }, named).hosts).toEqual([]);
  });

  test('a server that was not seen running has none', () => {
    const behavior: Behavior = { runs: [], observations: [], tools: [], sandbox: undefined };
    expect(rightsOf(behavior, root, undefined, published)).toBeUndefined();
  });
});
