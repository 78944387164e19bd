/**
 * The one door through which package metadata reaches npm's resolver. Arborist asks its packument cache before it asks
 * the network; this "cache" answers every question itself, so that each document is capped, timed, checked and cut down
 * to what a tree needs before any of npm's code reads it.
 */
import npa from 'npm-package-arg';
import semver from 'semver';
import { reasonOf } from '../errors.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { DownloadError, download } from '../request.ts';
import { keep, readKept } from './kept.ts';
import { namesOf, type Published, toPublished } from './published.ts';

/** Largest document about one package. The largest seen in the wild is about 60 MB, a package with thousands of versions. */
const MAX_PACKUMENT = 256 * 2 ** 20;
/** Most packages one tree may ask about. The largest real MCP server seen has 1,050. */
const MAX_PACKAGES = 5_000;
/** Most dependencies one manifest may list. */
const MAX_DEPENDENCIES = 2_000;

/** Milliseconds for which a document is not asked for again: what the public registry itself sends as `max-age`. */
const FRESH = 300_000;

/** A dependency that npm's own spec parser refuses; it is taken out of the manifest, or it would end the whole tree. */
export interface Unreadable {
  readonly name: string;
  readonly spec: string;
  readonly reason: string;
}

/** What is left of a version's manifest. */
export interface VersionManifest {
  readonly name: string;
  readonly version: string;
  readonly unreadable: readonly Unreadable[];
  /** What the registry says of this version beside what a tree needs; absent for what is no package of a registry. */
  readonly published?: Published;
  readonly [field: string]: unknown;
}

export interface Packument {
  readonly name: string;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, VersionManifest>>;
  readonly time?: unknown;
  /** Names of those who may publish; absent where the registry does not tell. */
  readonly maintainers?: readonly string[];
}

/** The interface of pacote's `packumentCache`. A key is `full:<url>` or `corgi:<url>`. */
export interface Packuments {
  has(key: string): boolean;
  get(key: string): Promise<Packument>;
  set(): void;
  delete(): void;
  /** The same promise, but it fails with `DownloadError` once a limit of the whole tree is hit. */
  whileGoing<T>(work: Promise<T>): Promise<T>;
}

/**
 * `own` is the target's own document, where it is no package of the registry. npm's resolver cannot be stopped, so where
 * a limit of the whole tree is hit, its next question is never answered and it stands still.
 */
export function createPackuments(
  options: NpmOptions,
  limits: { readonly ms: number; readonly signal: AbortSignal },
  own?: { readonly url: string; readonly packument: Packument },
): Packuments {
  const asked = new Map<string, Promise<Packument>>(own ? [[own.url, Promise.resolve(own.packument)]] : []);
  const stop = Promise.withResolvers<never>();
  stop.promise.catch(() => {});
  let stopped = false;
  const end = (reason: string): void => {
    stopped = true;
    stop.reject(new DownloadError(reason, 'ESTOPPED'));
  };
  limits.signal.addEventListener('abort', () => end('the tree was not made in time'), { once: true });
  const get = (key: string): Promise<Packument> => {
    const url = key.replace(/^\w+:/, '');
    if (asked.size >= MAX_PACKAGES && !asked.has(url)) end(`the tree asks for more than ${MAX_PACKAGES} packages`);
    if (stopped) return new Promise(() => {});
    const answer = asked.get(url) ?? fetchPackument(url, options, limits);
    asked.set(url, answer);
    return answer;
  };
  return {
    has: () => true,
    get,
    set: () => {},
    delete: () => {},
    whileGoing: (work) => Promise.race([work, stop.promise]),
  };
}

async function fetchPackument(
  url: string,
  options: NpmOptions,
  limits: { ms: number; signal: AbortSignal },
): Promise<Packument> {
  const known = await readKept(url, options);
  if (known && (options.offline || Date.now() - known.at < FRESH)) return known.packument;
  const name = decodeURIComponent(url.slice(url.lastIndexOf('/') + 1));
  const headers = { accept: 'application/json', ...(known?.etag ? { 'if-none-match': known.etag } : {}) };
  const { status, etag, bytes } = await download(
    url,
    { ...options, spec: npa(name), headers },
    { ...limits, bytes: MAX_PACKUMENT },
  );
  const packument = known && status === 304 ? known.packument : toPackument(parse(bytes, name), name);
  await keep(url, { at: Date.now(), etag: etag ?? known?.etag, packument }, options);
  return packument;
}

function parse(bytes: Buffer, name: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new DownloadError(
      `the registry's document about ${quote(name)} is no JSON: ${quote(reasonOf(error))}`,
      'EMALFORMED',
    );
  }
}

/** Checks and cuts down a document. Throws `DownloadError` where it is not about `name` or has no versions. */
export function toPackument(document: unknown, name: string): Packument {
  const { name: given, versions, time, maintainers, 'dist-tags': tags } = record(document) ?? {};
  const known = record(versions);
  if (!known) throw new DownloadError(`the registry's document about ${quote(name)} lists no versions`, 'EMALFORMED');
  // A registry or proxy that answers with another package's document must not slip that package in (pacote 21.5.3 did the same).
  if (given !== name)
    throw new DownloadError(
      `the registry answered with ${quote(String(given))} where ${quote(name)} was asked for`,
      'EIDENTITY',
    );
  const kept = Object.entries(known).flatMap(([version, manifest]) => toVersion(name, version, manifest));
  return {
    name,
    'dist-tags': strings(tags),
    versions: Object.fromEntries(kept),
    ...(record(time) ? { time } : {}),
    ...(Array.isArray(maintainers) ? { maintainers: namesOf(maintainers) } : {}),
  };
}

const DEPENDENCIES = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;
const PLATFORM = ['os', 'cpu', 'libc'] as const;

/** One version of a document, or nothing where it claims to be another one: npm then finds no such version. */
function toVersion(name: string, version: string, given: unknown): [string, VersionManifest][] {
  const manifest = record(given);
  if (manifest?.name !== name || manifest.version !== version || !semver.valid(version, { loose: true })) return [];
  return [[version, { ...cutDown(name, version, manifest), published: toPublished(manifest) }]];
}

/**
 * The parts of a manifest that shape a tree, in the shapes npm's resolver expects; a packument holds far more (readmes,
 * scripts, contributors). Also used for the target's own `package.json`.
 */
export function cutDown(name: string, version: string, manifest: Readonly<Record<string, unknown>>): VersionManifest {
  const unreadable: Unreadable[] = [];
  const kept: Record<string, unknown> = { name, version, _id: `${name}@${version}`, unreadable };
  for (const field of DEPENDENCIES) kept[field] = readable(manifest[field], unreadable);
  for (const field of PLATFORM) if (manifest[field] !== undefined) kept[field] = texts([manifest[field]].flat());
  kept.bundleDependencies = bundled(manifest);
  kept.acceptDependencies = strings(manifest.acceptDependencies);
  kept.peerDependenciesMeta = Object.fromEntries(
    Object.entries(record(manifest.peerDependenciesMeta) ?? {}).filter(([, meta]) => record(meta)),
  );
  kept.engines = strings(manifest.engines);
  kept.dist = strings(manifest.dist);
  if (typeof manifest.deprecated === 'string') kept.deprecated = manifest.deprecated;
  if (manifest._hasShrinkwrap === true) kept._hasShrinkwrap = true;
  return kept as unknown as VersionManifest;
}

function bundled(manifest: Readonly<Record<string, unknown>>): string[] {
  const listed = manifest.bundleDependencies ?? manifest.bundledDependencies;
  if (listed === true) return Object.keys(record(manifest.dependencies) ?? {});
  return Array.isArray(listed) ? texts(listed) : [];
}

function readable(given: unknown, unreadable: Unreadable[]): Record<string, string> {
  const kept: [string, string][] = [];
  const listed = Object.entries(record(given) ?? {});
  const more = listed.length - MAX_DEPENDENCIES;
  if (more > 0)
    unreadable.push({
      name: `(${more} more)`,
      spec: '',
      reason: `its manifest lists more than ${MAX_DEPENDENCIES} dependencies`,
    });
  for (const [name, spec] of listed.slice(0, MAX_DEPENDENCIES)) {
    const reason = whyUnreadable(name, spec);
    if (reason === undefined) kept.push([name, spec as string]);
    else unreadable.push({ name, spec: String(spec), reason });
  }
  return Object.fromEntries(kept);
}

/** A range is never this long; parsing one of a hundred thousand characters takes seconds. */
const MAX_SPEC = 1000;

function whyUnreadable(name: string, spec: unknown): string | undefined {
  if (typeof spec !== 'string') return 'it is no text';
  if (spec.length > MAX_SPEC) return `it is longer than ${MAX_SPEC} characters`;
  // npm's resolver looks names up in plain objects, and trips over what every object has.
  if (name in Object.prototype) return 'npm cannot install a package of this name';
  if (name === '') return 'it has no name';
  return problemOfName(name) ?? problemOfSpec(spec);
}

const problemOfName = remembered((name) => npa.resolve(name, '1'));
const problemOfSpec = remembered((spec) => npa.resolve('name', spec, '/'));

/** What npm's parser says against a text. The same few thousand names and specs come again and again. */
function remembered(parse: (text: string) => unknown): (text: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (text) => {
    if (known.size > 100_000) known.clear();
    if (!known.has(text))
      known.set(
        text,
        problemOf(() => parse(text)),
      );
    return known.get(text);
  };
}

function problemOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return `npm cannot read it: ${quote(reasonOf(error))}`;
  }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function texts(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string');
}

function strings(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
