/**
 * Commands of a function that starts one program with whatever it is told, each where it is told: `git('config', name, value)`, of
 * `const git = (...args) => execFileSync('git', args)`.
 */
import type { Call } from '../tree/calls.ts';
import { callersOf } from '../tree/functions.ts';
import type { Linked } from '../tree/scope.ts';
import { type Func, functionAround, type Node } from '../tree/walk.ts';
import { startsProcess } from './command.ts';
import { isCall, literalsIn, writtenOut } from './feeds.ts';
import type { Module } from './module.ts';

export interface ToldCommand {
  /** Where it is told. */
  readonly node: Node;
  /** The call that starts it. */
  readonly from: Node;
  /** In one line, in its order, with `?` for what is not known of it. */
  readonly line: string;
}

const KNOWN = new WeakMap<Linked, readonly ToldCommand[]>();
/** One for each kind of machine. */
const MOST_PROGRAMS = 4;
const MOST_TOLD = 200;
const UNKNOWN = '?';

export function toldCommands({ code, calls }: Module): readonly ToldCommand[] {
  const known = KNOWN.get(code) ?? [...linesIn(code, calls).take(MOST_TOLD)];
  KNOWN.set(code, known);
  return known;
}

function linesIn(code: Linked, calls: readonly Call[]): IteratorObject<ToldCommand> {
  return calls
    .values()
    .filter(startsProcess)
    .flatMap((call) => toldTo(code, call));
}

/** The same program, for each call of the function that starts it. */
function toldTo(code: Linked, { args: [program, list], node }: Call): readonly ToldCommand[] {
  const helper = functionAround(node);
  const words = list?.type === 'ArrayExpression' ? list.elements : [list];
  const place = words.findIndex((word) => word && isTold(code, word, helper));
  if (!program || !helper || place < 0) return [];
  const programs = literalsIn(code, [program]).slice(0, MOST_PROGRAMS);
  return callersOf(code, helper)
    .slice(0, MOST_TOLD)
    .flatMap((call) => {
      const line = words.map((word, i) =>
        word ? (i === place ? told(code, word, call) : spelled(code, word)) : UNKNOWN,
      );
      return programs.map((one) => ({ node: call, from: node, line: [one, ...line].join(' ') }));
    });
}

/** `args`, and `...args` in a list, of what the function is given. */
function isTold(code: Linked, word: Node, helper: Func | undefined): boolean {
  const param = paramOf(code, word);
  return param !== undefined && param.node === helper && param.param?.path.length === 0;
}

function paramOf(code: Linked, word: Node): ReturnType<Linked['bindingOf']> {
  const name = word.type === 'SpreadElement' ? word.argument : word;
  const binding = name.type === 'Identifier' ? code.bindingOf(name) : undefined;
  return binding?.kind === 'param' ? binding : undefined;
}

/** The words that a call gives for it: one list, or all that come last. */
function told(code: Linked, word: Node, call: Node): string {
  const binding = paramOf(code, word);
  const index = binding?.param?.index ?? 0;
  const args = isCall(call) ? (call.arguments as Node[]) : [];
  const isRest = (binding?.node as Func | undefined)?.params[index]?.type === 'RestElement';
  const given = isRest ? args.slice(index) : args.slice(index, index + 1).flatMap(listed);
  return given.map((one) => spelled(code, one)).join(' ');
}

function listed(list: Node): readonly Node[] {
  return list.type === 'ArrayExpression' ? list.elements.filter((one) => one !== null) : [list];
}

/** One word, without the blanks that are in it. */
function spelled(code: Linked, word: Node): string {
  return writtenOut(code, word, UNKNOWN).trim().replace(/\s+/g, '_') || UNKNOWN;
}
