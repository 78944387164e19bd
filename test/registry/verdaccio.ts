/**
 * A real registry, verdaccio, on loopback, with users who publish:
 *
 *     const registry = await startVerdaccio();
 *     const wendy = await registry.user('wendy');
 *     await wendy.publish('weather-mcp', '1.0.0', { at: '2025-01-01T00:00:00.000Z' });
 *     …
 *     await registry.close();
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runServer } from 'verdaccio';
import { dist, environment } from './registry.ts';
import { makeTarball } from './tarball.ts';

export interface Published {
  /** Further fields of its package.json. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
  /** When it counts as published: verdaccio dates by its clock, so its own storage is set back. */
  readonly at?: string;
  /** Who the client says it is, as npm's own registry would record it; verdaccio keeps what it is told, and tells nothing itself. */
  readonly says?: string;
}

export interface User {
  publish(name: string, version: string, published?: Published): Promise<void>;
}

export interface Verdaccio {
  readonly url: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  user(name: string): Promise<User>;
  close(): Promise<void>;
}

export async function startVerdaccio(): Promise<Verdaccio> {
  const home = mkdtempSync(join(tmpdir(), 'verdaccio-'));
  const server = (await runServer(configuration(home) as never)) as Server;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    home,
    env: environment(home, url),
    user: async (name) => {
      const token = await logIn(url, name);
      return { publish: (...what) => publish({ url, home, token }, ...what) };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Everybody reads, who is logged in publishes, and nothing comes from elsewhere. */
function configuration(home: string): object {
  const open = { access: '$all', publish: '$authenticated' };
  return {
    self_path: join(home, 'config.yaml'),
    configPath: join(home, 'config.yaml'),
    storage: join(home, 'storage'),
    web: { enable: false },
    auth: { htpasswd: { file: join(home, 'htpasswd'), max_users: 10 } },
    uplinks: {},
    packages: { '@*/*': open, '**': open },
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
  };
}

async function send(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function logIn(url: string, name: string): Promise<string> {
  const password = `the password of ${name}`;
  const user = { name, password, email: `${name}@weather.example` };
  const { token } = (await send(`${url}-/user/org.couchdb.user:${name}`, user)) as { token: string };
  return token;
}

interface At {
  readonly url: string;
  readonly home: string;
  readonly token: string;
}

/** The request that `npm publish` makes. */
async function publish(
  { url, home, token }: At,
  name: string,
  version: string,
  published: Published = {},
): Promise<void> {
  const { manifest, files, at, says } = published;
  const tarball = await makeTarball({
    'package.json': JSON.stringify({ name, version, ...manifest }),
    'index.js': 'module.exports = {};\n',
    ...files,
  });
  const file = `${name.split('/').at(-1)}-${version}.tgz`;
  const listed = {
    name,
    version,
    ...manifest,
    ...(says === undefined ? {} : { _npmUser: { name: says } }),
    dist: dist(tarball, `${url}${name}/-/${file}`),
  };
  const attached = {
    content_type: 'application/octet-stream',
    data: tarball.toString('base64'),
    length: tarball.length,
  };
  const document = {
    _id: name,
    name,
    'dist-tags': { latest: version },
    versions: { [version]: listed },
    _attachments: { [file]: attached },
  };
  await send(`${url}${encodeURIComponent(name)}`, document, { authorization: `Bearer ${token}` });
  if (at !== undefined) setBack(join(home, 'storage', name, 'package.json'), version, at);
}

function setBack(path: string, version: string, at: string): void {
  const stored = JSON.parse(readFileSync(path, 'utf8')) as { time: Record<string, string> };
  const { created = at } = stored.time;
  stored.time = { ...stored.time, created: created < at ? created : at, [version]: at };
  writeFileSync(path, JSON.stringify(stored));
}
