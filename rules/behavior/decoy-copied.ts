import { evidenceOf, grouped, hitOf, inPhase, observed, type Seen } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

const COPIES = new Set(['argv', 'environment', 'file']);

export default defineRule({
  id: 'decoy-copied',
  title: 'Copies a planted credential into a process or a file',
  why: 'A credential in the arguments of a process is readable by every user of the machine; in another place it waits to be fetched. One that nobody asked the package to use is on its way out.',
  fix: 'Do not install it, unless the credential is one you gave to this package for this purpose.',
  mapping: { owasp: ['MCP01', 'MCP05'], attack: ['T1552', 'T1059'], atlas: ['AML.T0055'], cwe: ['CWE-214', 'CWE-506'] },
  signal: 'decoy.taken',
  severity: 'high',
  confidence: 'high',
  *behavior(behavior): Iterable<Hit> {
    const copied = observed(behavior, 'decoy').filter((one) => COPIES.has(one.channel));
    for (const group of grouped(copied, (one) => `${one.phase} ${one.package} ${one.asked} ${one.where}`)) {
      const [first] = group;
      const message = `puts ${first.place} into the ${first.where} ${inPhase(first.phase)}`;
      yield hitOf(group, message, (one) => evidenceOf(one, `from ${one.place}`, one.where), gradeOf(first));
    }
  },
});

/** A project's settings are there to be read into the environment, and every child inherits that. */
const SETTINGS = /\/\.env(?:\.\w+)?$/;

/** What was given for this purpose is only said; an environment is its process's own, and the least of the three places. */
function gradeOf({ asked, channel, place }: Seen<'decoy'>): Partial<Hit> {
  if (asked || (channel === 'environment' && SETTINGS.test(place))) return { severity: 'low' };
  return channel === 'environment' ? { severity: 'medium', confidence: 'medium' } : {};
}
