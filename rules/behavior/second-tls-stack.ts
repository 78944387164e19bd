import { evidenceOf, grouped, hitOf, inPhase, observed, type Seen, startOf, UNASKED } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Behavior } from '../../src/types.ts';
import { NODE_PRINTS } from '../data/tls-prints.ts';

export default defineRule({
  id: 'second-tls-stack',
  title: 'Speaks TLS in a way its runtime does not',
  why: 'Each TLS library greets in its own way. Here the process that connected was Node.js, and what greeted was not: the package brings a TLS client of its own, in a native module, in WebAssembly or by hand. A browser engine or a database driver has one; so has code that wants to go past proxies, settings and whoever looks at Node’s own connections.',
  fix: 'Find the module that opens this connection, and why Node’s own TLS would not do.',
  mapping: { owasp: ['MCP04'], attack: ['T1573'], atlas: ['AML.T0086'], cwe: ['CWE-506'] },
  signal: 'code.odd',
  severity: 'medium',
  confidence: 'low',
  *behavior(behavior): Iterable<Hit> {
    const strange = observed(behavior, 'tls').filter((one) => isStrange(one) && isOnlyNode(behavior, one));
    for (const group of grouped(strange, (one) => `${one.phase} ${one.package} ${one.host}`)) {
      const [first] = group;
      yield hitOf(
        group,
        `greets ${first.host} ${inPhase(first.phase)} with a TLS client that is not that of Node.js`,
        (one) => evidenceOf(one, 'the greeting of a client', `${one.host}:${one.port} ${one.ja4}`),
        UNASKED.has(first.phase) ? { confidence: 'medium' } : {},
      );
    }
  },
});

function isStrange({ ja4 }: Seen<'tls'>): boolean {
  const [, ciphers, extensions] = ja4?.split('_') ?? [];
  if (ciphers === undefined || extensions === undefined) return false;
  return !NODE_PRINTS.has(ciphers) && !NODE_PRINTS.has(extensions);
}

/** Who connects there is known, and is Node.js alone: any other program has a TLS library of its own, and was seen to start. */
function isOnlyNode(behavior: Behavior, { run, host, port }: Seen<'tls'>): boolean {
  const connects = observed(behavior, 'connect').filter(
    (one) => one.run === run && one.port === port && (one.host ?? one.address) === host,
  );
  return connects.length > 0 && connects.every((one) => /\/node$/.test(startOf(behavior, one)?.path ?? ''));
}
