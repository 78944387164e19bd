import { evidenceOf, grouped, hitOf, inputOf, observed, type Seen, sourceOf } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Behavior, Evidence } from '../../src/types.ts';

export default defineRule({
  id: 'recipient-unexplained',
  title: 'Sends to somebody that nobody named',
  why: 'What a tool sends should go to whom its user names. An address that stands in what is sent, but neither in the input of the tool nor in the settings or the documentation of the server, receives a copy that the user does not know of. One widely used mail server was changed by a single line to copy every message to its author.',
  fix: 'Do not install it. If it ran, whatever it sent was also read by that recipient.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1114.003', 'T1041'],
    atlas: ['AML.T0104', 'AML.T0086'],
    cwe: ['CWE-506', 'CWE-200'],
  },
  signal: 'recipient.unexplained',
  severity: 'high',
  confidence: 'high',
  *behavior(behavior): Iterable<Hit> {
    const hidden = observed(behavior, 'recipient').filter(
      (one) => one.what !== 'host' && (one.explained === 'nothing' || one.explained === 'source'),
    );
    for (const group of grouped(hidden, (one) => `${one.what} ${one.value} ${one.field}`)) {
      const [first] = group;
      const as = first.field === '' ? '' : ` as ${first.field}`;
      const { message, evidence, ...rest } = hitOf(
        group,
        `${first.tool ? `its tool ${first.tool} ` : ''}sends to ${first.value}${as}`,
        (one) => evidenceOf(one, `receives it${as}`, one.value),
        GRADES[first.field === '' ? 'mentioned' : first.what],
      );
      const [main, ...others] = evidence;
      yield {
        message: `${message}${placeOf(behavior, first)}, whom neither the input nor settings or documentation name`,
        evidence: [main, ...difference(behavior, first), ...others],
        ...rest,
      };
    }
  },
});

function placeOf(behavior: Behavior, one: Seen<'recipient'>): string {
  const source = sourceOf(behavior, one);
  return source && 'host' in source ? ` in a request to ${source.host}` : '';
}

/** What was sent, and what the tool was asked to do: the difference is the finding. */
function difference(behavior: Behavior, one: Seen<'recipient'>): readonly Evidence[] {
  const source = sourceOf(behavior, one);
  const input = inputOf(behavior, one);
  return [
    ...(source ? [evidenceOf(source, 'what was sent', around(textOf(source), one.value))] : []),
    ...(input ? [evidenceOf(input, 'what the tool was asked', input.text)] : []),
  ];
}

/** An address that is only mentioned receives nothing; a chat or a callback may be a setting of the service itself. */
const GRADES: Readonly<Record<string, Partial<Hit>>> = {
  mentioned: { severity: 'low', confidence: 'low' },
  chat: { severity: 'medium', confidence: 'low' },
  url: { severity: 'medium', confidence: 'low' },
};

function textOf(one: NonNullable<ReturnType<typeof sourceOf>>): string {
  if (one.kind === 'http') return one.body.text;
  return one.kind === 'data' ? one.text : '';
}

/** The part of a text that holds a value: a copy hides at the end of long messages. */
function around(text: string, value: string): string {
  const at = text.toLowerCase().indexOf(value.toLowerCase());
  return at > 100 ? `… ${text.slice(at - 100)}` : text;
}
