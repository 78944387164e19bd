/**
 * PackageTree → Proofs: the registry's signatures of all packages, and the attestations of those that have some. Signatures came
 * with the documents the tree was made from; attestations are one request each, and kept, since what they prove of an integrity
 * does not change. Whatever cannot be had or told is *unchecked*, never good.
 */
import { verify } from 'node:crypto';
import cacache from 'cacache';
import npa from 'npm-package-arg';
import npmFetch from 'npm-registry-fetch';
import ssri from 'ssri';
import { reasonOf } from '../errors.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { download } from '../request.ts';
import type { Published } from '../resolve/published.ts';
import type { ProofCheck, Proofs, TreeNode } from '../types.ts';
import { checkAttestations } from './attestations.ts';
import type { TrustRoot } from './trust-root.ts';

/** A package and what its registry's document says of this version. */
export interface Told {
  readonly node: TreeNode;
  readonly published: Published | undefined;
  /** When it was published, where the registry's dates can be believed. */
  readonly at: string | undefined;
}

/** A version's attestations are some 15 kB. */
const MAX_ANSWER = 2 * 2 ** 20;
/** Requests at a time. */
const PARALLEL = 8;

export interface ProofLimits {
  /** Milliseconds for all of them. */
  readonly ms: number;
  readonly root: TrustRoot;
}

/** In the order of `told`. Never throws. */
export async function checkProofs(
  told: readonly Told[],
  options: NpmOptions,
  { ms, root }: ProofLimits,
): Promise<readonly Proofs[]> {
  const deadline = AbortSignal.timeout(ms);
  const proofs: Proofs[] = new Array(told.length);
  const pending = told.entries();
  const reader = async (): Promise<void> => {
    for (const [i, one] of pending) {
      const attested = await attestationsOf(one, options, { ms, signal: deadline, root });
      proofs[i] = { package: one.node.id, signature: checkSignature(one, root), ...attested };
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, reader));
  return proofs;
}

const unchecked = (reason: string): ProofCheck => ({ outcome: 'unchecked', reason });

/** ECDSA over `name@version:integrity`, as `npm audit signatures` checks it. */
function checkSignature({ node, published, at }: Told, { keys }: TrustRoot): ProofCheck {
  const signatures = published?.signatures ?? [];
  if (signatures.length === 0) return unchecked('the registry passes on no signature');
  const known = signatures.flatMap(({ keyid, sig }) => {
    const key = keys.find(({ id, usage }) => id === keyid && usage === 'npm:signatures');
    return key ? [{ key, sig }] : [];
  });
  const [first] = known;
  if (first === undefined) return unchecked('it is signed with a key that this version of lazaret does not know');
  const integrity = ssri.parse(node.integrity)?.sha512?.[0]?.toString();
  if (integrity === undefined) return unchecked('the registry gives no SHA-512 of the tarball');
  const message = Buffer.from(`${node.name}@${node.version}:${integrity}`);
  if (!known.every(({ key, sig }) => verify('sha256', message, key.key, Buffer.from(sig, 'base64'))))
    return { outcome: 'false', reason: 'its signature is not over this name, version and integrity' };
  if (at !== undefined && Date.parse(at) > first.key.until)
    return { outcome: 'false', reason: 'it is signed with a key that had expired when it was published' };
  return { outcome: 'verified' };
}

type Attested = Omit<Proofs, 'package' | 'signature'>;

async function attestationsOf(
  { node, published }: Told,
  options: NpmOptions,
  limits: ProofLimits & { readonly signal: AbortSignal },
): Promise<Attested> {
  const both = (check: ProofCheck): Attested => ({ publication: check, provenance: check });
  if (published === undefined) return both(unchecked('the registry does not list this version'));
  // A registry that passes on no signature may leave out attestations as well.
  if (!published.attested)
    return both(published.signatures ? { outcome: 'none' } : unchecked('the registry passes on none'));
  try {
    return checkAttestations(await readAttestations(node, options, limits), node, limits.root);
  } catch (error) {
    return both(unchecked(quote(reasonOf(error))));
  }
}

/** From the registry the package came from, whatever address its document names, as npm does. */
async function readAttestations(
  node: TreeNode,
  options: NpmOptions,
  limits: { readonly ms: number; readonly signal: AbortSignal },
): Promise<unknown> {
  const key = `attestations: ${node.id} ${node.integrity}`;
  const kept = await cacache.get(options.cache, key).catch(() => undefined);
  if (kept) return JSON.parse(kept.data.toString('utf8'));
  const registry = npmFetch.pickRegistry(node.name, options as npmFetch.Options);
  const path = `/-/npm/v1/attestations/${npa(node.name).escapedName}@${encodeURIComponent(node.version)}`;
  const { bytes } = await download(path, { ...options, registry }, { ...limits, bytes: MAX_ANSWER });
  const answer: unknown = JSON.parse(bytes.toString('utf8'));
  await cacache.put(options.cache, key, bytes).catch(() => {});
  return answer;
}
