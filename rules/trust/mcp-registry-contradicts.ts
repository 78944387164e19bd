import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { PackageTree, Trust } from '../../src/types.ts';

export default defineRule({
  id: 'mcp-registry-contradicts',
  title: 'Claims an entry of the MCP registry that does not bear it out',
  why: 'A package may call itself any server. The registry knows who owns the name, and which package that owner published under it; where the two disagree, the package is not the server it says it is.',
  fix: 'Install the package that the registry’s entry names. If you trust this one all the same, ask its author to publish the entry.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1036', 'T1195.002'],
    atlas: ['AML.T0074', 'AML.T0010.005'],
    cwe: ['CWE-345'],
  },
  signal: 'trust.weak',
  severity: 'high',
  confidence: 'medium',
  *trust({ mcp }: Trust, tree: PackageTree): Iterable<Hit> {
    const broken = mcp?.links.filter(({ state }) => state === 'broken') ?? [];
    for (const { link, text } of broken) {
      yield {
        // A name that was never registered is mostly an author who has not got round to it.
        severity: link === 'entry' && !/deleted/.test(text) ? 'low' : 'high',
        message: `claims to be ${quote(mcp?.name ?? '', 120)} of the MCP registry, and its ${link} does not bear that out`,
        evidence: [{ at: `registry:${tree.root.id}#mcpName`, note: 'the MCP registry', snippet: quote(text) }],
      };
    }
  },
});
