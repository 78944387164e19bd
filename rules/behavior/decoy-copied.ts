import { evidenceOf, grouped, hitOf, inPhase, observed } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'decoy-copied',
  title: 'Hands a planted credential to another process',
  why: 'A credential in the arguments of a process is readable by every user of the machine. One that nobody asked the package to use is on its way out.',
  fix: 'Do not install it, unless the credential is one you gave to this package for this purpose.',
  mapping: { owasp: ['MCP01', 'MCP05'], attack: ['T1552', 'T1059'], atlas: ['AML.T0055'], cwe: ['CWE-214', 'CWE-506'] },
  signal: 'decoy.taken',
  severity: 'high',
  confidence: 'high',
  *behavior(behavior): Iterable<Hit> {
    const copied = observed(behavior, 'decoy').filter((one) => one.channel === 'argv' || one.channel === 'file');
    for (const group of grouped(copied, (one) => `${one.phase} ${one.asked} ${one.where}`)) {
      const [first] = group;
      const message = `puts ${first.place} into the ${first.where} ${inPhase(first.phase)}`;
      yield hitOf(
        group,
        message,
        (one) => evidenceOf(one, `from ${one.place}`, one.where),
        first.asked ? { severity: 'low' } : {},
      );
    }
  },
});
