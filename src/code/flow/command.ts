/** Which program a started process is, as far as the code fixes it. */

import { withUnpacked } from '../scripts/powershell.ts';
import type { Call } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { type Node, walk } from '../tree/walk.ts';
import { choicesOf, pairsChosen } from './choices.ts';
import { isCall, literalsIn, writtenOut } from './feeds.ts';
import { isProcess } from './sources.ts';
import { textsBehind } from './texts.ts';

export function startsProcess({ name }: Call): boolean {
  return name !== undefined && isProcess(name);
}

/** Every constant text among a command, its arguments and its options, in one line; behind it what PowerShell unpacks of it. */
export function commandText(code: Linked, { args }: Call): string {
  return withUnpacked(textsBehind(code, args).join(' '));
}

/** The programs a call may start that read what to do: none where it is told them anything but to ask for it, `sh -i`. */
export function programsRead(code: Linked, { args: [program, list] }: Call): readonly string[] {
  const isBare =
    list?.type !== 'ArrayExpression' || list.elements.every((word) => /^-i?$/.test((word && textOf(code, word)) ?? ''));
  return isBare && program ? literalsIn(code, [program]) : [];
}

/** True where the child is made to outlive its parent (`detached: true`). */
export function isDetached(code: Linked, { args }: Call): boolean {
  return args.slice(1).some((options) => {
    let found = false;
    for (const node of objectsIn(code, options)) {
      walk(node, (part) => {
        if (part.type === 'ObjectProperty' && 'name' in part.key && part.key.name === 'detached') {
          found ||= part.value.type !== 'BooleanLiteral' || part.value.value;
        }
        return !found;
      });
    }
    return found;
  });
}

function objectsIn(code: Linked, node: Node): readonly Node[] {
  if (node.type === 'ObjectExpression') return [node];
  if (node.type !== 'Identifier') return [];
  const definitions = code.bindingOf(node)?.definitions ?? [];
  return definitions.flatMap(({ value }) => (value.type === 'ObjectExpression' ? [value] : []));
}

/**
 * The words a command line or program name is sure to start with: `open` of `` `open ${url}` ``. Empty where its first
 * word is only known when it runs.
 */
export function commandStart(code: Linked, call: Call): string {
  const [only = '', ...others] = commandStarts(code, call);
  return others.length === 0 ? only : '';
}

/** The same of each command that it may be, where it is set here or there. */
export function commandStarts(code: Linked, { args }: Call): readonly string[] {
  const [first] = args;
  return first ? startsIn(code, first) : [];
}

const startsIn = (code: Linked, program: Node): readonly string[] =>
  startsOf(code, program, 0).map(({ text, whole }) => (whole ? text : wordsOf(text)));

const wordsOf = (text: string): string => /^(?:.*\s)?/s.exec(text)?.[0] ?? '';

/** Stands for a program that is only known when it runs. */
const UNKNOWN = '?';

/** Of each command that it may be the same, and the arguments behind it that are constant. */
export function commandLines(code: Linked, { args: [program, list] }: Call): readonly string[] {
  if (!program) return [];
  const pairs = (list && pairsChosen(code, program, list)) ?? pairsOf(code, program, list);
  return pairs.flatMap(([one, own]) => linesOf(code, one, own));
}

/** `step('git', ['tag', name])`: of a function that is given both, each program with its own arguments. */
function pairsOf(code: Linked, program: Node, list: Node | undefined): readonly (readonly [Node, Node | undefined])[] {
  const [given, own] = [program, list].map((node) => (node?.type === 'Identifier' ? code.bindingOf(node) : undefined));
  const isPair =
    given?.param !== undefined &&
    own?.param !== undefined &&
    given.node === own.node &&
    given.definitions.length === own.definitions.length &&
    [...given.definitions, ...own.definitions].every(({ path }) => path.length === 0);
  if (!isPair || given.definitions.length === 0) return [[program, list]];
  return given.definitions.map(({ value }, i) => [value, own.definitions[i]?.value]);
}

function linesOf(code: Linked, program: Node, list: Node | undefined): readonly string[] {
  const lists = list ? listsOf(code, list, 0).map((one) => wordsIn(code, one)) : [];
  return startsIn(code, program).flatMap((start) => {
    // Without a switch this one reads what a person types.
    const own = /^cmd(?:\.exe)?$/i.test(start) ? lists.filter(([first]) => first?.startsWith('/')) : lists;
    return (own.length > 0 ? own : [[]]).map((words) => [start || UNKNOWN, ...words, ''].join(' '));
  });
}

/** Stands for a part of a command that came from where somebody asks about. */
export const TOLD = '!';

/**
 * A command as it is written out, in one line: `?` for what is not known of it, `!` for what `isTold`, white space within a known
 * word as `_`, quotes left out. Empty where it is not written out.
 */
export function spelled(code: Linked, { args: [command, list] }: Call, isTold: (node: Node) => boolean): string {
  const line = (node: Node): string => writtenOut(code, node, (part) => (isTold(part) ? TOLD : UNKNOWN));
  const word = (node: Node): string => line(node).trim().replace(/\s+/g, '_') || UNKNOWN;
  if (list?.type === 'ArrayExpression')
    return [command, ...list.elements].map((node) => (node ? word(node) : UNKNOWN)).join(' ');
  return command ? line(command).replace(/["'\\]/g, '') : '';
}

/** Lists as they are written, also one for each kind of machine; none where it may be another one. */
function listsOf(code: Linked, node: Node, depth: number): readonly ListNode[] {
  if (node.type === 'ArrayExpression') return [node];
  if (depth > MAX_DEPTH) return [];
  const choices =
    node.type === 'ConditionalExpression'
      ? [node.consequent, node.alternate]
      : ((node.type === 'Identifier' && code.bindingOf(node)?.definitions) || []).flatMap(({ value, path }) =>
          path.length === 0 ? [value] : [],
        );
  const lists = choices.slice(0, MAX_CHOICES).map((one) => listsOf(code, one, depth + 1));
  return lists.every((one) => one.length > 0) ? lists.flat() : [];
}

type ListNode = Extract<Node, { type: 'ArrayExpression' }>;

function wordsIn(code: Linked, { elements }: ListNode): readonly string[] {
  const words = elements.map((item) => (item ? textOf(code, item) : undefined));
  const unknown = words.indexOf(undefined);
  return words.slice(0, unknown < 0 ? undefined : unknown) as string[];
}

const MAX_DEPTH = 20;
/** Commands for each kind of machine. */
const MAX_CHOICES = 6;

interface Start {
  readonly text: string;
  /** True where there is nothing behind it. */
  readonly whole: boolean;
}

function startsOf(code: Linked, node: Node, depth: number): readonly Start[] {
  const whole = textOf(code, node);
  if (whole !== undefined) return [{ text: whole, whole: true }];
  const unknown: readonly Start[] = [{ text: '', whole: false }];
  if (depth > MAX_DEPTH) return unknown;
  const inner = (part: Node): readonly Start[] => startsOf(code, part, depth + 1);
  if (node.type === 'TemplateLiteral') return [{ text: node.quasis[0]?.value.cooked ?? '', whole: false }];
  if (node.type === 'BinaryExpression' && node.operator === '+')
    return inner(node.left as Node).map(({ text }) => ({ text, whole: false }));
  if (node.type === 'ConditionalExpression') return [node.consequent, node.alternate].flatMap(inner);
  const definitions = (node.type === 'Identifier' && code.bindingOf(node)?.definitions) || [];
  const values = definitions.slice(0, MAX_CHOICES + 1).map(({ value, path }) => chosenFrom(code, value, path));
  const known = values.length > 0 && values.length <= MAX_CHOICES && values.every((some) => some.length > 0);
  if (known) return values.flat().flatMap(inner);
  const choices = node.type === 'Identifier' || node.type === 'MemberExpression' ? choicesOf(code, node) : [];
  return choices.length > 0 && !choices.includes(node) ? choices.flatMap(inner) : unknown;
}

/** The value itself, and each of a list that is gone through: `for (const program of ['xdg-open', 'firefox'])`. */
function chosenFrom(code: Linked, value: Node, path: readonly string[]): readonly Node[] {
  if (path.length === 0) return [value];
  return path.join() === '*'
    ? listsOf(code, value, 0).flatMap(({ elements }) => elements.filter((one) => one !== null))
    : [];
}

/**
 * What a command line begins with, of each that it may be: all of `exec(command)`, the hole of `` `${program} --flag` ``, and of
 * `` `sh -c "${script}"` `` the script. None where a program is written out.
 */
export function commandHead(code: Linked, node: Node, depth = 0): readonly Node[] {
  if (depth > MAX_DEPTH) return [];
  return headsOf(code, node).flatMap((part) => (part === node ? [node] : commandHead(code, part, depth + 1)));
}

/** One step towards what it begins with. */
function headsOf(code: Linked, node: Node): readonly Node[] {
  switch (node.type) {
    case 'TemplateLiteral':
      return isHead(node.quasis[0]?.value.cooked ?? '') ? (node.expressions as Node[]).slice(0, 1) : [];
    case 'BinaryExpression': {
      const text = textOf(code, node.left);
      if (text === undefined) return [node.left as Node];
      return isHead(text) ? [node.right] : [];
    }
    case 'ConditionalExpression':
      return [node.consequent, node.alternate];
    case 'Identifier': {
      const [only, ...more] = code.bindingOf(node)?.definitions ?? [];
      return only && more.length === 0 && only.path.length === 0 && !isCall(only.value) ? [only.value] : [node];
    }
    default:
      return [node];
  }
}

/** What runs the text behind it, or nothing at all. */
const RUNS_NEXT =
  /^\s*$|(?:^|[\s/])(?:(?:ba|z|da|k)?sh|node|bun|python3?|perl|ruby|cmd|powershell|pwsh)(?:\.exe)?\s+(?:-\w+\s+)*(?:-\w{0,3}[ce]|\/c|-Command)\s*["']?$/i;

function isHead(text: string): boolean {
  return RUNS_NEXT.test(text);
}
