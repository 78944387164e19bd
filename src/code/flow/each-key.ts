/** A name that stands for each of what an object has, in turn. */
import { nameOf, propertyName } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { isFunction, type Node, parentOf } from '../tree/walk.ts';

const LISTS = /^(?:Object\.(?:keys|getOwnPropertyNames)|Reflect\.ownKeys)$/;
const GOES_THROUGH = /^(?:map|flatMap|forEach|filter|some|every)$/;

/** `Object.keys(values).map((key) => values[key])`, `for (const key in values) values[key]`: all of it, one after the other. */
export function takesEach(code: Linked, { object, property }: Extract<Node, { type: 'MemberExpression' }>): boolean {
  if (property.type !== 'Identifier' || object.type !== 'Identifier') return false;
  const held = code.bindingOf(object);
  return held !== undefined && namesBehind(code, property).some((list) => isOf(code, list, held));
}

/** What is gone through, where a name stands for one thing of it. */
function namesBehind(code: Linked, name: Extract<Node, { type: 'Identifier' }>): readonly Node[] {
  const binding = code.bindingOf(name);
  const fn = binding?.param?.index === 0 && isFunction(binding.node) ? binding.node : undefined;
  const call = fn && parentOf(fn);
  if (call?.type === 'CallExpression' && call.callee.type === 'MemberExpression')
    return GOES_THROUGH.test(propertyName(code, call.callee) ?? '') ? [call.callee.object] : [];
  return (binding?.definitions ?? []).flatMap(({ value }) => {
    const loop = parentOf(value);
    return (loop?.type === 'ForInStatement' || loop?.type === 'ForOfStatement') && loop.right === value ? [value] : [];
  });
}

function isOf(code: Linked, list: Node, held: unknown): boolean {
  const isNames = list.type === 'CallExpression' && LISTS.test(nameOf(code, list.callee as Node) ?? '');
  const object = isNames ? list.arguments[0] : parentOf(list)?.type === 'ForInStatement' ? list : undefined;
  return object?.type === 'Identifier' && code.bindingOf(object) === held;
}
