import { spot, wordAt } from '../../src/config/facts.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-hijack',
  title: 'A file of the repository takes the place of the package',
  why: 'npx prefers a local bin, a bin of the project and a committed node_modules over the registry, and takes the registry from .npmrc. Whoever can commit such a file decides what the config starts, on every machine that opens the repository.',
  fix: 'Remove the file, or start the local code openly (`node ./server.js`), so that the config says what runs.',
  mapping: {
    practice: ['BP7'],
    owasp: ['MCP04'],
    attack: ['T1574'],
    atlas: ['AML.T0010.005'],
    cwe: ['CWE-427', 'CWE-829'],
  },
  signal: 'config.weak',
  severity: 'high',
  confidence: 'high',
  *config(entry, { launch, project }) {
    for (const run of launch.runs) {
      if (run.kind !== 'npm') continue;
      for (const [path, how] of Object.entries(project)) {
        if (!run.hijack.some((file) => path === file || path.endsWith(`/${file}`))) continue;
        yield {
          message: `${quote(path)} takes the place of ${quote(run.spec)}`,
          evidence: [
            spot(entry, wordAt(entry, run.from), 'looks like a package of the registry'),
            { at: `config:${path.replace(/#.*$/, '')}:1:1`, note: 'is used instead', snippet: quote(how) },
          ],
        };
      }
    }
  },
});
