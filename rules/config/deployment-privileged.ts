import { placeOf } from '../../src/config/facts.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'deployment-privileged',
  title: 'An MCP server is deployed with the rights of the machine',
  why: 'A server does what its tools are asked to. As root, privileged or with a mount of the host it does it to everything else on the machine too.',
  fix: 'Run it as an unprivileged user, without host mounts, with the capabilities dropped.',
  mapping: { practice: ['BP2', 'BP6'], owasp: ['MCP02'], attack: ['T1611'], atlas: ['AML.T0105'], cwe: ['CWE-250'] },
  signal: 'config.weak',
  severity: 'medium',
  confidence: 'high',
  *deployment(file) {
    for (const { value, span } of file.privileges)
      yield {
        message: 'The server is deployed with more rights than it needs',
        evidence: [{ ...placeOf(file.path, span), note: 'here', snippet: quote(value) }],
        // An image without USER is common, and the runtime may still set one.
        severity: value.startsWith('no USER') ? 'low' : 'medium',
      };
  },
});
