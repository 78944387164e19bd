import { evidenceOf, grouped, hitOf, inPhase, isNamedAfter, observed, type Seen, UNASKED } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

type Document = Seen<'document'>;

export default defineRule({
  id: 'document-to-stranger',
  title: 'Sends what a file of the user holds to a host that nobody named',
  why: 'Documents in the user’s folders hold a text of their own in the sandbox, and it is recognised in whatever leaves. A tool that reads a file has it for its user. A host that neither the documentation nor any name tells of, and that receives what the file holds, keeps a copy of it.',
  fix: 'Find out who runs that host and what it does with the files. Do not give the server any folder until then.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1005', 'T1041', 'T1567'],
    atlas: ['AML.T0086', 'AML.T0104'],
    cwe: ['CWE-200', 'CWE-506'],
  },
  signal: 'recipient.unexplained',
  severity: 'medium',
  confidence: 'low',
  *behavior(behavior, { root }): Iterable<Hit> {
    const strange = observed(behavior, 'document').filter(
      ({ host, explained }) => explained === 'nothing' || (explained === 'source' && !isNamedAfter(host, root.name)),
    );
    for (const group of grouped(strange, ({ host, phase }) => `${host} ${phase}`)) {
      const [{ host, phase, explained }] = group;
      const places = [...new Set(group.map(({ place }) => place.replace(/^.*\//, '')))].sort().join(', ');
      yield hitOf(
        group,
        `sends what the user’s ${places} holds to ${host} ${inPhase(phase)}${explained === 'nothing' ? ', a host that nothing names' : ''}`,
        (one) => evidenceOf(one, `from ${one.place}${encoded(one)}`, one.where),
        gradeOf(group),
      );
    }
  },
});

/** Nobody has asked for it yet, the host stands in no text, or the text is not meant to be seen. */
function gradeOf(group: readonly Document[]): Partial<Hit> {
  if (group.some(({ explained, phase }) => explained === 'nothing' || UNASKED.has(phase)))
    return { severity: 'high', confidence: 'high' };
  return group.some((one) => hidden(one) || one.phase === 'start') ? { confidence: 'medium' } : {};
}

/** How texts are written in JSON, addresses and lines is no disguise, nor is the base64 of a file. */
function hidden({ encoding }: Document): boolean {
  return encoding.some((step) => !/^(?:json|percent|split|base64)$/.test(step));
}

function encoded({ encoding }: Document): string {
  return encoding.length === 0 ? '' : `, encoded as ${encoding.join(' of ')}`;
}
