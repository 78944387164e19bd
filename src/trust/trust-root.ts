/**
 * Whose signatures count, from the trust root of the public Sigstore instance that `@sigstore/tuf` ships: certificate authorities,
 * transparency logs, and the npm registry's keys. Nothing is fetched, so a look-up gives the same answer on every machine; a key
 * that is newer than the library makes an answer unknown, never good.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' };
import { toTrustMaterial, Verifier } from '@sigstore/verify';

/** A key of a registry and the time in which it signed, in milliseconds since 1970. */
export interface RegistryKey {
  readonly id: string;
  readonly usage: 'npm:signatures' | 'npm:attestations';
  readonly key: KeyObject;
  readonly from: number;
  readonly until: number;
}

export interface TrustRoot {
  /** Checks certificate chain, transparency log and signature of a bundle. */
  readonly verifier: Verifier;
  readonly keys: readonly RegistryKey[];
}

/** Thrown where a signature names a key we do not have: it may be good, and nobody here can tell. */
export class UnknownKey extends Error {}

export function makeTrustRoot(root: TrustedRoot, keys: readonly RegistryKey[]): TrustRoot {
  const find = (hint: string) => {
    const found = keys.find(({ id, usage }) => id === hint && usage === 'npm:attestations');
    if (!found) throw new UnknownKey('it is signed with a key that this version of lazaret does not know');
    const validFor = (at: Date) => found.from <= at.getTime() && at.getTime() <= found.until;
    return { publicKey: found.key, validFor };
  };
  return { verifier: new Verifier(toTrustMaterial(root, find)), keys };
}

let bundled: TrustRoot | undefined;

/** Made when the first signature is checked. */
export function bundledRoot(): TrustRoot {
  bundled ??= readSeeds();
  return bundled;
}

function readSeeds(): TrustRoot {
  const targets = Object.values(seeds).flatMap((seed) => Object.entries(seed.targets as Record<string, string>));
  const read = (ending: string): unknown => {
    const [, text = ''] = targets.find(([name]) => name.endsWith(ending)) ?? [];
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  };
  const { keys } = read('keys.json') as { keys: readonly SeedKey[] };
  return makeTrustRoot(TrustedRoot.fromJSON(read('trusted_root.json')), keys.map(toKey));
}

interface SeedKey {
  readonly keyId: string;
  readonly keyUsage: RegistryKey['usage'];
  readonly publicKey: {
    readonly rawBytes: string;
    readonly validFor: { readonly start: string; readonly end?: string };
  };
}

function toKey({ keyId, keyUsage, publicKey: { rawBytes, validFor } }: SeedKey): RegistryKey {
  return {
    id: keyId,
    usage: keyUsage,
    key: createPublicKey({ key: Buffer.from(rawBytes, 'base64'), format: 'der', type: 'spki' }),
    from: Date.parse(validFor.start),
    until: validFor.end === undefined ? Number.POSITIVE_INFINITY : Date.parse(validFor.end),
  };
}
