import { DOTENV, sensitivePlace } from '../../src/code/secrets.ts';
import { spot, wordAt } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-env-file',
  title: 'A server reads its variables from a plain file',
  why: 'A plain `.env` holds every secret in clear beside the code, is read whole by every server that names it, and finds its way into images and commits.',
  fix: 'Use a secret store (`doppler run`, `op run`, `infisical run`) or the client’s inputs; if a file must be, keep one for each server and out of git.',
  mapping: { practice: ['BP1'], owasp: ['MCP01'], attack: ['T1552.001'], atlas: ['AML.T0083'], cwe: ['CWE-312'] },
  signal: 'config.weak',
  severity: 'low',
  confidence: 'high',
  *config(entry, { launch, committed = [] }) {
    // `op run --env-file` reads references to a store, not secrets.
    const stored = launch.wrappers.some((wrapper) =>
      /^(?:op|doppler|infisical|dotenvx|npx @dotenvx\/dotenvx)\b/.test(wrapper),
    );
    const named = stored ? [] : launch.envFiles.map(({ from }) => wordAt(entry, from));
    for (const text of [...entry.envFiles, ...named]) {
      const place = sensitivePlace([text.value]);
      if (place !== undefined && place !== DOTENV) {
        const message = `Variables come from a file that is another program’s: ${place}`;
        yield { message, evidence: [spot(entry, text, 'this file')], severity: 'high' };
        continue;
      }
      const shared = committed.includes(text.value) || committed.some((path) => text.value.endsWith(`=${path}`));
      yield shared
        ? {
            message: 'Variables come from a plain file that is part of the repository',
            evidence: [spot(entry, text, 'this file')],
            severity: 'medium',
          }
        : { message: 'Variables come from a plain file', evidence: [spot(entry, text, 'this file')] };
    }
  },
});
