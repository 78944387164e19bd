import { CHANGES, spanOf } from '../../src/config/diff.ts';
import { placeOf } from '../../src/config/facts.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-changed',
  title: 'A server is not what was approved',
  why: 'What a client starts runs with the user’s rights. A server nobody approved, or one that was changed since, is how a pull request brings code onto every machine of a team.',
  fix: 'Look at the change. If it is wanted, approve it with `lazaret gate --update-lock --why "…"` and commit the lock with it.',
  mapping: { owasp: ['MCP08', 'MCP09'], attack: ['T1554'], atlas: ['AML.T0081'], cwe: ['CWE-693'] },
  signal: 'config.changed',
  severity: 'medium',
  confidence: 'high',
  *config(entry, { changes }) {
    for (const { kind, detail, part } of changes) {
      if (DRIFT.has(kind)) continue;
      yield {
        message: `The server ${quote(entry.name)} ${CHANGES[kind]}`,
        evidence: [{ at: placeOf(entry.file, spanOf(entry, part)), note: CHANGES[kind], snippet: quote(detail) }],
        severity: QUIET.has(kind) ? 'info' : kind === 'lock-edited' ? 'high' : 'medium',
      };
    }
  },
});

/** What a vet saw is the business of `server-drifted`. */
const DRIFT = new Set<string>([
  'tree',
  'integrity',
  'tool-text',
  'tool-added',
  'tool-removed',
  'host',
  'command',
  'credential',
]);
/** Less than was approved, or said for whoever reviews the approval. */
const QUIET = new Set<string>(['disabled', 'removed', 'approved']);
