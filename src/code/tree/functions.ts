/** Which functions of this module an expression may stand for. */
import { bundledProperty, bundledValues } from './bundled-modules.ts';
import { propertyName } from './calls.ts';
import { fewElements, isElement } from './held.ts';
import { functionsIn, heldInTable, propertyValues } from './members.ts';
import type { Binding, Linked } from './scope.ts';
import { type Func, isFunction, isWithin, knownOf, type Node, parentOf } from './walk.ts';

/** Expressions looked through for one question; enough for code people write, little for code that wants to be slow. */
const MAX_SEARCH = 120;

/** The functions of this module an expression may stand for. */
export function functionsOf(code: Linked, node: Node): readonly Func[] {
  if (isFunction(node)) return [node];
  if (!MAY_STAND_FOR.has(node.type)) return NONE;
  // An identifier stands for what its name does, and most names are asked for often.
  const holder: Holder | undefined = node.type === 'Identifier' ? code.bindingOf(node) : knownOf(node);
  if (!holder || (node.type === 'Identifier' && (holder as Binding).definitions.length === 0)) return NONE;
  if (holder.functions) return holder.functions;
  // Until it is known, so that a circular definition ends here.
  holder.functions = NONE;
  const functions = search(code, node);
  holder.functions = functions;
  return functions;
}

function search(code: Linked, node: Node): readonly Func[] {
  const next = standsFor(code, node);
  const [only] = next;
  // Most names stand for one function, or for nothing that is one.
  if (only === undefined) return NONE;
  if (next.length === 1 && isFunction(only)) return [only];
  const found = new Set<Func>();
  const seen = new Set<Node>(next);
  for (const at of seen) {
    if (isFunction(at)) found.add(at);
    else if (at !== node && seen.size < MAX_SEARCH) for (const before of standsFor(code, at)) seen.add(before);
  }
  return [...found];
}

type Holder = { functions?: readonly Func[] | undefined };
const NONE: readonly Func[] = [];
/** What is not listed here is no function: most arguments are texts and numbers. */
const MAY_STAND_FOR = new Set([
  ...['Identifier', 'ClassDeclaration', 'ClassExpression', 'MemberExpression', 'OptionalMemberExpression'],
  ...['CallExpression', 'AwaitExpression', 'AssignmentExpression', 'SequenceExpression', 'ParenthesizedExpression'],
  ...['TSAsExpression', 'TSNonNullExpression', 'ConditionalExpression', 'LogicalExpression'],
]);

/** What an expression's value may be, one step on. */
function standsFor(code: Linked, node: Node): readonly Node[] {
  switch (node.type) {
    case 'Identifier':
      return (code.bindingOf(node)?.definitions ?? []).flatMap(({ value, path: [key, ...more] }) => {
        if (key === undefined) return [value];
        if (key === '*' && isElement(more)) return fewElements(code, value);
        return more.length === 0 ? [...bundledValues(code, value, key), ...propertyValues(code, value, key)] : [];
      });
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.body.body.filter((member) => isFunction(member) && member.kind === 'constructor');
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return ofProperty(code, node);
    case 'CallExpression':
      return [...wrapped(code, node), ...bundledValues(code, node)];
    case 'AwaitExpression':
      return [node.argument];
    case 'AssignmentExpression':
      return [node.right];
    case 'SequenceExpression':
      return node.expressions.slice(-1);
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return [node.expression];
    case 'ConditionalExpression':
      return [node.consequent, node.alternate];
    case 'LogicalExpression':
      return [node.left, node.right];
    default:
      return [];
  }
}

/** Methods of texts and lists that ask the function they are given, and give back something else. */
const ASKS_IT = new Set(
  'replace replaceAll map flatMap filter find findLast findIndex findLastIndex some every forEach sort toSorted'.split(
    ' ',
  ),
);

/** `const run = once(() => …)`, esbuild's `__commonJS({ 'x.js'(exports) {…} })`: what is wrapped runs when the result does. */
function wrapped(code: Linked, node: Extract<Node, { type: 'CallExpression' }>): readonly Node[] {
  const args = node.arguments as Node[];
  const held = args.flatMap((arg) => (arg.type === 'ObjectExpression' ? [...functionsIn(arg)] : []));
  const callee = node.callee as Node;
  const method = callee.type === 'MemberExpression' ? propertyName(code, callee) : undefined;
  // What `fn.bind(…)` gives is the function itself.
  if (method === 'bind' && callee.type === 'MemberExpression') return [callee.object, ...args];
  if (method !== undefined && ASKS_IT.has(method) && functionsOf(code, callee).length === 0) return NONE;
  const made = functionsOf(code, callee).flatMap((fn) => madeBy(code, fn));
  return [...args, ...held, ...made];
}

const MADE = new WeakMap<Func, readonly Node[]>();

/**
 * What a function gives back that its caller did not give it. Of a call of esbuild's `__name = (target, value) =>
 * Object.defineProperty(target, 'name', …)` what comes back is its own argument, not those of all the others.
 */
function madeBy(code: Linked, fn: Func): readonly Node[] {
  const known = MADE.get(fn);
  if (known) return known;
  const made = (code.results.get(fn) ?? []).filter((result) => !isGiven(code, fn, result));
  MADE.set(fn, made);
  return made;
}

/** A parameter that is never written to, by itself or through something of the language's own. */
function isGiven(code: Linked, fn: Func, result: Node): boolean {
  if (result.type === 'CallExpression' && functionsOf(code, result.callee as Node).length === 0) {
    const [first, ...others] = result.arguments as Node[];
    // Of other functions that it is given, what comes back may be made as well.
    const holds = (one: Node): boolean => functionsOf(code, one).length > 0 || !functionsIn(one).next().done;
    return first !== undefined && isGiven(code, fn, first) && !others.some(holds);
  }
  const binding = result.type === 'Identifier' ? code.bindingOf(result) : undefined;
  return (
    binding?.param !== undefined && binding.node === fn && !binding.definitions.some(({ value }) => isWithin(fn, value))
  );
}

function ofProperty(
  code: Linked,
  node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
): readonly Node[] {
  const key = propertyName(code, node);
  if (key === undefined) return heldInTable(code, node);
  // `fn.call(…)`, `fn.apply(…)` and `fn.bind(…)` run or are the function itself.
  if (key === 'call' || key === 'apply' || key === 'bind') return [node.object];
  return [...propertyValues(code, node.object, key), ...bundledProperty(code, node.object, key)];
}

/** The calls of a function by the name that it has, or where it is written. */
export function callersOf(code: Linked, fn: Func): readonly Node[] {
  const around = parentOf(fn);
  // Written where it is called: `((sample) => fetch(url, sample))(args)`.
  if (around?.type === 'CallExpression' && around.callee === fn) return [around];
  const declared = fn.type === 'FunctionDeclaration' ? fn : parentOf(fn);
  const name =
    declared?.type === 'FunctionDeclaration' || declared?.type === 'VariableDeclarator' ? declared.id : undefined;
  const binding = name?.type === 'Identifier' ? code.bindingOf(name) : undefined;
  return (binding && code.callers.get(binding)) ?? [];
}
