/** Talk with this machine itself: what another program of the user's says does not come over the network. */
import { nameOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import type { Node } from '../tree/walk.ts';
import { literalsIn } from './feeds.ts';

const LOOPBACK = /^(?:(?:https?|wss?):\/\/)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/]|$)/i;
/** What could lead elsewhere, beside such a text: another host, or what makes a login of all that stands before it. */
const LEADS_AWAY = /\/\/|@|^[^/]*\.[a-z]{2}/i;

/** True for an address that is written out, and is that of this machine. */
export function leadsNear(code: Linked, address: Node | undefined): boolean {
  const texts = address ? literalsIn(code, [address]) : [];
  const others = texts.filter((text) => !LOOPBACK.test(text));
  return others.length < texts.length && !others.some((text) => LEADS_AWAY.test(text));
}

/** What keeps a connection open and tells what comes over it. */
const CONNECTS =
  /^(?:WebSocket|ws|ws\.WebSocket|undici\.WebSocket|isomorphic-ws|EventSource|eventsource(?:\.EventSource)?|socket\.io-client(?:\.\w+)?)$/;
/** What is told by such a connection, or to its listeners. */
const HEARD = new RegExp(`${CONNECTS.source.slice(0, -1)}\\(\\)\\.(?:on|once|addEventListener|event\\b.*)$`);
const NEAR = new WeakMap<Linked, boolean>();

/** True for what is told over a connection that stays open, where every such connection of the module is one with this machine. */
export function hearsNear(code: Linked, name: string): boolean {
  return HEARD.test(name) && connectsNear(code);
}

function connectsNear(code: Linked): boolean {
  const known = NEAR.get(code);
  if (known !== undefined) return known;
  const opened = code.nodes.calls.flatMap((node) =>
    'arguments' in node && CONNECTS.test(nameOf(code, node.callee as Node) ?? '') ? [node] : [],
  );
  const near = opened.length > 0 && opened.every((node) => leadsNear(code, (node.arguments as Node[])[0]));
  NEAR.set(code, near);
  return near;
}
