/** A linked module: one pass declares names, and what flows into each of them is collected. Cost is linear in its size. */
import type { File, Identifier } from '@babel/types';
import type { Source } from '../flow/sources.ts';
import type { Outside } from '../package/outside.ts';
import { bindArguments } from './bind.ts';
import type { Call } from './calls.ts';
import {
  type Binding,
  bindingOf,
  declareAll,
  isLoop,
  keyText,
  type Lists,
  patternNames,
  type Scope,
} from './declare.ts';
import { ownerAround } from './members.ts';
import { type Constant, FOLD_FUEL } from './strings.ts';
import { type Func, isFunction, type Node, parentOf } from './walk.ts';

export { type Binding, type Definition, keyText, patternNames } from './declare.ts';

/** Names resolve, and calls, strings and functions are listed in source order. */
export interface Linked {
  readonly file: File;
  readonly nodes: Lists;
  /** What each function declares inside. */
  readonly scopes: ReadonlyMap<Func, Scope>;
  /** Function, or undefined for the top of the module → calls written directly in it. */
  readonly callsIn: ReadonlyMap<Func | undefined, readonly Node[]>;
  /** Property name → assignments to a property of that name. */
  readonly writes: ReadonlyMap<string, readonly { readonly object: Node; readonly value: Node }[]>;
  /** Class, literal or constructor → property name → what is assigned to it through `this` or its prototype. */
  readonly ownWrites: ReadonlyMap<Node, ReadonlyMap<string, readonly Node[]>>;
  /** Name → property → what is assigned to it through that name. */
  readonly boundWrites: ReadonlyMap<Binding, ReadonlyMap<string, readonly Node[]>>;
  /** Name of a global → what is assigned to it. */
  readonly globals: ReadonlyMap<string, readonly Node[]>;
  /** Function → what it gives back. */
  readonly results: ReadonlyMap<Node, readonly Node[]>;
  /** Name → what is put into the value it holds: `x.a = v`, `x.push(v)`, `Object.assign(x, v)`. */
  readonly mutations: ReadonlyMap<Binding, readonly Node[]>;
  /** Class, literal or constructor → property → what is put into the value that property holds. */
  readonly ownMutations: ReadonlyMap<Node, ReadonlyMap<string, readonly Node[]>>;
  /** Name → calls of it. */
  readonly callers: ReadonlyMap<Binding, readonly Node[]>;
  /** Remembered by `fold`; `fuel` bounds what folding may cost. */
  readonly constants: Map<Node, Constant | undefined>;
  readonly owners: Map<Binding | Node, Node | undefined>;
  readonly thisOf: Map<Node, Node | undefined>;
  readonly membersOf: Map<Node, ReadonlyMap<string, readonly Node[]>>;
  /** Filled by `callsOf`. */
  calls: readonly Call[] | undefined;
  /** Calls that are sources of something, or `null`. */
  readonly sources: Map<Node, Source | null>;
  readonly fuel: { left: number };
  /** How many owners are being asked for, one for the other. */
  readonly asking: { depth: number };
  /** What other modules of the package do with what they are given, and what they give back; set once they are known. */
  outside: Outside | undefined;
  bindingOf(name: Identifier): Binding | undefined;
}

/** Links a parsed file. */
export function link(file: File): Linked {
  const declared = declareAll(file);
  const linked: Linked = {
    file,
    ...declared,
    writes: new Map(),
    ownWrites: new Map(),
    boundWrites: new Map(),
    membersOf: new Map(),
    calls: undefined,
    sources: new Map(),
    globals: new Map(),
    mutations: new Map(),
    ownMutations: new Map(),
    callers: new Map(),
    constants: new Map(),
    owners: new Map(),
    thisOf: new Map(),
    fuel: { left: FOLD_FUEL },
    asking: { depth: 0 },
    outside: undefined,
    bindingOf,
  };
  for (const node of declared.nodes.assignments) assign(node);
  Object.assign(linked, writesOf(linked));
  Object.assign(linked, mutationsOf(linked));
  Object.assign(linked, { callers: bindArguments(linked) });
  // What was asked while parameters were still being filled may be told better now.
  linked.owners.clear();
  return linked;
}

function assign(node: Node): void {
  const [left, value, prefix] =
    node.type === 'AssignmentExpression'
      ? [node.left, node.right, []]
      : isLoop(node)
        ? [node.left, node.right, ['*']]
        : [];
  if (!left || !value || left.type === 'VariableDeclaration' || left.type === 'MemberExpression') return;
  for (const { node: name, path } of patternNames(left)) {
    bindingOf(name)?.definitions.push({ value, path: [...(prefix ?? []), ...path] });
  }
}

type Writes = Pick<Linked, 'writes' | 'ownWrites' | 'boundWrites' | 'globals'>;
type ByOwner<K> = Map<K, Map<string, Node[]>>;

function writesOf(linked: Linked): Writes {
  const writes = new Map<string, { object: Node; value: Node }[]>();
  const ownWrites: ByOwner<Node> = new Map();
  const boundWrites: ByOwner<Binding> = new Map();
  const globals = new Map<string, Node[]>();
  for (const node of linked.nodes.assignments) {
    if (node.type !== 'AssignmentExpression') continue;
    const { left, right: value } = node;
    if (left.type === 'Identifier' && !bindingOf(left)) put(globals, left.name, value);
    const key = left.type === 'MemberExpression' ? keyWritten(left) : undefined;
    if (left.type !== 'MemberExpression' || key === undefined) continue;
    const { object } = left;
    put(writes, key, { object, value });
    if (isGlobalObject(object)) put(globals, key, value);
    putOwn(ownWrites, ownerWritten(linked, object), key, value);
    putOwn(boundWrites, object.type === 'Identifier' ? bindingOf(object) : undefined, key, value);
  }
  putAssigned(linked, ownWrites);
  putSet(linked, boundWrites);
  return { writes, ownWrites, boundWrites, globals };
}

/** `Object.assign(this, { key: value })` */
function putAssigned(linked: Linked, ownWrites: ByOwner<Node>): void {
  for (const node of linked.nodes.calls) {
    for (const [key, value] of assignedToThis(node)) putOwn(ownWrites, ownerAround(linked, node), key, value);
  }
}

/** `handlers.set('key', value)` */
function putSet({ nodes }: Linked, boundWrites: ByOwner<Binding>): void {
  for (const node of nodes.calls) {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') continue;
    const { object, property } = node.callee;
    const [key, value] = node.arguments;
    if (object.type !== 'Identifier' || keyText(property) !== 'set' || key?.type !== 'StringLiteral' || !value)
      continue;
    putOwn(boundWrites, bindingOf(object), key.value, value as Node);
  }
}

function assignedToThis(node: Node): readonly (readonly [string, Node])[] {
  if (node.type !== 'CallExpression' || node.arguments[0]?.type !== 'ThisExpression') return NO_KEYS;
  if (node.callee.type !== 'MemberExpression' || keyText(node.callee.property) !== 'assign') return NO_KEYS;
  return (node.arguments as Node[]).flatMap((arg) =>
    (arg.type === 'ObjectExpression' ? arg.properties : []).flatMap((part) => {
      const key = part.type === 'ObjectProperty' ? keyText(part.key, part.computed) : undefined;
      return key === undefined || part.type !== 'ObjectProperty' ? [] : [[key, part.value] as const];
    }),
  );
}

const NO_KEYS: readonly (readonly [string, Node])[] = [];

/** The property an assignment writes to; `*` where that is only known when it runs. */
function keyWritten({ property, computed }: Extract<Node, { type: 'MemberExpression' }>): string | undefined {
  return computed && property.type !== 'StringLiteral' ? '*' : keyText(property);
}

function putOwn<K>(map: ByOwner<K>, owner: K | undefined, key: string, value: Node): void {
  if (owner === undefined) return;
  const own = map.get(owner) ?? new Map<string, Node[]>();
  map.set(owner, own);
  put(own, key, value);
}

function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function isGlobalObject(node: Node): boolean {
  return node.type === 'Identifier' && /^(?:globalThis|global|window|self)$/.test(node.name) && !bindingOf(node);
}

/** `this.a = …`, `Service.prototype.a = …`: whose `a` that is. */
function ownerWritten(linked: Linked, object: Node): Node | undefined {
  if (object.type === 'ThisExpression') return ownerAround(linked, object);
  if (object.type !== 'MemberExpression' || keyText(object.property) !== 'prototype') return undefined;
  const [definition] = object.object.type === 'Identifier' ? (bindingOf(object.object)?.definitions ?? []) : [];
  return definition?.value;
}

const FILLS = new Set([
  'push',
  'unshift',
  'set',
  'append',
  'add',
  'write',
  'enqueue',
  'assign',
  'defineProperty',
  'fill',
]);
/** Methods by which an archive takes files from where they lie: what it holds then is what such a call reads. */
const PACKS = new Set(['directory', 'file', 'glob', 'addLocalFolder', 'addLocalFile', 'addFile']);
/** Methods that put what they have into their argument: which one, and whether the receiver or the first argument is put. */
const INTO: ReadonlyMap<string, number> = new Map([
  ['copy', 0],
  ['readSync', 1],
  ['read', 1],
]);

type Mutations = Pick<Linked, 'mutations' | 'ownMutations'>;

function mutationsOf(linked: Linked): Mutations {
  const mutations = new Map<Binding, Node[]>();
  const ownMutations: ByOwner<Node> = new Map();
  const fill = (object: Node, value: Node): void => {
    const { root, key } = holderOf(object);
    const binding = root.type === 'Identifier' ? bindingOf(root) : undefined;
    for (const one of binding ? [binding, ...filledOutside(binding)] : []) put(mutations, one, value);
    if (root.type === 'ThisExpression' && key !== undefined)
      putOwn(ownMutations, ownerAround(linked, root), key, value);
  };
  for (const writes of linked.writes.values()) for (const { object, value } of writes) fill(object, value);
  for (const node of linked.nodes.calls) for (const [object, value] of filledBy(node)) fill(object, value);
  return { mutations, ownMutations };
}

/** `(function (Kind) { Kind['A'] = 'a' })(Kind || (Kind = {}))`: what compilers make of enumerations and namespaces. */
function filledOutside({ param, node }: Binding): readonly Binding[] {
  const call = param?.path.length === 0 ? parentOf(node) : undefined;
  if (call?.type !== 'CallExpression' || call.callee !== node) return [];
  const given = call.arguments[param?.index ?? 0];
  const name = given?.type === 'LogicalExpression' && given.left.type === 'Identifier' ? given.left : undefined;
  const outside = name && bindingOf(name);
  return outside ? [outside] : [];
}

/** What a call puts into what. */
function filledBy(node: Node): readonly (readonly [Node, Node])[] {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return NOTHING;
  const { object, property, computed } = node.callee;
  const method = keyText(property, computed) ?? '';
  const into = INTO.get(method);
  // Most calls fill nothing, and cost no more than these two questions.
  if (into === undefined && !FILLS.has(method)) return keptBy(object, method, node);
  const args = node.arguments as Node[];
  const [first, ...rest] = args;
  const target = into === undefined ? undefined : args[into];
  if (target && first) return [[target, into === 0 ? object : first]];
  if (!FILLS.has(method)) return NOTHING;
  if (method !== 'assign' && method !== 'defineProperty') return args.map((value) => [object, value]);
  // A property's name is not its value.
  const values = method === 'defineProperty' ? rest.slice(1) : rest;
  return first ? values.map((value) => [first, value]) : NOTHING;
}

const NOTHING: readonly (readonly [Node, Node])[] = [];

/** What is kept by a call of other methods: in a storage, in an archive. */
function keptBy(object: Node, method: string, call: CallExpression): typeof NOTHING {
  if (!PACKS.has(method)) return keptStore(object, method, call.arguments);
  // `archive.directory(path)`, `zip.file(name, content)`: the call itself tells what it reads.
  return [call, ...(call.arguments.slice(1) as Node[])].map((value) => [object, value]);
}

type CallExpression = Extract<Node, { type: 'CallExpression' }>;

/** `storage.run(store, () => …)`, `storage.enterWith(store)`: what `storage.getStore()` gives from there on. */
function keptStore(storage: Node, method: string, [store, fn]: readonly Node[]): typeof NOTHING {
  const keeps = method === 'enterWith' || (method === 'run' && isCallback(fn));
  return keeps && store ? [[storage, store]] : NOTHING;
}

function isCallback(fn: Node | undefined): boolean {
  const named = fn?.type === 'Identifier' ? (bindingOf(fn)?.definitions ?? []) : [];
  return (fn !== undefined && isFunction(fn)) || named.some(({ value }) => isFunction(value));
}

/** What is at the root of `a.b.c`, and the first property taken from it. */
function holderOf(object: Node): { readonly root: Node; readonly key: string | undefined } {
  let root = object;
  let key: string | undefined;
  while (root.type === 'MemberExpression') {
    key = keyText(root.property, root.computed);
    root = root.object;
  }
  return { root, key };
}
