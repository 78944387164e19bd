import { defineRule, type Hit } from '../../src/rule.ts';
import type { Kin, PackageTree } from '../../src/types.ts';
import { namesLike } from '../data/lookalikes.ts';

export default defineRule({
  id: 'name-word-order',
  title: 'Has the words of a popular name in another order',
  why: 'People and models remember the words of a name better than their order.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  tree: (tree: PackageTree, _facts: unknown, kin: readonly Kin[]): Iterable<Hit> =>
    namesLike(
      { tree, kin },
      'word-order',
      (known) => `the words of the popular ${known} in another order`,
      () => false,
    ),
});
