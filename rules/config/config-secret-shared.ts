import type { ServerEntry } from '../../src/config/entry.ts';
import { spot } from '../../src/config/facts.ts';
import { isSecretName } from '../../src/config/secret.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-secret-shared',
  title: 'Several servers get the same credential',
  why: 'Each server that holds a credential can use all of its rights, and when it leaks nobody can tell through which one, nor revoke it for one alone.',
  fix: 'Give every server a credential of its own with the rights it needs.',
  mapping: {
    practice: ['BP2'],
    owasp: ['MCP01', 'MCP02'],
    attack: ['T1552.001'],
    atlas: ['AML.T0083'],
    cwe: ['CWE-522', 'CWE-250'],
  },
  signal: 'config.weak',
  severity: 'medium',
  confidence: 'high',
  *config(entry, { servers, shared }) {
    for (const { kind, text, holders } of shared) {
      const other = holders.find((server) => isOther(entry, server));
      if (other === undefined) continue;
      yield {
        message: `The same credential is given to ${quote(other.name)} too: ${kind}`,
        evidence: [spot(entry, text, 'here')],
      };
    }
    for (const { name, value, span } of entry.env) {
      if (!isSecretName(name) || !/^\$\{?[A-Za-z_]\w*\}?$/.test(value)) continue;
      const other = servers.find(
        (server) => isOther(entry, server) && server.env.some((theirs) => theirs.value === value),
      );
      if (other === undefined) continue;
      yield {
        message: `${quote(other.name)} gets the same credential, ${quote(value)}`,
        evidence: [spot(entry, { name, value, span }, 'here')],
        severity: 'low',
      };
    }
  },
});

/** The same server in the configs of several clients is one server. */
function isOther(entry: ServerEntry, server: ServerEntry): boolean {
  const starts = ({ command, args, url }: ServerEntry): string =>
    [command?.value, ...args.map(({ value }) => value), url?.value].join(' ');
  return server.id !== entry.id && starts(server) !== starts(entry);
}
