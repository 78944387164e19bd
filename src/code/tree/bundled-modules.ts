/**
 * Modules that a bundler has put into one file, each as a function: which one a call loads, and what it exports. As webpack
 * (`r(896)`, out of a table) and esbuild (`require_fs()`, around one function) write them.
 */
import { keyText } from './declare.ts';
import type { Binding, Linked } from './scope.ts';
import { type Func, isFunction, isWithin, knownOf, type Node, parentOf } from './walk.ts';

const NOTHING: readonly Node[] = [];

/** What a call that loads such a module gives, or one property of it; nothing for any other expression. */
export function bundledValues(code: Linked, node: Node, key?: string): readonly Node[] {
  const fn = node.type === 'CallExpression' ? moduleLoaded(code, node) : undefined;
  if (!fn) return NOTHING;
  const { whole, named } = exportsOf(code, fn);
  if (key === undefined) return whole;
  return [...(named.get(key) ?? NOTHING), ...whole.flatMap((value) => propertyOf(value, key))];
}

/** What an expression that stands for such a module gives under a name. */
export function bundledProperty(code: Linked, object: Node, key: string): readonly Node[] {
  if (object.type === 'CallExpression') return bundledValues(code, object, key);
  const definitions = object.type === 'Identifier' ? (code.bindingOf(object)?.definitions ?? []) : [];
  return definitions.flatMap(({ value, path }) => (path.length === 0 ? bundledValues(code, value, key) : NOTHING));
}

function propertyOf(value: Node, key: string): readonly Node[] {
  if (value.type !== 'ObjectExpression') return NOTHING;
  return value.properties.flatMap((part) => {
    if (part.type === 'SpreadElement' || keyText(part.key, part.computed) !== key) return NOTHING;
    return [part.type === 'ObjectMethod' ? part : part.value];
  });
}

type CallNode = Extract<Node, { type: 'CallExpression' }>;

function moduleLoaded(code: Linked, call: CallNode): Func | undefined {
  const { callee, arguments: args } = call;
  const [first] = args as Node[];
  if (callee.type !== 'Identifier' || args.length > 2) return undefined;
  const around = first?.type === 'CallExpression' ? first : undefined;
  if (!around && (args.length > 1 || (first && !isId(first)))) return undefined;
  const known = knownOf(call);
  if (known.loads !== undefined) return known.loads ?? undefined;
  // Until it is known, so that a circular definition ends here.
  known.loads = null;
  const binding = code.bindingOf(callee);
  const found = binding && (around ? passedOn(code, binding, around) : loadedBy(code, binding, first));
  known.loads = found ?? null;
  return found;
}

function loadedBy(code: Linked, binding: Binding, id: Node | undefined): Func | undefined {
  return id ? memberOf(tableBehind(code, binding), id) : wrappedBy(binding);
}

const INTEROP = new WeakMap<Binding, boolean>();

/** `u(require_fs())`: what a minifier leaves of `__toESM`, known by the mark that it asks for. */
function passedOn(code: Linked, binding: Binding, loads: CallNode): Func | undefined {
  const module = moduleLoaded(code, loads);
  if (!module) return undefined;
  const known =
    INTEROP.get(binding) ?? binding.definitions.some(({ value }) => isFunction(value) && asksForMark(code, value));
  INTEROP.set(binding, known);
  return known ? module : undefined;
}

function asksForMark(code: Linked, fn: Func): boolean {
  return code.nodes.members.some(
    (node) => 'property' in node && isWithin(fn, node) && keyText(node.property as Node) === '__esModule',
  );
}

/** `var require_fs = __commonJS({ "src/fs.js"(exports, module) { … } })`, and `a((exports, module) => { … })` minified. */
function wrappedBy({ definitions: [only, ...more] }: Binding): Func | undefined {
  if (only?.value.type !== 'CallExpression' || more.length > 0 || only.path.length > 0) return undefined;
  const [arg, ...others] = only.value.arguments as Node[];
  if (!arg || others.length > 0) return undefined;
  const inside = arg.type === 'ObjectExpression' && arg.properties.length === 1 ? arg.properties[0] : arg;
  const fn = inside?.type === 'ObjectProperty' ? inside.value : inside;
  return fn && isFunction(fn) && fn.params.length > 0 ? fn : undefined;
}

const isId = ({ type }: Node): boolean => type === 'NumericLiteral' || type === 'StringLiteral';

const TABLES = new WeakMap<Binding, Node | null>();

/** The table that a function looks its argument up in, or that the function around it lies in, where each is given the same one. */
function tableBehind(code: Linked, binding: Binding): Node | undefined {
  const known = TABLES.get(binding);
  if (known !== undefined) return known ?? undefined;
  TABLES.set(binding, null);
  const own = binding.param ? undefined : binding.definitions.find(({ value }) => isFunction(value))?.value;
  const table = own ? lookedUpIn(code, own as Func) : binding.param && tableAround(binding.node);
  TABLES.set(binding, table ?? null);
  return table;
}

function tableAround(fn: Node): Node | undefined {
  const holder = parentOf(fn);
  const table = holder?.type === 'ObjectProperty' ? parentOf(holder) : holder;
  return table?.type === 'ObjectExpression' || table?.type === 'ArrayExpression' ? table : undefined;
}

/** `e[n](s, s.exports, r)` and `e[n].call(…)`, in a function of `n`. */
function lookedUpIn(code: Linked, fn: Func): Node | undefined {
  const [param] = fn.params;
  if (param?.type !== 'Identifier') return undefined;
  for (const call of code.callsIn.get(fn) ?? []) {
    const table = indexedBy(call, param.name);
    const [only] = table ? (code.bindingOf(table)?.definitions ?? []) : [];
    if (only && isTable(only.value)) return only.value;
  }
  return undefined;
}

/** What a call takes the function from that it calls, under what a name holds. */
function indexedBy(call: Node, name: string): Extract<Node, { type: 'Identifier' }> | undefined {
  const callee = call.type === 'CallExpression' ? (call.callee as Node) : undefined;
  const at = callee?.type === 'MemberExpression' && !callee.computed ? callee.object : callee;
  if (at?.type !== 'MemberExpression' || !at.computed || at.property.type !== 'Identifier') return undefined;
  return at.property.name === name && at.object.type === 'Identifier' ? at.object : undefined;
}

const isTable = ({ type }: Node): boolean => type === 'ObjectExpression' || type === 'ArrayExpression';

function memberOf(table: Node | undefined, id: Node): Func | undefined {
  const key = keyText(id);
  if (!table || key === undefined) return undefined;
  const value = table.type === 'ArrayExpression' ? table.elements[Number(key)] : propertyOf(table, key)[0];
  return value && isFunction(value) ? value : undefined;
}

interface Exports {
  /** What takes the place of the module's exports. */
  readonly whole: readonly Node[];
  readonly named: ReadonlyMap<string, readonly Node[]>;
}

const EXPORTS = new WeakMap<Func, Exports>();

function exportsOf(code: Linked, fn: Func): Exports {
  const known = EXPORTS.get(fn);
  if (known) return known;
  const all = [...fn.params.slice(0, 2).flatMap((param) => writtenTo(code, param)), ...defined(code, fn)];
  const named = Map.groupBy(all, ([key]) => key);
  const found = {
    whole: (named.get(WHOLE) ?? []).flatMap(([, values]) => values),
    named: new Map([...named].map(([key, list]) => [key, list.flatMap(([, values]) => values)])),
  };
  EXPORTS.set(fn, found);
  return found;
}

/** What takes the place of all exports is written to a property of the module itself. */
const WHOLE = 'exports';

type Written = readonly [key: string, values: readonly Node[]];

function writtenTo(code: Linked, param: Node): readonly Written[] {
  const binding = param.type === 'Identifier' ? code.bindingOf(param) : undefined;
  if (!binding) return [];
  return [...(code.boundWrites.get(binding) ?? []), ...(writesBelow(code).get(binding) ?? [])];
}

const BELOW = new WeakMap<Linked, ReadonlyMap<Binding, readonly Written[]>>();

/** `module.exports.name = value`, by what `module` is bound to. */
function writesBelow(code: Linked): ReadonlyMap<Binding, readonly Written[]> {
  const known = BELOW.get(code);
  if (known) return known;
  const found = new Map<Binding, Written[]>();
  for (const [key, writes] of code.writes) {
    for (const { object, value } of writes) {
      const binding = ofExports(code, object);
      if (binding) found.set(binding, [...(found.get(binding) ?? []), [key, [value]]]);
    }
  }
  BELOW.set(code, found);
  return found;
}

/** What `module` is bound to in `module.exports`, where that is a parameter. */
function ofExports(code: Linked, object: Node): Binding | undefined {
  if (object.type !== 'MemberExpression' || keyText(object.property, object.computed) !== WHOLE) return undefined;
  const binding = object.object.type === 'Identifier' ? code.bindingOf(object.object) : undefined;
  return binding?.kind === 'param' ? binding : undefined;
}

/** webpack's `r.d(t, { name: () => value })`. */
function defined(code: Linked, fn: Func): readonly Written[] {
  return (code.callsIn.get(fn) ?? []).flatMap((call) => {
    const callee = call.type === 'CallExpression' ? (call.callee as Node) : undefined;
    if (callee?.type !== 'MemberExpression' || keyText(callee.property, callee.computed) !== 'd') return [];
    const getters = (call as CallNode).arguments[1];
    return getters?.type === 'ObjectExpression' ? getters.properties.flatMap((part) => gotBy(code, part) ?? []) : [];
  });
}

function gotBy(code: Linked, part: Node): Written[] | undefined {
  if (part.type !== 'ObjectProperty' || !isFunction(part.value)) return undefined;
  const key = keyText(part.key, part.computed);
  return key === undefined ? undefined : [[key, code.results.get(part.value) ?? NOTHING]];
}
