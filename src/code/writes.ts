/** Which file a call writes, as far as the code fixes it. */
import type { Call } from './calls.ts';
import type { Linked } from './scope.ts';
import { textsBehind } from './texts.ts';

const WRITES =
  /^(?:fs(?:\.promises)?\.(?:writeFile|appendFile|copyFile|symlink|outputFile|outputJson|writeJson|writeJSON|cp|copy|move|rename)(?:Sync)?|fs\.createWriteStream|Bun\.write)$/;
/** These name their goal second. */
const SECOND = /copy|cp|symlink|move|rename/i;

/** The constant parts of the path a call writes to, in one line; undefined where it writes nothing. */
export function writtenPath(code: Linked, { name, args }: Call): string | undefined {
  if (name === undefined || !WRITES.test(name)) return undefined;
  return textsBehind(code, SECOND.test(name) ? args.slice(1, 2) : args.slice(0, 1)).join(' ');
}
