/** Where values go: over the network, into a process, into code, into a file, and into a file that is then run. */

import { UPLOADS } from '../scripts/shell-programs.ts';
import { type Call, callOf, functionsOf, isLoader, nameOf } from '../tree/calls.ts';
import { objectBehind } from '../tree/objects.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { type Func, isFunction, type Node } from '../tree/walk.ts';
import { handleOf } from './copies.ts';
import { type CallNode, isCall, literalsIn, throughPath } from './feeds.ts';
import { partsSent } from './parts.ts';
import { servesUser } from './services.ts';
import { isProcess } from './sources.ts';

/**
 * `dropped` is a file that the same module then runs, `loaded` one that it loads as a module; `service` is one that collects for its user,
 * `handed` an object that was given from elsewhere and may well send.
 */
export type SinkKind = 'network' | 'service' | 'handed' | 'process' | 'code' | 'write' | 'dropped' | 'loaded';

/** What one call takes. */
export interface Sink {
  readonly kind: SinkKind;
  readonly name: string;
  readonly node: Node;
  readonly args: readonly Node[];
}

const CLIENTS = 'axios|got|needle|request|superagent|undici|ky|phin|ofetch';
/** Methods that give back what they are of. */
const ITSELF = '(?:\\.(?:on|once|addListener|setTimeout|setNoDelay|setKeepAlive|setEncoding|unref|ref)\\(\\))*';
const REQUEST = `(?:https?\\.(?:request|get)\\(\\)|http2\\.connect\\(\\)\\.request\\(\\))${ITSELF}`;
const SOCKET = `(?:(?:net|tls)\\.(?:connect|createConnection|Socket)\\(\\)(?:\\.connect\\(\\))?|tls\\.TLSSocket\\(\\)|net\\.Stream\\(\\))${ITSELF}`;
const SOCKETS = '(?:WebSocket|ws|ws\\.WebSocket|undici\\.WebSocket|isomorphic-ws|websocket\\.w3cwebsocket)\\(\\)';
const DNS = 'dns(?:\\.promises)?(?:\\.Resolver\\(\\))?';

const NETWORK = new RegExp(
  `^(?:${[
    `fetch|bent|wretch|node-fetch|cross-fetch|isomorphic-fetch|${CLIENTS}`,
    `(?:${CLIENTS})\\.(?:get|post|put|patch|request|fetch|send|stream|head|delete)`,
    'axios\\.(?:post|put|patch)Form|cross-fetch\\.fetch|wretch\\(\\)(?:\\.\\w+\\(\\))*\\.(?:post|put|patch|query)|gaxios\\.(?:Gaxios\\(\\)\\.)?request|urllib\\.(?:request|curl)',
    '(?:request-promise(?:-native)?|make-fetch-happen|npm-registry-fetch|simple-get|fetch-h2|fetch-retry\\(\\))(?:\\.\\w+)?|hyperquest\\.\\w+(?:\\(\\)\\.(?:write|end))?',
    '(?:@actions/http-client\\.HttpClient|typed-rest-client/RestClient\\.RestClient)\\(\\)\\.\\w+|node-libcurl\\.curly(?:\\.\\w+)?',
    // What a client is made with goes with every request.
    'axios\\.create(?:\\(\\)(?:\\.\\w+)?)?|got\\.extend(?:\\(\\)(?:\\.\\w+)?)?|ky\\.(?:create|extend)(?:\\(\\)(?:\\.\\w+)?)?',
    'undici\\.(?:Client|Pool|Agent)\\(\\)\\.\\w+',
    `https?\\.(?:request|get)|http2\\.connect\\(\\)\\.request|(?:${REQUEST})\\.(?:write|end|setHeader|appendHeader)`,
    `(?:${SOCKET})\\.(?:write|end)`,
    `${SOCKETS}\\.send|WebSocket|XMLHttpRequest\\(\\)\\.(?:send|open|setRequestHeader)|navigator\\.sendBeacon|EventSource`,
    '(?:WebSocketStream|WebTransport)\\(\\)(?:\\.\\w+|\\(\\))*\\.write',
    'dgram\\.(?:createSocket|Socket)\\(\\)\\.send',
    `${DNS}\\.(?:lookup|resolve\\w*)`,
    'superagent\\.\\w+\\(\\)(?:\\.\\w+\\(\\))*\\.(?:send|query|field|attach)',
    'graphql-request\\.(?:GraphQLClient\\(\\)\\.)?(?:request|rawRequest)|(?:@urql/core|@apollo/client)(?:\\.\\w+)?\\(\\)\\.(?:mutate|mutation)',
    'socket\\.io-client(?:\\.\\w+)?\\(\\)(?:\\.(?:volatile|(?:timeout|compress)\\(\\)))*\\.(?:emit|emitWithAck|send)|nodemailer\\.createTransport\\(\\)\\.sendMail',
    '(?:@octokit/(?:rest|core)|octokit)\\.Octokit\\(\\)(?:\\.\\w+)+|@actions/github\\.getOctokit\\(\\)(?:\\.\\w+)+',
    'discord\\.js\\.WebhookClient\\(\\)\\.send|@slack/webhook\\.IncomingWebhook\\(\\)\\.send',
    '@aws-sdk/client-[\\w-]+\\.\\w+\\(\\)\\.(?:send|putObject)|basic-ftp\\.Client\\(\\)\\.upload\\w*|ssh2-sftp-client\\(\\)\\.(?:put|fastPut)|ssh2\\.Client\\(\\)\\.exec\\(\\)\\.(?:write|end)',
    '(?:node-telegram-bot-api|telegraf\\.Telegraf|grammy\\.Bot)\\(\\)(?:\\.\\w+)*\\.send\\w+|Bun\\.connect|Deno\\.connect',
  ].join('|')})$`,
);
/** What can be piped into, and what that means. */
const WRITABLE: readonly (readonly [SinkKind, RegExp])[] = [
  ['network', new RegExp(`^(?:${REQUEST}|${SOCKET}|(?:got|needle|request|axios)(?:\\.\\w+)*\\(\\))$`)],
  ['process', /^(?:child_process\.\w+|execa|cross-spawn)\(\)\.stdin$/],
  ['write', /^fs\.createWriteStream\(\)$/],
];
const CODE =
  /^(?:eval|Function|vm\.(?:runInThisContext|runInNewContext|runInContext|compileFunction|Script|SourceTextModule)|(?:module|module\.Module\(\)|module\(\)|module\.constructor\(\))\._compile|require-from-string|repl\.start|globalThis\.eval|AsyncFunction|GeneratorFunction|import)$/;
const WRITE =
  /^(?:fs(?:\.promises)?\.(?:writeFile|writeFileSync|appendFile|appendFileSync|outputFile|outputFileSync|write|writeSync|writev|writevSync|createWriteStream\(\)\.(?:write|end)|open\(\)\.(?:write|writev|writeFile|appendFile))|Bun\.write|Deno\.write(?:Text)?File(?:Sync)?)$/;
/** True for the name of what runs a text that it is given, or makes a script of it. */
export function becomesCode(name: string): boolean {
  return CODE.test(name) || STDIN.test(name) || /^(?:(?:worker_threads\.)?Worker|(?:buffer\.)?Blob)$/.test(name);
}

/** Names of methods that send what the object was filled with before. */
const SENDS_ITSELF = /^(?:form-data\(\)\.submit|superagent\.\w+\(\)(?:\.\w+\(\))*\.end)$/;

/** What such a connection says before anything is encrypted: `tls.connect({ servername: `${text}.host.example` })`. */
const GREETS = /^tls\.connect$/;

/** Without a name of its own it says the host's, and what it is made with besides stays here. */
function greeted(code: Linked, args: readonly Node[]): readonly Node[] {
  return args.flatMap((arg) =>
    (objectBehind(code, arg)?.properties ?? []).flatMap((part) =>
      part.type === 'ObjectProperty' && keyText(part.key, part.computed) === 'servername' ? [part.value] : [],
    ),
  );
}

const REPORTS = /^@sentry\/\w+\.init$/;

/** What is put into every report: `init({ beforeSend: (event) => ({ ...event, extra }), initialScope: { … } })`. */
function addedToReports(code: Linked, [options]: readonly Node[]): readonly Node[] {
  if (options?.type !== 'ObjectExpression') return [];
  return options.properties.flatMap((part): readonly Node[] => {
    if (!('key' in part) || !/^(?:before\w+|initialScope)$/.test(keyText(part.key) ?? '')) return [];
    const value = part.type === 'ObjectProperty' ? part.value : part;
    const functions = functionsOf(code, value);
    return functions.length > 0 ? functions.flatMap((fn) => code.results.get(fn) ?? []) : [value];
  });
}

const INTERCEPTS = /^axios(?:\.create\(\))?\.interceptors\.request\.use$/;
/** `agent.compose((dispatch) => (options, handler) => …)` */
const COMPOSES = /^undici\.\w+\(\)\.compose$/;
const DEFAULTS = /^axios(?:\.create\(\))?\.defaults\.\w/;

/** What a function that sees every request puts into it, or sends in its place. */
function intercepted(code: Linked, args: readonly Node[]): readonly Node[] {
  return args.slice(0, 1).flatMap((arg) => functionsOf(code, arg).flatMap((fn) => putBy(code, fn)));
}

function putBy(code: Linked, fn: Func): readonly Node[] {
  const [request] = fn.params;
  const binding = request?.type === 'Identifier' ? code.bindingOf(request) : undefined;
  return [...(code.results.get(fn) ?? []), ...((binding && code.mutations.get(binding)) ?? [])];
}

const BEFORE = /^(?:beforeRequest|beforeRedirect|init|onRequest|transformRequest)$/;

/** The same of functions among the options that a client is made with: `{ hooks: { beforeRequest: [fn] } }`, `{ onRequest }`. */
function hooked(code: Linked, args: readonly Node[]): readonly Node[] {
  const parts = args.flatMap((arg) => (arg.type === 'ObjectExpression' ? arg.properties : []));
  return parts.flatMap((part): readonly Node[] => {
    const key = 'key' in part ? (keyText(part.key) ?? '') : '';
    const value = part.type === 'ObjectProperty' ? part.value : part;
    if (key === 'hooks') return hooked(code, [value]);
    return BEFORE.test(key)
      ? eachOf(value)
          .flatMap((one) => functionsOf(code, one))
          .flatMap((fn) => putBy(code, fn))
      : [];
  });
}

function eachOf(value: Node): readonly Node[] {
  return value.type === 'ArrayExpression' ? value.elements.filter((one) => one !== null) : [value];
}

/** Loggers of which some write to a host. */
const LOGS_AWAY =
  /^(?:winston\.transports\.(?:Http|Stream)|winston-transport|winston-loki|@logtail\/winston\.\w+|winston-syslog\.\w+)$/;
const AWAY = new WeakMap<Linked, boolean>();

/** True where a module makes what carries its log to somebody. */
function logsAway(code: Linked): boolean {
  const known = AWAY.get(code);
  if (known !== undefined) return known;
  const away = code.nodes.calls.some(
    (call) => 'callee' in call && LOGS_AWAY.test(nameOf(code, call.callee as Node) ?? ''),
  );
  AWAY.set(code, away);
  return away;
}

const LOGS = /^winston\.createLogger\(\)(?:\.child\(\))?\.(?:log|error|warn|info|http|verbose|debug|silly|child)$/;

/** What goes into such a log: `winston.format((info) => …)` sees every line of it. */
function logged(code: Linked, name: string, args: readonly Node[]): readonly Node[] {
  if (name !== 'winston.format' && !LOGS.test(name)) return [];
  if (!logsAway(code)) return [];
  if (name === 'winston.format') return intercepted(code, args);
  return LOGS.test(name) ? args : [];
}

/** The functions that functions give back. */
function made(code: Linked, args: readonly Node[]): readonly Node[] {
  const results = args.flatMap((arg) => functionsOf(code, arg).flatMap((fn) => code.results.get(fn) ?? []));
  return results.filter(isFunction);
}

/** `axios.defaults.headers.common['x'] = value` goes with every request from then on. */
export function assignedSinks(code: Linked): readonly Sink[] {
  return code.nodes.assignments.flatMap((node): Sink[] => {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return [];
    const name = nameOf(code, node.left) ?? nameOf(code, node.left.object);
    return name !== undefined && DEFAULTS.test(name) ? [{ kind: 'network', name, node, args: [node.right] }] : [];
  });
}

/** What a call takes; undefined where it is none of these. */
export function sinkOf(code: Linked, call: Call, run: FilesRun): Sink | undefined {
  const { name, node, args } = call;
  if (PIPES.has(call.method ?? '')) return pipedInto(code, call, run);
  const handed = handedToCode(code, call);
  if (handed) return handed;
  if (name === undefined) return undefined;
  const sent = sentBy(code, call, name);
  if (sent) return sent;
  if (isProcess(name)) {
    const kind = UPLOADS.test(literalsIn(code, args).join(' ')) ? 'network' : 'process';
    return { kind, name, node, args };
  }
  if (STDIN.test(name)) return intoProcess(code, call, name);
  if (/^stream(?:\.promises)?\.pipeline$/.test(name)) return pipelined(code, call, run);
  return intoCode(code, call, name) ?? intoFile(code, call, name, run);
}

/** What leaves by a call, or goes with every request from then on. */
function sentBy(code: Linked, { node, args }: Call, name: string): Sink | undefined {
  if (COMPOSES.test(name)) return { kind: 'network', name, node, args: intercepted(code, made(code, args)) };
  if (NETWORK.test(name)) return { kind: 'network', name, node, args: [...args, ...hooked(code, args)] };
  if (GREETS.test(name)) return { kind: 'network', name, node, args: greeted(code, args) };
  const inLog = logged(code, name, args);
  if (inLog.length > 0) return { kind: 'service', name, node, args: inLog };
  if (servesUser(name)) return { kind: 'service', name, node, args };
  if (REPORTS.test(name)) return { kind: 'service', name, node, args: addedToReports(code, args) };
  if (INTERCEPTS.test(name)) return { kind: 'network', name, node, args: intercepted(code, args) };
  if (SENDS_ITSELF.test(name)) return { kind: 'network', name, node, args: [...receiverOf(node), ...args] };
  return undefined;
}

function intoCode(code: Linked, call: Call, name: string): Sink | undefined {
  const { node, args } = call;
  if (CODE.test(name)) return { kind: 'code', name, node, args: partsRun(code, name, args) };
  if (isConstructorTrick(code, call)) return { kind: 'code', name, node, args };
  const given = name === 'module.registerHooks' ? loadedInstead(code, args) : evaluated(code, name, args);
  if (given.length > 0) return { kind: 'code', name, node, args: given };
  return RUNS_TEXT.test(name) ? { kind: 'code', name, node, args: textArguments(code, call) } : undefined;
}

/** What loads instead of a module's own text: `registerHooks({ load: () => ({ source }) })`. */
function loadedInstead(code: Linked, [hooks]: readonly Node[]): readonly Node[] {
  if (hooks?.type !== 'ObjectExpression') return [];
  return hooks.properties.flatMap((part): readonly Node[] => {
    if (!('key' in part) || keyText(part.key) !== 'load') return [];
    const functions = functionsOf(code, part.type === 'ObjectProperty' ? part.value : part);
    return functions.flatMap((fn) => (code.results.get(fn) ?? []).flatMap((one) => throughPath(one, ['source'])));
  });
}

const ORDERS =
  /^(?:Runtime\.(?:evaluate|compileScript|callFunctionOn)|Debugger\.(?:evaluateOnCallFrame|setScriptSource))$/;

/** What the engine's own debugger is told to run: `session.post('Runtime.evaluate', { expression })`. */
function evaluated(code: Linked, name: string, [order, ...given]: readonly Node[]): readonly Node[] {
  if (!/^inspector(?:\/promises)?\.Session\(\)\.post$/.test(name) || !order) return [];
  return ORDERS.test(textOf(code, order) ?? '') ? given : [];
}

function intoFile(code: Linked, { node, args }: Call, name: string, run: FilesRun): Sink | undefined {
  if (!WRITE.test(name)) return undefined;
  const [receiver] = name.includes('()') ? receiverOf(node) : [];
  const file = receiver ?? args[0];
  const path = file && handleOf(code, openedPath(code, file) ?? file);
  const kind = (path !== undefined && run.get(path)) || 'write';
  return { kind, name, node, args: receiver ? args : args.slice(1) };
}

const OPENS = /^fs(?:\.promises)?\.(?:open(?:Sync)?|createWriteStream)$/;

/** The path that a descriptor, a handle or a stream was opened with. */
function openedPath(code: Linked, opened: Node): Node | undefined {
  const held = opened.type === 'Identifier' ? code.bindingOf(opened)?.definitions[0]?.value : opened;
  const call = held?.type === 'AwaitExpression' ? held.argument : held;
  if (!call || !isCall(call)) return undefined;
  return OPENS.test(nameOf(code, call.callee as Node) ?? '') ? (call.arguments[0] as Node | undefined) : undefined;
}

/** The arguments of a call that leave over the network; none where it does not send. */
export function networkArguments(code: Linked, node: Node): readonly Node[] {
  const name = isCall(node) ? nameOf(code, node.callee as Node) : undefined;
  if (name === undefined) return [];
  const args = (node as CallNode).arguments as Node[];
  if (NETWORK.test(name)) return args;
  if (GREETS.test(name)) return greeted(code, args);
  if (INTERCEPTS.test(name)) return intercepted(code, args);
  const sent = code.outside?.sends(name);
  return sent ? partsSent(code, args, sent) : [];
}

/** The arguments of a call that a client of a service hands on; none where it is no such call. */
export function servedArguments(code: Linked, node: Node): readonly Node[] {
  const name = isCall(node) ? nameOf(code, node.callee as Node) : undefined;
  if (name === undefined) return [];
  const args = (node as CallNode).arguments as Node[];
  if (servesUser(name)) return args;
  const inLog = logged(code, name, args);
  if (inLog.length > 0) return inLog;
  const served = code.outside?.serves(name);
  return served ? partsSent(code, args, served) : [];
}

/** Of other arguments than these, only values that are put right there into the names which code finds may be code, too. */
function partsRun(code: Linked, name: string, args: readonly Node[]): readonly Node[] {
  if (/Function$/.test(name) && name !== 'vm.compileFunction') return args;
  return args.filter((arg, i) => i === 0 || objectBehind(code, arg) !== undefined);
}

/** The arguments of a call that become code; none where nothing does. */
export function codeArguments(code: Linked, node: Node): readonly Node[] {
  const name = isCall(node) ? nameOf(code, node.callee as Node) : undefined;
  if (name === undefined) return [];
  const args = (node as CallNode).arguments as Node[];
  if (isProcess(name)) return givenToNode(code, args);
  return CODE.test(name) ? partsRun(code, name, args) : [];
}

/** Node, by its name or as the program that runs already. */
export const NODE = /(?:^|[/\\])(?:node|bun|deno)(?:\.exe)?$|^process\.(?:execPath|argv0)$/;
/** Behind these it is given a text to run. */
export const READS_TEXT = /^(?:-e|-p|-pe|--eval|--print|eval)$/;
/** And behind these a module to load first, which may be a `data:` URL. */
const LOADS_FIRST = /^(?:--import|--loader|--experimental-loader)$/;

/** `spawn(process.execPath, ['-e', text])`, `spawn('node', ['--import', url])`. */
function givenToNode(code: Linked, [program, list]: readonly Node[]): readonly Node[] {
  const command = program && (textOf(code, program) ?? nameOf(code, program));
  if (command === undefined || !NODE.test(command) || list?.type !== 'ArrayExpression') return [];
  return list.elements.flatMap((word, i) => {
    const option = (word && textOf(code, word)) ?? '';
    const given = READS_TEXT.test(option) || LOADS_FIRST.test(option) ? list.elements[i + 1] : undefined;
    return given ? [given as Node] : [];
  });
}

const PIPES = new Set(['pipe', 'pipeTo']);
/** Methods that give what they have to the function they are handed: `text.then(eval)`. */
export const HANDS_ON: ReadonlySet<string> = new Set(['then', 'map', 'forEach']);
const STDIN =
  /^(?:(?:child_process\.\w+|execa|cross-spawn)\(\)\.stdin\.(?:write|end)|(?:@[\w-]+\/)?node-pty[\w-]*\.spawn\(\)\.write)$/;
/** What runs a text where it is given one instead of a function or a file. */
const RUNS_TEXT = /^(?:setTimeout|setInterval|setImmediate|(?:worker_threads\.)?Worker)$/;

function handedToCode(code: Linked, { node, args: [first], method = '' }: Call): Sink | undefined {
  if (!HANDS_ON.has(method) || (first?.type !== 'Identifier' && first?.type !== 'MemberExpression')) return undefined;
  const name = nameOf(code, first) ?? '';
  return CODE.test(name) ? { kind: 'code', name, node, args: receiverOf(node) } : undefined;
}

function pipedInto(code: Linked, { node, args }: Call, run: FilesRun): Sink | undefined {
  return intoStream(code, { node, target: args[0], from: receiverOf(node), run });
}

function pipelined(code: Linked, { node, args }: Call, run: FilesRun): Sink | undefined {
  const streams = args.filter((arg) => !isFunction(arg));
  return intoStream(code, { node, target: streams.at(-1), from: streams.slice(0, -1), run });
}

interface Piped {
  readonly node: Node;
  readonly target: Node | undefined;
  readonly from: readonly Node[];
  readonly run: FilesRun;
}

function intoStream(code: Linked, { node, target, from, run }: Piped): Sink | undefined {
  const name = target && nameOf(code, target);
  const kind = WRITABLE.find(([, names]) => name !== undefined && names.test(name))?.[0];
  if (!target || !kind) return undefined;
  const path = kind === 'write' ? openedPath(code, target) : undefined;
  return { kind: (path && run.get(handleOf(code, path))) || kind, name: `${name}`, node, args: from };
}

/** What is written to a process that uploads leaves; to another, it is run or not. */
function intoProcess(code: Linked, { node, args }: Call, name: string): Sink {
  const callee = 'callee' in node ? (node.callee as Node) : node;
  const sends = UPLOADS.test(literalsIn(code, [started(code, callee)]).join(' '));
  return { kind: sends ? 'network' : 'process', name, node, args };
}

/** The call itself, where it starts a process; of `x.stdin.write` and `y.pipe(x.stdin)`, the one that started what is written to. */
export function startedBy(code: Linked, call: Call): Call | undefined {
  const [target] = call.args;
  if (target && PIPES.has(call.method ?? '')) return callOf(code, started(code, target));
  if (call.name === undefined || !STDIN.test(call.name)) return call;
  const callee = 'callee' in call.node ? (call.node.callee as Node) : call.node;
  return callOf(code, started(code, callee));
}

/** The call that started what `x.stdin.write` writes to. */
function started(code: Linked, callee: Node): Node {
  let at = callee;
  while (at.type === 'MemberExpression' || at.type === 'OptionalMemberExpression') at = at.object;
  if (at.type !== 'Identifier') return at;
  return code.bindingOf(at)?.definitions[0]?.value ?? at;
}

function receiverOf(node: Node): readonly Node[] {
  const callee = 'callee' in node ? (node.callee as Node) : undefined;
  return callee && 'object' in callee ? [callee.object as Node] : [];
}

/** `[].constructor.constructor('…')`, `(async () => {}).constructor('…')`: `Function` by another way. */
function isConstructorTrick(code: Linked, call: Call): boolean {
  return call.method === 'constructor' && call.args.length > 0 && textOf(code, call.args[0] as Node) !== undefined;
}

/** The first argument, where it is a text that runs and no function or file. */
function textArguments(code: Linked, { name, args }: Call): readonly Node[] {
  const [first, options] = args;
  if (!first || functionsOf(code, first).length > 0) return [];
  if (!name?.endsWith('Worker'))
    return first.type === 'CallExpression' || textOf(code, first) !== undefined ? [first] : [];
  const isText = options?.type === 'ObjectExpression' && options.properties.some((one) => isTrue(one, 'eval'));
  return isText || /^data:/.test(textOf(code, first) ?? '') ? [first] : [];
}

function isTrue(property: Node, name: string): boolean {
  return (
    property.type === 'ObjectProperty' &&
    property.key.type === 'Identifier' &&
    property.key.name === name &&
    property.value.type === 'BooleanLiteral' &&
    property.value.value
  );
}

/** What becomes of the files that a module runs or loads, by the variable or text that names them. */
export type FilesRun = ReadonlyMap<unknown, 'dropped' | 'loaded'>;

const HANDLES =
  /^(?:chmod|chown|xattr|tar|unzip|gunzip|mkdir|rm|mv|cp|ls|file|codesign|sha256sum|shasum)\b(?![^\n]*&&)/;

/** True for a command that does something with a file, and does not run it. */
export function onlyHandles(code: Linked, [command]: readonly Node[]): boolean {
  return HANDLES.test((command && textOf(code, command)) ?? '');
}

export function filesRun(code: Linked, calls: readonly Call[]): FilesRun {
  const found = new Map<unknown, 'dropped' | 'loaded'>();
  for (const call of calls) {
    const loaded = filesLoaded(code, call);
    if (!loaded && !(call.name !== undefined && isProcess(call.name) && !onlyHandles(code, call.args))) continue;
    const words = (loaded ?? call.args.slice(0, 2)).flatMap((arg) => wordsOf(code, arg));
    for (const word of words) found.set(handleOf(code, word), loaded ? 'loaded' : 'dropped');
  }
  found.delete(undefined);
  return found;
}

/** What a call loads as a module, if it does: `import(file)`, `require(file)`, `process.dlopen(module, file)`. */
function filesLoaded(code: Linked, { name, node, args }: Call): readonly Node[] | undefined {
  if (name === 'process.dlopen') return args.slice(1, 2);
  const loads = name === 'import' || ('callee' in node && isLoader(code, node.callee as Node));
  return loads ? args.slice(0, 2) : undefined;
}

/** The parts of a command that may name what is run. */
function wordsOf(code: Linked, arg: Node): readonly Node[] {
  // `pathToFileURL(file).href`
  const url = arg.type === 'MemberExpression' ? arg.object : arg;
  if (url.type === 'CallExpression' && nameOf(code, url.callee) === 'url.pathToFileURL')
    return url.arguments.slice(0, 1) as Node[];
  if (arg.type === 'ArrayExpression') return arg.elements.filter((item) => item !== null);
  if (arg.type === 'TemplateLiteral') return [arg, ...(arg.expressions as Node[])];
  return arg.type === 'BinaryExpression' && arg.operator === '+' ? [arg, arg.left, arg.right] : [arg];
}
