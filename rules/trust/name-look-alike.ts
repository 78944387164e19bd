import { defineRule, type Hit } from '../../src/rule.ts';
import type { Kin, PackageTree } from '../../src/types.ts';
import { namesLike } from '../data/lookalikes.ts';

export default defineRule({
  id: 'name-look-alike',
  title: 'Has a name that looks like a popular one',
  why: 'A zero for an o, a one for an l, rn for m: nobody sees the difference in a config or a chat.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  tree: (tree: PackageTree, _facts: unknown, kin: readonly Kin[]): Iterable<Hit> =>
    namesLike({ tree, kin }, 'look-alike', (known) => `which looks like the popular ${known}`),
});
