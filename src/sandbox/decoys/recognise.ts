/**
 * Recognises decoys in what left the sandbox, through the encodings thieves use and any nesting of them, to a depth.
 * Pure, and bounded in depth, bytes and inflated size: the bytes are an attacker's. Where a bound is met, that is told.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Decoy } from './decoys.ts';
import { type Needle, type Needles, needlesOf, SHORTEST, standing } from './needles.ts';
import { ATTEMPT, BETWEEN, type Purse, readings } from './readings.ts';

export interface Leak {
  readonly decoy: Decoy;
  /** Decodings that led to it, outermost first. */
  readonly encoding: readonly string[];
}

/** How deep encodings may be nested. */
const MAX_DEPTH = 4;
/** How many bytes of readings are tried of one text: so many, and for each byte of its own. Honest texts take three for each, a page that holds megabytes of
 * code in base64 thirty; a picture in base64 takes eight to thirty, by chance. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_BYTES_EACH = 48;

/** Bytes of readings that are tried of everything together. Beyond them only what lies in clear is recognised. */
export interface Effort {
  left: number;
  /** Set where one text alone was more than is tried. */
  cut?: boolean;
  /** What large parts were read for in vain, and how deep: the same picture lies in many a page. */
  readonly vain?: Map<readonly Decoy[], Map<string, number>>;
}

/** What left at once, in its parts: the head and the body of a request. */
export type Text = readonly Uint8Array[];

/** Finds decoys in what left. */
export function findDecoys(
  data: Uint8Array | Text,
  decoys: readonly Decoy[],
  effort: Effort = { left: Number.POSITIVE_INFINITY },
): readonly Leak[] {
  const parts = buffersOf(data instanceof Uint8Array ? [data] : data);
  const wanted = needlesOf(decoys);
  const search = createSearch(parts, effort, vainOf(effort, decoys));
  const found = new Map<Decoy, readonly string[]>();
  for (const part of parts) {
    for (const { bytes, encoding } of unwrap([part], [], search)) {
      for (const [decoy, { how }] of easiest(standing(bytes, wanted))) {
        const whole = [...encoding, ...how];
        if (whole.length < (found.get(decoy)?.length ?? Number.POSITIVE_INFINITY)) found.set(decoy, whole);
      }
    }
  }
  if (found.size === 0) search.remember();
  return leaksOf(found);
}

function vainOf({ vain }: Effort, decoys: readonly Decoy[]): Map<string, number> {
  const known = vain?.get(decoys) ?? new Map<string, number>();
  vain?.set(decoys, known);
  return known;
}

const buffersOf = (text: Text): readonly Buffer[] =>
  text.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength));

const leaksOf = (found: ReadonlyMap<Decoy, readonly string[]>): readonly Leak[] =>
  [...found].map(([decoy, encoding]) => ({ decoy, encoding }));

/** Bytes of texts that are held against each other, and that are searched together. */
const HELD = 512 * 1024;
const TOGETHER = 64 * 1024;

/** Things that hold a text each, as many at a time as are held against each other. */
export function together<T>(all: Iterable<T>, textOf: (one: T) => Text): Generator<readonly T[]> {
  return batches(all, textOf, HELD);
}

function* batches<T>(all: Iterable<T>, textOf: (one: T) => Text, most: number): Generator<readonly T[]> {
  let [batch, size]: [T[], number] = [[], 0];
  for (const one of all) {
    const more = textOf(one).reduce((sum, part) => sum + part.length, 0);
    if (batch.length > 0 && size + more > most) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(one);
    size += more;
  }
  if (batch.length > 0) yield batch;
}

/** One of several texts that are searched together. */
export interface Sought {
  readonly text: Text;
  /** Texts with one recipient. */
  readonly to: string;
}

/**
 * Finds decoys in each of several texts, as `findDecoys` does; of those in `once`, each at least once for each recipient. That
 * nothing is hidden in them is found out for many at once: a program that tells of itself sends a thousand short texts that are
 * much alike, and trying every reading of each costs more than its bytes. Others have their turn in between: a server that is
 * spoken to in another profile, and whoever takes the garbage away.
 */
export async function findInEach(
  texts: readonly Sought[],
  decoys: readonly Decoy[],
  once: ReadonlySet<Decoy>,
  effort: Effort,
): Promise<readonly (readonly Leak[])[]> {
  const number = new Map(decoys.map((decoy, at) => [decoy, at]));
  const all = texts.map(({ text, to }) => ({ text, to, shown: inPlain(text, needlesOf(decoys)) }));
  const found = new Map<Showing, readonly Leak[]>();
  // What one of them shows says nothing of what another hides.
  const alike = Map.groupBy(all, ({ to, shown }) =>
    JSON.stringify([to, ...[...shown.keys()].flatMap((one) => (once.has(one) ? [] : (number.get(one) ?? [])))]),
  );
  for (const group of alike.values()) {
    for (const some of batches(group, ({ text }) => text, TOGETHER)) {
      for (const [one, leaks] of searched(some, decoys, once, effort)) found.set(one, leaks);
      await setImmediate();
    }
  }
  return all.map((one) => found.get(one) ?? []);
}

/** A text, and what it shows as it is. */
interface Showing extends Sought {
  readonly shown: ReadonlyMap<Decoy, readonly string[]>;
}

/** Texts with one recipient that show the same decoys, but for those in `once`. Where they hide another one, each half is searched by itself. */
function searched(
  some: readonly Showing[],
  decoys: readonly Decoy[],
  once: ReadonlySet<Decoy>,
  effort: Effort,
): readonly (readonly [Showing, readonly Leak[]])[] {
  const [first] = some;
  if (!first) return [];
  if (some.length === 1) return [[first, findDecoys(first.text, decoys, effort)]];
  const shown = new Set(
    some.flatMap((one) => [...one.shown.keys()].filter((decoy) => one === first || once.has(decoy))),
  );
  const parts = some.flatMap(({ text }) => text);
  if (!hide(parts, shown, decoys, effort)) return some.map((one) => [one, leaksOf(one.shown)]);
  const half = some.length >> 1;
  return [some.slice(0, half), some.slice(half)].flatMap((part) => searched(part, decoys, once, effort));
}

/** Decoys that stand in a text as it is, each with how it is spelled. */
function inPlain(text: Text, wanted: Needles): ReadonlyMap<Decoy, readonly string[]> {
  const shown = buffersOf(text)
    .values()
    .flatMap((part) => standing(part, wanted));
  return new Map([...easiest(shown)].map(([decoy, { how }]) => [decoy, how]));
}

/** Whether these parts hide another decoy than they show, or might: where not all of it could be tried. */
function hide(text: Text, shown: ReadonlySet<Decoy>, decoys: readonly Decoy[], effort: Effort): boolean {
  const parts = buffersOf(text);
  const own: Effort = { left: effort.left };
  const wanted = needlesOf(decoys);
  const hidden = unwrap(parts, [], createSearch(parts, own)).some(({ bytes }) =>
    standing(bytes, wanted).some(({ decoy }) => !shown.has(decoy)),
  );
  effort.left = own.left;
  return hidden || own.cut === true;
}

/** Of each decoy the needle that is told. */
function easiest(needles: Iterable<Needle>): ReadonlyMap<Decoy, Needle> {
  const first = new Map<Decoy, Needle>();
  for (const needle of needles) {
    const { decoy, rank } = needle;
    if (rank < (first.get(decoy)?.rank ?? Number.POSITIVE_INFINITY)) first.set(decoy, needle);
  }
  return first;
}

interface Unwrapped {
  readonly bytes: Buffer;
  readonly encoding: readonly string[];
}

/** How often one text was decoded. Taking the spaces out of it is no encoding: it goes with any. */
const depthOf = (encoding: readonly string[]): number => encoding.filter((how) => how !== 'split').length;

interface Search {
  readonly purse: (depth: number) => Purse;
  readonly spent: () => boolean;
  /** Nothing was found: what was read to its end need not be read again. */
  readonly remember: () => void;
}

/** Bytes from which a part is large. */
const LARGE = 64 * 1024;

/** `vain` is what was read before, in other texts, and held nothing. */
function createSearch(parts: readonly Buffer[], effort: Effort, vain: Map<string, number> = new Map()): Search {
  let left = MAX_BYTES + MAX_BYTES_EACH * parts.reduce((sum, part) => sum + part.length, 0);
  let whole = true;
  const depths = new Map<string, number>();
  const large = new Map<string, number>();
  const cut = () => {
    effort.cut = true;
    whole = false;
  };
  const spend = (bytes: number) => {
    left -= bytes;
    effort.left -= bytes;
    if (left < 0) cut();
    return left >= 0 && effort.left >= 0;
  };
  const fresh = (depth: number) => (how: string, what: string | Buffer) => {
    const key = how + (what.length <= 40 ? what.toString('latin1') : createHash('sha1').update(what).digest('base64'));
    const known = depths.get(key) ?? vain.get(key) ?? Number.POSITIVE_INFINITY;
    if (known <= depth) return false;
    depths.set(key, depth);
    if (what.length >= LARGE) large.set(key, depth);
    return true;
  };
  return {
    purse: (depth) => ({ depth, spend, cut, fresh: fresh(depth) }),
    spent: () => left < 0 || effort.left < 0,
    remember: () => {
      if (whole && effort.left >= 0) for (const [key, depth] of large) vain.set(key, depth);
    },
  };
}

/** Pieces, and everything that they and their parts may be an encoding of, each once. One after the other: never is all of it in memory. */
function* unwrap(pieces: readonly Buffer[], encoding: readonly string[], search: Search): Generator<Unwrapped> {
  const [first = BETWEEN, ...others] = pieces;
  const bytes = others.length === 0 ? first : Buffer.concat(pieces.flatMap((piece) => [piece, BETWEEN]));
  const depth = depthOf(encoding);
  const purse = search.purse(depth);
  if (bytes.length < SHORTEST || !purse.fresh('', bytes)) return;
  yield { bytes, encoding };
  if (!purse.spend(bytes.length + ATTEMPT) || depth === MAX_DEPTH) return;
  for (const reading of readings(pieces, bytes, encoding.at(-1) ?? '', purse)) {
    if (reading.pieces.length > 0) yield* unwrap(reading.pieces, [...encoding, reading.how], search);
    if (search.spent()) return;
  }
}
