/** What can be known from outside on this machine: lines of `lazaret doctor` about registry, advisories and cache. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { reasonOf } from '../errors.ts';
import { type NpmConfigOptions, type NpmOptions, npmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { DownloadError, download } from '../request.ts';
import type { AdvisorySource, PackageTree, TreeNode } from '../types.ts';
import { askRegistries } from './advisories.ts';
import { askOsv } from './osv-store.ts';

export interface Known {
  readonly name: string;
  readonly ok: boolean;
  /** False for what a vet can do without, at the price of a gap. */
  readonly needed: boolean;
  readonly detail: string;
}

/** Milliseconds for one answer. */
const PATIENCE = 10_000;

/** Never rejects. */
export async function inspectSources(options: NpmConfigOptions): Promise<readonly Known[]> {
  try {
    const npm = await npmOptions(options);
    return await Promise.all([registry(npm), listed(npm), exported(npm), cache(npm)]);
  } catch (error) {
    return [{ name: 'registry', ok: false, needed: true, detail: quote(reasonOf(error)) }];
  }
}

async function registry(npm: NpmOptions): Promise<Known> {
  const about = { name: 'registry', needed: true };
  // Neither user nor password, should there be any in the address.
  const url = URL.parse(npm.registry);
  if (url === null)
    return {
      ...about,
      ok: false,
      detail: `${quote(npm.registry)} is no address; \`npm config get registry\` says where it is from`,
    };
  const place = quote(`${url.origin}${url.pathname}`);
  const refused = await download('/-/ping', npm, { bytes: 2 ** 20, ms: PATIENCE }).then(
    () => undefined,
    (error: unknown) => error,
  );
  const code = refused instanceof DownloadError ? refused.code : '';
  // Not every registry knows this question; one that says so has answered.
  if (refused === undefined || (/^E4\d\d$/.test(code) && !/^E40[13]$/.test(code)))
    return { ...about, ok: true, detail: `${place} answers` };
  const how = /^E40[13]$/.test(code) ? 'log in with `npm login`' : 'check network, proxy and `npm config ls`';
  return { ...about, ok: false, detail: `${place}: ${quote(reasonOf(refused))}; ${how}` };
}

/** An old version of a package of npm's own: whoever lists advisories at all answers about it. */
const ASKED_ABOUT: Pick<TreeNode, 'id' | 'name' | 'version' | 'resolved'> = {
  id: 'semver@7.0.0',
  name: 'semver',
  version: '7.0.0',
  resolved: 'registry',
};

async function listed(npm: NpmOptions): Promise<Known> {
  const tree = { nodes: [ASKED_ABOUT] } as unknown as PackageTree;
  const [answer] = await askRegistries(tree, npm, { asOf: '', ms: PATIENCE });
  return known('advisories', answer?.source, 'the registry lists known advisories');
}

async function exported(npm: NpmOptions): Promise<Known> {
  const { source } = await askOsv({ nodes: [] }, npm.cache);
  return known('osv', source, source.outcome === 'unchecked' ? '' : `an export as of ${quote(source.asOf)}`);
}

function known(name: string, source: AdvisorySource | undefined, good: string): Known {
  const ok = source !== undefined && source.outcome !== 'unchecked';
  return { name, ok, needed: false, detail: source?.outcome === 'unchecked' ? quote(source.reason) : good };
}

/** Writable, or it can be made in the nearest folder above it that is there. */
async function cache({ cache: place }: NpmOptions): Promise<Known> {
  for (let folder = place; ; folder = dirname(folder)) {
    const reason = await access(folder, constants.W_OK).then(
      () => '',
      (error: NodeJS.ErrnoException) => error.code ?? reasonOf(error),
    );
    if (reason === 'ENOENT' && folder !== dirname(folder)) continue;
    const detail = reason === '' ? quote(place) : `${quote(folder)} cannot be written (${reason}); set LAZARET_CACHE`;
    return { name: 'cache', ok: reason === '', needed: true, detail };
  }
}
