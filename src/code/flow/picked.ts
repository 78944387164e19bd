/** Which of many are meant: those whose name begins as it is asked to. */
import { nameOf, propertyName } from '../tree/calls.ts';
import { type Binding, keyText, type Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { type Func, isFunction, type Node, parentOf } from '../tree/walk.ts';

interface Beginning {
  /** Of what. */
  readonly name: Node;
  readonly text: string;
  /** True where it is all of it. */
  readonly whole?: boolean;
}

/** How a name has to begin, where all that a question asks together is true, or `not`: `name.startsWith('ACME_') && …`. */
export function beginningAsked(code: Linked, asked: Node, not = false): Beginning | undefined {
  if (asked.type === 'BinaryExpression' && (not ? /^!==?$/ : /^===?$/).test(asked.operator))
    return equal(code, asked.left, asked.right);
  if (asked.type === 'UnaryExpression' && asked.operator === '!' && not) return beginningAsked(code, asked.argument);
  if (not) return undefined;
  if (asked.type === 'LogicalExpression' && asked.operator === '&&')
    return beginningAsked(code, asked.left) ?? beginningAsked(code, asked.right);
  if (asked.type !== 'CallExpression' || asked.callee.type !== 'MemberExpression') return undefined;
  const { object } = asked.callee;
  const [first, ...more] = asked.arguments as Node[];
  // `startsWith(text, 4)` asks for no beginning.
  if (!first || more.length > 0) return undefined;
  switch (propertyName(code, asked.callee)) {
    case 'startsWith':
      return named(object, textOf(code, first));
    case 'match':
      return named(object, beginningOf(code, first));
    case 'test':
      return named(first, beginningOf(code, object));
    default:
      return undefined;
  }
}

function named(name: Node, text: string | undefined): Beginning | undefined {
  return text === undefined ? undefined : { name, text };
}

function equal(code: Linked, one: Node, other: Node): Beginning | undefined {
  const [name, value] = one.type === 'StringLiteral' ? [other, one] : [one, other];
  const text = textOf(code, value);
  return text === undefined ? undefined : { name, text, whole: true };
}

/** Letters behind a `^`; the last of them may be missing where it may be missing in what is found. */
const BEGINS = /^\^([\w-]+?)(?:[\w-][*?{]|(?![\w-]))/;

/** What a pattern has everything begin with: `ACME_` of `/^ACME_\w+/`, and nothing of `/^ACME_|KEY/`. */
function beginningOf(code: Linked, node: Node): string | undefined {
  const pattern = patternOf(code, node);
  return pattern === undefined || pattern.includes('|') ? undefined : BEGINS.exec(pattern)?.[1];
}

/** The pattern that an expression is, or the variable of one. */
export function patternOf(code: Linked, node: Node): string | undefined {
  const [only, ...more] = node.type === 'Identifier' ? (code.bindingOf(node)?.definitions ?? []) : [{ value: node }];
  return only?.value.type === 'RegExpLiteral' && more.length === 0 ? only.value.pattern : undefined;
}

/** The beginning by which a filter picks: `.filter(([name]) => name.startsWith('ACME_'))`. */
export function beginningPicked(code: Linked, node: Node): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const asks = askedBy(code, node);
  const [result, ...more] = asks && isFunction(asks) ? (code.results.get(asks as Func) ?? []) : [];
  return result && more.length === 0 ? beginningAsked(code, result)?.text : undefined;
}

/** The function that is asked of each: of `all.filter(fn)`, `_.pickBy(all, fn)`. */
function askedBy(
  code: Linked,
  { callee, arguments: [first, second] }: Extract<Node, { type: 'CallExpression' }>,
): Node | undefined {
  if (propertyName(code, callee) === 'filter') return first;
  return /[./]pickby$/i.test(nameOf(code, callee) ?? '') ? second : undefined;
}

/** The beginning that a name is sure to have where it stands: `if (name.startsWith('.acme-')) here(name)`. */
export function beginningHere(code: Linked, name: Node): string | undefined {
  return beginningWhere(code, name, (asked, here) => asked === here)?.text;
}

/** The same of what a value is called: `for (const [name, value] of all) if (name.startsWith('ACME_')) here(value)`. */
export function nameBeginsHere(code: Linked, value: Node): string | undefined {
  const at = parentOf(value);
  const isKey = at?.type === 'MemberExpression' && at.computed && at.property === value;
  return isKey ? beginningHere(code, value) : beginningWhere(code, value, arePair)?.text;
}

/** The one name that a value is sure to have where it stands, or the line: `if (line.startsWith('ACME_KEY=')) here(line)`. */
export function nameHere(code: Linked, value: Node): string | undefined {
  const pair = beginningWhere(code, value, arePair);
  return pair?.whole ? pair.text : LINE.exec(beginningHere(code, value) ?? '')?.[1];
}

const LINE = /^(?:export )?(\w+) ?=$/;

function beginningWhere(
  code: Linked,
  place: Node,
  isOf: (asked: Binding, here: Binding) => boolean,
): Beginning | undefined {
  const here = place.type === 'Identifier' ? code.bindingOf(place) : undefined;
  if (!here) return undefined;
  for (const { question, not } of answeredHere(place)) {
    const beginning = beginningAsked(code, question, not);
    const asked = beginning?.name.type === 'Identifier' ? code.bindingOf(beginning.name) : undefined;
    if (asked && isOf(asked, here)) return beginning;
  }
  return undefined;
}

/** `[name, value]`, of one thing, or what is cut out of one line. */
function arePair(name: Binding, value: Binding): boolean {
  const [one, other] = [origin(name), origin(value)];
  const line = one && cutFrom(one.of);
  if (line !== undefined && other && name !== value && line === cutFrom(other.of)) return true;
  if (!one?.of || one.of !== other?.of || other.path.at(-1) !== '1') return false;
  return one.path.join() === other.path.with(-1, '0').join();
}

/** `line.slice(0, at).trim()`: the name of the line. */
function cutFrom(value: Node | undefined): string | undefined {
  let cuts = false;
  let at = value;
  while (at?.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
    cuts ||= /^(?:slice|substring|substr|split)$/.test(keyText(at.callee.property) ?? '');
    at = at.callee.object;
  }
  return cuts && at?.type === 'Identifier' ? at.name : undefined;
}

/** What a name is taken from, and by which way, where that is one. */
function origin({ param, node, definitions }: Binding): { of: Node | undefined; path: readonly string[] } | undefined {
  if (param) return { of: node, path: [String(param.index), ...param.path] };
  const [only, ...more] = definitions;
  return only && more.length === 0 ? { of: only.value, path: only.path } : undefined;
}

/** A question to which the answer is yes, or `not`. */
interface Answered {
  readonly question: Node;
  readonly not: boolean;
}

/** Questions around a place that have been answered there, up to the function it stands in. */
function* answeredHere(place: Node): Generator<Answered> {
  let inner = place;
  for (let at = parentOf(place); at && !isFunction(at); inner = at, at = parentOf(at)) {
    const question = askedBefore(at, inner);
    if (question) yield { question, not: false };
    if (at.type === 'BlockStatement') yield* notLeftBefore(at.body, inner);
  }
}

/** What is asked before a part is run, where yes runs it. */
export function askedBefore(at: Node, part: Node): Node | undefined {
  if (at.type === 'IfStatement' || at.type === 'ConditionalExpression')
    return at.consequent === part ? at.test : undefined;
  return at.type === 'LogicalExpression' && at.operator === '&&' && at.right === part ? at.left : undefined;
}

/** Statements that are gone through, from the beginning of a block. */
const MOST_BEFORE = 100;

/** `if (!name.startsWith('.acme-')) continue;` */
function* notLeftBefore(body: readonly Node[], place: Node): Generator<Answered> {
  for (const statement of body.slice(0, MOST_BEFORE)) {
    if (statement === place) return;
    if (statement.type === 'IfStatement' && leaves(statement.consequent)) yield { question: statement.test, not: true };
  }
}

function leaves(statement: Node): boolean {
  const [only] = statement.type === 'BlockStatement' ? statement.body : [statement];
  return only?.type === 'ContinueStatement' || only?.type === 'ReturnStatement';
}
