/** Files of credentials that a module copies or packs to another place, and reads or sends there. */

import { sensitivePlace } from '../secrets.ts';
import { type Call, callsOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import type { Node } from '../tree/walk.ts';
import { type Archive, archiveMade } from './archives.ts';
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
  for (const call of callsOf(code)) {
    const { detail, to } = copied(code, call) ?? archiveMade(code, call) ?? {};
    const handle = to && handleOf(code, to);
    if (detail !== undefined && handle !== undefined)
      found.set(handle, { detail, node: call.node, path: to && textOf(code, to) });
  }
  KNOWN.set(code, found);
  return found;
}

function copied(code: Linked, { name, args: [from, to] }: Call): Archive | undefined {
  const detail = name !== undefined && from && COPIES.test(name) ? sensitivePlace(literalsIn(code, [from])) : undefined;
  return detail === undefined || !to ? undefined : { detail, to };
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
