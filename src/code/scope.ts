/** Who a name refers to: one pass over the tree that links parents, declares names and collects what flows into them. */
import type { File, Identifier } from '@babel/types';
import type { SourceKind } from './flow.ts';
import { type Constant, FOLD_FUEL } from './strings.ts';
import { type Func, functionAround, isFunction, type Node, parentOf, pushChildren, setParent } from './walk.ts';

/** One way a value gets into a name: `value`, then the properties taken from it (`const {a: {b}} = v` gives `['a', 'b']`). */
export interface Definition {
  readonly value: Node;
  readonly path: readonly string[];
}

/** A name in a scope. `definitions` grow while the module is linked and are fixed afterwards. */
export interface Binding {
  readonly name: string;
  readonly kind: 'import' | 'param' | 'function' | 'class' | 'variable';
  /** Where it is declared; for imports the specifier, for parameters the function. */
  readonly node: Node;
  readonly definitions: Definition[];
  /** For imports: the module asked for, and the name taken from it (`*` and `default` included). */
  readonly from?: { readonly specifier: string; readonly name: string };
  /** For parameters: position, and the properties taken from it. */
  readonly param?: { readonly index: number; readonly path: readonly string[] };
}

/** Other modules of the package, asked by the names their exports have here: `<./lib/collect>.all`. */
export interface Outside {
  /** What a call of this, or the value itself, may give. */
  sources(name: string): readonly { readonly kind: SourceKind; readonly detail: string }[];
  /** Which arguments of a call of this leave over the network. */
  sends(name: string): ReadonlySet<number>;
  /** Which arguments of a call of this are unpacked and become code. */
  runs(name: string): ReadonlySet<number>;
  /** True where the module it is of holds a packed text, or is no code. */
  carries(name: string): boolean;
}

type Scope = Map<string, Binding>;
type Scopes = ReadonlyMap<Node, Scope>;

/** A linked module: names resolve, and calls, strings and functions are listed in source order. */
export interface Linked {
  readonly file: File;
  readonly nodes: {
    readonly calls: Node[];
    readonly strings: Node[];
    readonly functions: Func[];
    readonly members: Node[];
    readonly assignments: Node[];
    readonly returns: Node[];
    readonly identifiers: Identifier[];
    readonly imports: Node[];
    readonly spreads: Node[];
    readonly defaults: Node[];
    readonly patterns: Node[];
    /** Outermost concatenations. */
    readonly sums: Node[];
    readonly properties: Node[];
    /** Other places whose text is data: patterns, JSX. */
    readonly texts: Node[];
  };
  readonly scopes: Scopes;
  /** Property name → assignments to a property of that name. */
  readonly writes: ReadonlyMap<string, readonly { readonly object: Node; readonly value: Node }[]>;
  /** Function → what it gives back. */
  readonly results: ReadonlyMap<Node, readonly Node[]>;
  /** Name → what is put into the value it holds: `x.a = v`, `x.push(v)`, `Object.assign(x, v)`. */
  readonly mutations: ReadonlyMap<Binding, readonly Node[]>;
  /** Remembered by `nameOf` and `fold`; `fuel` bounds what folding may cost. */
  readonly names: Map<Node, string | undefined>;
  readonly bindingNames: Map<Binding, string | undefined>;
  readonly constants: Map<Node, Constant | undefined>;
  readonly functions: Map<Node, readonly Func[]>;
  readonly fuel: { left: number };
  /** What other modules of the package do with what they are given, and what they give back; set once they are known. */
  outside: Outside | undefined;
  bindingOf(name: Identifier): Binding | undefined;
}

const BLOCKS = new Set([
  'Program',
  'BlockStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'SwitchStatement',
  'CatchClause',
  'ClassExpression',
  'StaticBlock',
]);

function opensScope(node: Node): boolean {
  return BLOCKS.has(node.type) || isFunction(node);
}

/** Links a parsed file. Cost is linear in its size. */
export function link(file: File): Linked {
  const scopes = new Map<Node, Scope>();
  const nodes: Linked['nodes'] = {
    calls: [],
    strings: [],
    functions: [],
    members: [],
    assignments: [],
    returns: [],
    identifiers: [],
    imports: [],
    spreads: [],
    defaults: [],
    patterns: [],
    sums: [],
    properties: [],
    texts: [],
  };
  visit(file.program, scopes, nodes);
  const linked: Linked = {
    file,
    nodes,
    scopes,
    writes: writesOf(nodes.assignments),
    results: resultsOf(nodes),
    names: new Map(),
    bindingNames: new Map(),
    constants: new Map(),
    functions: new Map(),
    fuel: { left: FOLD_FUEL },
    mutations: new Map(),
    outside: undefined,
    bindingOf: (name) => boundTo(scopes, name),
  };
  for (const node of nodes.assignments) assign(linked, node);
  const declared = remembered(declaredFunctions);
  for (const node of nodes.calls) bindArguments(linked, node, declared);
  return Object.assign(linked, { mutations: mutationsOf(linked) });
}

function remembered<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    if (known.has(key)) return known.get(key) as V;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}

function writesOf(assignments: readonly Node[]): Linked['writes'] {
  const writes = new Map<string, { object: Node; value: Node }[]>();
  for (const node of assignments) {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') continue;
    const { object, property, computed } = node.left;
    const key = computed && property.type !== 'StringLiteral' ? '*' : keyText(property);
    if (key === undefined) continue;
    const list = writes.get(key);
    if (list) list.push({ object, value: node.right });
    else writes.set(key, [{ object, value: node.right }]);
  }
  return writes;
}

const FILLS = new Set(['push', 'unshift', 'set', 'append', 'add', 'write', 'assign']);

function mutationsOf(linked: Linked): Map<Binding, Node[]> {
  const found = new Map<Binding, Node[]>();
  const put = (object: Node, values: readonly Node[]) => {
    const binding = holderOf(linked, object);
    const known = binding && found.get(binding);
    if (known) known.push(...values);
    else if (binding) found.set(binding, [...values]);
  };
  for (const writes of linked.writes.values()) for (const { object, value } of writes) put(object, [value]);
  for (const node of linked.nodes.calls) {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') continue;
    const method = keyText(node.callee.property, node.callee.computed);
    if (method === undefined || !FILLS.has(method)) continue;
    const [first, ...rest] = node.arguments as Node[];
    if (method === 'assign' && first) put(first, rest);
    else put(node.callee.object, node.arguments as Node[]);
  }
  return found;
}

/** The name at the root of `a.b.c`. */
function holderOf(linked: Linked, object: Node): Binding | undefined {
  let at = object;
  while (at.type === 'MemberExpression') at = at.object;
  return at.type === 'Identifier' ? linked.bindingOf(at) : undefined;
}

function resultsOf(nodes: Linked['nodes']): Map<Node, Node[]> {
  const results = new Map<Node, Node[]>();
  for (const fn of nodes.functions) results.set(fn, fn.body.type === 'BlockStatement' ? [] : [fn.body]);
  for (const node of nodes.returns) {
    const around = functionAround(node);
    const value = 'argument' in node ? (node.argument as Node | null) : undefined;
    if (around && value) results.get(around)?.push(value);
  }
  return results;
}

/** Parameters of local functions and of callbacks get what their calls give them. */
function bindArguments(linked: Linked, call: Node, declared: LocalFunctions): void {
  if (!('arguments' in call) || !('callee' in call)) return;
  const args = call.arguments as Node[];
  const callee = call.callee as Node;
  for (const fn of localFunctions(linked, callee, declared)) {
    for (const [index, arg] of args.entries()) {
      if (arg.type === 'SpreadElement') break;
      define(linked, fn, index, arg, []);
    }
  }
  for (const arg of args)
    for (const fn of localFunctions(linked, arg, declared)) bindCallback(linked, fn, call, callee);
}

type LocalFunctions = (binding: Binding) => readonly Func[];

/** Asked before any call binds an argument: what a parameter holds does not count as declared here. */
function declaredFunctions(binding: Binding): readonly Func[] {
  return binding.definitions.flatMap(({ value, path }) => (path.length === 0 && isFunction(value) ? [value] : []));
}

function localFunctions(linked: Linked, node: Node, declared: LocalFunctions): readonly Func[] {
  if (isFunction(node)) return [node];
  const binding = node.type === 'Identifier' ? linked.bindingOf(node) : undefined;
  return binding ? declared(binding) : [];
}

const ELEMENTWISE = new Set(['forEach', 'map', 'filter', 'find', 'some', 'every', 'flatMap', 'findLast', 'sort']);

/** What a callback's parameters hold: an element, what the promise gives, or whatever the call reports back. */
function bindCallback(linked: Linked, fn: Func, call: Node, callee: Node): void {
  const method = 'property' in callee ? keyText(callee.property as Node) : undefined;
  const receiver = method !== undefined && 'object' in callee ? (callee.object as Node) : undefined;
  for (const index of fn.params.keys()) {
    const path = receiver && elementPath(method as string, index);
    if (receiver && path) define(linked, fn, index, receiver, path);
    else define(linked, fn, index, call, []);
  }
}

function elementPath(method: string, index: number): string[] | undefined {
  if (method === 'then') return [];
  if (method === 'reduce') return index === 1 ? ['*'] : [];
  return ELEMENTWISE.has(method) ? ['*'] : undefined;
}

function define(linked: Linked, fn: Func, index: number, value: Node, prefix: readonly string[]): void {
  const param = fn.params[index];
  const scope = param && linked.scopes.get(fn);
  if (!scope) return;
  for (const { name, path } of patternNames(param)) {
    scope.get(name)?.definitions.push({ value, path: [...prefix, ...path] });
  }
}

function visit(program: Node, scopes: Map<Node, Scope>, nodes: Linked['nodes']): void {
  const stack = [program];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (opensScope(node)) scopes.set(node, new Map());
    collect(node, nodes);
    const below = stack.length;
    pushChildren(stack, node);
    for (let i = below; i < stack.length; i++) setParent(stack[i] as Node, node);
    declare(node, scopes);
    reverse(stack, below);
  }
}

/** Turns the end of a list round, so that the first child is on top. */
function reverse(list: Node[], from: number): void {
  for (let i = from, j = list.length - 1; i < j; i++, j--) [list[i], list[j]] = [list[j] as Node, list[i] as Node];
}

const LISTS: Readonly<Partial<Record<Node['type'], keyof Linked['nodes']>>> = {
  CallExpression: 'calls',
  OptionalCallExpression: 'calls',
  NewExpression: 'calls',
  ImportExpression: 'calls',
  TaggedTemplateExpression: 'calls',
  StringLiteral: 'strings',
  TemplateLiteral: 'strings',
  MemberExpression: 'members',
  OptionalMemberExpression: 'members',
  AssignmentExpression: 'assignments',
  ReturnStatement: 'returns',
  YieldExpression: 'returns',
  Identifier: 'identifiers',
  ImportDeclaration: 'imports',
  ExportNamedDeclaration: 'imports',
  ExportAllDeclaration: 'imports',
  SpreadElement: 'spreads',
  ForOfStatement: 'assignments',
  ObjectPattern: 'patterns',
  BinaryExpression: 'sums',
  ObjectProperty: 'properties',
  RegExpLiteral: 'texts',
  JSXText: 'texts',
};

function collect(node: Node, nodes: Linked['nodes']): void {
  if (isFunction(node)) {
    nodes.functions.push(node);
    return;
  }
  if (node.type === 'ExportDefaultDeclaration') nodes.defaults.push(node.declaration);
  if (node.type === 'BinaryExpression' && (node.operator !== '+' || parentOf(node)?.type === 'BinaryExpression'))
    return;
  const list = LISTS[node.type];
  if (list) (nodes[list] as Node[]).push(node);
}

function declare(node: Node, scopes: Map<Node, Scope>): void {
  if (isFunction(node)) declareFunction(node, scopes);
  else if (node.type === 'VariableDeclarator') declareVariable(node, scopes);
  switch (node.type) {
    case 'ClassDeclaration':
      if (node.id) add(scopeAround(node, scopes), node.id.name, { kind: 'class', node, value: node });
      return;
    case 'ClassExpression':
      if (node.id) add(scopes.get(node), node.id.name, { kind: 'class', node, value: node });
      return;
    case 'CatchClause':
      if (node.param) declarePattern(node.param, scopes.get(node), { kind: 'variable', node });
      return;
    case 'ImportDeclaration':
      for (const specifier of node.specifiers) declareImport(specifier, node.source.value, scopes);
      return;
    case 'TSImportEqualsDeclaration':
      add(scopeAround(node, scopes), node.id.name, { kind: 'variable', node, value: node.moduleReference });
  }
}

function declareFunction(node: Func, scopes: Map<Node, Scope>): void {
  const own = scopes.get(node);
  if (node.type === 'FunctionDeclaration' && node.id) {
    add(scopeAround(node, scopes), node.id.name, { kind: 'function', node, value: node });
  }
  if (node.type === 'FunctionExpression' && node.id) add(own, node.id.name, { kind: 'function', node, value: node });
  node.params.forEach((param, index) => {
    for (const found of patternNames(param)) {
      add(own, found.name, { kind: 'param', node, param: { index, path: found.path } });
    }
  });
}

function declareVariable(node: Extract<Node, { type: 'VariableDeclarator' }>, scopes: Map<Node, Scope>): void {
  const declaration = parentOf(node);
  const hoisted = declaration?.type === 'VariableDeclaration' && declaration.kind === 'var';
  const scope = hoisted ? functionScope(node, scopes) : scopeAround(node, scopes);
  const loop = declaration && parentOf(declaration);
  const looped = loop?.type === 'ForOfStatement' && loop.left === declaration ? loop.right : undefined;
  const value = node.init ?? looped;
  declarePattern(node.id, scope, { kind: 'variable', node, ...(value ? { value } : {}) }, looped ? ['*'] : []);
}

type Declared = Pick<Binding, 'kind' | 'node' | 'param' | 'from'> & { readonly value?: Node };

function declarePattern(
  pattern: Node,
  scope: Scope | undefined,
  declared: Declared,
  prefix: readonly string[] = [],
): void {
  for (const { name, path } of patternNames(pattern)) add(scope, name, declared, [...prefix, ...path]);
}

function declareImport(specifier: Node, from: string, scopes: Map<Node, Scope>): void {
  const scope = scopeAround(specifier, scopes) ?? scopes.values().next().value;
  if (specifier.type === 'ImportNamespaceSpecifier') {
    add(scope, specifier.local.name, { kind: 'import', node: specifier, from: { specifier: from, name: '*' } });
  } else if (specifier.type === 'ImportDefaultSpecifier') {
    add(scope, specifier.local.name, { kind: 'import', node: specifier, from: { specifier: from, name: 'default' } });
  } else if (specifier.type === 'ImportSpecifier') {
    const { imported } = specifier;
    const name = imported.type === 'Identifier' ? imported.name : imported.value;
    add(scope, specifier.local.name, { kind: 'import', node: specifier, from: { specifier: from, name } });
  }
}

function add(scope: Scope | undefined, name: string, declared: Declared, path: readonly string[] = []): void {
  if (!scope) return;
  const { value, ...rest } = declared;
  let binding = scope.get(name);
  if (!binding) {
    binding = { name, definitions: [], ...rest };
    scope.set(name, binding);
  }
  if (value) binding.definitions.push({ value, path });
}

/** Names that a pattern binds, each with the properties that lead to it; `*` stands for "some element". */
export function patternNames(pattern: Node): { name: string; path: string[] }[] {
  const found: { name: string; path: string[] }[] = [];
  const stack: { node: Node; path: string[] }[] = [{ node: pattern, path: [] }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, path } = top;
    if (node.type === 'Identifier') found.push({ name: node.name, path });
    else for (const [step, inner] of patternParts(node)) stack.push({ node: inner, path: [...path, ...step] });
  }
  return found;
}

function patternParts(node: Node): [string[], Node][] {
  switch (node.type) {
    case 'AssignmentPattern':
      return [[[], node.left]];
    case 'RestElement':
      return [[[], node.argument]];
    case 'TSParameterProperty':
      return [[[], node.parameter]];
    case 'ArrayPattern':
      return node.elements.flatMap((item, i): [string[], Node][] =>
        item ? [[item.type === 'RestElement' ? [] : [String(i)], item]] : [],
      );
    case 'ObjectPattern':
      return node.properties.map((property): [string[], Node] => {
        if (property.type === 'RestElement') return [[], property];
        return [[keyText(property.key, property.computed) ?? '*'], property.value];
      });
    default:
      return [];
  }
}

/** The text of a property key where it is written out. */
export function keyText(key: Node, computed = false): string | undefined {
  if (key.type === 'Identifier') return computed ? undefined : key.name;
  if (key.type === 'StringLiteral') return key.value;
  if (key.type === 'NumericLiteral') return String(key.value);
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  return undefined;
}

function assign(linked: Linked, node: Node): void {
  const [left, value, prefix] =
    node.type === 'AssignmentExpression'
      ? [node.left, node.right, []]
      : node.type === 'ForOfStatement'
        ? [node.left, node.right, ['*']]
        : [];
  if (!left || !value || left.type === 'VariableDeclaration' || left.type === 'MemberExpression') return;
  for (const { name, path } of patternNames(left)) {
    const binding = lookupName(linked.scopes, name, node);
    binding?.definitions.push({ value, path: [...(prefix ?? []), ...path] });
  }
}

function scopeAround(node: Node, scopes: Scopes): Scope | undefined {
  for (let at = parentOf(node); at; at = parentOf(at)) {
    const scope = opensScope(at) ? scopes.get(at) : undefined;
    if (scope) return scope;
  }
  return undefined;
}

function functionScope(node: Node, scopes: Scopes): Scope | undefined {
  const around = functionAround(node);
  if (around) return scopes.get(around);
  // The program is the first scope that was made.
  return scopes.values().next().value;
}

/** As `lookupName`, remembered on the identifier itself, which is an order of magnitude faster than a Map. */
function boundTo(scopes: Scopes, identifier: Identifier & { bound?: Binding | null }): Binding | undefined {
  if (identifier.bound === undefined) identifier.bound = lookupName(scopes, identifier.name, identifier) ?? null;
  return identifier.bound ?? undefined;
}

function lookupName(scopes: Scopes, name: string, from: Node): Binding | undefined {
  for (let at: Node | undefined = from; at; at = parentOf(at)) {
    const binding = opensScope(at) ? scopes.get(at)?.get(name) : undefined;
    if (binding) return binding;
  }
  return undefined;
}
