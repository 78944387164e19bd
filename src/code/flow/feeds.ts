/** One step back from a value: the expressions it takes its value from, or a text is made of. */

import type { Plain } from '../package/shared-constants.ts';
import { bundledProperty, bundledValues } from '../tree/bundled-modules.ts';
import { functionsOf, isLoader, nameOf, propertyName } from '../tree/calls.ts';
import { heldFunctions } from '../tree/held.ts';
import { isOfThis, ownerOf, propertyValues, valuesOf } from '../tree/members.ts';
import { type Definition, keyText, type Linked, patternNames } from '../tree/scope.ts';
import { fold, textOf } from '../tree/strings.ts';
import { isFunction, type Node, parentOf } from '../tree/walk.ts';
import { partTaken } from './channels.ts';

export type CallNode = Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' | 'NewExpression' }>;

export function isCall(node: Node): node is CallNode {
  return node.type === 'CallExpression' || node.type === 'OptionalCallExpression' || node.type === 'NewExpression';
}

/** The nodes an expression takes its value from. What is not listed here ends the trail. */
export function feeds(code: Linked, node: Node): readonly Node[] {
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
    case 'TaggedTemplateExpression':
      return [...node.quasi.expressions, ...functionsOf(code, node.tag).flatMap((fn) => code.results.get(fn) ?? [])];
    case 'SpreadElement':
      return [node.argument, ...iteratedOf(code, node.argument)];
    case 'AwaitExpression':
    case 'YieldExpression':
      return node.argument ? [node.argument] : [];
    case 'TemplateLiteral':
      return (node.expressions as Node[]).flatMap((part) => textsOfItself(code, part));
    case 'BinaryExpression':
      return COMPARES.test(node.operator) ? [] : [node.left, node.right].flatMap((part) => textsOfItself(code, part));
    case 'LogicalExpression':
      // Of what is nothing, nothing is told: `token && { authorization: token }`.
      return node.operator === '&&' ? [node.right] : [node.left, node.right];
    case 'ConditionalExpression':
      return [node.consequent, node.alternate];
    case 'AssignmentExpression':
      return [node.right];
    case 'SequenceExpression':
      return node.expressions.slice(-1);
    case 'ArrayExpression':
      return node.elements.filter((item) => item !== null);
    case 'ObjectExpression':
      return node.properties.flatMap((item): readonly Node[] =>
        item.type === 'ObjectProperty' ? [item.value] : item.type === 'SpreadElement' ? [item] : feeds(code, item),
      );
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return [node.expression];
    default:
      return isFunction(node) && node.type !== 'FunctionDeclaration' && 'kind' in node && node.kind === 'get'
        ? (code.results.get(node) ?? [])
        : [];
  }
}

/** What an instance of a class gives that says itself how it is gone through. */
function iteratedOf(code: Linked, value: Node): readonly Node[] {
  const owner = value.type === 'Identifier' || value.type === 'NewExpression' ? ownerOf(code, value) : undefined;
  const iterators = owner ? valuesOf(code, owner, '@@Symbol.iterator') : [];
  return iterators.flatMap((one) => code.results.get(one) ?? []);
}

const COMPARES = /^(?:[=!]==?|[<>]=?|in|instanceof)$/;

function ofIdentifier(code: Linked, node: Extract<Node, { type: 'Identifier' }>): readonly Node[] {
  const binding = code.bindingOf(node);
  if (!binding) return code.globals.get(node.name) ?? [];
  const written = binding.definitions.flatMap((definition) => {
    if (isVariable(code, definition)) return [];
    if (definition.path[0] === 'promise' && isKeptLater(code, definition.value))
      return settledLater(code, definition.value);
    const { value, path } = definition;
    return elementGiven(code, definition) ?? exportTaken(code, definition) ?? throughPath(value, path);
  });
  return [...written, ...(code.mutations.get(binding) ?? [])];
}

/** `const { HOME } = process.env` takes one variable, which its name tells, and not the environment. */
function isVariable(code: Linked, { value, path: [key, part, ...more] }: Definition): boolean {
  if (key === '*' && part === '0' && more.length === 0) return isEnvEntries(code, value, MAX_LISTED);
  return key !== undefined && key !== '*' && nameOf(code, value) === 'process.env';
}

/** `for (const [name, value] of Object.entries(process.env).filter(…))`: the first is only a name. */
function isEnvEntries(code: Linked, list: Node, depth: number): boolean {
  if (depth === 0) return false;
  if (list.type === 'Identifier') {
    const [only, ...others] = code.bindingOf(list)?.definitions ?? [];
    return only?.path.length === 0 && others.length === 0 && isEnvEntries(code, only.value, depth - 1);
  }
  if (list.type !== 'CallExpression') return false;
  const [object] = list.arguments as Node[];
  if (nameOf(code, list.callee) === 'Object.entries')
    return object !== undefined && nameOf(code, object) === 'process.env';
  const { callee } = list;
  if (callee.type !== 'MemberExpression' || !/^(?:filter|sort|slice)$/.test(propertyName(code, callee) ?? ''))
    return false;
  return isEnvEntries(code, callee.object, depth - 1);
}

/** `[file, args] = await prepared(file, args)`: which of the things that a function gives in a list. */
function elementGiven(code: Linked, { value, path: [key, ...more] }: Definition): readonly Node[] | undefined {
  const index = more.length === 0 && key !== undefined && /^\d+$/.test(key) ? Number(key) : undefined;
  return index === undefined ? undefined : elementsAt(code, value, index, MAX_LISTED);
}

/** `const { report } = require_report()`: what a module of a bundle exports under that name, where it is told. */
function exportTaken(code: Linked, { value, path: [key, ...more] }: Definition): readonly Node[] | undefined {
  const taken = key === undefined || more.length > 0 ? [] : bundledValues(code, value, key);
  return taken.length > 0 ? taken : undefined;
}

/** Functions that hand on the list of another one. */
const MAX_LISTED = 4;
/** Functions that one call may stand for. */
const MAX_MAKERS = 4;

function elementsAt(code: Linked, list: Node, index: number, depth: number): readonly Node[] | undefined {
  switch (list.type) {
    case 'AwaitExpression':
      return elementsAt(code, list.argument, index, depth);
    case 'ConditionalExpression':
      return inEach([list.consequent, list.alternate], (one) => elementsAt(code, one, index, depth));
    case 'ArrayExpression': {
      const upTo = list.elements.slice(0, index + 1);
      const element = upTo[index];
      return element && !upTo.some((item) => item?.type === 'SpreadElement') ? [element as Node] : undefined;
    }
    case 'CallExpression': {
      const results = functionsOf(code, list.callee as Node).map((fn) => code.results.get(fn) ?? []);
      // Of one of very many functions nothing is told that would be worth asking each of them and those behind it.
      if (depth === 0 || results.length === 0 || results.length > MAX_MAKERS) return undefined;
      if (results.some(({ length }) => length === 0)) return undefined;
      return inEach(results.flat(), (one) => elementsAt(code, one, index, depth - 1));
    }
    default:
      return undefined;
  }
}

/** What is found in all of them; undefined where one tells nothing. */
function inEach(
  nodes: readonly Node[],
  find: (node: Node) => readonly Node[] | undefined,
): readonly Node[] | undefined {
  const found = nodes.map(find);
  return found.every((one) => one !== undefined) ? found.flat() : undefined;
}

/** `const { a } = value` takes `a` only, where the value's parts can be told apart; and nothing where none of them is that. */
export function throughPath(value: Node, path: readonly string[]): readonly Node[] {
  const [key] = path;
  if (key === undefined || key === '*' || value.type !== 'ObjectExpression') return [value];
  const part = value.properties.flatMap((item) =>
    item.type === 'ObjectProperty' && keyText(item.key, item.computed) === key ? [item.value] : [],
  );
  return part.length > 0 || value.properties.every((item) => isOther(item, key)) ? part : [value];
}

/** True for a part of an object that neither is the property, nor may give it. */
function isOther(item: Extract<Node, { type: 'ObjectExpression' }>['properties'][number], key: string): boolean {
  const own = item.type === 'SpreadElement' ? undefined : keyText(item.key, item.computed);
  return own !== undefined && own !== key && own !== '__proto__';
}

/** Properties that say something about a value without being it. */
const ASIDE = new Set([
  ...['length', 'size', 'status', 'statusCode', 'ok', 'NODE_ENV', 'byteLength'],
  // Where an answer says the page has moved to.
  'location',
]);

function ofMember(
  code: Linked,
  node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
): readonly Node[] {
  const key = propertyName(code, node);
  if (key !== undefined && ASIDE.has(key)) return [];
  // One variable by a name that is not known is not the environment, unless that name runs over all of them.
  if (nameOf(code, node.object) === 'process.env') return key === undefined ? [node.property] : [];
  const proxies = key === undefined ? proxiesBehind(code, node.object) : [];
  if (proxies.length > 0) return [node.property, ...proxies.flatMap((proxy) => shownBy(code, proxy))];
  const values =
    key === undefined
      ? []
      : [
          ...propertyValues(code, node.object, key),
          ...filledIn(code, node.object, key),
          ...bundledProperty(code, node.object, key),
        ];
  // What `this.config` began with says nothing of what was put into it later.
  if (values.length > 0 && isOfThis(node.object)) values.push(...feeds(code, node.object));
  if (values.length > 0) return values;
  const global = key !== undefined && nameOf(code, node.object) === 'globalThis' ? code.globals.get(key) : undefined;
  return global ?? (key === undefined ? [node.object] : withoutOthers(code, node.object, key));
}

/** What an object is made of, without what is put into it by other names: `settings.folder` is not what `settings.key = '~/.ssh/id_rsa'` is. */
function withoutOthers(code: Linked, object: Node, key: string): readonly Node[] {
  const binding = object.type === 'Identifier' ? code.bindingOf(object) : undefined;
  const written = binding && code.boundWrites.get(binding);
  if (!written || written.has(key)) return [object];
  const others = new Set([...written.values()].flat());
  return feeds(code, object).filter((one) => !others.has(one));
}

/** The Proxies that a name may stand for. */
function proxiesBehind(code: Linked, node: Node): readonly CallNode[] {
  const definitions = node.type === 'Identifier' ? (code.bindingOf(node)?.definitions ?? []) : [];
  return definitions.flatMap(({ value }) =>
    value.type === 'NewExpression' && nameOf(code, value.callee) === 'Proxy' ? [value] : [],
  );
}

/** What is put into `this.items`: `this.items.a = v`, `this.items.push(v)`; and into `this.scope.items`, by methods of the scope. */
function filledIn(code: Linked, object: Node, key: string): readonly Node[] {
  if (code.ownMutations.size === 0) return [];
  const isNamed = object.type === 'ThisExpression' || object.type === 'Identifier' || isOfThis(object);
  const owner = isNamed ? ownerOf(code, object) : undefined;
  return (owner && code.ownMutations.get(owner)?.get(key)) ?? [];
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Functions and methods whose result still is what they were given, in another form. */
const KEEPS = new Set([
  ...words('stringify parse from toString toJSON encode decode concat join slice substring substr split trim replace'),
  ...words(
    'replaceAll map filter flatMap reduce flat sort reverse toSorted toReversed toSpliced groupBy fromAsync entries keys values ownKeys getOwnPropertyNames assign',
  ),
  ...words(
    'fromEntries btoa atob encodeURIComponent encodeURI decodeURIComponent escape unescape String Array Map Set',
  ),
  ...words(
    'Buffer gzipSync deflateSync deflateRawSync brotliCompressSync gzip deflate inflateSync gunzipSync unzipSync',
  ),
  ...words(
    'brotliDecompressSync inflateRawSync update final digest publicEncrypt privateEncrypt encrypt all allSettled',
  ),
  ...words(
    'resolve then catch finally match URLSearchParams URL Blob File FormData Uint8Array TextEncoder Headers Request',
  ),
  ...words(
    'text json arrayBuffer buffer read readFileSync subarray toBase64 toHex getStore padEnd padStart toLowerCase toUpperCase at pop shift get',
  ),
  ...words(
    'WeakRef deref structuredClone parseEnv repeat dump inspect format serialize promisify fromCharCode fromCodePoint charCodeAt codePointAt',
  ),
  ...words(
    'matchAll splice clone createInterface readLines prepare charAt readUInt8 on once pipe pipeThrough stream getReader bytes createObjectURL toArray toWeb toString64 transferFrom normalize raw getBuffer toBuffer toBufferPromise zstdCompress zstdCompressSync take drop generateAsync generateNodeStream',
  ),
]);
/** Methods that give one of what a list holds; what asks each of them for that is no part of it. */
const PICKS = new Set(['find', 'findLast', 'next']);
/** True for what takes one of a list, which only who asks for it says: `examples.find((one) => one.id === id)`. */
export function picksOne(code: Linked, { callee }: CallNode): boolean {
  return PICKS.has(propertyName(code, callee as Node) ?? '');
}

/** Classes whose instances are messages made of what they are given. */
const MESSAGES = /(?:Command|Request|Message|Payload|Body|Attachment|Readable)$/;

function ofCall(code: Linked, node: CallNode): readonly Node[] {
  const callee = node.callee as Node;
  const bundled = bundledValues(code, node);
  if (bundled.length > 0) return bundled;
  const local = functionsOf(code, callee);
  if (local.length > 0 && node.type !== 'NewExpression') return local.flatMap((fn) => code.results.get(fn) ?? []);
  const held = local.length === 0 && node.type !== 'NewExpression' ? heldFunctions(code, callee) : [];
  if (held.length > 0) return held.flatMap((fn) => code.results.get(fn) ?? []);
  const name = nameOf(code, callee);
  if (node.type === 'NewExpression') {
    if (name === 'Promise') return settled(code, node);
    if (name === 'Proxy') return throughProxy(code, node);
    if (name !== undefined && MAKES_STREAM.test(name)) return enqueued(code, node);
    return [...kept(code, node, name), ...shownByInstances(code, node)];
  }
  return kept(code, node, name);
}

/** What libraries make of what they are given and that still says all of it: objects without a few names, texts, what is packed or sealed. */
const REMAKES = new RegExp(
  `^(?:${[
    '(?:lodash(?:-es)?|underscore|es-toolkit(?:/compat)?|radash|remeda|ramda)[./](?:omit(?:By)?|pickBy|clone(?:Deep)?|toPairs|map(?:Values|Keys)|merge|assign|defaults|extend)',
    '(?:fast-json|json|safe)-stable-stringify(?:\\.\\w+)?|serialize-javascript|jsonwebtoken\\.sign|msgpackr\\.(?:pack|encode)',
    '(?:pako|fflate|lz-string|snappy|tweetnacl|libsodium-wrappers|sodium-native)(?:\\.\\w+)+',
  ].join('|')})$`,
  'i',
);
const READS_TEXT = /^(?:js-yaml|yamljs)\.(?:load|loadAll|safeLoad)$/;
const RADIX = new Set<unknown>([2, 4, 8, 16, 32, 36]);

/** What an opened file gives of itself; it is not told which one again. */
const OF_FILE = /^fs\.promises\.open\(\)\.(?:read(?:File|v|Lines|ableWebStream)|createReadStream)$/;

/** True where what a text says is given. Numbers are read in tens; letters are unpacked from twos and sixteens. */
function readsText(code: Linked, name: string, [, radix]: readonly Node[]): boolean {
  if (name !== 'parseInt' && name !== 'Number.parseInt') return READS_TEXT.test(name);
  return radix !== undefined && RADIX.has(fold(code, radix));
}

/** `/token=(.+)/.exec(text)`: what has a name of its own, such as a database, is no pattern. */
function isSearch({ callee, arguments: args }: CallNode, name: string | undefined): boolean {
  const method = callee.type === 'MemberExpression' && !callee.computed ? keyText(callee.property) : undefined;
  return method === 'exec' && name === undefined && args.length === 1;
}

/** What a call of something that is not ours gives back of what it was given. */
function kept(code: Linked, node: CallNode, name: string | undefined): readonly Node[] {
  const callee = node.callee as Node;
  const given = name?.startsWith('<') ? code.outside?.gives(name) : undefined;
  if (given?.size) return (node.arguments as Node[]).filter((_, i) => given.has(i));
  const method = methodCalled(code, callee, name);
  if (method === undefined) return [];
  const args = node.arguments as Node[];
  if (node.type === 'NewExpression' && MESSAGES.test(method)) return args;
  if (readsText(code, name ?? '', args) || isSearch(node, name)) return args.slice(0, 1);
  return REMAKES.test(name ?? '') ? args : keptBy(code, node, method);
}

function methodCalled(code: Linked, callee: Node, name = ''): string | undefined {
  if (OF_FILE.test(name)) return 'read';
  const own = propertyName(code, callee) ?? (name === '' ? undefined : name.split('.').at(-1));
  // `String.fromCharCode.apply(null, codes)` is what `fromCharCode` makes of them.
  return own === 'apply' || own === 'call' ? name.split('.').at(-2) : own;
}

/** Methods of what is built in a row, each of which gives it back: `new Embed().setTitle(title).setText(text)`. */
const BUILDS = /^(?:set|add|with)[A-Z]/;

function isBuilt(callee: Node): boolean {
  let at = callee;
  while (at.type === 'MemberExpression' || at.type === 'CallExpression')
    at = at.type === 'MemberExpression' ? at.object : (at.callee as Node);
  return at.type === 'NewExpression';
}

/** What a method gives back of what its object holds and of its arguments. */
function keptBy(code: Linked, { callee, arguments: given }: CallNode, method: string): readonly Node[] {
  const args = given as Node[];
  const object = 'object' in callee ? [callee.object as Node] : [];
  if (PICKS.has(method)) return object;
  if (!KEEPS.has(method)) return BUILDS.test(method) && isBuilt(callee) ? [...object, ...args] : [];
  // A callback of `map` or `then` gives the elements of the result.
  const results = args.flatMap((arg) => functionsOf(code, arg).flatMap((fn) => code.results.get(fn) ?? []));
  return [
    ...(isReplaced(code, method, args) ? [] : object),
    ...args.slice(soughtBy(code, callee as Node, method)),
    ...results,
  ];
}

/** How many of a method's arguments only say what is cut out: `text.split(secret)`, `text.replaceAll(secret, '***')`. */
const SOUGHT: ReadonlyMap<string, number> = new Map([
  ['split', 2],
  ['replace', 1],
  ['replaceAll', 1],
]);

/** None where a function is given the text as well: `_.replace(text, 'a', 'b')`, `replace.call(text, 'a', 'b')`. */
function soughtBy(code: Linked, callee: Node, method: string): number {
  if (callee.type !== 'MemberExpression' || propertyName(code, callee) !== method) return 0;
  const owner = nameOf(code, callee.object);
  return owner === undefined || /\(\)|^process\./.test(owner) ? (SOUGHT.get(method) ?? 0) : 0;
}

/** What a promise or a list held is gone where a callback gives something else; what it makes that of is its parameter. */
const REPLACES = new Set(['then', 'map', 'flatMap']);

function isReplaced(code: Linked, method: string, [callback]: readonly Node[]): boolean {
  const results = (REPLACES.has(method) && callback && isFunction(callback) && code.results.get(callback)) || [];
  return results.length > 0 && !results.every((one) => tellsBits(code, one));
}

/** `letter === '\u200b' ? '0' : '1'` says what the letter is. */
function tellsBits(code: Linked, node: Node): boolean {
  if (node.type !== 'ConditionalExpression' || node.test.type !== 'BinaryExpression') return false;
  return [node.consequent, node.alternate].every((one) => /^[01]$/.test(String(fold(code, one) ?? '')));
}

/** What `new Promise((resolve) => …)` becomes: what its function calls `resolve` with. */
function settled(code: Linked, node: CallNode): readonly Node[] {
  return functionsOf(code, node.arguments[0] as Node).flatMap((fn) => {
    const [param] = fn.params;
    const binding = param?.type === 'Identifier' ? code.bindingOf(param) : undefined;
    const calls = (binding && code.callers.get(binding)) ?? [];
    return calls.flatMap((call) => (call as CallNode).arguments as Node[]);
  });
}

function isKeptLater(code: Linked, node: Node): boolean {
  return node.type === 'CallExpression' && nameOf(code, node.callee) === 'Promise.withResolvers';
}

/** `const { promise, resolve } = Promise.withResolvers()`: what `resolve` is called with. */
function settledLater(code: Linked, node: Node): readonly Node[] {
  const declared = parentOf(node);
  const names = declared?.type === 'VariableDeclarator' ? patternNames(declared.id) : [];
  const resolve = names.find(({ path }) => path.length === 1 && path[0] === 'resolve');
  const binding = resolve && code.bindingOf(resolve.node);
  return ((binding && code.callers.get(binding)) ?? []).flatMap((call) => (call as CallNode).arguments as Node[]);
}

/** Methods by which an instance says itself what it is written as, and what it holds. */
const SHOWS = ['toJSON', 'toString', ...['iterator', 'asyncIterator', 'toPrimitive'].map((name) => `@@Symbol.${name}`)];

/** What instances of a class show without a call of their methods. */
export function shownByInstances(code: Linked, instance: Node): readonly Node[] {
  const owner = ownerOf(code, instance);
  if (owner?.type !== 'ClassDeclaration' && owner?.type !== 'ClassExpression') return [];
  return SHOWS.flatMap((key) => valuesOf(code, owner, key)).flatMap((fn) => code.results.get(fn) ?? []);
}

/** What one becomes as a text: of itself, `` `${this}` `` asks for nothing else. */
function textsOfItself(code: Linked, part: Node): readonly Node[] {
  return part.type === 'ThisExpression' ? [part, ...shownByInstances(code, part)] : [part];
}

const MAKES_STREAM = /^(?:stream\/web\.)?ReadableStream$/;

/** What `new ReadableStream({ start(controller) { controller.enqueue(…) } })` gives. */
function enqueued(code: Linked, { arguments: [source] }: CallNode): readonly Node[] {
  const parts = source?.type === 'ObjectExpression' ? source.properties : [];
  const functions = parts.flatMap((part) => functionsOf(code, part.type === 'ObjectProperty' ? part.value : part));
  return functions.flatMap(({ params: [controller] }) => {
    const binding = controller?.type === 'Identifier' ? code.bindingOf(controller) : undefined;
    return (binding && code.mutations.get(binding)) ?? [];
  });
}

/** What a Proxy shows: what it stands before, and what its own functions give. */
function throughProxy(code: Linked, proxy: CallNode): readonly Node[] {
  const [target] = proxy.arguments as Node[];
  return [...(target ? [target] : []), ...shownBy(code, proxy)];
}

function shownBy(code: Linked, { arguments: [, handler] }: CallNode): readonly Node[] {
  const traps = handler?.type === 'ObjectExpression' ? handler.properties : [];
  const shown = traps.filter((trap) => 'key' in trap && /^(?:get|ownKeys)$/.test(keyText(trap.key) ?? ''));
  const given = shown.flatMap((trap) => functionsOf(code, trap.type === 'ObjectProperty' ? trap.value : trap));
  return given.flatMap((fn) => code.results.get(fn) ?? []);
}

/** Paths and addresses that people write are put together in a few steps. */
const MAX_PARTS = 400;

/** Constant texts anywhere behind some expressions: enough to tell which file a path built from a home folder names. */
export function literalsIn(code: Linked, nodes: readonly Node[]): string[] {
  const parts = [...partsBehind(code, nodes)];
  const own = parts.flatMap((node) => textOf(code, node) ?? []);
  const foreign = parts.flatMap((node) => foreignTexts(code, node));
  const keys = parts.flatMap((node) => [...keysListed(code, node), ...takenTexts(code, node)]);
  const each = parts.flatMap((node) => [...withEach(code, node), ...picked(code, node)]);
  return [
    ...new Set([
      ...own,
      ...foreign,
      ...keys,
      ...each,
      ...nodes.map((node) => writtenOut(code, node)).filter((text) => text !== ''),
    ]),
  ];
}

/** Names by which some are picked of many: `names.filter((name) => /^\.env/.test(name))`. */
function picked(code: Linked, node: Node): readonly string[] {
  if (!isCall(node) || node.callee.type !== 'MemberExpression') return [];
  const [pick] = node.arguments as Node[];
  if (
    !PICKS_BY.test(propertyName(code, node.callee) ?? '') ||
    pick?.type !== 'ArrowFunctionExpression' ||
    !isCall(pick.body)
  )
    return [];
  const {
    callee,
    arguments: [told],
  } = pick.body;
  if (callee.type !== 'MemberExpression') return [];
  if (callee.object.type === 'RegExpLiteral')
    return [callee.object.pattern.replace(/^\^|\\/g, '').split(/[([$|]/)[0] ?? ''];
  return told?.type === 'StringLiteral' ? [told.value] : [];
}

const PICKS_BY = /^(?:filter|find)$/;

/** `Object.entries({ claude: […] })` gives the names as well. */
function keysListed(code: Linked, node: Node): readonly string[] {
  if (!isCall(node) || !/^Object\.(?:keys|entries)$/.test(nameOf(code, node.callee as Node) ?? '')) return [];
  const [object] = node.arguments as Node[];
  const held = object?.type === 'Identifier' ? (code.bindingOf(object)?.definitions ?? []) : [];
  return [object, ...held.map(({ value }) => value)].flatMap((one) =>
    one?.type === 'ObjectExpression'
      ? one.properties.flatMap((part) => ('key' in part ? (keyText(part.key, part.computed) ?? []) : []))
      : [],
  );
}

/** Elements of a list of which each is put into a text. */
const MAX_EACH = 12;

/** `['npm', 'yarn'].map((name) => `.${name}rc`)`: the text with each of them in its place. */
function withEach(code: Linked, node: Node): readonly string[] {
  if (node.type !== 'TemplateLiteral' && (node.type !== 'BinaryExpression' || node.operator !== '+')) return [];
  for (const place of putTogether(node)) {
    const elements = elementsWritten(code, place);
    if (elements.length > 0)
      return elements.map((text) => writtenOut(code, node, (part) => (part === place ? text : '')));
  }
  return [];
}

/** Names that stand in a template or a sum. */
function putTogether(node: Node, depth = MAX_NESTED): readonly Node[] {
  if (node.type === 'Identifier') return [node];
  if (node.type === 'TemplateLiteral') return (node.expressions as Node[]).filter(({ type }) => type === 'Identifier');
  if (node.type !== 'BinaryExpression' || depth === 0) return [];
  return [node.left, node.right].flatMap((one) => putTogether(one, depth - 1));
}

/** The texts of a list that a name goes through: of `for (const name of ['npm', 'yarn'])`, and of a callback of `map`. */
function elementsWritten(code: Linked, name: Node): readonly string[] {
  const definitions = (name.type === 'Identifier' && code.bindingOf(name)?.definitions) || [];
  const [only] = definitions;
  if (definitions.length !== 1 || only?.path.join() !== '*') return [];
  const list = fold(code, only.value);
  return Array.isArray(list) && list.length <= MAX_EACH ? list.filter((one) => typeof one === 'string') : [];
}

/** What may stand for a value of another module: a name, a part of one, a call of a function there, a loader's own call. */
const FOREIGN = new Set([
  ...['Identifier', 'MemberExpression', 'OptionalMemberExpression'],
  ...['CallExpression', 'OptionalCallExpression', 'NewExpression', 'ImportExpression'],
]);

/** By which name other modules of the package are asked about a value; a call's result has a name of its own. */
export function foreignName(code: Linked, node: Node): string | undefined {
  if (!code.outside || !FOREIGN.has(node.type)) return undefined;
  const name = nameOf(code, node);
  return name?.startsWith('<') && !ASIDE.has(propertyName(code, node) ?? '') ? name : undefined;
}

/** Texts of another module of the package. */
function foreignTexts(code: Linked, node: Node): readonly string[] {
  const name = foreignName(code, node);
  if (name === undefined || !code.outside) return [];
  return [...code.outside.texts(name), ...textsWithin(code.outside.constant(name))];
}

/** Texts that another module puts where this one takes them. */
function takenTexts(code: Linked, node: Node): readonly string[] {
  if (!code.outside || (node.type !== 'Identifier' && node.type !== 'MemberExpression')) return [];
  const part = partTaken(code, node);
  return part ? code.outside.takenTexts(part.channel, part.key) : [];
}

/** Every text in plain data, which may be nested as absurdly as its author likes. */
function textsWithin(value: Plain | undefined, depth = MAX_NESTED): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return Object.values(value).flatMap((part) => textsWithin(part, depth - 1));
}

const MAX_NESTED = 8;

/** Everything some texts may be made of. Bounded. */
export function partsBehind(code: Linked, nodes: readonly Node[]): ReadonlySet<Node> {
  const seen = new Set(nodes);
  for (const node of seen) {
    if (textOf(code, node) === undefined && seen.size < MAX_PARTS)
      for (const before of partsOf(code, node)) seen.add(before);
  }
  return seen;
}

/** What a text may be made of: unlike `feeds`, every argument of every call. */
function partsOf(code: Linked, node: Node): readonly Node[] {
  // The name of a module is not part of what its functions are given.
  if (isCall(node) && isLoader(code, node.callee as Node)) return [];
  const written = node.type === 'TemplateLiteral' ? node.quasis : [];
  const given = 'arguments' in node ? (node.arguments as Node[]) : [];
  if (node.type === 'ObjectExpression') return feeds(code, node).filter((value) => !isLeftOut(value));
  return [...feeds(code, node), ...given, ...written];
}

/** `glob('**', { ignore: ['.ssh'] })`: what is named there is in no result. */
function isLeftOut(value: Node): boolean {
  const part = parentOf(value);
  return part?.type === 'ObjectProperty' && LEFT_OUT.test(keyText(part.key, part.computed) ?? '');
}

const LEFT_OUT = /^(?:ignore[ds]?|exclude[ds]?|ignorePatterns|excludePatterns)$/;

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

const MAX_DEPTH = 30;
/** The home folder, as a shell writes it. */
const HOME = /^(?:os\.homedir\(\)|process\.env\.(?:HOME|USERPROFILE))$/;
const JOINS = /^path\.(?:posix\.|win32\.)?(?:join|resolve)$/;

/** True for the name of what makes one path of several parts. */
export function joinsPaths(name: string): boolean {
  return JOINS.test(name);
}

/** True for what became part of a path on its way, `path.join(folder, version, 'tool')`, and comes by no other way that leads around it. */
export function isPlaced(code: Linked, steps: readonly Node[]): boolean {
  const [source, end] = [steps[0], steps.at(-1)];
  if (!source || !end || !steps.some((step) => makesPath(code, step))) return false;
  const around = new Set([end]);
  for (const node of around) {
    if (around.size < MAX_PARTS && !makesPath(code, node)) for (const before of feeds(code, node)) around.add(before);
  }
  return around.size < MAX_PARTS && !around.has(source);
}

function makesPath(code: Linked, node: Node): boolean {
  return isCall(node) && joinsPaths(nameOf(code, node.callee as Node) ?? '');
}

/** `path.join(home, '.npmrc')`, `['', 'proc', pid, 'mem'].join('/')`. */
function joined(code: Linked, call: Node, inner: (part: Node) => string): string | undefined {
  if (call.type !== 'CallExpression') return undefined;
  const callee = call.callee as Node;
  const args = call.arguments as Node[];
  if (joinsPaths(nameOf(code, callee) ?? '')) return args.map(inner).join('/');
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'ArrayExpression') return undefined;
  if (propertyName(code, callee) !== 'join') return undefined;
  const between = args[0] ? (textOf(code, args[0]) ?? '') : ',';
  return callee.object.elements.map((item) => (item ? inner(item) : '')).join(between);
}

/** `pathToFileURL(file).href`, `new URL('./tools/', import.meta.url)`: what is written as an address or made of one. */
function addressOf(code: Linked, node: Node, inner: (part: Node) => string): string | undefined {
  if (node.type === 'MemberExpression')
    return /^(?:href|pathname)$/.test(propertyName(code, node) ?? '') ? inner(node.object) : undefined;
  const name = 'callee' in node ? nameOf(code, node.callee as Node) : undefined;
  const [path, base] = 'arguments' in node ? (node.arguments as Node[]) : [];
  if (path && /^url\.(?:pathToFileURL|fileURLToPath)$/.test(name ?? '')) return inner(path);
  const beside = path && base && name === 'URL' && namesOwnFile(code, base);
  return beside ? inner(path).replace(/^(?![./])/, './') : undefined;
}

/** A text with what is known of it in its place, and `instead` where it is not: `/.npm` and `rc` make `/.npmrc`. */
export function writtenOut(
  code: Linked,
  node: Node,
  instead: string | ((part: Node) => string) = '',
  depth = 0,
): string {
  const whole = textOf(code, node);
  const unknown = typeof instead === 'string' ? instead : instead(node);
  if (whole !== undefined || depth > MAX_DEPTH) return whole ?? unknown;
  if (HOME.test(nameOf(code, node) ?? '')) return '~';
  const inner = (part: Node): string => writtenOut(code, part, instead, depth + 1);
  switch (node.type) {
    case 'BinaryExpression':
      return node.operator === '+' ? inner(node.left) + inner(node.right) : unknown;
    case 'TemplateLiteral':
      return node.quasis
        .map((quasi, i) => (quasi.value.cooked ?? '') + (node.expressions[i] ? inner(node.expressions[i]) : ''))
        .join('');
    case 'CallExpression':
    case 'NewExpression':
    case 'MemberExpression':
      return joined(code, node, inner) ?? addressOf(code, node, inner) ?? unknown;
    case 'Identifier': {
      const [only, ...more] = code.bindingOf(node)?.definitions ?? [];
      return only && more.length === 0 && only.path.length === 0 ? inner(only.value) : unknown;
    }
    default:
      return unknown;
  }
}
