import { earlier, releaseOf, scriptAppeared } from '../../src/history.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Trust } from '../../src/types.ts';

/** Earlier versions without a script, before a new one says anything. */
const ENOUGH = 3;

export default defineRule({
  id: 'install-script-new',
  title: 'Is the first version that runs something at install',
  why: 'Worms add an install script to packages that never had one. So does an author who starts to ship a native addon: the script itself tells which.',
  fix: 'Read what the script does, or install with `--ignore-scripts`.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1195.002', 'T1059'],
    atlas: ['AML.T0011.001', 'AML.T0109'],
    cwe: ['CWE-829'],
  },
  signal: 'install.script',
  severity: 'low',
  confidence: 'high',
  *trust({ histories }: Trust): Iterable<Hit> {
    for (const history of histories) {
      const before = earlier(history);
      if (!scriptAppeared(history) || before.length < ENOUGH) continue;
      yield {
        package: history.package,
        message: `${quote(history.package, 100)} runs something at install, and none of its ${before.length} earlier versions did`,
        evidence: [
          {
            at: `registry:${history.package}#scripts`,
            note: 'the first version with an install script',
            snippet: quote(releaseOf(history)?.at ?? history.version),
          },
        ],
      };
    }
  },
});
