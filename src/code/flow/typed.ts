/** Code of a command-line program that runs where its user typed a word for it: `if (process.argv[2] === 'setup') setup()`. */
import { nameOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { type Func, isFunction, type Node, parentOf } from '../tree/walk.ts';
import { partsBehind } from './feeds.ts';
import { askedBefore } from './picked.ts';

/** True where every way to a node, as far as its module shows, leads through such a question. */
export function isTyped(code: Linked, node: Node): boolean {
  let inner = node;
  for (let at = parentOf(node); at; inner = at, at = parentOf(at)) {
    const asked = at.type === 'SwitchCase' && at.test !== inner ? at : askedBefore(at, inner);
    if (asked && isWord(code, asked)) return true;
    const callers = isFunction(at) ? callersOf(code, at) : [];
    if (callers.length > 0) return isTypedCall(code, at, callers);
  }
  return false;
}

/** Function → whether each call of it is. */
const KNOWN = new WeakMap<Linked, Map<Node, boolean>>();
/** Functions that call each other. */
const MOST_KNOWN = 200;

function isTypedCall(code: Linked, fn: Node, callers: readonly Node[]): boolean {
  const known = KNOWN.get(code) ?? new Map<Node, boolean>();
  KNOWN.set(code, known);
  const before = known.get(fn);
  if (before !== undefined || known.size >= MOST_KNOWN) return before ?? false;
  // Until it is known: of functions that call each other, none is.
  known.set(fn, false);
  const all = callers.every((one) => isTyped(code, one));
  known.set(fn, all);
  return all;
}

/** Calls of a function by its name. */
function callersOf(code: Linked, fn: Func): readonly Node[] {
  const around = parentOf(fn);
  const id = fn.type === 'FunctionDeclaration' ? fn.id : around?.type === 'VariableDeclarator' ? around.id : undefined;
  const binding = id?.type === 'Identifier' ? code.bindingOf(id) : undefined;
  return (binding && code.callers.get(binding)) ?? [];
}

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
      return isOption(code, asked.object);
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

/** The first words of `node file word`; what comes before them nobody types. */
const TYPED = /^process\.argv(?:\.slice\(\)|$|\.[2-9]$)/;

function isWordOf(code: Linked, one: Node, other: Node): boolean {
  const [word, list] = textOf(code, other) === undefined ? [one, other] : [other, one];
  const text = textOf(code, word);
  return text !== undefined && /\w/.test(text) && isTypedText(code, list);
}

function isTypedText(code: Linked, list: Node): boolean {
  const names = [...partsBehind(code, [list])].flatMap((part) => nameOf(code, part) ?? []);
  return names.some((name) => TYPED.test(name)) && !names.some((name) => /^process\.argv\.[01]$/.test(name));
}

/** `parseArgs({ … }).values`, of which one is asked. */
function isOption(code: Linked, options: Node): boolean {
  return [...partsBehind(code, [options])].some((part) => /^util\.parseArgs\(\)/.test(nameOf(code, part) ?? ''));
}
