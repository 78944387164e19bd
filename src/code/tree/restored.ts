/**
 * Turns back what compilers made of newer syntax, so that the rest of the code knows one way to write it: async functions,
 * private members, spread, namespaces. By the names of the helpers that TypeScript, esbuild and Babel write into a file or import.
 * And what is done through `Reflect`, which is a call, a member or an assignment by another name.
 */
import type { File } from '@babel/types';
import { compilerNames } from './compiler-names.ts';
import { keyText } from './declare.ts';
import { newerIn, OLDER } from './older.ts';
import {
  becomeAsync,
  becomeAsyncFunction,
  becomeMarked,
  becomeRun,
  becomeSteps,
  RUNNERS,
  standFor,
  unwrapRuns,
} from './older-async.ts';
import { CLASS_HELPER, classOf, mayHoldClasses } from './older-classes.ts';
import { loopsBack, MAKES_ITERATOR, OLDER_LOOPS } from './older-loops.ts';
import { pretendersIn } from './pretenders.ts';
import { become, helperName, identifier, replace, rootName } from './rewrite.ts';
import { type Node, walk } from './walk.ts';
import { PARSES_TEXT, writtenJson } from './written-json.ts';

/** Without one of these words there is nothing to turn back by its name. */
const HELPERS =
  /\bReflect\b|__awaiter|__generator|__async\b|_?asyncToGenerator|_?regenerator|_?_classPrivate|__private(?:Get|Set|Add|Method)|__publicField|_defineProperty\b|__assign\b|__decorate\b|_ts_decorate\b|__spread|_objectSpread|_extends\b|__(?:obj)?[rR]est\b|_objectWithoutProperties|_toConsumableArray|\b__export\(|__addDisposableResource|__using\b/;

type CallNode = Extract<Node, { type: 'CallExpression' }>;
/** A node becomes another in its place, since whatever holds it goes on holding it. */
type Restore = (call: CallNode, args: readonly Node[]) => void;

/** Changes the tree that a text was parsed to. */
export function restore(file: File, source: string): void {
  const aliases = compilerNames(file, source);
  const [isOlder, hasClasses, runsSteps] = [OLDER.test(source), mayHoldClasses(source), RUNNERS.test(source)];
  const hasLoops = OLDER_LOOPS.test(source);
  const byName = hasClasses || hasLoops || aliases.size > 0 || HELPERS.test(source);
  if (!isOlder && !byName && !PARSES_TEXT.test(source)) return;
  let known: ReadonlySet<string> | undefined;
  // Most files have no helper, and need not be asked.
  const pretenders = () => {
    known ??= pretendersIn(file, (name) => aliases.has(name) || isHelper(name));
    return known;
  };
  const helpers: Helpers = { aliases, pretenders };
  const isHonest = (hasClasses || hasLoops) && pretenders().size === 0;
  const loops = hasLoops && isHonest ? loopsBack() : undefined;
  const newer = isOlder ? newerIn(file) : undefined;
  const classes = new Map<string, Node>();
  walk(file.program, (node) => {
    const other = newer?.(node) ?? (hasClasses && isHonest ? classOf(node) : undefined);
    if (other) replace(node, other);
    loops?.(node);
    if (runsSteps) standFor(node);
    if (isClass(node) && node.id) classes.set(node.id.name, node);
    if (node.type !== 'CallExpression') return;
    inject(classes, node);
    restoreCall(node, helpers);
    // What a call was given may be a step of a loop, which stands in its place now.
    loops?.(node);
  });
  if (aliases.size > 0 || runsSteps) unwrapRuns(file);
}

/** True for a name by which something is turned back. */
function isHelper(name: string): boolean {
  return RESTORES.has(name.replace(/\d+$/, '')) || CLASS_HELPER.test(name) || MAKES_ITERATOR.test(name);
}

interface Helpers {
  /** Which helper each name stands for that a minifier gave. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Names that are no helpers, whatever they look like. */
  readonly pretenders: () => ReadonlySet<string>;
}

function restoreCall(node: CallNode, helpers: Helpers): void {
  const how = restorerOf(node, helpers);
  const data = how ? undefined : writtenJson(node);
  // `__spreadProps(__spreadValues({}, a), b)` is one object.
  if (how === becomeObject || how === becomeArray)
    for (const arg of node.arguments) if (arg.type === 'CallExpression') restoreCall(arg, helpers);
  if (how) how(node, node.arguments as Node[]);
  else if (data) become(node, data);
  else if (isFirstValue(node)) becomeWrite(node, node.arguments[0] as Node, memberOf(node), node.arguments[1] as Node);
}

function restorerOf(node: CallNode, { aliases, pretenders }: Helpers): Restore | undefined {
  const reflected = reflection(node);
  if (reflected !== undefined) return RESTORES.get(reflected);
  const callee = node.callee as Node;
  const written = helperName(callee);
  const how = written === undefined ? undefined : RESTORES.get(aliases.get(written) ?? written.replace(/\d+$/, ''));
  const isOther = (name: string | undefined) => name !== undefined && pretenders().has(name);
  return how && !isOther(written) && !isOther(rootName(callee)) ? how : undefined;
}

/** `Reflect.apply`, `globalThis.Reflect.apply`. */
function reflection({ callee }: CallNode): string | undefined {
  if (callee.type !== 'MemberExpression') return undefined;
  const { object, property, computed } = callee;
  const holder = object.type === 'MemberExpression' ? keyText(object.property, object.computed) : keyText(object);
  return holder === 'Reflect' ? `Reflect.${keyText(property, computed)}` : undefined;
}

const RESTORES: ReadonlyMap<string, Restore> = new Map<string, Restore>([
  ['__awaiter', becomeAsync],
  ['__async', becomeAsync],
  ['__generator', becomeSteps],
  ['regenerator mark', becomeMarked],
  ['regenerator wrap', becomeRun],
  ['_asyncToGenerator', becomeAsyncFunction],
  ['asyncToGenerator', becomeAsyncFunction],
  ...['__classPrivateFieldGet', '_classPrivateFieldGet', '__privateGet'].map((name) => [name, becomeRead] as const),
  ...['__classPrivateFieldSet', '_classPrivateFieldSet', '__privateSet', '__privateAdd'].map(
    (name) => [name, becomeFieldWrite] as const,
  ),
  ['_classPrivateFieldInitSpec', becomeFieldWrite],
  ...['__publicField', '_defineProperty'].map((name) => [name, becomeNamedWrite] as const),
  ...['_toConsumableArray', '_slicedToArray', '__read', '__objRest', '__rest', '_objectWithoutProperties'].map(
    (name) => [name, becomeGiven] as const,
  ),
  ...['__privateMethod', '_classPrivateMethodGet'].map((name) => [name, becomeMethod] as const),
  ...['__assign', '__spreadValues', '__spreadProps', '_objectSpread', '_extends'].map(
    (name) => [name, becomeObject] as const,
  ),
  ...['__addDisposableResource', '__using'].map((name) => [name, becomeUsed] as const),
  ['__export', becomeNamespace],
  ...['__spreadArray', '__spreadArrays', '__spread'].map((name) => [name, becomeArray] as const),
  ['__decorate', becomeDecorated],
  ['_ts_decorate', becomeDecorated],
  ['Reflect.apply', becomeCall],
  ['Reflect.construct', becomeNew],
  ['Reflect.get', becomeMember],
  ['Reflect.set', becomeSet],
]);

/** `__export(ns, { a: () => a })`, what `import * as ns` stands for in one file with it: `ns = { a }`. */
function becomeNamespace(call: CallNode, [target, getters]: readonly Node[]): void {
  if (target?.type !== 'Identifier' || target.name === 'exports' || getters?.type !== 'ObjectExpression') return;
  const properties = getters.properties.flatMap((part) => {
    const given =
      part.type === 'ObjectProperty' && part.value.type === 'ArrowFunctionExpression' ? part.value.body : null;
    return given && given.type !== 'BlockStatement' ? [{ ...part, value: given }] : [];
  });
  if (properties.length < getters.properties.length) return;
  become(call, { type: 'AssignmentExpression', operator: '=', left: target, right: { ...getters, properties } });
}

/** The receiver of a private member and what stands for its name: Babel has them in either order. */
function privateOf([first, second]: readonly Node[]): { readonly receiver: Node; readonly name: Node } | undefined {
  if (!first || !second) return undefined;
  return second.type === 'ThisExpression' ? { receiver: second, name: first } : { receiver: first, name: second };
}

function memberNode({ receiver, name }: { readonly receiver: Node; readonly name: Node }): object {
  const id = {
    type: 'Identifier',
    name: name.type === 'Identifier' ? name.name : '',
    start: name.start,
    end: name.end,
  };
  const property = { type: 'PrivateName', id, start: name.start, end: name.end };
  return { type: 'MemberExpression', object: receiver, property, computed: false };
}

/** `__classPrivateFieldGet(this, _C_x, "f")`; of a method, `"m"`, the function is given besides, of an accessor, `"a"`, as well. */
function becomeRead(call: CallNode, args: readonly Node[]): void {
  const [, , kind, accessor] = args;
  const member = privateOf(args);
  if (!member) return;
  const how = kind?.type === 'StringLiteral' ? kind.value : 'f';
  if (how === 'm' && accessor?.type === 'Identifier') become(call, accessor);
  else if (how === 'a' && accessor) become(call, { callee: accessor, arguments: [] });
  else become(call, memberNode(member));
}

function becomeMethod(call: CallNode, args: readonly Node[]): void {
  const method = args[2];
  if (method?.type === 'Identifier') become(call, method);
}

function becomeFieldWrite(call: CallNode, args: readonly Node[]): void {
  const member = privateOf(args);
  const value = args[2];
  if (member && value) becomeWrite(call, member.receiver, member.name, valueIn(value));
}

/** `__publicField(this, "name", value)`: a field of a class, or a property of an object that is given back. */
function becomeNamedWrite(call: CallNode, [object, key, value]: readonly Node[]): void {
  if (!object || !key || !value || object.type === 'ObjectExpression') return;
  const { start, end } = call;
  const left = { type: 'MemberExpression', object, property: key, computed: true, start, end };
  become(call, { type: 'AssignmentExpression', operator: '=', left, right: value });
}

/** `_toConsumableArray(list)`, `__read(pair, 2)`: the same things in another holder. */
function becomeGiven(call: CallNode, [given, ...others]: readonly Node[]): void {
  if (given && isPlain(given) && others.every(isWritten)) replace(call, { ...given });
}

/** A number, a name, or a list of texts: what does nothing by itself. */
function isWritten(node: Node): boolean {
  if (node.type === 'ArrayExpression') return node.elements.every((one) => one !== null && isWritten(one as Node));
  return node.type === 'NumericLiteral' || node.type === 'StringLiteral' || node.type === 'Identifier';
}

/** Babel's `{ writable: true, value: v }`. */
function valueIn(value: Node): Node {
  if (value.type !== 'ObjectExpression' || value.properties.length > 2) return value;
  const isNamed = (key: string) => (part: Node) =>
    part.type === 'ObjectProperty' && part.key.type === 'Identifier' && part.key.name === key;
  const held = value.properties.find(isNamed('value'));
  return held?.type === 'ObjectProperty' && value.properties.some(isNamed('writable')) ? held.value : value;
}

function becomeWrite(call: CallNode, receiver: Node, name: Node, value: Node): void {
  const { start, end } = call;
  const left = { ...memberNode({ receiver, name }), start, end };
  become(call, { type: 'AssignmentExpression', operator: '=', left, right: value });
}

/** `_C_x.set(this, v)`, which TypeScript writes into constructors. */
function isFirstValue({ callee, arguments: args }: CallNode): boolean {
  return (
    args.length === 2 &&
    args[0]?.type === 'ThisExpression' &&
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name.startsWith('_') &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'set'
  );
}

function memberOf({ callee }: CallNode): Node {
  return (callee as Extract<Node, { type: 'MemberExpression' }>).object;
}

const spread = (argument: Node): object => ({
  type: 'SpreadElement',
  argument,
  start: argument.start,
  end: argument.end,
});

function becomeObject(call: CallNode, args: readonly Node[]): void {
  if (args.length === 0 || !args.every(isPlain)) return;
  const properties = args.flatMap((arg) => (arg.type === 'ObjectExpression' ? arg.properties : [spread(arg)]));
  become(call, { type: 'ObjectExpression', properties });
}

/** The last argument says whether holes are kept. */
function becomeArray(call: CallNode, args: readonly Node[]): void {
  const lists = args.filter(({ type }) => type !== 'BooleanLiteral' && type !== 'UnaryExpression');
  if (lists.length === 0 || !lists.every(isPlain)) return;
  const elements = lists.flatMap((list) => (list.type === 'ArrayExpression' ? list.elements : [spread(list)]));
  become(call, { type: 'ArrayExpression', elements });
}

const isPlain = ({ type }: Node): boolean => type !== 'SpreadElement' && type !== 'ArgumentPlaceholder';

/**
 * `__decorate([eager(url)], Service.prototype, "load", null)` calls what stands in the list with the class, the name and what that
 * is. What decorates a class may give another one in its place, and is left as it is.
 */
function becomeDecorated(call: CallNode, [list, target, key]: readonly Node[]): void {
  if (list?.type !== 'ArrayExpression' || !target || key?.type !== 'StringLiteral') return;
  const { start, end } = call;
  // Whether it lies in the class or in its prototype is the same to whoever asks for it by name.
  const holder = target.type === 'MemberExpression' && lastName(target) === 'prototype' ? target.object : target;
  const value = { type: 'MemberExpression', object: copied(holder), property: { ...key }, computed: true, start, end };
  const calls = list.elements.flatMap((decorator) => {
    if (!decorator || !isPlain(decorator) || isNote(decorator)) return [];
    const property = { type: 'ObjectProperty', key: identifier('value', call), value: { ...value }, start, end };
    const descriptor = { type: 'ObjectExpression', properties: [property], start, end };
    return [
      { type: 'CallExpression', callee: decorator, arguments: [copied(target), { ...key }, descriptor], start, end },
    ];
  });
  if (calls.length > 0) become(call, { type: 'SequenceExpression', expressions: calls });
}

/** `__metadata("design:type", Function)`, `__param(0, inject())`: for whoever reads them later. */
function isNote(decorator: Node): boolean {
  return (
    decorator.type === 'CallExpression' &&
    /^_(?:_|ts_)(?:metadata|param)$/.test(helperName(decorator.callee as Node) ?? '')
  );
}

/** `using board = new Board()`, of which compilers make `const board = __addDisposableResource(env_1, new Board(), false)`. */
function becomeUsed(call: CallNode, [, value]: readonly Node[]): void {
  if (value?.type === 'NewExpression' || value?.type === 'CallExpression' || value?.type === 'AwaitExpression')
    become(call, { ...value });
}

/** The name under which compilers keep what the parameters of a constructor are, for a container that makes the instances. */
const TYPES = 'design:paramtypes';

/**
 * `__decorate([Injectable(), __metadata("design:paramtypes", [Api])], Service)`: a container makes the instances and gives them
 * those of other classes, as if it were written `constructor(api = new Api())`.
 */
function inject(classes: ReadonlyMap<string, Node>, { arguments: args }: CallNode): void {
  const [first, second, third] = args as Node[];
  const own = first?.type === 'StringLiteral' && first.value === TYPES ? second : undefined;
  const decorators = first?.type === 'ArrayExpression' && !third ? first.elements : [];
  const target = own ? third : second;
  const owner = target?.type === 'Identifier' ? classes.get(target.name) : undefined;
  if (!owner || !isClass(owner)) return;
  const params = takenBy(owner);
  const types = listOf(own ?? typesAmong(decorators)) ?? classesNamed(decorators, params.length);
  for (const [i, param] of params.entries()) {
    const type = types?.[i];
    const callee = type && typeNamed(type);
    if (param.type !== 'Identifier' || !callee) continue;
    const { start, end } = type;
    const right = { type: 'NewExpression', callee: copied(callee), arguments: [], start, end };
    params[i] = { type: 'AssignmentPattern', left: param, right, start, end } as unknown as Node;
  }
}

function typesAmong(decorators: readonly (Node | null)[]): Node | undefined {
  const notes = decorators.flatMap((one) => (one?.type === 'CallExpression' ? [one.arguments as Node[]] : []));
  return notes.find(([name]) => name?.type === 'StringLiteral' && name.value === TYPES)?.[1];
}

/** What the constructor of a class takes. */
function takenBy(owner: Class): Node[] {
  const made = owner.body.body.find((member) => member.type === 'ClassMethod' && member.kind === 'constructor');
  return made?.type === 'ClassMethod' ? (made.params as Node[]) : [];
}

function listOf(node: Node | undefined): readonly (Node | null)[] | undefined {
  return node?.type === 'ArrayExpression' ? node.elements : undefined;
}

/** `Injectable(Config, Api)` before a class whose constructor takes two things: a class for each of them. */
function classesNamed(decorators: readonly (Node | null)[], count: number): readonly Node[] | undefined {
  const lists = decorators.flatMap((one) => (one?.type === 'CallExpression' ? [one.arguments as Node[]] : []));
  return lists.find(
    (list) => list.length === count && list.every((one) => CLASS.test(keyText(one) ?? lastName(one) ?? '')),
  );
}

const CLASS = /^[A-Z]\w*[a-z]/;

/** `Api`, `api_1.Api`, `typeof Api === "undefined" ? Object : Api`. */
function typeNamed(type: Node): Node | undefined {
  if (type.type === 'ConditionalExpression') return typeNamed(type.alternate) ?? typeNamed(type.consequent);
  if (type.type === 'MemberExpression') return type;
  return type.type === 'Identifier' && !OF_LANGUAGE.has(type.name) ? type : undefined;
}

const OF_LANGUAGE = new Set(['Object', 'Function', 'String', 'Number', 'Boolean', 'Array', 'Date', 'Promise', 'Map']);

type Class = Extract<Node, { type: 'ClassDeclaration' | 'ClassExpression' }>;

const isClass = (node: Node): node is Class => node.type === 'ClassDeclaration' || node.type === 'ClassExpression';

/** Another node of the same text: each has one place. */
function copied(node: Node): Node {
  if (node.type !== 'MemberExpression') return { ...node };
  return { ...node, object: copied(node.object), property: { ...node.property } } as Node;
}

/** `Reflect.apply(send, null, [a])` is `send(a)`, and `Reflect.apply(Array.prototype.map, list, [fn])` is `list.map(fn)`. */
function becomeCall(call: CallNode, [fn, self, list]: readonly Node[]): void {
  if (!fn || !list || !isPlain(fn)) return;
  const isMethod = fn.type === 'MemberExpression' && lastName(fn.object) === 'prototype';
  become(call, { callee: isMethod && self ? { ...fn, object: self } : fn, arguments: listed(list) });
}

/** `Reflect.construct(Request, [url])` */
function becomeNew(call: CallNode, [constructed, list]: readonly Node[]): void {
  if (constructed && list && isPlain(constructed))
    become(call, { type: 'NewExpression', callee: constructed, arguments: listed(list) });
}

/** `Reflect.get(process, 'env')` */
function becomeMember(call: CallNode, [object, key]: readonly Node[]): void {
  if (object && key && isPlain(object) && isPlain(key))
    become(call, { type: 'MemberExpression', object, property: key, computed: true });
}

/** `Reflect.set(globalThis, 'fetch', value)` */
function becomeSet(call: CallNode, [object, key, value]: readonly Node[]): void {
  if (!object || !key || !value || ![object, key, value].every(isPlain)) return;
  const { start, end } = object;
  const left = { type: 'MemberExpression', object, property: key, computed: true, start, end };
  become(call, { type: 'AssignmentExpression', operator: '=', left, right: value });
}

function lastName(node: Node): string | undefined {
  return node.type === 'MemberExpression' ? keyText(node.property, node.computed) : undefined;
}

const listed = (list: Node): readonly object[] =>
  list.type === 'ArrayExpression' ? list.elements.filter((item) => item !== null) : [spread(list)];
