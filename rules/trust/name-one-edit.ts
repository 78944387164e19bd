import { defineRule, type Hit } from '../../src/rule.ts';
import type { PackageTree } from '../../src/types.ts';
import { namesLike } from '../data/lookalikes.ts';

/** Of shorter names, only the slips that fingers make say much: half of the four-letter words are one letter apart. */
const LONG = 7;

export default defineRule({
  id: 'name-one-edit',
  title: 'Has a name one edit away from a popular package',
  why: 'A slip of the finger, or a model that misremembers, installs a stranger’s package. Names of this kind are registered in advance and wait.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  tree: (tree: PackageTree): Iterable<Hit> =>
    namesLike(
      tree,
      'typo',
      (known) => `one edit away from the popular ${known}`,
      ({ slip, known }) => slip || known.length >= LONG,
    ),
});
