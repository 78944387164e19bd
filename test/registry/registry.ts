/**
 * An npm registry on loopback, made from plain objects:
 *
 *     const registry = await startRegistry([{ name: 'weather-mcp', version: '1.0.0', manifest: { dependencies: { zod: '^4' } } }, …]);
 *     const door = await createRegistry({ cwd: registry.home, env: registry.env });
 *     …
 *     await registry.close();
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTarball } from './tarball.ts';

export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** Further fields of its package.json, which the registry repeats in its document. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Further files; `package.json` is made where it is missing. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Instead of a tarball made of `files`. */
  readonly tarball?: Uint8Array;
  /** Laid over the version's entry in the registry's document: what the registry says and the tarball does not. */
  readonly published?: Readonly<Record<string, unknown>>;
  /** Laid over what it says of the tarball: `signatures`, `attestations`. */
  readonly dist?: Readonly<Record<string, unknown>>;
  /** When it was published; with one such version, the document has dates. `null` leaves out this version's own. */
  readonly at?: string | null;
  /** Laid over the registry's whole document: `maintainers`, `time`. */
  readonly document?: Readonly<Record<string, unknown>>;
  /** Dist-tags besides `latest`, which is the last one listed. */
  readonly tags?: readonly string[];
}

export interface FakeRegistry {
  readonly url: string;
  /** What was asked for, in order. */
  readonly requests: readonly IncomingMessage[];
  /** An empty home directory, removed by `close`. */
  readonly home: string;
  /** An environment in which npm's configuration names this registry and a fresh cache, and retries at once. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Answers a request in the registry's place where it returns true. */
export type Interference = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

export async function startRegistry(
  packages: readonly PublishedPackage[],
  interfere: Interference = () => false,
): Promise<FakeRegistry> {
  const requests: IncomingMessage[] = [];
  const answers = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    requests.push(request);
    if (interfere(request, response, path)) return;
    const answer = answers.get(path);
    response.writeHead(answer ? 200 : 404, {
      'content-type': path.endsWith('.tgz') ? 'application/octet-stream' : 'application/json',
    });
    response.end(answer ?? '{"error":"Not found"}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (const [path, bytes] of await publish(packages, url)) answers.set(path, bytes);
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  return { url, requests, home, env: environment(home, url), close: () => close(server, home) };
}

export function environment(home: string, url: string): Record<string, string> {
  return {
    HOME: home,
    LAZARET_CACHE: join(home, 'cache'),
    // No test asks a forge of the world.
    LAZARET_FORGES: 'http://127.0.0.1:9/',
    npm_config_registry: url,
    npm_config_userconfig: join(home, '.npmrc'),
    npm_config_globalconfig: join(home, 'global.npmrc'),
    // A proxy of this machine is not asked for addresses of this machine.
    npm_config_noproxy: '127.0.0.1',
    npm_config_fetch_retries: '1',
    npm_config_fetch_retry_mintimeout: '1',
    npm_config_fetch_retry_maxtimeout: '1',
  };
}

async function close(server: ReturnType<typeof createServer>, home: string): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(home, { recursive: true, force: true });
}

interface Document {
  readonly name: string;
  readonly 'dist-tags': Record<string, string>;
  readonly versions: Record<string, unknown>;
  time?: Record<string, string>;
}

async function publish(packages: readonly PublishedPackage[], url: string): Promise<Map<string, Uint8Array>> {
  const answers = new Map<string, Uint8Array>();
  const documents = new Map<string, Document>();
  for (const published of packages) {
    const { name, version } = published;
    const tarball = published.tarball ?? (await tarballOf(published));
    const path = `/${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
    const document = documents.get(name) ?? { name, 'dist-tags': {}, versions: {} };
    document.versions[version] = {
      name,
      version,
      ...published.manifest,
      dist: { ...dist(tarball, new URL(path, url).href), ...published.dist },
      ...published.published,
    };
    if (published.at) {
      document.time = { created: published.at, ...document.time, modified: published.at, [version]: published.at };
    }
    Object.assign(document, published.document);
    for (const tag of ['latest', ...(published.tags ?? [])]) document['dist-tags'][tag] = version;
    documents.set(name, document);
    answers.set(path, tarball);
  }
  for (const [name, document] of documents) answers.set(`/${name}`, Buffer.from(JSON.stringify(document)));
  return answers;
}

function tarballOf({ name, version, manifest, files }: PublishedPackage): Promise<Buffer> {
  return makeTarball({
    'package.json': JSON.stringify({ name, version, ...manifest }),
    'index.js': 'module.exports = {};\n',
    ...files,
  });
}

/** What a registry says of a tarball. */
export function dist(tarball: Uint8Array, url: string): Record<string, string> {
  const hash = (algorithm: string, encoding: 'base64' | 'hex'): string =>
    createHash(algorithm).update(tarball).digest(encoding);
  return { tarball: url, shasum: hash('sha1', 'hex'), integrity: `sha512-${hash('sha512', 'base64')}` };
}
