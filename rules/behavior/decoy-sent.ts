import { evidenceOf, grouped, hitOf, inPhase, observed, type Seen, UNASKED } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'decoy-sent',
  title: 'Sends planted credentials out of the sandbox',
  why: 'The sandbox plants fake credentials where thieves look. Nobody has a reason to send them anywhere, so one that leaves was stolen. A credential the package asks for by name may go to its service when a tool is used, but not while the package is installed or imported.',
  fix: 'Do not install it. If it ran before, rotate every credential the machine held and report the package to its registry.',
  mapping: {
    owasp: ['MCP01', 'MCP04', 'MCP10'],
    attack: ['T1552', 'T1041', 'T1567'],
    atlas: ['AML.T0055', 'AML.T0025'],
    cwe: ['CWE-506', 'CWE-200'],
  },
  signal: 'decoy.sent',
  severity: 'critical',
  confidence: 'high',
  *behavior(behavior): Iterable<Hit> {
    const stolen = observed(behavior, 'decoy').filter(
      (one) => one.channel === 'network' && (!one.asked || UNASKED.has(one.phase)),
    );
    for (const group of grouped(stolen, (one) => `${one.phase} ${one.package} ${one.where}`)) {
      const places = [...new Set(group.map((one) => one.place))].sort();
      const message = `sends ${places.length === 1 ? 'a planted credential' : `${places.length} planted credentials`} to ${group[0].where} ${inPhase(group[0].phase)}`;
      yield hitOf(group, message, (one) => evidenceOf(one, `from ${one.place}${how(one)}`, one.where));
    }
  },
});

function how({ encoding }: Seen<'decoy'>): string {
  return encoding.length === 0 ? '' : `, encoded as ${encoding.join(' of ')}`;
}
