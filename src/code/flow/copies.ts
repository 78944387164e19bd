/** Files of credentials that a module copies to another place, and reads or sends there. */

import { sensitivePlace } from '../secrets.ts';
import { callsOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import type { Node } from '../tree/walk.ts';
import { literalsIn } from './feeds.ts';

/** A copy, by the variable or the text that says where it lies. */
export interface Copy {
  /** What it is a copy of. */
  readonly detail: string;
  /** The call that makes it. */
  readonly node: Node;
  /** Where it lies, if that is written out. */
  readonly path: string | undefined;
}

const COPIES = /^fs(?:\.promises)?\.(?:copyFile|copy|cp|rename|move|symlink|link)(?:Sync)?$/;
const NONE: ReadonlyMap<unknown, Copy> = new Map();
const KNOWN = new WeakMap<Linked, ReadonlyMap<unknown, Copy>>();

export function copiesIn(code: Linked): ReadonlyMap<unknown, Copy> {
  const known = KNOWN.get(code);
  if (known) return known;
  // Until it is known, for what those are asked in turn.
  KNOWN.set(code, NONE);
  const found = new Map<unknown, Copy>();
  for (const { name, args, node } of callsOf(code)) {
    const [from, to] = args;
    if (name === undefined || !from || !to || !COPIES.test(name)) continue;
    const detail = sensitivePlace(literalsIn(code, [from]));
    const handle = detail === undefined ? undefined : handleOf(code, to);
    if (detail !== undefined && handle !== undefined) found.set(handle, { detail, node, path: textOf(code, to) });
  }
  KNOWN.set(code, found);
  return found;
}

/** True for the name of what copies a file. */
export function copies(name: string): boolean {
  return COPIES.test(name);
}

/** What makes two expressions the same file: the variable, or else the text. */
export function handleOf(code: Linked, node: Node): unknown {
  if (node.type === 'Identifier') return code.bindingOf(node);
  const text = textOf(code, node);
  return text !== undefined && /[/\\.]/.test(text) ? text : undefined;
}
