/** What of Node or of another package the modules of a package give to functions of one of them: `new Session({ net: require('net') })`. */
import { callOf, localTarget, nameOf } from '../tree/calls.ts';
import { bindingOf, keyText } from '../tree/declare.ts';
import { objectBehind } from '../tree/objects.ts';
import type { Linked } from '../tree/scope.ts';
import { type Func, isFunction, type Node } from '../tree/walk.ts';
import { exportsOf, MAX_SUMMARIZED } from './exports.ts';
import { ahead, open, resolved, sizeOf, sourceOf, type World } from './world.ts';

/** One argument, or a property of one, that goes by a name. */
export interface Given {
  readonly index: number;
  readonly key: string | undefined;
  readonly name: string;
}

/** What one module gives to others: their paths, the names of their exports or methods. */
export interface Gift extends Given {
  readonly to: string;
  readonly own: string;
}

/** Without a call that is given an object or a module, and a module that does something to the world, nothing is worth parsing for. */
const HANDS = /\(\s*(?:\{|[\w$]+\s*[,)]|require\b)/;
const MODULES = /['"`](?:node:)?(?:child_process|net|tls|https?|http2|dgram|dns|vm|fs)(?:\/promises)?['"`]/;
/** Modules that give something to one; what more of them give says no more. */
const MAX_GIVERS = 12;

const NOTHING: ReadonlyMap<string, readonly Given[]> = new Map();

/** By the name of the export, or of the method, that is given something. Found out once somebody asks. */
export function givenTo(world: World, path: string): ReadonlyMap<string, readonly Given[]> {
  const known = world.given.get(path);
  if (known) return known;
  // Until it is known, so that modules that use each other end here.
  world.given.set(path, NOTHING);
  const gifts = (world.needed.importers.get(path) ?? [])
    .values()
    .map((from) => giftsOf(world, from).filter(({ to }) => to === path))
    .filter(({ length }) => length > 0)
    .take(MAX_GIVERS);
  const found = Map.groupBy([...gifts].flat(), ({ own }) => own);
  world.given.set(path, found);
  return found;
}

function giftsOf(world: World, from: string): readonly Gift[] {
  const known = world.gifts.get(from);
  if (known) return known;
  world.gifts.set(from, []);
  const gifts = (mayGive(world, from) && ahead(world, () => giftsIn(world, from))) || [];
  world.gifts.set(from, gifts);
  return gifts;
}

function mayGive(world: World, path: string): boolean {
  if (sizeOf(world.pkg, path) > MAX_SUMMARIZED) return false;
  const source = sourceOf(world.pkg, path);
  return MODULES.test(source) && HANDS.test(source);
}

function giftsIn(world: World, from: string): readonly Gift[] {
  const code = open(world, from);
  return (code?.nodes.calls ?? []).flatMap((node) => {
    const call = code && callOf(code, node);
    const target = call?.name === undefined ? undefined : localTarget(call.name);
    const to = target && resolved(world, target.specifier, from);
    if (!code || !call || to === undefined) return [];
    const own = target?.path.at(-1) ?? 'default';
    return call.args.flatMap((arg, index) => named(code, arg, index)).map((one) => ({ ...one, to, own }));
  });
}

function named(code: Linked, arg: Node, index: number): readonly Given[] {
  const object = objectBehind(code, arg);
  if (object?.type !== 'ObjectExpression') return namedAs(code, arg, { index, key: undefined });
  return object.properties.flatMap((part) =>
    part.type === 'ObjectProperty' ? namedAs(code, part.value, { index, key: keyText(part.key, part.computed) }) : [],
  );
}

/** A module of the package is told of elsewhere, and what a call gave is no module. */
function namedAs(code: Linked, value: Node, place: Omit<Given, 'name'>): readonly Given[] {
  const name = isFunction(value) ? undefined : nameOf(code, value);
  return name === undefined || /[<(]/.test(name) || !OF_NODE.test(name) ? [] : [{ ...place, name }];
}

const OF_NODE = /^(?:child_process|net|tls|https?|http2|dgram|dns|vm|fs|fetch)\b/;

const NAMES = new WeakMap<Linked, ReadonlyMap<Func, readonly string[]>>();

/** The names by which other modules call a function of this one. */
export function calledFromElsewhere(code: Linked, fn: Func): readonly string[] {
  const known = NAMES.get(code) ?? namesIn(code);
  NAMES.set(code, known);
  return known.get(fn) ?? [];
}

function namesIn(code: Linked): ReadonlyMap<Func, readonly string[]> {
  const found = new Map<Func, string[]>();
  for (const [name, values] of exportsOf(code)) {
    for (const fn of values.flatMap((value) => functionsIn(value))) found.set(fn, [...(found.get(fn) ?? []), name]);
  }
  return found;
}

/** The function that is exported, or the constructor of the class. */
function functionsIn(value: Node, isNamed = true): readonly Func[] {
  if (isFunction(value)) return [value];
  if (value.type === 'ClassDeclaration' || value.type === 'ClassExpression')
    return value.body.body.filter((member) => isFunction(member) && member.kind === 'constructor') as Func[];
  const definitions = value.type === 'Identifier' && isNamed ? (bindingOf(value)?.definitions ?? []) : [];
  return definitions.flatMap((one) => (one.path.length === 0 ? functionsIn(one.value, false) : []));
}
