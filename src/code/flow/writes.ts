/** Which file a call writes, as far as the code fixes it. */
import { type Call, nameOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import type { Node } from '../tree/walk.ts';
import { partsBehind } from './feeds.ts';
import { textsBehind } from './texts.ts';

const WRITES =
  /^(?:fs(?:\.promises)?\.(?:writeFile|appendFile|copyFile|symlink|link|outputFile|outputJson|writeJson|writeJSON|cp|copy|move|rename)(?:Sync)?|fs\.createWriteStream|Bun\.write)$/;
/** These name their goal second. */
const SECOND = /copy|cp|link|move|rename/i;
const OPENS = /^fs(?:\.promises)?\.open(?:Sync)?$/;

/** The constant parts of the path a call writes to, in one line; undefined where it writes nothing. */
export function writtenPath(code: Linked, call: Call): string | undefined {
  const path = pathWritten(code, call);
  return path.length === 0 ? undefined : textsBehind(code, path).join(' ');
}

/** The expressions that name what a call writes, here or through a function of another module; none where it writes nothing. */
export function pathWritten(code: Linked, { name, args }: Call): readonly Node[] {
  if (name === undefined) return [];
  if (WRITES.test(name)) return SECOND.test(name) ? args.slice(1, 2) : args.slice(0, 1);
  if (OPENS.test(name)) return isForWriting(code, args[1]) ? args.slice(0, 1) : [];
  const written = code.outside?.writes(name);
  return written ? args.filter((_, i) => written.has(i)) : [];
}

/** `'w'`, `'a+'`, `O_WRONLY | O_CREAT`. */
function isForWriting(code: Linked, flags: Node | undefined): boolean {
  if (!flags) return false;
  const text = textOf(code, flags);
  if (text !== undefined) return /^(?:[aw]|rs?\+)/.test(text);
  return [...partsBehind(code, [flags])].some((part) =>
    /\.O_(?:WRONLY|RDWR|APPEND|CREAT)$/.test(nameOf(code, part) ?? ''),
  );
}

const PUTS = /^(?:fs(?:\.promises)?\.(?:writeFile|appendFile|outputFile)(?:Sync)?|Bun\.write)$/;

/** The expressions of what a call puts into a file; none where that is not to be told. */
export function contentWritten({ name, args }: Call): readonly Node[] {
  return name !== undefined && PUTS.test(name) ? args.slice(1, 2) : [];
}

/** The constant parts of what a call puts into a file, in one text; empty where that is not to be told. */
export function writtenText(code: Linked, call: Call): string {
  return textsBehind(code, contentWritten(call)).join('\n');
}
