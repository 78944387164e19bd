import { defineRule, type Hit } from '../../src/rule.ts';
import type { PackageTree } from '../../src/types.ts';
import { namesLike } from '../data/lookalikes.ts';

export default defineRule({
  id: 'name-scope',
  title: 'Is a scoped package’s name without its scope, or the other way round',
  why: 'Hundreds of packages were published under the names of Azure’s scoped ones, without the scope, for those who leave it off. A scope has one owner; a bare name is anybody’s.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  tree: (tree: PackageTree): Iterable<Hit> =>
    namesLike(
      tree,
      'scope',
      (known) => `where the popular one is ${known}`,
      ({ slip }) => slip,
    ),
});
