import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { ProofCheck, Trust } from '../../src/types.ts';

const WORDS = {
  signature: 'the registry’s signature',
  publication: 'the registry’s publish attestation',
  provenance: 'its provenance',
} as const;

export default defineRule({
  id: 'proof-false',
  title: 'Has a signature or attestation that is of something else',
  why: 'The registry signs name, version and digest of what was published to it, and a build signs what it built. Where such a proof is there and is of another tarball or another package, what would be installed was changed or put in its place on the way.',
  fix: 'Do not install it from here. Compare the digest with that of the public registry, and tell whoever runs the mirror.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1195.002', 'T1553.002'],
    atlas: ['AML.T0010.001', 'AML.T0104'],
    cwe: ['CWE-347'],
  },
  signal: 'proof.false',
  severity: 'critical',
  confidence: 'high',
  *trust({ proofs }: Trust): Iterable<Hit> {
    for (const one of proofs) {
      for (const kind of ['signature', 'publication', 'provenance'] as const) {
        const check: ProofCheck = one[kind];
        if (check.outcome !== 'false') continue;
        yield {
          package: one.package,
          message: `${WORDS[kind]} does not hold for ${quote(one.package, 100)}`,
          evidence: [{ at: `registry:${one.package}#dist`, note: WORDS[kind], snippet: quote(check.reason) }],
        };
      }
    }
  },
});
