/**
 * Recognises decoys in what left the sandbox, through the encodings thieves use and any nesting of them, to a depth.
 * Pure, and bounded in depth, bytes and inflated size: the bytes are an attacker's. Where a bound is met, that is told.
 */
import { createHash } from 'node:crypto';
import type { Decoy } from './decoys.ts';
import { type Needle, needlesOf, SHORTEST, standing } from './needles.ts';
import { ATTEMPT, BETWEEN, type Purse, readings } from './readings.ts';

export interface Leak {
  readonly decoy: Decoy;
  /** Decodings that led to it, outermost first. */
  readonly encoding: readonly string[];
}

/** How deep encodings may be nested. */
const MAX_DEPTH = 4;
/** How many bytes of readings are tried of one text: so many, and for each byte of its own. Honest texts take three for each. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_BYTES_EACH = 16;

/** Bytes of readings that are tried of everything together. Beyond them only what lies in clear is recognised. */
export interface Effort {
  left: number;
  /** Set where one text alone was more than is tried. */
  cut?: boolean;
}

/** Finds decoys in what left: one text, or several that belong together (the head and the body of a request). */
export function findDecoys(
  data: Uint8Array | readonly Uint8Array[],
  decoys: readonly Decoy[],
  effort: Effort = { left: Number.POSITIVE_INFINITY },
): readonly Leak[] {
  const parts = (data instanceof Uint8Array ? [data] : data).map((part) =>
    Buffer.from(part.buffer, part.byteOffset, part.byteLength),
  );
  const wanted = needlesOf(decoys);
  const search = createSearch(parts, effort);
  const found = new Map<Decoy, readonly string[]>();
  for (const part of parts) {
    for (const { bytes, encoding } of unwrap([part], [], search)) {
      for (const [decoy, { how }] of easiest(standing(bytes, wanted))) {
        const whole = [...encoding, ...how];
        if (whole.length < (found.get(decoy)?.length ?? Number.POSITIVE_INFINITY)) found.set(decoy, whole);
      }
    }
  }
  return [...found].map(([decoy, encoding]) => ({ decoy, encoding }));
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
}

function createSearch(parts: readonly Buffer[], effort: Effort): Search {
  let left = MAX_BYTES + MAX_BYTES_EACH * parts.reduce((sum, part) => sum + part.length, 0);
  const depths = new Map<string, number>();
  const cut = () => {
    effort.cut = true;
  };
  const spend = (bytes: number) => {
    left -= bytes;
    effort.left -= bytes;
    if (left < 0) cut();
    return left >= 0 && effort.left >= 0;
  };
  const fresh = (depth: number) => (how: string, what: string | Buffer) => {
    const key = how + (what.length <= 40 ? what.toString('latin1') : createHash('sha1').update(what).digest('base64'));
    if ((depths.get(key) ?? Number.POSITIVE_INFINITY) <= depth) return false;
    depths.set(key, depth);
    return true;
  };
  return { purse: (depth) => ({ spend, cut, fresh: fresh(depth) }), spent: () => left < 0 || effort.left < 0 };
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
