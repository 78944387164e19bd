/** Whom a request goes to, as far as that is written out. */
import type { Linked } from '../tree/scope.ts';
import { keyText } from '../tree/scope.ts';
import type { Node } from '../tree/walk.ts';
import { networkArguments } from './sinks.ts';
import { textsBehind } from './texts.ts';

const HOST = /^(?:https?|wss?):\/\/(?:[^\s/@]{1,200}@)?([a-z0-9.-]{1,253})/i;
const NAME = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}$/i;
const ADDRESS = /^(?:url|uri|baseURL|host|hostname|origin)$/;

/** Every host that is written out for the address of a request, in small letters. */
export function hostsOf(code: Linked, request: Node): readonly string[] {
  const [address] = networkArguments(code, request);
  const texts = address ? textsBehind(code, partsOf(address)) : [];
  return texts.flatMap((text) => hostIn(text) ?? []);
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
