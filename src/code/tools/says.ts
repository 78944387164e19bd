/** Constant texts that a model is shown, wherever in the module or the package they are written. */
import type { Evidence } from '../../types.ts';
import { type CallNode, feeds, foreignName, isCall, namesOwnFile, picksOne, writtenOut } from '../flow/feeds.ts';
import { readsFile } from '../flow/sources.ts';
import { functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import { propertyValues } from '../tree/members.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { isFunction, type Node, parentOf, walk } from '../tree/walk.ts';

export interface Said {
  readonly text: string;
  /** Where it stands, or is named, in this module. */
  readonly node: Node;
  /** Where it stands, if that is another module. */
  readonly origin?: Evidence;
  /** True for one of many, of files of which only a part of the name is known: which of them is said is known when it runs. */
  readonly among?: boolean;
}

const MOST_NODES = 4_000;
const TEXTS = new Set([
  ...['StringLiteral', 'TemplateLiteral', 'BinaryExpression', 'Identifier', 'CallExpression'],
  ...['MemberExpression', 'OptionalMemberExpression'],
]);
const NAMES = new Set(['Identifier', 'MemberExpression', 'OptionalMemberExpression', 'CallExpression']);

/** What was found so far, and what is still to be looked at. */
interface Search {
  readonly code: Linked;
  readonly found: Said[];
  readonly all: Set<Node>;
  /** Whether functions are asked for what they give back. */
  readonly results: boolean;
}

/**
 * Every constant text in some expressions and in what their names stand for, that is no key. Functions among them are not looked
 * into, unless what they give back is asked for: then what a callback gives is taken for what its caller does.
 */
export function textsIn(code: Linked, roots: readonly Node[], results = false): readonly Said[] {
  const search: Search = { code, found: [], all: new Set(roots), results };
  let left = MOST_NODES;
  for (const root of search.all) walk(root, (node) => left-- > 0 && !isKey(node) && lookAt(search, node));
  return search.found;
}

/** What a call keeps of what it is given. Of a list that others ask for one thing of, what it holds is not what is said. */
function keptOf(code: Linked, call: CallNode): readonly Node[] {
  return picksOne(code, call) ? [] : feeds(code, call);
}

/** True where what is below a node has to be looked at, too. */
function lookAt(search: Search, node: Node): boolean {
  const { code, found } = search;
  if (isFunction(node)) {
    const isGetter = 'kind' in node && node.kind === 'get';
    if (search.results || isGetter) later(search, code.results.get(node));
    return false;
  }
  found.push(...inFile(code, node));
  if (search.results && isCall(node) && !givesBack(code, node)) return lookAtCall(search, node);
  const text = TEXTS.has(node.type) ? textOf(code, node) : undefined;
  if (text !== undefined) {
    found.push({ text, node });
    if (node.type !== 'StringLiteral') later(search, filledIn(code, node));
    return false;
  }
  if (NAMES.has(node.type)) {
    found.push(...foreign(code, node));
    later(search, heldBy(code, node));
    for (const list of listsBehind(code, node)) {
      found.push(...foreign(code, list, node));
      later(
        search,
        elementsOf(code, list).flatMap((one) => propertyValues(code, one, propertyName(code, node) ?? '')),
      );
    }
  }
  const holes = holesOf(code, node);
  if (!holes) return true;
  found.push({ text: writtenOut(code, node), node });
  later(search, holes);
  return false;
}

/** The same of a call of something that is not ours, of which it is asked what it gives back. */
function lookAtCall(search: Search, node: CallNode): boolean {
  const { code, found } = search;
  // What an error is made with is read by whoever is shown it.
  if (node.type === 'NewExpression' && /Error$/.test(nameOf(code, node.callee) ?? '')) return true;
  const whole = textOf(code, node);
  if (whole !== undefined) found.push({ text: whole, node });
  found.push(...foreign(code, node));
  later(search, keptOf(code, node));
  return false;
}

function later({ all }: Search, nodes: readonly Node[] = []): void {
  for (const node of nodes) all.add(node);
}

/** What was put into lists that a text is made of: folded is what they were written with. */
function filledIn(code: Linked, node: Node): readonly Node[] {
  const filled: Node[] = [];
  walk(node, (part) => {
    const binding = part.type === 'Identifier' && !isKey(part) ? code.bindingOf(part) : undefined;
    if (binding && binding.kind !== 'param') filled.push(...(code.mutations.get(binding) ?? []));
    return !isFunction(part);
  });
  return filled;
}

/** Names that stand for nothing: `{ key: … }`, `value.key`. */
function isKey(node: Node): boolean {
  const at = parentOf(node);
  if (at?.type === 'ObjectProperty' || at?.type === 'ObjectMethod') return at.key === node && !at.computed;
  if (at?.type !== 'MemberExpression' && at?.type !== 'OptionalMemberExpression') return false;
  return at.property === node && !at.computed;
}

/** What of a text is only known when it runs; undefined for what is not put together. */
function holesOf(code: Linked, node: Node): readonly Node[] | undefined {
  if (node.type === 'TemplateLiteral') return unknown(code, node.expressions as Node[]);
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
  const operands: Node[] = [];
  let left: Node = node;
  while (left.type === 'BinaryExpression' && left.operator === '+') {
    operands.push(left.right);
    left = left.left;
  }
  return unknown(code, [left, ...operands.reverse()]);
}

function unknown(code: Linked, parts: readonly Node[]): readonly Node[] {
  return parts.filter((part) => textOf(code, part) === undefined);
}

/** True where what a call is given may come back from it: of a function of the package, as far as that is known by its name. */
function givesBack(code: Linked, { callee }: CallNode): boolean {
  if (functionsOf(code, callee as Node).length > 0) return true;
  return callee.type === 'Identifier' && (nameOf(code, callee)?.startsWith('<') ?? false);
}

/** What a parameter is given is said by who gives it. */
function heldBy(code: Linked, node: Node): readonly Node[] {
  if (node.type === 'Identifier') return code.bindingOf(node)?.kind === 'param' ? [] : feeds(code, node);
  if (node.type !== 'CallExpression') return feeds(code, node);
  // What a function gives that is only bound is given later.
  if (propertyName(code, node.callee as Node) === 'bind') return [];
  return functionsOf(code, node.callee as Node).flatMap((fn) => code.results.get(fn) ?? []);
}

/** Lists whose elements a callback is given one by one, of `tool.description` in `tools.map((tool) => …)`. */
function listsBehind(code: Linked, node: Node): readonly Node[] {
  const object = node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression' ? node.object : undefined;
  const binding = object?.type === 'Identifier' ? code.bindingOf(object) : undefined;
  if (binding?.kind !== 'param') return [];
  return binding.definitions.flatMap(({ value, path: [step, ...more] }) =>
    step === '*' && more.length === 0 ? [value] : [],
  );
}

function elementsOf(code: Linked, list: Node): readonly Node[] {
  const held =
    list.type === 'Identifier' ? (code.bindingOf(list)?.definitions ?? []).map(({ value }) => value) : [list];
  return held.flatMap((one) => (one.type === 'ArrayExpression' ? one.elements.filter((item) => item !== null) : []));
}

/** Of a function of another module it is what it gives, where it is called; told where `node` is. */
function foreign(code: Linked, value: Node, node = value): readonly Said[] {
  const name = foreignName(code, value);
  if (name === undefined || !code.outside) return [];
  return toldBy(code, name, node);
}

function toldBy(code: Linked, name: string, node: Node): readonly Said[] {
  const told = code.outside?.says(name) ?? [];
  return told.flatMap(({ text, origin, given, among = false }) =>
    given && !name.endsWith(')') ? [] : [{ text, node, origin, among }],
  );
}

/** Stands for what is not known of a path. */
const ANY = '*';

/**
 * `readFileSync(new URL('./weather.md', import.meta.url), 'utf8')`: what a file of the package says that is read, or each of those
 * that `../locales/${language}.json` may be.
 */
function inFile(code: Linked, node: Node): readonly Said[] {
  if (!code.outside || !isCall(node) || !readsFile(nameOf(code, node.callee as Node) ?? '')) return [];
  const [path] = node.arguments as Node[];
  if (!path || !namesOwnFile(code, path)) return [];
  const url = path.type === 'NewExpression' ? (path.arguments[0] as Node | undefined) : path;
  const unknown = (part: Node): string => (namesOwnFile(code, part) ? '' : ANY);
  const written = url ? writtenOut(code, url, unknown).replace(/^(?:\.?\/)+/, '') : '';
  return written === '' ? [] : toldBy(code, `<./${written}>`, node);
}
