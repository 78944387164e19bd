/** Functions that read a variable of the environment by the name they are given: `const read = (name) => process.env[name]`. */
import { functionsOf, nameOf } from '../tree/calls.ts';
import type { Binding, Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import type { Func, Node } from '../tree/walk.ts';
import { type CallNode, feeds, isCall, throughPath } from './feeds.ts';

/** The parameter that takes the name. */
export interface EnvReader {
  readonly param: Binding;
  /** True where the function gives the value back, and not only whether it is set or what number it is. */
  readonly gives: boolean;
}

type Readers = ReadonlyMap<Func, readonly EnvReader[]>;

/** Functions in a row that only hand the name on. */
const MAX_HANDS = 4;
/** Expressions a function's result is followed back over. */
const MAX_BEHIND = 200;
const ENVIRONMENT = /^(?:(?:process|Bun|import\.meta)\.env|Deno\.env)$/;
const VARIABLE = /^[A-Za-z_]\w{0,99}$/;
const NONE: Readers = new Map();
const READERS = new WeakMap<Linked, Readers>();

/** The functions of a module that read a variable by a name they are given. */
export function envReaders(code: Linked): Readers {
  const known = READERS.get(code);
  if (known) return known;
  // Until they are known: what a result is fed by may ask again.
  READERS.set(code, NONE);
  const found = findReaders(code);
  READERS.set(code, found);
  return found;
}

/** The variable whose name a call gives to such a function, of this module or of another one of the package. */
export function variableRead(code: Linked, call: Node): string | undefined {
  return namedBy(code, call, () => true);
}

/** The same, where the call gives the variable's value back. */
export function variableGiven(code: Linked, call: Node): string | undefined {
  return namedBy(code, call, ({ gives }) => gives);
}

function namedBy(code: Linked, call: Node, counts: (reader: EnvReader) => boolean): string | undefined {
  if (!isCall(call)) return undefined;
  const names = [...keysGiven(code, call, envReaders(code), counts), ...keysHandedOut(code, call)];
  const name = names.map((node) => textOf(code, node)).find((text) => text !== undefined);
  return name !== undefined && VARIABLE.test(name) ? name : undefined;
}

/** What a call gives as the name to a function of this module. */
function keysGiven(code: Linked, call: CallNode, readers: Readers, counts: (reader: EnvReader) => boolean): Node[] {
  if (readers.size === 0) return [];
  return functionsOf(code, call.callee as Node).flatMap((fn) =>
    (readers.get(fn) ?? []).filter(counts).flatMap(({ param }) => {
      const { index, path } = param.param ?? { index: -1, path: [] };
      const given = call.arguments[index] as Node | undefined;
      return given ? throughPath(given, path).slice(0, 1) : [];
    }),
  );
}

/** What a call gives as the name to a function of another module. */
function keysHandedOut(code: Linked, call: CallNode): Node[] {
  const name = code.outside && call.arguments.length > 0 ? nameOf(code, call.callee as Node) : undefined;
  if (!name?.startsWith('<')) return [];
  const indexes = code.outside?.variables(name);
  return indexes?.size ? (call.arguments as Node[]).filter((_, i) => indexes.has(i)) : [];
}

function findReaders(code: Linked): Readers {
  let params = new Set(
    [code.nodes.members, code.nodes.calls].flatMap((all) => all.flatMap((node) => paramRead(code, node))),
  );
  const found = new Map<Func, EnvReader[]>();
  for (let hands = 0; params.size > 0 && hands < MAX_HANDS; hands++) {
    for (const param of params) {
      const fn = param.node as Func;
      found.set(fn, [...(found.get(fn) ?? []), { param, gives: givesBack(code, fn, param, found) }]);
    }
    const known = new Set([...found.values()].flat().map(({ param }) => param));
    params = new Set(handedOn(code, found).filter((param) => !known.has(param)));
  }
  return found;
}

/** The parameter that is the name in `process.env[name]`, `Deno.env.get(name)`. */
function paramRead(code: Linked, node: Node): Binding[] {
  if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') {
    // Most keys are no parameter, which is soon known; what the object is takes longer.
    const params = node.computed ? paramIn(code, node.property) : [];
    return params.length > 0 && ENVIRONMENT.test(nameOf(code, node.object) ?? '') ? params : [];
  }
  const first = isCall(node) ? (node.arguments as Node[])[0] : undefined;
  const params = first ? paramIn(code, first) : [];
  return params.length > 0 && nameOf(code, (node as CallNode).callee as Node) === 'Deno.env.get' ? params : [];
}

function paramIn(code: Linked, key: Node): Binding[] {
  const binding = key.type === 'Identifier' ? code.bindingOf(key) : undefined;
  return binding?.param ? [binding] : [];
}

/** Parameters that are handed on as the name to one of these functions. */
function handedOn(code: Linked, readers: Readers): Binding[] {
  return code.nodes.calls.flatMap((call) =>
    isCall(call) ? keysGiven(code, call, readers, () => true).flatMap((key) => paramIn(code, key)) : [],
  );
}

function givesBack(code: Linked, fn: Func, param: Binding, readers: Readers): boolean {
  const behind = new Set(code.results.get(fn) ?? []);
  for (const node of behind) {
    const keys = isCall(node) ? keysGiven(code, node, readers, ({ gives }) => gives) : [];
    if ([...paramRead(code, node), ...keys.flatMap((key) => paramIn(code, key))].includes(param)) return true;
    if (behind.size < MAX_BEHIND) for (const before of feeds(code, node)) behind.add(before);
  }
  return false;
}
