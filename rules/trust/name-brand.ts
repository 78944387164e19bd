import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Kin, PackageTree } from '../../src/types.ts';
import { nameHit } from '../data/lookalikes.ts';
import { BRANDS, isKnownServer } from '../data/mcp-servers.ts';

/** Words with which a brand’s name promises the brand’s own server. */
const PROMISES = /^(?:mcp|server|official|sdk|api|cli|client|auth|login|tools?)$/;

export default defineRule({
  id: 'name-brand',
  title: 'Bears the name of a brand that publishes under another scope',
  why: 'A package called after a service looks like that service’s own. Most are the work of somebody who uses it; the false postmark-mcp was not. The name alone says nothing, so this decides nothing alone.',
  fix: 'See whether the service has a server of its own, and who publishes this one.',
  mapping: { owasp: ['MCP04', 'MCP09'], attack: ['T1036'], atlas: ['AML.T0074', 'AML.T0010.005'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'low',
  confidence: 'low',
  *tree(tree: PackageTree, _facts: unknown, kin: readonly Kin[]): Iterable<Hit> {
    for (const node of tree.nodes) {
      const [scope, words] = partsOf(node.name);
      const brand = words.find((word) => BRANDS.has(word));
      if (brand === undefined || !words.some((word) => PROMISES.test(word))) continue;
      const owners = BRANDS.get(brand) ?? [];
      if ((scope !== undefined && owners.includes(scope)) || isKnownServer(node.name)) continue;
      if (kin.some((one) => one.package === node.id)) continue;
      yield nameHit(node, tree, `where ${quote(brand, 40)} publishes as @${owners.join(', @')}`, false);
    }
  },
});

function partsOf(name: string): readonly [scope: string | undefined, words: readonly string[]] {
  const scope = /^@([^/]+)\//.exec(name)?.[1];
  return [scope, name.slice(scope === undefined ? 0 : scope.length + 2).split(/[^a-z0-9]+/i)];
}
