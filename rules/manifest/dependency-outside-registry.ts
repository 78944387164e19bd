import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'dependency-outside-registry',
  title: 'Depends on something outside the registry',
  why: 'A dependency from Git, a URL or a directory has no version that stays, no integrity and no copy to look at later. What is fetched on the next install may be something else, and npm may run its build scripts.',
  fix: 'Ask the author to publish the dependency and to name its version. It was not followed, so nothing is known about it.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1195.002'],
    atlas: ['AML.T0109', 'AML.T0010.005'],
    cwe: ['CWE-829', 'CWE-494'],
  },
  signal: 'dependency.floating',
  severity: 'medium',
  confidence: 'high',
  *tree(tree): Iterable<Hit> {
    for (const { from, name, spec, reason } of tree.refused) {
      yield {
        package: from,
        message: `depends on ${quote(name, 80)} from outside the registry`,
        evidence: [
          { at: `manifest:${from}#/dependencies/${quote(name, 80)}`, note: quote(reason, 120), snippet: quote(spec) },
        ],
      };
    }
  },
});
