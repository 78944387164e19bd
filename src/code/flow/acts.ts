/** What a module does to the world outside it, found once for all rules that ask. */
import type { Call } from '../tree/calls.ts';
import { type ObjectNode, objectBehind } from '../tree/objects.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import type { Node } from '../tree/walk.ts';
import { commandText, startsProcess } from './command.ts';
import { networkArguments } from './flow.ts';
import type { Module } from './module.ts';
import { textsBehind } from './texts.ts';

/** Calls that start a process, in source order. */
export function processesIn(module: Module): readonly Call[] {
  return PROCESSES(module);
}

/** True for a call that starts a process, here or in a function of another module that is given the command. */
export function runsCommand(code: Linked, call: Call): boolean {
  return startsProcess(call) || (call.name !== undefined && (code.outside?.starts(call.name).size ?? 0) > 0);
}

/** Calls that run a command, in source order. */
export function commandsIn(module: Module): readonly Call[] {
  return COMMANDS(module);
}

/** Calls that send over the network, with what is sent or says where. */
export function requestsIn(module: Module): readonly { readonly call: Call; readonly sent: readonly Node[] }[] {
  return REQUESTS(module);
}

/** Requests and processes, with the constant texts that may be the address they talk to. */
export function contactsIn(module: Module): readonly { readonly call: Call; readonly texts: readonly string[] }[] {
  return CONTACTS(module);
}

const PROCESSES = once((module) => module.calls.filter(startsProcess));
const COMMANDS = once(({ code, calls }) => calls.filter((call) => runsCommand(code, call)));
const REQUESTS = once(({ code, calls }) =>
  calls.flatMap((call) => {
    const sent = networkArguments(code, call.node);
    return sent.length > 0 ? [{ call, sent }] : [];
  }),
);
const CONTACTS = once((module) => [
  ...requestsIn(module).map(({ call, sent }) => ({
    call,
    texts: [
      ...textsBehind(module.code, sent.slice(0, 2)),
      ...sent.slice(0, 2).flatMap((arg) => addressIn(module.code, arg)),
    ],
  })),
  ...commandsIn(module).map((call) => ({ call, texts: [commandText(module.code, call)] })),
  // What is sent through a proxy is sent to it.
  ...module.calls
    .filter(({ name }) => name !== undefined && PROXIES.test(name))
    .map((call) => ({ call, texts: textsBehind(module.code, call.args.slice(0, 1)) })),
]);
const PROXIES =
  /^(?:undici\.ProxyAgent|(?:https?|socks)-proxy-agent(?:\.(?:Https?|Socks)ProxyAgent)?|(?:hpagent|tunnel)\.\w+)$/;

/** `{ hostname: 'discord.com', path: '/api/webhooks/…' }` as one address. */
function addressIn(code: Linked, options: Node): readonly string[] {
  const object = objectBehind(code, options);
  if (!object) return [];
  const host = partOf(code, object, /^host(?:name)?$/);
  return host === undefined ? [] : [`https://${host}${partOf(code, object, /^path$/) ?? '/'}`];
}

function partOf(code: Linked, object: ObjectNode, key: RegExp): string | undefined {
  for (const part of object.properties) {
    if (part.type !== 'ObjectProperty' || !key.test(keyText(part.key, part.computed) ?? '')) continue;
    const text = textOf(code, part.value);
    if (text !== undefined) return text;
    // How it begins tells enough: `/bot${token}/sendMessage`.
    if (part.value.type === 'TemplateLiteral') return part.value.quasis[0]?.value.cooked ?? undefined;
    if (part.value.type === 'BinaryExpression') return textOf(code, part.value.left);
  }
  return undefined;
}

function once<T>(find: (module: Module) => T): (module: Module) => T {
  const known = new WeakMap<Linked, T>();
  return (module) => {
    const found = known.get(module.code) ?? find(module);
    known.set(module.code, found);
    return found;
  };
}
