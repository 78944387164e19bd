/**
 * Functions that are put one after the other without a name for what goes through them, as libraries for functional code have them
 * and people write them: `pipe(map(parse), filter(Boolean), send)` is written out, `(given) => send(parse(given))`, so that the rest of
 * the code knows one way to call a function. By the names of what puts them together.
 */
import type { File } from '@babel/types';
import { keyText } from './declare.ts';
import { isFunction, type Node, walk } from './walk.ts';

/** Without one of these there is nothing to write out; methods, as those of streams, mean something else. */
const COMPOSES =
  /(?<![\w$.#])(?:pipe|flow|compose)\s*\(|\b(?:R|_|fp)\.(?:pipe|flow|compose)\s*\(|\w\.(?:pipe|flow)\)\s*\(/;
const NAMES = /^(?:pipe|flow|compose)$/;
const OF_LIBRARIES = /^(?:R|_|fp)$/;
/** What gives each of what there is to a function: `map(parse)`. */
const EACH = /^(?:map|flatMap|chain|mapAsync|asyncMap|mergeMap|concatMap|switchMap|tap|tapAsync|forEach|andThen)$/;
/** Functions in a row, as people write them. */
const MAX_STAGES = 24;

type CallNode = Extract<Node, { type: 'CallExpression' }>;

/** Changes the tree that a text was parsed to. */
export function writeOut(file: File, source: string): void {
  if (!COMPOSES.test(source)) return;
  const called = new Set<Node>();
  walk(file.program, (node) => {
    if (node.type === 'VariableDeclarator' && node.init) called.add(node.init);
    if (node.type !== 'CallExpression') return;
    called.add(node.callee as Node);
    const name = composerOf(node.callee as Node);
    if (name === undefined || isDeclaredIn(source, name)) return;
    const stages = name === 'compose' ? stagesOf(node).toReversed() : stagesOf(node);
    if (stages.length > 1 && stages.length <= MAX_STAGES) writeCalls(node, stages, called.has(node));
  });
}

/** `pipe`, `R.pipe`, `(0, effect_1.pipe)`. */
function composerOf(callee: Node): string | undefined {
  const plain = callee.type === 'SequenceExpression' ? (callee.expressions.at(-1) as Node) : callee;
  if (plain.type === 'Identifier') return NAMES.test(plain.name) ? plain.name : undefined;
  if (plain.type !== 'MemberExpression' || plain.object.type !== 'Identifier') return undefined;
  const name = keyText(plain.property, plain.computed) ?? '';
  return NAMES.test(name) && (plain !== callee || OF_LIBRARIES.test(plain.object.name)) ? name : undefined;
}

/** What such a function of the module's own does, its own code tells. */
function isDeclaredIn(source: string, name: string): boolean {
  return new RegExp(`(?:function\\s*\\*?|const|let|var)\\s+${name}\\b`).test(source);
}

/** `pipe(a, b)`, `flow([a, b])`. */
function stagesOf({ arguments: args }: CallNode): readonly Node[] {
  const [first] = args as Node[];
  const stages = args.length === 1 && first?.type === 'ArrayExpression' ? first.elements : args;
  return stages.every((stage) => stage !== null && stage.type !== 'SpreadElement') ? (stages as Node[]) : [];
}

/**
 * Of what begins with a function, a function; what begins with anything else goes through the others: `pipe(list, map(send))`. Names
 * alone may be of streams as well: they are functions where what is made of them may be called.
 */
function writeCalls(call: CallNode, stages: readonly Node[], mayBeCalled: boolean): void {
  const [first, ...others] = stages as [Node, ...Node[]];
  const isNamed = stages.every(({ type }) => type === 'Identifier');
  if (isGiver(first) || (isNamed && mayBeCalled)) become(call, functionOf(call, stages));
  else if (others.some(isGiver)) become(call, throughAll(first, others));
}

/** A function, or what gives something to one. */
function isGiver(stage: Node): boolean {
  return isFunction(stage) || eachBy(stage) !== undefined;
}

function functionOf({ callee, start, end }: CallNode, stages: readonly Node[]): object {
  // No name that anybody can write.
  const given = () => ({ type: 'Identifier', name: '<given>', start, end });
  const told = { type: 'CallExpression', callee, arguments: [given()], start, end };
  const body = {
    type: 'SequenceExpression',
    expressions: [told, throughAll(given() as Node, stages)],
    start,
    end,
  };
  return { type: 'ArrowFunctionExpression', params: [given()], body, async: false, generator: false, expression: true };
}

function throughAll(value: Node, stages: readonly Node[]): Node {
  return stages.reduce(through, value);
}

/** What becomes of a value by one function, or by what gives it to one; by anything else, such as a filter, it stays. */
function through(value: Node, stage: Node): Node {
  const { start, end } = stage;
  const callee = eachBy(stage) ?? (stage.type === 'CallExpression' ? undefined : stage);
  return (
    callee
      ? { type: 'CallExpression', callee, arguments: [value], start, end }
      : { type: 'SequenceExpression', expressions: [stage, value], start, end }
  ) as Node;
}

/** `parse` of `map(parse)` and of `R.map(parse)`. */
function eachBy(stage: Node): Node | undefined {
  if (stage.type !== 'CallExpression' || stage.arguments.length !== 1) return undefined;
  const callee = stage.callee as Node;
  const isOfLibrary = callee.type === 'MemberExpression' && callee.object.type === 'Identifier';
  const name = isOfLibrary ? keyText(callee.property, callee.computed) : keyText(callee);
  const [fn] = stage.arguments as Node[];
  return fn && fn.type !== 'SpreadElement' && EACH.test(name ?? '') ? fn : undefined;
}

function become(call: CallNode, fields: object): void {
  // What asks a node whether it has arguments must not be given those of the call.
  for (const key of ['callee', 'arguments']) Reflect.deleteProperty(call, key);
  Object.assign(call, fields);
}
