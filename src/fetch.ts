/**
 * Tree → packages, one at a time: tarball bytes from the cache or the registry, checked against the tree's integrity, and
 * read in memory. A package that cannot be had whole is a gap.
 */
import cacache from 'cacache';
import ssri from 'ssri';
import { reasonOf } from './errors.ts';
import type { NpmOptions } from './npm-config.ts';
import { queue } from './queue.ts';
import { quote } from './quote.ts';
import { DownloadError, download } from './request.ts';
import { TARBALL_LIMITS, type TarballLimits } from './tarball.ts';
import type { Gap, Package, PackageStore, Staged, TarballFile, TreeNode } from './types.ts';
import { unpack } from './unpack.ts';

export interface FetchLimits {
  /** Bytes of one compressed tarball. */
  readonly compressed: number;
  /** Milliseconds for one download with its retries. */
  readonly ms: number;
  /** Packages opened at a time; each holds its bytes in memory until the caller lets go of it. */
  readonly parallel: number;
  readonly tarball: TarballLimits;
}

/** The largest tarballs in the registry are prebuilt binaries of about 150 MB. */
export const FETCH_LIMITS: FetchLimits = {
  compressed: 256 * 2 ** 20,
  ms: 300_000,
  parallel: 8,
  tarball: TARBALL_LIMITS,
};

/** A store that any number of processes may use at once: the cache is written by rename, under the content's own hash. */
export function createStore(options: NpmOptions, limits: FetchLimits = FETCH_LIMITS): PackageStore {
  const turn = queue(limits.parallel);
  return {
    open: (node) => turn(() => open(node, options, limits)),
    tarball: (node) => turn(() => tarball(node, options, limits)),
    file: async (node) => ({ value: await fileOf(node, options, limits), gaps: weakness(node) }),
  };
}

async function open(node: TreeNode, options: NpmOptions, limits: FetchLimits): Promise<Staged<Package | undefined>> {
  const { value: bytes, gaps } = await tarball(node, options, limits);
  if (bytes === undefined) return { value: undefined, gaps };
  const unpacked = await unpack(node, bytes, limits.tarball);
  return { value: unpacked.value, gaps: [...gaps, ...unpacked.gaps] };
}

async function tarball(
  node: TreeNode,
  options: NpmOptions,
  limits: FetchLimits,
): Promise<Staged<Uint8Array | undefined>> {
  // Its files belong to the package that carries it.
  if (node.bundled) return { value: undefined, gaps: [] };
  try {
    return { value: await tarballOf(node, options, limits), gaps: weakness(node) };
  } catch (error) {
    return { value: undefined, gaps: [gap(node, `its tarball was not had: ${quote(reasonOf(error))}`)] };
  }
}

function gap({ id }: TreeNode, reason: string): Gap {
  return { stage: 'fetch', subject: id, reason };
}

/**
 * Packages published before 2017 may be known by SHA-1 alone. Their bytes are accepted, since nobody can yet make other
 * bytes for a given SHA-1, but their publisher could have made two; bytes nobody vouches for are a gap of the fetch.
 */
function weakness(node: TreeNode): Gap[] {
  if (node.integrity === '')
    return [gap(node, 'the registry gives no hash for it, so its bytes could not be verified')];
  if (!node.integrity.startsWith('sha1-')) return [];
  return [{ stage: 'provenance', subject: node.id, reason: 'the registry knows it by SHA-1 only' }];
}

async function tarballOf(node: TreeNode, options: NpmOptions, limits: FetchLimits): Promise<Buffer> {
  const cached = node.integrity === '' ? undefined : await fromCache(node, options, limits);
  if (cached) return cached;
  const bytes = await fromRegistry(node, options, limits);
  if (node.integrity !== '') await toCache(node, bytes, options);
  return bytes;
}

/** Where the cache has it: not read, so not verified. */
async function fileOf(
  { integrity, bundled }: TreeNode,
  { cache }: NpmOptions,
  limits: FetchLimits,
): Promise<TarballFile | undefined> {
  if (integrity === '' || bundled) return undefined;
  const { path, size = Number.POSITIVE_INFINITY } =
    (await cacache.get.info(cache, keyOf(integrity)).catch(() => null)) ?? {};
  return path !== undefined && size <= limits.compressed ? { path, size } : undefined;
}

const keyOf = (integrity: string): string => `tarball:${integrity}`;

/** Damaged or missing content is fetched anew; cacache verifies what it reads. */
async function fromCache(
  { integrity }: TreeNode,
  { cache }: NpmOptions,
  limits: FetchLimits,
): Promise<Buffer | undefined> {
  try {
    const found = await cacache.get.hasContent(cache, integrity);
    if (!found || found.size > limits.compressed) return undefined;
    return await cacache.get.byDigest(cache, integrity);
  } catch {
    return undefined;
  }
}

/** A full disk must not lose a package that is already in memory. */
async function toCache({ integrity }: TreeNode, bytes: Buffer, { cache }: NpmOptions): Promise<void> {
  await cacache.put(cache, keyOf(integrity), bytes, { integrity }).catch(() => {});
}

async function fromRegistry(node: TreeNode, options: NpmOptions, limits: FetchLimits): Promise<Buffer> {
  if (node.resolved === undefined)
    throw new DownloadError('the registry does not say where its tarball is', 'EMALFORMED');
  const { bytes } = await download(
    tarballUrl(node.resolved, options),
    { ...options, spec: node.name },
    { bytes: limits.compressed, ms: limits.ms },
  );
  if (node.integrity !== '' && !ssri.checkData(bytes, node.integrity)) {
    throw new DownloadError(`its bytes do not match ${node.integrity}`, 'EINTEGRITY');
  }
  return bytes;
}

/** npm's `replace-registry-host`: a mirror repeats the public registry's URLs, and its users cannot reach those. */
function tarballUrl(resolved: string, { registry, replaceRegistryHost }: NpmOptions): string {
  const url = new URL(resolved);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new DownloadError(`its tarball is at ${url.protocol}, not at http`, 'EMALFORMED');
  const replaced =
    replaceRegistryHost === undefined || replaceRegistryHost === 'npmjs' ? 'registry.npmjs.org' : replaceRegistryHost;
  if (replaced === 'never' || (replaced !== 'always' && replaced !== url.host)) return resolved;
  return new URL(url.pathname + url.search, registry).href;
}
