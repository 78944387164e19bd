import { spot } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-broad-scope',
  title: 'A server asks for rights over everything',
  why: 'What a scope grants, the server can do at any time, whatever the tool that was called is named.',
  fix: 'Ask for the narrowest scopes that let the tools work, and for reading only where nothing is written.',
  mapping: { practice: ['BP2', 'BP4'], owasp: ['MCP02'], attack: [], atlas: ['AML.T0053'], cwe: ['CWE-250'] },
  signal: 'config.weak',
  severity: 'medium',
  confidence: 'medium',
  *config(entry) {
    for (const scope of entry.scopes) {
      if (!BROAD.test(scope.value)) continue;
      yield { message: 'It asks for rights over everything', evidence: [spot(entry, scope, 'this scope')] };
    }
  },
});

/** Scopes that their issuers describe as full access. */
const BROAD =
  /^(?:\*|.*:\*|\*:.*|all|full[_-]?access|root|admin(?::.*)?|repo|user|delete_repo|write:org|api|https:\/\/www\.googleapis\.com\/auth\/(?:drive|gmail|cloud-platform|calendar)|https:\/\/mail\.google\.com\/|.*\/\.default|Directory\.ReadWrite\.All|Files\.ReadWrite\.All|Mail\.ReadWrite)$/;
