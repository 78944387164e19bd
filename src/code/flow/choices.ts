/** What is written out for each of several kinds of machines, of which one is taken when it runs. */
import { propertyName } from '../tree/calls.ts';
import { objectBehind, propertyOf } from '../tree/objects.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import type { Node } from '../tree/walk.ts';

const MAX_DEPTH = 8;
/** More than these nobody writes out for a few systems. */
const MAX_CHOICES = 12;

/**
 * Each expression that one may be: `a` and `b` of `isMac ? a : b`, of `{ darwin: a }[process.platform] ?? b`, and of the name of such a thing. The
 * expression itself where nothing is to be chosen, or not all of it is written out.
 */
export function choicesOf(code: Linked, node: Node): readonly Node[] {
  const found = chosen(code, node, 0);
  return found && found.length > 0 && found.length <= MAX_CHOICES ? found : [node];
}

/** Undefined where it is not known what there is to choose from. */
function chosen(code: Linked, node: Node, depth: number): readonly Node[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const all = (nodes: readonly Node[]) => together(nodes.map((one) => chosen(code, one, depth + 1)));
  switch (node.type) {
    case 'ConditionalExpression':
      return all([node.consequent, node.alternate]);
    case 'LogicalExpression':
      return node.operator === '&&' ? undefined : all([node.left, node.right]);
    case 'Identifier': {
      const definitions = code.bindingOf(node)?.definitions ?? [];
      if (definitions.length === 0 || code.bindingOf(node)?.param) return undefined;
      return together(definitions.map(({ value, path }) => taken(code, all([value]), path)));
    }
    case 'MemberExpression': {
      const key = propertyName(code, node);
      if (key !== undefined) return taken(code, all([node.object]), [key]);
      const held = isAsWritten(code, node.object) ? valuesOf(code, node.object) : [];
      return held.length > 0 ? all(held) : undefined;
    }
    default:
      return [node];
  }
}

function together(lists: readonly (readonly Node[] | undefined)[]): readonly Node[] | undefined {
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

/** Everything in a table; nothing where something is put in from elsewhere. */
function valuesOf(code: Linked, table: Node): readonly Node[] {
  const parts = objectBehind(code, table)?.properties ?? [];
  const values = parts.flatMap((part) => (part.type === 'ObjectProperty' ? [part.value] : []));
  return values.length === parts.length ? values : [];
}

/** True for a table to which nothing is added later. */
function isAsWritten(code: Linked, table: Node): boolean {
  const binding = table.type === 'Identifier' ? code.bindingOf(table) : undefined;
  if (!binding) return table.type === 'ObjectExpression';
  return binding.definitions.length === 1 && !code.mutations.has(binding) && !code.boundWrites.has(binding);
}

/** What lies at the end of a way into each of some things. */
function taken(code: Linked, from: readonly Node[] | undefined, path: readonly string[]): readonly Node[] | undefined {
  const parts = from?.map((one) => partOf(code, one, path));
  return parts?.every((part) => part !== undefined) ? parts.flat() : undefined;
}

function partOf(code: Linked, whole: Node, path: readonly string[]): readonly Node[] | undefined {
  let parts: readonly Node[] = [whole];
  for (const step of path) {
    const next = parts.flatMap((part) => stepInto(code, part, step));
    if (next.length < parts.length) return undefined;
    parts = next;
  }
  return parts;
}

function stepInto(code: Linked, part: Node, step: string): readonly Node[] {
  if (part.type === 'ObjectExpression') {
    const value = propertyOf(code, part, step);
    return value ? [value] : [];
  }
  if (part.type !== 'ArrayExpression') return [];
  const elements = part.elements.filter((one) => one !== null);
  if (step === '*') return elements;
  const element = elements[Number(step)];
  return element ? [element] : [];
}

/** Two parts of one thing, as they belong together in each that it may be: `[cmd, args]` of `isMac ? ['open', [url]] : ['xdg-open', [url]]`. */
export function pairsChosen(code: Linked, one: Node, other: Node): readonly (readonly [Node, Node])[] | undefined {
  const [first, second] = [holderOf(code, one), holderOf(code, other)];
  if (!first || !second || first.path.join() === second.path.join() || !isSame(code, first.of, second.of))
    return undefined;
  const pairs = choicesOf(code, first.of).map((each) => {
    const [a, ...more] = partOf(code, each, first.path) ?? [];
    const [b, ...others] = partOf(code, each, second.path) ?? [];
    return a && b && more.length + others.length === 0 ? ([a, b] as const) : undefined;
  });
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

/** What something is taken from, and where it lies in that. */
function holderOf(code: Linked, node: Node): { readonly of: Node; readonly path: readonly string[] } | undefined {
  if (node.type === 'MemberExpression') {
    const key = propertyName(code, node);
    return key === undefined ? undefined : { of: node.object, path: [key] };
  }
  const [only, ...more] = node.type === 'Identifier' ? (code.bindingOf(node)?.definitions ?? []) : [];
  return only && more.length === 0 && only.path.length > 0 ? { of: only.value, path: only.path } : undefined;
}

function isSame(code: Linked, one: Node, other: Node): boolean {
  if (one === other) return true;
  return (
    one.type === 'Identifier' &&
    other.type === 'Identifier' &&
    keyText(one) === keyText(other) &&
    code.bindingOf(one) === code.bindingOf(other)
  );
}
