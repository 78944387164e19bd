import type { Deployment } from '../../src/config/deployment.ts';
import { placeOf } from '../../src/config/facts.ts';
import { masked, type Secret, secretsIn } from '../../src/config/secret.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'deployment-secret',
  title: 'A deployment of MCP servers has a credential in it',
  why: 'What stands in a Dockerfile is in every layer of the image, what stands in a manifest is in git and in the cluster’s API, and base64 is no encryption.',
  fix: 'Mount secrets at run time: build secrets, `secretKeyRef` with a sealed or external secret, the CI’s own secret store.',
  mapping: {
    practice: ['BP1', 'BP6'],
    owasp: ['MCP01'],
    attack: ['T1552.001', 'T1552.007'],
    atlas: ['AML.T0083'],
    cwe: ['CWE-798', 'CWE-312'],
  },
  signal: 'config.weak',
  severity: 'high',
  confidence: 'medium',
  *deployment(file) {
    for (const { name, value, span } of file.env) {
      const [found] = secretsIn(name, value);
      const secret = name.startsWith('Secret ') ? 'a value of a plain Secret' : found?.kind;
      if (secret === undefined || value === '' || /^\$\{?[{(A-Za-z_]/.test(value)) continue;
      yield {
        message: `The deployment holds a credential: ${quote(secret)}`,
        evidence: [
          {
            ...placeOf(file.path, span),
            note: `${quote(name)} is written out`,
            snippet: name.startsWith('Secret ') ? '(hidden)' : quote(masked(name, value)),
          },
        ],
        ...graded(found, file),
      };
    }
    const told = new Set(file.env.map(({ span }) => span.line));
    for (const { value, span } of file.texts) {
      const secret = told.has(span.line) ? undefined : secretsIn('', value).find(({ sure }) => sure);
      if (secret === undefined) continue;
      yield {
        message: `The deployment holds a credential: ${quote(secret.kind)}`,
        evidence: [{ ...placeOf(file.path, span), note: 'it is written out', snippet: quote(masked('', value)) }],
        confidence: 'high',
        ...graded(secret, file),
      };
    }
    for (const { value, span } of file.copied)
      yield {
        message: 'A file with secrets becomes part of the image',
        evidence: [{ ...placeOf(file.path, span), note: 'copied in', snippet: quote(value) }],
      };
  },
});

/** A credential of a known shape that did not stand in the file before: this change is about to publish it. */
function graded(secret: Secret | undefined, { before }: Deployment): Pick<Hit, 'signal' | 'confidence'> {
  const isNew = secret?.sure && before !== undefined && !before.includes(secret.value);
  return isNew ? { signal: 'secret.pasted', confidence: 'high' } : {};
}
