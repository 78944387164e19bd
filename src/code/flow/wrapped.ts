/** Functions of others that a module puts its own in the place of, and which still call them. */
import { functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import { ownerOf } from '../tree/members.ts';
import { type Binding, keyText, type Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { type Func, functionAround, isFunction, isWithin, type Node, parentOf, walk } from '../tree/walk.ts';
import { type CallNode, isCall } from './feeds.ts';

/** `const real = https.request; https.request = (…) => real(…)` */
export interface Wrapper {
  /** Whose function and which, as far as that has a name. */
  readonly name: string;
  /** The assignment, or the call that does the same. */
  readonly node: Node;
  /** The functions between the assignment and what was asked about: their parameters hold what the other is given. */
  readonly functions: readonly Func[];
  /** The names by which the other is still called. */
  readonly originals: ReadonlySet<Binding>;
}

type Assignment = Extract<Node, { type: 'AssignmentExpression' }>;

/** What is put where: `object[key] = value`. */
interface Placed {
  readonly node: Node;
  readonly object: Node;
  readonly key: string;
  readonly value: Node;
  /** True where the value is told what stood there by who puts it there. */
  readonly isTold?: boolean;
}

const KNOWN = new WeakMap<Node, Wrapper | null>();

/** The function of somebody else that the code around a node stands in the place of. */
export function wrapperAround(code: Linked, node: Node): Wrapper | undefined {
  const around = functionAround(node);
  if (!around) return undefined;
  const known = KNOWN.get(around) ?? search(code, node) ?? null;
  KNOWN.set(around, known);
  return known ?? undefined;
}

function search(code: Linked, node: Node): Wrapper | undefined {
  const functions: Func[] = [];
  for (let at = parentOf(node); at; at = parentOf(at)) {
    if (isFunction(at)) functions.push(at);
    if (functions.length === 0) continue;
    const wrappers = placedAt(code, at).map((one) => wrapperBy(code, one, [...functions]));
    const wrapper = wrappers.find((one) => one !== undefined) ?? proxyBy(code, at, functions);
    if (wrapper) return wrapper;
  }
  return undefined;
}

function placedAt(code: Linked, node: Node): readonly Placed[] {
  if (isCall(node)) return placedByCall(code, node);
  if (node.type === 'AssignmentExpression') return assignedBy(code, node);
  return isFunction(node) ? placesOfName(code, node) : [];
}

function assignedBy(code: Linked, node: Assignment): readonly Placed[] {
  const { left, right } = node;
  const key = left.type === 'MemberExpression' ? propertyName(code, left) : undefined;
  if (left.type !== 'MemberExpression' || key === undefined) return [];
  return [{ node, object: left.object, key, value: right }];
}

/** Puts a function before another one by a call: `Object.defineProperty(http, 'get', { value })`, `mock.method(http, 'get', value)`. */
const PUTS = /^(?:(?:Object|Reflect)\.defineProperty|Reflect\.set|test\.mock\.method)$/;
/** The same of several: `Object.assign(http, { get })`. */
const PUTS_ALL = /^Object\.(?:defineProperties|assign)$/;
/** Of the one client that all modules of a program share. */
const SHARED = /^axios\.interceptors\.(?:request|response)\.use$/;

function placedByCall(code: Linked, call: CallNode): readonly Placed[] {
  const name = nameOf(code, call.callee as Node) ?? '';
  const [object, property, value] = call.arguments as Node[];
  if (!object) return [];
  if (SHARED.test(name)) return [{ node: call, object: call.callee as Node, key: 'use', value: object }];
  if (PUTS_ALL.test(name)) return propertiesOf(property).map((one) => ({ node: call, object, ...one }));
  const given = value && isFunction(value) ? value : undefined;
  const isTold = given !== undefined && replacesGiven(code, call);
  const puts = isTold || PUTS.test(name) || (given !== undefined && isGlobal(code, object));
  const key = property && puts ? textOf(code, property) : undefined;
  return value && key !== undefined ? [{ node: call, object, key, value, isTold }] : [];
}

const REPLACERS = new WeakMap<Func, boolean>();

/** `wrap(Socket.prototype, 'write', (real) => …)`, where `wrap` takes what stands there and puts something else in its place. */
function replacesGiven(code: Linked, { callee }: CallNode): boolean {
  if (callee.type !== 'Identifier') return false;
  return functionsOf(code, callee).some((fn) => {
    const known = REPLACERS.get(fn) ?? replaces(code, fn);
    REPLACERS.set(fn, known);
    return known;
  });
}

function replaces(code: Linked, fn: Func): boolean {
  if (fn.params.length < 3) return false;
  const isParam = (node: Node | undefined, index: number): boolean => {
    const binding = node?.type === 'Identifier' ? code.bindingOf(node) : undefined;
    return binding?.node === fn && binding.param?.index === index && binding.param.path.length === 0;
  };
  const isPlaceGiven = (object: Node | undefined, key: Node | undefined) => isParam(object, 0) && isParam(key, 1);
  let [takes, puts] = [false, false];
  walk(fn.body, (node) => {
    if (node.type === 'MemberExpression' && node.computed && isPlaceGiven(node.object, node.property)) {
      const at = parentOf(node);
      if (at?.type === 'AssignmentExpression' && at.left === node) puts = true;
      else takes = true;
    }
    if (!isCall(node) || !PUTS.test(nameOf(code, node.callee as Node) ?? '')) return;
    const [object, key] = node.arguments as Node[];
    puts ||= isPlaceGiven(object, key);
  });
  return takes && puts;
}

/** `define(globalThis, 'fetch', function …)`: whatever it is called, it is told what stands where, and what shall stand there. */
function isGlobal(code: Linked, object: Node): boolean {
  return GLOBAL.test(nameOf(code, object) ?? '');
}

const GLOBAL = /^(?:globalThis|global|window|self|JSON|console|process(?:\.stdout)?|https?|http2|fs|net|tls|module)$/;

function propertiesOf(holder: Node | undefined): readonly Pick<Placed, 'key' | 'value'>[] {
  const parts = holder?.type === 'ObjectExpression' ? holder.properties : [];
  return parts.flatMap((part) => {
    const key = 'key' in part ? keyText(part.key, part.computed) : undefined;
    return key === undefined ? [] : [{ key, value: part.type === 'ObjectProperty' ? part.value : part }];
  });
}

/** `https.request = patched`, `Object.defineProperty(https, 'request', { get: () => patched })` */
function placesOfName(code: Linked, fn: Func): readonly Placed[] {
  if (fn.type !== 'FunctionDeclaration' && parentOf(fn)?.type !== 'VariableDeclarator') return [];
  return placesIn(code).filter(({ value }) => isNamed(code, value, fn));
}

const PLACES = new WeakMap<Linked, readonly Placed[]>();

function placesIn(code: Linked): readonly Placed[] {
  const known = PLACES.get(code);
  if (known) return known;
  const assigned = code.nodes.assignments.flatMap((node) =>
    node.type === 'AssignmentExpression' ? assignedBy(code, node) : [],
  );
  const found = [...assigned, ...code.nodes.calls.flatMap((node) => (isCall(node) ? placedByCall(code, node) : []))];
  PLACES.set(code, found);
  return found;
}

/** True for the name of a function, and for a description of a property whose value that is. */
function isNamed(code: Linked, value: Node, fn: Func): boolean {
  if (value.type === 'Identifier') return functionsOf(code, value).includes(fn);
  return propertiesOf(value).some(({ key, value: held }) => {
    const given = key === 'get' ? functionsOf(code, held).flatMap((one) => code.results.get(one) ?? []) : [held];
    return DESCRIBES.test(key) && given.some((one) => one.type === 'Identifier' && functionsOf(code, one).includes(fn));
  });
}

const DESCRIBES = /^(?:value|get)$/;

function wrapperBy(
  code: Linked,
  { node, object, key, value, isTold }: Placed,
  functions: readonly Func[],
): Wrapper | undefined {
  const place = nameOf(code, object);
  if (place !== undefined && SHARED.test(place))
    return { name: place.replace(/\.use$/, ''), node, functions, originals: new Set() };
  if (isOwn(code, object)) return undefined;
  const told = isTold && isFunction(value) ? value.params.flatMap((param) => boundBy(code, param as Node)) : [];
  const originals = new Set([...told, ...originalsIn(code, [functions.at(-1) ?? node, node], object, key)]);
  if (originals.size === 0 && !isProxyOf(code, value, object, key)) return undefined;
  const name = place === undefined || place.includes('(') ? key : place === 'globalThis' ? key : `${place}.${key}`;
  return { name, node, functions, originals };
}

function boundBy(code: Linked, param: Node): readonly Binding[] {
  const binding = param.type === 'Identifier' ? code.bindingOf(param) : undefined;
  return binding ? [binding] : [];
}

/** Characters of code that is put before something else; a whole bundle is put before nothing. */
const LARGEST = 50_000;

/** Names in some code that hold what stood at a place before. */
function originalsIn(code: Linked, parts: readonly Node[], place: Node, key: string): ReadonlySet<Binding> {
  const originals = new Set<Binding>();
  for (const part of parts) {
    if ((part.end ?? 0) - (part.start ?? 0) > LARGEST) continue;
    walk(part, (node) => {
      const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
      if (binding && !originals.has(binding) && holds(code, binding, place, key)) originals.add(binding);
    });
  }
  return originals;
}

/** `new Proxy(globalThis.fetch, { apply })` */
function isProxyOf(code: Linked, value: Node, place: Node, key: string): boolean {
  const [of] = value.type === 'NewExpression' && nameOf(code, value.callee) === 'Proxy' ? value.arguments : [];
  return of !== undefined && isPlace(code, of as Node, place, key);
}

const TRAPS = new Set(['get', 'set', 'apply', 'construct']);
/** Do to what a Proxy stands before what was done to the Proxy. */
const DOES = /^Reflect\.(?:get|set|apply|construct)$/;

/** `new Proxy(transport, { get(target, key) { … return (message) => … } })`, before something of another package that is used all the same. */
function proxyBy(code: Linked, node: Node, functions: readonly Func[]): Wrapper | undefined {
  if (node.type !== 'NewExpression' || nameOf(code, node.callee) !== 'Proxy') return undefined;
  const [target, handler] = node.arguments as Node[];
  const trap = functions.at(-1);
  const key = trap && trapOf(handler, trap);
  const name = target && nameOf(code, target);
  if (!target || !trap || key === undefined || name === undefined || name.startsWith('<') || isOwn(code, target))
    return undefined;
  // Of `get` and `set` what is told is the name; what the function that it gives is told, the other one is.
  const given = key === 'apply' || key === 'construct' ? functions : functions.slice(0, -1);
  if (given.length === 0 || !usesTarget(code, trap)) return undefined;
  return { name: /[\w$]+(?=\W*$)/.exec(name)?.[0] ?? name, node, functions: [...given], originals: new Set() };
}

function trapOf(handler: Node | undefined, trap: Func): string | undefined {
  if (handler?.type !== 'ObjectExpression') return undefined;
  for (const part of handler.properties) {
    const value = part.type === 'ObjectProperty' ? part.value : part;
    const key = value === trap && part.type !== 'SpreadElement' ? keyText(part.key, part.computed) : undefined;
    if (key !== undefined && TRAPS.has(key)) return key;
  }
  return undefined;
}

function usesTarget(code: Linked, trap: Func): boolean {
  let uses = false;
  walk(trap.body, (node) => {
    if (isCall(node)) uses ||= DOES.test(nameOf(code, node.callee as Node) ?? '');
    const object = node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression' ? node.object : node;
    const param = object.type === 'Identifier' ? code.bindingOf(object) : undefined;
    uses ||= object !== node && param?.param?.index === 0 && param.node === trap;
    return !uses;
  });
  return uses;
}

/** `this.send = …`, `exports.send = …`, `tool.run = …` of an object that is written out. */
function isOwn(code: Linked, object: Node): boolean {
  if (object.type === 'ThisExpression' || (object.type === 'Identifier' && object.name === 'exports')) return true;
  return ownerOf(code, object) !== undefined;
}

/** True for a name that holds what stood at a place before. */
function holds(code: Linked, { definitions }: Binding, place: Node, key: string): boolean {
  return definitions.some(({ value, path }) => {
    if (describes(code, value, place, key)) return true;
    if (path.length === 1) return path[0] === key && isSame(code, value, place);
    return path.length === 0 && isPlace(code, unbound(code, value), place, key);
  });
}

/** `Object.getOwnPropertyDescriptor(https, 'request')` */
function describes(code: Linked, value: Node, place: Node, key: string): boolean {
  if (value.type !== 'CallExpression' || !TELLS_OF.test(nameOf(code, value.callee) ?? '')) return false;
  const [object, property] = value.arguments as Node[];
  return !!object && !!property && textOf(code, property) === key && isSame(code, object, place);
}

const TELLS_OF = /^(?:Object|Reflect)\.getOwnPropertyDescriptor$/;

/** `https.request.bind(https)` */
function unbound(code: Linked, value: Node): Node {
  const callee = value.type === 'CallExpression' ? value.callee : undefined;
  return callee?.type === 'MemberExpression' && propertyName(code, callee) === 'bind' ? callee.object : value;
}

function isPlace(code: Linked, value: Node, place: Node, key: string): boolean {
  if (value.type === 'MemberExpression') return propertyName(code, value) === key && isSame(code, value.object, place);
  const isGlobal = value.type === 'Identifier' && value.name === key && code.bindingOf(value) === undefined;
  return isGlobal && nameOf(code, place) === 'globalThis';
}

function isSame(code: Linked, a: Node, b: Node): boolean {
  const name = nameOf(code, a);
  if (name !== undefined || a.type !== 'Identifier' || b.type !== 'Identifier')
    return name !== undefined && name === nameOf(code, b);
  const binding = code.bindingOf(a);
  return binding !== undefined && binding === code.bindingOf(b);
}

/** True for what the other function is given or gives: a parameter in its place, `arguments`, a call of it. */
export function passesThrough(code: Linked, { functions, originals }: Wrapper, node: Node): boolean {
  if (node.type === 'Identifier') {
    const binding = code.bindingOf(node);
    if (!binding) return node.name === 'arguments' && functions.some((fn) => isWithin(fn, node));
    return binding.kind === 'param' && functions.includes(binding.node as Func);
  }
  if (!isCall(node)) return false;
  const callee = node.callee as Node;
  const applied = callee.type === 'MemberExpression' && /^(?:call|apply)$/.test(propertyName(code, callee) ?? '');
  const fn = applied ? callee.object : callee;
  const binding = fn.type === 'Identifier' ? code.bindingOf(fn) : undefined;
  return binding !== undefined && originals.has(binding);
}
