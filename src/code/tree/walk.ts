/** Walking a syntax tree without recursion: hostile nesting may exhaust the parser's stack, but never ours. */
import type { Node } from '@babel/types';

export type { Node } from '@babel/types';

/** Puts every direct child that is a node onto a stack, the first on top, and tells where they begin. */
export function pushBelow(stack: Node[], node: Node): number {
  const below = stack.length;
  pushChildren(stack, node);
  for (let low = below, high = stack.length - 1; low < high; low++, high--)
    [stack[low], stack[high]] = [stack[high] as Node, stack[low] as Node];
  return below;
}

/**
 * In source order. Fields are found by shape, so that no kind of node can be missed; the commonest kinds, more than nine in ten of
 * them, are spelled out: looking through the fields of each cost an eighth of the time of linking (three bundles).
 */
function pushChildren(found: Node[], node: Node): void {
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'TemplateElement':
    case 'ThisExpression':
      return;
    case 'Identifier':
      if (node.typeAnnotation || node.decorators) pushFields(found, node);
      return;
    case 'MemberExpression':
      found.push(node.object, node.property);
      return;
    case 'CallExpression':
      found.push(node.callee);
      pushNodes(found, node.arguments);
      if (node.typeArguments) found.push(node.typeArguments);
      return;
    case 'ExpressionStatement':
      found.push(node.expression);
      return;
    case 'ObjectProperty':
      if (node.decorators) pushNodes(found, node.decorators);
      found.push(node.key, node.value);
      return;
    case 'VariableDeclarator':
      found.push(node.id);
      if (node.init) found.push(node.init);
      return;
    case 'VariableDeclaration':
      pushNodes(found, node.declarations);
      return;
    case 'AssignmentExpression':
    case 'BinaryExpression':
    case 'LogicalExpression':
      found.push(node.left, node.right);
      return;
    case 'ReturnStatement':
    case 'UnaryExpression':
    case 'AwaitExpression':
    case 'SpreadElement':
      if (node.argument) found.push(node.argument);
      return;
    case 'BlockStatement':
      pushNodes(found, node.body);
      pushNodes(found, node.directives);
      return;
    case 'ObjectExpression':
      pushNodes(found, node.properties);
      return;
    case 'ArrayExpression':
      pushNodes(found, node.elements);
      return;
    case 'IfStatement':
    case 'ConditionalExpression':
      found.push(node.test, node.consequent);
      if (node.alternate) found.push(node.alternate);
      return;
    case 'PrivateName':
      found.push(node.id);
      return;
    default:
      pushFields(found, node);
  }
}

function pushFields(found: Node[], node: Node): void {
  for (const key in node) {
    const value: unknown = node[key as keyof Node];
    if (typeof value !== 'object' || value === null || NOT_BELOW.has(key)) continue;
    if (Array.isArray(value)) pushNodes(found, value);
    else if (isNode(value)) found.push(value);
  }
}

/** What a node holds besides its children: the parser's notes, and ours. */
const NOT_BELOW = new Set(['extra', 'up', 'bound', 'known']);

function pushNodes(found: Node[], items: readonly unknown[]): void {
  for (const item of items) if (isNode(item)) found.push(item);
}

/** Visits `root` and everything below it, parents first, in source order. A visitor that returns `false` skips what is below. */
export function walk(root: Node, visit: (node: Node) => unknown): void {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (visit(node) === false) continue;
    pushBelow(stack, node);
  }
}

/** The node around this one; set once by `link`. */
export function parentOf(node: Node): Node | undefined {
  return (node as Node & { up?: Node }).up;
}

export function setParent(node: Node, parent: Node): void {
  // Not enumerable work: `pushFields` skips the field, and a plain property is an order of magnitude faster than a WeakMap.
  (node as Node & { up?: Node }).up = parent;
}

/**
 * What was found out of an expression, on the node itself: over a bundle's millions, a `Map` costs ten times as much. Undefined
 * is not asked yet, null is asked and not known.
 */
export interface Known {
  name: string | null | undefined;
  functions: readonly Func[] | undefined;
  /** The bundled module that a call loads. */
  loads: Func | null | undefined;
}

export function knownOf(node: Node): Known {
  const holder = node as Node & { known?: Known };
  holder.known ??= { name: undefined, functions: undefined, loads: undefined };
  return holder.known;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ObjectMethod',
  'ClassMethod',
  'ClassPrivateMethod',
]);

export type Func = Extract<
  Node,
  {
    type:
      | 'FunctionDeclaration'
      | 'FunctionExpression'
      | 'ArrowFunctionExpression'
      | 'ObjectMethod'
      | 'ClassMethod'
      | 'ClassPrivateMethod';
  }
>;

export function isFunction(node: Node | null | undefined): node is Func {
  return !!node && FUNCTIONS.has(node.type);
}

/** The innermost function around a node, or undefined at the top of the module. A function is not around itself. */
export function functionAround(node: Node): Func | undefined {
  for (let at = parentOf(node); at; at = parentOf(at)) if (isFunction(at)) return at;
  return undefined;
}

/** True where a node stands in the text of another. */
export function isWithin(outer: Node, { start }: Node): boolean {
  return (start ?? 0) >= (outer.start ?? 0) && (start ?? 0) < (outer.end ?? 0);
}
