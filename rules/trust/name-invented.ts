import { daysSince, releaseOf } from '../../src/history.ts';
import { conflated } from '../../src/names.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { History, PackageTree, Trust } from '../../src/types.ts';
import { popularNames } from '../data/popular-names.ts';

/** Days in which a name counts as claimed recently. */
const RECENT = 90;
/** Versions up to which a package has no history. */
const FEW = 5;

export default defineRule({
  id: 'name-invented',
  title: 'Has a name that an assistant could have made up',
  why: 'Models name packages that do not exist, often the same ones, made of two real names. Whoever claims such a name is installed by everybody who was told it. A new package of this kind, with no history and no repository, has little else to be known by.',
  fix: 'Find out who told you the name. If it was a model, look for the package it meant.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0060', 'AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  *trust({ histories, asOf }: Trust, { root }: PackageTree): Iterable<Hit> {
    for (const history of histories) {
      const parts = isUnknown(history, asOf) ? partsOf(history.name) : undefined;
      if (parts === undefined) continue;
      const since = history.releases[0]?.at;
      const { package: id, name } = history;
      yield {
        package: id,
        // Whoever made up the name of a dependency is not asked for it by a user: it is told, and decides nothing.
        severity: id === root.id ? 'medium' : 'low',
        message: `is called ${quote(name, 80)}, which could be made of ${parts.join(' and ')}, and was claimed ${daysSince(since, asOf)} days ago, without a repository`,
        evidence: [{ at: `registry:${id}#time`, note: 'its first version', snippet: quote(since ?? '') }],
      };
    }
  },
});

const partsOf = (name: string): readonly string[] | undefined =>
  popularNames().ranks.has(name) ? undefined : conflated(name, popularNames());

/** Only a registry that tells publishers and dates can say that there is nothing to know. */
function isUnknown(history: History, asOf: string): boolean {
  const days = daysSince(history.releases[0]?.at, asOf);
  const now = releaseOf(history);
  if (days === undefined || now?.publisher === undefined) return false;
  return days <= RECENT && history.releases.length <= FEW && now.repository === undefined;
}
