/** Whether a text that becomes code is the package's own, or one that its caller hands over. */
import { nameOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import type { Node } from '../tree/walk.ts';
import { foreignName, isCall, namesOwnFile } from './feeds.ts';
import { backwards, type Context } from './flow.ts';
import { readsFile, sourceAt } from './sources.ts';

export { namesOwnFile } from './feeds.ts';

/** Numbers in a row from which they may be character codes. */
const CODES = 6;

/**
 * True where a text that is unpacked is in the package, or fetched: a constant, a file, another module's value, an answer.
 * False where a caller from outside gives it, as to a template engine or a loader of `data:` URLs. `context` are the calls through
 * which it was reached: a decoder of texts is given other ones elsewhere.
 */
export function isCarried(code: Linked, unpacked: Node, context?: Context): boolean {
  for (const { node } of backwards(code, unpacked, context)) {
    if (isPayload(code, node) || sourceAt(code, node)?.carried) return true;
    // What unpacks it here is not where it is from; what is handed to another module to be unpacked may be.
    if ((node !== unpacked || sourceAt(code, node)?.kind !== 'packed') && comesFromElsewhere(code, node)) return true;
  }
  return handedOver(code, unpacked).some((arg) => isCarriedText(code, arg));
}

/** What another module is given to unpack. */
function handedOver(code: Linked, unpacked: Node): readonly Node[] {
  const there = isCall(unpacked) && sourceAt(code, unpacked)?.origin !== undefined;
  return there ? (unpacked.arguments as Node[]) : [];
}

function isCarriedText(code: Linked, text: Node): boolean {
  return backwards(code, text).some(({ node }) => isPayload(code, node) || comesFromElsewhere(code, node));
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
export function looksPacked(text: string): boolean {
  // What every WebAssembly module begins with.
  if (text.startsWith('AGFzbQ')) return true;
  if (text.length < 16 || ALPHABET.test(text)) return false;
  if (/^[\w+/=-]+$/.test(text)) return /\d/.test(text) && /[a-z]/i.test(text);
  if (/[^\x20-\x7e\s]/.test(text)) return true;
  return text.length >= 60 && text.split(' ').length * 12 < text.length;
}

/** A file the code names, an answer, a value of another module of the package. */
function comesFromElsewhere(code: Linked, node: Node): boolean {
  const called = isCall(node) ? nameOf(code, node.callee as Node) : undefined;
  if (called !== undefined && isCall(node) && readsFile(called))
    return node.arguments[0] !== undefined && namesOwnFile(code, node.arguments[0] as Node);
  const name = foreignName(code, node);
  if (name !== undefined && code.outside?.carries(name)) return true;
  const source = sourceAt(code, node);
  return source !== undefined && source.kind !== 'packed' && source.kind !== 'request';
}
