/**
 * Canaries: each argument that may hold any text holds one of its own, in each call. What leaves is searched for them as it is
 * for decoys, so that it is known which argument of which tool went where, in whatever encoding. Pure but for the making.
 */
import { randomInt } from 'node:crypto';
import { quote } from '../quote.ts';
import type { Decoy } from './decoys.ts';
import type { Draft } from './observe.ts';
import { type Explanation, hostOf } from './recipients.ts';
import { findDecoys } from './recognise.ts';
import { random } from './shapes.ts';
import { domainOf } from './sources.ts';
import type { CallSpan } from './talk/calls.ts';

/** A text that stands in one argument of one input and nowhere else. */
export interface Canary {
  /** Its path in the input: `to[0].email`. */
  readonly argument: string;
  readonly value: string;
}

/** The canaries of one run: they begin alike, so that one search tells whether there is any. */
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

/** What is looked for first. */
export function stemDecoy(stem: string): Decoy {
  return { place: 'arguments', value: stem, asked: true };
}

/** Which call a text belongs to: the one whose canary it holds in clear. */
export function callOf(stem: string, spans: readonly CallSpan[]): (text: string) => CallSpan | undefined {
  const byValue = new Map(spans.flatMap((span) => span.canaries.map(({ value }) => [value, span] as const)));
  const pattern = new RegExp(`${stem}[a-z0-9]{${DIGITS}}${END}`);
  return (text) => byValue.get(pattern.exec(text)?.[0] ?? '');
}

/** Something that left and holds the stem of the canaries. */
export interface Carrier {
  readonly of: Draft;
  readonly bytes: readonly Uint8Array[];
  readonly where: string;
}

/** Most arguments told of one profile. */
const MOST = 400;
/** Seconds after an answer in which something may still be the call's doing. */
export const AFTERGLOW = 0.05;

/** Each argument once for each host and phase that it went to. */
export function argumentDrafts(
  carriers: readonly Carrier[],
  spans: readonly CallSpan[],
  names: ReadonlyMap<string, string>,
  explained: (host: string, time: number) => Explanation,
): readonly (Draft & { readonly of: Draft })[] {
  const told = new Set<string>();
  const everything = searchedFor(spans);
  return carriers.flatMap(({ of, bytes, where }) => {
    const { time, phase, directory } = of;
    const host = of.kind === 'dns' ? of.name : hostOf(of, names);
    const by = host === undefined ? 'nothing' : explained(host, time);
    // A name that the input itself holds is looked up wherever it is used.
    if (host === undefined || (of.kind === 'dns' && by === 'input')) return [];
    return leaksIn(bytes, time, spans, everything).flatMap(({ held: { argument, tool }, encoding }) => {
      const key = [argument, tool, host, phase].join('\n');
      if (told.has(key) || told.size >= MOST) return [];
      told.add(key);
      const to = { host: of.kind === 'dns' ? domainOf(host) : host, explained: by };
      const place = { time, phase, ...(directory ? { directory } : {}) };
      return [{ kind: 'argument' as const, argument, ...to, encoding, where, tool, in: 0, ...place, of }];
    });
  });
}

/** What is looked for, and whose it is. */
type Wanted = ReadonlyMap<Decoy, { readonly argument: string; readonly tool: string }>;

/** Repeated calls have one input, and its canaries once. */
function searchedFor(spans: readonly CallSpan[]): Wanted {
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

/** As a rule it is a call of just now; what was kept for later is looked for among all. */
function leaksIn(bytes: readonly Uint8Array[], time: number, spans: readonly CallSpan[], everything: Wanted) {
  const near = searchedFor(spans.filter(({ from, until }) => time >= from && time <= until + AFTERGLOW));
  for (const wanted of [near, everything]) {
    const leaks = findDecoys(bytes, [...wanted.keys()]).flatMap(({ decoy, encoding }) => {
      const held = wanted.get(decoy);
      return held ? [{ held, encoding }] : [];
    });
    if (leaks.length > 0) return leaks;
  }
  return [];
}
