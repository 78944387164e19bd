import { handover, scriptAppeared, silenceBefore } from '../../src/history.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { History, Trust } from '../../src/types.ts';

/** Days of silence after which a package counts as asleep. */
const ASLEEP = 365;

export default defineRule({
  id: 'publisher-changed',
  title: 'Was published by somebody new',
  why: 'Packages change hands, mostly for good reasons. A stranger who wakes a package that slept for a year, or whose first version runs something at install that none did before, is how takeovers look from outside.',
  fix: 'Look for a word of the earlier maintainers about the change. Until then stay on a version of theirs.',
  mapping: { owasp: ['MCP04'], attack: ['T1195.002', 'T1078'], atlas: ['AML.T0109', 'AML.T0012'], cwe: ['CWE-1357'] },
  signal: 'trust.weak',
  severity: 'low',
  confidence: 'medium',
  *trust({ histories }: Trust): Iterable<Hit> {
    for (const history of histories) {
      const change = handover(history);
      if (!change) continue;
      const more = alsoOdd(history);
      const before = change.from
        .slice(0, 3)
        .map((name) => quote(name, 40))
        .join(', ');
      yield {
        package: history.package,
        severity: more.length > 0 ? 'high' : 'low',
        message: [
          `${quote(history.package, 100)} was published by ${quote(change.to, 40)}, who published no version before`,
          ...more,
        ].join('; '),
        evidence: [
          { at: `registry:${history.package}#_npmUser`, note: `before: ${before}`, snippet: quote(change.to) },
        ],
      };
    }
  },
});

/** What makes a change of hands worth a decision: alone it is everyday. */
function alsoOdd(history: History): string[] {
  const days = silenceBefore(history) ?? 0;
  return [
    ...(days >= ASLEEP ? [`there had been no version for ${days} days`] : []),
    ...(scriptAppeared(history) ? ['it is the first version that runs something at install'] : []),
  ];
}
