/**
 * What one module of a package puts where another takes it, without either naming the other: events, messages between a program
 * and its workers and children, the data a worker is started with, and what is put into the global object, or into one or a storage
 * that a third module made.
 */
import { callOf, nameOf } from '../tree/calls.ts';
import { LISTENS } from '../tree/listeners.ts';
import { propertyValues } from '../tree/members.ts';
import { objectBehind } from '../tree/objects.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { isFunction, type Node } from '../tree/walk.ts';

/** Values that are put somewhere, and the property of what is taken there under which each will be found. */
export interface Put {
  readonly channel: string;
  readonly values: readonly { readonly value: Node; readonly under: string | undefined }[];
}

/** Without one of these a module puts nothing anywhere. */
export const PUTS =
  /\.emit\s*\(|\.(?:publish|dispatch|trigger|fire|notify|broadcast)\s*\(\s*['"`]|[\w$\])]\.[\w$]+\s*=\s*(?:\{\s*\.\.\.)?[\w.$(]{0,60}\benv\b|\.set\s*\(\s*['"`][^'"`\n]{1,40}['"`]\s*,|\.send\s*\(|\bpostMessage\s*\(|\bworkerData\s*[:}]|\.(?:run|enterWith|getStore|publish|next)\s*\(|\b(?:globalThis|global)\s*\.\s*[\w$]+\s*=(?!=)/;

const MESSAGES = 'message';
const WORKER_DATA = 'worker data';
/** What streams, sockets, processes and servers tell of themselves. */
const USUAL = new Set([
  ...['data', 'end', 'error', 'close', 'finish', 'message', 'connect', 'connection', 'listening', 'exit', 'response'],
  ...['request', 'open', 'drain', 'readable', 'timeout', 'upgrade', 'lookup', 'ready', 'abort', 'aborted', 'pipe'],
  ...['unpipe', 'socket', 'secureConnect', 'uncaughtException', 'unhandledRejection', 'warning', 'change', 'progress'],
]);

/** True for the name of an event that many things tell of themselves. */
export function isUsualEvent(event: string): boolean {
  return USUAL.has(event);
}

/** What people call `emit` where they make it themselves; it is one where what is told goes to an object of another module. */
const PUBLISHES = new Set(['publish', 'dispatch', 'trigger', 'fire', 'notify', 'broadcast']);

const SENDS = /^(?:child_process\.fork\(\)|process)\.send$|(?:^|\.)postMessage$/;
const LISTENS_TO_MESSAGES =
  /^(?:process|worker_threads\.parentPort|self|globalThis|child_process\.fork\(\)|worker_threads\.Worker\(\))\.(?:on|once|addEventListener|addListener)$/;

/** What a module puts anywhere. */
export function putsIn(code: Linked): readonly Put[] {
  const globals = [...code.globals].map(([name, values]) => ({
    channel: `global ${name}`,
    values: values.flatMap(parted),
  }));
  return [...code.nodes.calls.flatMap((node) => putBy(code, node) ?? []), ...globals, ...heldPuts(code)];
}

/** `store.data = value`, where another module made `store`. */
function heldPuts(code: Linked): readonly Put[] {
  return [...code.writes].flatMap(([key, writes]) =>
    writes.flatMap(({ object, value }) => {
      const channel = heldIn(code, object, key);
      if (channel !== undefined) return [{ channel, values: parted(value) }];
      const store = storeHeld(code, object);
      return store === undefined ? [] : [{ channel: store, values: [{ value, under: key }] }];
    }),
  );
}

/** What an `AsyncLocalStorage` of another module holds goes by this name. */
const STORE = '<store>';

/** The storage behind `storage.getStore()`, or a name for what that gives. */
function storeHeld(code: Linked, object: Node): string | undefined {
  const channel =
    object.type === 'Identifier' || object.type === 'CallExpression' ? channelHeld(code, object) : undefined;
  return channel?.endsWith(STORE) ? channel : undefined;
}

/** What a call puts into a map or a storage of another module. */
function putIntoHeld(code: Linked, call: Node, method: string, args: readonly Node[]): Put | undefined {
  const [key, value, ...others] = args;
  if (method === 'set') return key && value && others.length === 0 ? heldPut(code, call, key, value) : undefined;
  if (ADDS.has(method)) return pushedIntoStore(code, call, args);
  const [store] = KEEPS_STORE.has(method) ? args : [];
  return store && storePut(code, call, store);
}

/** `storage.run(store, fn)`, `storage.enterWith(store)`. */
function storePut(code: Linked, call: Node, store: Node): Put | undefined {
  const holder = holderOf(call);
  const channel = holder && heldIn(code, holder, STORE);
  return channel === undefined ? undefined : { channel, values: parted(objectBehind(code, store) ?? store) };
}

/** `storage.getStore().list.push(value)`. */
function pushedIntoStore(code: Linked, call: Node, args: readonly Node[]): Put | undefined {
  const list = holderOf(call);
  const part = list && partTaken(code, list);
  return part?.channel.endsWith(STORE)
    ? { channel: part.channel, values: args.map((value) => ({ value, under: part.key })) }
    : undefined;
}

const KEEPS_STORE = new Set(['run', 'enterWith']);
const ADDS = new Set(['push', 'unshift', 'add', 'append']);

/** What something is held under in an object of another module, by the names of that module's file and of the object. */
function heldIn(code: Linked, object: Node, key: string): string | undefined {
  const name = nameOf(code, object);
  const [, file, rest] = /^<(?:[^>]*\/)?([^>/.]+)[^>/]*>([^()]*)$/.exec(name ?? '') ?? [];
  return file === undefined ? undefined : `held ${file}${rest}.${key}`;
}

function putBy(code: Linked, node: Node): Put | undefined {
  const call = callOf(code, node);
  if (!call) return undefined;
  const { name = '', method, args } = call;
  const [first, ...others] = args;
  if (!first) return undefined;
  const topic = topicPublished(code, node);
  if (topic !== undefined) return { channel: topic, values: parted(first) };
  if (method === 'emit' || (PUBLISHES.has(method ?? '') && isOfAnother(code, node))) {
    const channel = eventOf(code, node, textOf(code, first));
    return channel === undefined ? undefined : { channel, values: others.flatMap(parted) };
  }
  const held = putIntoHeld(code, node, method ?? '', args);
  if (held) return held;
  if (SENDS.test(name) || method === 'postMessage') return { channel: MESSAGES, values: parted(first) };
  if (!call.isNew || !/^(?:worker_threads\.)?Worker$/.test(name)) return undefined;
  const data = others.flatMap((options) => propertiesOf(options).filter(({ under }) => under === 'workerData'));
  return { channel: WORKER_DATA, values: data.flatMap(({ value }) => parted(objectBehind(code, value) ?? value)) };
}

/** Which event is meant: what many things tell of themselves says it only together with the object that both modules have. */
function eventOf(code: Linked, call: Node, event: string | undefined): string | undefined {
  if (event === undefined || !USUAL.has(event)) return event && `event ${event}`;
  const holder = holderOf(call);
  return holder && heldIn(code, holder, `event ${event}`);
}

/** `cache.set('key', value)`. */
function heldPut(code: Linked, call: Node, key: Node, value: Node): Put | undefined {
  const name = textOf(code, key);
  const holder = holderOf(call);
  const channel = name === undefined || !holder ? undefined : heldIn(code, holder, name);
  return channel === undefined ? undefined : { channel, values: parted(value) };
}

type AnyCall = Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>;

const isCallOf = (node: Node): node is AnyCall =>
  node.type === 'CallExpression' || node.type === 'OptionalCallExpression';

/** What `channel('ready').publish(value)` tells those who subscribed to that topic, or to a channel that another module made. */
export function topicPublished(code: Linked, node: Node): string | undefined {
  const callee = isCallOf(node) && node.arguments.length === 1 ? (node.callee as Node) : undefined;
  if (callee?.type !== 'MemberExpression' || !/^(?:publish|next)$/.test(keyText(callee.property) ?? ''))
    return undefined;
  return topicOf(code, callee.object);
}

/** The same of `subscribe('ready', (value) => …)` and `channel('ready').subscribe((value) => …)`. */
export function topicHeard(code: Linked, node: Node): string | undefined {
  if (!isCallOf(node)) return undefined;
  const callee = node.callee as Node;
  if (callee.type === 'MemberExpression' && node.arguments.length === 1 && keyText(callee.property) === 'subscribe')
    return topicOf(code, callee.object);
  const [topic] = nameOf(code, callee) === 'diagnostics_channel.subscribe' ? (node.arguments as Node[]) : [];
  return topic && topicNamed(code, topic);
}

function topicOf(code: Linked, channel: Node): string | undefined {
  if (nameOf(code, channel) !== 'diagnostics_channel.channel()') return heldIn(code, channel, 'published');
  const [topic] = channelMade(code, channel)?.arguments ?? [];
  return topic && topicNamed(code, topic as Node);
}

function topicNamed(code: Linked, topic: Node): string | undefined {
  const text = textOf(code, topic);
  return text === undefined ? undefined : `topic ${text}`;
}

/** Names of a channel, one for the other. */
const MAX_NAMES = 4;

function channelMade(code: Linked, node: Node, names = MAX_NAMES): AnyCall | undefined {
  if (isCallOf(node) || names === 0) return isCallOf(node) ? node : undefined;
  const [made] =
    node.type === 'MemberExpression'
      ? propertyValues(code, node.object, keyText(node.property, node.computed) ?? '')
      : ((node.type === 'Identifier' && code.bindingOf(node)?.definitions) || []).map(({ value }) => value);
  return made && channelMade(code, made, names - 1);
}

/** True for a method of an object that another module of the package made: `bus.publish('done', value)`. */
function isOfAnother(code: Linked, call: Node): boolean {
  const holder = holderOf(call);
  return holder !== undefined && /^<[^>]*>[^(]*$/.test(nameOf(code, holder) ?? '');
}

function holderOf(call: Node): Node | undefined {
  const callee = 'callee' in call ? (call.callee as Node) : undefined;
  return callee?.type === 'MemberExpression' ? callee.object : undefined;
}

/** The parts of an object that is written out, or the whole of anything else. */
function parted(value: Node): Put['values'] {
  return value.type === 'ObjectExpression' ? propertiesOf(value) : [{ value, under: undefined }];
}

function propertiesOf(object: Node): Put['values'] {
  if (object.type !== 'ObjectExpression') return [];
  return object.properties.flatMap((part) => {
    if (part.type === 'SpreadElement') return [{ value: part.argument as Node, under: undefined }];
    return part.type === 'ObjectProperty'
      ? [{ value: part.value as Node, under: keyText(part.key, part.computed) }]
      : [];
  });
}

/** Where an expression takes its value from: the registration of a listener stands for what it is told. */
export function channelTaken(code: Linked, node: Node): string | undefined {
  if (node.type === 'CallExpression' || node.type === 'OptionalCallExpression')
    return listenedTo(code, node) ?? heldGot(code, node);
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return undefined;
  const name = nameOf(code, node);
  if (name === 'worker_threads.workerData') return WORKER_DATA;
  const key =
    node.type === 'MemberExpression' && name?.startsWith('<') ? keyText(node.property, node.computed) : undefined;
  if (key !== undefined && node.type === 'MemberExpression') return heldIn(code, node.object, key);
  return name !== undefined && isForeignGlobal(code, node) ? `global ${name}` : undefined;
}

/** One property of what an expression takes: `workerData.files`, `(message) => message.files`, `const { files } = workerData`. */
export function partTaken(code: Linked, node: Node): { readonly channel: string; readonly key: string } | undefined {
  const [holder, key] = partOf(code, node);
  const channel = holder && key !== undefined ? channelHeld(code, holder) : undefined;
  return channel === undefined || key === undefined ? undefined : { channel, key };
}

/** What a property is taken of, and by which name. */
function partOf(code: Linked, node: Node): readonly [Node?, (string | undefined)?] {
  if (node.type === 'MemberExpression') return [node.object, keyText(node.property, node.computed)];
  const [only, ...more] = (node.type === 'Identifier' && code.bindingOf(node)?.definitions) || [];
  return only && more.length === 0 && only.path.length === 1 ? [only.value, only.path[0]] : [];
}

function channelHeld(code: Linked, holder: Node): string | undefined {
  const [only, ...more] = (holder.type === 'Identifier' && code.bindingOf(holder)?.definitions) || [];
  const value = only && more.length === 0 && only.path.length === 0 ? only.value : undefined;
  return channelTaken(code, holder) ?? (value && channelTaken(code, value));
}

/** `globalThis.settings`, and `__settings` alone, as one names what is not the language's own. */
function isForeignGlobal(code: Linked, node: Extract<Node, { type: 'Identifier' | 'MemberExpression' }>): boolean {
  if (node.type === 'Identifier')
    return node.name.startsWith('_') && !code.bindingOf(node) && !code.globals.has(node.name);
  const key = keyText(node.property, node.computed);
  return key !== undefined && !code.globals.has(key) && nameOf(code, node.object) === 'globalThis';
}

function listenedTo(
  code: Linked,
  node: Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>,
): string | undefined {
  const topic = topicHeard(code, node);
  if (topic !== undefined) return topic;
  const callee = node.callee as Node;
  const method = callee.type === 'MemberExpression' ? keyText(callee.property, callee.computed) : undefined;
  if (method === undefined || !(LISTENS.has(method) || listensToAnother(code, node))) return undefined;
  const event = node.arguments[0] && textOf(code, node.arguments[0] as Node);
  if (event === undefined) return undefined;
  if (event === 'message' && LISTENS_TO_MESSAGES.test(nameOf(code, callee) ?? '')) return MESSAGES;
  return eventOf(code, node, event);
}

/** `bus.late('done', (value) => …)`: whatever it is called, it is told of what goes by that name there. */
function listensToAnother(
  code: Linked,
  node: Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>,
): boolean {
  const last = node.arguments.length === 2 ? (node.arguments[1] as Node) : undefined;
  return last !== undefined && isFunction(last) && isOfAnother(code, node);
}

/** `cache.get('key')`, `storage.getStore()`. */
function heldGot(
  code: Linked,
  node: Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>,
): string | undefined {
  const callee = node.callee as Node;
  if (callee.type !== 'MemberExpression' || node.arguments.length > 1) return undefined;
  const method = keyText(callee.property, callee.computed);
  if (method === 'getStore') return heldIn(code, callee.object, STORE);
  if (method !== 'get' || node.arguments.length === 0) return undefined;
  const key = textOf(code, node.arguments[0] as Node);
  return key === undefined ? undefined : heldIn(code, callee.object, key);
}
