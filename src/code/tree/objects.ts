/** Objects as they are written, also where they are frozen, named, spread into others or made by a function of the module. */
import { functionsOf, nameOf, propertyName } from './calls.ts';
import { propertyValues } from './members.ts';
import { keyText, type Linked } from './scope.ts';
import { textOf } from './strings.ts';
import { isFunction, type Node, parentOf } from './walk.ts';

export type ObjectNode = Extract<Node, { type: 'ObjectExpression' }>;

/** Names for names for an object. */
const MAX_DEPTH = 8;

/** The object literal an expression is, or stands for where it can stand for nothing else. */
export function objectBehind(code: Linked, node: Node, depth = MAX_DEPTH): ObjectNode | undefined {
  if (node.type === 'ObjectExpression') return node;
  const next = depth === 0 ? undefined : standsFor(code, node, depth - 1);
  return next && objectBehind(code, next, depth - 1);
}

function standsFor(code: Linked, node: Node, depth: number): Node | undefined {
  switch (node.type) {
    case 'Identifier': {
      const definitions = code.bindingOf(node)?.definitions ?? [];
      return only(definitions.map(({ value, path }) => (path.length === 0 ? value : undefined)));
    }
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return ofMember(code, node, depth);
    case 'CallExpression':
      return made(code, node);
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return node.expression;
    default:
      return undefined;
  }
}

function ofMember(
  code: Linked,
  node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
  depth: number,
): Node | undefined {
  const key = propertyName(code, node);
  if (key === undefined) return undefined;
  const holder = node.object.type === 'ThisExpression' ? undefined : objectBehind(code, node.object, depth);
  return (holder && propertyOf(code, holder, key, depth)) ?? only(propertyValues(code, node.object, key));
}

/** `Object.freeze({…})`, and what a function of one result gives. */
function made(code: Linked, { callee, arguments: args }: Extract<Node, { type: 'CallExpression' }>): Node | undefined {
  if (/^Object\.(?:freeze|seal)$/.test(nameOf(code, callee as Node) ?? '')) return args[0] as Node | undefined;
  const fn = only(functionsOf(code, callee as Node));
  return fn && only(code.results.get(fn) ?? []);
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** What an object holds by a name, of its own or of one that is spread into it; what comes later wins. */
export function propertyOf(code: Linked, object: Node, key: string, depth = MAX_DEPTH): Node | undefined {
  if (object.type !== 'ObjectExpression' || depth === 0) return undefined;
  for (const part of object.properties.toReversed()) {
    if (part.type === 'SpreadElement') {
      const spread = objectBehind(code, part.argument, depth - 1);
      const found = spread && propertyOf(code, spread, key, depth - 1);
      if (found) return found;
    } else if (keyText(part.key, part.computed) === key) {
      return isFunction(part) ? part : part.value;
    }
  }
  return undefined;
}

/** The same of what an expression stands for, also where that is an instance of a class. */
export function heldBy(code: Linked, node: Node, key: string): Node | undefined {
  const object = objectBehind(code, node);
  return object ? propertyOf(code, object, key) : only(propertyValues(code, node, key));
}

export function propertyText(code: Linked, node: Node, key: string): string | undefined {
  const value = heldBy(code, node, key);
  return value && textOf(code, value);
}

/** Every object literal of a module that has a property. */
export function objectsOf(code: Linked): readonly Node[] {
  const holders = new Set<Node>();
  for (const property of code.nodes.properties) {
    const holder = parentOf(property);
    if (holder?.type === 'ObjectExpression') holders.add(holder);
  }
  return [...holders];
}
