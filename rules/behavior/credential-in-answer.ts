import { evidenceOf, grouped, hitOf, observed } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'credential-in-answer',
  title: 'Answers a tool call with credentials of its environment',
  why: 'What a tool answers goes to the model, to its provider and into logs. A tool that prints the environment or a configuration file hands every credential in it to all of them.',
  fix: 'Disable the tool, or start the server with only the variables it needs.',
  mapping: {
    owasp: ['MCP01', 'MCP10'],
    attack: ['T1552'],
    atlas: ['AML.T0055', 'AML.T0086'],
    cwe: ['CWE-200', 'CWE-497'],
  },
  signal: 'secret.answer',
  severity: 'medium',
  confidence: 'high',
  *behavior(behavior): Iterable<Hit> {
    const answered = observed(behavior, 'decoy').filter((one) => one.channel === 'answer');
    for (const group of grouped(answered, (one) => one.where)) {
      const places = [...new Set(group.map((one) => one.place))].sort();
      yield hitOf(
        group,
        `${group[0].where} holds ${places.length === 1 ? 'a planted credential' : `${places.length} planted credentials`}`,
        (one) => evidenceOf(one, `from ${one.place}`, one.where),
      );
    }
  },
});
