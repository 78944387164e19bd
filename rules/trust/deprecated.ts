import { releaseOf } from '../../src/history.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Release, Trust } from '../../src/types.ts';

/** What the registry puts in the place of a package it has taken down for malice. */
const HOLDING = /(?:^|\/)npm\/security-holder$/;

export default defineRule({
  id: 'deprecated',
  title: 'Is deprecated, or was taken down',
  why: 'A deprecated version gets no fixes. Where the registry itself holds the name, something malicious stood there before, and whoever tells you to install it may not know.',
  fix: 'Use the package its author names instead. Of a name held by the registry, find out who told you to install it.',
  mapping: { owasp: ['MCP04'], attack: ['T1195.001'], atlas: ['AML.T0010.001'], cwe: ['CWE-1104'] },
  signal: 'trust.weak',
  severity: 'low',
  confidence: 'high',
  *trust({ histories }: Trust): Iterable<Hit> {
    for (const history of histories) {
      const release = releaseOf(history);
      if (release === undefined) continue;
      const id = quote(history.package, 100);
      if (isHeld(release)) {
        yield {
          package: history.package,
          severity: 'high',
          message: `${id} is a placeholder: the registry took the package of this name down for security`,
          evidence: [
            {
              at: `registry:${history.package}#repository`,
              note: 'held by the registry',
              snippet: quote(release.repository ?? ''),
            },
          ],
        };
      } else if (release.deprecated !== undefined) {
        yield {
          package: history.package,
          message: `${id} is deprecated by its author`,
          evidence: [
            {
              at: `registry:${history.package}#deprecated`,
              note: 'says its author',
              snippet: quote(release.deprecated),
            },
          ],
        };
      }
    }
  },
});

function isHeld({ repository, version }: Release): boolean {
  return HOLDING.test(repository ?? '') && /-security(?:\.|$)/.test(version);
}
