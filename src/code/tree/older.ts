/**
 * Turns back what compilers for older engines write in the place of newer syntax, where no helper of theirs is named: optional
 * chains, `??`, templates and `import()`.
 */
import type { File } from '@babel/types';
import { keyText } from './declare.ts';
import { helperName } from './rewrite.ts';
import { type Node, walk } from './walk.ts';

/** Without one of these there is nothing to turn back. */
export const OLDER =
  /["'`]\.concat\(|\? ?void 0 ?:|!== ?void 0 ?\?|\bvoid 0 ?!== ?[\w$]{1,60} ?\?|[!=]= ?null ?\?|\bnull ?[!=]= ?\(|\bPromise\.resolve\([^)]{0,200}\)\s{0,200}\.then\(/;

type Conditional = Extract<Node, { type: 'ConditionalExpression' }>;
type CallNode = Extract<Node, { type: 'CallExpression' }>;

/** Tells of the nodes of a file what each is written as where engines are newer; undefined for what is no such thing. */
export function newerIn(file: File): (node: Node) => object | undefined {
  const temporary = temporariesIn(file);
  return (node) => {
    if (node.type === 'ConditionalExpression') return chained(node, temporary);
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
    switch (keyText(node.callee.property)) {
      case 'concat':
        return templateOf(node);
      case 'then':
        return loadedLater(node);
    }
  };
}

/** Names that a compiler made for such chains: whatever else used one would lose what it stands for. */
function temporariesIn(file: File): ReadonlySet<string> {
  const uses = new Map<string, number>();
  const count = (name: string, by: number) => uses.set(name, (uses.get(name) ?? 0) + by);
  walk(file.program, (node) => {
    if (node.type === 'Identifier') count(node.name, 1);
    if (node.type === 'VariableDeclarator' && !node.init && node.id.type === 'Identifier') count(node.id.name, -1);
    if (node.type !== 'ConditionalExpression') return;
    const questions = joined(node.test).map(comparedToNothing);
    const again = questions.filter((one) => one?.kept).length;
    // Once in each question, once where it is used, and once in each value that it is given again.
    if (again > 0) count(questions[0]?.name ?? '', -(questions.length + again));
  });
  return new Set([...uses].flatMap(([name, left]) => (left === 0 ? [name] : [])));
}

/** `Promise.resolve().then(() => __importStar(require("a")))` is `import("a")`, which only modules could write. */
function loadedLater({ callee, arguments: [fn, ...others], start, end, loc }: CallNode): object | undefined {
  if (callee.type !== 'MemberExpression' || others.length > 0) return undefined;
  const begun = callee.object.type === 'CallExpression' ? callee.object : undefined;
  const from = begun?.callee.type === 'MemberExpression' ? begun.callee : undefined;
  if (!from || keyText(from.object) !== 'Promise' || keyText(from.property) !== 'resolve') return undefined;
  const loaded = fn && requiredBy(fn as Node);
  const [given, ...more] = begun?.arguments ?? [];
  const isTold = loaded?.type === 'Identifier';
  if (more.length > 0 || isTold !== (given !== undefined)) return undefined;
  const source = isTold ? given : loaded;
  return source && { type: 'ImportExpression', source, start, end, loc };
}

/** What a function loads that does nothing else, whatever it is wrapped into. */
function requiredBy(fn: Node): Node | undefined {
  if (fn.type !== 'ArrowFunctionExpression' && fn.type !== 'FunctionExpression') return undefined;
  const [only, ...more] = fn.body.type === 'BlockStatement' ? fn.body.body : [];
  const given =
    fn.body.type !== 'BlockStatement' ? fn.body : only?.type === 'ReturnStatement' ? only.argument : undefined;
  return given && more.length === 0 ? required(given) : undefined;
}

function required(call: Node): Node | undefined {
  const [first, ...more] = call.type === 'CallExpression' ? (call.arguments as Node[]) : [];
  if (call.type !== 'CallExpression' || !first || more.length > 0) return undefined;
  const name = helperName(call.callee as Node) ?? '';
  if (name === 'require') return first;
  return MAKES_MODULE.test(name) ? required(first) : undefined;
}

/** What compilers make a module of that is none. */
const MAKES_MODULE = /^(?:__importStar|__importDefault|__toESM|_?interopRequire\w*|_interop\w*)$/;

/** `(_a = x.y) === null || _a === void 0 ? void 0 : _a.z` is `x.y?.z`, and `(_a = x) != null ? _a : y` is `x ?? y`. */
function chained(
  { test, consequent, alternate, ...place }: Conditional,
  temporary: ReadonlySet<string>,
): object | undefined {
  const asked = nullish(test);
  if (!asked || (asked.kept && !temporary.has(asked.name))) return undefined;
  const [empty, full] = asked.not ? [alternate, consequent] : [consequent, alternate];
  if (sameName(full, asked.name))
    return { ...place, type: 'LogicalExpression', operator: '??', left: asked.value, right: empty };
  return isVoid(empty) ? withFirst(full, asked) : undefined;
}

interface Asked {
  /** Under which name it is used where it is something. */
  readonly name: string;
  readonly value: Node;
  /** True where the question is whether it is something. */
  readonly not: boolean;
  /** True where it is given this name here. */
  readonly kept: boolean;
}

/**
 * `(_a = x) === null || _a === void 0`, `(_a = x) == null`, and their opposites. Babel asks all of a chain at once: `(_a = x) === null ||
 * _a === void 0 || (_a = _a.y) === null || _a === void 0`.
 */
function nullish(test: Node): Asked | undefined {
  const questions = joined(test).map(comparedToNothing);
  const [first] = questions;
  if (!first || (questions.length === 1 && (test as { operator: string }).operator.length > 2)) return undefined;
  const isAnd = test.type === 'LogicalExpression' && test.operator === '&&';
  let all: Asked = first;
  for (const one of questions) {
    if (!one || one.name !== first.name || (questions.length > 1 && one.not !== isAnd)) return undefined;
    if (one === first || !one.kept) continue;
    const value = withFirst(one.value, all) as Node | undefined;
    if (!value) return undefined;
    all = { ...one, value };
  }
  return all;
}

/** The parts of `a || b || c`, or of `a && b`. */
function joined(test: Node): readonly Node[] {
  if (test.type !== 'LogicalExpression' || test.operator === '??') return [test];
  const { left, right, operator } = test;
  return left.type === 'LogicalExpression' && left.operator === operator ? [...joined(left), right] : [left, right];
}

function comparedToNothing(test: Node): Asked | undefined {
  if (test.type !== 'BinaryExpression' || !/^[!=]==?$/.test(test.operator)) return undefined;
  const [value, nothing] = isNothing(test.left) ? [test.right, test.left] : [test.left as Node, test.right];
  if (!isNothing(nothing)) return undefined;
  const not = test.operator.startsWith('!');
  if (value.type === 'Identifier') return { name: value.name, value, not, kept: false };
  const isKept = value.type === 'AssignmentExpression' && value.operator === '=' && value.left.type === 'Identifier';
  return isKept ? { name: (value.left as { name: string }).name, value: value.right, not, kept: true } : undefined;
}

const isNothing = (node: Node): boolean => node.type === 'NullLiteral' || isVoid(node);

const isVoid = (node: Node): boolean =>
  (node.type === 'UnaryExpression' && node.operator === 'void') ||
  (node.type === 'Identifier' && node.name === 'undefined');

const sameName = (node: Node, name: string): boolean => node.type === 'Identifier' && node.name === name;

/** `_a.b.c()` with what `_a` stands for in its place. */
function withFirst(node: Node, asked: Asked): object | undefined {
  if (sameName(node, asked.name)) return asked.value;
  switch (node.type) {
    case 'MemberExpression': {
      const object = withFirst(node.object, asked);
      return object && { ...node, object };
    }
    case 'CallExpression': {
      const callee = withFirst(node.callee as Node, asked);
      return callee && { ...node, callee };
    }
    default:
      return undefined;
  }
}

/** `"a ".concat(b, " c")` is `a ${b} c`; Babel calls it once for each of many. */
function templateOf(call: CallNode): object | undefined {
  const { start, end, loc } = call;
  const parts = partsOf(call);
  if (!parts || parts.length < 2) return undefined;
  const quasis: object[] = [];
  const expressions: Node[] = [];
  let text = '';
  const put = (tail: boolean): void => {
    quasis.push({ type: 'TemplateElement', value: { raw: text, cooked: text }, tail, start, end });
    text = '';
  };
  for (const part of parts) {
    if (part.type === 'StringLiteral') text += part.value;
    else {
      put(false);
      expressions.push(part);
    }
  }
  put(true);
  return { type: 'TemplateLiteral', quasis, expressions, start, end, loc };
}

function partsOf(node: Node): readonly Node[] | undefined {
  if (node.type === 'StringLiteral') return [node];
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const { object, property, computed } = node.callee;
  if (keyText(property, computed) !== 'concat' || !node.arguments.every(isPlain)) return undefined;
  const before = partsOf(object);
  return before && [...before, ...(node.arguments as Node[])];
}

const isPlain = ({ type }: { readonly type: string }): boolean =>
  type !== 'SpreadElement' && type !== 'ArgumentPlaceholder';
