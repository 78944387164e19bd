/**
 * Canaries: each argument that may hold any text holds one of its own, in each call. What leaves is searched for them as it is
 * for decoys, so that it is known which argument of which tool went where, in whatever encoding. Pure but for the making.
 */
import { randomInt } from 'node:crypto';
import { quote } from '../../quote.ts';
import type { CallSpan } from '../talk/calls.ts';
import type { Draft } from '../witnesses/observe.ts';
import type { Decoy } from './decoys.ts';
import { type Explanation, isNobody, nameOf } from './recipients.ts';
import type { Leak } from './recognise.ts';
import { random } from './shapes.ts';
import { domainOf } from './sources.ts';

/** A text that stands in one argument of one input and nowhere else. */
export interface Canary {
  /** Its path in the input: `to[0].email`. */
  readonly argument: string;
  readonly value: string;
}

/** The canaries of one run: they begin alike, so that one search tells which of them a text holds in clear. */
export interface Canaries {
  readonly stem: string;
  readonly next: () => string;
}

const SMALL = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Digits of the number of each canary. */
const DIGITS = 4;
/** Encodings mix the last letter with what follows it: it must not be the one that tells canaries apart. */
const END = 'e';

export function createCanaries(): Canaries {
  const stem = random(1, SMALL.slice(0, 26)) + random(11, SMALL);
  let count = randomInt(36 ** (DIGITS - 1), 2 * 36 ** (DIGITS - 1));
  return { stem, next: () => stem + (count++).toString(36) + END };
}

/** Which call a text belongs to: the one whose canary it holds in clear. */
export function callOf(stem: string, spans: readonly CallSpan[]): (text: string) => CallSpan | undefined {
  const byValue = new Map(spans.flatMap((span) => span.canaries.map(({ value }) => [value, span] as const)));
  const pattern = new RegExp(`${stem}[a-z0-9]{${DIGITS}}${END}`);
  return (text) => byValue.get(pattern.exec(text)?.[0] ?? '');
}

/** What each canary stands for: an argument of a tool. */
export type Arguments = ReadonlyMap<Decoy, { readonly argument: string; readonly tool: string }>;

/** Repeated calls have one input, and its canaries once. */
export function argumentsOf(spans: readonly CallSpan[]): Arguments {
  const inputs = new Map(spans.map(({ canaries, tool }) => [canaries, tool] as const));
  return new Map(
    [...inputs].flatMap(([canaries, tool]) =>
      canaries.map(({ argument, value }) => [
        { place: argument, value, asked: true },
        { argument: quote(argument, 120), tool },
      ]),
    ),
  );
}

/** The same of the user's documents. */
export type Documents = ReadonlyMap<Decoy, { readonly place: string }>;

/** A canary in something that left. */
export interface Carried {
  readonly of: Draft;
  readonly where: string;
  readonly leak: Leak;
}

/** Most arguments told of one profile. */
const MOST = 400;
/** Seconds after an answer in which something may still be the call's doing. */
export const AFTERGLOW = 0.05;

/** Each argument and each document once for each host and phase that it went to. */
export function carriedDrafts(
  carried: readonly Carried[],
  known: { readonly inputs: Arguments; readonly documents: Documents },
  names: ReadonlyMap<string, string>,
  explained: (host: string, time: number) => Explanation,
): readonly (Draft & { readonly of: Draft })[] {
  const told = new Map<string, Draft & { readonly of: Draft }>();
  for (const { of, where, leak } of carried) {
    const input = known.inputs.get(leak.decoy);
    const document = known.documents.get(leak.decoy);
    const what = input
      ? { kind: 'argument' as const, ...input }
      : document && { kind: 'document' as const, ...document };
    const to = recipientOf(of, names, explained);
    if (!what || !to) continue;
    const { time, phase, directory } = of;
    const key = [...Object.values(what), to.host, phase].join('\n');
    const rest = { encoding: leak.encoding, where, in: 0, time, phase, ...(directory ? { directory } : {}), of };
    if (!told.has(key) && told.size < MOST) told.set(key, { ...what, ...to, ...rest });
  }
  return [...told.values()];
}

/** Undefined for what stays on this machine, and for a name that the input itself holds: it is looked up wherever it is used. */
function recipientOf(
  of: Draft,
  names: ReadonlyMap<string, string>,
  explained: (host: string, time: number) => Explanation,
): { readonly host: string; readonly explained: Explanation } | undefined {
  const host = of.kind === 'dns' ? of.name : nameOf(of, names);
  const by = host === undefined ? 'nothing' : explained(host, of.time);
  // The user's own database is whom a tool works for.
  if (host !== undefined && of.kind !== 'dns' && isNobody(host) && by !== 'configuration') return undefined;
  if (host === undefined || (of.kind === 'dns' && by === 'input')) return undefined;
  return { host: of.kind === 'dns' ? domainOf(host) : host, explained: by };
}
