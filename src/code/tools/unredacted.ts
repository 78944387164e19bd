/** What is made harmless for whoever looks at a report, and goes out whole in the same report. */
import { backwards, networkArguments } from '../flow/flow.ts';
import { hostsOf } from '../flow/hosts.ts';
import { type Call, callsOf, nameOf, propertyName } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { type Node, parentOf } from '../tree/walk.ts';
import type { QuietCopy } from './quiet.ts';

export interface UnredactedCopy extends QuietCopy {
  /** Where both stand side by side. */
  readonly report: Node;
}

/** How functions are called that leave out what is nobody's business. */
const REDACTS = /^(?:redact|scrub|saniti[sz]e|anonymi[sz]e|censor|pseudonymi[sz]e)(?:[A-Z]\w*)?$/;
/** What writes down all of a value. */
const WRITES = /^(?:JSON\.stringify|(?:buffer\.)?Buffer\.from|util\.(?:inspect|format)|v8\.serialize|structuredClone)$/;
/** What tells little of a value. */
const ABRIDGES =
  /hash|digest|hmac|update|length|size|slice|substring|redact|scrub|saniti|anonymi|censor|mask|encrypt|seal/i;

/** `{ attributes: redact(given), more: Buffer.from(JSON.stringify(given)).toString('base64') }`, in what a request sends. */
export function unredactedCopies(code: Linked): readonly UnredactedCopy[] {
  const reports = new Set(callsOf(code).flatMap((call) => reportOf(code, call) ?? []));
  if (reports.size === 0) return [];
  return callsOf(code).flatMap((call): UnredactedCopy[] => {
    const before = networkArguments(code, call.node).flatMap((value) => [...backwards(code, value)]);
    const report = before.find(({ node }) => reports.has(node))?.node;
    return report ? [{ call, report, hosts: hostsOf(code, call.node) }] : [];
  });
}

/** The object in which the result of a redacting call stands beside all that it was given. */
function reportOf(code: Linked, { node, args: [given] }: Call): Node | undefined {
  const callee = 'callee' in node ? (node.callee as Node) : undefined;
  const called = callee?.type === 'Identifier' ? callee.name : callee && propertyName(code, callee);
  if (given?.type !== 'Identifier' || !REDACTS.test(called ?? '')) return undefined;
  const property = parentOf(node);
  const report = property?.type === 'ObjectProperty' ? parentOf(property) : undefined;
  if (!report) return undefined;
  const held = code.bindingOf(given);
  const others = code.nodes.identifiers.filter((one) => one !== given && held && code.bindingOf(one) === held);
  return others.some((one) => isWrittenInto(code, one, report, property)) ? report : undefined;
}

const MAX_UP = 16;

/** True where a value is written down whole in another part of a report. */
function isWrittenInto(code: Linked, value: Node, report: Node, besides: Node | undefined): boolean {
  let written = false;
  let at = value;
  for (let left = MAX_UP; left > 0; left--) {
    const up = parentOf(at);
    if (!up || at === besides) return false;
    if (up === report) return written;
    const name = throughWhat(code, up);
    if (name !== undefined && (at === value ? up.type === 'MemberExpression' : ABRIDGES.test(name))) return false;
    written ||= name !== undefined && WRITES.test(name);
    at = up;
  }
  return false;
}

/** The property that is taken of a value, or the function it is handed to. */
function throughWhat(code: Linked, up: Node): string | undefined {
  if (up.type === 'MemberExpression') return propertyName(code, up) ?? '';
  if (up.type !== 'CallExpression') return undefined;
  return nameOf(code, up.callee as Node) ?? propertyName(code, up.callee as Node) ?? '';
}
