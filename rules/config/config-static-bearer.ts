import { isLoopback, spot } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-static-bearer',
  title: 'A remote server is reached with a static token',
  why: 'A static bearer has no audience and no end: whoever sees it once can use it anywhere, and the server can pass it on. MCP’s authorization is OAuth 2.1 with tokens bound to one server.',
  fix: 'Use the server’s OAuth sign-in and leave the header out; where it has none, keep the token in a secret store, narrow and short-lived.',
  mapping: {
    practice: ['BP3', 'BP4'],
    owasp: ['MCP01', 'MCP07'],
    attack: ['T1550.001'],
    atlas: ['AML.T0083'],
    cwe: ['CWE-287', 'CWE-522'],
  },
  signal: 'config.weak',
  severity: 'low',
  confidence: 'high',
  *config(entry, { launch }) {
    const remote = launch.runs.find((run) => run.kind === 'remote');
    if (remote?.kind !== 'remote' || isLoopback(remote.url)) return;
    const named = entry.headers.filter(({ name }) => BEARERS.test(name));
    const bridged = launch.headers
      .filter(({ name }) => BEARERS.test(name))
      .flatMap(({ from }) => entry.args[from - 1] ?? []);
    for (const header of [...named, ...bridged])
      yield {
        message: 'It is reached with a static token',
        evidence: [spot(entry, header, 'sent with every request')],
      };
  },
});

const BEARERS = /^(?:proxy-)?authorization$|^x-(?:api-key|auth-token|access-token)$|(?:^|[-_])(?:api[-_]?key|token)$/i;
