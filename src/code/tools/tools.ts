/** The MCP tools a module declares, as far as its code shows: what each says of itself, and what its handler does. */

import { foreignName, isCall } from '../flow/feeds.ts';
import { type Call, callOf, callsOf, functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import { ownerOf, valuesOf } from '../tree/members.ts';
import { heldBy, type ObjectNode, objectBehind, objectsOf, propertyOf, propertyText } from '../tree/objects.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { fold, textOf } from '../tree/strings.ts';
import { type Func, functionAround, isFunction, type Node, parentOf, walk } from '../tree/walk.ts';
import { type Said, textsIn } from './says.ts';
import { heldByClass, toolClasses } from './tool-classes.ts';

export interface Hint {
  readonly value: boolean;
  /** Where it is claimed. */
  readonly node: Node;
}

export interface DeclaredTool {
  /** Undefined where it is only known when the code runs. */
  readonly name: string | undefined;
  /** Where it is declared. */
  readonly node: Node;
  /** Every text a model is shown: name, title, description, those of parameters. */
  readonly texts: readonly Said[];
  /** Hints about what it does (`readOnlyHint`, `destructiveHint`, `openWorldHint`), where they are constant. */
  readonly hints: ReadonlyMap<string, Hint>;
  /** What runs when it is called; empty where that is not to be told. */
  readonly handlers: readonly Func[];
  /** Names of what may run when it is called, in other modules of the package. */
  readonly elsewhere: readonly string[];
  /** Parts of a function for all tools that run when this one is called. */
  readonly branches?: readonly Node[];
}

/** Ways of the SDK and of thin wrappers: the name first, what it says next, the handler last. */
const REGISTERS = new Set(['tool', 'registerTool', 'addTool', 'defineTool', 'createTool', 'registerAppTool']);
const MOST = 500;

const DECLARED = new WeakMap<Linked, readonly DeclaredTool[]>();

export function declaredTools(code: Linked): readonly DeclaredTool[] {
  const known = DECLARED.get(code) ?? findTools(code);
  DECLARED.set(code, known);
  return known;
}

function findTools(code: Linked): readonly DeclaredTool[] {
  const registered = callsOf(code).flatMap((call) => registeredBy(code, call) ?? []);
  const seen = new Set<Node>(registered.flatMap(({ parts }) => parts));
  const listed = objectsOf(code).filter((object) => !seen.has(object) && isListed(code, object));
  const classes = toolClasses(code).filter((one) => !seen.has(one));
  // Most modules list none, and need not be searched for what is called for each.
  const handlers = listed.length > 0 ? dispatchedIn(code) : new Map<string, Dispatched>();
  const all = [
    ...registered.map(({ tool }) => tool),
    ...listed.map((object) => listedTool(code, object, handlers)),
    ...classes.map((one) => classTool(code, one)),
  ];
  return all.slice(0, MOST);
}

interface Registered {
  readonly tool: DeclaredTool;
  /** Objects that are part of it, so that they are no tools of their own. */
  readonly parts: readonly Node[];
}

function registeredBy(code: Linked, call: Call): Registered | undefined {
  if (call.args.length === 0 || !isDeclaring(code, call)) return undefined;
  const { args } = call;
  const objects = args.flatMap((arg) => objectBehind(code, arg) ?? []);
  const classes = args.flatMap((arg) => ownerOf(code, arg) ?? []);
  const fields = classes.flatMap((owner) => SHOWN.flatMap((key) => heldByClass(code, owner, key)));
  const name = args.map((arg) => textOf(code, arg)).find((text) => text !== undefined);
  const named = name ?? args.map((arg) => propertyText(code, arg, 'name')).find((text) => text !== undefined);
  if (named === undefined && objects.length === 0 && args.length < 2 && call.method === 'tool') return undefined;
  const tool = {
    name: named,
    node: call.node,
    texts: shownBy(code, [...args, ...fields]),
    hints: hintsIn(code, args),
    handlers: [
      ...args.flatMap((arg) => functionsOf(code, arg)),
      ...args.flatMap((arg) => HANDLER_KEYS.flatMap((key) => functionsAt(code, arg, key))),
    ],
    elsewhere: elsewhereIn(code, args),
  };
  return { tool, parts: [...args, ...objects, ...classes] };
}

function isDeclaring(code: Linked, call: Call): boolean {
  return isRegistering(call) || isUpdate(code, call) || isWrapped(code, call, registrarsIn(code));
}

/** `const tool = server.registerTool(…); tool.update({ description })` */
function isUpdate(code: Linked, { method, node }: Call): boolean {
  if (method !== 'update' || !('callee' in node) || !('object' in (node.callee as Node))) return false;
  const { object } = node.callee as Extract<Node, { type: 'MemberExpression' }>;
  const held = object.type === 'Identifier' ? (code.bindingOf(object)?.definitions ?? []) : [];
  return [object, ...held.map(({ value }) => value)].some((value) => {
    const call = callOf(code, value);
    return call !== undefined && isRegistering(call);
  });
}

function isRegistering({ method, name, node }: Call): boolean {
  const own = method ?? name?.split('.').at(-1) ?? '';
  return REGISTERS.has(own) || (own === 'Tool' && isDecorator(node));
}

/**
 * `@Tool({ … })`, and what compilers make of it: `__decorate([Tool({ … })], Weather.prototype, 'get', null)`, which is read as
 * `Tool({ … })(Weather.prototype, 'get', …)`.
 */
function isDecorator(node: Node): boolean {
  const list = parentOf(node);
  return list?.type === 'Decorator' || isGivenInList(list) || (list?.type === 'CallExpression' && list.callee === node);
}

function isGivenInList(list: Node | undefined): boolean {
  return list?.type === 'ArrayExpression' && parentOf(list)?.type === 'CallExpression';
}

/** Wrappers around wrappers. */
const MAX_WRAPPED = 3;
const REGISTRARS = new WeakMap<Linked, ReadonlySet<Func>>();

/** Functions of a module that hand on to one of these what they are given: thin wrappers, whatever they are called. */
export function registrarsIn(code: Linked): ReadonlySet<Func> {
  const known = REGISTRARS.get(code);
  if (known) return known;
  const found = new Set<Func>();
  for (let size = -1, round = 0; size !== found.size && round < MAX_WRAPPED; round++) {
    size = found.size;
    for (const call of callsOf(code)) {
      if (!isRegistering(call) && !isWrapped(code, call, found)) continue;
      for (const fn of handingOn(code, call)) found.add(fn);
    }
  }
  REGISTRARS.set(code, found);
  return found;
}

/** True where a call is one of a wrapper, of this module or of another one of the package. */
function isWrapped(code: Linked, { node, name }: Call, wrappers: ReadonlySet<Func>): boolean {
  if (name?.startsWith('<')) return code.outside?.registers(name) ?? false;
  return wrappers.size > 0 && 'callee' in node && functionsOf(code, node.callee as Node).some((fn) => wrappers.has(fn));
}

/** True where a module declares tools through a wrapper of another one. */
export function usesRegistrars(code: Linked): boolean {
  return callsOf(code).some(({ name }) => name?.startsWith('<') && code.outside?.registers(name));
}

/** The functions whose own parameters a call is given: as they are, or as properties. */
function handingOn(code: Linked, { args }: Call): readonly Func[] {
  const parts = args.flatMap((arg) => [arg, ...valuesIn(arg)]);
  return parts.flatMap((part) => {
    const binding = part.type === 'Identifier' ? code.bindingOf(part) : undefined;
    return binding?.param ? [binding.node as Func] : [];
  });
}

function valuesIn(object: Node): readonly Node[] {
  if (object.type !== 'ObjectExpression') return [];
  return object.properties.flatMap((part) =>
    part.type === 'ObjectProperty' ? [part.value] : part.type === 'SpreadElement' ? [part.argument] : [],
  );
}

/** By which names objects of tools hold what runs when they are called. */
export const HANDLER_KEYS = ['execute', 'handler', 'run', 'callback', 'cb', 'call', 'handle', 'fn'];

function functionsAt(code: Linked, holder: Node, key: string): readonly Func[] {
  const value = heldBy(code, holder, key);
  return value ? functionsOf(code, value) : [];
}

/** A handler of another module comes last, stands in one of the objects, or in an object of another module. */
export function elsewhereIn(code: Linked, args: readonly Node[]): readonly string[] {
  const last = args.length > 1 ? args.slice(-1) : [];
  // It may be wrapped.
  const wrapped = last.flatMap((arg) => (isCall(arg) ? (arg.arguments as Node[]) : []));
  const whole = args.flatMap((arg) => foreignNameOf(code, arg));
  return [
    ...[...last, ...wrapped].flatMap((arg) => foreignNameOf(code, arg)),
    ...args.flatMap((arg) => elsewhereOf(code, arg)),
    ...whole.flatMap((name) => HANDLER_KEYS.map((key) => `${name}.${key}`)),
  ];
}

function elsewhereOf(code: Linked, holder: Node): readonly string[] {
  return HANDLER_KEYS.flatMap((key) => {
    const value = heldBy(code, holder, key);
    return value ? foreignNameOf(code, value) : [];
  });
}

/** The name of what stands in another module of the package. */
export function foreignNameOf(code: Linked, node: Node): readonly string[] {
  const name = foreignName(code, node);
  return name === undefined ? [] : [name];
}

/** An answer of `tools/list`: an object with a name, a description and a schema. */
function isListed(code: Linked, object: Node): boolean {
  const schema = propertyOf(code, object, 'inputSchema') ?? propertyOf(code, object, 'input_schema');
  return (
    schema !== undefined &&
    propertyOf(code, object, 'name') !== undefined &&
    propertyOf(code, object, 'description') !== undefined
  );
}

function listedTool(code: Linked, object: Node, dispatched: ReadonlyMap<string, Dispatched>): DeclaredTool {
  const name = propertyText(code, object, 'name');
  const own = HANDLER_KEYS.flatMap((key) => functionsAt(code, object, key));
  const elsewhere = elsewhereOf(code, object);
  const called = own.length + elsewhere.length > 0 || name === undefined ? undefined : dispatched.get(name);
  return {
    name,
    node: object,
    texts: shownBy(code, [object, ...addedTo(code, object, 'description')]),
    hints: hintsIn(code, [object]),
    handlers: called?.handlers ?? own,
    elsewhere: called?.elsewhere ?? elsewhere,
    branches: called?.branches ?? [],
  };
}

/** `tool.description += '…'`, of an object that has a name. */
function addedTo(code: Linked, object: Node, key: string): readonly Node[] {
  const declared = parentOf(object);
  const name = declared?.type === 'VariableDeclarator' && declared.id.type === 'Identifier' ? declared.id : undefined;
  const binding = name && code.bindingOf(name);
  return (binding && code.boundWrites.get(binding)?.get(key)) ?? [];
}

const SHOWN = ['name', 'title', 'description', 'inputSchema', 'input_schema', 'schema', 'annotations'];

function classTool(code: Linked, owner: Node): DeclaredTool {
  const shown = SHOWN.flatMap((key) => heldByClass(code, owner, key));
  const [name] = heldByClass(code, owner, 'name');
  return {
    name: name && textOf(code, name),
    node: owner,
    texts: shownBy(code, shown),
    hints: new Map(heldByClass(code, owner, 'annotations').flatMap((one) => hintsOf(code, one))),
    handlers: HANDLER_KEYS.flatMap((key) => valuesOf(code, owner, key).filter((value) => isFunction(value))),
    elsewhere: [],
  };
}

type Dispatched = Pick<DeclaredTool, 'handlers' | 'elsewhere' | 'branches'>;

/** `case 'read': return read(args)`, `if (name === 'read') …`, `{ read }[name](args)`: what runs for each name. */
function dispatchedIn(code: Linked): ReadonlyMap<string, Dispatched> {
  const found = new Map<string, Dispatched>();
  walk(code.file.program, (node) => {
    if (node.type === 'SwitchStatement')
      for (const [test, branch] of casesOf(node)) dispatchTo(code, found, test, branch);
    if (node.type !== 'BinaryExpression' || !/^[!=]==?$/.test(node.operator)) return;
    const branch = node.operator.startsWith('=') ? behindYes(node) : behindNo(node);
    if (branch.length > 0) for (const side of [node.left, node.right]) dispatchTo(code, found, side, branch);
  });
  for (const [name, value] of [...tablesIn(code)].flatMap(entriesIn)) dispatch(code, found, name, { callees: [value] });
  return found;
}

/** A case that says nothing runs the next one. */
function casesOf({ cases }: Extract<Node, { type: 'SwitchStatement' }>): readonly (readonly [Node, readonly Node[]])[] {
  return cases.flatMap(({ test }, at) => {
    const running = cases.slice(at).find(({ consequent }) => consequent.length > 0);
    return test && running ? [[test, running.consequent] as const] : [];
  });
}

/** What runs where the answer is yes. */
function behindYes(question: Node): readonly Node[] {
  const at = parentOf(question);
  if (at?.type === 'IfStatement' || at?.type === 'ConditionalExpression')
    return at.test === question ? [at.consequent] : [];
  return at?.type === 'LogicalExpression' && at.operator === '&&' && at.left === question ? [at.right] : [];
}

/** `if (name !== 'read') throw …`: all that comes after it. */
function behindNo(question: Node): readonly Node[] {
  const at = parentOf(question);
  const around = at?.type === 'IfStatement' && at.test === question ? parentOf(at) : undefined;
  if (at?.type !== 'IfStatement' || around?.type !== 'BlockStatement') return [];
  return leaves(at.consequent) ? around.body.slice(around.body.indexOf(at) + 1) : [];
}

function leaves(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last?.type === 'ThrowStatement' || last?.type === 'ReturnStatement';
}

function dispatchTo(code: Linked, found: Map<string, Dispatched>, test: Node, branches: readonly Node[]): void {
  const name = textOf(code, test);
  if (name !== undefined) dispatch(code, found, name, { callees: branches.flatMap(calleesIn), branches });
}

function entriesIn(table: ObjectNode): readonly (readonly [string, Node])[] {
  return table.properties.flatMap((part) => {
    const key = part.type === 'SpreadElement' ? undefined : keyText(part.key, part.computed);
    return key === undefined ? [] : [[key, part.type === 'ObjectProperty' ? part.value : part] as const];
  });
}

function dispatch(
  code: Linked,
  found: Map<string, Dispatched>,
  name: string,
  { callees, branches = [] }: { readonly callees: readonly Node[]; readonly branches?: readonly Node[] },
): void {
  const known = found.get(name);
  found.set(name, {
    handlers: [...(known?.handlers ?? []), ...callees.flatMap((callee) => functionsOf(code, callee))],
    elsewhere: [...(known?.elsewhere ?? []), ...callees.flatMap((callee) => foreignNameOf(code, callee))],
    branches: [...(known?.branches ?? []), ...branches],
  });
}

/** `handlers[name]`: objects of which a property is taken that is only known when it runs. */
function tablesIn(code: Linked): ReadonlySet<ObjectNode> {
  const taken = code.nodes.members.flatMap((node) =>
    node.type === 'MemberExpression' && node.computed && propertyName(code, node) === undefined ? [node.object] : [],
  );
  return new Set(taken.flatMap((object) => objectBehind(code, object) ?? []));
}

function calleesIn(part: Node): readonly Node[] {
  const found: Node[] = [];
  walk(part, (inner) => {
    if (inner.type === 'CallExpression') found.push(inner.callee as Node);
    return !isFunction(inner);
  });
  return found;
}

// ---------------------------------------------------------------- what it says

/** Every constant text that is not a key, in the arguments that are not code. */
function shownBy(code: Linked, roots: readonly Node[]): DeclaredTool['texts'] {
  // What a variable holds may be written to it later; what a parameter is given is not looked for.
  const isGiven = (root: Node): boolean => root.type === 'Identifier' && code.bindingOf(root)?.kind === 'param';
  const starts = roots.map((root) => (isGiven(root) ? (objectBehind(code, root) ?? root) : root));
  return textsIn(code, starts).filter(({ text }) => text !== '');
}

function hintsIn(code: Linked, args: readonly Node[]): DeclaredTool['hints'] {
  return new Map(
    args.flatMap((arg) => {
      const annotations = heldBy(code, arg, 'annotations');
      const inside = annotations ? hintsOf(code, annotations) : foreignHints(code, arg, '.annotations');
      return [...hintsOf(code, arg), ...inside];
    }),
  );
}

/** Spreads in spreads. */
const MAX_SPREAD = 4;

/** Hints an object holds, or one that is spread into it, in the order in which they count. */
export function hintsOf(code: Linked, node: Node, depth = MAX_SPREAD): readonly (readonly [string, Hint])[] {
  const holder = objectBehind(code, node);
  if (depth === 0) return [];
  if (!holder)
    return [...merged(code, node).flatMap((part) => hintsOf(code, part, depth - 1)), ...foreignHints(code, node)];
  return holder.properties.flatMap((part) => {
    if (part.type === 'SpreadElement') return hintsOf(code, part.argument, depth - 1);
    const key = part.type === 'ObjectProperty' ? keyText(part.key, part.computed) : undefined;
    const value = part.type === 'ObjectProperty' && key?.endsWith('Hint') ? hintGiven(code, part.value) : undefined;
    return key !== undefined && typeof value === 'boolean' ? [[key, { value, node: part as Node }] as const] : [];
  });
}

/** Undefined for what a function is told, by each of its callers something else: `readOnlyHint: options.readOnly ?? false`. */
function hintGiven(code: Linked, value: Node): unknown {
  let isTold = false;
  walk(value, (node) => {
    isTold ||= node.type === 'Identifier' && code.bindingOf(node)?.kind === 'param';
  });
  return isTold ? undefined : fold(code, value);
}

/** Those of an object of another module, or of what that holds. */
function foreignHints(code: Linked, node: Node, inside = ''): readonly (readonly [string, Hint])[] {
  return foreignNameOf(code, node).flatMap((name) =>
    (code.outside?.hints(`${name}${inside}`) ?? []).map(([hint, value]) => [hint, { value, node }] as const),
  );
}

/** `Object.assign({}, READS, { title })` */
function merged(code: Linked, node: Node): readonly Node[] {
  if (node.type !== 'CallExpression' || nameOf(code, node.callee as Node) !== 'Object.assign') return [];
  return node.arguments as Node[];
}

// ---------------------------------------------------------------- what it does

/** Functions followed from a handler; a handler that calls more is not followed to its end. */
const MOST_FUNCTIONS = 60;

/** Calls a handler makes, its own and those of functions of the same module it calls; and those of parts of functions. */
export function callsFrom(code: Linked, handlers: readonly Func[], branches: readonly Node[] = []): readonly Call[] {
  const around = callsByFunction(code);
  const seen = new Set<Func>(handlers);
  const nodes: Node[] = branches.flatMap((branch) => callsWithin(branch));
  const follow = (own: readonly Node[], inner: readonly Func[]): void => {
    const called = own.flatMap((node) => ('callee' in node ? functionsOf(code, node.callee as Node) : []));
    for (const next of [...called, ...inner]) if (seen.size < MOST_FUNCTIONS) seen.add(next);
  };
  follow(nodes, branches.flatMap(innerFunctions));
  for (const fn of seen) {
    const own = around.get(fn) ?? [];
    nodes.push(...own);
    follow(own, innerFunctions(fn.body));
  }
  return nodes.flatMap((node) => callOf(code, node) ?? []);
}

function callsWithin(part: Node): readonly Node[] {
  const found: Node[] = [];
  walk(part, (inner) => {
    if (isCall(inner)) found.push(inner);
    return !isFunction(inner);
  });
  return found;
}

const BY_FUNCTION = new WeakMap<Linked, ReadonlyMap<Func | undefined, readonly Node[]>>();

function callsByFunction(code: Linked): ReadonlyMap<Func | undefined, readonly Node[]> {
  const known = BY_FUNCTION.get(code) ?? Map.groupBy(code.nodes.calls, (node) => functionAround(node));
  BY_FUNCTION.set(code, known);
  return known;
}

/** Callbacks written inside of a function: what it starts, they finish. */
function innerFunctions(part: Node): readonly Func[] {
  const found: Func[] = [];
  walk(part, (node) => {
    if (!isFunction(node)) return true;
    found.push(node);
    return false;
  });
  return found;
}

/** What some functions throw, and those of the module that they call: an error, or what makes one. */
export function errorsOf(code: Linked, functions: readonly Func[]): readonly Node[] {
  return callsFrom(code, functions).flatMap(({ node }) => {
    if (isCall(node) && node.callee.type === 'Identifier' && node.callee.name.endsWith('Error'))
      return node.arguments as Node[];
    return isThrown(code, node) ? [node] : [];
  });
}

/** `throw explain(code)`, `Promise.reject(explain(code))` */
function isThrown(code: Linked, node: Node): boolean {
  const at = parentOf(node);
  if (at?.type === 'ThrowStatement') return true;
  return (
    at !== undefined &&
    isCall(at) &&
    at.callee !== node &&
    /^(?:Promise\.)?reject$/.test(nameOf(code, at.callee as Node) ?? '')
  );
}
