/** Servers that a package opens itself, and what of their requests is read, as far as the code shows. */
import { propertyName } from '../tree/calls.ts';
import { exportSpecifiers } from '../tree/exported.ts';
import type { Binding, Linked } from '../tree/scope.ts';
import { type Func, isFunction, type Node, parentOf } from '../tree/walk.ts';

/** What listens, by the name of the call that makes it. */
const SERVERS =
  /^(?:https?\.(?:createServer|Server)|http2\.create(?:Secure)?Server|(?:net|tls)\.(?:createServer|Server)|ws\.(?:Server|WebSocketServer)|socket\.io(?:\.Server)?)$/;
/** Ways to be told of a request, by the name of what is called. */
const TOLD =
  /^(?:dgram\.createSocket\(\)\.on|(?:express|fastify|polka|connect|restana|express\.Router|restify\.createServer|(?:koa|hono\.Hono|elysia\.Elysia))\(\)\.(?:all|get|post|put|patch|delete|use|route))$/;

/** True for the name of what makes a server. */
export function isServer(name: string): boolean {
  return SERVERS.test(name);
}

/** True for a call whose callback is told of requests. */
export function serves(code: Linked, name: string, args: readonly Node[]): boolean {
  return isServer(name) || (TOLD.test(name) && args.some((arg) => mayBeFunction(code, arg)));
}

function mayBeFunction(code: Linked, node: Node): boolean {
  if (node.type !== 'Identifier') return isFunction(node);
  return (code.bindingOf(node)?.definitions ?? []).some(({ value }) => isFunction(value));
}

const ASKED = new Set(['headers', 'body', 'query', 'rawBody', 'url', 'cookies', 'params']);
const ANSWERS = new Set(['end', 'send', 'json', 'writeHead', 'sendStatus', 'setHeader', 'status']);

/** `req.headers`, of a function that answers with its second parameter, whoever calls it: `(req, res, next) => …`. */
export function requestPart(code: Linked, node: Node): boolean {
  const key = propertyName(code, node);
  if (key === undefined || !ASKED.has(key) || !('object' in node)) return false;
  const object = node.object as Node;
  const binding = object.type === 'Identifier' ? code.bindingOf(object) : undefined;
  if (binding?.param?.index !== 0 || binding.param.path.length > 0) return false;
  const [, answer] = (binding.node as Func).params;
  const answered = answer?.type === 'Identifier' ? code.bindingOf(answer) : undefined;
  return answered !== undefined && answeredIn(code).has(answered);
}

const ANSWERED = new WeakMap<Linked, ReadonlySet<Binding>>();

/** The names by which something is answered. */
function answeredIn(code: Linked): ReadonlySet<Binding> {
  const known = ANSWERED.get(code);
  if (known) return known;
  const found = new Set<Binding>();
  for (const node of code.nodes.members) {
    if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') continue;
    const binding = code.bindingOf(node.object);
    if (binding?.kind === 'param' && ANSWERS.has(propertyName(code, node) ?? '')) found.add(binding);
  }
  ANSWERED.set(code, found);
  return found;
}

const ROUTES = /^(?:POST|PUT|PATCH|DELETE|GET)$/;
const READS = new Set(['json', 'text', 'formData', 'arrayBuffer']);

/** `request.json()`, of a function that is named after what it answers: `export async function POST(request)`. */
export function routed(code: Linked, callee: Node): boolean {
  if (callee.type !== 'MemberExpression' || !READS.has(propertyName(code, callee) ?? '')) return false;
  const binding = callee.object.type === 'Identifier' ? code.bindingOf(callee.object) : undefined;
  if (binding?.param?.index !== 0) return false;
  return exportedNames(code, binding.node as Func).some((name) => ROUTES.test(name));
}

/** What a function is called, and under which other name a bundler exports it: `export { c as POST }`. */
function exportedNames(code: Linked, fn: Func): readonly string[] {
  const declared = parentOf(fn);
  const id =
    fn.type === 'FunctionDeclaration' ? fn.id : declared?.type === 'VariableDeclarator' ? declared.id : undefined;
  const binding = id?.type === 'Identifier' ? code.bindingOf(id) : undefined;
  if (id?.type !== 'Identifier' || !binding) return [];
  const others = code.nodes.imports.flatMap(exportSpecifiers).flatMap(({ exported, local }) => {
    const isIt = local.type === 'Identifier' && code.bindingOf(local) === binding;
    return isIt && exported !== undefined ? [exported] : [];
  });
  return [id.name, ...others];
}
