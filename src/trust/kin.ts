/**
 * Does the owner of a well-known name publish the one that resembles it too? Who published this version has to be a maintainer of
 * the known package, or its verified provenance has to lead to an owner of the known package's repository. That a package lists
 * somebody as its maintainer proves nothing: nobody has to agree to be listed.
 */
import npa from 'npm-package-arg';
import npmFetch from 'npm-registry-fetch';
import { namesakes } from '../../rules/data/popular-names.ts';
import { releaseOf } from '../history.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { createPackuments, type Packument } from '../resolve/packuments.ts';
import type { Kin, PackageTree, Proofs } from '../types.ts';
import type { Looked } from './histories.ts';

/** Known names that are asked about: a name resembles one, rarely two. */
const MOST = 3;

/** For the target alone, and only where its name resembles another: one document each. Never throws. */
export async function findKin(
  { root }: PackageTree,
  looked: Looked,
  proofs: readonly Proofs[],
  options: NpmOptions,
  ms: number,
): Promise<readonly Kin[]> {
  const names = root.resolved === undefined ? [] : namesakes(root.name).slice(0, MOST);
  const history = looked.known.find((one) => one.package === root.id);
  const publisher = history && releaseOf(history)?.publisher;
  const source = proofs.find((one) => one.package === root.id)?.source?.repository;
  if (names.length === 0 || (publisher === undefined && source === undefined)) return [];
  const packuments = createPackuments(options, { ms, signal: AbortSignal.timeout(ms) });
  const found = await Promise.all(
    names.map(async (known): Promise<Kin[]> => {
      const registry = npmFetch.pickRegistry(known, options as npmFetch.Options).replace(/\/+$/, '');
      const asked = packuments.get(`full:${registry}/${npa(known).escapedName}`);
      const document = await packuments.whileGoing(asked).catch(() => undefined);
      const by = document && sharedOwner(document, publisher, source);
      return by === undefined ? [] : [{ package: root.id, known, by: quote(by, 80) }];
    }),
  );
  return found.flat();
}

function sharedOwner(known: Packument, publisher: string | undefined, source: string | undefined): string | undefined {
  if (publisher !== undefined && known.maintainers?.includes(publisher)) return publisher;
  const latest = known.versions[known['dist-tags'].latest ?? '']?.published?.repository;
  const [mine, theirs] = [ownerOf(source), ownerOf(latest)];
  return mine !== undefined && mine === theirs ? mine : undefined;
}

/** `github.com/owner/name` → `github.com/owner`. */
function ownerOf(repository: string | undefined): string | undefined {
  return repository?.split('/').slice(0, 2).join('/');
}
