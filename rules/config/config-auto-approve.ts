import { spot } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-auto-approve',
  title: 'Every tool of a server runs without asking',
  why: 'The question before a tool call is the last place where a person can stop what a poisoned description or document made the model do.',
  fix: 'Name the reading tools that may run without asking, and let the client ask for the rest.',
  mapping: { practice: ['BP2'], owasp: ['MCP02'], attack: [], atlas: ['AML.T0053'], cwe: ['CWE-862', 'CWE-250'] },
  signal: 'config.weak',
  severity: 'medium',
  confidence: 'high',
  *config(entry) {
    for (const approval of entry.approvals) {
      if (!/^(?:\*|all|.*[@/]\*|\*.*\*)$/i.test(approval.value)) continue;
      yield {
        message: 'All tools of this server run without asking',
        evidence: [spot(entry, approval, 'stands for every tool')],
      };
    }
  },
});
