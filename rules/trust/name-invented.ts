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
    const history = histories.find((one) => one.package === root.id);
    if (history === undefined || popularNames().ranks.has(root.name) || !isUnknown(history, asOf)) return;
    const parts = conflated(root.name, popularNames());
    if (parts === undefined) return;
    const [first, second] = parts;
    yield {
      package: root.id,
      message: `is called ${quote(root.name, 80)}, which could be made of ${first} and ${second}, and was claimed ${daysSince(history.releases[0]?.at, asOf)} days ago, without a repository`,
      evidence: [
        { at: `registry:${root.id}#time`, note: 'its first version', snippet: quote(history.releases[0]?.at ?? '') },
      ],
    };
  },
});

/** Only a registry that tells publishers and dates can say that there is nothing to know. */
function isUnknown(history: History, asOf: string): boolean {
  const days = daysSince(history.releases[0]?.at, asOf);
  const now = releaseOf(history);
  if (days === undefined || now?.publisher === undefined) return false;
  return days <= RECENT && history.releases.length <= FEW && now.repository === undefined;
}
