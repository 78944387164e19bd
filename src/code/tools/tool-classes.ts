/** Tools that are classes: what others write as an object, they hold in fields, getters and methods. */
import { valuesOf } from '../tree/members.ts';
import type { Linked } from '../tree/scope.ts';
import { isFunction, type Node, parentOf } from '../tree/walk.ts';

const SCHEMAS = ['inputSchema', 'input_schema'];

/** Every class that has a name, a description and a schema, as tools have. */
export function toolClasses(code: Linked): readonly Node[] {
  const classes = new Set<Node>();
  for (const fn of code.nodes.functions) {
    const holder = fn.type === 'ClassMethod' ? parentOf(parentOf(fn) ?? fn) : undefined;
    if (holder) classes.add(holder);
  }
  return [...classes].filter(
    (one) =>
      holds(code, one, ['name']) &&
      holds(code, one, ['description']) &&
      (holds(code, one, SCHEMAS) || (holds(code, one, ['schema']) && executes(code, one))),
  );
}

/** Frameworks that find the classes by themselves call it `schema`, as others do what is no tool. */
function executes(code: Linked, owner: Node): boolean {
  return valuesOf(code, owner, 'execute').some(isFunction);
}

function holds(code: Linked, owner: Node, keys: readonly string[]): boolean {
  return keys.some((key) => valuesOf(code, owner, key).some(isShown));
}

/** A field or a getter; a method of such a name gives it to whoever asks. */
function isShown(value: Node): boolean {
  return !isFunction(value) || ('kind' in value && value.kind === 'get');
}

/** What a class holds by a name: of a getter, what it gives. */
export function heldByClass(code: Linked, owner: Node, key: string): readonly Node[] {
  return valuesOf(code, owner, key).flatMap((value) => {
    if (!isShown(value)) return [];
    return isFunction(value) ? (code.results.get(value) ?? []) : [value];
  });
}
