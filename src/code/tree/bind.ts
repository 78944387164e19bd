/** What is given to parameters: by calls of local functions and methods, of tags and setters, to callbacks and to those that listen to events. */

import { remembered } from '../remembered.ts';
import { bundledProperty, bundledValues } from './bundled-modules.ts';
import { type Binding, bindingOf, keyText, patternNames } from './declare.ts';
import { heldFunctions } from './held.ts';
import { LISTENS } from './listeners.ts';
import {
  heldInTable,
  isOfName,
  isOfThis,
  isOwnExports,
  isSetter,
  memberKey,
  memberWrites,
  methodsOf,
  propertyValues,
  settersOf,
} from './members.ts';
import type { Linked } from './scope.ts';
import { streamed } from './streams.ts';
import { type Func, functionAround, isFunction, type Node, parentOf } from './walk.ts';

type CallNode = Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' | 'NewExpression' }>;

/** Definitions of one parameter; what a thousand calls give says no more than what some give. */
const MAX_GIVEN = 100;

/** Fills the definitions of parameters. Gives the calls of each name. */
export function bindArguments(linked: Linked): Map<Binding, Node[]> {
  const callers = new Map<Binding, Node[]>();
  const calls = linked.nodes.calls.filter(
    (node): node is CallNode =>
      node.type === 'CallExpression' || node.type === 'NewExpression' || node.type === 'OptionalCallExpression',
  );
  for (const call of calls) {
    const callee = call.callee as Node;
    const binding = callee.type === 'Identifier' ? bindingOf(callee) : undefined;
    const known = binding && callers.get(binding);
    if (known) known.push(call);
    else if (binding) callers.set(binding, [call]);
  }
  const declared = remembered(declaredFunctions);
  const pass: Pass = { linked, callers, declared, events: eventsOf(calls), published: publishedIn(calls) };
  for (const call of calls) bindCall(pass, call);
  // What is held by `this` may be what a constructor was given, which is known from here on.
  linked.owners.clear();
  for (const call of calls) if (isOfHeld(call)) bindArgumentsOf(pass, call);
  for (const call of calls) bindLater(pass, call);
  bindTags(pass);
  bindAssigned(pass);
  return callers;
}

/** What goes through what parameters hold. */
function bindLater(pass: Pass, call: CallNode): void {
  bindHandedOn(pass, call);
  bindHeld(pass, call);
  for (const [fn, value] of streamed(pass.linked, call)) define(pass.linked, fn, 0, value, []);
}

/** `` sh`curl ${url}` `` gives the texts, and then each of the values between them. */
function bindTags(pass: Pass): void {
  for (const node of pass.linked.nodes.calls) {
    if (node.type !== 'TaggedTemplateExpression') continue;
    const args = [node.quasi, ...(node.quasi.expressions as Node[])];
    for (const fn of calledFunctions(pass, node.tag))
      for (const [at, arg] of args.entries()) defineListed(pass, fn, at, arg);
  }
}

/** All that come last may be one list. */
function defineListed({ linked }: Pass, fn: Func, at: number, arg: Node): void {
  const last = fn.params.length - 1;
  const rest = at > last && fn.params[last]?.type === 'RestElement';
  define(linked, fn, rest ? last : at, arg, []);
}

/** `socket.onmessage = (event) => …`, and what is assigned to a property that a setter stands for. */
function bindAssigned(pass: Pass): void {
  const { linked } = pass;
  const sets = linked.nodes.functions.some(isSetter);
  for (const { object, key, value } of memberWrites(linked)) {
    const listens = /^on[a-z]{4,12}$/.test(key);
    for (const fn of listens ? localFunctions(pass, value) : []) define(linked, fn, 0, object, ['event']);
    for (const fn of sets ? settersOf(linked, object, key) : []) define(linked, fn, 0, value, []);
  }
}

interface Pass {
  readonly linked: Linked;
  readonly callers: ReadonlyMap<Binding, readonly Node[]>;
  readonly declared: (binding: Binding) => readonly Func[];
  /** What is emitted by the name of each event. */
  readonly events: ReadonlyMap<string, readonly (readonly Node[])[]>;
  /** What is published on each channel. */
  readonly published: ReadonlyMap<Binding, readonly Node[]>;
}

function bindCall(pass: Pass, call: CallNode): void {
  const args = call.arguments as Node[];
  if (args.length === 0) return;
  const callee = call.callee as Node;
  if (!isOfHeld(call)) bindArgumentsOf(pass, call);
  args.forEach((arg, index) => {
    for (const fn of localFunctions(pass, arg)) bindCallback(pass, { fn, index, call, callee });
  });
}

/** `this.transport.send(…)`, `scope.setContext(…)` of a parameter: whose method that is, other calls tell. */
function isOfHeld({ callee }: CallNode): boolean {
  if (callee.type !== 'MemberExpression') return false;
  return isOfThis(callee.object) || (callee.object.type === 'Identifier' && bindingOf(callee.object)?.kind === 'param');
}

function bindArgumentsOf(pass: Pass, call: CallNode): void {
  const { callee, args } = directly(call);
  const functions = calledFunctions(pass, callee);
  if (functions.length === 0) return;
  const spread = args.findIndex(({ type }) => type === 'SpreadElement');
  const placed = spread < 0 ? args : args.slice(0, spread);
  for (const fn of functions) {
    for (const [index, arg] of placed.entries()) defineListed(pass, fn, index, arg);
  }
}

/** `f.call(this, x)` and `f.apply(this, [x])` are calls of `f` with `x`. */
export function directly(call: CallNode): { readonly callee: Node; readonly args: readonly Node[] } {
  const callee = call.callee as Node;
  const args = call.arguments as Node[];
  const how = callee.type === 'MemberExpression' && !callee.computed ? keyText(callee.property) : undefined;
  if (callee.type !== 'MemberExpression' || (how !== 'call' && how !== 'apply')) return { callee, args };
  if (how === 'call') return { callee: callee.object, args: args.slice(1) };
  const list = args[1]?.type === 'ArrayExpression' ? args[1].elements : handedOnBy(args[1]);
  return list?.every((item) => item !== null) ? { callee: callee.object, args: list } : { callee, args };
}

/** `function put(_x, _x2) { return _put.apply(this, arguments); }`: what the function around was given, by its own names for it. */
function handedOnBy(list: Node | undefined): readonly Node[] | undefined {
  if (list?.type !== 'Identifier' || list.name !== 'arguments' || bindingOf(list)) return undefined;
  let around = functionAround(list);
  while (around?.type === 'ArrowFunctionExpression') around = functionAround(around);
  return around?.params.every(({ type }) => type === 'Identifier') ? around.params : undefined;
}

/** Asked before any call binds an argument: what a parameter holds does not count as declared here. */
function declaredFunctions(binding: Binding): readonly Func[] {
  return binding.definitions.flatMap(({ value, path }) => (path.length === 0 && isFunction(value) ? [value] : []));
}

function localFunctions(pass: Pass, node: Node): readonly Func[] {
  const { declared, linked } = pass;
  if (isFunction(node)) return [node];
  // `source.on('data', this.push.bind(this))`
  const bound = node.type === 'CallExpression' ? node.callee : node;
  if (bound !== node && bound.type === 'MemberExpression' && keyText(bound.property) === 'bind')
    return calledFunctions(pass, bound.object);
  if (node.type === 'MemberExpression' && (node.object.type === 'ThisExpression' || isOwnExports(linked, node.object)))
    return calledFunctions(pass, node);
  const binding = node.type === 'Identifier' ? bindingOf(node) : undefined;
  return binding ? declared(binding) : [];
}

/** Functions and methods of this module that a call enters. */
function calledFunctions(pass: Pass, callee: Node): readonly Func[] {
  if (callee.type === 'Super') return superConstructors(callee);
  // `(0, module.send)(…)`
  if (callee.type === 'SequenceExpression') return calledFunctions(pass, callee.expressions.at(-1) as Node);
  // Minifiers put a class that is used once where it is used: `new class { … }(config)`.
  if (callee.type === 'ClassExpression') return constructorsIn(callee);
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') {
    const direct = localFunctions(pass, callee);
    if (direct.length > 0) return direct;
    const constructors = callee.type === 'Identifier' ? constructorsOf(callee) : [];
    return constructors.length > 0 ? constructors : entered(pass, bundledBehind(pass, callee));
  }
  return methodsCalled(pass, callee);
}

function methodsCalled(
  pass: Pass,
  callee: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
): readonly Func[] {
  const { object } = callee;
  const method = memberKey(pass.linked, callee);
  const known =
    object.type === 'Identifier' ||
    object.type === 'ThisExpression' ||
    object.type === 'NewExpression' ||
    object.type === 'CallExpression' ||
    isOfThis(object) ||
    isOfName(object);
  if (method === undefined) return anyOf(pass, callee);
  // What is exported under another of its own names would lead round in a circle.
  if (isOwnExports(pass.linked, object))
    return propertyValues(pass.linked, object, method)
      .filter((one) => isFunction(one) || one.type === 'Identifier')
      .flatMap((one) => localFunctions(pass, one));
  const own = known ? (methodsOf(pass.linked, object, method) ?? []).filter((value) => isFunction(value)) : [];
  return own.length > 0 ? own : entered(pass, bundledProperty(pass.linked, object, method));
}

/** Functions of a table of which each may be meant; of more than these nobody knows which. */
const MAX_CHOICES = 12;

/** `handlers[op](arg)` */
function anyOf(
  pass: Pass,
  callee: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
): readonly Func[] {
  const held = callee.computed ? heldInTable(pass.linked, callee) : [];
  const functions = held.flatMap((one) => localFunctions(pass, one));
  return functions.length <= MAX_CHOICES ? functions : [];
}

/** `var send = require_send()`, `var { send } = require_send()`, `require_send()(…)`. */
function bundledBehind({ linked }: Pass, callee: Node): readonly Node[] {
  if (callee.type !== 'Identifier') return bundledValues(linked, callee);
  const definitions = bindingOf(callee)?.definitions ?? [];
  return definitions.flatMap(({ value, path: [key, ...more] }) =>
    more.length === 0 ? bundledValues(linked, value, key) : [],
  );
}

/** What runs where one of these values is called, by itself or by its name. */
function entered(pass: Pass, values: readonly Node[]): readonly Func[] {
  return values.flatMap((value) => {
    if (value.type === 'ClassExpression') return constructorsIn(value);
    const functions = localFunctions(pass, value);
    return functions.length > 0 || value.type !== 'Identifier' ? functions : constructorsOf(value);
  });
}

function constructorsOf(callee: Extract<Node, { type: 'Identifier' }>): readonly Func[] {
  return (bindingOf(callee)?.definitions ?? []).flatMap(({ value }) => constructorsIn(value));
}

/** Classes above classes. */
const MAX_ABOVE = 4;

/** Its own constructor, or that of the class it extends. */
function constructorsIn(value: Node, above = MAX_ABOVE): readonly Func[] {
  if ((value.type !== 'ClassDeclaration' && value.type !== 'ClassExpression') || above === 0) return [];
  const own = value.body.body.flatMap((member) =>
    isFunction(member) && member.kind === 'constructor' ? [member] : [],
  );
  return own.length > 0 ? own : constructorsAbove(value, above - 1);
}

function constructorsAbove(
  value: Extract<Node, { type: 'ClassDeclaration' | 'ClassExpression' }>,
  above = MAX_ABOVE,
): readonly Func[] {
  const { superClass } = value;
  if (superClass?.type !== 'Identifier') return [];
  return (bindingOf(superClass)?.definitions ?? []).flatMap((one) => constructorsIn(one.value, above));
}

/** `super(name)` */
function superConstructors(callee: Node): readonly Func[] {
  for (let at = parentOf(callee); at; at = parentOf(at)) {
    if (at.type === 'ClassDeclaration' || at.type === 'ClassExpression') return constructorsAbove(at);
  }
  return [];
}

interface Callback {
  readonly fn: Func;
  /** Which argument of the call it is. */
  readonly index: number;
  readonly call: CallNode;
  readonly callee: Node;
}

const ELEMENTWISE = new Set(['forEach', 'map', 'filter', 'find', 'some', 'every', 'flatMap', 'findLast', 'sort']);
/** Timers hand on what they are given besides: from which argument. */
const TIMERS: ReadonlyMap<string, number> = new Map([
  ['setTimeout', 2],
  ['setInterval', 2],
  ['setImmediate', 1],
  ['nextTick', 1],
  ['queueMicrotask', 1],
]);

/** What a callback's parameters hold: an element, what the promise gives, or whatever the call reports back. */
function bindCallback(pass: Pass, { fn, index, call, callee }: Callback): void {
  const { linked } = pass;
  const held = holdersFor(call, callee);
  for (const at of fn.params.keys()) {
    const [value, path] = held(at);
    define(linked, fn, at, value, path);
  }
  if (methodOf(callee) === 'reduce') {
    const before = [call.arguments[1] as Node | undefined, ...(linked.results.get(fn) ?? [])];
    for (const value of before) if (value) define(linked, fn, 0, value, []);
  }
  for (const value of published(pass, callee)) define(linked, fn, 0, value, []);
  if (LISTENS.has(methodOf(callee) ?? '')) bindEvent(pass, fn, call.arguments[0] as Node);
  for (const given of givenBack(pass, callee, index)) defineAll(linked, fn, given);
}

/** Which value, or which property of it, each parameter of a callback holds. */
function holdersFor(call: CallNode, callee: Node): (param: number) => readonly [Node, readonly string[]] {
  const method = methodOf(callee);
  const first = TIMERS.get(method ?? (callee.type === 'Identifier' ? callee.name : ''));
  if (first !== undefined) return (at) => [(call.arguments[first + at] as Node | undefined) ?? call, []];
  const receiver = 'object' in callee ? (callee.object as Node) : undefined;
  return (at) => {
    const path = method === undefined ? undefined : elementPath(method, at);
    return receiver && path ? [receiver, path] : [call, []];
  };
}

function methodOf(callee: Node): string | undefined {
  return 'property' in callee ? keyText(callee.property as Node) : undefined;
}

function defineAll(linked: Linked, fn: Func, given: readonly Node[]): void {
  for (const [at, arg] of given.entries()) define(linked, fn, at, arg, []);
}

function elementPath(method: string, index: number): string[] | undefined {
  if (method === 'then') return [];
  if (method === 'reduce') return index === 1 ? ['*'] : [];
  return ELEMENTWISE.has(method) ? ['*'] : undefined;
}

function eventsOf(calls: readonly CallNode[]): Map<string, Node[][]> {
  const found = new Map<string, Node[][]>();
  for (const { callee, arguments: args } of calls) {
    const method = callee.type === 'MemberExpression' ? keyText(callee.property) : undefined;
    if (method === 'postMessage' && args[0]) keepSome(found, 'message', [args[0] as Node]);
    const emitted = method === 'emit' ? args : method === 'dispatchEvent' ? dispatched(args[0] as Node) : [];
    const [name, ...given] = emitted as Node[];
    if (name?.type !== 'StringLiteral') continue;
    keepSome(found, name.value, given);
  }
  return found;
}

/** `channel.subscribe((message) => …)`: what `channel.publish(message)` gives. */
function published({ published }: Pass, callee: Node): readonly Node[] {
  if (methodOf(callee) !== 'subscribe' || !('object' in callee)) return [];
  const object = callee.object as Node;
  const binding = object.type === 'Identifier' ? bindingOf(object) : undefined;
  return (binding && published.get(binding)) ?? [];
}

function publishedIn(calls: readonly CallNode[]): Map<Binding, Node[]> {
  const found = new Map<Binding, Node[]>();
  for (const {
    callee,
    arguments: [value],
  } of calls) {
    if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || !value) continue;
    const binding = PUBLISHES.has(keyText(callee.property) ?? '') ? bindingOf(callee.object) : undefined;
    if (binding) keepSome(found, binding, value as Node);
  }
  return found;
}

/** More than parameters keep of what they are given need not be told to each who listens. */
function keepSome<K, V>(all: Map<K, V[]>, key: K, value: V): void {
  const known = all.get(key);
  if (!known) all.set(key, [value]);
  else if (known.length < MAX_GIVEN) known.push(value);
}

const PUBLISHES = new Set(['publish', 'next']);

/** `new CustomEvent('done', { detail })` */
function dispatched(event: Node | undefined): readonly Node[] {
  return event?.type === 'NewExpression' && event.callee.type === 'Identifier' && event.callee.name === 'CustomEvent'
    ? (event.arguments as Node[])
    : [];
}

function bindEvent({ linked, events }: Pass, fn: Func, name: Node): void {
  if (name?.type !== 'StringLiteral') return;
  for (const given of events.get(name.value) ?? []) defineAll(linked, fn, given);
}

/** What a local function gives to the callback it takes as its argument number `index`. */
function givenBack(pass: Pass, callee: Node, index: number): readonly (readonly Node[])[] {
  return calledFunctions(pass, callee).flatMap((fn) => {
    const param = fn.params[index];
    const name = param && patternNames(param).find(({ path }) => path.length === 0);
    const binding = name && pass.linked.scopes.get(fn)?.names?.get(name.name);
    const calls = (binding && pass.callers.get(binding)) ?? [];
    return calls.map((call) => (call as CallNode).arguments as Node[]);
  });
}

/** A callback that was given as an argument and is handed on: `(file, done) => readFile(file, done)`. */
function bindHandedOn(pass: Pass, call: CallNode): void {
  for (const [index, arg] of (call.arguments as Node[]).entries()) {
    if (arg.type === 'CallExpression') bindMade(pass, call, arg, index);
    const binding = arg.type === 'Identifier' ? bindingOf(arg) : undefined;
    if (binding?.kind !== 'param') continue;
    for (const { value, path } of binding.definitions.slice(0, 8)) {
      if (path.length === 0 && isFunction(value))
        bindCallback(pass, { fn: value, index, call, callee: call.callee as Node });
    }
  }
}

/** Methods that hand what they have to a function which may be made right there: `text.then(sendTo(url))`. */
const HANDS_ON = new Set(['then', 'map', 'forEach', 'flatMap', 'on', 'once']);

function bindMade(pass: Pass, call: CallNode, made: CallNode, index: number): void {
  const callee = call.callee as Node;
  if (!HANDS_ON.has(methodOf(callee) ?? '') || made.callee.type === 'MemberExpression') return;
  for (const fn of heldFunctions(pass.linked, made)) bindCallback(pass, { fn, index, call, callee });
}

/** A call of what something holds: `this.worker(item)`, `for (const handler of this.handlers) handler(event)`, `sender(url)(text)`. */
function bindHeld(pass: Pass, call: CallNode): void {
  if (call.arguments.length === 0 || call.type === 'NewExpression') return;
  const { callee, args } = directly(call);
  if (callee.type === 'Super' || calledFunctions(pass, callee).length > 0) return;
  for (const fn of heldFunctions(pass.linked, callee)) {
    for (const [index, arg] of args.entries()) {
      if (arg.type === 'SpreadElement') break;
      define(pass.linked, fn, index, arg, []);
    }
  }
}

function define(linked: Linked, fn: Func, index: number, value: Node, prefix: readonly string[]): void {
  const param = fn.params[index];
  const names = param && linked.scopes.get(fn)?.names;
  if (!names) return;
  if (param.type === 'Identifier') {
    const definitions = names.get(param.name)?.definitions;
    if (definitions && definitions.length < MAX_GIVEN) definitions.push({ value, path: prefix });
    return;
  }
  for (const { name, path } of patternNames(param)) {
    const definitions = names.get(name)?.definitions;
    if (definitions && definitions.length < MAX_GIVEN) definitions.push({ value, path: [...prefix, ...path] });
  }
}
