import { defineRule, type Hit } from '../../src/rule.ts';
import type { Kin, PackageTree } from '../../src/types.ts';
import { namesLike } from '../data/lookalikes.ts';

export default defineRule({
  id: 'name-added-word',
  title: 'Is a popular name and a word that says nothing, or a number',
  why: 'axios-http, jquery.js and lodash-utils were malicious; thousands of honest plugins are named like that. Only `js` and `node` are words that people add from memory; any other means something only together with other signs.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'low',
  confidence: 'low',
  *tree(tree: PackageTree, _facts: unknown, kin: readonly Kin[]): Iterable<Hit> {
    const how = (known: string): string => `the popular ${known} and a word that says nothing`;
    yield* namesLike({ tree, kin }, 'added-word', how, ({ slip }) => slip);
    yield* namesLike(
      { tree, kin },
      'version',
      (known) => `the popular ${known} and a number`,
      () => false,
    );
  },
});
