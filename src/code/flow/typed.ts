/** Code of a command-line program that runs where its user typed a word for it: `if (process.argv[2] === 'setup') setup()`. */
import { nameOf } from '../tree/calls.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
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
function asksForWords(code: Linked): boolean {
  const known = ASKS.get(code);
  if (known !== undefined) return known;
  const { members, calls } = code.nodes;
  const asks = members.some(namesArguments) || calls.some((node) => 'callee' in node && isParser(node.callee as Node));
  ASKS.set(code, asks);
  return asks;
}

/** `process.argv`, or `argv[2]`. */
function namesArguments(node: Node): boolean {
  if (node.type !== 'MemberExpression') return false;
  const { object, property, computed } = node;
  return keyText(property, computed) === 'argv' || (object.type === 'Identifier' && object.name === 'argv');
}

function isParser(callee: Node): boolean {
  if (callee.type === 'MemberExpression') return keyText(callee.property, callee.computed) === 'parseArgs';
  return callee.type === 'Identifier' && callee.name === 'parseArgs';
}

/** With these, servers are started: whoever types them asks for nothing else. */
const SERVES =
  /^-{0,2}(?:serve|server|start|run|stdio|https?|sse|streamable-?http|mcp|daemon|listen|dev|up|launch|transport)$/i;

/** True where a question asks for a word among what was typed. */
function isWord(code: Linked, asked: Node): boolean {
  const isIt = (node: Node): boolean => isWord(code, node);
  switch (asked.type) {
    case 'LogicalExpression':
      return asked.operator === '&&' ? isIt(asked.left) || isIt(asked.right) : isIt(asked.left) && isIt(asked.right);
    case 'BinaryExpression':
      return /^={2,3}$/.test(asked.operator) && isWordOf(code, asked.left as Node, asked.right);
    case 'SwitchCase':
      return isCaseOfWords(code, asked);
    case 'CallExpression': {
      const { callee, arguments: args } = asked;
      const [word] = args;
      const isIn = callee.type === 'MemberExpression' && /\.includes$/.test(nameOf(code, callee) ?? '');
      return isIn && word !== undefined && isWordOf(code, callee.object, word as Node);
    }
    case 'MemberExpression':
      return isOption(code, asked.object) && !SERVES.test(keyText(asked.property, asked.computed) ?? '');
    default:
      return false;
  }
}

type Case = Extract<Node, { type: 'SwitchCase' }>;

/** A case of a word, that no other one runs into: not that of `default: case 'setup': …`. */
function isCaseOfWords(code: Linked, one: Case): boolean {
  const around = parentOf(one);
  if (around?.type !== 'SwitchStatement') return false;
  const before = around.cases.slice(0, around.cases.indexOf(one));
  const open = before.slice(before.findLastIndex(endsItself) + 1);
  return [...open, one].every(({ test }) => test != null && isWordOf(code, around.discriminant, test));
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
  return text !== undefined && /\w/.test(text) && !SERVES.test(text) && isTypedText(code, list, text);
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
