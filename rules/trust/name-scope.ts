import { defineRule, type Hit } from '../../src/rule.ts';
import type { Kin, PackageTree } from '../../src/types.ts';
import { isAmong, namesLike } from '../data/lookalikes.ts';

/** Few people know the scopes of less used packages, and few attackers care; their bare names are mostly older than they. */
const MOST = 10_000;

export default defineRule({
  id: 'name-scope',
  title: 'Is a scoped package’s name without its scope, or the other way round',
  why: 'Hundreds of packages were published under the names of Azure’s scoped ones, without the scope, for those who leave it off. A scope has one owner; a bare name is anybody’s.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  tree: (tree: PackageTree, _facts: unknown, kin: readonly Kin[]): Iterable<Hit> =>
    namesLike(
      { tree, kin },
      'scope',
      (known) => `where the popular one is ${known}`,
      ({ slip, known }) => slip && isAmong(MOST, known),
    ),
});
