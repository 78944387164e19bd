/** Files of the home folder whose names a package holds packed: who means well writes down which file it reads. */
import { nameOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import type { Node } from '../tree/walk.ts';
import { isCarried } from './carried.ts';
import { partsBehind } from './feeds.ts';
import { sourceAt } from './sources.ts';

const HIDDEN = 'a file of the home folder whose name is packed';
const HOME = /^(?:os\.homedir\(\)|process\.env\.(?:HOME|USERPROFILE))$/;

/** What a path leads to that is put together from the home folder and from what is unpacked of the package itself, and not known by that. */
export function hiddenName(code: Linked, path: Node | undefined): string | undefined {
  const parts = path && textOf(code, path) === undefined ? [...partsBehind(code, [path])] : [];
  if (!parts.some((part) => HOME.test(nameOf(code, part) ?? ''))) return undefined;
  return parts.some((part) => isUnpacked(code, part)) ? HIDDEN : undefined;
}

function isUnpacked(code: Linked, part: Node): boolean {
  const source = sourceAt(code, part);
  return source?.kind === 'packed' && (source.carried ?? isCarried(code, part));
}
