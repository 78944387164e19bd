import { placeOf, wordAt } from '../../src/config/facts.ts';
import { PROBLEMS, type Problem } from '../../src/config/oauth.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';
import type { Severity } from '../../src/types.ts';

export default defineRule({
  id: 'remote-authorization',
  title: 'A remote server’s authorization is not as MCP has it',
  why: 'Clients send a user’s tokens where the metadata of a server says. Where the chain from server to issuer to audience is broken, a token ends up at somebody it was not meant for, or can be used at somebody it was not made for.',
  fix: 'Tell the operator. Until it is mended, give the server no token that is worth anything elsewhere.',
  mapping: { practice: ['BP4'], owasp: ['MCP07'], attack: ['T1550.001'], atlas: ['AML.T0055'], cwe: ['CWE-287'] },
  signal: 'config.weak',
  severity: 'medium',
  confidence: 'high',
  *config(entry, { launch, probe }) {
    const remote = launch.runs.find(({ kind }) => kind === 'remote');
    if (probe === undefined || remote === undefined) return;
    const place = placeOf(entry.file, wordAt(entry, remote.from).span);
    for (const { kind, detail } of probe.problems)
      yield {
        message: PROBLEMS[kind],
        evidence: [{ ...place, note: 'what the server behind this address says', snippet: quote(detail) }],
        severity: SEVERITY[kind] ?? 'medium',
      };
    if (probe.authorization === 'open')
      yield {
        message: 'It answers anybody, without a token',
        evidence: [{ ...place, note: 'asked without a credential', snippet: quote(probe.url) }],
        severity: 'low',
      };
  },
});

/** The wrong audience and a mixed-up issuer cost a token; the rest is untidy, or a decision of the operator. */
const SEVERITY: Readonly<Partial<Record<Problem['kind'], Severity>>> = {
  audience: 'high',
  'issuer-mismatch': 'high',
  'issuer-insecure': 'high',
  certificate: 'high',
  'metadata-elsewhere': 'low',
  implicit: 'low',
  'token-in-query': 'low',
  'broad-scopes': 'low',
  'no-metadata': 'low',
};
