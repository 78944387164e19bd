import { secretsOf, spot } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-secret-old',
  title: 'A long-lived credential has not changed for months',
  why: 'A token without an end works for whoever copied it, for as long as nobody changes it. The longer it stands, the more copies there are.',
  fix: 'Rotate it, and prefer kinds that end by themselves: OAuth, OIDC, short-lived tokens from a secret store.',
  mapping: {
    practice: ['BP3'],
    owasp: ['MCP01'],
    attack: ['T1552.001', 'T1078'],
    atlas: ['AML.T0083'],
    cwe: ['CWE-324', 'CWE-798'],
  },
  signal: 'config.weak',
  severity: 'high',
  confidence: 'high',
  *config(entry, { since }) {
    for (const { kind, longLived, text } of secretsOf(entry)) {
      const days = since[text.span.line];
      if (!longLived || days === undefined || days <= LONGEST) continue;
      yield {
        message: `A credential without an end has stood here for ${days} days: ${kind}`,
        evidence: [spot(entry, text, `unchanged for ${days} days`)],
      };
    }
  },
});

/** Days after which a static credential should have been changed; what common policies ask for. */
const LONGEST = 90;
