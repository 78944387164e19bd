import { addressOf, CHANGES, type ChangeKind } from '../../src/config/diff.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';
import type { Severity, Signal } from '../../src/types.ts';

export default defineRule({
  id: 'server-drifted',
  title: 'A server behaves otherwise than when it was approved',
  why: 'The config is the same and the server is not: other bytes, other packages, other words to the model. That is how a rug pull looks from outside.',
  fix: 'Do not start it. Compare the versions (`lazaret diff`), ask its publisher, and approve it anew only when you know why it changed.',
  mapping: {
    practice: ['BP5', 'BP7'],
    owasp: ['MCP03', 'MCP04'],
    attack: ['T1195.002'],
    atlas: ['AML.T0109', 'AML.T0110'],
    cwe: ['CWE-494'],
  },
  signal: 'config.changed',
  severity: 'medium',
  confidence: 'high',
  *config(entry, { changes, launch }) {
    // A change of the config explains a change of behaviour; only what nothing explains is a drift.
    const explained = changes.some(({ kind }) => kind === 'version' || kind === 'launch' || kind === 'added');
    for (const change of changes) {
      const { kind, detail } = change;
      const grade = GRADES[kind];
      if (grade === undefined) continue;
      yield {
        message: `The server ${quote(entry.name)} ${CHANGES[kind]}`,
        evidence: [{ ...addressOf(change, entry, launch), note: '', snippet: quote(detail) }],
        severity: explained ? grade.explained : grade.severity,
        signal: explained ? 'config.changed' : grade.signal,
      };
    }
  },
});

interface Grade {
  readonly severity: Severity;
  readonly signal: Signal;
  /** Where the config itself says that something else is started. */
  readonly explained: Severity;
}

/** Other bytes under one version, and other words to the model with nothing else changed, have no honest explanation. */
const GRADES: Partial<Record<ChangeKind, Grade>> = {
  integrity: { severity: 'critical', signal: 'config.drifted', explained: 'critical' },
  'tool-text': { severity: 'high', signal: 'config.drifted', explained: 'medium' },
  // Code is written anew for many reasons; what a model is shown was not seen.
  'tool-code': { severity: 'medium', signal: 'config.changed', explained: 'low' },
  publisher: { severity: 'high', signal: 'config.changed', explained: 'high' },
  tree: { severity: 'medium', signal: 'config.changed', explained: 'low' },
  'tool-added': { severity: 'medium', signal: 'config.changed', explained: 'medium' },
  'tool-removed': { severity: 'low', signal: 'config.changed', explained: 'low' },
  host: { severity: 'medium', signal: 'config.changed', explained: 'medium' },
  command: { severity: 'medium', signal: 'config.changed', explained: 'low' },
  credential: { severity: 'medium', signal: 'config.changed', explained: 'medium' },
};
