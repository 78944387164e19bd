/**
 * A target that is no package of the registry, a tarball or a directory, as the bytes that would be published. They go
 * into the cache under their integrity; from there on such a target is a package like any other.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Arborist from '@npmcli/arborist';
import cacache from 'cacache';
import type { PackTree } from 'npm-packlist';
import pacote from 'pacote';
import semver from 'semver';
import ssri from 'ssri';
import { reasonOf, UsageError } from '../errors.ts';
import { isName, readManifest } from '../manifest.ts';
import { megabytes } from '../megabytes.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { SHRINKWRAP } from '../shrinkwrap.ts';
import { readTarball } from '../tarball.ts';
import type { Gap, Manifest, Staged, Target } from '../types.ts';
import { type LeftOut, leftOutOf } from './left-out.ts';

export interface OwnPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly manifest: Manifest;
  /** Its list of what older npms install, if it has one. */
  readonly shrinkwrap?: Uint8Array;
}

/** Largest tarball taken as a target; the registry itself accepts less. */
const MAX_OWN = 512 * 2 ** 20;

/** Reads, packs and caches the target. Throws `UsageError` for what the user can mend; what is wrong with the package is a gap. */
export async function readOwn(
  target: Exclude<Target, { kind: 'npm' }>,
  options: NpmOptions,
): Promise<Staged<OwnPackage | undefined>> {
  const { value: bytes, gaps: unpacked } = target.kind === 'tarball' ? await tarballOf(target) : await packed(target);
  if (bytes === undefined) return { value: undefined, gaps: unpacked };
  const { value, gaps } = await readTarball(target.text, bytes);
  const manifest = readManifest(value.files.get('package.json'));
  const named = typeof manifest === 'string' ? manifest : identity(manifest);
  if (typeof manifest === 'string' || typeof named === 'string') {
    return { value: undefined, gaps: [...unpacked, ...gaps, gapOf(target, String(named))] };
  }
  const integrity = ssri.fromData(bytes, { algorithms: ['sha512'] }).toString();
  await cacache.put(options.cache, `target:${integrity}`, bytes, { algorithms: ['sha512'] }).catch((error: unknown) => {
    // It is read from there from now on.
    throw new UsageError(
      `the cache cannot be written: ${reasonOf(error)}`,
      'set LAZARET_CACHE to a folder that can be',
    );
  });
  const shrinkwrap = value.files.get(SHRINKWRAP) ?? (await listIn(target));
  const own = { ...named, integrity, manifest, ...(shrinkwrap ? { shrinkwrap } : {}) };
  // Gaps of the archive are told again, under the package's own name, when the package is opened.
  return { value: own, gaps: [...unpacked, ...unprepared(target, manifest)] };
}

/** npm 12 leaves it out when it packs a directory, older ones do not. */
async function listIn({ kind, path }: At): Promise<Buffer | undefined> {
  if (kind !== 'directory') return undefined;
  const found = await readCapped(join(path, SHRINKWRAP)).catch(() => '');
  return typeof found === 'string' ? undefined : found;
}

function gapOf(target: Target, reason: string): Gap {
  return { stage: 'resolve', subject: target.text, reason };
}

type Bytes = Staged<Buffer | undefined>;
type At = Extract<Target, { readonly path: string }>;

async function tarballOf(target: At): Promise<Bytes> {
  const bytes = await readCapped(target.path);
  return typeof bytes === 'string' ? { value: undefined, gaps: [gapOf(target, bytes)] } : { value: bytes, gaps: [] };
}

/** The bytes, or why they are not taken. Throws `UsageError` where they cannot be read. */
async function readCapped(path: string): Promise<Buffer | string> {
  try {
    const about = await stat(path);
    if (!about.isFile()) return 'it is no regular file';
    return about.size > MAX_OWN ? `it is larger than ${megabytes(MAX_OWN)}` : await readFile(path);
  } catch (error) {
    throw new UsageError(`${quote(path)} cannot be read: ${reasonOf(error)}`, 'check its permissions');
  }
}

/** What `npm publish` would send, but for scripts: `ignoreScripts` keeps `prepare` from running. */
async function packed(target: At): Promise<Bytes> {
  const { path } = target;
  const failed = (reason: string): Bytes => ({ value: undefined, gaps: [gapOf(target, reason)] });
  try {
    const manifest = await manifestIn(path);
    const named = typeof manifest === 'string' ? manifest : identity(manifest);
    if (typeof manifest === 'string' || typeof named === 'string') return failed(String(named));
    const tree = await treeToPack(path, manifest);
    const { odd, unpackable } = await leftOutOf(path, tree);
    if (unpackable !== undefined) return failed(`it is not packed: ${unpackable}`);
    const packing = { ...STILL, tree, allowDirectory: 'all' };
    const packedBytes = await pacote.tarball.stream(`file:${path}`, collectStream, packing as never);
    return { value: packedBytes, gaps: unreadIn(target, odd) };
  } catch (error) {
    return failed(`it cannot be packed, and \`npm pack --ignore-scripts\` should: ${quote(reasonOf(error))}`);
  }
}

async function manifestIn(path: string): Promise<Manifest | string> {
  const bytes = await readCapped(join(path, 'package.json'));
  return typeof bytes === 'string' ? bytes.replace(/^it /, 'its package.json ') : readManifest(bytes);
}

const STILL = { ignoreScripts: true, ignoreExtension: true };

/**
 * The packer looks into `node_modules` for what is bundled, and else into the manifest alone. The tree is loaded here and not by
 * pacote, which would run a `.npm-extension.cjs` it finds in the directory.
 */
async function treeToPack(path: string, manifest: Manifest): Promise<PackTree> {
  const { bundleDependencies, bundledDependencies, workspaces } = manifest;
  if (bundleDependencies || bundledDependencies)
    return (await new Arborist({ path, ...STILL } as never).loadActual()) as unknown as PackTree;
  const normal = await pacote.manifest(`file:${path}`, { ...STILL, allowDirectory: 'all' } as never);
  return {
    path,
    package: normal as unknown as PackTree['package'],
    isProjectRoot: true,
    edgesOut: new Map(),
    // That there are some is enough for it: it reads the ignore files of all directories otherwise then.
    workspaces: workspaces ? new Map() : null,
  };
}

async function collectStream(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_OWN) throw new Error(`it packs to more than ${megabytes(MAX_OWN)}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Name and version, or what is wrong with them. */
function identity({ name, version }: Manifest): { name: string; version: string } | string {
  if (typeof name !== 'string' || !isName(name))
    return 'its package.json has no valid name: an npm package needs a "name"';
  const clean = typeof version === 'string' ? semver.valid(version, { loose: true }) : null;
  if (clean === null) return 'its package.json has no valid version: an npm package needs a "version" like "1.0.0"';
  return { name, version: clean };
}

/** Nothing that Node loads unless somebody names it so. */
const TEXT = /\.(?:md|mdx|txt|rst|adoc)$|(?:^|\/)(?:LICEN[CS]E|COPYING|NOTICE|README|CHANGELOG)$/i;
/** Paths named in one gap. */
const NAMED = 3;

/** What was left out without being asked to. A link to a text is told, but nothing of the code is missing for it. */
function unreadIn(target: Target, odd: LeftOut['odd']): Gap[] {
  const texts = [...odd.keys()].filter((path) => TEXT.test(path));
  const others = [...odd.keys()].filter((path) => !TEXT.test(path));
  return [
    ...(others.length > 0 ? [{ ...gapOf(target, leftOutText(others, odd)), stage: 'source' as const }] : []),
    ...(texts.length > 0 ? [{ ...gapOf(target, leftOutText(texts, odd)), stage: 'local' as const }] : []),
  ];
}

function leftOutText(paths: readonly string[], odd: LeftOut['odd']): string {
  const named = paths.slice(0, NAMED).map((path) => `${quote(path, 100)}: ${odd.get(path)}`);
  const count = paths.length === 1 ? 'one entry' : `${paths.length} entries`;
  return `npm packs no links and no special files, so ${count} of the directory went unread, which a start from there would use (${named.join(', ')}${paths.length > NAMED ? ', …' : ''})`;
}

/** Scripts that `npm publish` would run first, and that may write what is published. */
function unprepared(target: Target, { scripts }: Manifest): Gap[] {
  if (target.kind !== 'directory' || typeof scripts !== 'object' || scripts === null) return [];
  const found = ['prepublishOnly', 'prepack', 'prepare'].filter((name) => name in scripts);
  if (found.length === 0) return [];
  return [
    {
      stage: 'source',
      subject: target.text,
      reason: `the directory is judged as it lies: its ${found.join(' and ')} script was not run`,
    },
  ];
}
