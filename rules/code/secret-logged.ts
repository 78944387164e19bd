import { loggedSecrets } from '../../src/code/facts/handling.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'secret-logged',
  title: 'Writes a credential of its environment to a log',
  why: 'MCP clients keep what a server prints, and people paste it into issues. A key that was logged once is in files nobody protects as they protect the key.',
  fix: 'Ask the author to say only whether the variable is set. Rotate the key if its logs were shared.',
  mapping: { owasp: ['MCP01'], attack: ['T1552.001'], atlas: ['AML.T0055'], cwe: ['CWE-532'] },
  signal: 'code.odd',
  severity: 'low',
  confidence: 'medium',
  words: [/\benv\b/, /console\s*\.|\blog(?:ger)?\s*\.|std(?:out|err)\s*\.|\b(?:pino|winston)\b/],
  *module(module, root): Iterable<Hit> {
    if (!root) return;
    for (const { name, node } of loggedSecrets(module)) {
      yield {
        message: `writes the value of ${quote(name, 60)} to a log`,
        evidence: [module.at(node, 'logged here')],
      };
    }
  },
});
