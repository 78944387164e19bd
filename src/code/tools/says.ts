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
  /** Under which name it lies in JSON, if that is where it stands. */
  readonly key?: string | undefined;
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
  if (isCall(node) && isOfList(search, node)) return false;
  found.push(...inFile(code, node));
  if (search.results && isCall(node) && !givesBack(code, node)) return lookAtCall(search, node);
  const text = TEXTS.has(node.type) ? textOf(code, node) : undefined;
  if (text !== undefined) {
    found.push({ text, node });
    if (node.type !== 'StringLiteral') later(search, filledIn(code, node));
    return false;
  }
  if (NAMES.has(node.type)) lookAtName(search, node);
  const holes = holesOf(code, node);
  if (!holes) return true;
  found.push({ text: writtenOut(code, node), node });
  later(search, holes);
  return false;
}

/** What a name stands for, here or in another module. */
function lookAtName(search: Search, node: Node): void {
  const { code, found } = search;
  found.push(...foreign(code, node));
  later(search, [...heldBy(code, node), ...listedAs(code, node)]);
  for (const list of listsBehind(code, node)) found.push(...foreign(code, list, node));
}

/** Looks at what is made of the elements of a list; false for other calls. */
function isOfList(search: Search, call: CallNode): boolean {
  const { code } = search;
  const picked = pickedIn(code, call);
  if (picked) lookAtPicked(search, picked);
  const lines = picked ? undefined : linesOf(code, call);
  if (lines) {
    search.found.push({ text: writtenOut(code, call), node: call });
    later(search, unknown(code, lines));
  }
  return picked !== undefined || lines !== undefined;
}

/** A list, and what of each of its elements is taken. */
interface Picked {
  readonly list: Node;
  readonly key: string;
}

/** `atlas.map((one) => one.id)`: what else the elements hold is not said. */
function pickedIn(code: Linked, node: CallNode): Picked | undefined {
  if (node.callee.type !== 'MemberExpression') return undefined;
  if (!/^(?:map|flatMap)$/.test(propertyName(code, node.callee) ?? '')) return undefined;
  const [each] = node.arguments as Node[];
  const taken = each && isFunction(each) ? (code.results.get(each) ?? []) : [];
  const [one] = taken;
  if (one?.type !== 'MemberExpression' || taken.length > 1 || one.object.type !== 'Identifier') return undefined;
  const key = propertyName(code, one);
  const isElement = code.bindingOf(one.object)?.node === each;
  return key !== undefined && isElement ? { list: node.callee.object, key } : undefined;
}

function lookAtPicked(search: Search, { list, key }: Picked): void {
  const { code, found } = search;
  const elements = elementsOf(code, list);
  later(
    search,
    elements.flatMap((one) => propertyValues(code, one, key)),
  );
  if (elements.length > 0) return;
  found.push(...textsIn(code, [list]).filter((said) => said.key === undefined || said.key === key));
}

/** The same of a call of something that is not ours, of which it is asked what it gives back. */
function lookAtCall(search: Search, node: CallNode): boolean {
  const { code, found } = search;
  // What an error is made with is read by whoever is shown it.
  if (node.type === 'NewExpression' && /Error$/.test(nameOf(code, node.callee) ?? '')) return true;
  const whole = textOf(code, node);
  if (whole !== undefined) found.push({ text: whole, node });
  found.push(...foreign(code, node));
  later(search, [...keptOf(code, node), ...listedAs(code, node.callee as Node)]);
  return false;
}

/** What the elements of a list that a callback is given one by one hold by this name. */
function listedAs(code: Linked, node: Node): readonly Node[] {
  const elements = listsBehind(code, node).flatMap((list) => elementsOf(code, list));
  if (node.type === 'Identifier') return elements;
  return elements.flatMap((one) => propertyValues(code, one, propertyName(code, node) ?? ''));
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

/** `['Read', file].join(' ')`: what a text is made of that is only known when it runs. */
function linesOf(code: Linked, node: CallNode): readonly Node[] | undefined {
  if (node.callee.type !== 'MemberExpression') return undefined;
  const { object } = node.callee;
  if (object.type !== 'ArrayExpression' || propertyName(code, node.callee) !== 'join') return undefined;
  return textOf(code, node) === undefined ? object.elements.filter((one) => one !== null) : undefined;
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

/** Lists whose elements a callback is given one by one, of `tool.description` and `tool` in `tools.map((tool) => …)`. */
function listsBehind(code: Linked, node: Node): readonly Node[] {
  const object = node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression' ? node.object : node;
  const binding = object.type === 'Identifier' ? code.bindingOf(object) : undefined;
  if (binding?.kind !== 'param') return [];
  return binding.definitions.flatMap(({ value, path: [step, ...more] }) =>
    step === '*' && more.length === 0 ? [value] : [],
  );
}

/** What gives some of a list, or all of it. */
const OF_LIST = new Set(['filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed']);

/** Lists that are made of others. */
const MAX_MADE = 6;

function elementsOf(code: Linked, list: Node, left = MAX_MADE): readonly Node[] {
  if (list.type === 'ArrayExpression') return list.elements.filter((item) => item !== null);
  if (left === 0) return [];
  if (isCall(list)) return elementsMade(code, list, left - 1);
  const held = list.type === 'Identifier' ? (code.bindingOf(list)?.definitions ?? []) : [];
  return held.flatMap(({ value, path }) => (path.length === 0 ? elementsOf(code, value, left - 1) : []));
}

/** `notes.filter(fits)`, `notes.map((one) => one.text)`, `notesFor(text)` */
function elementsMade(code: Linked, call: CallNode, left: number): readonly Node[] {
  const callee = call.callee as Node;
  const method = callee.type === 'MemberExpression' ? (propertyName(code, callee) ?? '') : '';
  if (callee.type === 'MemberExpression' && OF_LIST.has(method)) return elementsOf(code, callee.object, left);
  const made = method === 'map' ? (call.arguments as Node[]).slice(0, 1) : functionsOf(code, callee);
  const results = made.flatMap((fn) => code.results.get(fn) ?? []);
  return method === 'map' ? results : results.flatMap((one) => elementsOf(code, one, left));
}

/** Of a function of another module it is what it gives, where it is called; told where `node` is. */
function foreign(code: Linked, value: Node, node = value): readonly Said[] {
  const name = foreignName(code, value);
  if (name === undefined || !code.outside) return [];
  return toldBy(code, name, node);
}

function toldBy(code: Linked, name: string, node: Node): readonly Said[] {
  const told = code.outside?.says(name) ?? [];
  return told.flatMap(({ text, origin, given, among = false, key }) =>
    given && !name.endsWith(')') ? [] : [{ text, node, origin, among, key }],
  );
}

/** Stands for what is not known of a path. */
const ANY = '*';

/**
 * `readFileSync(new URL('./weather.md', import.meta.url), 'utf8')`: what a file of the package says that is read, or each of those
 * that `../locales/${language}.json` may be.
 */
function inFile(code: Linked, node: Node): readonly Said[] {
  if (!code.outside || !isCall(node)) return [];
  const [path] = node.arguments as Node[];
  if (!path) return [];
  const name = nameOf(code, node.callee as Node) ?? '';
  const written = readsFile(name) ? ownPath(code, path) : loadedPath(code, node, path);
  return written === '' ? [] : toldBy(code, `<./${written}>`, node);
}

/** The path of a file of the package, seen from the folder of the module; empty where it is none. */
function ownPath(code: Linked, path: Node): string {
  if (!namesOwnFile(code, path)) return '';
  const unknown = (part: Node): string => (namesOwnFile(code, part) ? '' : ANY);
  const [url, base] = path.type === 'NewExpression' ? (path.arguments as Node[]) : [path];
  const folder = base ? folderOf(code, base) : '';
  const written = url ? writtenOut(code, url, unknown).replace(/^(?:\.?\/)+/, '') : '';
  return written === '' ? '' : `${folder}${written}`;
}

/** `const pages = new URL('../pages/', import.meta.url)`, beside which others lie. */
function folderOf(code: Linked, base: Node): string {
  const url = [base, ...feeds(code, base)].find((one) => one.type === 'NewExpression');
  const [path] = url?.type === 'NewExpression' ? (url.arguments as Node[]) : [];
  const folder = path ? (textOf(code, path) ?? '') : '';
  return folder.slice(0, folder.lastIndexOf('/') + 1).replace(/^(?:\.?\/)+/, '');
}

/** ``require(`./schemas/${name}.json`)``: which of the files of a folder is only known when it runs. */
function loadedPath(code: Linked, { callee }: CallNode, path: Node): string {
  const loads = callee.type === 'Import' || (callee.type === 'Identifier' && callee.name === 'require');
  if (!loads || path.type !== 'TemplateLiteral' || textOf(code, path) !== undefined) return '';
  const written = writtenOut(code, path, ANY);
  return /^\.\.?\//.test(written) ? written.replace(/^(?:\.\/)+/, '') : '';
}
