/**
 * Which code of a module runs when. Begins at the top of the module and at the exports others are known to call, and
 * follows calls, callbacks and methods by name. Errs towards "runs": what is a tool's handler is what is handed to
 * something that registers it and is never called on the way.
 */
import { callOf, functionsOf, localTarget, nameOf, propertyName, specifierOf } from './calls.ts';
import { type Reach, worse } from './entries.ts';
import { keyText, type Linked } from './scope.ts';
import { textsIn } from './strings.ts';
import { type Func, functionAround, isFunction, type Node, parentOf } from './walk.ts';

/** What a module asks of others, and when. */
export interface Asked {
  readonly specifier: string;
  readonly reach: Reach;
  /** Names of its exports and methods that are called; empty where it is only loaded. */
  readonly names: readonly string[];
}

export interface ModuleReach {
  /** When the code at a node runs. */
  at(node: Node): Reach;
  readonly asked: readonly Asked[];
}

/** Handing a function to one of these stores it for later: SDK, CLI, web and event registration. */
const REGISTERS = new Set([
  ...['tool', 'registerTool', 'addTool', 'setRequestHandler', 'setNotificationHandler', 'fallbackRequestHandler'],
  ...['prompt', 'registerPrompt', 'addPrompt', 'resource', 'registerResource', 'addResource', 'resourceTemplate'],
  ...['action', 'handler', 'handle', 'command', 'option', 'argument', 'use', 'route', 'all', 'get', 'post', 'put'],
  ...['delete', 'patch', 'head', 'options', 'addEventListener', 'addHook', 'subscribe', 'defineTool', 'createTool'],
  ...['defineProperty', 'defineProperties', 'describe', 'it', 'test', 'beforeEach', 'afterEach', 'set', 'register'],
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
const LISTENS = new Set(['on', 'once', 'addListener', 'prependListener']);
/** Emitters whose events follow from what the same code just started. */
const STARTED =
  /^(?:https?|http2|child_process|net|tls|dgram|dns|fs|undici|zlib|stream|ws|worker_threads)\b.*\(\)|^process$/;
const REQUESTS = /^(?:https?|http2|net|tls|dgram|dns|fs|undici|axios|got|needle|superagent)\b/;

/** `entry` is when the module itself is evaluated; `invoked` tells when an export or method is called from elsewhere. */
export function reachOf(code: Linked, entry: Reach, invoked: ReadonlyMap<string, Reach>): ModuleReach {
  const spread: Spread = {
    code,
    reached: new Map(),
    callsIn: groupBy(code.nodes.calls, functionAround),
    byName: functionsByName(code),
    pending: [],
  };
  follow(spread, undefined, entry);
  for (const [name, reach] of invoked) for (const fn of exported(spread, name)) enter(spread, fn, reach);
  drain(spread);
  const idle: Reach = entry === 'nowhere' ? 'nowhere' : 'call';
  const at = (node: Node): Reach => {
    const around = functionAround(node);
    return around ? (spread.reached.get(around) ?? idle) : entry;
  };
  return { at, asked: askedBy(code, at, invoked) };
}

interface Spread {
  readonly code: Linked;
  readonly reached: Map<Func, Reach>;
  readonly callsIn: ReadonlyMap<Func | undefined, readonly Node[]>;
  readonly byName: ReadonlyMap<string, readonly Func[]>;
  /** Functions found to run, whose own calls were not followed yet. */
  readonly pending: Func[];
}

function enter(spread: Spread, fn: Func, reach: Reach): void {
  const known = spread.reached.get(fn);
  if (known !== undefined && worse(known, reach) === known) return;
  spread.reached.set(fn, reach);
  spread.pending.push(fn);
}

function drain(spread: Spread): void {
  for (let fn = spread.pending.pop(); fn; fn = spread.pending.pop()) {
    follow(spread, fn, spread.reached.get(fn) as Reach);
  }
}

/** Follows every call written directly in a function, or at the top of the module. */
function follow(spread: Spread, area: Func | undefined, reach: Reach): void {
  for (const node of spread.callsIn.get(area) ?? []) {
    for (const fn of calledBy(spread, node)) enter(spread, fn, reach);
    for (const fn of callbacksOf(spread, node)) enter(spread, fn, reach);
  }
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
  const direct = functionsOf(spread.code, callee);
  if (direct.length > 0) return direct;
  const method = propertyName(spread.code, callee);
  if (method === undefined || !('object' in callee) || isOutside(nameOf(spread.code, callee))) return [];
  const receiver = callee.object as Node;
  const known = methodsOf(spread.code, receiver, method);
  if (known) return known;
  // A method of something unknown: the one function of this module that goes by that name, unless the module is so
  // large that one name says nothing.
  const named = spread.byName.get(method) ?? [];
  return named.length === 1 && (spread.code.file.end ?? 0) < NAMES_TELL ? named : [];
}

/** Characters of source up to which a method's name alone tells which function is meant. */
const NAMES_TELL = 200_000;

/** Methods of the class or object an expression is an instance of; undefined where that is not known. */
function methodsOf(code: Linked, receiver: Node, method: string): readonly Func[] | undefined {
  let owner = ownerOf(code, receiver);
  if (!owner) return undefined;
  const written = assignedMethods(code, owner, method);
  for (let depth = 0; owner && depth < 8; depth++) {
    const own = membersOf(owner, method).flatMap((member) => functionsOf(code, member));
    if (own.length > 0) return [...own, ...written];
    const above: Node | null | undefined = 'superClass' in owner ? (owner.superClass as Node | null) : undefined;
    owner = above ? ownerOf(code, above) : undefined;
  }
  return written;
}

/** `Service.prototype.start = function …`. */
function assignedMethods(code: Linked, owner: Node, method: string): readonly Func[] {
  return (code.writes.get(method) ?? []).flatMap(({ object, value }) =>
    object.type === 'MemberExpression' && ownerOf(code, object.object) === owner ? functionsOf(code, value) : [],
  );
}

function membersOf(owner: Node, name: string): readonly Node[] {
  const parts: readonly Node[] =
    owner.type === 'ObjectExpression'
      ? owner.properties
      : 'body' in owner && owner.type.startsWith('Class')
        ? (owner.body as { body: Node[] }).body
        : [];
  return parts.flatMap((part) => {
    if (!('key' in part) || keyText(part.key as Node, 'computed' in part && part.computed === true) !== name) return [];
    if (isFunction(part)) return [part];
    return 'value' in part && part.value ? [part.value as Node] : [];
  });
}

const MAX_SEARCH = 60;

/** The class, constructor function or object literal an expression is, or is an instance of: the nearest that is found. */
function ownerOf(code: Linked, node: Node): Node | undefined {
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
    case 'ThisExpression':
      return [ownerAround(node)].filter((owner) => owner !== undefined);
    case 'NewExpression':
      return [node.callee];
    case 'AwaitExpression':
      return [node.argument];
    case 'Identifier':
      return (code.bindingOf(node)?.definitions ?? []).flatMap(({ value, path }) => (path.length === 0 ? [value] : []));
    default:
      return [];
  }
}

function ownerAround(node: Node): Node | undefined {
  for (let at = parentOf(node); at; at = parentOf(at)) {
    if (at.type === 'ClassDeclaration' || at.type === 'ClassExpression') return at;
    if (at.type === 'ObjectMethod' || (at.type === 'FunctionExpression' && parentOf(at)?.type === 'ObjectProperty')) {
      const holder = at.type === 'ObjectMethod' ? parentOf(at) : parentOf(parentOf(at) as Node);
      return holder?.type === 'ObjectExpression' ? holder : undefined;
    }
  }
  return undefined;
}

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
  const local = functionsOf(spread.code, callee).filter((fn) => fn !== given);
  if (local.length > 0) return local.some((fn) => callsItsParameters(spread, fn));
  return runsCallbacks(spread.code, callee) || (!isKept(call) && !keepsByName(callee));
}

const RUNS = new Set([
  ...['then', 'catch', 'finally', 'forEach', 'map', 'filter', 'reduce', 'some', 'every', 'find', 'flatMap', 'replace'],
  ...['setTimeout', 'setImmediate', 'setInterval', 'nextTick', 'queueMicrotask', 'apply', 'call', 'sort', 'from'],
]);

function runsCallbacks(code: Linked, callee: Node): boolean {
  const name = nameOf(code, callee);
  const last = propertyName(code, callee) ?? name;
  return (last !== undefined && RUNS.has(last)) || name === 'Promise' || (name !== undefined && REQUESTS.test(name));
}

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
    name !== undefined && /^(?:set|register|add|define|create|make|on|use|with|provide|extend|install)[A-Z]/.test(name)
  );
}

function callsItsParameters(spread: Spread, fn: Func): boolean {
  const own = new Set(fn.params.map((param) => (param.type === 'Identifier' ? param.name : '')));
  return (spread.callsIn.get(fn) ?? []).some((node) => {
    if (!('callee' in node)) return false;
    const used = [node.callee as Node, ...argumentsOf(node)];
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

/** Functions an export name may stand for, renamed and default exports included. */
function exported(spread: Spread, name: string): readonly Func[] {
  const direct = spread.byName.get(name) ?? [];
  return [...direct, ...exportedValues(spread.code, name).flatMap((value) => functionsOf(spread.code, value))];
}

function exportedValues(code: Linked, name: string): Node[] {
  const renamed = code.nodes.imports.flatMap((node) => exportSpecifiers(node).filter((item) => item.exported === name));
  const written = code.writes.get(name === 'default' ? 'exports' : name) ?? [];
  return [
    ...renamed.map((item) => item.local),
    ...written.map((write) => write.value),
    ...(name === 'default' ? code.nodes.defaults : []),
  ];
}

function exportSpecifiers(node: Node): { readonly exported: string | undefined; readonly local: Node }[] {
  if (node.type !== 'ExportNamedDeclaration') return [];
  return node.specifiers.flatMap((item) =>
    item.type === 'ExportSpecifier' ? [{ exported: keyText(item.exported), local: item.local }] : [],
  );
}

function askedBy(code: Linked, at: (node: Node) => Reach, invoked: ReadonlyMap<string, Reach>): Asked[] {
  return [
    ...code.nodes.imports.flatMap((node) => staticImport(node, at, invoked)),
    ...code.nodes.calls.flatMap((node) => callAsks(code, node, at)),
  ];
}

/** `import` runs what it names; `export … from` also passes on what is called through it. */
function staticImport(node: Node, at: (node: Node) => Reach, invoked: ReadonlyMap<string, Reach>): Asked[] {
  if (!('source' in node) || !node.source || ('importKind' in node && node.importKind === 'type')) return [];
  const specifier = (node.source as { value: string }).value;
  const loads: Asked = { specifier, reach: at(node), names: [] };
  if (node.type === 'ImportDeclaration') return [loads];
  const byReach = Map.groupBy(invoked, ([, reach]) => reach);
  return [loads, ...[...byReach].map(([reach, list]) => ({ specifier, reach, names: passedOn(node, list) }))];
}

/** The names as the other module knows them; what this statement does not re-export is not passed on. */
function passedOn(node: Node, invoked: readonly (readonly [string, Reach])[]): string[] {
  if (node.type !== 'ExportNamedDeclaration') return invoked.map(([name]) => name);
  const renamed = new Map(exportSpecifiers(node).map((item) => [item.exported, keyText(item.local)]));
  // Methods are called by their own names, whatever the class is exported as.
  return invoked.map(([name]) => renamed.get(name) ?? name);
}

/** Calls that load modules, calls of what was imported, and imported functions that are handed on. */
function callAsks(code: Linked, node: Node, at: (node: Node) => Reach): Asked[] {
  const loaded = specifierOf(code, node);
  if (loaded !== undefined) return [{ specifier: loaded, reach: at(node), names: [] }];
  const call = callOf(code, node);
  if (!call) return [];
  const stores = storesHandlers(code, node);
  const targets = [call.name, ...(stores ? [] : call.args.map((arg) => nameOf(code, arg)))];
  const named = targets.flatMap((name) => {
    const target = name === undefined ? undefined : localTarget(name);
    return target
      ? [{ specifier: target.specifier, reach: at(node), names: target.path.length > 0 ? target.path : ['default'] }]
      : [];
  });
  return [...named, ...spawned(code, call, at)];
}

const STARTS_FILE =
  /^(?:child_process\.(?:fork|spawn|spawnSync|exec|execSync|execFile|execFileSync)|worker_threads\.Worker|Worker|URL)$/;

/** Files of the package that are started as a process, worker or by URL. */
function spawned(
  code: Linked,
  call: { name: string | undefined; args: readonly Node[]; node: Node },
  at: (node: Node) => Reach,
): Asked[] {
  if (call.name === undefined || !STARTS_FILE.test(call.name)) return [];
  return textsIn(code, call.args).flatMap((text) =>
    text
      .split(/\s+/)
      .filter((word) => /\.[mc]?[jt]s$/.test(word))
      .map((word) => ({
        specifier: /^[./]/.test(word) ? word : `./${word}`,
        reach: at(call.node),
        names: [],
      })),
  );
}

function groupBy<K>(nodes: readonly Node[], key: (node: Node) => K): Map<K, Node[]> {
  const groups = new Map<K, Node[]>();
  for (const node of nodes) {
    const group = groups.get(key(node));
    if (group) group.push(node);
    else groups.set(key(node), [node]);
  }
  return groups;
}
