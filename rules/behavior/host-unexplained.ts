import { evidenceOf, grouped, hitOf, inPhase, observed } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'host-unexplained',
  title: 'Contacts a host that nothing names',
  why: 'The host stands in no input, no setting, no documentation and in no file of any package: its name was put together or decoded while running, or came from somewhere else. That hides it from whoever reads the code.',
  fix: 'Find out where the name comes from before it runs with real data.',
  mapping: {
    owasp: ['MCP04', 'MCP09'],
    attack: ['T1071', 'T1027'],
    atlas: ['AML.T0086'],
    cwe: ['CWE-506'],
  },
  signal: 'host.unexplained',
  severity: 'high',
  confidence: 'medium',
  *behavior(behavior): Iterable<Hit> {
    const strange = observed(behavior, 'recipient').filter((one) => one.what === 'host' && one.explained === 'nothing');
    for (const group of grouped(strange, (one) => `${one.phase} ${one.package} ${one.value}`)) {
      const [first] = group;
      yield hitOf(group, `contacts ${first.value} ${inPhase(first.phase)}, a host that nothing names`, (one) =>
        evidenceOf(one, 'named nowhere', one.value),
      );
    }
  },
});
