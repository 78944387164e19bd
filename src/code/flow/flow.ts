/**
 * Source → transforms → sink: where a value that leaves, runs or is written came from. Walks backwards from each sink
 * through variables, destructuring, local functions, callbacks and promises, one node at a time.
 */

import { onlyLogsIn, sensitivePlace } from '../secrets.ts';
import { directly } from '../tree/bind.ts';
import { type Call, functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { type Func, isWithin, type Node, parentOf } from '../tree/walk.ts';
import { feeds, isCall, literalsIn, throughPath, writtenOut } from './feeds.ts';
import { isInherited } from './inherited.ts';
import type { Module } from './module.ts';
import { partsSent } from './parts.ts';
import { sendsByPath } from './services.ts';
import { assignedSinks, filesRun, HANDS_ON, type Sink, type SinkKind, sinkOf } from './sinks.ts';
import { collectedAt, commandSource, isProcess, type Source, sourceAt } from './sources.ts';
import { isWhole } from './whole.ts';

export { literalsIn, partsBehind } from './feeds.ts';
export { networkArguments, type SinkKind } from './sinks.ts';
export type { Source, SourceKind } from './sources.ts';

/** One way from a source to a sink. */
export interface Flow {
  readonly source: Source;
  readonly sink: { readonly kind: SinkKind; readonly name: string; readonly node: Node };
  /** From the source to the sink, both included. */
  readonly steps: readonly Node[];
  /** The calls through which the source was reached, for whoever goes on from there. */
  readonly context: Context | undefined;
}

const MAX_NODES = 2_000;
const MAX_SINKS = 400;

/** Every flow of a module, in the order of its sinks. */
export function flowsOf(module: Module): Flow[] {
  const { code, calls } = module;
  const run = filesRun(code, calls);
  const hands = COLLECTS.test(module.source) && mayHandOn(code, calls);
  const sinks = calls.flatMap((call): Sink[] => {
    const own = sinkOf(code, call, run);
    if (own) return [own];
    return [...foreignSinks(code, call), ...(hands ? handedSink(code, call) : [])];
  });
  // Most modules set no defaults, and none of them without this word.
  const assigned = module.source.includes('.defaults') ? assignedSinks(code) : [];
  const flows = [...assigned, ...sinks]
    .slice(0, MAX_SINKS)
    .flatMap((sink) => [...flowsInto(module, sink), ...withinCommand(module, sink), ...byPath(module, sink)]);
  return [...flows, ...handedOn(module)];
}

/** What a function of another module sends or runs of what it is given. */
function foreignSinks(code: Linked, call: Call): readonly Sink[] {
  return [...takenElsewhere(code, call), ...(HANDS_ON.has(call.method ?? '') ? handedElsewhere(code, call) : [])];
}

/** `collect().then(report)`, where another module has `report`. */
function handedElsewhere(code: Linked, { node, args: [first] }: Call): readonly Sink[] {
  const receiver = 'callee' in node && 'object' in node.callee ? (node.callee.object as Node) : undefined;
  const name = first && MAY_BE_FOREIGN.has(first.type) ? nameOf(code, first) : undefined;
  if (!receiver || !name?.startsWith('<')) return [];
  return takenElsewhere(code, { node, name, method: undefined, args: [receiver], isNew: false });
}

const MAY_BE_FOREIGN = new Set(['Identifier', 'MemberExpression']);

function takenElsewhere(code: Linked, { name, args, node }: Call): readonly Sink[] {
  const { outside } = code;
  if (!outside || name === undefined) return [];
  const [evaluated, started] = [outside.evals(name), outside.commands(name)];
  const sinks: readonly Sink[] = [
    { kind: 'network', name, node, args: partsSent(code, args, outside.sends(name)) },
    { kind: 'service', name, node, args: partsSent(code, args, outside.serves(name)) },
    { kind: 'code', name, node, args: args.filter((_, i) => evaluated.has(i)) },
    { kind: 'process', name, node, args: args.filter((_, i) => started.has(i)) },
  ];
  return sinks.filter((sink) => sink.args.length > 0);
}

/** Without one of these there is nothing worth asking about an object that was given from elsewhere. */
const COLLECTS = /\bprocess\.env\b(?!\s*\??[.[])|\.(?:ssh|aws|npmrc|netrc|git-credentials|gnupg|kube)\b|wallet|id_rsa/;

/** Calls of unknown methods of which it is soon found out whether any is given what was collected. */
const FEW_CALLS = 200;

/** What methods send is told by reading every module of the package that may have one, which is seldom worth it. */
function mayHandOn(code: Linked, calls: readonly Call[]): boolean {
  const handing = calls.filter((call) => isUnknown(code, call));
  return (
    handing.length > FEW_CALLS || handing.some(({ args }) => args.some((arg) => trace(code, arg).some(isCollected)))
  );
}

function isCollected({ source: { kind } }: Pick<Flow, 'source'>): boolean {
  return kind !== 'variable' && kind !== 'packed';
}

/** What lists, maps, texts and functions of the language have by these names, whatever a method of the package is called. */
const OF_LANGUAGE = new Set(
  [Array, Map, Set, WeakMap, String, Number, Date, RegExp, Promise, Function, Object, Uint8Array].flatMap((type) =>
    Object.getOwnPropertyNames(type.prototype),
  ),
);

/** `this.transport.send(…)`, where nobody can tell what the transport is. */
function isUnknown(code: Linked, { name, method, args, node }: Call): boolean {
  if (name !== undefined || method === undefined || args.length === 0 || OF_LANGUAGE.has(method)) return false;
  return 'callee' in node && functionsOf(code, node.callee as Node).length === 0;
}

/** The same, where another module has a method of that name that sends. */
function handedSink(code: Linked, call: Call): readonly Sink[] {
  const { method, args, node } = call;
  const sent = method !== undefined && isUnknown(code, call) ? code.outside?.sendsBy(method) : undefined;
  const given = sent ? args.filter((_, i) => sent.has(i)) : [];
  return given.length > 0 ? [{ kind: 'handed', name: `${method}`, node, args: given }] : [];
}

/** Ways of one source into one call, by whichever of its arguments: one thing to tell. */
export type Ways = readonly [Flow, ...Flow[]];

/** Flows by what they tell, in their order. */
export function together(flows: readonly Flow[]): Ways[] {
  const bySink = [...Map.groupBy(flows, ({ sink }) => sink.node).values()];
  return bySink.flatMap((into) => {
    const bySource = Map.groupBy(into, ({ source: { kind, detail } }) => `${kind} ${detail}`);
    return [...bySource.values()] as [Flow, ...Flow[]][];
  });
}

function flowsInto({ code }: Module, { kind, name, node, args }: Sink): Flow[] {
  const all = args.flatMap((arg) => trace(code, arg));
  const handed = isProcess(name) ? all.filter(({ source, steps }) => !isInherited(code, source, steps)) : all;
  return handed.map(({ source, steps, context }) => ({
    source,
    context,
    steps: [...steps, node],
    sink: { kind, name, node },
  }));
}

/** `curl -d "$(cat ~/.npmrc)"`, `env | nc …`: collected and sent by one command line. */
function withinCommand({ code }: Module, { kind, name, node, args }: Sink): Flow[] {
  if (kind !== 'network' || !isProcess(name)) return [];
  const source = commandSource(literalsIn(code, args).join(' '), node);
  if (!source || (source.kind === 'secret file' && onlyLogsIn(inOrder(code, args)))) return [];
  return [
    {
      source,
      sink: { kind, name, node },
      steps: [node],
      context: undefined,
    },
  ];
}

/** `bucket.upload('~/.npmrc')`: read and sent by one call. */
function byPath({ code }: Module, { kind, name, node, args }: Sink): Flow[] {
  const place = sendsByPath(name) ? sensitivePlace(literalsIn(code, args)) : undefined;
  if (place === undefined) return [];
  const source = { kind: 'secret file', detail: place, node } as const;
  return [{ source, sink: { kind, name, node }, steps: [node], context: undefined }];
}

/** A program and the list of its arguments as one line, where both are written out. */
function inOrder(code: Linked, args: readonly Node[]): string {
  const words = args.flatMap((arg): readonly (Node | null)[] =>
    arg.type === 'ArrayExpression' ? arg.elements : [arg],
  );
  return words.map((word) => (word ? writtenOut(code, word) : '')).join(' ');
}

/** What is handed to another module of the package, which unpacks and runs it. */
function handedOn(module: Module): Flow[] {
  return module.calls.flatMap((call) => {
    const runs = call.name === undefined ? undefined : module.code.outside?.runs(call.name);
    const args = runs ? call.args.filter((_, i) => runs.has(i)) : [];
    return args.map((node) => ({
      source: { kind: 'packed' as const, detail: 'is unpacked where it is handed to', node },
      sink: { kind: 'code' as const, name: call.name ?? '', node: call.node },
      steps: [node, call.node],
      context: undefined,
    }));
  });
}

/** Walks back from an expression to the sources its value may come from. Nearest first; each source once. */
export function trace(code: Linked, from: Node, sealed = NONE_SEALED): Pick<Flow, 'source' | 'steps' | 'context'>[] {
  const found: Pick<Flow, 'source' | 'steps' | 'context'>[] = [];
  for (const { source, steps, context } of backwards(code, from, undefined, sealed)) {
    if (source) found.push({ source, steps: steps(), context });
  }
  return found;
}

/** Where the whole environment is what an expression is made of. */
export function wholeEnvironment(code: Linked, from: Node): Node[] {
  return trace(code, from).flatMap(({ source, steps }) =>
    source.kind === 'environment' && isWhole(code, steps, source.under) ? [source.node] : [],
  );
}

/** Every place a module reads a file where credentials are kept. */
export function secretReads(module: Module): Source[] {
  return module.calls.flatMap(({ node }) => {
    const source = collectedAt(module.code, node);
    return source?.kind === 'secret file' ? [source] : [];
  });
}

/** The call through which the walk entered a function, so that it leaves by the same call's arguments. */
export interface Context {
  readonly call: Node;
  readonly outer: Context | undefined;
}

interface Visit {
  readonly node: Node;
  readonly context: Context | undefined;
  readonly next: Visit | undefined;
  /** The property that the way takes of it: of an object that is written out, nothing else is gone back to. */
  readonly key?: string | undefined;
}

/** A node that a value may come from. */
export interface Before {
  readonly node: Node;
  /** What it begins as, if it does. */
  readonly source: Source | undefined;
  readonly context: Context | undefined;
  /** The way from there. */
  readonly steps: () => Node[];
}

const NONE_SEALED: ReadonlySet<Func> = new Set();

/**
 * Every node a value may come from, breadth first. Bounded. `context` is that in which the value was come upon; what the module
 * itself gives to the parameters of `sealed` functions is not asked, for whoever calls them from elsewhere.
 */
export function* backwards(
  code: Linked,
  from: Node,
  context?: Context,
  sealed: ReadonlySet<Func> = NONE_SEALED,
): Generator<Before> {
  const queue: Visit[] = [{ node: from, context, next: undefined }];
  const seen: Seen = new Map();
  // The list grows while it is walked.
  for (const visit of queue) {
    const source = isGivenAnew(code, visit, sealed) ? undefined : sourceAt(code, visit.node);
    yield { node: visit.node, source, context: visit.context, steps: () => stepsOf(visit) };
    if (queue.length > MAX_NODES) return;
    // What is a source is not looked behind: the file's name is not the file's content.
    if (source?.kind === 'secret file') continue;
    for (const before of previous(code, visit, sealed)) if (isNew(seen, before)) queue.push(before);
  }
}

/** By the call through which it was reached: which properties of a node were asked for; of `undefined`, all of it. */
type Seen = Map<Node | undefined, Map<Node, Set<string | undefined>>>;

function isNew(seen: Seen, { node, context, key }: Visit): boolean {
  const known = seen.get(context?.call) ?? new Map<Node, Set<string | undefined>>();
  seen.set(context?.call, known);
  const keys = known.get(node);
  if (!keys) known.set(node, new Set([key]));
  else if (keys.has(key) || keys.has(undefined)) return false;
  else keys.add(key);
  return true;
}

function stepsOf(visit: Visit): Node[] {
  const steps: Node[] = [];
  for (let at: Visit | undefined = visit; at; at = at.next) steps.push(at.node);
  return steps;
}

/** One step back. Into a local function it goes with the call in mind; out of it, to what that call gave. */
function previous(code: Linked, visit: Visit, sealed: ReadonlySet<Func>): Visit[] {
  const { node, context } = visit;
  const closed = sealed.size > 0 && !context ? parameterOf(code, rootOf(node)) : undefined;
  if (closed && sealed.has(closed))
    return insideOf(code, closed, node).map((one) => ({ node: one, context, next: visit }));
  const given = context && argumentGiven(code, node, context.call);
  if (given) {
    // What the function itself puts in its place or into it is of this call as well.
    const own = feeds(code, node).filter((one) => isWithin(given.fn, one));
    return [
      { node: given.node, context: context.outer, next: visit, key: keyTaken(code, visit, given.node) },
      ...own.map((one) => ({ node: one, context, next: visit })),
    ];
  }
  const entered = isCall(node) && functionsOf(code, node.callee as Node).length > 0;
  const inner = entered ? { call: node, outer: context } : context;
  return fedBy(code, visit).map((one) => ({
    node: one,
    context: inner,
    next: visit,
    key: keyTaken(code, visit, one),
  }));
}

/** What a value is taken from; of an object that is written out only the property that the way takes, where it has one by that name. */
function fedBy(code: Linked, { node, key }: Visit): readonly Node[] {
  const own = key !== undefined && node.type === 'ObjectExpression' ? valuesUnder(node, key) : [];
  // What some library made of what may well lie beside it says nothing.
  return own.length > 0 && !own.some((value) => isMadeElsewhere(code, value)) ? own : feeds(code, node);
}

function isMadeElsewhere(code: Linked, value: Node): boolean {
  const call = value.type === 'AwaitExpression' ? value.argument : value;
  return isCall(call) && feeds(code, call).length === 0 && !sourceAt(code, call);
}

function valuesUnder({ properties }: Extract<Node, { type: 'ObjectExpression' }>, key: string): readonly Node[] {
  return properties.flatMap((part) =>
    part.type === 'ObjectProperty' && keyText(part.key, part.computed) === key ? [part.value] : [],
  );
}

/** What gives the very things that it holds, or one of them. */
const HOLDS = new Set([
  ...['ArrayExpression', 'SpreadElement', 'AwaitExpression', 'YieldExpression', 'ConditionalExpression'],
  ...['LogicalExpression', 'AssignmentExpression', 'SequenceExpression'],
]);
const GIVES_SOME = new Set([
  'filter',
  'slice',
  'splice',
  'sort',
  'reverse',
  'concat',
  'flat',
  'at',
  'shift',
  'pop',
  'find',
]);

/** The property that is taken of one of the things a value is taken from: `body` of `found`, in `found[0].body`. */
function keyTaken(code: Linked, { node, key }: Visit, from: Node): string | undefined {
  switch (node.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      const own = node.object === from ? propertyName(code, node) : undefined;
      return own === undefined || INDEX.test(own) ? key : own;
    }
    case 'Identifier': {
      const path = code.bindingOf(node)?.definitions.find(({ value }) => value === from)?.path ?? [];
      const [own = key, ...more] = path.filter((one) => one !== '*');
      return more.length > 0 || INDEX.test(`${own}`) ? undefined : own;
    }
    case 'CallExpression':
    case 'OptionalCallExpression':
      return givesSome(code, node.callee as Node) ? key : undefined;
    default:
      return HOLDS.has(node.type) ? key : undefined;
  }
}

const INDEX = /^\d+$/;

/** A function of the module's own, or a method that gives what its object holds as it is. */
function givesSome(code: Linked, callee: Node): boolean {
  return GIVES_SOME.has(propertyName(code, callee) ?? '') || functionsOf(code, callee).length > 0;
}

/** True for what a sealed function was given, whatever name it goes by where the module itself calls that. */
function isGivenAnew(code: Linked, { node, context }: Visit, sealed: ReadonlySet<Func>): boolean {
  const fn = sealed.size > 0 && !context && !isCall(node) ? parameterOf(code, rootOf(node)) : undefined;
  const root = fn && sealed.has(fn) ? rootOf(node) : undefined;
  const binding = root?.type === 'Identifier' ? code.bindingOf(root) : undefined;
  // What it has where nothing is given is its own.
  return fn !== undefined && binding !== undefined && !binding.definitions.some(({ value }) => isWithin(fn, value));
}

/** `options` of `options.try()`. */
function rootOf(node: Node): Node {
  let at = node;
  for (;;) {
    if (at.type === 'CallExpression') at = at.callee as Node;
    else if (at.type === 'MemberExpression') at = at.object;
    else return at;
  }
}

/** One step back within a function: of what its parameters hold only what it puts there itself, of their methods what it gives these. */
function insideOf(code: Linked, fn: Func, node: Node): readonly Node[] {
  if (node.type === 'MemberExpression') return [node.object];
  if (node.type === 'CallExpression') return [node.callee as Node, ...(node.arguments as Node[])];
  return feeds(code, node).filter((one) => isWithin(fn, one));
}

/** The function whose parameter a name is, or one of a list that is: `for (const step of steps) step(value)`. */
function parameterOf(code: Linked, node: Node, isNamed = true): Func | undefined {
  const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
  if (binding?.param) return binding.node as Func;
  const [only, ...more] = binding?.definitions ?? [];
  const isOneOf = only && more.length === 0 && only.path.join() === '*' && isNamed;
  return isOneOf ? parameterOf(code, only.value, false) : undefined;
}

/** What a call gave to the parameter that a name stands for, where the call is one of that function. */
function argumentGiven(code: Linked, node: Node, call: Node): { readonly node: Node; readonly fn: Func } | undefined {
  if (node.type !== 'Identifier' || !isCall(call)) return undefined;
  const binding = code.bindingOf(node);
  if (binding?.param === undefined || !functionsOf(code, call.callee as Node).includes(binding.node as Func))
    return undefined;
  const arg = directly(call).args[binding.param.index];
  const [given] = arg ? throughPath(arg, binding.param.path) : [];
  return given && { node: given, fn: binding.node as Func };
}

/** The statement around a node, as one line for a path of evidence. */
export function lineOf(node: Node): Node {
  let at = node;
  for (let up = parentOf(at); up; up = parentOf(up)) {
    if (/Statement$|Declaration$|^Program$/.test(up.type)) break;
    at = up;
  }
  return at;
}
