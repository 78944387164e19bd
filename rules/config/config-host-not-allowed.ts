import { hostOf, isLoopback, spot, wordAt } from '../../src/config/facts.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-host-not-allowed',
  title: 'A server is reached at a host that the policy does not allow',
  why: 'A team that lists the hosts it talks to wants to hear of every other one before a client sends it documents and tokens.',
  fix: 'If the host is wanted, add it to `allow.hosts` of `.lazaret.yaml` in a change of its own.',
  mapping: { practice: ['BP2', 'BP7'], owasp: ['MCP09'], attack: ['T1071'], atlas: ['AML.T0081'], cwe: ['CWE-941'] },
  signal: 'config.changed',
  severity: 'high',
  confidence: 'high',
  *config(entry, { launch, allowedHosts }) {
    if (allowedHosts === undefined) return;
    for (const run of launch.runs) {
      if (run.kind !== 'remote' || isLoopback(run.url) || allows(allowedHosts, hostOf(run.url))) continue;
      yield {
        message: `${quote(hostOf(run.url) || run.url)} is not among the hosts the policy allows`,
        evidence: [spot(entry, wordAt(entry, run.from), 'this address')],
      };
    }
  },
});

/** `mcp.example` allows itself, `*.example` everything below. */
function allows(allowed: readonly string[], host: string): boolean {
  return allowed.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern));
}
