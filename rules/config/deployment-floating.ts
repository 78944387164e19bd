import type { Text } from '../../src/config/entry.ts';
import { placeOf } from '../../src/config/facts.ts';
import { floatingIn } from '../../src/config/installed.ts';
import { masked } from '../../src/config/secret.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'deployment-floating',
  title: 'An MCP server is deployed from an image that can be changed under its name',
  why: 'A tag is a label that its owner, or whoever has their credentials, can move to another image at any time.',
  fix: 'Name the image by digest (`image@sha256:…`) and let a bot propose updates.',
  mapping: {
    practice: ['BP6', 'BP7'],
    owasp: ['MCP04'],
    attack: ['T1195.002'],
    atlas: ['AML.T0109', 'AML.T0010.005'],
    cwe: ['CWE-1357', 'CWE-494'],
  },
  signal: 'config.weak',
  severity: 'low',
  confidence: 'high',
  *deployment(file) {
    for (const { value, span } of file.images) {
      if (/@sha256:[0-9a-f]{64}$/.test(value)) continue;
      const latest = !/:[^/]+$/.test(value) || /:latest$/.test(value);
      yield {
        message: latest ? 'The image has no version' : 'The image is named by a tag, which can be moved',
        evidence: [{ ...placeOf(file.path, span), note: 'this image', snippet: quote(value) }],
        severity: latest ? 'medium' : 'low',
      };
    }
    for (const command of file.commands)
      for (const what of floatingIn(command.value).filter((one) => !isInstalled(one, file.commands)))
        yield {
          message: `${quote(what)} is not pinned: every build or start may bring another version`,
          evidence: [
            { ...placeOf(file.path, command.span), note: 'this command', snippet: quote(masked('', command.value)) },
          ],
          severity: 'medium',
        };
  },
});

/** Started by its name, after an exact version of it was installed. */
function isInstalled(what: string, commands: readonly Text[]): boolean {
  const name = what.replace(/^\w+ /, '');
  return commands.some(({ value }) => /^\d/.test(value.split(`${name}@`)[1] ?? ''));
}
