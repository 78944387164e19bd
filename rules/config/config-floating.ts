import { spot, wordAt } from '../../src/config/facts.ts';
import { nameOf } from '../../src/config/lock.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-floating',
  title: 'What a server runs can change without a change of the config',
  why: 'A launcher without an exact version fetches whatever is newest when the client starts, on every machine, with no review. One stolen publishing token reaches all of them at the next start.',
  fix: 'Name an exact version (`name@1.2.3`, `name==1.2.3`), an image by digest, a repository by commit. `lazaret gate --update-lock` records what was approved.',
  mapping: {
    practice: ['BP7'],
    owasp: ['MCP04'],
    attack: ['T1195.002'],
    atlas: ['AML.T0109', 'AML.T0010.005'],
    cwe: ['CWE-1357', 'CWE-494'],
  },
  signal: 'config.weak',
  severity: 'medium',
  confidence: 'high',
  *config(entry, { launch }) {
    for (const run of launch.runs) {
      if (!('pin' in run) || run.pin === 'exact') continue;
      yield {
        message: `${quote(nameOf(run))} is not pinned: ${WHAT[run.kind]} at start`,
        evidence: [spot(entry, wordAt(entry, run.from), 'names no exact version')],
      };
    }
  },
});

const WHAT: Readonly<Record<string, string>> = {
  npm: 'whatever is newest is installed',
  pypi: 'whatever is newest is installed',
  package: 'whatever is newest is installed',
  image: 'the tag may be moved to another image',
  download: 'whatever is there is fetched',
};
