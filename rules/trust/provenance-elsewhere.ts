import { releaseOf } from '../../src/history.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Trust } from '../../src/types.ts';

export default defineRule({
  id: 'provenance-elsewhere',
  title: 'Was built from another repository than the one it names',
  why: 'A manifest can name any repository, and whoever looks at its stars and issues looks at somebody else’s work. The certificate of the build says where the code really came from.',
  fix: 'Read the code where it was built. If the project has moved, its manifest should say so.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1036', 'T1195.002'],
    atlas: ['AML.T0074', 'AML.T0010.005'],
    cwe: ['CWE-345'],
  },
  signal: 'trust.weak',
  severity: 'high',
  confidence: 'medium',
  *trust({ proofs, histories }: Trust): Iterable<Hit> {
    for (const { package: id, provenance, source } of proofs) {
      if (provenance.outcome !== 'verified' || source === undefined) continue;
      const history = histories.find((one) => one.package === id);
      const claimed = history && releaseOf(history)?.repository;
      if (claimed === undefined || claimed === source.repository) continue;
      yield {
        package: id,
        message: `${quote(id, 100)} names the repository ${quote(claimed, 100)} and was built from ${quote(source.repository, 100)}`,
        evidence: [
          { at: `registry:${id}#attestations`, note: 'its build', snippet: quote(source.workflow) },
          { at: `registry:${id}#repository`, note: 'its manifest', snippet: quote(claimed) },
        ],
      };
    }
  },
});
