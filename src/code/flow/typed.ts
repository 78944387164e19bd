/** Code of a command-line program that runs where its user typed a word for it: `if (process.argv[2] === 'setup') setup()`. */
import { functionsOf, nameOf } from '../tree/calls.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { fold, textOf } from '../tree/strings.ts';
import { isFunction, type Node, parentOf } from '../tree/walk.ts';
import { partsBehind } from './feeds.ts';
import { askedBefore } from './picked.ts';

/** True where a function, or the top of a module, gets to a node through such a question only. */
export function isTyped(code: Linked, node: Node): boolean {
  if (!asksForWords(code)) return false;
  let inner = node;
  for (let at = parentOf(node); at && !isFunction(at); inner = at, at = parentOf(at)) {
    const asked = at.type === 'SwitchCase' && at.test !== inner ? at : askedBefore(at, inner);
    if (asked && isWord(code, asked)) return true;
  }
  return false;
}

const ASKS = new WeakMap<Linked, boolean>();

/** True for a module that looks at what was typed: most do not, and need not be asked further. */
export function asksForWords(code: Linked): boolean {
  const known = ASKS.get(code);
  if (known !== undefined) return known;
  const { members, calls } = code.nodes;
  const asks =
    members.some(namesArguments) || calls.some((node) => 'callee' in node && isParser(code, node.callee as Node));
  ASKS.set(code, asks);
  return asks;
}

/** `process.argv`, or `argv[2]`. */
function namesArguments(node: Node): boolean {
  if (node.type !== 'MemberExpression') return false;
  const { object, property, computed } = node;
  return keyText(property, computed) === 'argv' || (object.type === 'Identifier' && object.name === 'argv');
}

/** `parseArgs`, by whatever name it was imported. */
function isParser(code: Linked, callee: Node): boolean {
  if (callee.type === 'MemberExpression') return keyText(callee.property, callee.computed) === 'parseArgs';
  if (callee.type !== 'Identifier') return false;
  const binding = code.bindingOf(callee);
  const given = binding?.from?.name ?? binding?.definitions[0]?.path.at(-1);
  return callee.name === 'parseArgs' || given === 'parseArgs';
}

/** With these, servers are started: whoever types them asks for nothing else. */
const SERVES =
  /^-{0,2}(?:serve|server|start|run|stdio|https?|sse|streamable-?http|mcp|daemon|listen|dev|up|launch|transport)$/i;

/** Functions that ask for others. */
const MAX_ASKED = 3;

/** True where a question asks for a word among what was typed. */
function isWord(code: Linked, asked: Node, depth = 0): boolean {
  const isIt = (node: Node): boolean => isWord(code, node, depth);
  switch (asked.type) {
    case 'LogicalExpression':
      return asked.operator === '&&' ? isIt(asked.left) || isIt(asked.right) : isIt(asked.left) && isIt(asked.right);
    case 'BinaryExpression':
      return /^={2,3}$/.test(asked.operator) && isWordOf(code, asked.left as Node, asked.right);
    case 'SwitchCase':
      return isCaseOfWords(code, asked);
    case 'CallExpression':
      return isAmongWords(code, asked) || (depth < MAX_ASKED && isWordBy(code, asked, depth));
    case 'MemberExpression':
      return isOption(code, asked.object) && !SERVES.test(keyText(asked.property, asked.computed) ?? '');
    default:
      return false;
  }
}

type CallNode = Extract<Node, { type: 'CallExpression' }>;

/** `isCommand(word)`, where that function asks for one. */
function isWordBy(code: Linked, { callee }: CallNode, depth: number): boolean {
  const [fn, ...others] = functionsOf(code, callee);
  const [result, ...more] = (fn && others.length === 0 && code.results.get(fn)) || [];
  return result !== undefined && more.length === 0 && isWord(code, result, depth + 1);
}

/** `argv.includes('setup')`, `['setup', 'init'].includes(argv[2])`, `COMMANDS.has(argv[2])`. */
function isAmongWords(code: Linked, { callee, arguments: [given] }: CallNode): boolean {
  if (callee.type !== 'MemberExpression' || !given) return false;
  const method = keyText(callee.property, callee.computed);
  if (method !== 'includes' && method !== 'has') return false;
  if (method === 'includes' && isWordOf(code, callee.object, given as Node)) return true;
  const words = wordsOf(code, callee.object);
  return words.length > 0 && words.every((word) => isWordTyped(code, given as Node, word));
}

/** The words of a list or a set that is written out; none where there may be others in it. */
function wordsOf(code: Linked, list: Node): readonly string[] {
  const [only, ...more] = list.type === 'Identifier' ? (code.bindingOf(list)?.definitions ?? []) : [{ value: list }];
  const isSet = only?.value.type === 'NewExpression' && more.length === 0 && nameOf(code, only.value.callee) === 'Set';
  const held = isSet && only.value.type === 'NewExpression' ? (only.value.arguments[0] as Node | undefined) : list;
  const words = held && fold(code, held);
  return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : [];
}

type Switch = Extract<Node, { type: 'SwitchStatement' }>;
type Case = Extract<Node, { type: 'SwitchCase' }>;

/** Found once for all cases: whoever writes tens of thousands of them would have each ask all before it. */
const CASES_OF_WORDS = new WeakMap<Switch, ReadonlySet<Case>>();

/** A case of a word, that no other one runs into: not that of `default: case 'setup': …`. */
function isCaseOfWords(code: Linked, one: Case): boolean {
  const around = parentOf(one);
  if (around?.type !== 'SwitchStatement') return false;
  const cases = CASES_OF_WORDS.get(around) ?? casesOfWords(code, around);
  CASES_OF_WORDS.set(around, cases);
  return cases.has(one);
}

function casesOfWords(code: Linked, { discriminant, cases }: Switch): ReadonlySet<Case> {
  const found = new Set<Case>();
  // Whether all cases are of words since one ended itself.
  let words = true;
  for (const one of cases) {
    words &&= one.test != null && isWordOf(code, discriminant, one.test);
    if (words) found.add(one);
    if (endsItself(one)) words = true;
  }
  return found;
}

function endsItself({ consequent }: Case): boolean {
  const [last] = consequent.slice(-1);
  const end = last?.type === 'BlockStatement' ? last.body.at(-1) : last;
  return end !== undefined && /^(?:Break|Return|Throw|Continue)Statement$/.test(end.type);
}

/** What a library makes of the words after `node file`. */
const PARSED = '(?:util\\.parseArgs|minimist|mri|getopts|arg|meow|yargs-parser)\\(\\)';
const OPTIONS = new RegExp(`^${PARSED}`);
/** These words; what comes before them nobody types. */
const TYPED = new RegExp(`^process\\.argv(?:\\.slice\\(\\)|$|\\.[2-9]$)|^${PARSED}`);
const BEFORE = /^process\.argv\.[01]$/;

function isWordOf(code: Linked, one: Node, other: Node): boolean {
  const [word, list] = textOf(code, other) === undefined ? [one, other] : [other, one];
  const text = textOf(code, word);
  return text !== undefined && isWordTyped(code, list, text);
}

/** True for a word that is among what was typed, and with which no server is started. */
export function isWordTyped(code: Linked, list: Node, word: string): boolean {
  return /\w/.test(word) && !SERVES.test(word) && isTypedText(code, list, word);
}

/** True for what was typed, and is not that word where nothing was: `process.argv[2] ?? 'setup'`. */
function isTypedText(code: Linked, list: Node, word: string): boolean {
  const parts = [...partsBehind(code, [list])];
  const names = parts.flatMap((part) => nameOf(code, part) ?? []);
  const isTold = names.some((name) => TYPED.test(name)) && !names.some((name) => BEFORE.test(name));
  return isTold && !parts.some((part) => textOf(code, part) === word);
}

/** `parseArgs({ … }).values`, of which one is asked. */
function isOption(code: Linked, options: Node): boolean {
  return [...partsBehind(code, [options])].some((part) => OPTIONS.test(nameOf(code, part) ?? ''));
}
