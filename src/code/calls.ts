/**
 * What an expression stands for, whatever alias leads to it. Names are access paths from a module or a global:
 * `child_process.exec`, `process.env`, `https.request().write`; a call's result is its name with `()`.
 */

import { type Binding, keyText, type Linked } from './scope.ts';
import { fold } from './strings.ts';
import { type Func, isFunction, type Node, parentOf } from './walk.ts';

/** Deep enough for any code a person wrote; a bound, because definitions may be circular. */
const MAX_DEPTH = 40;
const MAX_NAME = 200;

/** Access paths worth one spelling: what packages call the same thing. */
const SAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'fs-extra': 'fs',
    'graceful-fs': 'fs',
    'original-fs': 'fs',
    'fs/promises': 'fs.promises',
    'mz/fs': 'fs.promises',
    'dns/promises': 'dns.promises',
    'timers/promises': 'timers.promises',
    process: 'process',
    'buffer.Buffer': 'Buffer',
    'url.URL': 'URL',
  }),
);

const GLOBAL_OBJECTS = new Set(['globalThis', 'global', 'window', 'self', 'root', 'GLOBAL']);
/** Functions that give back their first argument, as bundlers and compilers write them around `require`. */
const PASS_THROUGH =
  /^(?:__toESM|__toCommonJS|__importStar|__importDefault|_?interopRequire(?:Default|Wildcard)|_interop(?:RequireDefault|RequireWildcard|Namespace|NamespaceDefault|Default|DefaultLegacy|Compat)|Object\.(?:freeze|seal|assign)|util\.promisify|promisify|pify|Promise\.resolve)\d*$/;

/** The canonical name of an expression, or undefined where it has none. */
export function nameOf(code: Linked, node: Node, depth = 0): string | undefined {
  const known = code.names.get(node);
  if (known !== undefined || code.names.has(node)) return known;
  if (depth > MAX_DEPTH) return undefined;
  // Until it is known, so that a circular definition ends here.
  code.names.set(node, undefined);
  const name = canonical(resolve(code, node, depth + 1));
  code.names.set(node, name);
  return name;
}

function canonical(name: string | undefined): string | undefined {
  if (name === undefined || name.length > MAX_NAME) return undefined;
  const plain = name.replace(/^node:/, '').replace(/\.default(?=\.|\(|$)/g, '');
  for (let end = plain.length; end > 0; end = plain.lastIndexOf('.', end - 1)) {
    const same = SAME.get(plain.slice(0, end));
    if (same) return same + plain.slice(end);
  }
  return plain;
}

function resolve(code: Linked, node: Node, depth: number): string | undefined {
  switch (node.type) {
    case 'Identifier':
      return ofIdentifier(code, node, depth);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return ofMember(code, node, depth);
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'ImportExpression':
      return ofCall(code, node, depth);
    case 'NewExpression':
      return called(nameOf(code, node.callee, depth));
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
    case 'TSExternalModuleReference':
      return node.expression.type === 'StringLiteral' ? node.expression.value : undefined;
    default:
      return undefined;
  }
}

function ofIdentifier(code: Linked, node: Extract<Node, { type: 'Identifier' }>, depth: number): string | undefined {
  const binding = code.bindingOf(node);
  if (!binding) return GLOBAL_OBJECTS.has(node.name) ? 'globalThis' : node.name;
  return nameOfBinding(code, binding, depth);
}

/** A module's own name, or `<./path>` for one of the same package: dots in a path are not properties. */
function moduleName(specifier: string): string {
  return /^[./#]/.test(specifier) ? `<${specifier}>` : specifier;
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
  if (code.bindingNames.has(binding)) return code.bindingNames.get(binding);
  code.bindingNames.set(binding, undefined);
  const name = binding.from ? importedName(binding.from) : definedName(code, binding, depth);
  code.bindingNames.set(binding, name);
  return name;
}

function importedName({ specifier, name }: NonNullable<Binding['from']>): string {
  const from = moduleName(specifier);
  return name === '*' || name === 'default' ? from : `${from}.${name}`;
}

function definedName(code: Linked, binding: Binding, depth: number): string | undefined {
  for (const { value, path } of binding.definitions) {
    const base = isFunction(value) ? undefined : nameOf(code, value, depth);
    if (base === undefined) continue;
    return path.includes('*') ? undefined : [base, ...path].join('.').replace(/^globalThis\./, '');
  }
  return undefined;
}

function ofMember(
  code: Linked,
  node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
  depth: number,
): string | undefined {
  const key = propertyName(code, node);
  const base = nameOf(code, node.object, depth);
  if (base !== undefined && key !== undefined) return base === 'globalThis' ? key : `${base}.${key}`;
  if (key === undefined) return undefined;
  for (const value of propertyValues(code, node.object, key)) {
    const name = isFunction(value) ? undefined : nameOf(code, value, depth);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The name of the property a member expression takes, computed ones folded. */
export function propertyName(code: Linked, node: Node): string | undefined {
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return undefined;
  if (!node.computed) return keyText(node.property);
  const value = fold(code, node.property);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Values an object of this module gives to a property: from its literal, and from assignments to it. */
export function propertyValues(code: Linked, object: Node, key: string): Node[] {
  const found: Node[] = [];
  if (object.type === 'ObjectExpression') found.push(...literalValues(object, key));
  if (object.type !== 'Identifier') return found;
  const binding = code.bindingOf(object);
  for (const { value, path } of binding?.definitions ?? []) {
    if (path.length === 0 && value.type === 'ObjectExpression') found.push(...literalValues(value, key));
  }
  for (const write of code.writes.get(key) ?? []) {
    if (write.object.type === 'Identifier' && binding && code.bindingOf(write.object) === binding)
      found.push(write.value);
  }
  return found;
}

function literalValues(object: Extract<Node, { type: 'ObjectExpression' }>, key: string): Node[] {
  return object.properties.flatMap((property) => {
    if (property.type === 'SpreadElement' || keyText(property.key, property.computed) !== key) return [];
    return [property.type === 'ObjectMethod' ? property : property.value];
  });
}

type AnyCall = Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' | 'ImportExpression' }>;

function ofCall(code: Linked, node: AnyCall, depth: number): string | undefined {
  const loaded = specifierOf(code, node, depth);
  if (loaded !== undefined) return moduleName(loaded);
  if (node.type === 'ImportExpression') return undefined;
  const callee = nameOf(code, node.callee as Node, depth);
  const [first, second] = node.arguments;
  if (callee !== undefined && first && PASS_THROUGH.test(callee)) return nameOf(code, first, depth);
  if (callee === 'Reflect.get' && first && second) {
    const key = fold(code, second);
    const base = nameOf(code, first, depth);
    return base && typeof key === 'string' ? canonical(base === 'globalThis' ? key : `${base}.${key}`) : undefined;
  }
  if (isGlobalTrick(code, node, callee)) return 'globalThis';
  if (callee?.endsWith('.bind')) return callee.slice(0, -'.bind'.length);
  return called(callee) ?? returned(code, node, depth);
}

/** `Function('return this')()`, the old way to the global object. */
function isGlobalTrick(code: Linked, node: AnyCall, callee: string | undefined): boolean {
  if (node.type === 'ImportExpression' || callee !== 'Function()') return false;
  const inner = node.callee as Node;
  if (inner.type !== 'CallExpression' && inner.type !== 'NewExpression') return false;
  const text = inner.arguments[0] && fold(code, inner.arguments[0]);
  return typeof text === 'string' && /^\s*return\s+this\s*;?\s*$/.test(text);
}

/** What a local function of one expression gives back: `const load = () => require('x')`. */
function returned(code: Linked, node: AnyCall, depth: number): string | undefined {
  if (node.type === 'ImportExpression') return undefined;
  for (const fn of functionsOf(code, node.callee as Node)) {
    const value = code.results.get(fn)?.[0];
    const name = value && nameOf(code, value, depth);
    if (name !== undefined) return name;
  }
  return undefined;
}

function called(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${name}()`;
}

const LOADERS =
  /^(?:require|__require\d*|__non_webpack_require__|module\.require|process\.mainModule\.require|require\.main\.require|module\.createRequire\(\)|process\.getBuiltinModule|import|module\.Module\._load|module\._load|module\.constructor\._load|import\.meta\.require)$/;

/** The module a call loads: `require`, `import()`, `createRequire()()`, `process.getBuiltinModule`, where the name folds. */
export function specifierOf(code: Linked, node: Node, depth = 0): string | undefined {
  if (node.type === 'ImportExpression') return foldedText(code, node.source);
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return undefined;
  if (!isLoader(code, node.callee as Node, depth)) return undefined;
  const first = node.arguments[0];
  return first && foldedText(code, first);
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

/** Expressions looked through for one question; enough for code people write, little for code that wants to be slow. */
const MAX_SEARCH = 400;

/** The functions of this module an expression may stand for. */
export function functionsOf(code: Linked, node: Node): readonly Func[] {
  if (isFunction(node)) return [node];
  const known = code.functions.get(node);
  if (known) return known;
  // Until it is known, so that a circular definition ends here.
  code.functions.set(node, []);
  const found = new Set<Func>();
  const seen = new Set<Node>([node]);
  for (const at of seen) {
    if (isFunction(at)) found.add(at);
    else if (seen.size < MAX_SEARCH) for (const next of standsFor(code, at)) seen.add(next);
  }
  const functions = [...found];
  code.functions.set(node, functions);
  return functions;
}

/** What an expression's value may be, one step on. */
function standsFor(code: Linked, node: Node): readonly Node[] {
  switch (node.type) {
    case 'Identifier':
      return (code.bindingOf(node)?.definitions ?? []).flatMap(({ value, path }) => (path.length === 0 ? [value] : []));
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.body.body.filter((member) => isFunction(member) && member.kind === 'constructor');
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return ofProperty(code, node);
    case 'CallExpression':
      return wrapped(code, node);
    case 'AwaitExpression':
      return [node.argument];
    case 'AssignmentExpression':
      return [node.right];
    case 'SequenceExpression':
      return node.expressions.slice(-1);
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return [node.expression];
    case 'ConditionalExpression':
      return [node.consequent, node.alternate];
    case 'LogicalExpression':
      return [node.left, node.right];
    default:
      return [];
  }
}

/** `const run = once(() => …)`, esbuild's `__commonJS({ 'x.js'(exports) {…} })`: what is wrapped runs when the result does. */
function wrapped(code: Linked, node: Extract<Node, { type: 'CallExpression' }>): readonly Node[] {
  const args = node.arguments as Node[];
  const held = args.flatMap((arg) => (arg.type === 'ObjectExpression' ? functionsIn(arg) : []));
  const made = functionsOf(code, node.callee as Node).flatMap((fn) => code.results.get(fn) ?? []);
  return [...args, ...held, ...made];
}

/** Functions held directly by an object or array: a bundler's table of modules. */
function functionsIn(table: Node): Func[] {
  const values =
    table.type === 'ObjectExpression'
      ? table.properties.map((property) => (property.type === 'ObjectProperty' ? property.value : property))
      : table.type === 'ArrayExpression'
        ? table.elements
        : [];
  return values.flatMap((value) => {
    if (isFunction(value)) return [value];
    return value?.type === 'ArrayExpression' ? functionsIn(value) : [];
  });
}

function ofProperty(
  code: Linked,
  node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
): readonly Node[] {
  const key = propertyName(code, node);
  if (key === undefined) return anyProperty(code, node.object);
  // `fn.call(…)`, `fn.apply(…)` and `fn.bind(…)` run or are the function itself.
  if (key === 'call' || key === 'apply' || key === 'bind') return [node.object];
  return propertyValues(code, node.object, key);
}

/** `modules[id]`, with `id` unknown: any function of the table. */
function anyProperty(code: Linked, object: Node): Func[] {
  let table = object;
  while (table.type === 'MemberExpression' && table.computed) table = table.object;
  if (table.type !== 'Identifier') return functionsIn(table);
  return (code.bindingOf(table)?.definitions ?? []).flatMap(({ value, path }) =>
    path.length === 0 ? functionsIn(value) : [],
  );
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

/** A call node as a `Call`; `f.call(this, x)` and `f.apply(this, [x])` are calls of `f`. */
export function callOf(code: Linked, node: Node): Call | undefined {
  if (node.type === 'TaggedTemplateExpression') {
    return {
      node,
      name: nameOf(code, node.tag),
      method: undefined,
      args: node.quasi.expressions as Node[],
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
  const isNew = node.type === 'NewExpression';
  if (name?.endsWith('.call') && args.length > 0)
    return { node, name: name.slice(0, -5), method, args: args.slice(1), isNew };
  if (name?.endsWith('.apply') && name !== 'Reflect.apply') {
    const list = args[1];
    const spread = list?.type === 'ArrayExpression' ? (list.elements.filter(Boolean) as Node[]) : args.slice(1);
    return { node, name: name.slice(0, -6), method, args: spread, isNew };
  }
  return { node, name, method, args, isNew };
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
