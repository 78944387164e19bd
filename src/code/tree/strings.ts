/**
 * Constant folding: what an expression is worth where that can be known without running it. Concatenation,
 * templates, arrays joined, character codes, base64 and hex, XOR with a constant key, and simple local functions.
 */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, unzipSync } from 'node:zlib';
import { functionsOf, nameOf } from './calls.ts';
import { propertyValues } from './members.ts';
import { type Binding, type Definition, keyText, type Linked } from './scope.ts';
import { stringGiven, turnedList } from './string-arrays.ts';
import { type Func, isFunction, type Node } from './walk.ts';

export type Constant = string | number | boolean | null | Uint8Array | readonly Constant[];
type Environment = ReadonlyMap<Binding, Constant>;

const NOTHING: Environment = new Map();
const MAX_DEPTH = 60;
/** Longest text that is built; a payload needs no more to be recognised. */
const MAX_TEXT = 4 * 1024 * 1024;
/** Steps one module may cost, so that a bomb of nested `map`s ends. */
export const FOLD_FUEL = 3_000_000;

/** The constant an expression is worth, or undefined. Results outside functions under evaluation are remembered. */
export function fold(code: Linked, node: Node, depth = 0, env: Environment = NOTHING): Constant | undefined {
  if (env === NOTHING && code.constants.has(node)) return code.constants.get(node);
  if (depth > MAX_DEPTH || code.fuel.left-- <= 0) return undefined;
  if (env === NOTHING) code.constants.set(node, undefined);
  const value = bounded(evaluate({ code, depth: depth + 1, env }, node));
  if (env === NOTHING) code.constants.set(node, value);
  return value;
}

/** The constant as text, or undefined. */
export function textOf(code: Linked, node: Node): string | undefined {
  const value = fold(code, node);
  return typeof value === 'string'
    ? value
    : value instanceof Uint8Array
      ? Buffer.from(value).toString('utf8')
      : undefined;
}

function bounded(value: Constant | undefined): Constant | undefined {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) {
    return value.length > MAX_TEXT ? undefined : value;
  }
  return value;
}

interface Context {
  readonly code: Linked;
  readonly depth: number;
  readonly env: Environment;
}

function get(context: Context, node: Node | null | undefined): Constant | undefined {
  return node ? fold(context.code, node, context.depth, context.env) : undefined;
}

function evaluate(context: Context, node: Node): Constant | undefined {
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node.value;
    case 'NullLiteral':
      return null;
    case 'TemplateElement':
      return node.value.cooked ?? node.value.raw;
    case 'TemplateLiteral':
      return ofTemplate(context, node);
    case 'TaggedTemplateExpression':
      return nameOf(context.code, node.tag) === 'String.raw' ? ofTemplate(context, node.quasi) : undefined;
    case 'BinaryExpression':
      return ofBinary(context, node);
    case 'UnaryExpression':
      return ofUnary(node.operator, get(context, node.argument));
    case 'ArrayExpression':
      return ofArray(context, node.elements);
    case 'Identifier':
      return ofIdentifier(context, node);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return ofMember(context, node);
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      return ofCall(context, node);
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return ofChoice(context, node);
    case 'AwaitExpression':
      return get(context, node.argument);
    case 'SequenceExpression':
      return get(context, node.expressions.at(-1));
    case 'AssignmentExpression':
      return node.operator === '=' ? get(context, node.right) : undefined;
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return get(context, node.expression);
    default:
      return undefined;
  }
}

/** `a ? b : c`, `a && b`, `a || b`, `a ?? b`. */
function ofChoice(
  context: Context,
  node: Extract<Node, { type: 'ConditionalExpression' | 'LogicalExpression' }>,
): Constant | undefined {
  if (node.type === 'ConditionalExpression') {
    const test = get(context, node.test);
    return test === undefined ? undefined : get(context, test ? node.consequent : node.alternate);
  }
  const left = get(context, node.left);
  if (left === undefined) return undefined;
  const goesOn = node.operator === '??' ? left === null : Boolean(left) === (node.operator === '&&');
  return goesOn ? get(context, node.right) : left;
}

function ofTemplate(context: Context, node: Extract<Node, { type: 'TemplateLiteral' }>): string | undefined {
  let text = '';
  for (const [i, quasi] of node.quasis.entries()) {
    text += quasi.value.cooked ?? quasi.value.raw;
    const hole = node.expressions[i];
    if (!hole) continue;
    const value = get(context, hole);
    if (value === undefined) return undefined;
    text += asText(value);
    if (text.length > MAX_TEXT) return undefined;
  }
  return text;
}

/** A chain of `+` leans left and may be thousands long: it is taken apart in a loop. */
function ofBinary(context: Context, node: Extract<Node, { type: 'BinaryExpression' }>): Constant | undefined {
  if (node.operator !== '+') return arithmetic(node.operator, get(context, node.left), get(context, node.right));
  const parts: Node[] = [];
  let left: Node = node;
  while (left.type === 'BinaryExpression' && left.operator === '+') {
    parts.push(left.right);
    left = left.left;
  }
  let sum = get(context, left);
  for (let i = parts.length - 1; i >= 0 && sum !== undefined; i--) sum = add(sum, get(context, parts[i]));
  return sum;
}

function add(a: Constant, b: Constant | undefined): Constant | undefined {
  if (b === undefined) return undefined;
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  const text = asText(a) + asText(b);
  return text.length > MAX_TEXT ? undefined : text;
}

function arithmetic(operator: string, a: Constant | undefined, b: Constant | undefined): Constant | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [x, y] = [Number(a), Number(b)];
  switch (operator) {
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    case '^':
      return x ^ y;
    case '&':
      return x & y;
    case '|':
      return x | y;
    case '<<':
      return x << y;
    case '>>':
      return x >> y;
    case '>>>':
      return x >>> y;
    case '===':
    case '==':
      return a === b;
    case '!==':
    case '!=':
      return a !== b;
    default:
      return undefined;
  }
}

function ofUnary(operator: string, value: Constant | undefined): Constant | undefined {
  if (value === undefined) return undefined;
  if (operator === '-') return -Number(value);
  if (operator === '+') return Number(value);
  if (operator === '~') return ~Number(value);
  if (operator === '!') return !value;
  return undefined;
}

function ofArray(context: Context, elements: readonly (Node | null)[]): Constant[] | undefined {
  const items: Constant[] = [];
  for (const element of elements) {
    const value = get(context, element?.type === 'SpreadElement' ? element.argument : element);
    if (value === undefined) return undefined;
    if (element?.type === 'SpreadElement') for (const item of itemsOf(value)) items.push(item);
    else items.push(value);
  }
  return items;
}

function ofIdentifier(context: Context, node: Extract<Node, { type: 'Identifier' }>): Constant | undefined {
  const binding = context.code.bindingOf(node);
  // A path below the package: the module's own directory, from which it is resolved again.
  if (!binding) return node.name === '__dirname' ? '.' : undefined;
  const held = context.env.get(binding);
  if (held !== undefined) return held;
  // Only what is written once is constant.
  const [definition, ...more] = binding.definitions;
  if (binding.kind === 'import' || (more.length === 0 && definition && isCall(definition.value)))
    return foreignConstant(context, node) ?? (definition && heldBy(context, definition));
  if (!definition || definition.fallback || more.length > 0 || binding.kind === 'class' || isFunction(definition.value))
    return undefined;
  const value = heldBy(context, definition);
  return Array.isArray(value) ? turnedList(context.code, binding, value) : value;
}

function heldBy(context: Context, { value, path }: Definition): Constant | undefined {
  let held = get(context, value);
  for (const step of path) held = element(held, step);
  return held;
}

/** Lists in lists. */
const MAX_LISTS = 8;

/** What another module of the package has written out. */
function foreignConstant({ code }: Context, node: Node): Constant | undefined {
  const name = code.outside && nameOf(code, node);
  const value = name?.startsWith('<') ? code.outside?.constant(name) : undefined;
  return isConstant(value) ? value : undefined;
}

function isConstant(value: unknown, depth = MAX_LISTS): value is Constant {
  if (Array.isArray(value)) return depth > 0 && value.every((item) => isConstant(item, depth - 1));
  return value !== undefined && (typeof value !== 'object' || value === null);
}

const isCall = ({ type }: Node): boolean => type === 'CallExpression' || type === 'AwaitExpression';

function element(value: Constant | undefined, key: Constant | undefined): Constant | undefined {
  if (value === undefined || key === undefined || value === null) return undefined;
  if (key === 'length' && hasLength(value)) return value.length;
  if (!hasLength(value)) return undefined;
  const index = Number(key);
  return Number.isInteger(index) ? (value[index] as Constant | undefined) : undefined;
}

function hasLength(value: Constant): value is string | Uint8Array | readonly Constant[] {
  return typeof value === 'string' || typeof value === 'object';
}

function ofMember(
  context: Context,
  node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
): Constant | undefined {
  const key = node.computed ? get(context, node.property) : 'name' in node.property ? node.property.name : undefined;
  const object = objectValue(context, node.object, key);
  return (
    object ??
    element(get(context, node.object), typeof key === 'string' || typeof key === 'number' ? key : undefined) ??
    foreignConstant(context, node)
  );
}

/** A property of an object literal that is held in a variable: `const k = { a: 'x' }; k.a`, or in another one: `k.more.a`. */
function objectValue({ code, depth, env }: Context, object: Node, key: unknown): Constant | undefined {
  if (typeof key !== 'string' || code.writes.has(key)) return undefined;
  const holder = object.type === 'Identifier' ? object : literalWithin(code, object, MAX_WITHIN);
  const [value, ...more] = holder ? propertyValues(code, holder, key) : [];
  return value && more.length === 0 ? fold(code, value, depth, env) : undefined;
}

/** Object literals that lie in each other. */
const MAX_WITHIN = 4;

/** The object literal that a property of another one is: `k.more`. */
function literalWithin(code: Linked, node: Node, depth: number): Node | undefined {
  if (node.type !== 'MemberExpression' || depth === 0) return undefined;
  const key = keyText(node.property, node.computed);
  if (key === undefined || code.writes.has(key)) return undefined;
  const holder = node.object.type === 'Identifier' ? node.object : literalWithin(code, node.object, depth - 1);
  const [value, ...more] = holder ? propertyValues(code, holder, key) : [];
  return value?.type === 'ObjectExpression' && more.length === 0 ? value : undefined;
}

type CallNode = Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' | 'NewExpression' }>;

function ofCall(context: Context, node: CallNode): Constant | undefined {
  const callee = node.callee as Node;
  const args = node.arguments as Node[];
  if (callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression') {
    const receiver = get(context, callee.object);
    const method = callee.computed
      ? get(context, callee.property)
      : 'name' in callee.property
        ? callee.property.name
        : undefined;
    if (receiver !== undefined && typeof method === 'string') return ofMethod(context, receiver, method, args);
  }
  const name = nameOf(context.code, callee) ?? '';
  const builtin = GLOBALS.get(name.replace(/\.apply$/, ''));
  if (builtin) return ofBuiltin(context, builtin, args, name.endsWith('.apply'));
  return ofLocal(context, functionsOf(context.code, callee), args);
}

/** A call of functions of this module. */
function ofLocal(context: Context, called: readonly Func[], args: readonly Node[]): Constant | undefined {
  const [fn, ...more] = called;
  if (!fn) return undefined;
  const given = stringGiven(context.code, called, () => ofArray(context, args));
  if (given !== undefined || more.length > 0) return given;
  const values = ofArray(context, args);
  return values && apply(context, fn, values);
}

function ofBuiltin(context: Context, builtin: Builtin, args: readonly Node[], listed: boolean): Constant | undefined {
  const given = listed ? get(context, args[1]) : ofArray(context, args);
  return given === undefined ? undefined : attempt(() => builtin(itemsOf(given)));
}

/** Calls a local function whose whole body is one result. */
function apply(context: Context, fn: Func, values: readonly Constant[]): Constant | undefined {
  const body = resultOf(fn);
  const scope = context.code.scopes.get(fn);
  if (!body || !scope) return undefined;
  const env = new Map(context.env);
  for (const [i, param] of fn.params.entries()) {
    const binding = param.type === 'Identifier' ? scope.names?.get(param.name) : undefined;
    const value = values[i];
    if (binding && value !== undefined) env.set(binding, value);
  }
  return fold(context.code, body, context.depth, env);
}

function resultOf(fn: Func): Node | undefined {
  if (fn.body.type !== 'BlockStatement') return fn.body;
  const [only, ...more] = fn.body.body;
  return only?.type === 'ReturnStatement' && more.length === 0 ? (only.argument ?? undefined) : undefined;
}

function ofMethod(context: Context, receiver: Constant, method: string, args: readonly Node[]): Constant | undefined {
  const [first] = args;
  if ((method === 'map' || method === 'filter') && first) {
    const [fn] = functionsOf(context.code, first);
    return fn ? mapped(context, itemsOf(receiver), fn, method === 'filter') : viaGlobal(context, receiver, first);
  }
  // A pattern is attacker's code too: only plain text is replaced and split by.
  const values = ofArray(context, args);
  if (!values) return undefined;
  if (typeof receiver === 'string') return attempt(() => TEXT.get(method)?.(receiver, values));
  if (receiver instanceof Uint8Array) return attempt(() => BYTES.get(method)?.(receiver, values));
  if (Array.isArray(receiver)) return attempt(() => LIST.get(method)?.(receiver, values));
  return typeof receiver === 'number' && method === 'toString'
    ? attempt(() => receiver.toString(values[0] === undefined ? 10 : Number(values[0])))
    : undefined;
}

function mapped(context: Context, items: readonly Constant[], fn: Func, keep: boolean): Constant[] | undefined {
  const results: Constant[] = [];
  for (const [i, item] of items.entries()) {
    const value = apply(context, fn, [item, i]);
    if (value === undefined) return undefined;
    if (!keep) results.push(value);
    else if (value) results.push(item);
  }
  return results;
}

/** `codes.map(String.fromCharCode)` and the like. */
function viaGlobal(context: Context, receiver: Constant, fn: Node): Constant[] | undefined {
  const call = GLOBALS.get(nameOf(context.code, fn) ?? '');
  const results = call && itemsOf(receiver).map((item) => attempt(() => call([item])));
  return results?.every((item) => item !== undefined) ? (results as Constant[]) : undefined;
}

function itemsOf(value: Constant): readonly Constant[] {
  if (typeof value === 'string' || value instanceof Uint8Array) return [...value];
  return Array.isArray(value) ? value : [];
}

/** Built-ins throw on hostile arguments (`'a'.repeat(1e9)`); that is no constant. */
function attempt(compute: () => Constant | undefined): Constant | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}

const ENCODINGS = new Set([
  'utf8',
  'utf-8',
  'hex',
  'base64',
  'base64url',
  'latin1',
  'binary',
  'ascii',
  'utf16le',
  'ucs2',
]);

function asEncoding(value: Constant | undefined): BufferEncoding {
  const name = String(value ?? 'utf8').toLowerCase();
  return (ENCODINGS.has(name) ? name : 'utf8') as BufferEncoding;
}

function asText(value: Constant): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}

function bytesFrom([value, encoding]: readonly Constant[]): Uint8Array | undefined {
  if (typeof value === 'string') return Buffer.from(value, asEncoding(encoding));
  if (value instanceof Uint8Array) return value;
  return Array.isArray(value) ? Uint8Array.from(value.map(Number)) : undefined;
}

/** As node does, up to the longest text that is built. */
function inflated(inflate: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array): Builtin {
  return ([bytes]) => (bytes instanceof Uint8Array ? inflate(bytes, { maxOutputLength: MAX_TEXT }) : undefined);
}

type Builtin = (args: readonly Constant[]) => Constant | undefined;

/** Maps, not objects: an attacker chooses the keys, and `constructor` must not be found. */
const GLOBALS = table<Builtin>({
  'String.fromCharCode': (args) => String.fromCharCode(...args.map(Number)),
  'String.fromCodePoint': (args) => String.fromCodePoint(...args.map(Number)),
  'Buffer.from': bytesFrom,
  Buffer: bytesFrom,
  'Uint8Array.from': bytesFrom,
  Uint8Array: bytesFrom,
  atob: ([text]) => atob(String(text)),
  btoa: ([text]) => btoa(String(text)),
  unescape: ([text]) => unescape(String(text)),
  decodeURIComponent: ([text]) => decodeURIComponent(String(text)),
  encodeURIComponent: ([text]) => encodeURIComponent(String(text)),
  parseInt: ([text, radix]) => Number.parseInt(String(text), radix === undefined ? 10 : Number(radix)),
  'Number.parseInt': ([text, radix]) => Number.parseInt(String(text), radix === undefined ? 10 : Number(radix)),
  Number: ([value]) => Number(value),
  String: ([value]) => (value === undefined ? '' : asText(value)),
  'zlib.inflateSync': inflated(inflateSync),
  'zlib.inflateRawSync': inflated(inflateRawSync),
  'zlib.gunzipSync': inflated(gunzipSync),
  'zlib.unzipSync': inflated(unzipSync),
  'zlib.brotliDecompressSync': inflated(brotliDecompressSync),
  'Array.from': ([value]) => (value === undefined ? undefined : itemsOf(value)),
  'path.join': (args) => args.map(asText).join('/'),
  'path.resolve': (args) => args.map(asText).join('/'),
  'path.posix.join': (args) => args.map(asText).join('/'),
});

function table<T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(entries));
}

type Method<T> = (receiver: T, args: readonly Constant[]) => Constant | undefined;

const TEXT = table<Method<string>>({
  toString: (text: string) => text,
  valueOf: (text: string) => text,
  trim: (text) => text.trim(),
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  split: (text, [by]) => text.split(by === undefined ? '\uffff' : String(by)),
  concat: (text, args) => text + args.map(asText).join(''),
  slice: (text, [a, b]) => text.slice(toIndex(a), toIndex(b)),
  substring: (text, [a, b]) => text.substring(toIndex(a) ?? 0, toIndex(b)),
  substr: (text, [a, n]) => text.substr(toIndex(a) ?? 0, toIndex(n)),
  charAt: (text, [i]) => text.charAt(Number(i ?? 0)),
  at: (text, [i]) => text.at(Number(i ?? 0)),
  charCodeAt: (text, [i]) => text.charCodeAt(Number(i ?? 0)),
  codePointAt: (text, [i]) => text.codePointAt(Number(i ?? 0)),
  repeat: (text, [n]) => (text.length * Number(n) > MAX_TEXT ? undefined : text.repeat(Number(n))),
  padStart: (text, [n, by]) => (Number(n) > MAX_TEXT ? undefined : text.padStart(Number(n), String(by ?? ' '))),
  padEnd: (text, [n, by]) => (Number(n) > MAX_TEXT ? undefined : text.padEnd(Number(n), String(by ?? ' '))),
  replace: (text, [from, to]) => text.replace(String(from), () => String(to)),
  replaceAll: (text, [from, to]) => text.replaceAll(String(from), () => String(to)),
  indexOf: (text, [of]) => text.indexOf(String(of)),
});

const BYTES = table<Method<Uint8Array>>({
  toString: (bytes: Uint8Array, [encoding]: readonly Constant[]) => Buffer.from(bytes).toString(asEncoding(encoding)),
  slice: (bytes, [a, b]) => bytes.slice(toIndex(a), toIndex(b)),
  subarray: (bytes, [a, b]) => bytes.slice(toIndex(a), toIndex(b)),
  reverse: (bytes) => bytes.toReversed(),
});

const LIST = table<Method<readonly Constant[]>>({
  join: (items, [by]) => items.map(asText).join(by === undefined ? ',' : String(by)),
  reverse: (items) => items.toReversed(),
  concat: (items, args) => [...items, ...args.flatMap((item) => (Array.isArray(item) ? item : [item]))],
  slice: (items, [a, b]) => items.slice(toIndex(a), toIndex(b)),
  at: (items, [i]) => items.at(Number(i ?? 0)),
  toString: (items: readonly Constant[]) => items.map(asText).join(','),
});

function toIndex(value: Constant | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
