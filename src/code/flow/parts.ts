/** What of an argument leaves, where another module sends only some properties of what it is given. */
import { nameOf } from '../tree/calls.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import type { Node } from '../tree/walk.ts';

/** For each argument of a function the properties of properties that it sends; none where it sends all of it. */
export type Sent = ReadonlyMap<number, readonly (readonly string[])[]>;

/** The arguments, or what is written out in them, that a call of such a function sends. */
export function partsSent(code: Linked, args: readonly Node[], sent: Sent): readonly Node[] {
  return args.flatMap((arg, i) => [...new Set((sent.get(i) ?? []).flatMap((way) => partAt(code, arg, way)))]);
}

function partAt(code: Linked, value: Node, [key, ...more]: readonly string[]): readonly Node[] {
  if (key === undefined) return [value];
  // One variable, which is found where it is read.
  if (nameOf(code, value) === 'process.env') return [];
  if (value.type !== 'ObjectExpression') return [value];
  return value.properties.flatMap((property) => {
    if (property.type === 'SpreadElement') return partAt(code, property.argument, [key, ...more]);
    const name = keyText(property.key, property.computed);
    if (property.type !== 'ObjectProperty' || (name !== undefined && name !== key)) return [];
    return partAt(code, property.value, more);
  });
}
