import { defineRule, type Hit } from '../../src/rule.ts';
import type { Kin, PackageTree } from '../../src/types.ts';
import { isAmong, namesLike } from '../data/lookalikes.ts';

/** npm refuses such names of new packages; those of less used ones are mostly older than that. */
const MOST = 10_000;

export default defineRule({
  id: 'name-separators',
  title: 'Differs from a popular name only in its separators',
  why: 'Whoever writes crossenv for cross-env, or cross_env, gets a package of somebody else. npm forbids some such names today, not all.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  tree: (tree: PackageTree, _facts: unknown, kin: readonly Kin[]): Iterable<Hit> =>
    namesLike(
      { tree, kin },
      'separator',
      (known) => `the popular ${known} with other separators`,
      ({ known }) => isAmong(MOST, known),
    ),
});
