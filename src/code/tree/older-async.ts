/**
 * Turns back what compilers make of async functions for engines that have none, or only generators: a function that is run step by step. As
 * TypeScript, esbuild and Babel write it.
 */
import type { File } from '@babel/types';
import { keyText } from './declare.ts';
import { become, helperName, identifier, replace } from './rewrite.ts';
import { type Func, isFunction, type Node, walk } from './walk.ts';

type CallNode = Extract<Node, { type: 'CallExpression' }>;

/** `__awaiter(this, void 0, void 0, function* () { … })` runs an async function at once, with the `this` around it. */
export function becomeAsync(call: CallNode, args: readonly Node[]): void {
  const body = args.at(-1);
  if (body?.type !== 'FunctionExpression' || !args.slice(0, -1).every(isIdle)) return;
  if (body.generator) awaits(body.body);
  become(body, { type: 'ArrowFunctionExpression', async: true, generator: false, id: null, expression: false });
  // Since 5.5, TypeScript hands over what the function around it is given: `__awaiter(this, [_a], void 0, function (_b) { … })`.
  const given = args[1]?.type === 'ArrayExpression' ? args[1].elements : [];
  become(call, { callee: body, arguments: given });
  RUNS.add(call);
}

/** True for what calls nothing but what copies a list: `__spreadArray([], __read(args_1), false)`. */
function isIdle(node: Node): boolean {
  let idle = true;
  walk(node, (part) => {
    if (isFunction(part) || part.type === 'NewExpression') idle = false;
    if (part.type === 'CallExpression') idle &&= COPIES.test(helperName(part.callee as Node) ?? '');
    return idle;
  });
  return idle;
}

const COPIES = /^__(?:read|spreadArrays?|spread)$/;

/** Calls that stand for the rest of the function around them. */
const RUNS = new WeakSet<Node>();

/** `function send(_a) { return (async (_b) => { … })(_a) }` is `async function send(_b) { … }`. */
export function unwrapRuns(file: File): void {
  const around: Func[] = [];
  walk(file.program, (node) => {
    if (node.type === 'CallExpression') becomeKept(node);
    if (isFunction(node)) around.push(node);
  });
  for (const fn of around.reverse()) unwrapRun(fn);
}

/** `(function () { var _send = async () => …; var send = _send; return send; })()` is what `_send` is. */
function becomeKept(call: CallNode): void {
  const { callee, arguments: args } = call;
  const statements = callee.type === 'FunctionExpression' && args.length === 0 ? callee.body.body : [];
  const last = statements.at(-1);
  if (last?.type !== 'ReturnStatement' || statements.length < 2 || statements.length > 3) return;
  let kept: Node | null | undefined = last.argument;
  for (const statement of statements.slice(0, -1).reverse()) {
    const [one, ...more] = statement.type === 'VariableDeclaration' ? statement.declarations : [];
    if (!one || more.length > 0 || !kept || keyText(one.id) !== keyText(kept)) return;
    kept = one.init;
  }
  if (kept && isFunction(kept)) replace(call, { ...kept });
}

function unwrapRun(fn: Func): void {
  const statements = fn.body.type === 'BlockStatement' ? fn.body.body : [];
  const last = statements.at(-1);
  const call = last?.type === 'ReturnStatement' ? last.argument : undefined;
  if (call?.type !== 'CallExpression' || !RUNS.has(call) || call.callee.type !== 'ArrowFunctionExpression') return;
  const { params, body, async } = call.callee;
  if (body.type !== 'BlockStatement' || (params.length > 0 && statements.length > 1)) return;
  if (params.length > 0) Object.assign(fn, { params });
  Object.assign(fn, { async: fn.async || async });
  Object.assign(fn.body, { body: [...statements.slice(0, -1), ...body.body] });
}

/** `_asyncToGenerator(function* () { … })` is an async function. */
export function becomeAsyncFunction(call: CallNode, [given]: readonly Node[]): void {
  const marked = given?.type === 'CallExpression' && helperName(given.callee as Node) === 'regenerator mark';
  const body = marked ? (given.arguments[0] as Node | undefined) : given;
  if (body?.type !== 'FunctionExpression' || !(body.generator || marked)) return;
  if (body.generator) awaits(body.body);
  become(call, { ...body, async: true, generator: false });
}

/**
 * `function send() { return _send.apply(this, arguments) }` is `_send`, and so is `function _send() { _send = async () => …; return
 * _send.apply(this, arguments) }` what it becomes when it is called first, as Babel has it.
 */
export function standFor(node: Node): void {
  if ((node.type !== 'FunctionDeclaration' && node.type !== 'FunctionExpression') || node.body.body.length > 2) return;
  const [first, second] = node.body.body;
  const name = handedOn(second ?? first);
  if (name === undefined) return;
  const set = second && first?.type === 'ExpressionStatement' ? first.expression : undefined;
  const own = set?.type === 'AssignmentExpression' && keyText(set.left) === name ? set.right : undefined;
  if (second && !own) return;
  const value = own ?? identifier(name, node);
  if (node.type === 'FunctionExpression') {
    if (!own) replace(node, value);
    return;
  }
  const { start, end } = node;
  const declarator = { type: 'VariableDeclarator', id: node.id, init: value, start, end };
  replace(node, { type: 'VariableDeclaration', kind: 'var', declarations: [declarator] });
}

/** `_send` of `return _send.apply(this, arguments)`. */
function handedOn(statement: Node | undefined): string | undefined {
  const call = statement?.type === 'ReturnStatement' ? statement.argument : undefined;
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || call.arguments.length !== 2) return;
  const [self, all] = call.arguments;
  const isWhole = self?.type === 'ThisExpression' && keyText(all as Node) === 'arguments';
  return isWhole && keyText(call.callee.property) === 'apply' ? keyText(call.callee.object) : undefined;
}

export function becomeMarked(call: CallNode, [body]: readonly Node[]): void {
  if (body?.type === 'FunctionExpression') become(call, { ...body });
}

/**
 * `_regenerator.wrap(function (_context) { … return x; … y = _context.sent; return _context.abrupt("return", y) })`, of late
 * `_regenerator().w(function (_context) { … return x; … y = _context.v; return _context.a(2, y) })`.
 */
export function becomeRun(call: CallNode, [body]: readonly Node[]): void {
  if (body) unjump(body);
  becomeSequence(call, body, {
    isTaken: (node, state) => isOf(node, state, 'sent') || isOf(node, state, 'v'),
    waits: (node, state) => {
      const value = abruptly(node.argument, state);
      if (value === JUMPS) leave(node);
      else if (value) become(node, { argument: value });
      return value || !node.argument
        ? undefined
        : { value: node.argument, leave: () => become(node, { argument: null }) };
    },
  });
}

/** `if (!asked) { _context.n = 3; break; } …` runs what comes after it where the answer is yes. */
function unjump(body: Node): void {
  walk(body, (node) => {
    if (node.type === 'SwitchCase') node.consequent = unjumped(node.consequent) as typeof node.consequent;
  });
}

function unjumped(statements: readonly Node[]): readonly Node[] {
  const at = statements.findIndex((one) => one.type === 'IfStatement' && !one.alternate && isJump(one.consequent));
  const jump = statements[at];
  if (jump?.type !== 'IfStatement' || at === statements.length - 1) return statements;
  const { test, consequent, start, end } = jump;
  const isDenied = test.type === 'UnaryExpression' && test.operator === '!';
  const asked = isDenied
    ? test.argument
    : { type: 'UnaryExpression', operator: '!', prefix: true, argument: test, start, end };
  const body = { ...consequent, body: unjumped(statements.slice(at + 1)) };
  return [...statements.slice(0, at), { ...jump, test: asked, consequent: body } as Node];
}

/** `{ _context.n = 3; break; }` */
function isJump(block: Node): boolean {
  const [set, last, ...more] = block.type === 'BlockStatement' ? block.body : [];
  const place =
    set?.type === 'ExpressionStatement' && set.expression.type === 'AssignmentExpression' ? set.expression : undefined;
  return last?.type === 'BreakStatement' && more.length === 0 && place?.right.type === 'NumericLiteral';
}

/** What `_context.abrupt("return", value)` and `_context.a(2, value)` return, or that they go on elsewhere. */
function abruptly(node: Node | null | undefined, state: string): Node | typeof JUMPS | undefined {
  if (node?.type !== 'CallExpression') return undefined;
  const callee = node.callee as Node;
  const [how, value] = node.arguments as Node[];
  if (!how || !(isOf(callee, state, 'abrupt') || isOf(callee, state, 'a'))) return undefined;
  return /^(?:3|break|continue)$/.test(keyText(how) ?? '') ? JUMPS : value;
}

function isOf(node: Node, object: string, key: string): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === object &&
    keyText(node.property, node.computed) === key
  );
}

/**
 * `__generator(this, function (_a) { switch (_a.label) { case 0: return [4, x]; case 1: y = _a.sent(); return [2, y]; } })`, what
 * is left of an async function in ES5: it runs, waits for `x`, which `_a.sent()` gives, and returns `y`.
 */
export function becomeSteps(call: CallNode, args: readonly Node[]): void {
  becomeSequence(call, args.at(-1), {
    isTaken: (node, state) =>
      node.type === 'CallExpression' && node.arguments.length === 0 && isOf(node.callee as Node, state, 'sent'),
    waits: waitsInStep,
  });
}

const [RETURNS, JUMPS, WAITS] = [2, 3, 4];

function waitsInStep(node: ReturnNode): Wait | undefined {
  const list = node.argument?.type === 'ArrayExpression' ? node.argument : undefined;
  const [step, value] = list?.elements ?? [];
  if (!list || step?.type !== 'NumericLiteral') return undefined;
  if (step.value === RETURNS) become(node, { argument: value ?? null });
  if (step.value === JUMPS) leave(node);
  return step.value === WAITS && value ? { value, leave: () => become(list, { elements: [step] }) } : undefined;
}

/** What goes on elsewhere gives nothing back. */
function leave(node: ReturnNode): void {
  replace(node, { type: 'ContinueStatement', label: null });
}

type ReturnNode = Extract<Node, { type: 'ReturnStatement' }>;

/** Something that is waited for. */
interface Wait {
  readonly value: Node;
  /** Takes it away from where it stands. */
  readonly leave: () => void;
}

interface Sequence {
  /** True for what gives the last thing that was waited for. */
  readonly isTaken: (node: Node, state: string) => boolean;
  readonly waits: (node: ReturnNode, state: string) => Wait | undefined;
}

/** A function of its state that is run step by step becomes one that runs at once, and what was waited for stands where it is taken. */
function becomeSequence(call: CallNode, body: Node | undefined, { isTaken, waits }: Sequence): void {
  const [given] = body?.type === 'FunctionExpression' ? body.params : [];
  if (body?.type !== 'FunctionExpression' || given?.type !== 'Identifier') return;
  const waiting: Wait[] = [];
  const taken: Node[] = [];
  walk(body.body, (node) => {
    const wait = node.type === 'ReturnStatement' ? waits(node, given.name) : undefined;
    if (wait) waiting.push(wait);
    if (isTaken(node, given.name)) taken.push(node);
    return !isFunction(node);
  });
  for (const node of taken) {
    // A step may be made of what the one before gave.
    const at = waiting.findLastIndex(({ value }) => (value.end ?? 0) <= (node.start ?? 0));
    const [wait] = at < 0 ? [] : waiting.splice(0, at + 1).slice(-1);
    if (!wait) continue;
    wait.leave();
    become(node, { type: 'AwaitExpression', argument: wait.value });
  }
  become(body, { type: 'ArrowFunctionExpression', id: null, expression: false, params: [] });
  become(call, { callee: body, arguments: [] });
  RUNS.add(call);
}

/** What is yielded in between is no result. */
function awaits(body: Node): void {
  walk(body, (node) => {
    if (node.type === 'YieldExpression') become(node, { type: 'AwaitExpression' });
    return !isFunction(node);
  });
}

/** What runs the steps of an async function. */
export const RUNNERS = /__awaiter|__generator|__async\b|_?regenerator/;
