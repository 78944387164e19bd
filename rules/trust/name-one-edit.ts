import { defineRule, type Hit } from '../../src/rule.ts';
import type { Kin, PackageTree } from '../../src/types.ts';
import { isAmong, namesLike } from '../data/lookalikes.ts';

/** Of shorter names, only the slips that fingers make say much: half of the four-letter words are one letter apart. */
const LONG = 7;
/** One thing and many of it are mostly two honest packages, but for names that everybody types. */
const EVERYDAY = 1000;
/** Whoever names another package on purpose so that nobody sees the difference wants it to be one that many use. */
const MOST = 10_000;

export default defineRule({
  id: 'name-one-edit',
  title: 'Has a name one edit away from a popular package',
  why: 'A slip of the finger, or a model that misremembers, installs a stranger’s package. Names of this kind are registered in advance and wait.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  tree: (tree: PackageTree, _facts: unknown, kin: readonly Kin[]): Iterable<Hit> =>
    namesLike(
      { tree, kin },
      'typo',
      (known) => `one edit away from the popular ${known}`,
      ({ slip, known, plural }) =>
        plural ? isAmong(EVERYDAY, known) : slip || (known.length >= LONG && isAmong(MOST, known)),
    ),
});
