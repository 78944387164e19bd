/** Whom a request goes to, as far as that is written out. */
import { nameOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { keyText } from '../tree/scope.ts';
import type { Node } from '../tree/walk.ts';
import { networkArguments } from './sinks.ts';
import { textsBehind } from './texts.ts';

const HOST = /^(?:https?|wss?):\/\/(?:[^\s/@]{1,200}@)?([a-z0-9.-]{1,253})/i;
const NAME = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}$/i;
const ADDRESS = /^(?:url|uri|baseURL|baseUrl|prefixUrl|host|hostname|origin)$/;

/** Every host that is written out for the address of a request, in small letters. */
export function hostsOf(code: Linked, request: Node): readonly string[] {
  const name = 'callee' in request ? nameOf(code, request.callee as Node) : undefined;
  const elsewhere = name !== undefined && code.outside ? code.outside.hosts(name) : [];
  if (elsewhere.length > 0) return elsewhere;
  const [address] = /\.interceptors\./.test(name ?? '') ? [] : networkArguments(code, request);
  const parts = [...(address ? partsOf(address) : []), ...settingsOf(code, request), ...openedFor(code, request)];
  return textsBehind(code, parts).flatMap((text) => hostIn(text) ?? []);
}

/** What opens a connection or a request that is written to afterwards. */
const OPENS = /^(?:net\.(?:connect|createConnection)|tls\.connect|http2\.connect|https?\.(?:request|get))$/;

/** Where the connection leads that a call writes or pipes to: `socket.end(text)`, `file.pipe(socket)`. */
function openedFor(code: Linked, request: Node): readonly Node[] {
  if (request.type !== 'CallExpression' || request.callee.type !== 'MemberExpression') return [];
  const { object, property } = request.callee;
  const isPipe = property.type === 'Identifier' && property.name === 'pipe';
  const target = isPipe ? (request.arguments[0] as Node | undefined) : object;
  const held = target?.type === 'Identifier' ? (code.bindingOf(target)?.definitions ?? []) : [];
  return [target, ...held.map(({ value }) => value)].flatMap((made) => {
    const opens = made?.type === 'CallExpression' && OPENS.test(nameOf(code, made.callee as Node) ?? '');
    return opens ? (made.arguments as Node[]).flatMap(partsOf) : [];
  });
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

function hostIn(text: string): string | undefined {
  const host = HOST.exec(text)?.[1] ?? (NAME.test(text) ? text : undefined);
  return host?.includes('.') ? host.toLowerCase() : undefined;
}
