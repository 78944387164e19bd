/**
 * The files of the repository that a version says it was made from, at the commit it was published at, else at the tag that forges
 * and release tools give it. One archive over HTTPS from a forge that is known, read into memory with the same care as a package's.
 * A claim of the package's author, like the rest of its manifest: what is found there excuses nothing that was seen.
 */
import { reasonOf } from '../errors.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { DownloadError, download } from '../request.ts';
import { readTarball, type TarballLimits } from '../tarball.ts';
import type { SourceTree } from '../types.ts';

/** What a registry's document claims of a version. */
export interface Declared {
  readonly name: string;
  readonly version: string;
  /** `github.com/owner/name`. */
  readonly repository: string | undefined;
  readonly commit: string | undefined;
}

export interface RepositoryOptions {
  /** Milliseconds for everything. */
  readonly ms: number;
  /** A mirror of the forges, which has `<host>/<owner>/<name>/<ref>.tar.gz`. */
  readonly mirror?: string | undefined;
}

/** Archives by the forges' own documentation: path of the repository and what of it is wanted → address. */
const FORGES: Readonly<Record<string, (path: string, ref: string) => string>> = {
  'github.com': (path, ref) => `https://codeload.github.com/${path}/tar.gz/${ref}`,
  'gitlab.com': (path, ref) => `https://gitlab.com/${path}/-/archive/${ref}/sources.tar.gz`,
  'codeberg.org': (path, ref) => `https://codeberg.org/${path}/archive/${ref}.tar.gz`,
};

/** Most bytes of an archive as it comes. */
const MAX_ARCHIVE = 48 * 2 ** 20;
const ARCHIVE: TarballLimits = {
  unpacked: 192 * 2 ** 20,
  file: 8 * 2 ** 20,
  files: 30_000,
  ratio: 200,
  ratioFrom: 16 * 2 ** 20,
  ms: 20_000,
};
/** A reference that is part of an address as it is. */
const REF = /^[\w.@/+-]{1,200}$/;

/** The files, or why there are none. Never throws. */
export async function fetchRepository(
  declared: Declared,
  options: NpmOptions,
  limits: RepositoryOptions,
): Promise<SourceTree | string> {
  const { repository } = declared;
  if (repository === undefined) return 'it names no repository';
  const deadline = performance.now() + limits.ms;
  let refused = 'it has no version of its own';
  for (const ref of refsOf(declared)) {
    const address = addressOf(repository, ref, limits.mirror);
    if (address === undefined) return `${quote(repository, 100)} is at no forge that is known here`;
    const ms = Math.ceil(deadline - performance.now());
    if (ms <= 0) return 'its forge did not answer in time';
    const files = await archive(address, options, ms);
    if (typeof files !== 'string') return { repository, ref, files };
    refused = files;
    if (files !== MISSING) break;
  }
  return refused;
}

const MISSING = 'its forge has no such repository, commit or tag that anybody may see';

/** Most telling first. Of a repository with many packages, the tag has the name of the package. */
function refsOf({ name, version, commit }: Declared): readonly string[] {
  const tags = [`v${version}`, version, `${name}@${version}`];
  return [...(commit === undefined ? [] : [commit]), ...tags].filter((ref) => REF.test(ref) && !ref.includes('..'));
}

function addressOf(repository: string, ref: string, mirror: string | undefined): string | undefined {
  const [, host = '', path = ''] = /^([\w.-]+)\/([\w.-]+\/[\w.-]+)$/.exec(repository) ?? [];
  const forge = Object.hasOwn(FORGES, host) ? FORGES[host] : undefined;
  if (forge === undefined || path.includes('..')) return undefined;
  const part = ref.split('/').map(encodeURIComponent).join('/');
  return mirror === undefined ? forge(path, part) : `${mirror.replace(/\/+$/, '')}/${host}/${path}/${part}.tar.gz`;
}

async function archive(address: string, options: NpmOptions, ms: number): Promise<SourceTree['files'] | string> {
  try {
    // Once: nothing hangs on it, and nobody waits for a forge that is away.
    const { bytes } = await download(address, { ...options, retry: { retries: 0 } }, { bytes: MAX_ARCHIVE, ms });
    const { value, gaps } = await readTarball(address, bytes, ARCHIVE);
    const cut = gaps.find(({ reason }) => reason.startsWith('its archive was not read to the end'));
    if (cut || value.files.size === 0) return `the archive of its repository: ${cut?.reason ?? 'it holds nothing'}`;
    return value.files;
  } catch (error) {
    const missing = error instanceof DownloadError && /^E(?:404|410|401|403)$/.test(error.code);
    return missing ? MISSING : `its forge: ${quote(reasonOf(error)).replace('the registry answered', 'answered')}`;
  }
}
