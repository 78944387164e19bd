/** What a module gives to the others of its package, and what it does with what they give it. */
import { functionsOf } from './calls.ts';
import { backwards, codeArguments, isWhole, networkArguments, type SourceKind, trace } from './flow.ts';
import { keyText, type Linked } from './scope.ts';
import { type Func, isFunction, type Node } from './walk.ts';

/** Plain facts, so that the tree they were read from can be let go of. */
export interface Summary {
  readonly sources: ReadonlyMap<string, readonly { readonly kind: SourceKind; readonly detail: string }[]>;
  readonly sends: ReadonlyMap<string, ReadonlySet<number>>;
  readonly runs: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Without one of these words a module neither collects nor sends nor unpacks. */
const CONCERNED =
  /\benv\b|readFile|createReadStream|execSync|\bexec\b|spawn|hostname|userInfo|networkInterfaces|fetch|https?\b|axios|\bgot\b|request|\bnet\b|dgram|\bdns\b|WebSocket|atob|base64|fromCharCode|zlib|createDecipher/;
const MAX_EXPORTS = 200;

/** Undefined where the module has nothing to say. */
export function summaryOf(code: Linked, source: string): Summary | undefined {
  if (!CONCERNED.test(source)) return undefined;
  const exported = [...exportsOf(code)].slice(0, MAX_EXPORTS);
  const sources = exported.map(([name, values]) => [name, values.flatMap((value) => sourcesOf(code, value))] as const);
  const sends = parametersOf(code, exported, (call) => networkArguments(code, call));
  const runs = parametersOf(code, exported, (call) => unpackedArguments(code, call));
  const found = sources.filter(([, list]) => list.length > 0);
  return found.length + sends.size + runs.size > 0 ? { sources: new Map(found), sends, runs } : undefined;
}

type Exports = readonly (readonly [string, readonly Node[]])[];

function sourcesOf(code: Linked, value: Node): { kind: SourceKind; detail: string }[] {
  const results = functionsOf(code, value).flatMap((fn) => code.results.get(fn) ?? []);
  return (results.length > 0 ? results : [value])
    .flatMap((result) => trace(code, result))
    .filter(
      ({ source, steps }) => source.kind !== 'variable' && (source.kind !== 'environment' || isWhole(code, steps)),
    )
    .map(({ source: { kind, detail } }) => ({ kind, detail }));
}

/** What is unpacked on its way into code. */
function unpackedArguments(code: Linked, call: Node): readonly Node[] {
  return codeArguments(code, call).flatMap((arg) =>
    trace(code, arg).flatMap(({ source }) => (source.kind === 'packed' ? [source.node] : [])),
  );
}

/** Parameters of exported functions that reach what some calls take, by the name of the export. */
function parametersOf(
  code: Linked,
  exported: Exports,
  taken: (call: Node) => readonly Node[],
): Map<string, Set<number>> {
  const names = new Map<Func, string>();
  for (const [name, values] of exported) {
    for (const fn of values.flatMap((value) => functionsOf(code, value))) names.set(fn, name);
  }
  const found = new Map<string, Set<number>>();
  for (const { fn, index } of code.nodes.calls.flatMap(taken).flatMap((arg) => parametersIn(code, arg))) {
    const name = names.get(fn);
    if (name !== undefined) found.set(name, (found.get(name) ?? new Set()).add(index));
  }
  return found;
}

function parametersIn(code: Linked, arg: Node): { readonly fn: Func; readonly index: number }[] {
  return [...backwards(code, arg)].flatMap(({ node }) => {
    const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
    return binding?.param ? [{ fn: binding.node as Func, index: binding.param.index }] : [];
  });
}

/** Every name a module exports, with the values it may have; methods of exported classes by their own names. */
function exportsOf(code: Linked): ReadonlyMap<string, readonly Node[]> {
  const methods = code.nodes.functions.flatMap((fn): Named[] =>
    fn.type === 'ClassMethod' ? [[keyText(fn.key, fn.computed), fn]] : [],
  );
  const all: Named[] = [
    ...code.nodes.imports.flatMap(declared),
    ...code.nodes.defaults.map((node): Named => ['default', node]),
    ...[...code.writes].flatMap(([key, writes]) => writes.flatMap(({ object, value }) => written(object, key, value))),
    ...methods,
  ];
  const found = new Map<string, Node[]>();
  for (const [name, value] of all) if (name !== undefined) found.set(name, [...(found.get(name) ?? []), value]);
  return found;
}

type Named = readonly [string | undefined, Node];

/** `exports.a = …`, `module.exports = …`. */
function written(object: Node, key: string, value: Node): readonly Named[] {
  if (object.type === 'MemberExpression') return keyText(object.property) === 'exports' ? [[key, value]] : [];
  if (object.type !== 'Identifier' || (object.name !== 'exports' && object.name !== 'module')) return [];
  return object.name === 'module' && key === 'exports' ? assigned(value) : [[key, value]];
}

function declared(node: Node): Named[] {
  if (node.type !== 'ExportNamedDeclaration') return [];
  const { declaration } = node;
  if (declaration && isFunction(declaration))
    return [['id' in declaration ? declaration.id?.name : undefined, declaration]];
  if (declaration?.type === 'VariableDeclaration') {
    return declaration.declarations.flatMap(({ id, init }): Named[] =>
      id.type === 'Identifier' && init ? [[id.name, init]] : [],
    );
  }
  return node.specifiers.flatMap((one): Named[] =>
    one.type === 'ExportSpecifier' && !node.source ? [[keyText(one.exported), one.local]] : [],
  );
}

/** `module.exports = { a, b }` exports two names, anything else is the module itself. */
function assigned(value: Node): Named[] {
  if (value.type !== 'ObjectExpression') return [['default', value]];
  return value.properties.flatMap((property): Named[] => {
    if (property.type === 'SpreadElement') return [];
    return [[keyText(property.key, property.computed), property.type === 'ObjectMethod' ? property : property.value]];
  });
}
