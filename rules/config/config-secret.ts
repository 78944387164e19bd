import { partOf } from '../../src/config/credential.ts';
import { secretsOf, spot } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-secret',
  title: 'A credential is written out in an MCP config',
  why: 'A config is committed, synchronised, backed up and read by every tool on the machine. A credential in it is as good as published, and the server’s arguments are shown to every process.',
  fix: 'Keep the value out of the file: `doppler run -- npx …`, `op run -- npx …`, `infisical run -- npx …`, or the client’s own form (`${input:id}` with password: true in VS Code, `${VAR}` elsewhere). Then revoke the one that was written down.',
  mapping: {
    practice: ['BP1'],
    owasp: ['MCP01'],
    attack: ['T1552.001'],
    atlas: ['AML.T0083'],
    cwe: ['CWE-798', 'CWE-312'],
  },
  signal: 'config.weak',
  severity: 'high',
  confidence: 'high',
  *config(entry, { inputs, changes }) {
    const pasted = new Set(changes.flatMap(({ kind, part }) => (kind === 'secret-added' ? [part] : [])));
    for (const { kind, sure, text } of secretsOf(entry)) {
      const isNew = pasted.has(partOf(text.span));
      yield {
        message: `${isNew ? 'This change writes a credential into the config' : 'The config holds a credential'}: ${kind}`,
        evidence: [spot(entry, text, `${text.name || 'an argument'} is written out`)],
        confidence: sure ? 'high' : 'medium',
        signal: isNew ? 'secret.pasted' : 'config.weak',
      };
    }
    for (const { fallback, id, hidden } of inputs) {
      if (!hidden || fallback === undefined || fallback.value === '') continue;
      yield {
        message: 'A hidden input has its value written beside it as a default',
        evidence: [spot(entry, { ...fallback, name: 'password', value: '(hidden)' }, `default of ${id}`)],
        confidence: 'medium',
      };
    }
  },
});
