/** What a script collects and sends, in whichever language it is written. */
import type { Package } from '../../types.ts';
import type { RunText } from './entries.ts';
import { inlineOf } from './inline.ts';
import { leaksInPython } from './python.ts';
import { type Leak, leaksIn } from './shell-flow.ts';

/** Of a shell's, also what the Python in it does. */
export function leaksOf(pkg: Package, script: RunText): readonly Leak[] {
  const { text, language } = script;
  if (language === 'other') return [];
  if (language === 'python') return leaksInPython(text);
  const within = inlineOf(pkg, script).filter((inline) => inline.language === 'python');
  return [...leaksIn(text), ...within.flatMap((inline) => leaksInPython(inline.text))];
}
