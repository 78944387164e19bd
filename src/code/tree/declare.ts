/**
 * The one pass over a tree: links every node to the one around it, declares names in their scopes, and lists what the other
 * passes look at. Without recursion, and with as little as can be added to each node: a bundle has millions of them.
 */
import type { File, Identifier } from '@babel/types';
import { type Func, type Node, parentOf, pushBelow, setParent } from './walk.ts';

/** One way a value gets into a name: `value`, then the properties taken from it (`const {a: {b}} = v` gives `['a', 'b']`). */
export interface Definition {
  readonly value: Node;
  readonly path: readonly string[];
  /** True for what holds only where nothing else is given: `const {a = 1} = v`, `(a = 1) => a`. */
  readonly fallback?: true;
}

/** A name in a scope. `definitions` grow while the module is linked and are fixed afterwards. */
export interface Binding {
  readonly name: string;
  readonly kind: 'import' | 'param' | 'function' | 'class' | 'variable';
  /** Where it is declared; for imports the specifier, for parameters the function. */
  readonly node: Node;
  readonly definitions: Definition[];
  /** For imports: the module asked for, and the name taken from it (`*` and `default` included). */
  readonly from: { readonly specifier: string; readonly name: string } | undefined;
  /** For parameters: position, and the properties taken from it. */
  readonly param: { readonly index: number; readonly path: readonly string[] } | undefined;
  /** What it stands for, once `nameOf` was asked; null where that is not known. */
  known: string | null | undefined;
  /** The functions it may stand for, once `functionsOf` was asked. */
  functions: readonly Func[] | undefined;
}

/** The names declared at one place, and the scope around it. */
export interface Scope {
  names: Map<string, Binding> | undefined;
  readonly around: Scope | undefined;
  /** That of the function or program this is in, where `var` declares. */
  readonly outer: Scope;
}

/** What a pass over a file found, in source order. */
export interface Declared {
  readonly nodes: Lists;
  /** What each function declares inside. */
  readonly scopes: ReadonlyMap<Func, Scope>;
  /** Function, or undefined for the top of the module → calls written directly in it. */
  readonly callsIn: ReadonlyMap<Func | undefined, readonly Node[]>;
  /** Function → what it gives back. */
  readonly results: ReadonlyMap<Node, readonly Node[]>;
}

export interface Lists {
  readonly calls: Node[];
  readonly strings: Node[];
  readonly functions: Func[];
  readonly members: Node[];
  readonly assignments: Node[];
  readonly identifiers: Identifier[];
  readonly imports: Node[];
  readonly defaults: Node[];
  readonly patterns: Node[];
  /** Outermost concatenations. */
  readonly sums: Node[];
  readonly properties: Node[];
  /** Other places whose text is data: patterns, JSX. */
  readonly texts: Node[];
}

interface Pass {
  readonly nodes: Lists;
  readonly scopes: Map<Func, Scope>;
  readonly callsIn: Map<Func | undefined, Node[]>;
  readonly results: Map<Node, Node[]>;
}

/** Where a node stands: the scope and the function around it. */
interface Place {
  readonly scope: Scope;
  readonly area: Func | undefined;
}

/** Cost is linear in the size of the file. */
export function declareAll(file: File): Declared {
  const pass: Pass = { nodes: emptyLists(), scopes: new Map(), callsIn: new Map(), results: new Map() };
  const stack: Node[] = [file.program];
  const places: Place[] = [{ scope: rootScope(), area: undefined }];
  for (let node = stack.pop(), at = places.pop(); node && at; node = stack.pop(), at = places.pop()) {
    const inside = ENTER.get(node.type)?.(pass, node, at) ?? at;
    for (let i = pushBelow(stack, node); i < stack.length; i++) {
      setParent(stack[i] as Node, node);
      places.push(inside);
    }
  }
  return pass;
}

function emptyLists(): Lists {
  return {
    calls: [],
    strings: [],
    functions: [],
    members: [],
    assignments: [],
    identifiers: [],
    imports: [],
    defaults: [],
    patterns: [],
    sums: [],
    properties: [],
    texts: [],
  };
}

function rootScope(): Scope {
  const root: Omit<Scope, 'outer'> & { outer?: Scope } = { names: undefined, around: undefined };
  root.outer = root as Scope;
  return root as Scope;
}

/** Takes note of a node; gives the place of what is inside it. */
type Enter<N = Node> = (pass: Pass, node: N, at: Place) => Place;

function on<T extends Node['type']>(
  types: readonly T[],
  enter: Enter<Extract<Node, { type: T }>>,
): (readonly [string, Enter])[] {
  return types.map((type) => [type, enter as Enter]);
}

function listedIn(list: keyof Lists): Enter {
  return ({ nodes }, node, at) => {
    (nodes[list] as Node[]).push(node);
    return at;
  };
}

/**
 * Kinds of nodes that tell anything. One look-up a node instead of a question for each kind, and names of one shape: linking three
 * bundles took 1.16 s so and 1.37 s before (best of six rounds, twice).
 */
const ENTER: ReadonlyMap<string, Enter> = new Map([
  ...on(['Identifier'], enterIdentifier),
  ...on(
    ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ObjectMethod', 'ClassMethod'],
    enterFunction,
  ),
  ...on(['ClassPrivateMethod'], enterFunction),
  ...on(['Program', 'BlockStatement', 'ForStatement', 'SwitchStatement', 'StaticBlock'], enterBlock),
  ...on(['ForInStatement', 'ForOfStatement'], enterLoop),
  ...on(['CatchClause'], enterCatch),
  ...on(['ClassExpression'], enterClass),
  ...on(['CallExpression', 'OptionalCallExpression', 'NewExpression', 'ImportExpression'], enterCall),
  ...on(['TaggedTemplateExpression'], enterCall),
  ...on(['ReturnStatement', 'YieldExpression'], enterResult),
  ...on(['BinaryExpression'], enterBinary),
  ...on(['VariableDeclarator'], enterVariable),
  ...on(['ClassDeclaration'], enterClassDeclaration),
  ...on(['ImportDeclaration'], enterImport),
  ...on(['TSImportEqualsDeclaration'], enterImportEquals),
  ...on(['ExportDefaultDeclaration'], enterDefault),
  ...on(['ExportNamedDeclaration', 'ExportAllDeclaration'], listedIn('imports')),
  ...on(['StringLiteral'], listedIn('strings')),
  ...on(['TemplateLiteral'], enterTemplate),
  ...on(['MemberExpression', 'OptionalMemberExpression'], listedIn('members')),
  ...on(['AssignmentExpression'], listedIn('assignments')),
  ...on(['ObjectPattern'], listedIn('patterns')),
  ...on(['ObjectProperty'], listedIn('properties')),
  ...on(['RegExpLiteral', 'JSXText'], listedIn('texts')),
]);

function enterIdentifier({ nodes }: Pass, node: Identifier, at: Place): Place {
  nodes.identifiers.push(node);
  setScope(node, at.scope);
  return at;
}

function enterFunction(pass: Pass, node: Func, at: Place): Place {
  const own: Omit<Scope, 'outer'> & { outer?: Scope } = { names: undefined, around: at.scope };
  own.outer = own as Scope;
  const scope = own as Scope;
  pass.scopes.set(node, scope);
  pass.nodes.functions.push(node);
  pass.results.set(node, node.body.type === 'BlockStatement' ? [] : [node.body]);
  if (node.type === 'FunctionDeclaration' && node.id) {
    add(at.scope, node.id.name, { kind: 'function', node, value: node });
  }
  if (node.type === 'FunctionExpression' && node.id) add(scope, node.id.name, { kind: 'function', node, value: node });
  node.params.forEach((param, index) => {
    for (const { name, path, fallback } of patternNames(param)) {
      add(scope, name, { kind: 'param', node, param: { index, path } });
      addFallback(scope, name, fallback);
    }
  });
  return { scope, area: node };
}

function enterBlock(_: Pass, { type }: Node, { scope, area }: Place): Place {
  if (type === 'Program') return { scope, area };
  return { scope: { names: undefined, around: scope, outer: type === 'StaticBlock' ? scope : scope.outer }, area };
}

function enterLoop(pass: Pass, node: Node, at: Place): Place {
  pass.nodes.assignments.push(node);
  return enterBlock(pass, node, at);
}

function enterCatch(pass: Pass, node: Extract<Node, { type: 'CatchClause' }>, at: Place): Place {
  const inside = enterBlock(pass, node, at);
  const names = node.param ? patternNames(node.param) : [];
  for (const { name, path } of names) add(inside.scope, name, { kind: 'variable', node }, path);
  return inside;
}

function enterClass(pass: Pass, node: Extract<Node, { type: 'ClassExpression' }>, at: Place): Place {
  const inside = enterBlock(pass, node, at);
  if (node.id) add(inside.scope, node.id.name, { kind: 'class', node, value: node });
  return inside;
}

function enterCall({ nodes, callsIn }: Pass, node: Node, at: Place): Place {
  nodes.calls.push(node);
  const calls = callsIn.get(at.area);
  if (calls) calls.push(node);
  else callsIn.set(at.area, [node]);
  return at;
}

function enterResult(
  { results }: Pass,
  { argument }: Extract<Node, { type: 'ReturnStatement' | 'YieldExpression' }>,
  at: Place,
): Place {
  if (at.area && argument) results.get(at.area)?.push(argument);
  return at;
}

function enterBinary({ nodes }: Pass, node: Extract<Node, { type: 'BinaryExpression' }>, at: Place): Place {
  if (node.operator === '+' && parentOf(node)?.type !== 'BinaryExpression') nodes.sums.push(node);
  return at;
}

/** Minifiers write every text in backticks. One without anything between is a text like others, also where it is a key or a name. */
function enterTemplate({ nodes }: Pass, node: Extract<Node, { type: 'TemplateLiteral' }>, at: Place): Place {
  const [only, ...more] = node.quasis;
  const value = only?.value.cooked;
  if (more.length === 0 && typeof value === 'string' && parentOf(node)?.type !== 'TaggedTemplateExpression')
    Object.assign(node, { type: 'StringLiteral', value, quasis: null, expressions: null });
  nodes.strings.push(node);
  return at;
}

function enterVariable(_: Pass, node: Extract<Node, { type: 'VariableDeclarator' }>, at: Place): Place {
  declareVariable(node, at.scope);
  return at;
}

function enterClassDeclaration(_: Pass, node: Extract<Node, { type: 'ClassDeclaration' }>, at: Place): Place {
  if (node.id) add(at.scope, node.id.name, { kind: 'class', node, value: node });
  return at;
}

function enterImport({ nodes }: Pass, node: Extract<Node, { type: 'ImportDeclaration' }>, at: Place): Place {
  nodes.imports.push(node);
  for (const specifier of node.specifiers) declareImport(specifier, node.source.value, at.scope);
  return at;
}

function enterImportEquals(_: Pass, node: Extract<Node, { type: 'TSImportEqualsDeclaration' }>, at: Place): Place {
  add(at.scope, node.id.name, { kind: 'variable', node, value: node.moduleReference });
  return at;
}

function enterDefault(
  { nodes }: Pass,
  { declaration }: Extract<Node, { type: 'ExportDefaultDeclaration' }>,
  at: Place,
): Place {
  nodes.defaults.push(declaration);
  return at;
}

function declareVariable(node: Extract<Node, { type: 'VariableDeclarator' }>, around: Scope): void {
  const declaration = parentOf(node);
  const hoisted = declaration?.type === 'VariableDeclaration' && declaration.kind === 'var';
  const scope = hoisted ? around.outer : around;
  const loop = declaration && parentOf(declaration);
  const looped = loop && isLoop(loop) && loop.left === declaration ? loop.right : undefined;
  const value = node.init ?? looped;
  const prefix = looped ? ['*'] : [];
  for (const { name, path, fallback } of patternNames(node.id)) {
    add(scope, name, { kind: 'variable', node, ...(value ? { value } : {}) }, [...prefix, ...path]);
    addFallback(scope, name, fallback);
  }
}

/** `for (x of y)` and `for (x in y)`. */
export function isLoop(node: Node): node is Extract<Node, { type: 'ForOfStatement' | 'ForInStatement' }> {
  return node.type === 'ForOfStatement' || node.type === 'ForInStatement';
}

function declareImport(specifier: Node, from: string, scope: Scope): void {
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

interface Declaration extends Pick<Binding, 'kind' | 'node'>, Partial<Pick<Binding, 'param' | 'from'>> {
  readonly value?: Node;
}

function add(
  scope: Scope,
  name: string,
  { kind, node, param, from, value }: Declaration,
  path: readonly string[] = [],
): void {
  scope.names ??= new Map();
  let binding = scope.names.get(name);
  if (!binding) {
    // All of one shape, with the fields that are filled later: they are read for every name that is looked up.
    binding = { name, kind, node, definitions: [], from, param, known: undefined, functions: undefined };
    scope.names.set(name, binding);
  }
  if (value) binding.definitions.push({ value, path });
}

function addFallback(scope: Scope, name: string, fallback: Node | undefined): void {
  if (fallback) scope.names?.get(name)?.definitions.push({ value: fallback, path: [], fallback: true });
}

/** A name a pattern binds. */
export interface PatternName {
  readonly name: string;
  readonly node: Identifier;
  /** The properties that lead to it; `*` stands for "some element". */
  readonly path: readonly string[];
  /** What it holds where nothing is given. */
  readonly fallback?: Node;
}

/** Names that a pattern binds. */
export function patternNames(pattern: Node): readonly PatternName[] {
  if (pattern.type === 'Identifier') return [{ name: pattern.name, node: pattern, path: [] }];
  const found: PatternName[] = [];
  const stack: { node: Node; path: string[]; fallback?: Node }[] = [{ node: pattern, path: [] }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, path, fallback } = top;
    if (node.type === 'Identifier') found.push({ name: node.name, node, path, ...(fallback ? { fallback } : {}) });
    else if (node.type === 'AssignmentPattern') stack.push({ node: node.left, path, fallback: node.right });
    else for (const [step, inner] of patternParts(node)) stack.push({ node: inner, path: [...path, ...step] });
  }
  return found;
}

function patternParts(node: Node): [string[], Node][] {
  switch (node.type) {
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

/** An identifier holds its scope until somebody asks what it refers to, and the answer from then on: faster than any Map. */
type Placed = Identifier & { bound?: Scope | Binding | null };

function setScope(identifier: Placed, scope: Scope): void {
  identifier.bound = scope;
}

/** What an identifier refers to; undefined for a global. */
export function bindingOf(identifier: Placed): Binding | undefined {
  const { bound } = identifier;
  if (!bound || 'definitions' in bound) return bound ?? undefined;
  const binding = lookUp(bound, identifier.name) ?? null;
  identifier.bound = binding;
  return binding ?? undefined;
}

function lookUp(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at; at = at.around) {
    const binding = at.names?.get(name);
    if (binding) return binding;
  }
  return undefined;
}
