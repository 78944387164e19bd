/** Whom a request goes to, as far as that is written out. */
import { type Call, functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import { propertyValues } from '../tree/members.ts';
import { objectBehind } from '../tree/objects.ts';
import type { Linked } from '../tree/scope.ts';
import { keyText } from '../tree/scope.ts';
import type { Node } from '../tree/walk.ts';
import { type CallNode, isCall } from './feeds.ts';
import { servesUser } from './services.ts';
import { networkArguments } from './sinks.ts';
import { textsBehind } from './texts.ts';

const HOST = /^(?:https?|wss?):\/\/(?:[^\s/@]{1,200}@)?([a-z0-9.-]{1,253})/i;
const NAME = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}$/i;
const ADDRESS =
  /^(?:url|uri|baseURL|baseUrl|prefixUrl|host|hostname|origin|endPoint|endpoint|node|server|servers|brokers|connectionString|api)$/;

/** Every host that is written out for the address of a request, in small letters. */
export function hostsOf(code: Linked, request: Node): readonly string[] {
  const name = 'callee' in request ? nameOf(code, request.callee as Node) : undefined;
  const elsewhere = name !== undefined && code.outside ? code.outside.hosts(name) : [];
  if (elsewhere.length > 0) return elsewhere;
  if (name !== undefined && servesUser(name)) return hostsServed(code, request as CallNode, name);
  const [address] = /\.interceptors\./.test(name ?? '') ? [] : networkArguments(code, request);
  const parts = [...(address ? partsOf(address) : []), ...settingsOf(code, request), ...openedFor(code, request)];
  return textsBehind(code, parts).flatMap((text) => hostIn(text) ?? []);
}

/** Where the connection leads that a call writes or pipes to: `socket.end(text)`, `file.pipe(socket)`. */
function openedFor(code: Linked, request: Node): readonly Node[] {
  if (request.type !== 'CallExpression' || request.callee.type !== 'MemberExpression') return [];
  const method = propertyName(code, request.callee) ?? '';
  const target = method === 'pipe' ? (request.arguments[0] as Node | undefined) : request.callee.object;
  return target && (method === 'pipe' || WRITES.test(method)) ? madeBy(code, target).flatMap(partsOf) : [];
}

/** Every host or address that is written out for where something goes, also where a socket or a request was told that before. */
export function hostsToldTo(code: Linked, call: Call): readonly string[] {
  const told = textsBehind(code, addressesOf(code, call)).flatMap((text) => hostIn(text) ?? addressIn(text) ?? []);
  return told.length > 0 ? told : hostsOf(code, call.node);
}

/** Every host that is written out in an address, or in options that have one. */
export function hostsWritten(code: Linked, address: readonly Node[]): readonly string[] {
  return textsBehind(code, address.flatMap(partsOf)).flatMap((text) => hostIn(text) ?? []);
}

const WRITES = /^(?:write|end|send|request)$/;
/** Methods that give back what they are of. */
const ITSELF = /^(?:on|once|addListener|setTimeout|setNoDelay|setKeepAlive|setEncoding|unref|ref)$/;
const MAX_CHAIN = 8;

/** What says where a call sends to: its own argument, or what its receiver was made with; a datagram says it behind its text. */
export function addressesOf(code: Linked, { node, args }: Call): readonly Node[] {
  const callee = 'callee' in node ? (node.callee as Node) : undefined;
  const method = callee && propertyName(code, callee);
  const writes = callee?.type === 'MemberExpression' && WRITES.test(method ?? '');
  const made = writes ? madeBy(code, callee.object) : [];
  if (made.length > 0) return made;
  return method === 'send' ? args.slice(1) : args.slice(0, 1).flatMap((arg) => partsBehindSpread(code, arg));
}

/** The address among the arguments of the call that made a value: of `https.request(…).on(…)` those of `request`. */
function madeBy(code: Linked, value: Node, depth = MAX_CHAIN): readonly Node[] {
  if (depth === 0) return [];
  if (value.type === 'Identifier') {
    const held = code.bindingOf(value)?.definitions ?? [];
    return held.flatMap((one) => madeBy(code, one.value, depth - 1));
  }
  if (value.type !== 'CallExpression' && value.type !== 'NewExpression') return [];
  const callee = value.callee as Node;
  if (callee.type === 'MemberExpression' && ITSELF.test(propertyName(code, callee) ?? ''))
    return madeBy(code, callee.object, depth - 1);
  const results = functionsOf(code, callee).flatMap((fn) => code.results.get(fn) ?? []);
  if (results.length > 0) return results.flatMap((one) => madeBy(code, one, depth - 1));
  return (value.arguments as Node[]).slice(0, 2).flatMap((arg) => partsBehindSpread(code, arg));
}

function partsBehindSpread(code: Linked, address: Node): readonly Node[] {
  const object = objectBehind(code, address);
  if (!object) return [address];
  const spread = object.properties.flatMap((part) => (part.type === 'SpreadElement' ? [part.argument] : []));
  return [...partsOf(object), ...spread.flatMap((one) => objectBehind(code, one) ?? []).flatMap(partsOf)];
}

/** Calls and names between what sends and what it was made with. */
const MAX_MADE = 16;
/** What is led to an address by the call itself. */
const LED = /\.goto$/;

/** Whom a client of a service is made for: `new Redis({ host })`, `mqtt.connect(url)`, `new Kafka({ brokers })`. */
function hostsServed(code: Linked, call: CallNode, name: string): readonly string[] {
  const args = (LED.test(name) ? [call] : callsBehind(code, call)).flatMap((one) => one.arguments as Node[]);
  return textsBehind(code, args.flatMap(partsOf)).flatMap((text) => hostIn(text) ?? []);
}

/** The calls that made what a call is a method of. */
function callsBehind(code: Linked, call: CallNode): readonly CallNode[] {
  const seen = new Set<Node>([call.callee as Node]);
  for (const at of seen) {
    if (seen.size < MAX_MADE) for (const next of madeOf(code, at)) seen.add(next);
  }
  return [...seen].filter((one) => isCall(one));
}

function madeOf(code: Linked, node: Node): readonly Node[] {
  if (node.type === 'Identifier')
    return (code.bindingOf(node)?.definitions ?? []).flatMap(({ value, path }) => (path.length === 0 ? [value] : []));
  if (node.type === 'MemberExpression')
    return [...propertyValues(code, node.object, propertyName(code, node) ?? ''), node.object];
  if (node.type === 'AwaitExpression') return [node.argument];
  return isCall(node) ? [node.callee as Node] : [];
}

/** Clients that are made for one address: `axios.create({ baseURL })`. */
const MADE_FOR = /^(?:axios\.create|got\.extend|ky\.(?:create|extend)|ofetch\.create)$/;

/** What such a client, by which a request is made, was given when it was made. */
function settingsOf(code: Linked, request: Node): readonly Node[] {
  let at = 'callee' in request ? (request.callee as Node) : undefined;
  while (at?.type === 'MemberExpression') at = at.object;
  const held = at?.type === 'Identifier' ? (code.bindingOf(at)?.definitions ?? []).map(({ value }) => value) : [];
  return held.flatMap((made) => {
    const isMade = made.type === 'CallExpression' && MADE_FOR.test(nameOf(code, made.callee as Node) ?? '');
    return isMade ? (made.arguments as Node[]).flatMap(partsOf) : [];
  });
}

/** Of an object of options, what says where it goes: headers and bodies name hosts of all kinds. */
function partsOf(address: Node): readonly Node[] {
  if (address.type !== 'ObjectExpression') return [address];
  return address.properties.flatMap((part) =>
    part.type === 'ObjectProperty' && ADDRESS.test(keyText(part.key, part.computed) ?? '') ? [part.value] : [],
  );
}

const NUMBERS = /^(?:\d{1,3}\.){3}\d{1,3}$/;

function addressIn(text: string): string | undefined {
  return NUMBERS.test(text) ? text : undefined;
}

function hostIn(text: string): string | undefined {
  const host = HOST.exec(text)?.[1] ?? (NAME.test(text) ? text : undefined);
  return host?.includes('.') ? host.toLowerCase() : undefined;
}
