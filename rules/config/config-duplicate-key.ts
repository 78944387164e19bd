import { placeOf } from '../../src/config/facts.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-duplicate-key',
  title: 'A key stands twice in a config',
  why: 'Clients keep one of the two and say nothing. Whoever reads the change sees the harmless one, the client starts the other.',
  fix: 'Remove one of them.',
  mapping: { practice: ['BP7'], owasp: ['MCP09'], attack: ['T1036'], atlas: ['AML.T0081'], cwe: ['CWE-436'] },
  signal: 'config.weak',
  severity: 'medium',
  confidence: 'high',
  *config(entry, { duplicates }) {
    for (const { key, span, first } of duplicates) {
      yield {
        message: `${quote(key)} stands twice, and readers disagree which one counts`,
        evidence: [
          { ...placeOf(entry.file, span), note: `it stands on line ${first.line} before`, snippet: quote(key) },
        ],
      };
    }
  },
});
