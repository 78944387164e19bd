/**
 * Source → transforms → sink inside a module: where a value that leaves, runs or is written came from. Walks backwards
 * from each sink through variables, destructuring, local functions, callbacks and promises, one node at a time.
 */
import { type Call, functionsOf, isLoader, nameOf, propertyName, propertyValues } from './calls.ts';
import type { Reach } from './entries.ts';
import type { Module } from './module.ts';
import { keyText, type Linked } from './scope.ts';
import { sensitivePlace } from './secrets.ts';
import { textOf } from './strings.ts';
import { type Func, type Node, parentOf } from './walk.ts';

/** What a value began as. */
export type SourceKind =
  /** The whole environment as one value. */
  | 'environment'
  /** One variable of it; `detail` is its name. */
  | 'variable'
  /** A file where credentials are kept; `detail` says which. */
  | 'secret file'
  /** A command that prints credentials. */
  | 'secret command'
  /** Who and where this is: user, host, addresses. */
  | 'identity'
  /** Something that came over the network. */
  | 'remote'
  /** A text that was packed: base64, hex, character codes, deflated, encrypted. */
  | 'packed';

export type SinkKind = 'network' | 'process' | 'code' | 'write';

export interface Source {
  readonly kind: SourceKind;
  readonly detail: string;
  readonly node: Node;
}

/** One way from a source to a sink. */
export interface Flow {
  readonly source: Source;
  readonly sink: { readonly kind: SinkKind; readonly name: string; readonly node: Node };
  /** From the source to the sink, both included. */
  readonly steps: readonly Node[];
  /** When the sink's code runs. */
  readonly reach: Reach;
}

const MAX_NODES = 2_000;
const MAX_SINKS = 400;

/** Every flow of a module, in the order of its sinks. */
export function flowsOf(module: Module): Flow[] {
  const sinks = module.calls.flatMap((call) => {
    const kind = sinkKind(module, call);
    if (kind) return [{ call, kind, args: call.args }];
    const sent = call.name === undefined ? undefined : module.code.outside?.sends(call.name);
    const args = sent ? call.args.filter((_, i) => sent.has(i)) : [];
    return args.length > 0 ? [{ call, kind: 'network' as const, args }] : [];
  });
  const flows = sinks.slice(0, MAX_SINKS).flatMap(({ call, kind, args }) =>
    args.flatMap((arg) =>
      trace(module.code, arg).map(({ source, steps }) => ({
        source,
        steps: [...steps, call.node],
        sink: { kind, name: call.name ?? call.method ?? '', node: call.node },
        reach: module.when(call.node),
      })),
    ),
  );
  return [...flows, ...handedOn(module)];
}

/** What is handed to another module of the package, which unpacks and runs it. */
function handedOn(module: Module): Flow[] {
  return module.calls.flatMap((call) => {
    const runs = call.name === undefined ? undefined : module.code.outside?.runs(call.name);
    const args = runs ? call.args.filter((_, i) => runs.has(i)) : [];
    return args.map((node) => ({
      source: { kind: 'packed' as const, detail: 'is unpacked where it is handed to', node },
      sink: { kind: 'code' as const, name: call.name ?? '', node: call.node },
      steps: [node, call.node],
      reach: module.when(call.node),
    }));
  });
}

const NETWORK = new RegExp(
  `^(?:${[
    'fetch|axios|got|needle|request|superagent|undici|ky|node-fetch|cross-fetch|phin|bent|wretch|ofetch',
    '(?:axios|got|needle|request|superagent|undici|ky|phin|ofetch)\\.(?:get|post|put|patch|request|fetch|send|stream|head|delete)',
    'axios\\.create\\(\\)(?:\\.\\w+)?|undici\\.(?:Client|Pool|Agent)\\(\\)\\.\\w+',
    'https?\\.(?:request|get)|https?\\.(?:request|get)\\(\\)\\.(?:write|end)|http2\\.connect\\(\\)\\.request(?:\\(\\)\\.(?:write|end))?',
    '(?:net|tls)\\.(?:connect|createConnection|Socket)\\(\\)(?:\\.connect\\(\\))?\\.(?:write|end)|tls\\.TLSSocket\\(\\)\\.(?:write|end)',
    '(?:WebSocket|ws|ws\\.WebSocket)\\(\\)\\.send|WebSocket|XMLHttpRequest\\(\\)\\.(?:send|open)|navigator\\.sendBeacon|EventSource',
    'dgram\\.(?:createSocket|Socket)\\(\\)\\.send',
    'dns(?:\\.promises)?\\.(?:lookup|resolve\\w*)|dns(?:\\.promises)?\\.Resolver\\(\\)\\.resolve\\w*',
    'superagent\\.\\w+\\(\\)(?:\\.\\w+\\(\\))*\\.send|socket\\.io-client(?:\\.\\w+)?\\(\\)\\.emit|nodemailer\\.createTransport\\(\\)\\.sendMail',
  ].join('|')})$`,
);
const PROCESS =
  /^(?:child_process\.(?:exec|execSync|execFile|execFileSync|spawn|spawnSync|fork)|execa(?:\.\w+)?|cross-spawn(?:\.(?:spawn|sync))?|shelljs\.exec|zx\.\$|bun\.spawn|Bun\.spawn(?:Sync)?|Deno\.Command)$/;
const CODE =
  /^(?:eval|Function|vm\.(?:runInThisContext|runInNewContext|runInContext|compileFunction|Script|SourceTextModule)|(?:module|module\.Module\(\)|module\(\)|module\.constructor\(\))\._compile|require-from-string|globalThis\.eval|AsyncFunction|GeneratorFunction|import)$/;
const WRITE =
  /^(?:fs(?:\.promises)?\.(?:writeFile|writeFileSync|appendFile|appendFileSync|outputFile|outputFileSync|createWriteStream\(\)\.(?:write|end))|Bun\.write)$/;
/** A process that is itself a way out. */
const UPLOADS = /\b(?:curl|wget|nc|ncat|netcat|nslookup|dig|Invoke-WebRequest|Invoke-RestMethod|iwr|scp|rsync)\b/i;

function sinkKind(module: Module, call: Call): SinkKind | undefined {
  const { name } = call;
  if (name === undefined) return undefined;
  if (NETWORK.test(name)) return 'network';
  if (PROCESS.test(name)) return UPLOADS.test(literalsIn(module.code, call.args).join(' ')) ? 'network' : 'process';
  if (CODE.test(name) || isConstructorTrick(module.code, call)) return 'code';
  return WRITE.test(name) ? 'write' : undefined;
}

/** The arguments of a call that leave over the network; none where it does not send. */
export function networkArguments(code: Linked, node: Node): readonly Node[] {
  const name = isCall(node) ? nameOf(code, node.callee as Node) : undefined;
  return name !== undefined && NETWORK.test(name) ? ((node as CallNode).arguments as Node[]) : [];
}

/** The arguments of a call that become code; none where nothing does. */
export function codeArguments(code: Linked, node: Node): readonly Node[] {
  const name = isCall(node) ? nameOf(code, node.callee as Node) : undefined;
  return name !== undefined && CODE.test(name) ? ((node as CallNode).arguments as Node[]) : [];
}

/** `[].constructor.constructor('…')`, `(async () => {}).constructor('…')`: `Function` by another way. */
function isConstructorTrick(code: Linked, call: Call): boolean {
  return call.method === 'constructor' && call.args.length > 0 && textOf(code, call.args[0] as Node) !== undefined;
}

/** Walks back from an expression to the sources its value may come from. Nearest first; each source once. */
export function trace(code: Linked, from: Node): { readonly source: Source; readonly steps: readonly Node[] }[] {
  const found: { source: Source; steps: Node[] }[] = [];
  for (const { node, steps } of backwards(code, from)) {
    const source = sourceAt(code, node);
    if (source) found.push({ source, steps: steps() });
  }
  return found;
}

/** Where the whole environment is what an expression is made of. */
export function wholeEnvironment(code: Linked, from: Node): Node[] {
  return trace(code, from).flatMap(({ source, steps }) =>
    source.kind === 'environment' && isWhole(code, steps) ? [source.node] : [],
  );
}

/** True where no step takes one property by name: a part of something made from the environment is not the environment. */
export function isWhole(code: Linked, steps: readonly Node[]): boolean {
  return steps.every((node, i) => i === 0 || !takesPart(code, node, steps[i - 1] as Node));
}

function takesPart(code: Linked, node: Node, from: Node): boolean {
  if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') return node.object === from;
  if (node.type !== 'Identifier') return false;
  const definition = code.bindingOf(node)?.definitions.find(({ value }) => value === from);
  return definition?.path.some((key) => !/^(?:\*|\d+)$/.test(key)) ?? false;
}

/** Numbers in a row from which they may be character codes. */
const CODES = 6;

/**
 * True where a text that is unpacked is in the package, or fetched: a constant, a file, another module's value, an answer.
 * False where a caller from outside gives it, as to a template engine or a loader of `data:` URLs.
 */
export function isCarried(code: Linked, unpacked: Node): boolean {
  for (const { node } of backwards(code, unpacked)) {
    if (isPayload(code, node) || (node !== unpacked && comesFromElsewhere(code, node))) return true;
  }
  return false;
}

function isPayload(code: Linked, node: Node): boolean {
  if (node.type === 'ArrayExpression') return numbersIn(node.elements) >= CODES;
  if (isCall(node)) return numbersIn(node.arguments) >= CODES;
  const text = node.type === 'StringLiteral' || node.type === 'TemplateLiteral' ? textOf(code, node) : undefined;
  return text !== undefined && looksPacked(text);
}

function numbersIn(nodes: readonly (Node | null)[]): number {
  return nodes.filter((node) => node?.type === 'NumericLiteral').length;
}

/** What encoders spell out, and no payload holds. */
const ALPHABET = /ABCDEFGHIJ|abcdefghij|0123456789/;

/** Base64 or hex of a few words of code, bytes that are no text, or one long run without the spaces of a sentence. */
function looksPacked(text: string): boolean {
  if (text.length < 16 || ALPHABET.test(text)) return false;
  if (/^[\w+/=-]+$/.test(text)) return /\d/.test(text) && /[a-z]/i.test(text);
  if (/[^\x20-\x7e\s]/.test(text)) return true;
  return text.length >= 60 && text.split(' ').length * 12 < text.length;
}

/** A file the code names, an answer, a value of another module of the package. */
function comesFromElsewhere(code: Linked, node: Node): boolean {
  const name = nameOf(code, isCall(node) ? (node.callee as Node) : node);
  if (name !== undefined && isCall(node) && READS.test(name))
    return node.arguments[0] !== undefined && namesOwnFile(code, node.arguments[0] as Node);
  if (name !== undefined && code.outside?.carries(name)) return true;
  const source = sourceAt(code, node);
  return source !== undefined && source.kind !== 'packed';
}

/** True for a path that begins at the module's own folder. */
export function namesOwnFile(code: Linked, path: Node): boolean {
  for (const node of partsBehind(code, [path])) {
    if (node.type === 'MetaProperty' || (node.type === 'Identifier' && /^__(?:dir|file)name$/.test(node.name)))
      return true;
    // `__dirname + '/x'` folds to `./x`.
    if (/^\.\.?\//.test(textOf(code, node) ?? '')) return true;
  }
  return false;
}

/** Every place a module reads a file where credentials are kept. */
export function secretReads(module: Module): Source[] {
  return module.calls.flatMap(({ node }) => {
    const source = sourceAt(module.code, node);
    return source?.kind === 'secret file' ? [source] : [];
  });
}

/** The call through which the walk entered a function, so that it leaves by the same call's arguments. */
interface Context {
  readonly call: Node;
  readonly outer: Context | undefined;
}

interface Visit {
  readonly node: Node;
  readonly context: Context | undefined;
  readonly next: Visit | undefined;
}

/** Every node a value may come from, breadth first; `steps` gives the way from there. Bounded. */
export function* backwards(code: Linked, from: Node): Generator<{ node: Node; steps: () => Node[] }> {
  const queue: Visit[] = [{ node: from, context: undefined, next: undefined }];
  const seen = new Map<Node | undefined, Set<Node>>();
  // The list grows while it is walked.
  for (const visit of queue) {
    yield { node: visit.node, steps: () => stepsOf(visit) };
    if (queue.length > MAX_NODES) return;
    // What is a source is not looked behind: the file's name is not the file's content.
    if (sourceAt(code, visit.node)?.kind === 'secret file') continue;
    for (const before of previous(code, visit)) {
      const known = seen.get(before.context?.call) ?? new Set();
      seen.set(before.context?.call, known);
      if (known.has(before.node)) continue;
      known.add(before.node);
      queue.push(before);
    }
  }
}

function stepsOf(visit: Visit): Node[] {
  const steps: Node[] = [];
  for (let at: Visit | undefined = visit; at; at = at.next) steps.push(at.node);
  return steps;
}

/** One step back. Into a local function it goes with the call in mind; out of it, to what that call gave. */
function previous(code: Linked, visit: Visit): Visit[] {
  const { node, context } = visit;
  const given = context && argumentGiven(code, node, context.call);
  if (given) return [{ node: given, context: context.outer, next: visit }];
  const entered = isCall(node) && functionsOf(code, node.callee as Node).length > 0;
  const inner = entered ? { call: node, outer: context } : context;
  return feeds(code, node).map((one) => ({ node: one, context: inner, next: visit }));
}

/** What a call gave to the parameter that a name stands for, where the call is one of that function. */
function argumentGiven(code: Linked, node: Node, call: Node): Node | undefined {
  if (node.type !== 'Identifier' || !isCall(call)) return undefined;
  const binding = code.bindingOf(node);
  if (binding?.param === undefined || !functionsOf(code, call.callee as Node).includes(binding.node as Func))
    return undefined;
  const arg = call.arguments[binding.param.index] as Node | undefined;
  return arg && throughPath(arg, binding.param.path)[0];
}

type CallNode = Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' | 'NewExpression' }>;

function isCall(node: Node): node is CallNode {
  return node.type === 'CallExpression' || node.type === 'OptionalCallExpression' || node.type === 'NewExpression';
}

/** Constant texts anywhere behind some expressions: enough to tell which file a path built from a home folder names. */
export function literalsIn(code: Linked, nodes: readonly Node[]): string[] {
  return [...new Set([...partsBehind(code, nodes)].flatMap((node) => textOf(code, node) ?? []))];
}

/** Everything some texts may be made of. Bounded. */
export function partsBehind(code: Linked, nodes: readonly Node[]): ReadonlySet<Node> {
  const seen = new Set(nodes);
  for (const node of seen) {
    if (textOf(code, node) === undefined && seen.size < MAX_NODES)
      for (const before of partsOf(code, node)) seen.add(before);
  }
  return seen;
}

/** What a text may be made of: unlike `feeds`, every argument of every call. */
function partsOf(code: Linked, node: Node): readonly Node[] {
  // The name of a module is not part of what its functions are given.
  if (isCall(node) && isLoader(code, node.callee as Node)) return [];
  const written = node.type === 'TemplateLiteral' ? node.quasis : [];
  return [...feeds(code, node), ...given(node), ...written];
}

function given(node: Node): readonly Node[] {
  return 'arguments' in node ? (node.arguments as Node[]) : [];
}

function sourceAt(code: Linked, node: Node): Source | undefined {
  return ownSource(code, node) ?? foreignSource(code, node);
}

/** What another module of the package collected. */
function foreignSource(code: Linked, node: Node): Source | undefined {
  if (!code.outside) return undefined;
  const value = isCall(node) ? (node.callee as Node) : node;
  if (value.type !== 'Identifier' && value.type !== 'MemberExpression') return undefined;
  const name = nameOf(code, value);
  const [source] = name === undefined ? [] : code.outside.sources(name);
  return source && { ...source, node };
}

function ownSource(code: Linked, node: Node): Source | undefined {
  if (node.type === 'CallExpression' || node.type === 'OptionalCallExpression') return callSource(code, node);
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression')
    return;
  const name = nameOf(code, node);
  if (name === 'process.env' || name === 'import.meta.env' || name === 'Bun.env') {
    return { kind: 'environment', detail: 'process.env', node };
  }
  const variable = name && /^(?:process|Bun)\.env\.(\w+)$/.exec(name)?.[1];
  return variable ? { kind: 'variable', detail: variable, node } : undefined;
}

const READS =
  /^(?:fs(?:\.promises)?\.(?:readFile|readFileSync|createReadStream|open|openSync|readJson|readJsonSync|copyFile|copyFileSync|readdir|readdirSync)|Bun\.file)$/;
const IDENTITY = /^os\.(?:userInfo|hostname|networkInterfaces)$/;
const REMOTE =
  /^(?:fetch|axios|got|needle|undici\.(?:fetch|request)|node-fetch|(?:axios|got|needle|superagent)\.(?:get|post|request)|https?\.(?:get|request)|dns(?:\.promises)?\.resolve\w*)$/;
const UNPACKS =
  /^(?:atob|zlib\.(?:inflate|inflateRaw|gunzip|unzip|brotliDecompress)(?:Sync)?|crypto\.createDecipher(?:iv)?\(\)\.(?:update|final)|String\.fromCharCode|LZString\.decompress\w*)$/;
const SECRET_COMMANDS =
  /\bgh\s+auth\s+token|\bsecurity\s+find-(?:generic|internet)-password|\bgcloud\s+auth\s+print|\baws\s+(?:sts|configure\s+get)|\bnpm\s+(?:token|config\s+get\s+\S*_auth)|\bop\s+(?:read|item\s+get)|\bgit\s+credential\b|\bpass\s+show\b|\bkubectl\s+config\s+view\s+--raw/;

function callSource(
  code: Linked,
  node: Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>,
): Source | undefined {
  const name = nameOf(code, node.callee as Node);
  if (name === undefined) return unpackedBuffer(code, node);
  const args = node.arguments as Node[];
  if (READS.test(name)) {
    const place = sensitivePlace(literalsIn(code, args.slice(0, 1)));
    return place === undefined ? undefined : { kind: 'secret file', detail: place, node };
  }
  if (PROCESS.test(name)) {
    const command = SECRET_COMMANDS.exec(literalsIn(code, args).join(' '))?.[0];
    return command === undefined ? undefined : { kind: 'secret command', detail: command, node };
  }
  if (IDENTITY.test(name)) return { kind: 'identity', detail: name, node };
  if (REMOTE.test(name)) return { kind: 'remote', detail: name, node };
  return UNPACKS.test(name) ? { kind: 'packed', detail: name, node } : unpackedBuffer(code, node);
}

/** `Buffer.from(text, 'base64')`. */
function unpackedBuffer(
  code: Linked,
  node: Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>,
): Source | undefined {
  if (nameOf(code, node.callee as Node) !== 'Buffer.from') return undefined;
  const encoding = node.arguments[1] && textOf(code, node.arguments[1]);
  return encoding === 'base64' || encoding === 'hex' || encoding === 'base64url'
    ? { kind: 'packed', detail: `Buffer.from(…, '${encoding}')`, node }
    : undefined;
}

/** The nodes an expression takes its value from. What is not listed here ends the trail. */
function feeds(code: Linked, node: Node): readonly Node[] {
  switch (node.type) {
    case 'Identifier':
      return ofIdentifier(code, node);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return ofMember(code, node);
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      return ofCall(code, node);
    case 'AwaitExpression':
    case 'SpreadElement':
      return [node.argument];
    case 'TemplateLiteral':
      return node.expressions as Node[];
    case 'BinaryExpression':
    case 'LogicalExpression':
      return [node.left, node.right];
    case 'ConditionalExpression':
      return [node.consequent, node.alternate];
    case 'AssignmentExpression':
      return [node.right];
    case 'SequenceExpression':
      return node.expressions.slice(-1);
    case 'ArrayExpression':
      return node.elements.filter((item) => item !== null);
    case 'ObjectExpression':
      return node.properties.flatMap((item): Node[] =>
        item.type === 'ObjectProperty' ? [item.value] : item.type === 'SpreadElement' ? [item] : [],
      );
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return [node.expression];
    default:
      return [];
  }
}

function ofIdentifier(code: Linked, node: Extract<Node, { type: 'Identifier' }>): readonly Node[] {
  const binding = code.bindingOf(node);
  if (!binding) return [];
  const written = binding.definitions.flatMap(({ value, path }) => throughPath(value, path));
  return [...written, ...(code.mutations.get(binding) ?? [])];
}

/** `const { a } = value` takes `a` only, where the value's parts can be told apart. */
function throughPath(value: Node, path: readonly string[]): readonly Node[] {
  const [key] = path;
  if (key === undefined || key === '*' || value.type !== 'ObjectExpression') return [value];
  const part = value.properties.flatMap((item) =>
    item.type === 'ObjectProperty' && keyText(item.key, item.computed) === key ? [item.value] : [],
  );
  return part.length > 0 ? part : [value];
}

/** Properties that say something about a value without being it. */
const ASIDE = new Set(['length', 'size', 'status', 'statusCode', 'ok', 'NODE_ENV', 'byteLength']);

function ofMember(
  code: Linked,
  node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
): readonly Node[] {
  const key = propertyName(code, node);
  if (key !== undefined && ASIDE.has(key)) return [];
  // One variable by a name that is not known is not the environment.
  if (isEnvironment(code, node.object)) return [];
  const values = key === undefined ? [] : propertyValues(code, node.object, key);
  return values.length > 0 ? values : [node.object];
}

function isEnvironment(code: Linked, node: Node): boolean {
  return nameOf(code, node) === 'process.env';
}

/** Functions and methods whose result still is what they were given, in another form. */
const KEEPS = new Set([
  ...[
    'stringify',
    'parse',
    'from',
    'toString',
    'toJSON',
    'encode',
    'decode',
    'concat',
    'join',
    'slice',
    'substring',
    'substr',
  ],
  ...[
    'split',
    'trim',
    'replace',
    'replaceAll',
    'map',
    'filter',
    'flatMap',
    'reduce',
    'flat',
    'sort',
    'reverse',
    'entries',
  ],
  ...['keys', 'values', 'assign', 'fromEntries', 'btoa', 'atob', 'encodeURIComponent', 'encodeURI', 'escape', 'String'],
  ...[
    'Buffer',
    'gzipSync',
    'deflateSync',
    'deflateRawSync',
    'brotliCompressSync',
    'gzip',
    'deflate',
    'inflateSync',
    'gunzipSync',
  ],
  ...[
    'update',
    'final',
    'digest',
    'publicEncrypt',
    'all',
    'allSettled',
    'resolve',
    'then',
    'catch',
    'finally',
    'match',
  ],
  ...['URLSearchParams', 'URL', 'Blob', 'FormData', 'Uint8Array', 'TextEncoder', 'text', 'json', 'arrayBuffer', 'read'],
  ...[
    'readFileSync',
    'subarray',
    'padEnd',
    'padStart',
    'toLowerCase',
    'toUpperCase',
    'at',
    'pop',
    'shift',
    'get',
    'structuredClone',
  ],
  ...[
    'repeat',
    'dump',
    'inspect',
    'serialize',
    'promisify',
    'unzipSync',
    'brotliDecompressSync',
    'inflateRawSync',
    'fromCharCode',
    'on',
    'once',
  ],
]);

function ofCall(code: Linked, node: CallNode): readonly Node[] {
  const callee = node.callee as Node;
  const local = functionsOf(code, callee);
  if (local.length > 0) return local.flatMap((fn) => code.results.get(fn) ?? []);
  const method = propertyName(code, callee) ?? nameOf(code, callee)?.split('.').at(-1);
  if (method === undefined || !KEEPS.has(method)) return [];
  const receiver = 'object' in callee ? [callee.object as Node] : [];
  // A callback of `map` or `then` gives the elements of the result.
  const results = (node.arguments as Node[]).flatMap((arg) =>
    functionsOf(code, arg).flatMap((fn) => code.results.get(fn) ?? []),
  );
  return [...receiver, ...(node.arguments as Node[]), ...results];
}

/** The statement around a node, as one line for a path of evidence. */
export function lineOf(node: Node): Node {
  let at = node;
  for (let up = parentOf(at); up; up = parentOf(up)) {
    if (/Statement$|Declaration$|^Program$/.test(up.type)) break;
    at = up;
  }
  return at;
}
