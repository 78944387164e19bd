/** Functions that a key takes out of a map: `handlers.get(name)(given)`, and by whoever tells the key: `dispatch('name', given)`. */
import { functionsOf } from '../tree/calls.ts';
import { heldFunctions, heldUnder, type Taking, takingOf } from '../tree/held.ts';
import type { Binding, Linked } from '../tree/scope.ts';
import { fold, textOf } from '../tree/strings.ts';
import type { Func, Node } from '../tree/walk.ts';
import { type CallNode, isCall, throughPath } from './feeds.ts';

/** Functions that a call runs so. */
export function chosenBy(code: Linked, call: Node): readonly Func[] {
  if (!isCall(call)) return [];
  const taking = takenBy(code, call.callee as Node);
  return taking ? takenOut(code, call, taking) : chosenInside(code, call);
}

/** `handlers.get(name)(…)`, `const handler = handlers.get(name); handler(…)`. */
function takenBy(code: Linked, callee: Node): Taking | undefined {
  if (callee.type !== 'Identifier') return takingOf(callee);
  const [only, ...more] = code.bindingOf(callee)?.definitions ?? [];
  return only && more.length === 0 && only.path.length === 0 ? takingOf(only.value) : undefined;
}

function takenOut(code: Linked, call: CallNode, { holder, key }: Taking): readonly Func[] {
  const names = namesBehind(code, key);
  if (names) return heldByNames(code, holder, names);
  // Who gives the key says which of them it is.
  return paramBehind(code, key) ? [] : heldFunctions(code, call.callee as Node);
}

function heldByNames(code: Linked, holder: Node, names: readonly string[]): readonly Func[] {
  return names.flatMap((name) => heldUnder(code, holder, name).flatMap((one) => functionsOf(code, one)));
}

/** The texts that a key is, where it is written out or one of a list that is. */
function namesBehind(code: Linked, key: Node): readonly string[] | undefined {
  const text = textOf(code, key);
  if (text !== undefined) return [text];
  const [only, ...more] = key.type === 'Identifier' ? (code.bindingOf(key)?.definitions ?? []) : [];
  const list = only && more.length === 0 && only.path.join() === '*' ? fold(code, only.value) : undefined;
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : undefined;
}

/** `name`, or `message` of `message.method`. */
function paramBehind(code: Linked, key: Node): Binding | undefined {
  let at = key;
  while (at.type === 'MemberExpression' || at.type === 'OptionalMemberExpression') at = at.object;
  const binding = at.type === 'Identifier' ? code.bindingOf(at) : undefined;
  return binding?.param ? binding : undefined;
}

/** A map that a function takes something out of, by the name that it is given. */
interface Choice {
  readonly holder: Node;
  readonly param: NonNullable<Binding['param']>;
}

const CHOICES = new WeakMap<Func, readonly Choice[]>();

function choicesIn(code: Linked, fn: Func): readonly Choice[] {
  const known = CHOICES.get(fn);
  if (known) return known;
  const found = (code.callsIn.get(fn) ?? []).flatMap((call): readonly Choice[] => {
    const taking = isCall(call) ? takenBy(code, call.callee as Node) : undefined;
    const param = taking?.key.type === 'Identifier' ? code.bindingOf(taking.key) : undefined;
    return taking && param?.param && param.node === fn ? [{ holder: taking.holder, param: param.param }] : [];
  });
  CHOICES.set(fn, found);
  return found;
}

function chosenInside(code: Linked, call: CallNode): readonly Func[] {
  const args = call.arguments as Node[];
  if (args.length === 0) return [];
  return functionsOf(code, call.callee as Node).flatMap((fn) =>
    choicesIn(code, fn).flatMap(({ holder, param }) => {
      const given = args[param.index];
      const names = given && throughPath(given, param.path).flatMap((one) => namesBehind(code, one) ?? []);
      return names ? heldByNames(code, holder, names) : [];
    }),
  );
}
