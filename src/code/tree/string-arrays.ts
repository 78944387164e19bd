/**
 * Strings that an obfuscator took out of the code: one array of them, encoded, a loop that turns it until a sum of numbers in it
 * fits, and a function that gives back the one at an index; some leave the loop out. Known by that shape, and told without running
 * any of it: the sum is worked out here for each turn of the array, and the two codings such obfuscators use (base64 and RC4) are
 * our own.
 */
import type { Binding, Linked } from './scope.ts';
import { type Constant, fold } from './strings.ts';
import { type Func, functionAround, isFunction, type Node, parentOf, walk } from './walk.ts';

/** An array that was found, turned as it is when the program runs. */
interface Strings {
  readonly texts: readonly string[];
  /** Index of the first one. */
  readonly offset: number;
  turned: number;
  readonly decode: (text: string, key: string | undefined) => string | undefined;
  /** What was asked for already, by key and text. */
  readonly known: Map<string, string | undefined>;
  /** Set while the loop is worked out: what was asked for instead of what is there. */
  asked: { index: number; key: string | undefined } | 'nothing' | undefined;
}

type Decoders = ReadonlyMap<Func, Strings>;
const NONE: Decoders = new Map();
const DECODERS = new WeakMap<Linked, Decoders>();

const FEWEST = 3;
const MOST = 20_000;
/** Turns times terms of the sum. */
const MOST_WORK = 2_000_000;

/** The string that a call of such a function gives; undefined where it is none. */
export function stringGiven(
  code: Linked,
  called: readonly Func[],
  given: () => readonly Constant[] | undefined,
): string | undefined {
  const decoders = decodersOf(code);
  if (decoders.size === 0) return undefined;
  const strings = called.map((fn) => decoders.get(fn)).find((found) => found !== undefined);
  if (!strings) return undefined;
  const [index, key] = given() ?? [];
  if (typeof index !== 'number' && typeof index !== 'string') return undefined;
  return stringAt(strings, Number(index), typeof key === 'string' ? key : undefined);
}

const TURNED = new WeakMap<Linked, Map<Binding, number>>();

/** A list as it is when the program runs, where a loop that counts has turned it and nothing but its own index is asked for. */
export function turnedList(code: Linked, holder: Binding, list: readonly Constant[]): readonly Constant[] {
  if (list.length < FEWEST || typeof list[0] !== 'string') return list;
  decodersOf(code);
  const turned = TURNED.get(code)?.get(holder) ?? 0;
  return turned === 0 ? list : [...list.slice(turned), ...list.slice(0, turned)];
}

/** Every string of such arrays that the code asks for, in source order; empty where a module has none. */
export function stringsDecoded(code: Linked): readonly string[] {
  const arrays = new Set(decodersOf(code).values());
  if (arrays.size === 0) return [];
  for (const call of code.nodes.calls) fold(code, call);
  return [...new Set([...arrays].flatMap(({ known }) => [...known.values()].filter((text) => text !== undefined)))];
}

function stringAt(strings: Strings, index: number, key: string | undefined): string | undefined {
  if (strings.asked !== undefined) {
    strings.asked = { index, key };
    return '';
  }
  const { texts, offset, turned, known, decode } = strings;
  const at = index - offset;
  if (!Number.isInteger(at) || at < 0 || at >= texts.length) return undefined;
  const text = texts[(at + turned) % texts.length] as string;
  const name = `${key ?? ''}\n${text}`;
  if (!known.has(name)) known.set(name, decode(text, key));
  return known.get(name);
}

function decodersOf(code: Linked): Decoders {
  const known = DECODERS.get(code);
  if (known) return known;
  // Until they are known: working them out asks what calls are worth.
  DECODERS.set(code, NONE);
  const found = new Map<Func, Strings>();
  for (const rotation of code.nodes.calls.flatMap((call) => rotationIn(code, call) ?? []))
    findTurned(code, rotation, found);
  for (const array of unturnedArrays(code)) {
    for (const [fn, strings] of decodersFor(code, array)) if (!found.has(fn)) found.set(fn, strings);
  }
  DECODERS.set(code, found);
  return found;
}

function findTurned(code: Linked, rotation: Rotation, found: Map<Func, Strings>): void {
  const decoders = new Map(decodersFor(code, rotation));
  if (decoders.size === 0) noteTurned(code, rotation);
  for (const [fn, strings] of decoders) found.set(fn, strings);
  DECODERS.set(code, found);
  // Not turned as far as it should be, it would tell the wrong strings.
  if (!turn(code, rotation, new Set(decoders.values()))) for (const fn of decoders.keys()) found.delete(fn);
}

function noteTurned(code: Linked, rotation: Rotation): void {
  const turned = sumIn(code, rotation.by, new Set()) ? undefined : counted(rotation);
  const [only, ...more] = rotation.holder.definitions;
  if (turned === undefined || only?.value.type !== 'ArrayExpression' || more.length > 0) return;
  TURNED.set(code, (TURNED.get(code) ?? new Map()).set(rotation.holder, turned));
}

// ---------------------------------------------------------------- the shape

interface TextArray {
  /** The name of the array, or of the function that gives it. */
  readonly holder: Binding;
  readonly texts: readonly string[];
}

interface Rotation extends TextArray {
  /** The function that turns the array, called where it stands. */
  readonly by: Func;
  /** What the sum has to be, or how often it is turned. */
  readonly until: number;
}

/** `(function (array, until) { … array.push(array.shift()) … })(holder, 0x1234)`. */
function rotationIn(code: Linked, call: Node): Rotation | undefined {
  if (call.type !== 'CallExpression' || !isFunction(call.callee as Node) || call.arguments.length !== 2)
    return undefined;
  const [array, until] = call.arguments as [Node, Node];
  const holder = array.type === 'Identifier' ? code.bindingOf(array) : undefined;
  const by = call.callee as Func;
  if (!holder || !turns(by)) return undefined;
  const target = fold(code, until, 0, new Map());
  const texts = holder.definitions.flatMap(({ value }) => textsHeld(value)).slice(0, MOST);
  return typeof target === 'number' && texts.length >= FEWEST ? { by, holder, texts, until: target } : undefined;
}

function turns(fn: Func): boolean {
  const words = new Set<string>();
  walk(fn.body, (node) => {
    if (node.type === 'StringLiteral') words.add(node.value);
    else if (node.type === 'Identifier') words.add(node.name);
    return true;
  });
  return words.has('push') && words.has('shift');
}

/** The array itself, or the first one in a function that gives it. */
function textsHeld(value: Node): readonly string[] {
  if (!isFunction(value)) return textsIn(value);
  let found: readonly string[] = [];
  walk(value.body, (node) => {
    if (found.length === 0) found = textsIn(node);
    return found.length === 0;
  });
  return found;
}

function textsIn(node: Node): readonly string[] {
  if (node.type !== 'ArrayExpression' || node.elements.length < FEWEST) return [];
  const texts = node.elements.flatMap((item) => (item?.type === 'StringLiteral' ? [item.value] : []));
  return texts.length === node.elements.length ? texts : [];
}

/** Functions that take the array and subtract something from an index: the outer one, and the one it puts in its own place. */
function decodersFor(
  code: Linked,
  { by, holder, texts }: TextArray & { readonly by?: Func },
): readonly (readonly [Func, Strings])[] {
  const uses = [...code.nodes.calls, ...code.nodes.members].flatMap((node) => {
    const name = 'callee' in node ? (node.callee as Node) : 'object' in node ? (node.object as Node) : node;
    const fn = name.type === 'Identifier' && code.bindingOf(name) === holder ? functionAround(node) : undefined;
    return fn && fn !== by && !holder.definitions.some(({ value }) => value === fn) ? [fn] : [];
  });
  return [...new Set(uses)].flatMap((fn) => {
    const parts = subtracting(code, fn);
    const [first] = parts;
    if (!first) return [];
    const decode = codingOf(fn);
    const strings: Strings = { texts, offset: first.offset, turned: 0, decode, known: new Map(), asked: undefined };
    return [...new Set([fn, ...parts.map(({ fn: part }) => part)])].map((part) => [part, strings] as const);
  });
}

/** Functions looked at in one module, and characters of one with what is around it: obfuscators make one, or a few, and short ones. */
const MOST_MOVERS = 16;
const LONGEST_MOVER = 20_000;

/** Arrays whose only user is a function that moves the index it is given and gives back what is there: nothing turns those. */
function unturnedArrays(code: Linked): readonly TextArray[] {
  const movers = code.nodes.assignments.flatMap((node) => {
    const fn = subtracted(node) && functionAround(node);
    return fn && movesOwnIndex(code, node, fn) && givesElement(code, fn) ? [withSurroundings(fn)] : [];
  });
  return [...new Set(movers)].slice(0, MOST_MOVERS).flatMap((user) =>
    namesUsed(code, user).flatMap((holder) => {
      const texts = holder.definitions.flatMap(({ value }) => textsHeld(value)).slice(0, MOST);
      return texts.length >= FEWEST && isUsedOnlyBy(code, holder, user) ? [{ holder, texts }] : [];
    }),
  );
}

/** With the function that puts this one in its own place, if it is that: one that holds much more is another thing. */
function withSurroundings(fn: Func): Func {
  const outer = functionAround(fn);
  return outer && (outer.end ?? 0) - (outer.start ?? 0) < LONGEST_MOVER ? outer : fn;
}

function movesOwnIndex(code: Linked, node: Node, fn: Func): boolean {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'Identifier') return false;
  const index = code.bindingOf(node.left);
  return index?.kind === 'param' && code.scopes.get(fn)?.names?.get(node.left.name) === index;
}

/** True where a function gives back `list[index]`, or what it decoded from that. */
function givesElement(code: Linked, fn: Func): boolean {
  if (alphabetIn(fn) !== undefined) return true;
  return (code.results.get(fn) ?? []).some((value) => {
    const held = value.type === 'Identifier' ? code.bindingOf(value)?.definitions.map((one) => one.value) : [value];
    return held?.some((one) => one.type === 'MemberExpression' && one.computed && one.property.type === 'Identifier');
  });
}

/** Names from outside a function that it reads an element of, or calls. */
function namesUsed(code: Linked, fn: Func): readonly Binding[] {
  const found = new Set<Binding>();
  walk(fn.body, (node) => {
    const name = node.type === 'CallExpression' ? node.callee : node.type === 'MemberExpression' ? node.object : node;
    const binding = name.type === 'Identifier' && name !== node ? code.bindingOf(name) : undefined;
    if (binding && !binding.definitions.some(({ value }) => value === fn)) found.add(binding);
    return true;
  });
  return [...found];
}

/** True where nothing but a function, and what the name itself stands for, has that name in it. */
function isUsedOnlyBy(code: Linked, holder: Binding, user: Func): boolean {
  const own = new Set<Node>([user, ...holder.definitions.map(({ value }) => value)]);
  return code.nodes.identifiers.every((node) => {
    if (code.bindingOf(node) !== holder || isWritten(node)) return true;
    for (let at = parentOf(node); at; at = parentOf(at)) if (own.has(at)) return true;
    return false;
  });
}

/** True for a name where it gets what it stands for. */
function isWritten(node: Node): boolean {
  const parent = parentOf(node);
  if (parent?.type === 'AssignmentExpression') return parent.left === node;
  return !!parent && 'id' in parent && parent.id === node;
}

/** `index = index - 0x1a0`, with the function it stands in. */
function subtracting(code: Linked, within: Func): readonly { readonly fn: Func; readonly offset: number }[] {
  const found: { fn: Func; offset: number }[] = [];
  walk(within.body, (node) => {
    const by = subtracted(node);
    const offset = by && fold(code, by, 0, new Map());
    const fn = functionAround(node);
    if (typeof offset === 'number' && fn) found.push({ fn, offset });
    return true;
  });
  return found;
}

function subtracted(node: Node): Node | undefined {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'Identifier') return undefined;
  const { operator, left, right } = node;
  if (operator === '-=') return right;
  const same = right.type === 'BinaryExpression' && right.left.type === 'Identifier' && right.left.name === left.name;
  return operator === '=' && same && right.operator === '-' ? right.right : undefined;
}

// ---------------------------------------------------------------- the codings

const ALPHABET = /^[A-Za-z0-9+/]{64}=?$/;

function alphabetIn(fn: Func): string | undefined {
  let found: string | undefined;
  walk(fn.body, (node) => {
    if (node.type === 'StringLiteral' && ALPHABET.test(node.value)) found = node.value;
    return found === undefined;
  });
  return found;
}

/** How a function reads what the array holds: by what is written in it. */
function codingOf(fn: Func): Strings['decode'] {
  const alphabet = alphabetIn(fn);
  let mixes = false;
  let bytes = false;
  walk(fn.body, (node) => {
    if (node.type === 'NumericLiteral' && node.value === 256) bytes = true;
    if (node.type === 'BinaryExpression' && node.operator === '^') mixes = true;
    return true;
  });
  if (alphabet === undefined) return (text) => text;
  const from = base64In(alphabet);
  return mixes && bytes ? (text, key) => (key === undefined ? undefined : rc4(from(text), key)) : from;
}

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64In(alphabet: string): (text: string) => string {
  const letters = new Map([...STANDARD].map((letter, i) => [alphabet[i], letter]));
  return (text) => {
    const standard = [...text].map((letter) => letters.get(letter) ?? '').join('');
    return Buffer.from(standard, 'base64').toString('utf8');
  };
}

function rc4(text: string, key: string): string | undefined {
  if (key === '') return undefined;
  const box = Array.from({ length: 256 }, (_, i) => i);
  const swap = (a: number, b: number): void => {
    [box[a], box[b]] = [box[b] as number, box[a] as number];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (box[i] as number) + key.charCodeAt(i % key.length)) % 256;
    swap(i, j);
  }
  let [i, j, plain] = [0, 0, ''];
  for (let at = 0; at < text.length; at++) {
    i = (i + 1) % 256;
    j = (j + (box[i] as number)) % 256;
    swap(i, j);
    plain += String.fromCharCode(
      text.charCodeAt(at) ^ (box[((box[i] as number) + (box[j] as number)) % 256] as number),
    );
  }
  return plain;
}

// ---------------------------------------------------------------- how far the array is turned

function turn(code: Linked, rotation: Rotation, all: ReadonlySet<Strings>): boolean {
  const sum = sumIn(code, rotation.by, all);
  const turned = sum ? turnsUntil(sum, rotation, all) : counted(rotation);
  for (const strings of all) {
    strings.turned = turned ?? 0;
    // Keys of other turns are in it.
    strings.known.clear();
  }
  return turned !== undefined;
}

/** The older loop counts: `while (--times)`, called with one more than that. */
function counted({ by, until, texts }: Rotation): number | undefined {
  let [counts, more] = [false, false];
  walk(by.body, (node) => {
    if (node.type === 'WhileStatement' && node.test.type === 'UpdateExpression') counts = node.test.operator === '--';
    if (node.type === 'UpdateExpression' && node.operator === '++') more = true;
    return true;
  });
  const times = more ? until : until - 1;
  return counts && Number.isInteger(times) && times >= 0 ? times % texts.length : undefined;
}

function turnsUntil(sum: Sum, { until, texts }: Rotation, all: ReadonlySet<Strings>): number | undefined {
  const most = Math.min(texts.length, Math.floor(MOST_WORK / (sum.terms + 1)));
  for (let turned = 0; turned < most; turned++) {
    for (const strings of all) strings.turned = turned;
    if (sum.value() === until) return turned;
  }
  return undefined;
}

interface Sum {
  readonly terms: number;
  readonly value: () => number;
}

/** The sum of numbers at the beginning of strings: `-parseInt(d(0x1a)) / 0x1 + parseInt(d(0x1b)) / 0x2 * …`. */
function sumIn(code: Linked, by: Func, all: ReadonlySet<Strings>): Sum | undefined {
  let found: Sum | undefined;
  walk(by.body, (node) => {
    if (found || node.type !== 'BinaryExpression') return !found;
    const sum = sumOf(code, node, all, 0);
    if (sum && sum.terms >= 2) found = sum;
    return !found;
  });
  return found;
}

const MAX_DEPTH = 200;

function sumOf(code: Linked, node: Node, all: ReadonlySet<Strings>, depth: number): Sum | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (node.type === 'NumericLiteral') return { terms: 0, value: () => node.value };
  if (node.type === 'UnaryExpression' && node.operator === '-') {
    const inner = sumOf(code, node.argument, all, depth + 1);
    return inner && { terms: inner.terms, value: () => -inner.value() };
  }
  if (node.type === 'CallExpression') return termOf(code, node, all);
  const calculate = node.type === 'BinaryExpression' ? OPERATORS.get(node.operator) : undefined;
  if (node.type !== 'BinaryExpression' || !calculate) return undefined;
  const left = sumOf(code, node.left, all, depth + 1);
  const right = left && sumOf(code, node.right, all, depth + 1);
  return right && { terms: left.terms + right.terms, value: () => calculate(left.value(), right.value()) };
}

const OPERATORS: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['%', (a, b) => a % b],
]);

/** `parseInt(decode(0x1a, 'key'))`, whatever functions the index goes through. */
function termOf(
  code: Linked,
  call: Extract<Node, { type: 'CallExpression' }>,
  all: ReadonlySet<Strings>,
): Sum | undefined {
  const [text] = call.arguments as Node[];
  if (call.callee.type !== 'Identifier' || call.callee.name !== 'parseInt' || !text) return undefined;
  for (const strings of all) strings.asked = 'nothing';
  // Remembered by nobody: it is worth something else at each turn.
  fold(code, text, 0, new Map());
  const asked = [...all].flatMap((strings) => {
    const { asked: what } = strings;
    strings.asked = undefined;
    return typeof what === 'object' ? [{ strings, ...what }] : [];
  });
  const [one] = asked;
  if (!one || asked.length > 1) return undefined;
  return { terms: 1, value: () => Number.parseInt(stringAt(one.strings, one.index, one.key) ?? '', 10) };
}
