import { defineCases } from '../../src/rule.ts';
import type { ProofCheck, Proofs } from '../../src/types.ts';

const VERIFIED: ProofCheck = { outcome: 'verified' };
const NONE: ProofCheck = { outcome: 'none' };
const UNKNOWN: ProofCheck = { outcome: 'unchecked', reason: 'the registry answered 404' };
const proofs = (
  signature: ProofCheck,
  publication: ProofCheck = NONE,
  provenance: ProofCheck = NONE,
): { proofs: Proofs[] } => ({
  proofs: [{ package: 'case@1.0.0', signature, publication, provenance }],
});
const wrong = (reason: string): ProofCheck => ({ outcome: 'false', reason });

export default defineCases({
  bad: [
    { name: 'a signature over another digest', trust: proofs(wrong('its signature is not over this integrity')) },
    { name: 'a publication of another package', trust: proofs(VERIFIED, wrong('it is about pkg:npm/other@1.0.0')) },
    { name: 'provenance of another tarball', trust: proofs(VERIFIED, VERIFIED, wrong('another digest')) },
  ],
  ok: [
    { name: 'everything is verified', trust: proofs(VERIFIED, VERIFIED, VERIFIED) },
    { name: 'no attestation is listed', trust: proofs(VERIFIED) },
    { name: 'the attestations could not be fetched', trust: proofs(VERIFIED, UNKNOWN, UNKNOWN) },
    { name: 'a mirror passes on nothing', trust: proofs(UNKNOWN, UNKNOWN, UNKNOWN) },
  ],
});
