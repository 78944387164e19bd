/** Puts other nodes in the place of those that a parser made. */
import { keyText } from './declare.ts';
import type { Node } from './walk.ts';

/** Puts another node in the place of one, with nothing left of that. */
export function replace(node: Node, other: object): void {
  for (const key of Object.keys(node)) if (!/^(?:start|end|loc)$/.test(key)) Reflect.deleteProperty(node, key);
  Object.assign(node, other);
}

/** The name of what is called, as compilers name their helpers: `__awaiter`, `tslib_1.__awaiter`, `(0, tslib_1.__awaiter)`. */
export function helperName(callee: Node): string | undefined {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return memberName(callee);
  const last = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : undefined;
  return last && helperName(last);
}

/** `tslib_1.__awaiter`; `_asyncToGenerator2["default"]` is what the module is; `_regenerator.default.wrap`. */
function memberName({ object, property }: Extract<Node, { type: 'MemberExpression' }>): string | undefined {
  const name = keyText(property);
  if (name === 'default') return helperName(object);
  const part = name && RUNNER[name];
  return part && /^_?regenerator/i.test(rootName(object)) ? `regenerator ${part}` : name;
}

/** Since 7.27, Babel has one letter for each. */
const RUNNER: Readonly<Record<string, string>> = { mark: 'mark', m: 'mark', wrap: 'wrap', w: 'wrap' };

/** `_regenerator` of `_regenerator.default`, and of `_regeneratorRuntime()`; empty where there is none. */
export function rootName(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return rootName(node.object);
  if (node.type === 'SequenceExpression') return rootName(node.expressions.at(-1) as Node);
  return node.type === 'CallExpression' ? rootName(node.callee as Node) : '';
}

/** Makes another node of one, which keeps what the other does not have. */
export function become(node: Node, fields: object): void {
  // What asks a node whether it has arguments must not be given those of the helper.
  if (node.type === 'CallExpression') for (const key of ['callee', 'arguments']) Reflect.deleteProperty(node, key);
  Object.assign(node, fields);
}

/** A name in the place of a node. */
export const identifier = (name: string, { start, end }: Node): object => ({ type: 'Identifier', name, start, end });
