/** What a server shows a model besides its tools, as far as its code tells: its instructions, its prompts and its resources. */
import { type Call, callsOf, functionsOf, nameOf } from './calls.ts';
import { objectBehind, propertyOf } from './objects.ts';
import { type Said, textsIn } from './says.ts';
import type { Linked } from './scope.ts';
import { textOf } from './strings.ts';
import type { Func, Node } from './walk.ts';

export interface Shown {
  readonly kind: 'instructions' | 'prompt' | 'resource' | 'tool';
  /** Undefined where it is only known when the code runs. */
  readonly name: string | undefined;
  /** What it is listed with; of instructions, themselves. */
  readonly texts: readonly Said[];
  /** What gives its content. */
  readonly handlers: readonly Func[];
}

const REGISTERS: ReadonlyMap<string, Shown['kind']> = new Map([
  ...['registerPrompt', 'addPrompt', 'definePrompt', 'prompt'].map((name) => [name, 'prompt'] as const),
  ...['registerResource', 'addResource', 'addResourceTemplate', 'resource'].map((name) => [name, 'resource'] as const),
]);
const MOST = 500;

export function shownIn(code: Linked): readonly Shown[] {
  return callsOf(code)
    .flatMap((call) => instructionsOf(code, call) ?? registered(code, call) ?? handled(code, call) ?? [])
    .slice(0, MOST);
}

/** Constant texts that some functions give back. */
export function givenBy(code: Linked, handlers: readonly Func[]): readonly Said[] {
  const results = handlers.flatMap((fn) => code.results.get(fn) ?? []);
  return textsIn(code, results, true);
}

const SERVER = /(?:^|\.)(?:\w*Server|FastMCP)$/;

/** `new McpServer({ name, version }, { instructions })`, by its name or, where a bundler gave it another one, by its shape. */
function instructionsOf(code: Linked, { isNew, name, args }: Call): Shown | undefined {
  if (!isNew) return undefined;
  const objects = args.flatMap((arg) => objectBehind(code, arg) ?? []);
  const said = objects.flatMap((object) => propertyOf(code, object, 'instructions') ?? []);
  if (said.length === 0 || !(SERVER.test(name ?? '') || objects.some((object) => namesItself(code, object))))
    return undefined;
  return { kind: 'instructions', name: undefined, texts: textsIn(code, said), handlers: [] };
}

function namesItself(code: Linked, object: Node): boolean {
  return ['name', 'version'].every((key) => propertyOf(code, object, key) !== undefined);
}

const GIVES = ['load', 'get', 'read', 'execute', 'handler', 'callback'];

function registered(code: Linked, { method, name, args }: Call): Shown | undefined {
  const own = method ?? name?.split('.').at(-1) ?? '';
  const kind = REGISTERS.get(own);
  if (!kind) return undefined;
  const objects = args.flatMap((arg) => objectBehind(code, arg) ?? []);
  const handlers = [
    ...args.flatMap((arg) => functionsOf(code, arg)),
    ...objects.flatMap((object) => GIVES.flatMap((key) => functionsAt(code, object, key))),
  ];
  // Others ask their user by such a name, too.
  if (own === kind && (args.length < 2 || handlers.length === 0)) return undefined;
  const names = [...args, ...objects.flatMap((object) => propertyOf(code, object, 'name') ?? [])];
  const named = names.map((node) => textOf(code, node)).find((text) => text !== undefined);
  return { kind, name: named, texts: textsIn(code, args), handlers };
}

function functionsAt(code: Linked, object: Node, key: string): readonly Func[] {
  const value = propertyOf(code, object, key);
  return value ? functionsOf(code, value) : [];
}

/** What a handler of the protocol gives: whether what is listed, or a content. */
const HANDLES: ReadonlyMap<string, readonly [Shown['kind'], 'texts' | 'handlers']> = new Map([
  ['ListPrompts', ['prompt', 'texts']],
  ['GetPrompt', ['prompt', 'handlers']],
  ['ListResources', ['resource', 'texts']],
  ['ListResourceTemplates', ['resource', 'texts']],
  ['ReadResource', ['resource', 'handlers']],
  ['CallTool', ['tool', 'handlers']],
]);

/** `server.setRequestHandler(GetPromptRequestSchema, …)` */
function handled(code: Linked, { method, args: [schema, handler] }: Call): Shown | undefined {
  if (method !== 'setRequestHandler' || !schema || !handler) return undefined;
  const name = nameOf(code, schema) ?? (schema.type === 'Identifier' ? schema.name : '');
  const [kind, part] = HANDLES.get(/(\w+)RequestSchema$/.exec(name)?.[1] ?? '') ?? [];
  if (kind === undefined) return undefined;
  const handlers = functionsOf(code, handler);
  const texts = part === 'texts' ? givenBy(code, handlers) : [];
  return { kind, name: undefined, texts, handlers: part === 'handlers' ? handlers : [] };
}
