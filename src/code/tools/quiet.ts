/** What a tool, or a function for others, is given and that leaves besides: in a request for whose answer nobody waits. */
import { backwards, networkArguments, partsBehind } from '../flow/flow.ts';
import { addressesOf, hostsOf, hostsToldTo } from '../flow/hosts.ts';
import { partsOf } from '../flow/whole.ts';
import { type Call, nameOf, propertyName } from '../tree/calls.ts';
import { callersOf } from '../tree/functions.ts';
import { keyText, type Linked } from '../tree/scope.ts';
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
    if (call.args.some(isFunction) || isKept(call)) return [];
    const sent = networkArguments(code, call.node);
    if (sent.length === 0 || !isForgotten(code, handlers, call.node)) return [];
    const isCopy = handlers.some((fn) => holdsMost(code, sent, fn));
    return isCopy ? [{ call, hosts: hostsOf(code, call.node) }] : [];
  });
}

/** What an object of another module is told may lie there until somebody asks for more: `graph.addEdge(a, b)`. */
function isKept({ name = '' }: Call): boolean {
  return name.startsWith('<') && name.includes('()');
}

/** What is told of a promise, or a request, that nobody waits for: what is to be done with an error. */
const AFTERWARDS = /^(?:catch|finally|on|once|unref|setTimeout)$/;
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
    if (up.type === 'VariableDeclarator') return isLeftAlone(code, up);
    if (up.type === 'ArrowFunctionExpression' && isDropped(code, up)) return true;
    if (!handsOn(at, up)) break;
  }
  const fn = functionAround(call);
  if (depth === 0 || !fn || handlers.includes(fn)) return false;
  const callers = callersOf(code, fn);
  return callers.length > 0 && callers.every((one) => isForgotten(code, handlers, one, depth - 1));
}

/** `const request = https.request(…)`, of which nothing is asked. */
function isLeftAlone(code: Linked, { id }: Extract<Node, { type: 'VariableDeclarator' }>): boolean {
  const held = id.type === 'Identifier' ? code.bindingOf(id) : undefined;
  if (!held || isPromised(id)) return false;
  const uses = usesIn(code).get(held) ?? [];
  return uses.length > 0 && uses.every((callee) => ASKS_NOTHING.test(propertyName(code, callee) ?? ''));
}

const ASKS_NOTHING = /^(?:on|once|write|end|send|close|destroy|unref|setTimeout|setNoDelay|resume)$/;

const USES = new WeakMap<Linked, ReadonlyMap<unknown, readonly Node[]>>();

/** What is called of each name, as in `request.end(…)` and `request.on(…).end(…)`. */
function usesIn(code: Linked): ReadonlyMap<unknown, readonly Node[]> {
  const known = USES.get(code);
  if (known) return known;
  const callees = code.nodes.calls.flatMap((call) => ('callee' in call ? [call.callee as Node] : []));
  const found = Map.groupBy(callees, (callee) => rootOf(code, callee));
  USES.set(code, found);
  return found;
}

const MAX_CHAIN = 50;

function rootOf(code: Linked, callee: Node): unknown {
  let at = callee;
  for (let left = MAX_CHAIN; left > 0 && (at.type === 'MemberExpression' || at.type === 'CallExpression'); left--)
    at = (at.type === 'MemberExpression' ? at.object : at.callee) as Node;
  return at.type === 'Identifier' ? code.bindingOf(at) : undefined;
}

/** `lines.forEach((line) => send(line))`, `setTimeout(() => send(text))` */
function isDropped(code: Linked, fn: Node): boolean {
  const call = parentOf(fn);
  return (
    call?.type === 'CallExpression' && DROPS.test(propertyName(code, call.callee) ?? nameOf(code, call.callee) ?? '')
  );
}

const DROPS = /^(?:forEach|setTimeout|setInterval|setImmediate|queueMicrotask|nextTick)$/;

/** True where nothing but the promise itself goes on from a node to the one around it. */
function handsOn(at: Node, up: Node): boolean {
  if (up.type === 'MemberExpression') return up.object === at && !up.computed && AFTERWARDS.test(nameOfKey(up));
  if (up.type === 'CallExpression') return up.callee === at && at.type === 'MemberExpression';
  return up.type === 'UnaryExpression' && up.operator === 'void';
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

/** What tells that the answer to a request which is written to is of use. */
const LISTENS = /['"`](?:data|message|response|readable)['"`]|\bonmessage\b/;
const WRITTEN_TO = /^(?:https?|http2|net|tls|dgram|ws|WebSocket|XMLHttpRequest)\b/;
/** By these whoever asks says whose account it is: what goes there is somebody's own. */
const ACCOUNT =
  /^(?:authorization|(?:x[-_])?(?:\w+[-_])?(?:api|access|write|auth|project)[-_]?(?:key|token|id)|token|secret|dsn)$/i;

/**
 * Requests of a module, to one written-out place and nowhere else, with all that a function for others is given, made as by
 * somebody who wants no answer: without a look at it, and for nobody's account.
 */
export function quietSenders(
  code: Linked,
  source: string,
  exported: readonly Func[],
  requests: readonly Call[],
): readonly QuietCopy[] {
  const functions = new Set([...exported, ...functionsForOthers(code)]);
  return requests.slice(0, MOST_REQUESTS).flatMap((call): QuietCopy[] => {
    if (isKept(call) || !isForgotten(code, [], call.node) || call.args.some((arg) => takesAnswer(code, arg))) return [];
    if (WRITTEN_TO.test(call.name ?? '') && LISTENS.test(source)) return [];
    const hosts = hostsToldTo(code, call);
    if (hosts.length === 0 || isChosen(code, call)) return [];
    const sent = networkArguments(code, call.node);
    const isCopy = (sent.length > 0 ? sent : call.args).some((value) => isAllGiven(code, value, functions));
    return isCopy ? [{ call, hosts }] : [];
  });
}

/** Requests of one module that are followed back; each costs a walk. */
const MOST_REQUESTS = 200;

const URL_OF = /^(?:url|uri|hostname)$/;
const BODY = /^(?:body|data|json|payload)$/;

/** Requests by a client that is given from elsewhere: `request({ url: 'https://…', body })`. */
export function requestsByOthers(code: Linked, calls: readonly Call[]): readonly Call[] {
  return calls.filter(({ node, args: [options] }) => {
    const callee = 'callee' in node ? (node.callee as Node) : undefined;
    if (callee?.type !== 'Identifier' || code.bindingOf(callee)?.kind !== 'param') return false;
    const keys =
      options?.type === 'ObjectExpression'
        ? options.properties.map((one) => ('key' in one && keyText(one.key)) || '')
        : [];
    return keys.some((key) => URL_OF.test(key)) && keys.some((key) => BODY.test(key));
  });
}

/** Functions that somebody else may call besides those that are exported: methods, and what functions give back. */
function functionsForOthers(code: Linked): readonly Func[] {
  return code.nodes.functions.filter((fn) => {
    const up = parentOf(fn);
    if (up?.type === 'AssignmentExpression') return !/^on/.test(propertyName(code, up.left) ?? '');
    return (
      fn.type === 'ClassMethod' ||
      fn.type === 'ObjectMethod' ||
      /^(?:ObjectProperty|Return|ArrowFunction)/.test(up?.type ?? '')
    );
  });
}

/** A callback of whoever asked, or one that does more than to let the answer go. */
function takesAnswer(code: Linked, arg: Node): boolean {
  if (arg.type === 'Identifier') return CALLBACK.test(arg.name) && code.bindingOf(arg)?.kind === 'param';
  if (!isFunction(arg)) return false;
  const statements = arg.body.type === 'BlockStatement' ? arg.body.body : [arg.body];
  return !statements.every((one) => LETS_GO.test(methodCalled(code, one)));
}

const CALLBACK = /^(?:cb|callback|done|next)$/;
const LETS_GO = /^(?:resume|destroy|unref|end|on)$/;

function methodCalled(code: Linked, statement: Node): string {
  const call = statement.type === 'ExpressionStatement' ? statement.expression : statement;
  return (call.type === 'CallExpression' && propertyName(code, call.callee)) || '';
}

function isAllGiven(code: Linked, value: Node, functions: ReadonlySet<Func>): boolean {
  for (const { node, steps } of backwards(code, value)) {
    const param = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
    if (param?.kind !== 'param' || !param.param || !functions.has(param.node as Func)) continue;
    const parts = [...param.param.path, ...partsOf(code, steps())].filter((part) => !/^(?:\*|\d+)$/.test(part));
    if (parts.length < 2 && parts.every((part) => GIVEN.test(part))) return true;
  }
  return false;
}

/** What of an object given to a function is what it is about. */
const GIVEN = /^(?:input|body|content|data|value|text|message|arguments|args|params|headers|payload|result)$/;

/** True where somebody else may say where it goes, or whose account it is for. */
function isChosen(code: Linked, call: Call): boolean {
  // The name that is asked for is what is sent, to whoever has the end of it.
  const isName = call.name?.startsWith('dns.') === true;
  for (const part of partsBehind(code, addressesOf(code, call))) {
    if (!isName && part.type === 'Identifier' && code.bindingOf(part)?.kind === 'param') return true;
    if (nameOf(code, part)?.startsWith('process.env')) return true;
  }
  return [...partsBehind(code, call.args)].some(
    (part) =>
      part.type === 'ObjectExpression' &&
      part.properties.some((one) => 'key' in one && ACCOUNT.test(keyText(one.key) ?? '')),
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
