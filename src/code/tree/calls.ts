/**
 * What an expression stands for, whatever alias leads to it. Names are access paths from a module or a global:
 * `child_process.exec`, `process.env`, `https.request().write`; a call's result is its name with `()`.
 */

import { bundledProperty, bundledValues } from './bundled-modules.ts';
import { functionsOf } from './functions.ts';
import { isOfThis, isOwnExports, memberKey, propertyValues, symbolKey } from './members.ts';
import { type Binding, type Definition, keyText, type Linked } from './scope.ts';
import { fold } from './strings.ts';
import { type Func, isFunction, knownOf, type Node, parentOf } from './walk.ts';

export { functionsOf } from './functions.ts';

/** Deep enough for any code a person wrote; a bound, because definitions may be circular. */
const MAX_DEPTH = 40;
const MAX_NAME = 200;

/** Access paths worth one spelling: what packages call the same thing. */
const SAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'fs-extra': 'fs',
    'fs-extra/esm': 'fs',
    'graceful-fs': 'fs',
    'original-fs': 'fs',
    'fs/promises': 'fs.promises',
    'mz/fs': 'fs.promises',
    'dns/promises': 'dns.promises',
    'timers/promises': 'timers.promises',
    'follow-redirects.http': 'http',
    'follow-redirects.https': 'https',
    'stream/promises': 'stream.promises',
    'buffer.Buffer': 'Buffer',
    'url.URL': 'URL',
  }),
);

/** First words of these paths, to leave all others alone. */
const SAME_HEADS = new Set([...SAME.keys()].map((path) => headOf(path)));

function headOf(name: string): string {
  let end = 0;
  while (end < name.length && name[end] !== '.' && name[end] !== '(') end++;
  return name.slice(0, end);
}

const GLOBAL_OBJECTS = new Set(['globalThis', 'global', 'window', 'self', 'root', 'GLOBAL']);
/** Functions that give back their first argument, as bundlers and compilers write them around `require`. */
const PASS_THROUGH =
  /^(?:Object\.(?:freeze|seal|assign)|util\.promisify|promisify|pify|Promise\.resolve)$|(?:^|[./])(?:__toESM|__toCommonJS|__importStar|__importDefault|_?interopRequire(?:Default|Wildcard)|_interop(?:RequireDefault|RequireWildcard|Namespace|NamespaceDefault|Default|DefaultLegacy|Compat))\d*$/;

/** The canonical name of an expression, or undefined where it has none. */
export function nameOf(code: Linked, node: Node, depth = 0): string | undefined {
  if (node.type === 'Identifier') return depth > MAX_DEPTH ? undefined : ofIdentifier(code, node, depth + 1);
  if (!MAY_HAVE_NAME.has(node.type)) return undefined;
  const known = knownOf(node);
  if (known.name !== undefined) return known.name ?? undefined;
  if (depth > MAX_DEPTH) return undefined;
  // Until it is known, so that a circular definition ends here.
  known.name = null;
  const name = aliased(code, canonical(resolve(code, node, depth + 1)));
  known.name = name ?? null;
  return name;
}

/** What another module of the package only passes on goes by its own name: `exports.fs = require('fs')`. */
function aliased(code: Linked, name: string | undefined): string | undefined {
  return name?.startsWith('<') && code.outside ? code.outside.standsFor(name) : name;
}

const MAY_HAVE_NAME = new Set([
  ...['MemberExpression', 'OptionalMemberExpression', 'CallExpression', 'OptionalCallExpression', 'ImportExpression'],
  ...['NewExpression', 'AwaitExpression', 'YieldExpression', 'SequenceExpression', 'AssignmentExpression'],
  ...['ConditionalExpression', 'LogicalExpression', 'TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'],
  ...['TSTypeAssertion', 'ParenthesizedExpression', 'MetaProperty', 'TSExternalModuleReference'],
]);

function canonical(name: string | undefined): string | undefined {
  if (name === undefined || name.length > MAX_NAME) return undefined;
  const bare = name.startsWith('node:') ? name.slice('node:'.length) : name;
  const plain = bare.includes('.default') ? bare.replace(/\.default(?=\.|\(|$)/g, '') : bare;
  if (!SAME_HEADS.has(headOf(plain))) return plain;
  for (let end = plain.length; end > 0; end = plain.lastIndexOf('.', end - 1)) {
    const same = SAME.get(plain.slice(0, end));
    if (same) return same + plain.slice(end);
  }
  return plain;
}

function resolve(code: Linked, node: Node, depth: number): string | undefined {
  switch (node.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return ofMember(code, node, depth);
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'ImportExpression':
      return ofCall(code, node, depth);
    case 'NewExpression':
      return madeBy(code, node, depth);
    case 'AwaitExpression':
    case 'YieldExpression':
      return node.argument ? nameOf(code, node.argument, depth) : undefined;
    case 'SequenceExpression':
      return nameOf(code, node.expressions.at(-1) as Node, depth);
    case 'AssignmentExpression':
      return nameOf(code, node.right, depth);
    case 'ConditionalExpression':
      return nameOf(code, node.consequent, depth) ?? nameOf(code, node.alternate, depth);
    case 'LogicalExpression':
      return nameOf(code, node.left, depth) ?? nameOf(code, node.right, depth);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return nameOf(code, node.expression, depth);
    case 'MetaProperty':
      return node.meta.name === 'import' ? 'import.meta' : undefined;
    case 'TSExternalModuleReference':
      return node.expression.type === 'StringLiteral' ? node.expression.value : undefined;
    default:
      return undefined;
  }
}

function ofIdentifier(code: Linked, node: Extract<Node, { type: 'Identifier' }>, depth: number): string | undefined {
  const binding = code.bindingOf(node);
  if (binding) return nameOfBinding(code, binding, depth);
  return GLOBAL_OBJECTS.has(node.name) ? 'globalThis' : canonical(node.name);
}

/** A module's own name, or `<./path>` for one that lies in the same package: dots in a path are not properties. */
function moduleName({ outside }: Linked, specifier: string): string {
  return /^[./#]/.test(specifier) || outside?.isInside(specifier) ? `<${specifier}>` : specifier;
}

/** The module of the same package that a name leads to, and the properties taken from it. */
export function localTarget(
  name: string,
): { readonly specifier: string; readonly path: readonly string[] } | undefined {
  const match = /^<([^>]*)>(.*)$/.exec(name);
  if (!match) return undefined;
  return { specifier: match[1] as string, path: (match[2] as string).split(/[.()]+/).filter(Boolean) };
}

function nameOfBinding(code: Linked, binding: Binding, depth: number): string | undefined {
  if (binding.known !== undefined) return binding.known ?? undefined;
  binding.known = null;
  const name =
    aliased(code, canonical(binding.from ? importedName(code, binding.from) : definedName(code, binding, depth))) ??
    givenName(code, binding, []);
  binding.known = name ?? null;
  return name;
}

/** What other modules of the package give to a parameter: `constructor({ net })` of `new Session({ net: require('net') })`. */
function givenName(code: Linked, { param, node }: Binding, more: readonly string[]): string | undefined {
  const [key, ...deeper] = [...(param?.path ?? []), ...more];
  return param && code.outside && deeper.length === 0
    ? code.outside.given(code, node as Func, param.index, key)
    : undefined;
}

/** `deps.net`, and `this.deps.net` where a constructor keeps what it is given. */
function givenPart(code: Linked, object: Node, key: string): string | undefined {
  const holders = isOfThis(object) ? propertyValues(code, object.object, memberKey(code, object) ?? '') : [object];
  for (const holder of holders) {
    const binding = holder.type === 'Identifier' ? code.bindingOf(holder) : undefined;
    const name = binding && givenName(code, binding, [key]);
    if (name !== undefined) return name;
  }
  return undefined;
}

function importedName(code: Linked, { specifier, name }: NonNullable<Binding['from']>): string {
  const from = moduleName(code, specifier);
  return name === '*' || name === 'default' ? from : `${from}.${name}`;
}

function definedName(code: Linked, binding: Binding, depth: number): string | undefined {
  for (const definition of binding.definitions) {
    const element = elementName(code, definition, depth);
    if (element !== undefined) return element;
    const { value, path } = within(definition);
    const base = isFunction(value) ? undefined : nameOf(code, value, depth);
    if (base === undefined) continue;
    return path.includes('*') ? undefined : [base, ...path].join('.').replace(/^globalThis\./, '');
  }
  return undefined;
}

/** `({ fs }) => …` that is given `{ fs: require('fs') }` has the part of it. */
function within(definition: Definition): Definition {
  const { value, path } = definition;
  const [key, ...more] = path;
  if (key === undefined || value.type !== 'ObjectExpression') return definition;
  for (const part of value.properties) {
    if (part.type === 'ObjectProperty' && keyText(part.key, part.computed) === key)
      return { value: part.value, path: more };
  }
  return definition;
}

/** `const [fs, https] = [require('fs'), require('https')]`, also awaited together and mapped over `require`. */
function elementName(code: Linked, { value, path }: Definition, depth: number): string | undefined {
  const index = Number(path[0] ?? Number.NaN);
  if (!Number.isInteger(index)) return undefined;
  const at = elementAt(code, value, index, depth);
  return at === undefined ? undefined : [at, ...path.slice(1)].join('.');
}

function elementAt(code: Linked, list: Node, index: number, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  switch (list.type) {
    case 'AwaitExpression':
      return elementAt(code, list.argument, index, depth + 1);
    case 'ArrayExpression': {
      const element = list.elements[index];
      return element ? nameOf(code, element, depth) : undefined;
    }
    case 'Identifier': {
      const [only, ...more] = code.bindingOf(list)?.definitions ?? [];
      const held = only && more.length === 0 && only.path.length === 0 ? only.value : undefined;
      return held && elementAt(code, held, index, depth + 1);
    }
    case 'CallExpression':
      return elementMade(code, list, index, depth);
    default:
      return undefined;
  }
}

/** `Promise.all([import('fs'), …])`, `['fs', 'https'].map(require)`. */
function elementMade(
  code: Linked,
  { callee, arguments: args }: Extract<Node, { type: 'CallExpression' }>,
  index: number,
  depth: number,
): string | undefined {
  const [first] = args as Node[];
  if (callee.type !== 'MemberExpression' || !first) return undefined;
  const method = keyText(callee.property);
  if (method === 'all') return elementAt(code, first, index, depth + 1);
  if (method !== 'map' || !loadsEach(code, first, depth)) return undefined;
  const names = fold(code, callee.object);
  const name = Array.isArray(names) ? names[index] : undefined;
  return typeof name === 'string' ? moduleName(code, name) : undefined;
}

function loadsEach(code: Linked, fn: Node, depth: number): boolean {
  if (isLoader(code, fn, depth)) return true;
  const made = functionsOf(code, fn).flatMap((one) => code.results.get(one) ?? [])[0];
  return made?.type === 'ImportExpression' || (made?.type === 'CallExpression' && isLoader(code, made.callee, depth));
}

function ofMember(
  code: Linked,
  node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
  depth: number,
): string | undefined {
  const key = propertyName(code, node);
  if (key === undefined) return chosenName(code, node.object, depth);
  if (key === 'constructor' && isFunctionLike(code, node.object)) return 'Function';
  const element = /^\d+$/.test(key) ? elementAt(code, node.object, Number(key), depth) : undefined;
  if (element !== undefined) return element;
  // What a module exports itself goes by its own name there.
  const exported = isOwnExports(code, node.object) ? propertyValues(code, node.object, key) : [];
  const own = firstName(code, exported, depth);
  if (own !== undefined) return own;
  const base = nameOf(code, node.object, depth);
  if (base !== undefined) return base === 'globalThis' ? key : `${base}.${key}`;
  const values = [...propertyValues(code, node.object, key), ...bundledProperty(code, node.object, key)];
  if (values.length > 0) return firstName(code, values, depth);
  return givenPart(code, node.object, key) ?? UNMISTAKABLE.get(key) ?? requestOf(code, node, key);
}

/** `transport.request('https://…', options)`: whatever it was given, it makes a request as `https` does. */
function requestOf(code: Linked, callee: Node & { readonly object: Node }, key: string): string | undefined {
  if (key !== 'request' || callee.object.type !== 'Identifier') return undefined;
  const call = parentOf(callee);
  if (call?.type !== 'CallExpression' || call.callee !== callee || call.arguments.length < 2) return undefined;
  const [url] = call.arguments as Node[];
  const isUrl = url !== undefined && /^https?:\/\//.test(String(fold(code, url)));
  return isUrl && code.bindingOf(callee.object)?.kind === 'param' ? 'https.request' : undefined;
}

/** Names that only functions of Node have: where it is lost which module something is, they still tell. */
const UNMISTAKABLE: ReadonlyMap<string, string> = new Map(
  [
    ...['readFileSync', 'writeFileSync', 'appendFileSync', 'createReadStream', 'createWriteStream', 'copyFileSync'].map(
      (name) => `fs.${name}`,
    ),
    ...['openSync', 'readdirSync', 'unlinkSync', 'rmSync', 'chmodSync'].map((name) => `fs.${name}`),
    ...['execSync', 'spawnSync', 'execFileSync'].map((name) => `child_process.${name}`),
    ...['homedir', 'networkInterfaces'].map((name) => `os.${name}`),
  ].map((name) => [name.slice(name.indexOf('.') + 1), name] as const),
);

function firstName(code: Linked, values: readonly Node[], depth: number): string | undefined {
  for (const value of values) {
    const name = isFunction(value) ? undefined : nameOf(code, value, depth);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** `{ http: require('http'), https: require('https') }[protocol]`: the first of them stands for all. */
function chosenName(code: Linked, object: Node, depth: number): string | undefined {
  if (object.type !== 'ObjectExpression' || object.properties.length > 8) return undefined;
  for (const property of object.properties) {
    const name = property.type === 'ObjectProperty' ? nameOf(code, property.value, depth) : undefined;
    if (name !== undefined) return name;
  }
  return undefined;
}

/** What has `Function` for its constructor: `(() => {}).constructor`, `[].at.constructor`, `x.constructor.constructor`. */
function isFunctionLike(code: Linked, object: Node): boolean {
  if (isFunction(object)) return true;
  if (object.type === 'ParenthesizedExpression') return isFunctionLike(code, object.expression);
  if (object.type === 'Identifier') return isOnlyFunction(code, object);
  if (object.type === 'CallExpression' && object.callee.type === 'MemberExpression') {
    const [first] = object.arguments as Node[];
    return keyText(object.callee.property) === 'getPrototypeOf' && !!first && isFunctionLike(code, first);
  }
  if (object.type !== 'MemberExpression') return false;
  const key = propertyName(code, object);
  if (key === 'constructor') return true;
  const of = object.object.type;
  return (
    key !== undefined &&
    (of === 'ArrayExpression' || of === 'StringLiteral') &&
    /^[a-z]+$/i.test(key) &&
    key !== 'length'
  );
}

/** A name that never stands for anything but one function: what is called by `new` is asked for the constructor of what it makes. */
function isOnlyFunction(code: Linked, name: Extract<Node, { type: 'Identifier' }>): boolean {
  const [only, ...more] = code.bindingOf(name)?.definitions ?? [];
  return only !== undefined && more.length === 0 && only.path.length === 0 && isFunction(only.value);
}

/** The name of the property a member expression takes, computed ones folded. */
export function propertyName(code: Linked, node: Node): string | undefined {
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return undefined;
  if (!node.computed) return keyText(node.property);
  const value = fold(code, node.property);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : symbolKey(code, node.property);
}

type AnyCall = Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' | 'ImportExpression' }>;

function ofCall(code: Linked, node: AnyCall, depth: number): string | undefined {
  const loaded = specifierOf(code, node, depth) ?? specifierChosen(code, node, depth);
  if (loaded !== undefined) return moduleName(code, loaded);
  if (node.type === 'ImportExpression') return undefined;
  const callee = nameOf(code, node.callee as Node, depth);
  const [first, second] = node.arguments;
  if (first && isPassThrough(callee, node.callee as Node)) return nameOf(code, first, depth);
  if (callee === 'Reflect.get' && first && second) return reflected(code, first, second, depth);
  const bundled = firstName(code, bundledValues(code, node), depth);
  if (bundled !== undefined) return bundled;
  const evaluated = evaluatedName(code, node, callee);
  if (evaluated !== undefined) return evaluated;
  if (callee !== undefined && GIVES_SAME.test(callee)) return callee.replace(GIVES_SAME, '');
  return called(callee) ?? loadedFirst(code, node, depth) ?? returned(code, node, depth);
}

/** A function of the module's own around one that is loaded right there: what minifiers leave of a compiler's interop. */
function loadedFirst(code: Linked, { callee, arguments: [first] }: Exclude<AnyCall, { source: Node }>, depth: number) {
  if (first?.type !== 'CallExpression' || callee.type !== 'Identifier' || !code.bindingOf(callee)) return undefined;
  const specifier = specifierOf(code, first, depth);
  return specifier === undefined ? undefined : moduleName(code, specifier);
}

/** What is made of a class; what a weak reference leads to has its name already. */
function madeBy(code: Linked, { callee, arguments: [first] }: Extract<Node, { type: 'NewExpression' }>, depth: number) {
  const name = nameOf(code, callee, depth);
  return name === 'WeakRef' && first ? nameOf(code, first, depth) : called(name);
}

/** What gives the same thing again: `fn.bind(…)`, `reference.deref()`. */
const GIVES_SAME = /\.(?:bind|deref)$/;

/** `Reflect.get(process, 'env')`. */
function reflected(code: Linked, object: Node, property: Node, depth: number): string | undefined {
  const key = fold(code, property);
  const base = nameOf(code, object, depth);
  return base && typeof key === 'string' ? canonical(base === 'globalThis' ? key : `${base}.${key}`) : undefined;
}

/** Compilers write these functions into each file: then they have no name but the one they are declared by. */
function isPassThrough(name: string | undefined, callee: Node): boolean {
  return PASS_THROUGH.test(name ?? (callee.type === 'Identifier' ? callee.name : ''));
}

/**
 * `Function('return this')()`, the old way to the global object, and the same for one name: `eval('require')`. Whatever has a
 * constructor that makes a function of such a text has `Function` for it.
 */
function evaluatedName(code: Linked, node: AnyCall, callee: string | undefined): string | undefined {
  if (node.type === 'ImportExpression') return undefined;
  const inner = callee === 'eval' ? node : (node.callee as Node);
  if (inner.type !== 'CallExpression' && inner.type !== 'NewExpression') return undefined;
  const isKnown = callee === 'Function()' || callee === 'eval';
  if (!isKnown && propertyName(code, inner.callee as Node) !== 'constructor') return undefined;
  const text = inner.arguments[0] && fold(code, inner.arguments[0] as Node);
  const name =
    typeof text === 'string'
      ? /^\s*(?:return\s+)?([\w$]{1,40}(?:\.[\w$]{1,40}){0,4})\s*;?\s*$/.exec(text)?.[1]
      : undefined;
  return name === 'this' ? 'globalThis' : name;
}

/** What a local function of one expression gives back: `const load = () => require('x')`. */
function returned(code: Linked, node: AnyCall, depth: number): string | undefined {
  if (node.type === 'ImportExpression') return undefined;
  for (const fn of functionsOf(code, node.callee as Node)) {
    const value = code.results.get(fn)?.[0];
    // `(function () { return this })()`
    if (value?.type === 'ThisExpression' && fn === node.callee) return 'globalThis';
    const name = value && nameOf(code, givenIn(code, node, fn, value) ?? value, depth);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** `attempt(() => connect(url))`: what the function gives that is asked by the one which a call gives it to. */
function givenIn(code: Linked, call: Exclude<AnyCall, { source: Node }>, fn: Func, result: Node): Node | undefined {
  const asked = result.type === 'AwaitExpression' ? result.argument : result;
  const binding = asked.type === 'CallExpression' && asked.callee.type === 'Identifier' && code.bindingOf(asked.callee);
  if (!binding || binding.node !== fn || binding.param?.path.length !== 0) return undefined;
  const given = call.arguments[binding.param.index];
  return given && isFunction(given as Node) ? code.results.get(given as Node)?.[0] : undefined;
}

/** What listens to something of Node that was started, or sets it up, gives the thing itself: `https.request(url).on('error', fail)`. */
const GIVES_ITSELF =
  /^((?:https?|http2|net|tls|fs|zlib|stream|child_process|dgram)\.[\w.()]*\(\))\.(?:on|once|addListener|prependListener|setEncoding|setTimeout|setNoDelay|setKeepAlive|ref|unref)$/;

function called(name: string | undefined): string | undefined {
  return name === undefined ? undefined : (GIVES_ITSELF.exec(name)?.[1] ?? `${name}()`);
}

const LOADERS =
  /^(?:require|__require\d*|__non_webpack_require__|module\.require|process\.mainModule\.require|process\.mainModule\.constructor\._load|require\.main\.require|(?:module|process\.mainModule|require\.main)(?:\.constructor|\.Module)?\.createRequire\(\)|process\.getBuiltinModule|import|module\.Module\._load|module\._load|module\.constructor\._load|process\.(?:binding|_linkedBinding)|import\.meta\.require)$/;

/** The module a call loads: `require`, `import()`, `createRequire()()`, `process.getBuiltinModule`, where the name folds. */
export function specifierOf(code: Linked, node: Node, depth = 0): string | undefined {
  if (node.type === 'ImportExpression') return foldedText(code, node.source);
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return undefined;
  if (!isLoader(code, node.callee as Node, depth)) return specifierGiven(code, node);
  const first = node.arguments[0];
  return first && foldedText(code, first);
}

/** `require(secure ? 'https' : 'http')`: the first stands for both, as where one of two names is chosen. Files of a package are no such pair. */
function specifierChosen(code: Linked, node: AnyCall, depth: number): string | undefined {
  const chosen = node.type === 'ImportExpression' ? node.source : node.arguments[0];
  if (chosen?.type !== 'ConditionalExpression') return undefined;
  if (node.type !== 'ImportExpression' && !isLoader(code, node.callee as Node, depth)) return undefined;
  const both = [chosen.consequent, chosen.alternate].map((one) => foldedText(code, one));
  return both.every((one) => one !== undefined && !/^[./#]/.test(one)) ? both[0] : undefined;
}

/** `const load = (name) => require(name)`: the module that a call of it loads. */
function specifierGiven(
  code: Linked,
  { callee, arguments: args }: Exclude<AnyCall, { source: Node }>,
): string | undefined {
  if (callee.type !== 'Identifier' || args.length === 0) return undefined;
  const [fn, ...others] = functionsOf(code, callee);
  const [result, ...more] = (fn && others.length === 0 && code.results.get(fn)) || [];
  if (!result || more.length > 0) return undefined;
  const given = result.type === 'ImportExpression' ? result.source : loaderArgument(code, result);
  const param = given?.type === 'Identifier' ? code.bindingOf(given) : undefined;
  const arg = param?.param && param.node === fn ? (args[param.param.index] as Node | undefined) : undefined;
  return arg && foldedText(code, arg);
}

function loaderArgument(code: Linked, result: Node): Node | undefined {
  if (result.type !== 'CallExpression' || !isLoader(code, result.callee)) return undefined;
  return result.arguments[0] as Node | undefined;
}

/** True where calling this loads a module. */
export function isLoader(code: Linked, callee: Node, depth = 0): boolean {
  if (callee.type === 'Import') return true;
  const name = nameOf(code, callee, depth);
  return name !== undefined && LOADERS.test(name);
}

function foldedText(code: Linked, node: Node): string | undefined {
  const value = fold(code, node);
  return typeof value === 'string' ? value : undefined;
}

/** One call as rules see it. */
export interface Call {
  readonly node: Node;
  /** Canonical name of what is called, where it has one: `child_process.exec`. */
  readonly name: string | undefined;
  /** Name of the method called, whatever the object: `send`. */
  readonly method: string | undefined;
  readonly args: readonly Node[];
  readonly isNew: boolean;
}

/** Every call of a module, in source order. */
export function callsOf(code: Linked): readonly Call[] {
  code.calls ??= code.nodes.calls.flatMap((node) => callOf(code, node) ?? []);
  return code.calls;
}

/** A call node as a `Call`; `f.call(this, x)` and `f.apply(this, [x])` are calls of `f`. */
export function callOf(code: Linked, node: Node): Call | undefined {
  if (node.type === 'TaggedTemplateExpression') {
    return {
      node,
      name: nameOf(code, node.tag),
      method: undefined,
      args: [node.quasi],
      isNew: false,
    };
  }
  if (node.type === 'ImportExpression') {
    return { node, name: 'import', method: undefined, args: [node.source], isNew: false };
  }
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression' && node.type !== 'NewExpression') return;
  const callee = node.callee as Node;
  const name = nameOf(code, callee);
  const method = propertyName(code, callee);
  const args = node.arguments as Node[];
  const call: Call = { node, name, method, args, isNew: node.type === 'NewExpression' };
  return name === undefined || !/(?:^|\.)(?:call|apply|construct)$/.test(name) ? call : unwrapped(code, call, name);
}

/** `f.call(this, x)`, `f.apply(this, [x])`, `Reflect.apply(f, this, [x])`, `Reflect.construct(F, [x])`. */
function unwrapped(code: Linked, call: Call, name: string): Call {
  const { args } = call;
  const listed = (list: Node | undefined): readonly Node[] =>
    list?.type === 'ArrayExpression' ? list.elements.filter((item) => item !== null) : args.slice(1);
  if (name.startsWith('Reflect.') && args[0]) {
    const isNew = name === 'Reflect.construct';
    return { ...call, name: nameOf(code, args[0]), args: listed(args[isNew ? 1 : 2]), isNew };
  }
  if (name.endsWith('.call') && args.length > 0) return { ...call, name: name.slice(0, -5), args: args.slice(1) };
  return name.endsWith('.apply') ? { ...call, name: name.slice(0, -6), args: listed(args[1]) } : call;
}

/** The call an argument belongs to, if the node is one. */
export function callAround(node: Node): Node | undefined {
  const parent = parentOf(node);
  if (
    parent?.type !== 'CallExpression' &&
    parent?.type !== 'OptionalCallExpression' &&
    parent?.type !== 'NewExpression'
  )
    return undefined;
  return (parent.arguments as Node[]).includes(node) ? parent : undefined;
}
