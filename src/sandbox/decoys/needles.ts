/** Every way in which the value of a decoy may stand in bytes as it is, and one pass over a text that looks for all of them. Pure. */
import type { Decoy } from './decoys.ts';

/** Shorter values would be found in honest text by chance. */
export const SHORTEST = 12;

/** One way in which a value may stand in bytes. */
export interface Needle {
  readonly decoy: Decoy;
  /** Names of the spellings, outermost first; none in clear. */
  readonly how: readonly string[];
  /** What is told where several fit: the first. */
  readonly rank: number;
  readonly bytes: Buffer;
}

/** Needles by their first four bytes, so that one pass over a text looks for all. */
export interface Needles {
  readonly spelled: Index;
  /** What is the same under any key of one byte: each byte against the next. */
  readonly steps: Index;
}

/**
 * `marks` has a 1 where a needle may begin, by a hash of its first four bytes; `byStart` tells which. Of thousands that begin
 * alike, as canaries do, one is found by its length and its last four bytes.
 */
interface Index {
  readonly marks: Uint8Array;
  readonly byStart: ReadonlyMap<number, ReadonlyMap<number, ReadonlyMap<number, readonly Needle[]>>>;
}

/** Made once for each run's decoys, and thousands of texts. */
const made = new WeakMap<readonly Decoy[], Needles>();

export function needlesOf(decoys: readonly Decoy[]): Needles {
  const known = made.get(decoys) ?? needles(decoys.filter(({ value }) => value.length >= SHORTEST));
  made.set(decoys, known);
  return known;
}

function needles(decoys: readonly Decoy[]): Needles {
  const spelled = decoys.flatMap((decoy) =>
    spellings(decoy.value).map(([text, ...how], rank) => ({ decoy, how, rank, bytes: Buffer.from(text, 'latin1') })),
  );
  const steps = spelled.map(({ decoy, how, rank, bytes }) => {
    return { decoy, how: ['xor', ...how], rank: spelled.length + rank, bytes: stepsOf(bytes) };
  });
  return { spelled: indexOf(spelled), steps: indexOf(steps) };
}

function spellings(value: string): readonly (readonly [string, ...string[]])[] {
  const cores = base64Cores(value);
  const backwards = [...value].reverse().join('');
  const turned = (text: string) => rot13(Buffer.from(text, 'latin1')).toString('latin1');
  return [
    [value],
    [backwards, 'reversed'],
    [turned(value), 'rot13'],
    [turned(backwards), 'rot13', 'reversed'],
    ...cores.map((core) => [core, 'base64'] as const),
    ...cores.map((core) => [core.replaceAll('+', '-').replaceAll('/', '_'), 'base64'] as const),
  ];
}

const MARKS = 1 << 16;
const markOf = (start: number): number => Math.imul(start, 0x9e3779b1) >>> 16;

function indexOf(all: readonly Needle[]): Index {
  const marks = new Uint8Array(MARKS);
  for (const { bytes } of all) marks[markOf(bytes.readInt32BE(0))] = 1;
  const byEnd = (some: readonly Needle[]) => Map.groupBy(some, ({ bytes }) => bytes.readInt32BE(bytes.length - 4));
  const byLength = (some: readonly Needle[]) =>
    each(
      Map.groupBy(some, ({ bytes }) => bytes.length),
      byEnd,
    );
  return {
    marks,
    byStart: each(
      Map.groupBy(all, ({ bytes }) => bytes.readInt32BE(0)),
      byLength,
    ),
  };
}

function each<K, V, W>(groups: ReadonlyMap<K, V>, turn: (group: V) => W): ReadonlyMap<K, W> {
  return new Map([...groups].map(([key, group]) => [key, turn(group)]));
}

/** Every needle that stands in these bytes, as often as it does. */
export function* standing(bytes: Buffer, { spelled, steps }: Needles): Generator<Needle> {
  let start = 0;
  let step = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    step = (step << 8) | ((start & 0xff) ^ byte);
    start = (start << 8) | byte;
    if (at >= 3 && spelled.marks[markOf(start)] === 1)
      yield* beginning(spelled, start, (offset) => bytes[at - 3 + offset]).filter((needle) =>
        equals(bytes, at - 3, needle.bytes),
      );
    if (at >= 4 && steps.marks[markOf(step)] === 1)
      yield* beginning(steps, step, (offset) => stepAt(bytes, at - 4 + offset)).filter((needle) =>
        stepsEqual(bytes, at - 4, needle.bytes),
      );
  }
}

/** Needles that begin like this and end like what stands where they would; undefined is what lies behind the end. */
function beginning(
  { byStart }: Index,
  start: number,
  byteAt: (offset: number) => number | undefined,
): readonly Needle[] {
  const found: Needle[] = [];
  for (const [length, byEnd] of byStart.get(start) ?? []) {
    let end = 0;
    for (let offset = length - 4; offset < length; offset++) end = (end << 8) | (byteAt(offset) ?? 0);
    found.push(...(byEnd.get(end) ?? []));
  }
  return found;
}

const stepAt = (bytes: Buffer, at: number): number | undefined =>
  at + 1 < bytes.length ? (bytes[at] ?? 0) ^ (bytes[at + 1] ?? 0) : undefined;

function equals(bytes: Buffer, at: number, needle: Buffer): boolean {
  return at + needle.length <= bytes.length && needle.compare(bytes, at, at + needle.length) === 0;
}

function stepsEqual(bytes: Buffer, at: number, needle: Buffer): boolean {
  return at + needle.length < bytes.length && needle.every((one, offset) => one === stepAt(bytes, at + offset));
}

function stepsOf(bytes: Buffer): Buffer {
  const steps = Buffer.allocUnsafe(Math.max(0, bytes.length - 1));
  for (let i = 0; i < steps.length; i++) steps[i] = (bytes[i] ?? 0) ^ (bytes[i + 1] ?? 0);
  return steps;
}

/** What each byte is with its letter turned by thirteen. */
const TURNED = Uint8Array.from({ length: 256 }, (_, code) =>
  /[a-z]/i.test(String.fromCharCode(code)) ? (((code & 31) + 12) % 26) + (code & 96) + 1 : code,
);

export function rot13(bytes: Uint8Array): Buffer {
  return mapped(bytes, (one) => TURNED[one] ?? one);
}

/** As `map`, which would make a copy of the copy. */
export function mapped(bytes: Uint8Array, turn: (one: number) => number): Buffer {
  const turned = Buffer.allocUnsafe(bytes.length);
  for (let at = 0; at < bytes.length; at++) turned[at] = turn(bytes[at] ?? 0);
  return turned;
}

/** The part of base64 that does not depend on neighbours, for each of the three alignments. */
function base64Cores(value: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('\0'.repeat(shift) + value)
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(shift === 0 ? 0 : shift + 1, (shift + value.length) % 3 === 0 ? undefined : -1);
  });
}
