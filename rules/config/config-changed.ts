import { addressOf, CHANGES, type ChangeKind } from '../../src/config/diff.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';
import type { Severity } from '../../src/types.ts';

export default defineRule({
  id: 'config-changed',
  title: 'A server is not what was approved',
  why: 'What a client starts runs with the user’s rights. A server nobody approved, or one that was changed since, is how a pull request brings code onto every machine of a team.',
  fix: 'Look at the change. If it is wanted, approve it with `lazaret gate --update-lock --why "…"` and commit the lock with it.',
  mapping: {
    practice: ['BP5', 'BP7'],
    owasp: ['MCP08', 'MCP09'],
    attack: ['T1554'],
    atlas: ['AML.T0081'],
    cwe: ['CWE-693'],
  },
  signal: 'config.changed',
  severity: 'medium',
  confidence: 'high',
  *config(entry, { changes, launch }) {
    for (const change of changes) {
      const { kind, detail } = change;
      if (DRIFT.has(kind)) continue;
      yield {
        message: `The ${entry.setting === true ? 'setting' : 'server'} ${quote(entry.name)} ${CHANGES[kind]}${kind === 'added' ? disguise(entry.name) : ''}`,
        evidence: [{ ...addressOf(change, entry, launch), note: '', snippet: quote(detail) }],
        severity: SEVERITY[kind] ?? 'medium',
      };
    }
  },
});

/** A name of Latin letters with some of another script among them reads like a name that it is not. */
function disguise(name: string): string {
  const strange = /[A-Za-z]/.test(name)
    ? name.match(/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u)?.[0]
    : undefined;
  const code = strange?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return code === undefined ? '' : `, and its name has a letter of another script among Latin ones (U+${code})`;
}

/** What a vet saw is the business of `server-drifted`. */
const DRIFT = new Set<string>([
  'tree',
  'integrity',
  'tool-text',
  'tool-code',
  'tool-added',
  'tool-removed',
  'host',
  'command',
  'credential',
  'publisher',
  // `config-hijack` and `config-secret` say it better.
  'hijack',
  'secret-added',
]);
/** Less than was approved, or said for whoever reviews the approval; everything else is `medium`. */
const SEVERITY: Readonly<Partial<Record<ChangeKind, Severity>>> = {
  disabled: 'info',
  removed: 'info',
  approved: 'info',
  restored: 'info',
  'secret-removed': 'low',
  'env-removed': 'low',
  'header-removed': 'low',
  'lock-edited': 'high',
};
