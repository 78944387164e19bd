/** Functions that are held by something: given to a constructor, made by a factory, put into a list or under a key. */
import { keyText } from './declare.ts';
import {
  heldIn,
  isOfName,
  isOfThis,
  listWithin,
  MAX_WITHIN,
  memberKey,
  methodsOf,
  ownerOf,
  propertyValues,
} from './members.ts';
import type { Binding, Linked } from './scope.ts';
import { type Func, isFunction, type Node } from './walk.ts';

/** What is gone through from the callee to a function. */
const MAX_STEPS = 40;
/** Functions of which each may be meant; of more than these nobody knows which. */
const MAX_CHOICES = 12;

/** The functions a callee may stand for that something holds; none where it is one itself. Asked once parameters are known. */
export function heldFunctions(code: Linked, callee: Node): readonly Func[] {
  if (!MAY_HOLD.has(callee.type)) return NONE;
  const found = new Set<Func>();
  const seen = new Set<Node>([callee]);
  for (const at of seen) {
    if (isFunction(at)) found.add(at);
    else addSome(seen, heldBy(code, at));
  }
  return found.size <= MAX_CHOICES ? [...found] : NONE;
}

/** As many as there is room for: a list may hold a hundred thousand, and be asked as often. */
function addSome(seen: Set<Node>, more: Iterable<Node>): void {
  for (const one of more) {
    if (seen.size >= MAX_STEPS) return;
    seen.add(one);
  }
}

const NONE: readonly Func[] = [];
const MAY_HOLD = new Set([
  ...['Identifier', 'MemberExpression', 'OptionalMemberExpression', 'CallExpression', 'OptionalCallExpression'],
]);

/** What an expression that may be a function is taken from, one step on. */
function* heldBy(code: Linked, node: Node): Generator<Node> {
  switch (node.type) {
    case 'Identifier':
      for (const { value, path } of code.bindingOf(node)?.definitions ?? []) yield* behindPath(code, value, path);
      return;
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      const key = memberKey(code, node as Extract<Node, { type: 'MemberExpression' }>);
      yield* key === undefined ? elementsOf(code, node.object) : propertyValues(code, node.object, key);
      return;
    }
    case 'CallExpression':
    case 'OptionalCallExpression':
      yield* takenOut(code, node);
      yield* returned(code, node.callee as Node);
      return;
    case 'LogicalExpression':
      yield node.left;
      yield node.right;
  }
}

function* behindPath(code: Linked, value: Node, [key, ...more]: readonly string[]): Generator<Node> {
  if (key === undefined) yield value;
  else if (key === '*' && isElement(more)) yield* elementsOf(code, value);
  else if (more.length === 0) yield* propertyValues(code, value, key);
}

/** `for (const one of list)`, and the second of each pair: `for (const [name, one] of Object.entries(table))`. */
export function isElement(path: readonly string[]): boolean {
  return path.length === 0 || (path.length === 1 && path[0] === '1');
}

/** What a factory gives back. */
function returned(code: Linked, callee: Node): readonly Node[] {
  const own =
    callee.type === 'MemberExpression'
      ? (methodsOf(code, callee.object, memberKey(code, callee) ?? '') ?? [])
      : callee.type === 'Identifier'
        ? (code.bindingOf(callee)?.definitions ?? []).flatMap(({ value, path }) => (path.length === 0 ? [value] : []))
        : [callee];
  return own.flatMap((fn) => code.results.get(fn) ?? []);
}

type AnyCall = Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>;

/** What is taken out of a map, and by which key: `handlers.get(name)`. */
export interface Taking {
  readonly holder: Node;
  readonly key: Node;
}

export function takingOf(node: Node): Taking | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return undefined;
  const { callee, arguments: args } = node as AnyCall;
  const [key, ...others] = args as Node[];
  if ((callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') || others.length > 0) return;
  return key && keyText(callee.property as Node, callee.computed) === 'get'
    ? { holder: callee.object, key }
    : undefined;
}

/** `handlers.get('ship')`, and of a key that is not known everything that was ever set. */
function takenOut(code: Linked, node: Node): Iterable<Node> {
  const taking = takingOf(node);
  if (!taking) return NONE;
  const { holder, key } = taking;
  const set = key.type === 'StringLiteral' ? heldUnder(code, holder, key.value) : [];
  return set.length > 0 ? set : elementsOf(code, holder);
}

/** What a map was made with under a key, and what `handlers.set(key, value)` put there. */
export function heldUnder(code: Linked, holder: Node, key: string): readonly Node[] {
  const binding = holder.type === 'Identifier' ? code.bindingOf(holder) : undefined;
  const made = [holder, ...(binding?.definitions ?? []).map(({ value }) => value)].flatMap((one) => {
    const pairs = listWithin(one);
    return pairs.type === 'ArrayExpression' ? pairs.elements.flatMap((pair) => valueUnder(pair, key)) : [];
  });
  return [...made, ...((binding && code.boundWrites.get(binding)?.get(key)) ?? [])];
}

function valueUnder(pair: Node | null, key: string): readonly Node[] {
  const [name, value] = pair?.type === 'ArrayExpression' ? pair.elements : [];
  return name?.type === 'StringLiteral' && name.value === key && value ? [value] : [];
}

/** What a list holds, where that is little enough that each may be meant. */
export function fewElements(code: Linked, list: Node): readonly Node[] {
  const elements = elementsOf(code, list)
    .take(MAX_CHOICES + 1)
    .toArray();
  return elements.length <= MAX_CHOICES ? elements : [];
}

/** Everything that was put into a list or a map, and what it was written with. */
function* elementsOf(code: Linked, made: Node, depth = MAX_WITHIN): Generator<Node> {
  const list = listWithin(made);
  if (list.type === 'Identifier') yield* elementsOfName(code, code.bindingOf(list), depth);
  else if (isOfThis(list) || isOfName(list)) yield* elementsOfOwn(code, list);
  else if (depth > 0) yield* writtenIn(code, list, depth - 1);
}

/** `[first, ...others]` */
function* writtenIn(code: Linked, list: Node, depth: number): Generator<Node> {
  yield* heldIn(list);
  for (const part of list.type === 'ArrayExpression' ? list.elements : [])
    if (part?.type === 'SpreadElement') yield* elementsOf(code, part.argument, depth);
}

function* elementsOfName(code: Linked, binding: Binding | undefined, depth: number): Generator<Node> {
  if (!binding) return;
  const written = binding.definitions.flatMap(({ value, path }) => (path.length === 0 ? [value] : []));
  // Of `(...steps) => …` each of them was given alone.
  if (binding.kind === 'param') yield* written;
  for (const one of written) {
    const list = listWithin(one);
    if (list.type !== 'Identifier') yield* heldIn(list);
    else if (depth > 0) yield* elementsOf(code, list, depth - 1);
  }
  yield* code.mutations.get(binding) ?? [];
}

function* elementsOfOwn(code: Linked, list: Extract<Node, { type: 'MemberExpression' }>): Generator<Node> {
  const key = memberKey(code, list);
  const owner = key === undefined ? undefined : ownerOf(code, list.object);
  if (key === undefined || !owner) return;
  for (const one of propertyValues(code, list.object, key)) yield* heldIn(one);
  yield* code.ownMutations.get(owner)?.get(key) ?? [];
}
