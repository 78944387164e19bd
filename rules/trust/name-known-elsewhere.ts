import { defineRule, type Hit } from '../../src/rule.ts';
import type { Kin, PackageTree } from '../../src/types.ts';
import { nameHit } from '../data/lookalikes.ts';
import { knownElsewhere } from '../data/popular-names.ts';

export default defineRule({
  id: 'name-known-elsewhere',
  title: 'Has a name that is known as something else',
  why: 'The command of a server is not its package: `npx mcp-server-filesystem` asks for a package of that name, which anybody may publish. The same holds for servers that exist on PyPI only.',
  fix: 'Name the package that you mean: npx takes `-p <package> <command>`, and `uvx` runs what is on PyPI.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], atlas: ['AML.T0060'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  *tree(tree: PackageTree, _facts: unknown, kin: readonly Kin[]): Iterable<Hit> {
    for (const node of tree.nodes) {
      const known = knownElsewhere(node.name);
      if (known !== undefined && !kin.some((one) => one.package === node.id))
        yield nameHit(node, tree, `which is ${known}`, true);
    }
  },
});
