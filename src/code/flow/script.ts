/** A script of a shell or another interpreter as rules see it. */
import type { Dated, Hit } from '../../rule.ts';
import type { Package } from '../../types.ts';
import type { Reach, RunText } from '../scripts/entries.ts';
import { leaksOf } from '../scripts/leaks.ts';
import type { Leak } from '../scripts/shell-flow.ts';
import { hitsByReach } from './module.ts';

/** A command of the install, or a script of the package that something runs. */
export interface Script extends RunText {
  /** What it collects and sends. Computed when first asked for. */
  readonly leaks: readonly Leak[];
  /** A hit that depends on when it runs; what nothing runs is not told. */
  dated(hit: (reach: Reach) => Hit | false | undefined): Dated;
}

export function makeScript(pkg: Package, text: RunText, when: () => Reach): Script {
  let leaks: readonly Leak[] | undefined;
  return {
    ...text,
    get leaks() {
      leaks ??= leaksOf(pkg, text);
      return leaks;
    },
    dated: (hit) => ({ hits: hitsByReach((reach) => reach !== 'nowhere' && hit(reach)), when }),
  };
}
