/** A name that stands for each of what an object has, in turn. */
import { nameOf, propertyName } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { isFunction, type Node, parentOf, walk } from '../tree/walk.ts';

const LISTS = /^(?:Object\.(?:keys|getOwnPropertyNames)|Reflect\.ownKeys)$/;
const GOES_THROUGH = /^(?:map|flatMap|forEach|filter|some|every)$/;

/** `Object.keys(values).map((key) => values[key])`, `for (const key in values) values[key]`: all of it, one after the other. */
export function takesEach(code: Linked, node: Extract<Node, { type: 'MemberExpression' }>): boolean {
  const { object, property } = node;
  if (property.type !== 'Identifier' || object.type !== 'Identifier') return false;
  const held = code.bindingOf(object);
  const isEach = held !== undefined && namesBehind(code, property).some((list) => isOf(code, list, held));
  return isEach && !chooses(node);
}

/** True where whoever goes through the names asks something first: what is taken may be its own. */
function chooses(node: Node): boolean {
  let around = parentOf(node);
  while (around && !isFunction(around) && !/^For/.test(around.type)) around = parentOf(around);
  let found = false;
  if (around)
    walk(around, (part) => {
      found ||= CHOOSES.test(part.type) || (part.type === 'LogicalExpression' && part.operator === '&&');
      return !found;
    });
  return found;
}

const CHOOSES = /^(?:If|Switch|Conditional)/;

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
