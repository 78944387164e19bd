import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'policy-ignore-stale',
  title: 'An ignore of the policy has run out or ignores nothing',
  why: 'An exception that outlives its reason hides the next finding of that kind, and nobody remembers why it is there.',
  fix: 'Remove it, or decide anew and give it another end.',
  mapping: { practice: ['BP5'], owasp: ['MCP08'], attack: [], atlas: [], cwe: ['CWE-1188'] },
  signal: 'config.weak',
  severity: 'medium',
  confidence: 'high',
  *policy({ file, ignores }, { today, used }) {
    for (const ignore of ignores) {
      const expired = ignore.expires < today;
      if (!expired && (used === undefined || used.has(ignore))) continue;
      yield {
        message: expired
          ? `The ignore of ${quote(ignore.id)} ran out on ${ignore.expires}`
          : `The ignore of ${quote(ignore.id)} ignores nothing`,
        evidence: [{ at: `config:${file}:${ignore.line}:1`, note: quote(ignore.scope), snippet: quote(ignore.reason) }],
        severity: expired ? 'medium' : 'low',
      };
    }
  },
});
