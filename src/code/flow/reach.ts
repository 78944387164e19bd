/**
 * Which code of a module runs when. Begins at the top of the module and at the exports others are known to call, and
 * follows calls, callbacks and methods by name. Errs towards "runs": what is a tool's handler is what is handed to
 * something that registers it and is never called on the way.
 */

import { type Reach, worse } from '../scripts/entries.ts';
import { callOf, functionsOf, localTarget, nameOf, propertyName, specifierOf } from '../tree/calls.ts';
import { exportSpecifiers } from '../tree/exported.ts';
import { LISTENS } from '../tree/listeners.ts';
import { isOwnExports, isSetter, memberWrites, methodsOf, settersOf, symbolKey } from '../tree/members.ts';
import { type Definition, keyText, type Linked } from '../tree/scope.ts';
import { streamed } from '../tree/streams.ts';
import { type Func, functionAround, type Node, parentOf } from '../tree/walk.ts';
import { isUsualEvent, topicHeard, topicPublished } from './channels.ts';
import { chosenBy } from './chosen.ts';
import { commandsTyped } from './commands-typed.ts';
import { literalsIn } from './feeds.ts';
import { beginningsLoaded } from './folders.ts';
import { inMainGuard } from './main-guard.ts';
import { isTyped } from './typed.ts';
import { functionsWritten } from './written-functions.ts';

/** What a module asks of others, and when. */
export interface Asked {
  readonly specifier: string;
  readonly reach: Reach;
  /** Names of its exports and methods that are called; empty where it is only loaded. */
  readonly names: readonly string[];
}

/** Handing a function to one of these stores it for later, or forgets it: SDK, CLI, web and event registration. */
const REGISTERS = new Set([
  ...['tool', 'registerTool', 'addTool', 'setRequestHandler', 'setNotificationHandler', 'fallbackRequestHandler'],
  ...['prompt', 'registerPrompt', 'addPrompt', 'resource', 'registerResource', 'addResource', 'resourceTemplate'],
  ...['action', 'handler', 'handle', 'command', 'option', 'argument', 'use', 'route', 'all', 'get', 'post', 'put'],
  ...['delete', 'patch', 'head', 'options', 'addHook', 'subscribe', 'defineTool', 'createTool'],
  ...['defineProperty', 'defineProperties', 'describe', 'it', 'test', 'beforeEach', 'afterEach', 'set', 'register'],
  ...['assign', 'freeze', 'seal', 'setPrototypeOf', 'inherits'],
  ...['removeListener', 'removeEventListener', 'off', 'removeAllListeners'],
]);
const RUNNERS = new Set([
  'describe',
  'it',
  'test',
  'suite',
  'before',
  'after',
  'beforeEach',
  'afterEach',
  'beforeAll',
  'afterAll',
]);

/** Emitters whose events follow from what the same code just started. */
const STARTED =
  /^(?:https?|http2|child_process|net|tls|dgram|dns|fs|undici|zlib|stream|ws|worker_threads|socket\.io-client|mqtt|WebSocket|EventSource|eventsource|node-global-key-listener|ioredis)\b.*\(\)|^(?:uiohook-napi\.uIOhook|iohook)$|^process$|^worker_threads\.parentPort$/;
const REQUESTS = /^(?:https?|http2|net|tls|dgram|dns|fs|undici|axios|got|needle|superagent)\b/;

/**
 * What a module tells of its reach, whenever it runs: who calls whom, and what each part asks of other modules. Plain
 * numbers and texts, so that the tree can be let go of; functions are numbered in source order, -1 is the top of the module.
 */
export interface Wiring {
  readonly areas: ReadonlyMap<number, Area>;
  /** Name of an export or method → the functions it may stand for. */
  readonly exports: ReadonlyMap<string, readonly number[]>;
  readonly reexports: readonly Reexport[];
  /** Modules of whose exports a function of this one gives back what a call of them made: `create = () => new Client()`. */
  readonly makes: readonly string[];
  /** Every event that other modules may tell of, and this one listens to. */
  readonly hears: ReadonlySet<string>;
}

/** One function, or the top of the module. */
interface Area {
  /** Functions that run because this one does. */
  readonly runs: readonly number[];
  readonly asks: readonly Omit<Asked, 'reach'>[];
  /** Events that it tells of, whoever listens. */
  readonly tells: readonly string[];
  /** Functions that it has told of an event from then on. */
  readonly listens: readonly { readonly event: string; readonly functions: readonly number[] }[];
}

/** `export … from`: what is called through this module is called in the other. */
interface Reexport {
  readonly specifier: string;
  /** Their names here → there; undefined where all are passed on. */
  readonly names: ReadonlyMap<string, string> | undefined;
}

const QUIET: Area = { runs: [], asks: [], tells: [], listens: [] };

const TOP = -1;
/** What of the top runs only where the module is the program itself. */
const MAIN = -2;
/** What of an area runs only where its user typed a word for it; of such a part, the area it is of. */
const typedIn = (area: number): number => -10 - area;
const isTypedIn = (area: number): boolean => area < MAIN;
/** When such a part runs, by when its area does. */
const typed = (reach: Reach): Reach => (reach === 'start' ? 'typed' : reach);
/** Under this name a module is started as a program. */
const AS_PROGRAM = '<program>';

/** Reads a module once, for however often its reach is asked. */
export function wiringOf(code: Linked): Wiring {
  const numbers = numbersOf(code);
  const spread: Spread = { code, byName: functionsByName(code), listeners: listenersOf(code) };
  const areas = new Map<number, Area>();
  const isAlone = !namesOthers(code);
  const assigned = assignedHandlers(code);
  const callsIn = callsByArea(code, numbers);
  const commands = commandsByArea(code, callsIn);
  for (const area of new Set([...callsIn.keys(), ...assigned.keys(), ...commands.keys()])) {
    const calls = callsIn.get(area) ?? [];
    const run = calls.flatMap((node) => runBy(spread, node, isTypedIn(area)));
    const all = [...run, ...(assigned.get(area) ?? []), ...(commands.get(area) ?? [])];
    const runs = [...new Set(all.flatMap((fn) => numbers.get(fn) ?? []))];
    const asks = calls.flatMap((node) => callAsks(code, node, isAlone));
    const events = eventsIn(spread, calls, numbers);
    const { tells, listens } = events;
    if (runs.length + asks.length + tells.length + listens.length > 0) areas.set(area, { runs, asks, ...events });
  }
  const imported = code.nodes.imports.flatMap(importAsks);
  const kept = symbolMethods(code, numbers);
  const top = areas.get(TOP) ?? QUIET;
  if (imported.length + kept.length > 0)
    areas.set(TOP, { ...top, asks: [...imported, ...top.asks], listens: [...kept, ...top.listens] });
  return {
    areas,
    hears: new Set([...areas.values()].flatMap(({ listens }) => listens.map(({ event }) => event))),
    exports: exportedFunctions(spread, numbers),
    reexports: code.nodes.imports.flatMap(reexportOf),
    makes: isAlone ? [] : madeElsewhere(code),
  };
}

function madeElsewhere(code: Linked): readonly string[] {
  const names = code.nodes.functions.flatMap((fn) => (code.results.get(fn) ?? []).map((value) => nameOf(code, value)));
  const made = new Set(names.filter((name) => name?.startsWith('<') && name.endsWith('()')));
  return [...new Set([...made].flatMap((name) => (name && localTarget(name)?.specifier) || []))];
}

/**
 * What assignments run, by the area they stand in: `ws.onopen = () => …`, as what was just started tells of itself, and setters.
 */
function assignedHandlers(code: Linked): ReadonlyMap<number, readonly Func[]> {
  const found = new Map<number, Func[]>();
  const sets = code.nodes.functions.some(isSetter);
  for (const { node, object, key, value } of memberWrites(code)) {
    const handlers = key === GREETED || (/^on[a-z]{4,12}$/.test(key) && HANDLED.test(nameOf(code, object) ?? ''));
    const run = handlers ? functionsOf(code, value) : sets ? settersOf(code, object, key) : [];
    const area = run.length > 0 ? areaOf(code, node) : TOP;
    if (run.length > 0) found.set(area, [...(found.get(area) ?? []), ...run]);
  }
  return found;
}

/** What a server of the protocol is told once a client has greeted it: at every start, before anybody asks it for anything. */
const GREETED = 'oninitialized';
const HANDLED = /^(?:WebSocket|ws|ws\.WebSocket|XMLHttpRequest|EventSource|Worker|worker_threads\.Worker)\(\)$/;

/** True where a module asks nothing of those that `isOurs` knows by the specifier. */
export function leadsNowhere(code: Linked, isOurs: (specifier: string) => boolean): boolean {
  const isAlone = !namesOthers(code);
  const asks = (list: readonly Omit<Asked, 'reach'>[]): boolean => list.some(({ specifier }) => isOurs(specifier));
  return !(
    code.nodes.imports.some((node) => asks(importAsks(node))) ||
    code.nodes.calls.some((node) => asks(callAsks(code, node, isAlone)))
  );
}

/** That of a module that asks nothing of others, for whoever does not ask when its own code runs. */
export const ASKS_NOTHING: Wiring = {
  areas: new Map(),
  exports: new Map(),
  reexports: [],
  makes: [],
  hears: new Set(),
};

function callsByArea(code: Linked, numbers: ReadonlyMap<Func, number>): ReadonlyMap<number, readonly Node[]> {
  const found = new Map<number, readonly Node[]>();
  for (const [fn, calls] of code.callsIn) {
    const number = fn && numbers.get(fn);
    const partOf = (node: Node): number => partAt(code, node, number ?? topOf(code, node));
    for (const [area, some] of Map.groupBy(calls, partOf)) found.set(area, some);
  }
  return found;
}

/** Functions that a call runs; those of a command only where a word was typed already. */
function runBy(spread: Spread, node: Node, isTyped: boolean): readonly Func[] {
  const { code } = spread;
  const run = [
    ...calledBy(spread, node),
    ...chosenBy(code, node),
    ...functionsWritten(code, node),
    ...callbacksOf(spread, node),
    ...listenersTold(spread, node),
    ...streamed(code, node).map(([taker]) => taker),
  ];
  const commands = isTyped || run.length === 0 ? [] : commandsTyped(code, node);
  return commands.length > 0 ? run.filter((fn) => !commands.includes(fn)) : run;
}

/** What runs for a word that is typed, by the part of an area that only runs then. */
function commandsByArea(
  code: Linked,
  callsIn: ReadonlyMap<number, readonly Node[]>,
): ReadonlyMap<number, readonly Func[]> {
  const found = [...callsIn].flatMap(([area, calls]): [number, readonly Func[]][] => {
    const run = isTypedIn(area) ? [] : calls.flatMap((node) => commandsTyped(code, node));
    return run.length > 0 ? [[typedIn(area), run]] : [];
  });
  return new Map(found);
}

const topOf = (code: Linked, node: Node): number => (inMainGuard(code, node) ? MAIN : TOP);

/** When each function of a module runs. `entry` is when the module itself is evaluated; `invoked` tells what is called from elsewhere. */
function spreadOf(wiring: Wiring, entry: Reach, invoked: ReadonlyMap<string, Reach>): ReadonlyMap<number, Reach> {
  const reached = new Map<number, Reach>();
  const pending: number[] = [];
  const enter = (number: number, reach: Reach): void => {
    const known = reached.get(number);
    if (known !== undefined && worse(known, reach) === known) return;
    reached.set(number, reach);
    pending.push(number);
    if (wiring.areas.has(typedIn(number)) && !isTypedIn(number)) enter(typedIn(number), typed(reach));
  };
  enter(TOP, entry);
  // What an install or a start runs is a program, or may be; what is only imported is none.
  if (entry === 'install' || entry === 'start' || entry === 'typed') enter(MAIN, entry);
  const started = invoked.get(AS_PROGRAM);
  if (started !== undefined) enter(MAIN, started);
  for (const [name, reach] of invoked) for (const number of wiring.exports.get(name) ?? []) enter(number, reach);
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const area = wiring.areas.get(at) ?? QUIET;
    const reach = reached.get(at) as Reach;
    for (const number of area.runs) enter(number, reach);
    for (const [number, later] of listenersOnce(area, reach, invoked)) enter(number, later);
  }
  return reached;
}

/** What an area has told of events by other modules: it is told what happens once it listens. */
function listenersOnce({ listens }: Area, reach: Reach, invoked: ReadonlyMap<string, Reach>) {
  return listens.flatMap(({ event, functions }) => {
    const told = invoked.get(toldAs(event));
    if (told === undefined) return [];
    const later = worse(told, reach) === told ? reach : told;
    return functions.map((number) => [number, later] as const);
  });
}

/** Under this name a module is told of an event by another one. */
export function toldAs(event: string): string {
  return `<event> ${event}`;
}

/** What code nobody calls is worth: in a module that runs it may be called yet. */
function idleIn(entry: Reach): Reach {
  return entry === 'nowhere' ? 'nowhere' : 'call';
}

/** The events that a module tells of, and when. */
export function toldBy(
  wiring: Wiring,
  entry: Reach,
  invoked: ReadonlyMap<string, Reach>,
): readonly (readonly [string, Reach])[] {
  if (![...wiring.areas.values()].some(({ tells }) => tells.length > 0)) return [];
  const reached = spreadOf(wiring, entry, invoked);
  return [...wiring.areas].flatMap(([area, { tells }]) => {
    const reach = reached.get(area);
    return reach === undefined ? [] : tells.map((event) => [event, reach] as const);
  });
}

/** What a module asks of others, and when. */
export function askedBy(wiring: Wiring, entry: Reach, invoked: ReadonlyMap<string, Reach>): Asked[] {
  const reached = spreadOf(wiring, entry, invoked);
  const asked = [...wiring.areas].flatMap(([area, { asks }]) => {
    const reach = reached.get(area) ?? idleIn(entry);
    return asks.map((one) => ({ ...one, reach }));
  });
  const byReach = Map.groupBy(invoked, ([, reach]) => reach);
  const passed = wiring.reexports.flatMap(({ specifier, names }) =>
    [...byReach].map(([reach, list]) => ({ specifier, reach, names: list.map(([name]) => names?.get(name) ?? name) })),
  );
  // What is called of this module and is none of its own is a method of what it makes.
  const others = [...invoked].filter(([name]) => !wiring.exports.has(name) && /^[\w$]+$/.test(name));
  const made = wiring.makes.flatMap((specifier) =>
    others.map(([name, reach]) => ({ specifier, reach, names: [name] })),
  );
  return [...asked, ...passed, ...made];
}

/** When each area of a module runs. */
export function reachOf(wiring: Wiring, entry: Reach, invoked: ReadonlyMap<string, Reach>): (area: number) => Reach {
  const reached = spreadOf(wiring, entry, invoked);
  const of = (area: number): Reach => (area === TOP ? entry : (reached.get(area) ?? idleIn(entry)));
  return (area) => (isTypedIn(area) ? typed(of(typedIn(area))) : of(area));
}

/** The number of the area a node is in. */
export function areaOf(code: Linked, node: Node): number {
  const around = functionAround(node);
  return partAt(code, node, (around && numbersOf(code).get(around)) ?? topOf(code, node));
}

const partAt = (code: Linked, node: Node, area: number): number => (isTyped(code, node) ? typedIn(area) : area);

const NUMBERS = new WeakMap<Linked, ReadonlyMap<Func, number>>();

function numbersOf(code: Linked): ReadonlyMap<Func, number> {
  const known = NUMBERS.get(code);
  if (known) return known;
  const numbers = new Map(code.nodes.functions.map((fn, number) => [fn, number]));
  NUMBERS.set(code, numbers);
  return numbers;
}

interface Spread {
  readonly code: Linked;
  readonly byName: ReadonlyMap<string, readonly Func[]>;
  /** Name of an event → the functions of this module that listen to it. */
  readonly listeners: ReadonlyMap<string, readonly Func[]>;
}

function listenersOf(code: Linked): ReadonlyMap<string, readonly Func[]> {
  const found = new Map<string, Func[]>();
  for (const node of code.nodes.calls) {
    const event = eventOf(node, LISTENS);
    if (event === undefined) continue;
    const functions = argumentsOf(node).flatMap((arg) => functionsOf(code, arg));
    found.set(event, [...(found.get(event) ?? []), ...functions]);
  }
  return found;
}

/** Methods that tell of one event, whatever they are given. */
const TELLS: ReadonlyMap<string, string> = new Map([
  ['postMessage', 'message'],
  ['abort', 'abort'],
]);

/** The event that a call tells of: `bus.emit('done')`, `bus.dispatchEvent(new Event('done'))`, `port.postMessage(…)`. */
function eventTold(node: Node): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const method = keyText(node.callee.property, node.callee.computed) ?? '';
  const [event] = node.arguments;
  const made = method === 'dispatchEvent' && event?.type === 'NewExpression' ? event.arguments[0] : undefined;
  return TELLS.get(method) ?? (made?.type === 'StringLiteral' ? made.value : eventOf(node, EMITS));
}

/** The event that a call of one of some methods names. */
function eventOf(node: Node, methods: ReadonlySet<string>): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const method = keyText(node.callee.property, node.callee.computed);
  const [event] = node.arguments;
  return method !== undefined && methods.has(method) && event?.type === 'StringLiteral' ? event.value : undefined;
}

const EMITS = new Set(['emit']);

/** Functions that listen to what a call tells. In many modules in one, the same names are told by others. */
function listenersTold({ code, listeners }: Spread, node: Node): readonly Func[] {
  const event = (code.file.end ?? 0) < NAMES_TELL ? eventTold(node) : undefined;
  return (event !== undefined && listeners.get(event)) || [];
}

/** What some calls of an area tell of and listen to by names that say which event is meant, also in another module. */
function eventsIn(
  { code }: Spread,
  calls: readonly Node[],
  numbers: ReadonlyMap<Func, number>,
): Pick<Area, 'tells' | 'listens'> {
  if ((code.file.end ?? 0) >= NAMES_TELL) return { tells: [], listens: [] };
  const isTelling = (event: string | undefined): event is string => event !== undefined && !isUsualEvent(event);
  const tells = calls
    .map((node) => eventTold(node) ?? symbolCalled(code, node) ?? topicPublished(code, node))
    .filter(isTelling);
  const listens = calls.flatMap((node) => {
    const event = eventOf(node, LISTENS) ?? topicHeard(code, node);
    const functions = isTelling(event) ? argumentsOf(node).flatMap((arg) => functionsOf(code, arg)) : [];
    return isTelling(event) && functions.length > 0
      ? [{ event, functions: functions.flatMap((fn) => numbers.get(fn) ?? []) }]
      : [];
  });
  return { tells, listens };
}

/** `service[OnBootstrap]?.()` tells whoever has a method under that symbol. */
function symbolCalled(code: Linked, node: Node): string | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return undefined;
  const callee = node.callee as Node;
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return undefined;
  return callee.computed ? symbolNamed(code, callee.property) : undefined;
}

/** A symbol of this module or of another one, by its own name. Those of the language are asked for by the language. */
function symbolNamed(code: Linked, key: Node): string | undefined {
  const own = symbolKey(code, key);
  if (own !== undefined) return own.startsWith('@@Symbol.') ? undefined : own;
  if (key.type === 'MemberExpression' && isOwnExports(code, key.object)) return `@@${propertyName(code, key)}`;
  const foreign = /^<[^>]*>\.(?:[\w$]+\.)*([\w$]+)$/.exec(nameOf(code, key) ?? '')?.[1];
  return foreign === undefined ? undefined : `@@${foreign}`;
}

/** `async [OnBootstrap]() { … }`: methods that another module calls, which knows no more of them than the symbol. */
function symbolMethods(code: Linked, numbers: ReadonlyMap<Func, number>): Area['listens'] {
  return code.nodes.functions.flatMap((fn) => {
    const event = 'key' in fn && 'computed' in fn && fn.computed ? symbolNamed(code, fn.key as Node) : undefined;
    return event === undefined ? [] : [{ event, functions: [numbers.get(fn) as number] }];
  });
}

/** Functions handed to a call that run because of it. */
function callbacksOf(spread: Spread, node: Node): Func[] {
  if (storesHandlers(spread.code, node)) return [];
  const given = argumentsOf(node).flatMap((arg) => functionsOf(spread.code, arg));
  return given.filter((fn) => runsArgument(spread, node, fn));
}

function argumentsOf(node: Node): readonly Node[] {
  return 'arguments' in node ? (node.arguments as Node[]) : [];
}

function calledBy(spread: Spread, node: Node): readonly Func[] {
  if (node.type === 'TaggedTemplateExpression') return functionsOf(spread.code, node.tag);
  if (!('callee' in node)) return [];
  const callee = node.callee as Node;
  if (callee.type === 'Super') return superConstructors(spread.code, node);
  const method = propertyName(spread.code, callee);
  // What is bound is not run by that, but where it is handed to.
  const direct = method === 'bind' ? [] : functionsOf(spread.code, callee);
  if (direct.length > 0) return direct;
  if (method === undefined || !('object' in callee) || isOutside(nameOf(spread.code, callee))) return [];
  const receiver = callee.object as Node;
  const known = methodsOf(spread.code, receiver, method);
  if (known) return known.flatMap((value) => functionsOf(spread.code, value));
  // A method of something unknown: the one function of this module that goes by that name, unless the module is so
  // large that one name says nothing.
  const named = spread.byName.get(method) ?? [];
  return named.length === 1 && (spread.code.file.end ?? 0) < NAMES_TELL ? named : [];
}

/** Characters of source up to which the name of a method or an event alone tells which function is meant. */
const NAMES_TELL = 200_000;

/** True for names that lead out of the module, to a built-in or another package, whose methods are not ours. */
function isOutside(name: string | undefined): boolean {
  return name !== undefined && !/^(?:this|module|exports|globalThis)\b/.test(name) && !name.startsWith('<');
}

function superConstructors(code: Linked, node: Node): readonly Func[] {
  for (let at = parentOf(node); at; at = parentOf(at)) {
    if (at.type === 'ClassDeclaration' || at.type === 'ClassExpression') {
      return at.superClass ? functionsOf(code, at.superClass) : [];
    }
  }
  return [];
}

/** True where a call keeps the functions it is given for later. */
function storesHandlers(code: Linked, node: Node): boolean {
  const callee = 'callee' in node ? (node.callee as Node) : undefined;
  const method = callee && (propertyName(code, callee) ?? testRunner(code, callee));
  if (method === undefined) return false;
  const name = nameOf(code, callee as Node);
  if (LISTENS.has(method)) return !(name !== undefined && STARTED.test(name.slice(0, -method.length - 1)));
  return REGISTERS.has(method) && !(name !== undefined && REQUESTS.test(name));
}

/** `it(…)` of a test runner, global or imported; a function of this module that is called so is none. */
function testRunner(code: Linked, callee: Node): string | undefined {
  if (callee.type !== 'Identifier' || functionsOf(code, callee).length > 0) return undefined;
  return RUNNERS.has(callee.name) ? 'test' : undefined;
}

/**
 * A function given to a local function runs only if that one calls or passes on the parameter; one given to a built-in
 * (`setTimeout`, `then`, `forEach`) runs. Code we do not see either wraps it (`const f = memoize(…)`) or runs it, and
 * what becomes of its result tells which.
 */
function runsArgument(spread: Spread, call: Node, given: Func): boolean {
  const callee = 'callee' in call ? (call.callee as Node) : undefined;
  if (!callee) return true;
  const name = spread.code.outside && nameOf(spread.code, callee);
  if (name?.startsWith('<') && spread.code.outside?.registers(name)) return false;
  const local = functionsOf(spread.code, callee).filter((fn) => fn !== given);
  if (local.length > 0) {
    const places = argumentsOf(call).flatMap((arg, i) => (functionsOf(spread.code, arg).includes(given) ? [i] : []));
    return local.some((fn) => callsItsParameters(spread.code, fn, places));
  }
  return runsCallbacks(spread.code, callee) || (!isKept(call) && !keepsByName(callee));
}

const RUNS = new Set([
  ...['then', 'catch', 'finally', 'forEach', 'map', 'filter', 'reduce', 'some', 'every', 'find', 'flatMap', 'replace'],
  ...['setTimeout', 'setImmediate', 'setInterval', 'nextTick', 'queueMicrotask', 'apply', 'call', 'sort', 'from'],
]);

function runsCallbacks(code: Linked, callee: Node): boolean {
  const name = nameOf(code, callee);
  const last = propertyName(code, callee) ?? name;
  if (last !== undefined && RUNS.has(last)) return true;
  return name !== undefined && (RUNS_ITSELF.has(name) || REQUESTS.test(name) || REPORTS_BACK.test(name));
}

/** Classes of the language that call the function they are made with, sooner or later. */
const RUNS_ITSELF = new Set(['Promise', 'FinalizationRegistry']);

/** What tells the function it is given of its result, besides what it gives back itself. */
const REPORTS_BACK = /^(?:child_process\.(?:exec|execFile)|zlib\.\w+|crypto\.\w+)$/;

/** True where a call's result is held or handed out: then the call made something of the function it was given. */
function isKept(call: Node): boolean {
  const parent = parentOf(call);
  return (
    parent?.type !== 'ExpressionStatement' &&
    parent?.type !== 'AwaitExpression' &&
    parent?.type !== 'UnaryExpression' &&
    parent?.type !== 'MemberExpression'
  );
}

function keepsByName(callee: Node): boolean {
  const name =
    callee.type === 'Identifier' ? callee.name : 'property' in callee ? keyText(callee.property as Node) : undefined;
  return (
    name !== undefined &&
    // What was started tells those that listen.
    !LISTENS.has(name) &&
    /^(?:set|register|add|define|create|make|on|use|with|provide|extend|install)[A-Z]/.test(name)
  );
}

/** True where a function calls what it is given at some places, or hands it on to what does not just keep it. */
function callsItsParameters(code: Linked, fn: Func, places: readonly number[]): boolean {
  const params = places.map((place) => fn.params[place] ?? fn.params.at(-1));
  const own = new Set(params.map((param) => (param?.type === 'Identifier' ? param.name : '')));
  if (params.some((param) => param !== undefined && param.type !== 'Identifier')) return true;
  return (code.callsIn.get(fn) ?? []).some((node) => {
    if (!('callee' in node)) return false;
    const used = [node.callee as Node, ...(storesHandlers(code, node) ? [] : argumentsOf(node))];
    return used.some((part) => part.type === 'Identifier' && own.has(part.name));
  });
}

/** Functions by every name they go by: declared, assigned, methods, properties. */
function functionsByName(code: Linked): ReadonlyMap<string, readonly Func[]> {
  const found = new Map<string, Func[]>();
  for (const fn of code.nodes.functions) {
    for (const name of namesOf(fn)) {
      const list = found.get(name);
      if (list) list.push(fn);
      else found.set(name, [fn]);
    }
  }
  return found;
}

function namesOf(fn: Func): string[] {
  const own = 'id' in fn && fn.id ? [fn.id.name] : [];
  if ('key' in fn) return methodNames(fn, keyText(fn.key, 'computed' in fn && fn.computed === true));
  const holder = parentOf(fn);
  return holder ? [...own, ...heldAs(holder)] : own;
}

function methodNames(method: Func, key: string | undefined): string[] {
  if (key !== 'constructor') return key === undefined ? [] : [key];
  const owner = parentOf(parentOf(method) as Node);
  if (owner?.type !== 'ClassDeclaration' && owner?.type !== 'ClassExpression') return [];
  const isDefault = parentOf(owner)?.type === 'ExportDefaultDeclaration';
  return [...(owner.id ? [owner.id.name] : []), ...(isDefault ? ['default'] : [])];
}

function heldAs(holder: Node): string[] {
  switch (holder.type) {
    case 'VariableDeclarator':
      return holder.id.type === 'Identifier' ? [holder.id.name] : [];
    case 'ObjectProperty':
    case 'ClassProperty':
      return [keyText(holder.key, holder.computed === true) ?? ''];
    case 'AssignmentExpression':
      return assignedAs(holder.left);
    case 'ExportDefaultDeclaration':
      return ['default'];
    default:
      return [];
  }
}

function assignedAs(left: Node): string[] {
  if (left.type !== 'MemberExpression') return [];
  const isDefault = left.object.type === 'Identifier' && left.object.name === 'module';
  return [isDefault ? 'default' : (keyText(left.property) ?? '')];
}

/** Functions each export name may stand for, renamed and default exports included; any function goes by its own name too. */
function exportedFunctions(
  { code, byName }: Spread,
  numbers: ReadonlyMap<Func, number>,
): Map<string, readonly number[]> {
  const found = new Map<string, Func[]>();
  const put = (name: string | undefined, functions: readonly Func[]): void => {
    if (name !== undefined && functions.length > 0) found.set(name, [...(found.get(name) ?? []), ...functions]);
  };
  for (const [name, functions] of byName) put(name, functions);
  for (const { exported, local } of code.nodes.imports.flatMap(exportSpecifiers))
    put(exported, functionsOf(code, local));
  for (const [key, writes] of code.writes) {
    put(
      key === 'exports' ? 'default' : key,
      writes.flatMap(({ value }) => functionsOf(code, value)),
    );
  }
  for (const value of code.nodes.defaults) put('default', functionsOf(code, value));
  return new Map([...found].map(([name, list]) => [name, [...new Set(list)].flatMap((fn) => numbers.get(fn) ?? [])]));
}

/** `import` runs what it names, and so does `export … from`. */
function importAsks(node: Node): Omit<Asked, 'reach'>[] {
  const specifier = sourceOf(node);
  return specifier === undefined ? [] : [{ specifier, names: [] }];
}

function sourceOf(node: Node): string | undefined {
  if (!('source' in node) || !node.source || ('importKind' in node && node.importKind === 'type')) return undefined;
  return (node.source as { value: string }).value;
}

/** Methods are called by their own names, whatever the class is exported as. */
function reexportOf(node: Node): Reexport[] {
  const specifier = node.type === 'ImportDeclaration' ? undefined : sourceOf(node);
  if (specifier === undefined) return [];
  if (node.type !== 'ExportNamedDeclaration') return [{ specifier, names: undefined }];
  const names = exportSpecifiers(node).flatMap(({ exported, local }): [string, string][] => {
    const there = keyText(local);
    return exported === undefined || there === undefined ? [] : [[exported, there]];
  });
  return [{ specifier, names: new Map(names) }];
}

/** True where a module writes out a path or an internal name that may be another module, or knows its own folder. */
function namesOthers(code: Linked): boolean {
  return (
    code.nodes.imports.some((node) => /^[.#]/.test(sourceOf(node) ?? '')) ||
    code.nodes.strings.some(
      (node) => node.type === 'TemplateLiteral' || ('value' in node && /^[.#]/.test(String(node.value))),
    ) ||
    code.nodes.identifiers.some(({ name }) => name === '__dirname')
  );
}

/** Calls that load modules, calls of what was imported, and imported functions that are handed on. */
function callAsks(code: Linked, node: Node, isAlone: boolean): Omit<Asked, 'reach'>[] {
  const loaded = specifierOf(code, node);
  if (loaded !== undefined) return [{ specifier: loaded, names: [] }];
  const begun = beginningsLoaded(code, node);
  if (begun.length > 0) return begun.map((start) => ({ specifier: `${start}*`, names: [] }));
  const call = callOf(code, node);
  if (!call) return [];
  if (isAlone) return spawned(code, call);
  const plugin = calledOfFolder(code, node);
  if (plugin.length > 0) return plugin;
  const targets = [call.name, ...argumentsRun(code, node, call.args).map((arg) => nameOf(code, arg))];
  const named = targets.flatMap((name) => {
    const target = name === undefined ? undefined : localTarget(name);
    return target ? [{ specifier: target.specifier, names: target.path.length > 0 ? target.path : ['default'] }] : [];
  });
  return [...named, ...spawned(code, call)];
}

/** `const plugin = require(join(dir, name)); plugin.apply(app)`, or both in one: what is called of modules that are loaded by a name nobody can tell. */
function calledOfFolder(code: Linked, node: Node): Omit<Asked, 'reach'>[] {
  const callee = 'callee' in node ? (node.callee as Node) : undefined;
  const [holder, name] =
    callee?.type === 'MemberExpression'
      ? [callee.object, keyText(callee.property, callee.computed)]
      : [callee, 'default'];
  if (!holder || name === undefined) return [];
  const [only, ...more] = valuesOf(code, holder);
  if (!only || more.length > 0 || only.path.length > 1) return [];
  const loaded = only.value.type === 'AwaitExpression' ? only.value.argument : only.value;
  // `const { register } = await import(file)`
  const called = only.path[0] ?? name;
  return beginningsLoaded(code, loaded).map((start) => ({ specifier: `${start}*`, names: [called] }));
}

/** What a variable holds, or any other expression is: `require(join(dir, name)).apply(app)`. */
function valuesOf(code: Linked, node: Node): readonly Pick<Definition, 'value' | 'path'>[] {
  return node.type === 'Identifier' ? (code.bindingOf(node)?.definitions ?? []) : [{ value: node, path: [] }];
}

/** Arguments that run if they are functions: a local function runs what it calls or hands on, one we do not see runs all but what it keeps. */
function argumentsRun(code: Linked, node: Node, args: readonly Node[]): readonly Node[] {
  if (storesHandlers(code, node)) return [];
  const callee = 'callee' in node ? (node.callee as Node) : undefined;
  const local = callee ? functionsOf(code, callee) : [];
  if (local.length === 0) return callee && isInterop(callee) ? [] : args;
  return args.filter((_, place) => local.some((fn) => callsItsParameters(code, fn, [place])));
}

/** `tslib.__importDefault(require('./x'))` and its like only make another shape of a module. */
function isInterop(callee: Node): boolean {
  const name = callee.type === 'MemberExpression' ? keyText(callee.property) : keyText(callee);
  return name !== undefined && /^(?:__import(?:Star|Default)|__toESM|_?interopRequire\w*|_interop\w*)$/.test(name);
}

const STARTS_FILE =
  /^(?:child_process\.(?:fork|spawn|spawnSync|exec|execSync|execFile|execFileSync)|worker_threads\.Worker|Worker|URL|module\.register)$/;

/** Named as code or as a script; without an ending, as something that lies beside the module. */
const STARTED_FILE = /\.(?:[mc]?[jt]s|(?:ba|z)?sh|py|rb|pl|ps1|bat|cmd)$|^\.{0,2}\/[\w@./-]*$/;

/** What Node calls of a module that is registered, for everything that is loaded from then on. */
const HOOKS = ['initialize', 'resolve', 'load'];

/** Files of the package that are started as a process, worker or by URL. */
function spawned(
  code: Linked,
  call: { name: string | undefined; args: readonly Node[]; node: Node },
): Omit<Asked, 'reach'>[] {
  if (call.name === undefined || !STARTS_FILE.test(call.name)) return [];
  return literalsIn(code, call.args).flatMap((text) =>
    text
      .split(/\s+/)
      .filter((word) => STARTED_FILE.test(word))
      .map((word) => ({
        specifier: /^[./]/.test(word) ? word : `./${word}`,
        names: call.name === 'module.register' ? HOOKS : [AS_PROGRAM],
      })),
  );
}
