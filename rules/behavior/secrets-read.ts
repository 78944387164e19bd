import { credentialReads, evidenceOf, grouped, hitOf, inPhase } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'secrets-read',
  title: 'Opened files where credentials are kept, unasked',
  why: 'Seen by the tracer: before any tool was called, the package opened credentials of services it was not asked to use. One service may be its own (a Kubernetes server reads the Kubernetes configuration); several, or any at install, is collecting.',
  fix: 'Do not run it with your own home directory. Find out why it looks there.',
  mapping: {
    owasp: ['MCP01', 'MCP10'],
    attack: ['T1552', 'T1005'],
    atlas: ['AML.T0055', 'AML.T0037'],
    cwe: ['CWE-200', 'CWE-552'],
  },
  signal: 'secret.collected',
  severity: 'high',
  confidence: 'medium',
  *behavior(behavior): Iterable<Hit> {
    const early = credentialReads(behavior).filter(({ read }) => EARLY.has(read.phase));
    for (const reads of grouped(early, ({ read }) => `${read.phase} ${read.package}`)) {
      const [first, ...more] = reads;
      const { phase } = first.read;
      const services = [...new Set(reads.map(({ service }) => service))].sort();
      const own = services.length === 1 && phase !== 'install';
      const notes = new Map(reads.map(({ read, service }) => [read, service]));
      const message = `opens credentials of ${services.join(', ')} ${inPhase(phase)}`;
      yield hitOf(
        [first.read, ...more.map(({ read }) => read)],
        message,
        (read) => evidenceOf(read, `${notes.get(read)}, ${read.ok ? 'opened' : 'looked for'}`, read.path),
        own ? { severity: 'low', signal: 'secret.read' } : {},
      );
    }
  },
});

/** Before any tool is called. */
const EARLY: ReadonlySet<string> = new Set(['install', 'import', 'start']);
