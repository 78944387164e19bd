/** What the objects of a module hold by name: literals, classes, old constructors, and what is assigned to them later. */
import type { Identifier } from '@babel/types';
import { bundledValues } from './bundled-modules.ts';
import { keyText } from './declare.ts';
import type { Definition, Linked } from './scope.ts';
import { type Func, isFunction, type Node, parentOf } from './walk.ts';

const MAX_SEARCH = 60;
const MAX_PARENTS = 8;

/** Values an object of this module gives to a property: from its literal or class, and from assignments to it. */
export function propertyValues(code: Linked, object: Node, key: string): readonly Node[] {
  if (object.type === 'ObjectExpression') return memberValues(code, object, key);
  if (object.type === 'Identifier' && !isOwnExports(code, object)) return ofIdentifier(code, object, key);
  if (object.type === 'AwaitExpression') return propertyValues(code, object.argument, key);
  if (object.type === 'SequenceExpression') return propertyValues(code, object.expressions.at(-1) as Node, key);
  if (isOwnExports(code, object)) return exportedAs(code, key);
  const chosen = chosenFrom(code, object);
  if (chosen.length > 0) return chosen.flatMap((item) => memberValues(code, item, key));
  if (object.type === 'CallExpression' && isThen(object))
    return (code.results.get(object.arguments[0] as Func) ?? NOTHING).flatMap((one) => propertyValues(code, one, key));
  const known =
    object.type === 'ThisExpression' ||
    object.type === 'NewExpression' ||
    object.type === 'CallExpression' ||
    isOfThis(object) ||
    isOfName(object);
  const owner = known ? ownerOf(code, object) : undefined;
  return owner ? valuesOf(code, owner, key) : NOTHING;
}

/** `exports`, `module.exports`: what a module that uses one of its own exports asks for it. */
export function isOwnExports(code: Linked, object: Node): boolean {
  if (object.type === 'Identifier') return object.name === 'exports' && !code.bindingOf(object);
  return isOfName(object) && keyText(object.property) === 'exports' && isUnbound(code, object.object, 'module');
}

function isUnbound(code: Linked, node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name && !code.bindingOf(node);
}

/** What a module exports under a name by assigning it: `exports.http = axios.create()`. */
function exportedAs(code: Linked, key: string): readonly Node[] {
  const writes = code.writes.get(key) ?? [];
  return writes.length > MAX_SEARCH
    ? NOTHING
    : writes.flatMap(({ object, value }) => (isOwnExports(code, object) ? [value] : NOTHING));
}

/** `this.transport`: what a constructor was given. */
export function isOfThis(node: Node): node is Extract<Node, { type: 'MemberExpression' }> {
  return node.type === 'MemberExpression' && node.object.type === 'ThisExpression';
}

/** `container.reporter` */
export function isOfName(node: Node): node is Extract<Node, { type: 'MemberExpression' }> {
  return node.type === 'MemberExpression' && !node.computed && node.object.type === 'Identifier';
}

const NOTHING: readonly Node[] = [];

function ofIdentifier(code: Linked, object: Extract<Node, { type: 'Identifier' }>, key: string): readonly Node[] {
  const binding = code.bindingOf(object);
  if (!binding || binding.kind === 'import') return NOTHING;
  const found: Node[] = [];
  const owner = ownerOf(code, object);
  // What it was defined with itself is told below, with all others that it was.
  if (owner && !binding.definitions.some(({ value }) => value === owner && value.type === 'ObjectExpression'))
    found.push(...valuesOf(code, owner, key));
  const objects = binding.definitions.flatMap((definition) => objectsOf(code, definition));
  for (const one of objects) found.push(...memberValues(code, one, key));
  found.push(...(code.boundWrites.get(binding)?.get(key) ?? NOTHING));
  return found;
}

/** The objects that a name may stand for by one of its definitions. */
function objectsOf(code: Linked, { value, path }: Definition): readonly Node[] {
  if (path.length === 0) return value.type === 'ObjectExpression' ? [value] : chosenFrom(code, value);
  return path.length === 1 && path[0] === '*' ? listedIn(code, value) : NOTHING;
}

/** Objects of a list; of a longer one nobody knows which is meant. */
const MAX_LISTED = 12;

/** `drivers[process.platform]`, `drivers[name] ?? drivers.other`: the objects of a table of which a value is one. */
function chosenFrom(code: Linked, value: Node): readonly Node[] {
  if (value.type === 'LogicalExpression') return [value.left, value.right].flatMap((one) => chosenFrom(code, one));
  if (value.type !== 'MemberExpression' || !value.computed || memberKey(code, value) !== undefined) return NOTHING;
  return listedIn(code, value.object);
}

/** The objects that a list or a table is written with. */
function listedIn(code: Linked, list: Node): readonly Node[] {
  const held = list.type === 'Identifier' ? (code.bindingOf(list)?.definitions ?? []) : [];
  const lists = [list, ...held.flatMap(({ value, path }) => (path.length === 0 ? [value] : []))];
  const items = lists.flatMap((one): readonly (Node | null)[] =>
    one.type === 'ArrayExpression' ? one.elements : tableValues(one),
  );
  const objects = items.flatMap((item) => (item ? writtenAs(code, item) : NOTHING));
  return objects.length <= MAX_LISTED ? objects : NOTHING;
}

/** An object that is written out, there or under a name. */
function writtenAs(code: Linked, item: Node): readonly Node[] {
  const values = item.type === 'Identifier' ? wholeValues(code, item) : [item];
  return values.filter(({ type }) => type === 'ObjectExpression');
}

function tableValues(table: Node): readonly Node[] {
  if (table.type !== 'ObjectExpression') return NOTHING;
  return table.properties.flatMap((part) => (part.type === 'ObjectProperty' ? [part.value] : NOTHING));
}

/** What a class, literal or constructor holds, what is assigned to `this` in it, and what its parents hold. */
export function valuesOf(code: Linked, owner: Node, key: string): readonly Node[] {
  let at: Node | undefined = owner;
  for (let depth = 0; at && depth < MAX_PARENTS; depth++) {
    const own = [...memberValues(code, at, key), ...(code.ownWrites.get(at)?.get(key) ?? [])];
    if (own.length > 0) return own;
    const above: Node | null | undefined = 'superClass' in at ? (at.superClass as Node | null) : undefined;
    at = above ? ownerOf(code, above) : undefined;
  }
  return NOTHING;
}

/** From the second question on they are looked up: a class may have hundreds of members, and calls of each. */
function memberValues(code: Linked, owner: Node, key: string): readonly Node[] {
  return membersKnown(code, owner).get(key) ?? NOTHING;
}

function membersKnown(code: Linked, owner: Node): ReadonlyMap<string, readonly Node[]> {
  let members = code.membersOf.get(owner);
  if (!members) {
    members = membersOf(code, owner);
    code.membersOf.set(owner, members);
  }
  return members;
}

function membersOf(code: Linked, owner: Node): ReadonlyMap<string, readonly Node[]> {
  const found = new Map<string, Node[]>();
  for (const part of partsOf(owner)) {
    const computed = 'computed' in part && part.computed === true;
    const key = 'key' in part ? (keyText(part.key as Node, computed) ?? symbolKey(code, part.key as Node)) : undefined;
    const value = isFunction(part) ? part : 'value' in part ? (part.value as Node | null) : undefined;
    if (key !== undefined && value) found.set(key, [...(found.get(key) ?? []), value]);
  }
  return found;
}

/** `object.key = value` */
export interface MemberWrite {
  readonly node: Node;
  readonly object: Node;
  readonly key: string;
  readonly value: Node;
}

/** Every assignment to a property whose name is known. */
export function memberWrites(code: Linked): readonly MemberWrite[] {
  return code.nodes.assignments.flatMap((node) => {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return [];
    const key = memberKey(code, node.left);
    return key === undefined ? [] : [{ node, object: node.left.object, key, value: node.right }];
  });
}

/** Functions held directly by an object or array, and what of theirs is one: a bundler's table of modules. */
export function* functionsIn(table: Node): Generator<Func> {
  for (const value of valuesIn(table)) {
    if (isFunction(value)) yield value;
    else if (value.type === 'ArrayExpression') yield* functionsIn(value);
  }
}

/** The same, and what goes by a name there: `{ send, list: listAll }`. */
export function* heldIn(table: Node): Generator<Node> {
  for (const value of valuesIn(table)) {
    if (isFunction(value) || value.type === 'Identifier') yield value;
    else if (value.type === 'ArrayExpression') yield* heldIn(value);
  }
}

function valuesIn(table: Node): readonly Node[] {
  if (table.type === 'ArrayExpression') return table.elements.filter((item) => item !== null);
  if (table.type !== 'ObjectExpression') return NOTHING;
  return table.properties.map((part) => (part.type === 'ObjectProperty' ? part.value : part));
}

/** `handlers[id]`, `this.handlers[id]`, `config.handlers[id]`, with `id` unknown: any function of the table. */
export function heldInTable(code: Linked, { object, property }: MemberNode): readonly Node[] {
  if (object.type === 'ThisExpression') return namedBy(code, object, property);
  let table: Node = object;
  while (table.type === 'MemberExpression' && table.computed) table = table.object;
  return tablesOf(code, table).flatMap((one) => [...heldIn(listWithin(one))]);
}

type MemberNode = Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>;

/** `` this[`on_${event}`] ``: the methods whose names begin so; of many nobody knows which is meant. */
function namedBy(code: Linked, object: Node, key: Node): readonly Node[] {
  const beginning = beginningOf(key);
  const owner = beginning ? ownerAround(code, object) : undefined;
  if (!beginning || !owner) return NOTHING;
  const found = [...membersKnown(code, owner)].flatMap(([name, values]) => (name.startsWith(beginning) ? values : []));
  return found.length <= MAX_LISTED ? found : NOTHING;
}

function beginningOf(key: Node): string | undefined {
  if (key.type === 'TemplateLiteral') return key.quasis[0]?.value.cooked ?? undefined;
  if (key.type !== 'BinaryExpression' || key.operator !== '+') return undefined;
  return key.left.type === 'StringLiteral' ? key.left.value : undefined;
}

/** What a table that is written out has, by name: `{ add, list }`, `new Map([['add', add]])`. */
export function writtenEntries(code: Linked, table: Node): readonly (readonly [string, readonly Node[]])[] {
  return tablesOf(code, table).flatMap((one): readonly (readonly [string, readonly Node[]])[] => {
    const list = listWithin(one);
    if (list.type === 'ObjectExpression') return [...membersOf(code, list)];
    const pairs = list.type === 'ArrayExpression' ? list.elements : [];
    return pairs.flatMap((pair) => {
      const [name, value] = pair?.type === 'ArrayExpression' ? pair.elements : [];
      return name?.type === 'StringLiteral' && value ? [[name.value, [value]] as const] : [];
    });
  });
}

function tablesOf(code: Linked, table: Node): readonly Node[] {
  if (table.type === 'Identifier') return wholeValues(code, table);
  if (table.type !== 'MemberExpression') return [table];
  const key = memberKey(code, table);
  return key === undefined ? NOTHING : propertyValues(code, table.object, key);
}

/** Lists in lists. */
export const MAX_WITHIN = 6;
const OF_OBJECTS = new Set(['values', 'entries', 'freeze', 'seal', 'fromEntries']);
const OF_LISTS = new Set([
  'values',
  'entries',
  'filter',
  'slice',
  'concat',
  'toSorted',
  'toReversed',
  'reverse',
  'sort',
]);

/** What holds the functions that a list made of it has: `new Map(pairs)`, `Object.values(table)`, `handlers.values()`. */
export function listWithin(list: Node, depth = MAX_WITHIN): Node {
  const next = depth > 0 ? madeOf(list) : undefined;
  return next ? listWithin(next, depth - 1) : list;
}

function madeOf(list: Node): Node | undefined {
  if (list.type === 'CallExpression') return goneThrough(list);
  const isMade = list.type === 'NewExpression' && list.callee.type === 'Identifier' && MADE_OF.test(list.callee.name);
  return isMade ? (list.arguments[0] as Node | undefined) : undefined;
}

const MADE_OF = /^(?:Weak)?(?:Map|Set)$/;

function goneThrough({ callee, arguments: [first] }: Extract<Node, { type: 'CallExpression' }>): Node | undefined {
  if (callee.type !== 'MemberExpression') return undefined;
  const method = keyText(callee.property, callee.computed) ?? '';
  const of = callee.object.type === 'Identifier' ? callee.object.name : undefined;
  if (of === 'Array' && method === 'from') return first as Node | undefined;
  if (of === 'Object') return OF_OBJECTS.has(method) ? (first as Node | undefined) : undefined;
  return OF_LISTS.has(method) ? callee.object : undefined;
}

/** Setters that stand for a property. */
export function settersOf(code: Linked, object: Node, key: string): readonly Func[] {
  return (methodsOf(code, object, key) ?? []).filter(isSetter);
}

export function isSetter(node: Node): node is Func {
  return isFunction(node) && 'kind' in node && node.kind === 'set';
}

/** The name of the property that a member expression takes, where it is written out or a symbol. */
export function memberKey(
  code: Linked,
  { property, computed }: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
): string | undefined {
  return keyText(property, computed) ?? symbolKey(code, property);
}

/** A name for `const key = Symbol('…')`, which no text is. */
export function symbolKey(code: Linked, key: Node): string | undefined {
  if (key.type === 'MemberExpression' && key.object.type === 'Identifier' && key.object.name === 'Symbol')
    return `@@Symbol.${keyText(key.property) ?? ''}`;
  const definitions = key.type === 'Identifier' ? (code.bindingOf(key)?.definitions ?? []) : [];
  const [only, ...more] = definitions;
  if (key.type !== 'Identifier' || only?.value.type !== 'CallExpression' || more.length > 0) return undefined;
  const { callee } = only.value;
  return callee.type === 'Identifier' && callee.name === 'Symbol' ? `@@${key.name}` : undefined;
}

function partsOf(owner: Node): readonly Node[] {
  if (owner.type === 'ObjectExpression') return owner.properties;
  return owner.type === 'ClassDeclaration' || owner.type === 'ClassExpression' ? owner.body.body : NOTHING;
}

/** Functions an object of this module has by this name; undefined where it is not known what the object is. */
export function methodsOf(code: Linked, receiver: Node, method: string): readonly Node[] | undefined {
  const owner = ownerOf(code, receiver);
  return owner && valuesOf(code, owner, method);
}

/** The class, constructor function or object literal an expression is, or is an instance of: the nearest that is found. */
export function ownerOf(code: Linked, node: Node): Node | undefined {
  if (OWNERS.has(node.type)) return node;
  if (node.type === 'ThisExpression') return ownerAround(code, node);
  if (node.type === 'CallExpression' && !mayGiveOwn(code, node)) return undefined;
  const holder = node.type === 'Identifier' ? code.bindingOf(node) : node;
  if (!holder) return undefined;
  if (!code.owners.has(holder) && code.asking.depth < MAX_ASKING) {
    code.asking.depth++;
    // Until it is known, so that a circular definition ends here.
    code.owners.set(holder, undefined);
    code.owners.set(holder, search(code, node));
    code.asking.depth--;
  }
  return code.owners.get(holder);
}

/** Names that are asked for while another one is: code that is written by people asks for a few. */
const MAX_ASKING = 50;

/** Calls of calls that are gone through to find what the last one gives. */
const MAX_CHAIN = 24;

/** `Promise.resolve().then(() => ns)`: what bundlers make of `import('./ns.js')`. */
function isThen({ callee, arguments: [given] }: Extract<Node, { type: 'CallExpression' }>): boolean {
  return (
    callee.type === 'MemberExpression' && keyText(callee.property) === 'then' && !!given && isFunction(given as Node)
  );
}

/** Whether a call, or the first of a chain of calls, is one of something that this module has. */
function mayGiveOwn(code: Linked, call: Node): boolean {
  let at = call;
  for (let calls = 0; calls < MAX_CHAIN; ) {
    if (at.type === 'CallExpression') calls++;
    if (at.type === 'CallExpression') at = at.callee as Node;
    else if (at.type === 'MemberExpression') at = at.object;
    else if (at.type === 'Identifier') return (code.bindingOf(at)?.kind ?? 'import') !== 'import';
    else return at.type === 'ThisExpression' || at.type === 'NewExpression' || isFunction(at);
  }
  return false;
}

function search(code: Linked, node: Node): Node | undefined {
  const seen = new Set([node]);
  for (const at of seen) {
    if (OWNERS.has(at.type)) return at;
    if (seen.size < MAX_SEARCH) for (const next of leadsToOwner(code, at)) seen.add(next);
  }
  return undefined;
}

const OWNERS = new Set([
  ...['ClassDeclaration', 'ClassExpression', 'ObjectExpression', 'FunctionDeclaration', 'FunctionExpression'],
]);

function leadsToOwner(code: Linked, node: Node): readonly Node[] {
  switch (node.type) {
    case 'ThisExpression': {
      const owner = ownerAround(code, node);
      return owner ? [owner] : NOTHING;
    }
    case 'NewExpression':
      return [node.callee];
    case 'AwaitExpression':
      return [node.argument];
    case 'AssignmentExpression':
      return [node.right];
    case 'SequenceExpression':
      return node.expressions.slice(-1);
    case 'LogicalExpression':
      return [node.left, node.right];
    case 'Identifier':
      return [...wholeValues(code, node), ...takenFromBundled(code, node)];
    case 'CallExpression':
      return givenBack(code, node.callee as Node);
    case 'MemberExpression': {
      const key = isOfThis(node) || isOfName(node) ? keyText(node.property, node.computed) : undefined;
      return key === undefined ? NOTHING : propertyValues(code, node.object, key);
    }
    default:
      return NOTHING;
  }
}

/** What a name holds as a whole, of as many values as are gone through: it may be given thousands, and asked for as often. */
function wholeValues(code: Linked, name: Identifier): readonly Node[] {
  const definitions = code.bindingOf(name)?.definitions.slice(0, MAX_SEARCH) ?? [];
  return definitions.flatMap(({ value, path }) => (path.length === 0 ? [value] : []));
}

/** `const { Trace } = require(305)`, where that is a module of the same file. */
function takenFromBundled(code: Linked, name: Identifier): readonly Node[] {
  const definitions = code.bindingOf(name)?.definitions;
  const [only] = definitions?.length === 1 ? definitions : [];
  const [key] = only?.path.length === 1 ? only.path : [];
  return only && key !== undefined ? bundledValues(code, only.value, key) : NOTHING;
}

/** What was put into an `AsyncLocalStorage`. */
function storesOf(code: Linked, storage: Node): readonly Node[] {
  const binding = storage.type === 'Identifier' ? code.bindingOf(storage) : undefined;
  return (binding && code.mutations.get(binding)) ?? NOTHING;
}

/** What functions of this module give back: a factory its object, a method of a builder the builder. */
function givenBack(code: Linked, callee: Node): readonly Node[] {
  if (isFunction(callee)) return code.results.get(callee) ?? NOTHING;
  if (callee.type === 'Identifier')
    return wholeValues(code, callee).flatMap((value) => code.results.get(value) ?? NOTHING);
  const key = callee.type === 'MemberExpression' ? memberKey(code, callee) : undefined;
  if (key === 'getStore' && callee.type === 'MemberExpression') return storesOf(code, callee.object);
  const functions = key === undefined || callee.type !== 'MemberExpression' ? [] : methodsOf(code, callee.object, key);
  return (functions ?? []).flatMap((fn) => code.results.get(fn) ?? NOTHING);
}

/** What `this` is an instance of; remembered by the function whose `this` it is. */
export function ownerAround(code: Pick<Linked, 'owners' | 'bindingOf' | 'thisOf'>, node: Node): Node | undefined {
  const passed: Node[] = [];
  let owner: Node | undefined;
  for (let at = parentOf(node); at; at = parentOf(at)) {
    if (code.thisOf.has(at)) {
      owner = code.thisOf.get(at);
      break;
    }
    if (at.type === 'ClassDeclaration' || at.type === 'ClassExpression') {
      owner = at;
      break;
    }
    if (!isFunction(at) || at.type === 'ArrowFunctionExpression' || at.type === 'ClassMethod') continue;
    if (at.type === 'ClassPrivateMethod') continue;
    passed.push(at);
    owner = holderOf(code, at);
    break;
  }
  for (const fn of passed) code.thisOf.set(fn, owner);
  return owner;
}

/** The object a function is a method of, or the function itself where it may be a constructor. */
function holderOf(code: Pick<Linked, 'bindingOf'>, fn: Func): Node | undefined {
  const holder = parentOf(fn);
  if (fn.type === 'ObjectMethod') return holder;
  if (holder?.type === 'ObjectProperty') {
    const object = parentOf(holder);
    return object?.type === 'ObjectExpression' ? object : undefined;
  }
  const left = holder?.type === 'AssignmentExpression' ? holder.left : undefined;
  if (left?.type !== 'MemberExpression') return fn;
  // `Service.prototype.start = function …`
  const of = left.object.type === 'MemberExpression' ? left.object.object : left.object;
  if (of.type !== 'Identifier') return undefined;
  const [definition] = code.bindingOf(of)?.definitions ?? [];
  return definition && OWNERS.has(definition.value.type) ? definition.value : undefined;
}
