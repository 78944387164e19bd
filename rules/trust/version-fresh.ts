import { daysSince, releaseOf } from '../../src/history.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type TrustContext } from '../../src/rule.ts';
import type { PackageTree, Trust } from '../../src/types.ts';

/** Days, unless the policy has another number: npq and npm's own advice for `min-release-age`. Most poisoned versions of 2025 and 2026 were found within hours. */
const COOL_DOWN = 7;

export default defineRule({
  id: 'version-fresh',
  title: 'Was published only days ago',
  why: 'A stolen account or a poisoned build is mostly discovered within hours or days. Whoever waits a week is not among the first to install it.',
  fix: 'Wait a week, or install the version before, unless this one fixes something urgent. `cool-down` in .lazaret.yaml sets the days; what the lock holds is approved already.',
  mapping: { owasp: ['MCP04'], attack: ['T1195.002'], atlas: ['AML.T0109'], cwe: ['CWE-1357'] },
  signal: 'version.fresh',
  severity: 'medium',
  confidence: 'medium',
  *trust({ histories, asOf }: Trust, _tree: PackageTree, context: TrustContext): Iterable<Hit> {
    const { coolDown = COOL_DOWN, approved } = context;
    for (const history of histories) {
      const at = releaseOf(history)?.at;
      const days = daysSince(at, asOf);
      if (at === undefined || days === undefined || days >= coolDown || approved?.has(history.package)) continue;
      yield {
        package: history.package,
        message: `${quote(history.package, 100)} was published ${days === 0 ? 'today' : days === 1 ? 'a day ago' : `${days} days ago`}`,
        evidence: [{ at: `registry:${history.package}#time`, note: 'published', snippet: at }],
      };
    }
  },
});
