import { evidenceOf, grouped, hitOf, inPhase, observed, type Seen } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'fetched-at-install',
  title: 'Fetches something while it is installed',
  why: 'What an install script fetches, often a prebuilt program, is in no package: no lockfile holds its hash, nobody could read it here, and it can be another for you than for anybody else. The sandbox has no way out, so what you would get was not seen.',
  fix: 'See what it fetches and whether it checks a hash. Install with `npm ci --ignore-scripts` if the server works without, or look for a setting that builds it from source.',
  mapping: { owasp: ['MCP04'], attack: ['T1195.002', 'T1105'], atlas: ['AML.T0011.001'], cwe: ['CWE-494'] },
  signal: 'install.script',
  severity: 'low',
  confidence: 'high',
  *behavior(behavior): Iterable<Hit> {
    const asked = observed(behavior, 'http', 'tls').filter((one) => one.phase === 'install' && asks(one));
    for (const group of grouped(asked, (one) => `${one.package} ${one.host}`)) {
      const [first] = group;
      yield hitOf(
        group,
        `asks ${first.host} for something ${inPhase(first.phase)}; what it would get was not seen`,
        (one) => evidenceOf(one, one.kind === 'http' ? one.method : 'a secure connection', where(one)),
      );
    }
  },
});

/** What is sent along is told by another rule, and a greeting that was accepted by what follows it. */
function asks(one: Seen<'http' | 'tls'>): boolean {
  return one.kind === 'http' ? one.body.bytes === 0 : one.outcome !== 'accepted';
}

function where(one: Seen<'http' | 'tls'>): string {
  return one.kind === 'http' ? one.url : `${one.host}:${one.port}`;
}
