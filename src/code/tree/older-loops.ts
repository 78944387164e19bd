/**
 * Turns back what compilers make of `for (const one of all)` for engines that have no such loop: an iterator out of a helper, and steps of it,
 * `for (var _b = __values(all), _c = _b.next(); !_c.done; _c = _b.next()) { var one = _c.value; … }`.
 */
import { keyText } from './declare.ts';
import { helperName, identifier, replace } from './rewrite.ts';
import type { Node } from './walk.ts';

/** Without one of these there is nothing to turn back. */
export const OLDER_LOOPS =
  /__(?:async)?[vV]alues\b|__read\b|_slicedToArray|_createForOfIteratorHelper|_asyncIterator\b/;

/** The name of what makes an iterator of a list. */
export const MAKES_ITERATOR = /^(?:__(?:async)?[vV]alues|_createForOfIteratorHelper(?:Loose)?|_asyncIterator)\d*$/;

/** Turns back the loops of one file, whose nodes it is told in the order of the source. */
export function loopsBack(): (node: Node) => void {
  const found: Found = { iterators: new Map(), steps: new Map() };
  return (node) => {
    if (node.type === 'VariableDeclaration') takeApart(node);
    if (node.type === 'ForStatement') becomeLoop(node, found);
    else if (node.type === 'MemberExpression') becomeElement(node, found);
    else noteIterator(node, found);
  };
}

interface Found {
  /** What each is made of, by its name. */
  readonly iterators: Map<string, Node>;
  /** The iterator of each step, by their names. */
  readonly steps: Map<string, string>;
}

/** `_b = __values(all)`, which then is `all`, and `_c = _b.next()`. */
function noteIterator(node: Node, { iterators, steps }: Found): void {
  const [name, value] = set(node);
  if (name === undefined || !value) return;
  const list = listGiven(value);
  if (list) replace(value, list);
  if (list) iterators.set(name, value);
  const iterator = stepOf(value);
  if (iterator !== undefined && iterators.has(iterator)) steps.set(name, iterator);
}

/** `_c.value` outside of such a loop, as where it is run step by step: `_b[_c]`. */
function becomeElement(node: Extract<Node, { type: 'MemberExpression' }>, { steps }: Found): void {
  const iterator =
    keyText(node.property, node.computed) === 'value' ? steps.get(keyText(node.object) ?? '') : undefined;
  if (iterator === undefined) return;
  const { start, end, object: property } = node;
  Object.assign(node, { object: { type: 'Identifier', name: iterator, start, end }, property, computed: true });
}

/** `var name = value`, `name = value` */
function set(node: Node): readonly [string | undefined, Node | undefined] {
  if (node.type === 'VariableDeclarator' && node.init) return [keyText(node.id), node.init];
  if (node.type === 'AssignmentExpression' && node.operator === '=') return [keyText(node.left), node.right];
  return [undefined, undefined];
}

/** `all` of `__values(all)`. */
function listGiven(value: Node): Node | undefined {
  if (value.type !== 'CallExpression' || value.arguments.length !== 1) return undefined;
  return MAKES_ITERATOR.test(helperName(value.callee as Node) ?? '') ? (value.arguments[0] as Node) : undefined;
}

/** `_b` of `_b.next()`, `_b.n()` and `await _b.next()`. */
function stepOf(value: Node): string | undefined {
  if (value.type === 'AwaitExpression' || value.type === 'YieldExpression')
    return value.argument ? stepOf(value.argument) : undefined;
  if (value.type !== 'CallExpression' || value.callee.type !== 'MemberExpression') return undefined;
  const method = keyText(value.callee.property, value.callee.computed);
  return method === 'next' || method === 'n' ? keyText(value.callee.object) : undefined;
}

/** The loop itself, where its body begins with what each step gives. */
function becomeLoop(loop: ForNode, { iterators }: Found): void {
  const { test, body } = loop;
  const [first, ...rest] = body.type === 'BlockStatement' ? body.body : [];
  const [step, next] = stepAsked(test);
  if (step === undefined || first?.type !== 'VariableDeclaration') return;
  const [one, ...more] = first.declarations;
  if (!one || !isValueOf(one.init, step)) return;
  const list = listOf(loop) ?? takenFrom(iterators, next && stepOf(next));
  if (!list) return;
  const left = { ...first, declarations: [{ ...one, init: null }] };
  const inside = more.length > 0 ? [{ ...first, declarations: more }, ...rest] : rest;
  replace(loop, { type: 'ForOfStatement', left, right: list, body: { ...body, body: inside }, await: false });
}

type ForNode = Extract<Node, { type: 'ForStatement' }>;

/** `_c` of `!_c.done`, and of `!(_c = _b.next()).done` besides what it is set to. */
function stepAsked(test: Node | null | undefined): readonly [string | undefined, Node | undefined] {
  const asked = test?.type === 'UnaryExpression' && test.operator === '!' ? test.argument : undefined;
  if (asked?.type !== 'MemberExpression' || keyText(asked.property) !== 'done') return [undefined, undefined];
  return asked.object.type === 'AssignmentExpression' ? set(asked.object) : [keyText(asked.object), undefined];
}

function isValueOf(node: Node | null | undefined, step: string): boolean {
  return node?.type === 'MemberExpression' && keyText(node.property) === 'value' && keyText(node.object) === step;
}

/** What a loop makes its iterator of before it begins. */
function listOf({ init }: ForNode): Node | undefined {
  const made = init ? set(firstOf(init))[1] : undefined;
  return made && listGiven(made);
}

/** What a loop begins with. */
function firstOf(init: Node): Node {
  if (init.type === 'SequenceExpression') return init.expressions[0] as Node;
  return init.type === 'VariableDeclaration' ? (init.declarations[0] as Node) : init;
}

/** The list that the iterator of a loop is made of: what is short is written once more, so that the loop says it itself. */
function takenFrom(iterators: Found['iterators'], name: string | undefined): Node | undefined {
  const made = name === undefined ? undefined : iterators.get(name);
  if (name === undefined || !made) return undefined;
  return (made.end ?? 0) - (made.start ?? 0) < SHORT ? structuredClone(made) : (identifier(name, made) as Node);
}

/** Characters. */
const SHORT = 200;

/** `var _d = __read(pair, 2), name = _d[0], value = _d[1]` is `var _d = pair, [name, value] = _d`. */
function takeApart(node: Extract<Node, { type: 'VariableDeclaration' }>): void {
  const found: Declarator[] = [];
  for (const one of node.declarations) {
    const [place, of] = elementTaken(one.init);
    const parts = of === undefined ? undefined : partsOf(found, of);
    if (parts && place !== undefined && place < MOST_PARTS) parts[place] = one.id;
    else found.push(one);
  }
  node.declarations = found;
}

type Declarator = Extract<Node, { type: 'VariableDeclarator' }>;

const MOST_PARTS = 20;

/** The place and the holder of `_d[0]`. */
function elementTaken(value: Node | null | undefined): readonly [number | undefined, string | undefined] {
  if (value?.type !== 'MemberExpression' || !value.computed || value.property.type !== 'NumericLiteral')
    return [undefined, undefined];
  return [value.property.value, keyText(value.object)];
}

/** Where the parts go of a variable that a compiler has made to hold them, and that was declared last. */
function partsOf(declared: Declarator[], name: string): (Node | null)[] | undefined {
  const last = declared.at(-1);
  if (!last) return undefined;
  const { id, init } = last;
  if (id.type === 'ArrayPattern') return PARTS.get(id) === name ? (id.elements as (Node | null)[]) : undefined;
  const whole = init && wholeGiven(init);
  if (!whole || keyText(id) !== name) return undefined;
  replace(init, whole);
  const { start, end } = id;
  const pattern = { type: 'ArrayPattern', elements: [] as (Node | null)[], start, end };
  PARTS.set(pattern, name);
  declared.push({
    type: 'VariableDeclarator',
    id: pattern,
    init: identifier(name, id),
    start,
    end,
  } as unknown as Declarator);
  return pattern.elements;
}

const PARTS = new WeakMap<object, string>();

/** `pair` of `__read(pair, 2)` and `_slicedToArray(pair, 2)`. */
function wholeGiven(value: Node): Node | undefined {
  if (value.type !== 'CallExpression') return undefined;
  const { callee, arguments: args } = value;
  return /^(?:__read|_slicedToArray)\d*$/.test(helperName(callee as Node) ?? '')
    ? (args[0] as Node | undefined)
    : undefined;
}
