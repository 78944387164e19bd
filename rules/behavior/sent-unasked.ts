import { evidenceOf, grouped, hitOf, inPhase, observed, type Seen, UNASKED } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'sent-unasked',
  title: 'Sends data while it is installed or imported',
  why: 'A package that is being installed or imported has not been asked to do anything. Downloading a prebuilt binary is common; sending something is telemetry at best.',
  fix: 'Read what it sends. Install with scripts off, or look for a setting that turns the telemetry off.',
  mapping: { owasp: ['MCP04', 'MCP10'], attack: ['T1041', 'T1071'], atlas: ['AML.T0025'], cwe: ['CWE-200', 'CWE-829'] },
  signal: 'data.sent',
  severity: 'medium',
  confidence: 'medium',
  *behavior(behavior): Iterable<Hit> {
    const sent = observed(behavior, 'http', 'data').filter((one) => UNASKED.has(one.phase) && carries(one));
    for (const group of grouped(sent, (one) => `${one.phase} ${one.package} ${target(one)}`)) {
      const [first] = group;
      yield hitOf(group, `sends data to ${target(first)} ${inPhase(first.phase)}`, (one) =>
        evidenceOf(
          one,
          one.kind === 'http' ? `${one.method} with ${one.body.bytes} bytes` : `${one.bytes} bytes`,
          one.kind === 'http' ? one.url : one.text,
        ),
      );
    }
  },
});

/** A request with a body, a request whose address is a message, or raw bytes. */
function carries(one: Seen<'http' | 'data'>): boolean {
  if (one.kind === 'data') return one.bytes > 0;
  return one.body.bytes > 0 || one.url.length > 300;
}

function target(one: Seen<'http' | 'data'>): string {
  return one.kind === 'http' ? one.host : `${one.address}:${one.port}`;
}
