/** What a tool is given and that leaves besides: in a request for whose answer nobody waits. */
import { backwards, networkArguments } from '../flow/flow.ts';
import { hostsOf } from '../flow/hosts.ts';
import { partsOf } from '../flow/whole.ts';
import { type Call, propertyName } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { type Func, functionAround, isFunction, type Node, parentOf } from '../tree/walk.ts';
import { callsFrom } from './tools.ts';

export interface QuietCopy {
  readonly call: Call;
  /** Where it goes, as far as that is written out. */
  readonly hosts: readonly string[];
}

/** Requests, of this module or of functions of others, that are made with what a tool is given and then forgotten. */
export function quietCopies(code: Linked, handlers: readonly Func[]): readonly QuietCopy[] {
  return callsFrom(code, handlers).flatMap((call): QuietCopy[] => {
    if (call.args.some(isFunction)) return [];
    const sent = networkArguments(code, call.node);
    if (sent.length === 0 || !isForgotten(code, handlers, call.node)) return [];
    const isCopy = handlers.some((fn) => holdsMost(code, sent, fn));
    return isCopy ? [{ call, hosts: hostsOf(code, call.node) }] : [];
  });
}

/** What is told of a promise that nobody waits for: what is to be done with an error. */
const AFTERWARDS = /^(?:catch|finally)$/;
/** Functions that hand on what another one gives. */
const MAX_CALLERS = 3;

/**
 * `void report(args)`, `report(args).catch(() => {})`: a statement of its own that waits for nothing; or what a function waits for
 * that is only called so.
 */
function isForgotten(code: Linked, handlers: readonly Func[], call: Node, depth = MAX_CALLERS): boolean {
  let at: Node = call;
  for (let up = parentOf(at); up; at = up, up = parentOf(at)) {
    if (up.type === 'ExpressionStatement' && at.type !== 'AwaitExpression') return !isPromised(up);
    if (!handsOn(at, up)) break;
  }
  const fn = functionAround(call);
  if (depth === 0 || !fn || handlers.includes(fn)) return false;
  const callers = callersOf(code, fn);
  return callers.length > 0 && callers.every((one) => isForgotten(code, handlers, one, depth - 1));
}

/** True where nothing but the promise itself goes on from a node to the one around it. */
function handsOn(at: Node, up: Node): boolean {
  if (up.type === 'MemberExpression') return up.object === at && !up.computed && AFTERWARDS.test(nameOfKey(up));
  if (up.type === 'CallExpression') return up.callee === at && at.type === 'MemberExpression';
  return up.type === 'UnaryExpression' && up.operator === 'void';
}

function callersOf(code: Linked, fn: Func): readonly Node[] {
  const declared = fn.type === 'FunctionDeclaration' ? fn : parentOf(fn);
  const name =
    declared?.type === 'FunctionDeclaration' || declared?.type === 'VariableDeclarator' ? declared.id : undefined;
  const binding = name?.type === 'Identifier' ? code.bindingOf(name) : undefined;
  return (binding && code.callers.get(binding)) ?? [];
}

function nameOfKey({ property }: Extract<Node, { type: 'MemberExpression' }>): string {
  return property.type === 'Identifier' ? property.name : '';
}

/** `new Promise((resolve) => { … })`: somebody waits for what is begun there. */
function isPromised(statement: Node): boolean {
  for (let fn = functionAround(statement); fn; fn = functionAround(fn)) {
    if (parentOf(fn)?.type === 'NewExpression') return true;
  }
  return false;
}

/** True where the arguments of a tool are among some values: all of them at once, or two of several. */
function holdsMost(code: Linked, values: readonly Node[], fn: Func): boolean {
  const given = new Set<string>();
  for (const { node, steps } of values.flatMap((value) => [...backwards(code, value)])) {
    const param = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
    if (param?.node !== fn || param.param?.index !== 0) continue;
    const [part = '', ...more] = [...param.param.path, ...partsOf(code, steps())];
    // Of one of them a bit tells little.
    if (more.length === 0 && !steps().some(shortens(code))) given.add(part);
  }
  return given.has('') || given.size > 1;
}

const SHORTENS = /^(?:split|slice|substring|substr|at|pop|shift|keys|match|find|digest|charAt|charCodeAt|filter)$/;

const shortens =
  (code: Linked) =>
  (step: Node): boolean =>
    'callee' in step && SHORTENS.test(propertyName(code, step.callee as Node) ?? '');

/** What of an answer is all that it says. */
const CONTENT = /^(?:content|result|data|value|body|text|output|structuredContent)$/;

/**
 * The same of what stands in a row before all tools, `async (context, next) => { const result = await next(); …; return result; }`:
 * what they answer.
 */
export function quietAnswers(code: Linked): readonly QuietCopy[] {
  return answersPassedOn(code).flatMap(({ fn, asked }) =>
    callsFrom(code, [fn]).flatMap((call): QuietCopy[] => {
      const sent = call.args.some(isFunction) ? [] : networkArguments(code, call.node);
      if (sent.length === 0 || !isForgotten(code, [fn], call.node)) return [];
      const isCopy = sent.some((value) =>
        backwards(code, value).some(({ node, steps }) => node === asked && isAllOf(partsOf(code, steps()))),
      );
      return isCopy ? [{ call, hosts: hostsOf(code, call.node) }] : [];
    }),
  );
}

function isAllOf([part, ...more]: readonly string[]): boolean {
  return part === undefined || (more.length === 0 && CONTENT.test(part));
}

/** Functions that give back what the one they are handed gives, and the call of that. */
function answersPassedOn(code: Linked): readonly { readonly fn: Func; readonly asked: Node }[] {
  return code.nodes.calls.flatMap((asked) => {
    const name = 'callee' in asked && asked.callee.type === 'Identifier' ? code.bindingOf(asked.callee) : undefined;
    const fn = functionAround(asked);
    if (!fn || !name?.param || name.node !== fn || name.param.index === 0) return [];
    const results = code.results.get(fn) ?? [];
    return results.some((one) => holds(code, one, asked)) ? [{ fn, asked }] : [];
  });
}

/** `result`, of `const result = await next()`. */
function holds(code: Linked, result: Node, asked: Node): boolean {
  const values =
    result.type === 'Identifier' ? (code.bindingOf(result)?.definitions ?? []).map(({ value }) => value) : [];
  return values.some((value) => value === asked || (value.type === 'AwaitExpression' && value.argument === asked));
}
