/** What the scripts of an install collect and send, in whichever language they are written. */
import type { Package } from '../../types.ts';
import { installTexts } from './entries.ts';
import { inlineScripts } from './inline.ts';
import { leaksInPython } from './python.ts';
import { type Leak, leaksIn } from './shell-flow.ts';

/** Something that leaves, and the place of the script that sends it, as evidence. */
export interface InstallLeak extends Leak {
  readonly at: string;
}

/** Asked for by several rules. */
const KNOWN = new WeakMap<Package, readonly InstallLeak[]>();

export function installLeaks(pkg: Package): readonly InstallLeak[] {
  const known = KNOWN.get(pkg) ?? leaksOf(pkg);
  KNOWN.set(pkg, known);
  return known;
}

function leaksOf(pkg: Package): readonly InstallLeak[] {
  const scripts = installTexts(pkg).flatMap(({ at, text, language }) => {
    if (language === 'other') return [];
    return (language === 'python' ? leaksInPython(text) : leaksIn(text)).map((leak) => ({ ...leak, at }));
  });
  const inline = inlineScripts(pkg).flatMap(({ at, text, language }) =>
    language === 'python' ? leaksInPython(text).map((leak) => ({ ...leak, at })) : [],
  );
  return [...scripts, ...inline];
}
