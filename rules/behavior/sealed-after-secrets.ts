import {
  credentialReads,
  evidenceOf,
  grouped,
  hitOf,
  inPhase,
  observed,
  type Seen,
  UNASKED,
} from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'sealed-after-secrets',
  title: 'Reads credentials, then sends what nobody can read',
  why: 'It opened files that hold credentials, unasked, and after that sent bytes that are no text, no image and in no encoding that can be undone: encrypted by the package itself, inside a connection that is encrypted already. That hides what is sent from whoever may look into the connection.',
  fix: 'Do not run it with your own home directory. Find out what it encrypts, for whom, and with which key.',
  mapping: {
    owasp: ['MCP01', 'MCP04', 'MCP10'],
    attack: ['T1560', 'T1041', 'T1552.001'],
    atlas: ['AML.T0055', 'AML.T0025'],
    cwe: ['CWE-506', 'CWE-200'],
  },
  signal: 'data.sent',
  severity: 'high',
  confidence: 'medium',
  *behavior(behavior): Iterable<Hit> {
    const reads = credentialReads(behavior).filter(({ read }) => read.ok);
    const sealed = observed(behavior, 'http', 'data').filter((one) =>
      one.kind === 'http' ? one.body.opaque : one.opaque,
    );
    for (const group of grouped(sealed, (one) => `${one.run} ${one.phase} ${one.package} ${hostOf(one)}`)) {
      const [first] = group;
      const before = reads.filter(
        ({ read }) => read.run === first.run && read.package === first.package && read.at <= first.at,
      );
      const services = [...new Set(before.map(({ service }) => service))].sort();
      const [read] = before;
      if (!read) continue;
      // One service may be its own, once it runs.
      const own = services.length === 1 && !UNASKED.has(first.phase);
      yield hitOf<Seen<'http' | 'data' | 'read'>>(
        [read.read, ...group],
        `opens credentials of ${services.join(', ')}, and then sends bytes that cannot be read to ${hostOf(first)} ${inPhase(first.phase)}`,
        (one) =>
          one.kind === 'read'
            ? evidenceOf(one, `${read.service}, opened`, one.path)
            : evidenceOf(
                one,
                `${one.kind === 'http' ? one.body.bytes : one.bytes} bytes in no known encoding`,
                textOf(one),
              ),
        own ? { severity: 'medium', confidence: 'low' } : {},
      );
    }
  },
});

const hostOf = (one: Seen<'http' | 'data'>): string => (one.kind === 'http' ? one.host : `${one.address}:${one.port}`);

const textOf = (one: Seen<'http' | 'data'>): string => (one.kind === 'http' ? `${one.method} ${one.url}` : one.text);
