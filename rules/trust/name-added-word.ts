import { defineRule, type Hit } from '../../src/rule.ts';
import type { PackageTree } from '../../src/types.ts';
import { namesLike } from '../data/lookalikes.ts';

export default defineRule({
  id: 'name-added-word',
  title: 'Is a popular name and a word that says nothing, or a number',
  why: 'axios-http, jquery.js and lodash-utils were malicious; thousands of honest plugins are named like that. Only together with other signs does it mean anything.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0074'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'low',
  confidence: 'low',
  *tree(tree: PackageTree): Iterable<Hit> {
    const never = (): boolean => false;
    yield* namesLike(tree, 'added-word', (known) => `the popular ${known} and a word that says nothing`, never);
    yield* namesLike(tree, 'version', (known) => `the popular ${known} and a number`, never);
  },
});
