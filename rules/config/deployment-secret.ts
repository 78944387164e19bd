import { placeOf } from '../../src/config/facts.ts';
import { masked, secretsIn } from '../../src/config/secret.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'deployment-secret',
  title: 'A deployment of MCP servers has a credential in it',
  why: 'What stands in a Dockerfile is in every layer of the image, what stands in a manifest is in git and in the cluster’s API, and base64 is no encryption.',
  fix: 'Mount secrets at run time: build secrets, `secretKeyRef` with a sealed or external secret, the CI’s own secret store.',
  mapping: { owasp: ['MCP01'], attack: ['T1552.001', 'T1552.007'], atlas: ['AML.T0083'], cwe: ['CWE-798', 'CWE-312'] },
  signal: 'config.weak',
  severity: 'high',
  confidence: 'medium',
  *deployment(file) {
    for (const { name, value, span } of file.env) {
      const secret = name.startsWith('Secret ') ? 'a value of a plain Secret' : secretsIn(name, value)[0]?.kind;
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
      };
    }
    for (const { value, span } of file.copied)
      yield {
        message: 'A file with secrets becomes part of the image',
        evidence: [{ ...placeOf(file.path, span), note: 'copied in', snippet: quote(value) }],
      };
  },
});
