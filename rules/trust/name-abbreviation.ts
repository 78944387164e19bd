import { defineRule, type Hit } from '../../src/rule.ts';
import type { Kin, PackageTree } from '../../src/types.ts';
import { isAmong, namesLike } from '../data/lookalikes.ts';

/** Of less used packages, two that are called alike are mostly two people with one idea. */
const MOST = 10_000;

export default defineRule({
  id: 'name-abbreviation',
  title: 'Is a popular name with a word shortened or spelled out',
  why: 'server, svr and srv, postgres and pg mean the same to a reader, and three packages to npm.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  tree: (tree: PackageTree, _facts: unknown, kin: readonly Kin[]): Iterable<Hit> =>
    namesLike(
      { tree, kin },
      'abbreviation',
      (known) => `another way to write the popular ${known}`,
      ({ known }) => isAmong(MOST, known),
    ),
});
