/**
 * Turns back what compilers made of newer syntax, so that the rest of the code knows one way to write it: async functions,
 * private members, spread, namespaces. By the names of the helpers that TypeScript, esbuild and Babel write into a file or import.
 * And what is done through `Reflect`, which is a call, a member or an assignment by another name.
 */
import type { File } from '@babel/types';
import { keyText } from './declare.ts';
import { isFunction, type Node, walk } from './walk.ts';
import { PARSES_TEXT, writtenJson } from './written-json.ts';

/** Without one of these words there is nothing to turn back. */
const HELPERS =
  /\bReflect\b|__awaiter|__generator|__async\b|_?asyncToGenerator|_?regenerator|_?_classPrivate|__private(?:Get|Set|Add|Method)|__assign\b|__decorate\b|_ts_decorate\b|__spread|_objectSpread|_extends\b|\b__export\(|__addDisposableResource|__using\b/;

type CallNode = Extract<Node, { type: 'CallExpression' }>;
/** A node becomes another in its place, since whatever holds it goes on holding it. */
type Restore = (call: CallNode, args: readonly Node[]) => void;

/** Changes the tree that a text was parsed to. */
export function restore(file: File, source: string): void {
  if (!HELPERS.test(source) && !PARSES_TEXT.test(source)) return;
  const classes = new Map<string, Node>();
  walk(file.program, (node) => {
    if (isClass(node) && node.id) classes.set(node.id.name, node);
    if (node.type !== 'CallExpression') return;
    inject(classes, node);
    restoreCall(node);
  });
}

function restoreCall(node: CallNode): void {
  const name = reflection(node) ?? helperName(node.callee as Node)?.replace(/\d+$/, '');
  const how = name === undefined ? undefined : RESTORES.get(name);
  const data = how ? undefined : writtenJson(node);
  if (how) how(node, node.arguments as Node[]);
  else if (data) become(node, data);
  else if (isFirstValue(node)) becomeWrite(node, node.arguments[0] as Node, memberOf(node), node.arguments[1] as Node);
}

/** `__awaiter`, `tslib_1.__awaiter`, `(0, tslib_1.__awaiter)`. */
function helperName(callee: Node): string | undefined {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return memberName(callee);
  const last = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : undefined;
  return last && helperName(last);
}

/** `Reflect.apply`, `globalThis.Reflect.apply`. */
function reflection({ callee }: CallNode): string | undefined {
  if (callee.type !== 'MemberExpression') return undefined;
  const { object, property, computed } = callee;
  const holder = object.type === 'MemberExpression' ? keyText(object.property, object.computed) : keyText(object);
  return holder === 'Reflect' ? `Reflect.${keyText(property, computed)}` : undefined;
}

/** `tslib_1.__awaiter`; `_asyncToGenerator2["default"]` is what the module is; `_regenerator.default.wrap`. */
function memberName({ object, property }: Extract<Node, { type: 'MemberExpression' }>): string | undefined {
  const name = keyText(property);
  if (name === 'default') return helperName(object);
  const isRunner = name === 'mark' || name === 'wrap';
  return isRunner && /^_?regenerator/i.test(rootName(object)) ? `regenerator ${name}` : name;
}

/** `_regenerator` of `_regenerator.default`, and of `_regeneratorRuntime()`. */
function rootName(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return rootName(node.object);
  return node.type === 'CallExpression' ? rootName(node.callee as Node) : '';
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

function become(node: Node, fields: object): void {
  // What asks a node whether it has arguments must not be given those of the helper.
  if (node.type === 'CallExpression') for (const key of ['callee', 'arguments']) Reflect.deleteProperty(node, key);
  Object.assign(node, fields);
}

/** `__awaiter(this, void 0, void 0, function* () { … })` runs an async function at once, with the `this` around it. */
function becomeAsync(call: CallNode, args: readonly Node[]): void {
  const body = args.at(-1);
  if (body?.type !== 'FunctionExpression') return;
  if (body.generator) awaits(body.body);
  become(body, { type: 'ArrowFunctionExpression', async: true, generator: false, id: null, expression: false });
  become(call, { callee: body, arguments: [] });
}

/** `_asyncToGenerator(function* () { … })` is an async function. */
function becomeAsyncFunction(call: CallNode, [given]: readonly Node[]): void {
  const marked = given?.type === 'CallExpression' && helperName(given.callee as Node) === 'regenerator mark';
  const body = marked ? (given.arguments[0] as Node | undefined) : given;
  if (body?.type !== 'FunctionExpression' || !(body.generator || marked)) return;
  if (body.generator) awaits(body.body);
  become(call, { ...body, async: true, generator: false });
}

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

function becomeMarked(call: CallNode, [body]: readonly Node[]): void {
  if (body?.type === 'FunctionExpression') become(call, { ...body });
}

/** `_regenerator.wrap(function (_context) { … return x; … y = _context.sent; return _context.abrupt("return", y) })`. */
function becomeRun(call: CallNode, [body]: readonly Node[]): void {
  becomeSequence(call, body, {
    isTaken: (node, state) => isOf(node, state, 'sent'),
    waits: (node, state) => {
      const value = abruptly(node.argument, state);
      if (value) become(node, { argument: value });
      return value || !node.argument
        ? undefined
        : { value: node.argument, leave: () => become(node, { argument: null }) };
    },
  });
}

/** What `_context.abrupt("return", value)` returns. */
function abruptly(node: Node | null | undefined, state: string): Node | undefined {
  return node?.type === 'CallExpression' && isOf(node.callee as Node, state, 'abrupt')
    ? (node.arguments[1] as Node | undefined)
    : undefined;
}

function isOf(node: Node, object: string, key: string): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === object &&
    keyText(node.property, node.computed) === key
  );
}

/**
 * `__generator(this, function (_a) { switch (_a.label) { case 0: return [4, x]; case 1: y = _a.sent(); return [2, y]; } })`, what
 * is left of an async function in ES5: it runs, waits for `x`, which `_a.sent()` gives, and returns `y`.
 */
function becomeSteps(call: CallNode, args: readonly Node[]): void {
  becomeSequence(call, args.at(-1), {
    isTaken: (node, state) =>
      node.type === 'CallExpression' && node.arguments.length === 0 && isOf(node.callee as Node, state, 'sent'),
    waits: waitsInStep,
  });
}

const [RETURNS, WAITS] = [2, 4];

function waitsInStep(node: ReturnNode): Wait | undefined {
  const list = node.argument?.type === 'ArrayExpression' ? node.argument : undefined;
  const [step, value] = list?.elements ?? [];
  if (!list || step?.type !== 'NumericLiteral') return undefined;
  if (step.value === RETURNS) become(node, { argument: value ?? null });
  return step.value === WAITS && value ? { value, leave: () => become(list, { elements: [step] }) } : undefined;
}

type ReturnNode = Extract<Node, { type: 'ReturnStatement' }>;

/** Something that is waited for. */
interface Wait {
  readonly value: Node;
  /** Takes it away from where it stands. */
  readonly leave: () => void;
}

interface Sequence {
  /** True for what gives the last thing that was waited for. */
  readonly isTaken: (node: Node, state: string) => boolean;
  readonly waits: (node: ReturnNode, state: string) => Wait | undefined;
}

/** A function of its state that is run step by step becomes one that runs at once, and what was waited for stands where it is taken. */
function becomeSequence(call: CallNode, body: Node | undefined, { isTaken, waits }: Sequence): void {
  const [given] = body?.type === 'FunctionExpression' ? body.params : [];
  if (body?.type !== 'FunctionExpression' || given?.type !== 'Identifier') return;
  const waiting: Wait[] = [];
  const taken: Node[] = [];
  walk(body.body, (node) => {
    const wait = node.type === 'ReturnStatement' ? waits(node, given.name) : undefined;
    if (wait) waiting.push(wait);
    if (isTaken(node, given.name)) taken.push(node);
    return !isFunction(node);
  });
  for (const node of taken) {
    // A step may be made of what the one before gave.
    const at = waiting.findLastIndex(({ value }) => (value.end ?? 0) <= (node.start ?? 0));
    const [wait] = at < 0 ? [] : waiting.splice(0, at + 1).slice(-1);
    if (!wait) continue;
    wait.leave();
    become(node, { type: 'AwaitExpression', argument: wait.value });
  }
  become(body, { type: 'ArrowFunctionExpression', id: null, expression: false, params: [] });
  become(call, { callee: body, arguments: [] });
}

/** What is yielded in between is no result. */
function awaits(body: Node): void {
  walk(body, (node) => {
    if (node.type === 'YieldExpression') become(node, { type: 'AwaitExpression' });
    return !isFunction(node);
  });
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
  if (args.length > 0 && args.every(isPlain)) become(call, { type: 'ObjectExpression', properties: args.map(spread) });
}

/** The last argument says whether holes are kept. */
function becomeArray(call: CallNode, args: readonly Node[]): void {
  const lists = args.filter(({ type }) => type !== 'BooleanLiteral' && type !== 'UnaryExpression');
  if (lists.length > 0 && lists.every(isPlain)) become(call, { type: 'ArrayExpression', elements: lists.map(spread) });
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

const identifier = (name: string, { start, end }: Node): object => ({ type: 'Identifier', name, start, end });

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
