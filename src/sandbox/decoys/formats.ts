/**
 * Whether bytes could begin a format that has no mark of its own. Pure. Most bytes could not, and reading them to find that out
 * costs a thousand times as much.
 */

/** Whether a first block of deflate could begin like this. An attempt costs a thousand times as much, and most bytes could not. */
export function maybeDeflated(bytes: Buffer): boolean {
  const bits = bytes.readUIntLE(0, 6);
  const type = (bits >> 1) & 3;
  if (type === 0) return bytes.readUInt16LE(1) + bytes.readUInt16LE(3) === 0xffff;
  if (type === 1) return fixedCodes(bytes);
  return type === 2 && ((bits >> 3) & 31) < 30 && ((bits >> 8) & 31) < 30 && completeCode(bytes);
}

/** Symbols of a block that are followed: by then most bytes that are none have led before its beginning. */
const FOLLOWED = 24;

/** Bits from the lowest of the first byte on. Numbers stand in them with their lowest bit first, codes with their highest. */
function bitsOf(bytes: Buffer, from = 0) {
  let at = from;
  const bit = (): number => ((bytes[at >> 3] ?? 0) >> (at++ & 7)) & 1;
  return {
    number(width: number): number {
      let all = 0;
      for (let place = 0; place < width; place++) all |= bit() << place;
      return all;
    },
    code(width: number, begun = 0): number {
      let all = begun;
      for (let place = 0; place < width; place++) all = (all << 1) | bit();
      return all;
    },
    ended: (): boolean => at >= 8 * bytes.length,
  };
}

/** Whether a block with the codes that deflate defines itself (RFC 1951, 3.2.6) repeats only what it has written. */
function fixedCodes(bytes: Buffer): boolean {
  const { number, code, ended } = bitsOf(bytes, 3);
  /** Zero for a byte that is written as it is, and else how many are repeated; undefined at the end of the block. */
  const repeated = (): number | undefined => {
    const seven = code(7);
    if (seven === 0) return undefined;
    if (seven < 24) return lengthOf(256 + seven, number);
    const eight = code(1, seven);
    if (eight < 192) return 0;
    if (eight < 200) return lengthOf(88 + eight, number);
    code(1);
    return 0;
  };
  let written = 0;
  for (let symbol = 0; symbol < FOLLOWED && !ended(); symbol++) {
    const length = repeated();
    if (length === undefined) return written > 0;
    if (length > 0 && distanceOf(code(5), number) > written) return false;
    written += Math.max(1, length);
  }
  return true;
}

/** Bytes that a symbol repeats; more than any where it has no meaning. */
function lengthOf(symbol: number, number: (width: number) => number): number {
  if (symbol > 285) return Number.POSITIVE_INFINITY;
  if (symbol === 285) return 258;
  const extra = symbol < 265 ? 0 : (symbol - 261) >> 2;
  return symbol < 265 ? symbol - 254 : ((4 + ((symbol - 261) & 3)) << extra) + 3 + number(extra);
}

function distanceOf(code: number, number: (width: number) => number): number {
  if (code > 29) return Number.POSITIVE_INFINITY;
  const extra = code < 4 ? 0 : (code >> 1) - 1;
  return code < 4 ? code + 1 : ((2 + (code & 1)) << extra) + 1 + number(extra);
}

/** Whether the code in which a block describes its codes leaves no pattern of bits without a meaning. */
function completeCode(bytes: Buffer): boolean {
  const { number } = bitsOf(bytes, 13);
  let room = 128;
  for (let left = number(4) + 4; left > 0 && room >= 0; left--) {
    const length = number(3);
    if (length > 0) room -= 128 >> length;
  }
  return room === 0;
}

/** Whether a first block of brotli (RFC 7932, 9.1 and 9.2) could begin like this, of a stream of that size, and is no longer than that when it is read. */
export function maybeBrotli(bytes: Buffer, size = bytes.length, longest = Number.POSITIVE_INFINITY): boolean {
  const { number } = bitsOf(bytes);
  if (number(1) === 1 && number(3) === 0 && number(3) === 1) return false;
  const last = number(1) === 1;
  if (last && number(1) === 1) return false;
  const nibbles = 4 + number(2);
  if (nibbles === 7) return !last && number(1) === 0 && number(8 * number(2)) < size;
  const length = number(4 * nibbles) + 1;
  if (nibbles > 4 && length <= 1 << (4 * (nibbles - 1))) return false;
  const asItIs = !last && number(1) === 1;
  return length <= (asItIs ? size : longest);
}
