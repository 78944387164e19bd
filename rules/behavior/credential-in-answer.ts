import { evidenceOf, grouped, hitOf, observed, type Seen } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Behavior } from '../../src/types.ts';

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
    const answered = observed(behavior, 'decoy').filter(
      (one) => one.channel === 'answer' && !isNameOfFile(answerOf(behavior, one)),
    );
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

function answerOf({ observations }: Behavior, one: Seen<'decoy'>): string {
  const answer = observations.find(({ seq }) => seq === one.in);
  return answer?.kind === 'mcp' ? answer.text : '';
}

/** A server that takes a key for the place of one, which we could not know, tells that nothing lies there, and no more. */
function isNameOfFile(answer: string): boolean {
  const rest = answer.replace(NOT_THERE, '');
  return rest !== answer && !/[\w+/=-]{16,}/.test(rest);
}

const NOT_THERE = /ENOENT: no such file or directory, (?:open|stat|lstat|access) '[^'\n]{1,300}'/;
