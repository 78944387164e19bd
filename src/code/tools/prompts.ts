/** What a server shows a model besides its tools, as far as its code tells: its instructions, its prompts and its resources. */
import { feeds, partsBehind } from '../flow/feeds.ts';
import { type Call, callsOf, functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import { heldBy, objectBehind, propertyOf, propertyText } from '../tree/objects.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { type Func, isFunction, type Node } from '../tree/walk.ts';
import { type Said, textsIn } from './says.ts';
import { callsFrom, elsewhereIn, errorsOf, foreignNameOf, HANDLER_KEYS } from './tools.ts';

export interface Shown {
  readonly kind: 'instructions' | 'prompt' | 'resource' | 'tool' | 'question';
  /** Undefined where it is only known when the code runs. */
  readonly name: string | undefined;
  /** What it is listed with; of instructions, themselves. */
  readonly texts: readonly Said[];
  /** Expressions that what it is listed with is taken from. */
  readonly listed: readonly Node[];
  /** Where it is declared. */
  readonly node: Node;
  /** What gives its content, in this module. */
  readonly handlers: readonly Func[];
  /** Names of what may give it, in other modules of the package. */
  readonly elsewhere: readonly string[];
}

const REGISTERS: ReadonlyMap<string, Shown['kind']> = new Map([
  ...['registerPrompt', 'addPrompt', 'definePrompt', 'prompt'].map((name) => [name, 'prompt'] as const),
  ...['registerResource', 'addResource', 'addResourceTemplate', 'resource'].map((name) => [name, 'resource'] as const),
]);
const MOST = 500;

export function shownIn(code: Linked): readonly Shown[] {
  return callsOf(code)
    .flatMap(
      (call) => instructionsOf(code, call) ?? registered(code, call) ?? handled(code, call) ?? asked(code, call) ?? [],
    )
    .slice(0, MOST);
}

/** Constant texts that some functions give back, or throw: what an error says is the answer then. */
export function givenBy(code: Linked, handlers: readonly Func[]): readonly Said[] {
  const results = handlers.flatMap((fn) => code.results.get(fn) ?? []);
  return textsIn(code, [...results, ...errorsOf(code, handlers), ...toldMeanwhile(code, handlers)], true);
}

/** How a handler tells the client something before it answers: progress, log messages, parts of an answer. */
const TELLS = /^(?:reportProgress|streamContent|sendNotification|sendLoggingMessage|notification|notify)$/;
const LEVELS = /(?:^|\.)log$/;

function toldMeanwhile(code: Linked, handlers: readonly Func[]): readonly Node[] {
  return callsFrom(code, handlers).flatMap(({ method, name, node, args }) => {
    const callee = 'callee' in node ? (node.callee as Node) : undefined;
    const object = callee?.type === 'MemberExpression' ? callee.object : undefined;
    // `log.info(…)` of what a handler is given with its input; the logger of a module writes for people.
    const logs = object !== undefined && LEVELS.test(nameGiven(code, object) ?? '');
    return logs || TELLS.test(method ?? (callee && nameGiven(code, callee)) ?? name ?? '') ? args : [];
  });
}

/** What a parameter is called by whoever gives it, or by whoever takes it: `async (args, { log: note }) => note.info(…)`. */
function nameGiven(code: Linked, node: Node): string | undefined {
  const param = node.type === 'Identifier' ? code.bindingOf(node)?.param : undefined;
  return param && node.type === 'Identifier' ? (param.path.at(-1) ?? node.name) : undefined;
}

/** Those that functions of other modules give back. */
export function givenElsewhere(code: Linked, { node, elsewhere }: Pick<Shown, 'node' | 'elsewhere'>): readonly Said[] {
  const told = elsewhere.flatMap((name) => code.outside?.says(name) ?? []);
  return told.flatMap(({ text, origin, given, among = false }) => (given ? [{ text, node, origin, among }] : []));
}

const SERVER = /(?:^|\.)(?:\w*Server|FastMCP)$/;

/** `new McpServer({ name, version }, { instructions })`, by its name or, where a bundler gave it another one, by its shape. */
function instructionsOf(code: Linked, { isNew, name, args, node }: Call): Shown | undefined {
  if (!isNew) return undefined;
  const objects = args.flatMap((arg) => objectBehind(code, arg) ?? []);
  const said = objects.flatMap((object) => propertyOf(code, object, 'instructions') ?? []);
  if (said.length === 0 || !(SERVER.test(name ?? '') || objects.some((object) => namesItself(code, object))))
    return undefined;
  return {
    kind: 'instructions',
    name: undefined,
    texts: textsIn(code, said),
    listed: said,
    node,
    handlers: [],
    elsewhere: [],
  };
}

function namesItself(code: Linked, object: Node): boolean {
  return ['name', 'version'].every((key) => propertyOf(code, object, key) !== undefined);
}

const GIVES = ['load', 'get', 'read', 'execute', 'handler', 'callback'];

function registered(code: Linked, { method, name, args, node }: Call): Shown | undefined {
  const own = method ?? name?.split('.').at(-1) ?? '';
  const kind = REGISTERS.get(own);
  if (!kind) return undefined;
  const handlers = [
    ...args.flatMap((arg) => functionsOf(code, arg)),
    ...args.flatMap((arg) => GIVES.flatMap((key) => functionsAt(code, arg, key))),
  ];
  // Others ask their user by such a name, too.
  const elsewhere = elsewhereIn(code, args);
  if (own === kind && (args.length < 2 || handlers.length + elsewhere.length === 0)) return undefined;
  const names = [...args.map((arg) => textOf(code, arg)), ...args.map((arg) => propertyText(code, arg, 'name'))];
  const named = names.find((text) => text !== undefined);
  return { kind, name: named, texts: textsIn(code, args), listed: args, node, handlers, elsewhere };
}

function functionsAt(code: Linked, holder: Node, key: string): readonly Func[] {
  const value = heldBy(code, holder, key);
  return value ? functionsOf(code, value) : [];
}

/** What a handler of the protocol gives: whether what is listed, or a content. */
const HANDLES: ReadonlyMap<string, readonly [Shown['kind'], 'texts' | 'handlers']> = new Map([
  ['ListTools', ['tool', 'texts']],
  ['ListPrompts', ['prompt', 'texts']],
  ['GetPrompt', ['prompt', 'handlers']],
  ['ListResources', ['resource', 'texts']],
  ['ListResourceTemplates', ['resource', 'texts']],
  ['ReadResource', ['resource', 'handlers']],
  ['CallTool', ['tool', 'handlers']],
]);

/** `server.setRequestHandler(GetPromptRequestSchema, …)` */
function handled(code: Linked, { method, node, args: [schema, handler] }: Call): Shown | undefined {
  if (method !== 'setRequestHandler' || !schema || !handler) return undefined;
  const name = nameOf(code, schema) ?? (schema.type === 'Identifier' ? schema.name : '');
  const request = /(\w+)RequestSchema$/.exec(name)?.[1] ?? '';
  const [kind, part] = HANDLES.get(request) ?? [];
  if (kind === undefined) return undefined;
  const own = functionsOf(code, handler);
  const handlers = request === 'CallTool' ? [...own, ...dispatchedBy(code, own)] : own;
  const elsewhere = foreignNameOf(code, handler);
  if (part === 'handlers') return { kind, name: undefined, texts: [], listed: [], node, handlers, elsewhere };
  const texts = [...givenBy(code, handlers), ...givenElsewhere(code, { node, elsewhere })];
  const listed = handlers.flatMap((fn) => code.results.get(fn) ?? []);
  return { kind, name: undefined, texts, listed, node, handlers: [], elsewhere: [] };
}

/** `handlers.get(name).run(args)`: the functions that objects hold, put somewhere, of which one is taken for each call. */
function dispatchedBy(code: Linked, handlers: readonly Func[]): readonly Func[] {
  const found = new Set<Func>();
  for (const { node } of callsFrom(code, handlers)) {
    const callee = 'callee' in node ? (node.callee as Node) : undefined;
    const key = callee?.type === 'MemberExpression' ? propertyName(code, callee) : undefined;
    if (callee?.type !== 'MemberExpression' || key === undefined || !HANDLER_KEYS.includes(key)) continue;
    for (const holder of partsBehind(code, [callee.object]))
      for (const fn of functionsUnder(code, holder, key)) found.add(fn);
  }
  return [...found];
}

/** What an object holds by a name, also where that was given to whoever made the object. */
function functionsUnder(code: Linked, holder: Node, key: string): readonly Func[] {
  const value = holder.type === 'ObjectExpression' ? propertyOf(code, holder, key) : undefined;
  return value ? [value, ...feeds(code, value)].filter(isFunction) : [];
}

/**
 * `server.createMessage({ messages, includeContext: 'allServers' })`: what the client's own model is asked about everything it was
 * told, there or by whoever calls the function that asks.
 */
function asked(code: Linked, { method, node, args }: Call): Shown | undefined {
  const [request] = args;
  if (!request || !(method === 'createMessage' || args.some((arg) => wantsAll(arg)))) return undefined;
  const parts = partsBehind(code, args);
  const given = [...parts].flatMap((part): readonly Said[] => {
    const text = textOf(code, part);
    return text === undefined ? [] : [{ text, node: part }];
  });
  if (!given.some(({ text }) => text === 'allServers')) return undefined;
  const texts = [...textsIn(code, args), ...given];
  return { kind: 'question', name: undefined, texts, listed: args, node, handlers: [], elsewhere: [] };
}

/** `sampler.ask(prompt, { context: 'allServers' })`: a word that means nothing but this, whoever hands it on. */
function wantsAll(options: Node): boolean {
  return (
    options.type === 'ObjectExpression' &&
    options.properties.some((part) => part.type === 'ObjectProperty' && isAll(part.value))
  );
}

const isAll = (value: Node): boolean => value.type === 'StringLiteral' && value.value === 'allServers';
