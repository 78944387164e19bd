import { releaseOf } from '../../src/history.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Trust } from '../../src/types.ts';

export default defineRule({
  id: 'publisher-mail',
  title: 'Was published from a throw-away mail address',
  why: 'Who means to be found tomorrow has an address that is read tomorrow. Accounts made for one bad package mostly have none; so do some people who value their privacy.',
  fix: 'Look at who else maintains the package and how long it has been there.',
  mapping: { owasp: ['MCP04'], attack: ['T1585.002'], atlas: ['AML.T0104'], cwe: ['CWE-1357'] },
  signal: 'trust.weak',
  severity: 'medium',
  confidence: 'medium',
  *trust({ histories }: Trust): Iterable<Hit> {
    for (const history of histories) {
      const release = releaseOf(history);
      if (!release?.disposableMail) continue;
      yield {
        package: history.package,
        message: `${quote(history.package, 100)} was published from an address of a domain for throw-away mail`,
        evidence: [
          {
            at: `registry:${history.package}#_npmUser`,
            note: 'the publisher',
            snippet: quote(release.publisher ?? 'not named'),
          },
        ],
      };
    }
  },
});
