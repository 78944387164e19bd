import { CHANGES, type ChangeKind, spanOf } from '../../src/config/diff.ts';
import { placeOf } from '../../src/config/facts.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';
import type { Severity, Signal } from '../../src/types.ts';

export default defineRule({
  id: 'server-drifted',
  title: 'A server behaves otherwise than when it was approved',
  why: 'The config is the same and the server is not: other bytes, other packages, other words to the model. That is how a rug pull looks from outside.',
  fix: 'Do not start it. Compare the versions (`lazaret diff`), ask its publisher, and approve it anew only when you know why it changed.',
  mapping: { owasp: ['MCP03', 'MCP04'], attack: ['T1195.002'], cwe: ['CWE-494'] },
  signal: 'config.changed',
  severity: 'medium',
  confidence: 'high',
  *config(entry, { changes }) {
    // A change of the config explains a change of behaviour; only what nothing explains is a drift.
    const explained = changes.some(({ kind }) => kind === 'version' || kind === 'launch' || kind === 'added');
    for (const { kind, detail, part } of changes) {
      const grade = GRADES[kind];
      if (grade === undefined) continue;
      yield {
        message: `The server ${quote(entry.name)} ${CHANGES[kind]}`,
        evidence: [{ at: placeOf(entry.file, spanOf(entry, part)), note: CHANGES[kind], snippet: quote(detail) }],
        severity: explained ? 'low' : grade.severity,
        signal: explained ? 'config.changed' : grade.signal,
      };
    }
  },
});

/** Other bytes under one version, and other words to the model with nothing else changed, have no honest explanation. */
const GRADES: Partial<Record<ChangeKind, { readonly severity: Severity; readonly signal: Signal }>> = {
  integrity: { severity: 'critical', signal: 'config.drifted' },
  'tool-text': { severity: 'high', signal: 'config.drifted' },
  tree: { severity: 'medium', signal: 'config.changed' },
  'tool-added': { severity: 'medium', signal: 'config.changed' },
  'tool-removed': { severity: 'low', signal: 'config.changed' },
  host: { severity: 'medium', signal: 'config.changed' },
  command: { severity: 'medium', signal: 'config.changed' },
  credential: { severity: 'medium', signal: 'config.changed' },
};
