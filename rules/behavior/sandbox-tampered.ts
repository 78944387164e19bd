import { evidenceOf, grouped, hitOf, inPhase, observed } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'sandbox-tampered',
  title: 'Looks for or works around what watches it',
  why: 'The tracer and the network’s sink watch from two sides. A flow that only one of them saw, a path the tracer could not read, or a process that asks whether it is traced means that what was seen may not be all there is.',
  fix: 'Read its code, or run it where the tracer is not visible (`gVisor`). Do not take the rest of the report as complete.',
  mapping: { owasp: ['MCP04'], attack: ['T1497', 'T1622'], atlas: ['AML.T0097'], cwe: ['CWE-506'] },
  signal: 'sandbox.tampered',
  severity: 'high',
  confidence: 'low',
  *behavior(behavior): Iterable<Hit> {
    for (const group of grouped(observed(behavior, 'tamper'), (one) => `${one.phase} ${one.what}`)) {
      yield hitOf(group, `${group[0].what} ${inPhase(group[0].phase)}`, (one) =>
        evidenceOf(one, 'seen from outside', one.what),
      );
    }
  },
});
