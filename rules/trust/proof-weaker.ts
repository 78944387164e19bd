import { downgrade, sameLine } from '../../src/history.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Proof, Trust } from '../../src/types.ts';

const WORDS: Record<Proof, string> = {
  none: 'without provenance',
  provenance: 'with provenance',
  'trusted-publisher': 'by a trusted publisher',
};

export default defineRule({
  id: 'proof-weaker',
  title: 'Is published with less proof than before',
  why: 'A project that publishes from its build and then suddenly from somebody’s laptop may have lost a token to somebody. The two poisoned versions of axios in March 2026 looked like this.',
  fix: 'Stay on the last version with proof until the maintainers explain.',
  mapping: { owasp: ['MCP04'], attack: ['T1195.002'], atlas: ['AML.T0109'], cwe: ['CWE-345'] },
  signal: 'trust.downgraded',
  severity: 'medium',
  confidence: 'medium',
  *trust({ histories }: Trust): Iterable<Hit> {
    for (const history of histories) {
      const loss = downgrade(history);
      if (!loss) continue;
      yield {
        package: history.package,
        // A fix for an older line is often made on another day, by other means.
        severity: sameLine(loss.version, history.version) ? 'medium' : 'low',
        message: `${quote(history.package, 100)} was published ${WORDS[loss.to]}, the earlier ${quote(loss.version, 40)} ${WORDS[loss.from]}`,
        evidence: [
          {
            at: `registry:${history.package}#dist`,
            note: `the registry’s record of ${quote(history.version, 40)}`,
            snippet: loss.to,
          },
          { at: `registry:${history.name}@${quote(loss.version, 40)}#dist`, note: 'before', snippet: loss.from },
        ],
      };
    }
  },
});
