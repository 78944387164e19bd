import { spot } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-loose-sandbox',
  title: 'A sandbox is switched on that holds nothing',
  why: 'VS Code stops asking before tool calls once a server’s sandbox is on. A sandbox that lets everything through takes the questions away and gives nothing for it.',
  fix: 'Let the server write to the folder it works on and reach the hosts it needs, or switch the sandbox off and be asked.',
  mapping: { practice: ['BP2'], owasp: ['MCP02'], attack: [], atlas: ['AML.T0105'], cwe: ['CWE-693', 'CWE-250'] },
  signal: 'config.weak',
  severity: 'medium',
  confidence: 'high',
  *config(entry) {
    if (!entry.sandbox.some(({ value }) => value === 'on')) return;
    for (const rule of entry.sandbox) {
      if (/^network:(?:\*|\*\.\*)$|^write:(?:\/|~\/?|\*\*?|\$\{userHome\}\/?|[A-Za-z]:[\\/]?)$/.test(rule.value))
        yield { message: 'The sandbox lets everything through', evidence: [spot(entry, rule, 'this rule')] };
    }
  },
});
