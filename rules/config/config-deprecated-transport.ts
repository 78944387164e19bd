import { spot, wordAt } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-deprecated-transport',
  title: 'A server is reached over the deprecated SSE transport',
  why: 'MCP replaced HTTP+SSE by streamable HTTP in 2025. Servers that still speak only SSE are rarely the maintained ones, and clients drop it.',
  fix: 'Use the server’s streamable HTTP endpoint, usually `/mcp` instead of `/sse`.',
  mapping: { practice: ['BP4'], owasp: ['MCP07'], attack: [], atlas: [], cwe: ['CWE-477'] },
  signal: 'config.weak',
  severity: 'info',
  confidence: 'high',
  *config(entry, { launch, probe }) {
    const remote = launch.runs.find((run) => run.kind === 'remote');
    if (remote?.kind !== 'remote') return;
    const path = /^[^?#]*\/sse\/?(?:[?#]|$)/.test(remote.url);
    const speaks = probe !== undefined && probe.transport !== 'unknown' ? probe.transport : entry.transport;
    if (speaks === 'sse' || (path && speaks === undefined))
      yield {
        message: 'It speaks the deprecated SSE transport',
        evidence: [spot(entry, wordAt(entry, remote.from), 'this endpoint')],
      };
  },
});
