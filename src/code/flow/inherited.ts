/** The environment that a process is started with, which it has anyway: `spawn('curl', args, { env: { ...process.env } })`. */
import { functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { type Node, parentOf } from '../tree/walk.ts';
import { isCall } from './feeds.ts';
import type { Source } from './sources.ts';

/** Calls that make one object of variables of another. */
const REMAKES = /^Object\.(?:assign|entries|fromEntries|freeze|keys)$/;
const PICKS = /^(?:filter|map|reduce)$/;
/** The same object by another expression, or one with the same variables. */
const SAME = new Set([
  ...['Identifier', 'MemberExpression', 'SpreadElement', 'ObjectExpression', 'ConditionalExpression'],
  ...['LogicalExpression', 'TSAsExpression', 'ParenthesizedExpression'],
]);

/** True where the whole environment only becomes that of a child. A text that is made of it is none. */
export function isInherited(code: Linked, { kind }: Source, steps: readonly Node[]): boolean {
  const given = kind === 'environment' ? steps.findIndex(isOption) : -1;
  return given >= 0 && steps.slice(0, given + 1).every((step) => isEnvironment(code, step));
}

/** The value of `env` among some options. */
function isOption(node: Node): boolean {
  const holder = parentOf(node);
  return holder?.type === 'ObjectProperty' && holder.value === node && keyText(holder.key, holder.computed) === 'env';
}

function isEnvironment(code: Linked, step: Node): boolean {
  if (!isCall(step)) return SAME.has(step.type);
  const callee = step.callee as Node;
  return (
    REMAKES.test(nameOf(code, callee) ?? '') ||
    PICKS.test(propertyName(code, callee) ?? '') ||
    functionsOf(code, callee).length > 0
  );
}
