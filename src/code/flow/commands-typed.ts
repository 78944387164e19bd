/** Functions of a table that a typed word takes out of it: `commands[process.argv[2]]?.()`. */
import { functionsOf } from '../tree/calls.ts';
import { takingOf } from '../tree/held.ts';
import { writtenEntries } from '../tree/members.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import type { Func, Node } from '../tree/walk.ts';
import { isCall } from './feeds.ts';
import { asksForWords, isWordTyped } from './typed.ts';

/** What a call runs where its user typed a word for it, and not otherwise. */
export function commandsTyped(code: Linked, call: Node): readonly Func[] {
  if (!isCall(call) || !asksForWords(code)) return [];
  const [first, ...others] = alternatives(code, call.callee as Node);
  const taken = first && takenFrom(first);
  if (!taken) return [];
  const otherwise = new Set(others.flatMap((one) => functionsOf(code, one)));
  return writtenEntries(code, taken.holder)
    .filter(([word]) => isWordTyped(code, taken.key, word))
    .flatMap(([, values]) => values.flatMap((value) => functionsOf(code, value)))
    .filter((fn) => !otherwise.has(fn));
}

/** Names for names; one may also stand for itself, as in `var run = run || main`. */
const MAX_DEPTH = 8;

/** `commands[word] ?? help`, in the order in which they are tried. */
function alternatives(code: Linked, callee: Node, depth = MAX_DEPTH): readonly Node[] {
  if (depth === 0) return [callee];
  if (callee.type === 'LogicalExpression')
    return [...alternatives(code, callee.left, depth - 1), ...alternatives(code, callee.right, depth - 1)];
  const [only, ...more] = callee.type === 'Identifier' ? (code.bindingOf(callee)?.definitions ?? []) : [];
  return only && more.length === 0 && only.path.length === 0 && ASKED.has(only.value.type)
    ? alternatives(code, only.value, depth - 1)
    : [callee];
}

const ASKED = new Set(['LogicalExpression', 'MemberExpression', 'OptionalMemberExpression', 'CallExpression']);

function takenFrom(node: Node): { readonly holder: Node; readonly key: Node } | undefined {
  const isMember = node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression';
  if (!isMember) return takingOf(node);
  const isWritten = !node.computed && keyText(node.property) !== undefined;
  return isWritten ? undefined : { holder: node.object, key: node.property };
}
