/** Functions that are held by something: given to a constructor, made by a factory, put into a list or under a key. */
import { functionsIn, isOfName, isOfThis, memberKey, methodsOf, ownerOf, propertyValues } from './members.ts';
import type { Linked } from './scope.ts';
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
    else if (seen.size < MAX_STEPS) for (const next of heldBy(code, at)) seen.add(next);
  }
  return found.size <= MAX_CHOICES ? [...found] : NONE;
}

const NONE: readonly Func[] = [];
const MAY_HOLD = new Set(['Identifier', 'MemberExpression', 'OptionalMemberExpression', 'CallExpression']);

/** What an expression that may be a function is taken from, one step on. */
function heldBy(code: Linked, node: Node): readonly Node[] {
  switch (node.type) {
    case 'Identifier':
      return (code.bindingOf(node)?.definitions ?? []).flatMap(({ value, path: [key, ...more] }) => {
        if (key === undefined) return [value];
        if (more.length > 0) return [];
        return key === '*' ? elementsOf(code, value) : propertyValues(code, value, key);
      });
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      const key = memberKey(code, node as Extract<Node, { type: 'MemberExpression' }>);
      return key === undefined ? elementsOf(code, node.object) : propertyValues(code, node.object, key);
    }
    case 'CallExpression':
      return [...takenOut(code, node), ...returned(code, node.callee as Node)];
    case 'LogicalExpression':
      return [node.left, node.right];
    default:
      return [];
  }
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

/** `handlers.get('ship')`, and of a key that is not known everything that was ever set. */
function takenOut(
  code: Linked,
  { callee, arguments: args }: Extract<Node, { type: 'CallExpression' }>,
): readonly Node[] {
  if (callee.type !== 'MemberExpression' || memberKey(code, callee) !== 'get' || args.length !== 1) return [];
  const [first] = args;
  const key = first?.type === 'StringLiteral' ? first.value : undefined;
  const set = key === undefined ? [] : setUnder(code, callee.object, key);
  return set.length > 0 ? set : elementsOf(code, callee.object);
}

/** What `handlers.set(key, value)` put there. */
function setUnder(code: Linked, holder: Node, key: string): readonly Node[] {
  const binding = holder.type === 'Identifier' ? code.bindingOf(holder) : undefined;
  return (binding && code.boundWrites.get(binding)?.get(key)) ?? [];
}

/** What a list holds, where that is little enough that each may be meant. */
export function fewElements(code: Linked, list: Node): readonly Node[] {
  const elements = elementsOf(code, list);
  return elements.length <= MAX_CHOICES ? elements : [];
}

/** Everything that was put into a list or a map, and what it was written with. */
function elementsOf(code: Linked, list: Node): readonly Node[] {
  if (list.type === 'Identifier') {
    const binding = code.bindingOf(list);
    const written = (binding?.definitions ?? []).flatMap(({ value, path }) => (path.length === 0 ? [value] : []));
    // Of `(...steps) => …` each of them was given alone.
    const alone = binding?.kind === 'param' ? written : [];
    return [...alone, ...written.flatMap(functionsIn), ...((binding && code.mutations.get(binding)) ?? [])];
  }
  if (!isOfThis(list) && !isOfName(list)) return functionsIn(list);
  const key = memberKey(code, list);
  const owner = key === undefined ? undefined : ownerOf(code, list.object);
  if (key === undefined || !owner) return [];
  return [
    ...propertyValues(code, list.object, key).flatMap(functionsIn),
    ...(code.ownMutations.get(owner)?.get(key) ?? []),
  ];
}
