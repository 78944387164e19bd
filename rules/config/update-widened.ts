import { spot, wordAt } from '../../src/config/facts.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';
import type { Severity } from '../../src/types.ts';

export default defineRule({
  id: 'update-widened',
  title: 'An update does more without being asked than the version that was approved',
  why: 'A stolen publishing token shows in what is new: a script at install, a program nobody can read, a host that was not named before. Everything else of the package was approved already.',
  fix: 'Read what is new, and approve the version with `lazaret gate --update-lock --why "…"` once you know why it is there.',
  mapping: {
    practice: ['BP7'],
    owasp: ['MCP04'],
    attack: ['T1195.002'],
    atlas: ['AML.T0109', 'AML.T0010.005'],
    cwe: ['CWE-494', 'CWE-829'],
  },
  signal: 'config.changed',
  severity: 'medium',
  confidence: 'high',
  *config(entry, { launch, update, changes }) {
    // What this very change approves has been decided.
    if (update === undefined || changes.some(({ kind }) => kind === 'approved')) return;
    const server = launch.runs.find(({ role, kind }) => role === 'server' && kind === 'npm') ?? launch.runs[0];
    for (const { about, added, changed } of update.parts) {
      const grade = GRADES[about];
      const fresh = { added, changed, both: [...added, ...changed] }[grade?.sees ?? 'added'];
      if (grade === undefined || fresh.length === 0) continue;
      yield {
        message: `Since ${quote(update.from)} it ${grade.does}`,
        evidence: [
          { ...spot(entry, wordAt(entry, server?.from ?? 0), 'this version'), snippet: quote(fresh.join(', ')) },
        ],
        severity: grade.severity,
      };
    }
  },
});

interface Grade {
  readonly does: string;
  readonly severity: Severity;
  readonly sees: 'added' | 'changed' | 'both';
}

/** Most updates bring other code, dependencies and hosts; what runs at install rarely changes, and nobody reads a binary. */
const GRADES: Readonly<Record<string, Grade>> = {
  scripts: { does: 'runs something else at install', severity: 'medium', sees: 'both' },
  binaries: { does: 'brings programs that nobody can read', severity: 'medium', sees: 'added' },
  repository: { does: 'names another repository', severity: 'low', sees: 'changed' },
  hosts: { does: 'names hosts that it did not name before', severity: 'low', sees: 'added' },
};
