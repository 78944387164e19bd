import { evidenceOf, grouped, hitOf, inPhase, observed } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Confidence, Severity, Tampering } from '../../src/types.ts';

/**
 * How bad and how sure. The first kind has no honest use; the second is rare in honest code; the third is what browsers,
 * runtimes and process listers do as well.
 */
const GRADES: Readonly<Record<Tampering, readonly [Severity, Confidence]>> = {
  'untraced-child': ['high', 'medium'],
  'nested-filter': ['high', 'medium'],
  'foreign-abi': ['high', 'medium'],
  'kernel-socket': ['high', 'medium'],
  'stray-process': ['high', 'medium'],
  'kernel-right': ['high', 'low'],
  'trace-check': ['high', 'low'],
  'tracer-search': ['high', 'low'],
  'tracer-signalled': ['high', 'low'],
  'unreadable-path': ['high', 'low'],
  'memory-program': ['high', 'low'],
  'foreign-address': ['high', 'low'],
  'unseen-file': ['high', 'low'],
  'unseen-flow': ['high', 'low'],
  'io-uring': ['low', 'low'],
  'kernel-feature': ['low', 'low'],
};

export default defineRule({
  id: 'sandbox-tampered',
  title: 'Looks for or works around what watches it',
  why: 'The tracer, the network’s sink and a listing of changed files watch from three sides. What only one of them saw, calls that would work unseen, or a process that looks for its tracer means that what was seen may not be all there is.',
  fix: 'Read its code, or run it where the tracer is not visible (`gVisor`). Do not take the rest of the report as complete.',
  mapping: { owasp: ['MCP04'], attack: ['T1497', 'T1622'], atlas: ['AML.T0097'], cwe: ['CWE-506'] },
  signal: 'sandbox.tampered',
  severity: 'high',
  confidence: 'low',
  *behavior(behavior): Iterable<Hit> {
    for (const group of grouped(
      observed(behavior, 'tamper'),
      (one) => `${one.phase} ${one.package} ${one.how} ${one.what}`,
    )) {
      const [{ how, what, phase }] = group;
      // A report of an older version does not say how.
      const [severity, confidence] = GRADES[how] ?? ['high', 'low'];
      yield hitOf(group, `${what} ${inPhase(phase)}`, (one) => evidenceOf(one, 'seen from outside', one.what), {
        severity,
        confidence,
      });
    }
  },
});
