/**
 * Everything that bytes may be an encoding of. Pure. The bytes are an attacker's: whatever costs more than one pass over them is
 * paid for, and is left where nothing is left to pay with.
 */
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { isTooLarge } from '../bounds/inflate.ts';
import { maybeBrotli, maybeDeflated } from './formats.ts';
import { mapped, rot13 } from './needles.ts';

/** One way to read bytes, and what is read that way: each piece may be the whole of something. */
export interface Reading {
  readonly how: string;
  readonly pieces: readonly Buffer[];
}

/** What the search in one text may still do, and what it has done. */
export interface Purse {
  /** How often what is read was decoded before. */
  readonly depth: number;
  /** False where so much is not left; that is told. */
  spend(bytes: number): boolean;
  /** False where this was read like that before, as deep or less deep. */
  fresh(how: string, what: string | Buffer): boolean;
  /** Tells that something could not be read as far as it goes. */
  cut(): void;
}

/** What an attempt costs beside its bytes. */
export const ATTEMPT = 2048;
/** How large something inflated may be. */
const MAX_INFLATED = 4 * 1024 * 1024;
/** Between pieces that are looked at together: no encoding writes it, and no reading leaves it out. */
export const BETWEEN = Buffer.from('\0');
/** Shorter pieces hold no compressed credential. */
const COMPRESSED = 33;

/** Every way these pieces, and all of them together, can be read as an encoding of something else. `last` is how they were read themselves. */
export function* readings(pieces: readonly Buffer[], bytes: Buffer, last: string, purse: Purse): Generator<Reading> {
  const text = printed(bytes);
  const spelled = text.toString('latin1');
  yield* alphabets(text, spelled, purse);
  yield* inflated(pieces, bytes, purse);
  if (last !== 'xor' && last !== 'split') yield { how: 'xor', pieces: keyed(pieces, bytes, purse) };
  yield* turned(text, last, purse);
  if (last === 'split') return;
  yield* escaped(text, spelled, last, purse);
  // Backwards and joined is joined and backwards.
  if (!TURNED.test(last)) yield { how: 'split', pieces: joined(text) };
}

const TURNED = /^(?:reversed|rot13)$/;

/** Shorter texts among other bytes hold nothing encoded. */
const SHORTEST_TEXT = 16;

/** What of these bytes is text: as a rule all or nothing. */
function printed(bytes: Buffer): Buffer {
  const texts = runs(bytes, PRINTED, SHORTEST_TEXT);
  const [only] = texts;
  return texts.length === 1 && only ? only : Buffer.concat(texts.flatMap((text) => [text, BETWEEN]));
}

// ---------------------------------------------------------------- compressed

const GZIP = ['\x1f\x8b\x08'];
const ZLIB = ['x\x01', 'x^', 'x\x9c', 'x\xda'];
/** Bytes that tell whether something compressed begins at a mark, before it is followed to its end: many more, for chance looks like a format for a while. */
const PROBES = [256, 2_048];

/** At their marks wherever they are; formats without a mark only as the whole of a piece. */
function* inflated(pieces: readonly Buffer[], bytes: Buffer, purse: Purse): Generator<Reading> {
  yield { how: 'gzip', pieces: marked(bytes, GZIP, gunzipSync, purse) };
  yield { how: 'deflate', pieces: marked(bytes, ZLIB, inflateSync, purse) };
  const whole = pieces.filter((piece) => piece.length >= COMPRESSED && !printable(piece));
  yield { how: 'deflate', pieces: attempts(whole.filter(maybeDeflated), inflateRawSync, purse) };
  yield {
    how: 'brotli',
    pieces: attempts(
      whole.filter((piece) => maybeBrotli(piece)),
      brotliDecompressSync,
      purse,
    ),
  };
}

interface InflateOptions {
  readonly maxOutputLength: number;
  readonly chunkSize?: number;
  readonly finishFlush?: number;
}

type Inflate = (bytes: Buffer, options: InflateOptions) => Buffer;

const WHOLE = { maxOutputLength: MAX_INFLATED };
/** Also what was cut before its end. */
const CUT = { maxOutputLength: MAX_INFLATED, finishFlush: constants.Z_SYNC_FLUSH };

function marked(bytes: Buffer, marks: readonly string[], inflate: Inflate, purse: Purse): readonly Buffer[] {
  return marks
    .flatMap((mark) => [...places(bytes, mark)])
    .filter((at) => begins((length) => bytes.subarray(at, at + length), inflate, purse))
    .flatMap((at) => {
      const told = inPicture(bytes, at) ? quiet(purse) : purse;
      return undone(inflate, bytes.subarray(at), CUT, told) ?? [];
    });
}

/** The part that is read of what only begins like something compressed, as some places of any picture do. */
const MISSED = 1 / 8;

/** What was compressed, at the price of its size where it was. */
function undone(inflate: Inflate, piece: Buffer, options: InflateOptions, purse: Purse): Buffer | undefined {
  if (!purse.spend(piece.length * MISSED)) return undefined;
  const whole = attempt(inflate, piece, options, purse);
  return whole && purse.spend(piece.length * (1 - MISSED)) ? whole : undefined;
}

/** The data of a picture begin within so many bytes of its mark. */
const HEADERS = 8 * 1024;

/** The pixels of a picture (PNG) are more than is inflated, as a rule, and that says nothing: no encoding leads to them. */
function inPicture(bytes: Buffer, at: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, at - HEADERS), at);
  return before.endsWith('IDAT') && before.includes('\x89PNG\r\n');
}

/** What does not tell where it was not read as far as it goes. */
const quiet = (purse: Purse): Purse => ({ ...purse, cut: () => {} });

/** Whether something compressed begins like this. */
function begins(bytes: (length: number) => Buffer, inflate: Inflate, purse: Purse): boolean {
  if (printable(bytes(18).subarray(2))) return false;
  return PROBES.every(
    (length) => purse.spend(ATTEMPT) && (attempt(inflate, bytes(length), CUT, purse) ?? '').length > 0,
  );
}

function* places(bytes: Buffer, mark: string): Generator<number> {
  for (let at = bytes.indexOf(mark, 0, 'latin1'); at >= 0; at = bytes.indexOf(mark, at + 1, 'latin1')) yield at;
}

function attempts(pieces: readonly Buffer[], inflate: Inflate, purse: Purse): readonly Buffer[] {
  return pieces.filter(() => purse.spend(ATTEMPT)).flatMap((piece) => undone(inflate, piece, WHOLE, purse) ?? []);
}

/** Undefined where it is not in this format: most bytes are in none. */
function attempt(inflate: Inflate, bytes: Buffer, options: InflateOptions, purse: Purse): Buffer | undefined {
  const limit = Error.stackTraceLimit;
  // Where it failed is the greater part of what a failure costs, and nobody reads it.
  Error.stackTraceLimit = 0;
  try {
    return small(inflate, bytes, options) ?? inflate(bytes, options);
  } catch (error) {
    if (isTooLarge(error)) purse.cut();
    return undefined;
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Room for what a first look gives: with as much as is usual, an attempt costs ten times as much. */
const SMALL = { chunkSize: 1024, maxOutputLength: 1024 };

/** Undefined where it is larger. */
function small(inflate: Inflate, bytes: Buffer, options: InflateOptions): Buffer | undefined {
  try {
    return inflate(bytes, { ...options, ...SMALL });
  } catch (error) {
    if (isTooLarge(error)) return undefined;
    throw error;
  }
}

export function printable(bytes: Buffer): boolean {
  for (let at = 0; at < 64 && at < bytes.length; at++) if (PRINTED[bytes[at] ?? 0] === 0) return false;
  return true;
}

// ---------------------------------------------------------------- escaped

/** Escapes of addresses and of strings, and bytes as numbers. What is compressed is a value of its own, without what stands around it. */
function* escaped(bytes: Buffer, text: string, last: string, purse: Purse): Generator<Reading> {
  const values = runs(bytes, ADDRESS, SHORTEST_TEXT).map((run) => run.toString('latin1'));
  const escapedValues = values.filter((value) => /%[0-9a-f]{2}/i.test(value));
  if (last !== 'json' && escapedValues.length > 0)
    yield read('percent', [...around(text, /%[0-9a-f]{2}/gi), ...escapedValues], (piece) =>
      piece.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => byteOf(hex)),
    );
  const escapes = /\\(?:u00([0-9a-f]{2})|x([0-9a-f]{2})|(["\\/])|[nrt])/gi;
  yield read('json', around(text, escapes), (piece) =>
    piece.replace(escapes, (_all, a?: string, b?: string, plain = ' ') => (a || b ? byteOf(a ?? b ?? '') : plain)),
  );
  const lists = stretches(text, /(?:\d{1,3}\s*,\s*){11,}\d{1,3}/g, purse);
  yield { how: 'bytes', pieces: lists.map((list) => Buffer.from(list.split(',').map(Number))) };
}

const byteOf = (hex: string) => String.fromCharCode(Number.parseInt(hex, 16));

function read(how: string, pieces: readonly string[], decode: (piece: string) => string): Reading {
  return { how, pieces: pieces.map((piece) => Buffer.from(decode(piece), 'latin1')) };
}

/** Further from a mark than this, a text stands there as it is. */
const REACH = 256;

/** What stands around the marks of a text. */
function around(text: string, mark: RegExp): readonly string[] {
  const pieces: string[] = [];
  let [from, until] = [0, -1];
  for (const { index } of text.matchAll(mark)) {
    if (index - REACH > until) {
      if (until >= 0) pieces.push(text.slice(from, until));
      from = Math.max(0, index - REACH);
    }
    until = index + REACH;
  }
  return until >= 0 ? [...pieces, text.slice(from, until)] : pieces;
}

// ---------------------------------------------------------------- alphabets

/** Numbers in hex, as ids are written, which programs that are traced send with each request; and long texts without a capital: base64 makes neither. */
const NUMBERS = /^[0-9a-fA-F_-]*$/;
const SMALL_ONLY = /^[^A-Z]{32,}$/;

/** All runs of the alphabets of hex, base32 and base64. */
function* alphabets(text: Buffer, spelled: string, purse: Purse): Generator<Reading> {
  const hex = stretches(spelled, /(?:[0-9a-fA-F]{2}[:\s-]?){12,}[0-9a-fA-F]?/g, purse);
  yield decoded('hex', hex, 2, purse, (run) => Buffer.from(run, 'hex'));
  const long = runs(text, BASE64, 16);
  const words = long.map((run) => run.toString('latin1'));
  // Written small it has digits; words have none.
  const base32Runs = words.flatMap((run) => stretches(run, /[A-Z2-7]{20,}|[a-z2-7]{20,}/g, purse));
  yield decoded(
    'base32',
    base32Runs.filter((run) => /[A-Z2-7]/.test(run)),
    8,
    purse,
    base32,
  );
  const base64Runs = words.filter(
    (run, at) => isDense(long[at] ?? BETWEEN) && !NUMBERS.test(run) && !SMALL_ONLY.test(run),
  );
  yield decoded('base64', base64Runs, 4, purse, (run) => Buffer.from(run, 'base64'));
}

/** Characters in which a pattern is looked for at a time, for it remembers each step of a match; and how many are looked at again. */
const AT_A_TIME = 2 * 1024 * 1024;
const AGAIN = 64 * 1024;

/** All that matches a pattern. What is longer than is looked at comes in parts, which is told. */
function stretches(text: string, pattern: RegExp, purse: Purse): readonly string[] {
  if (text.length <= AT_A_TIME) return text.match(pattern) ?? [];
  const found: string[] = [];
  for (let from = 0; from < text.length; from += AT_A_TIME - AGAIN) {
    const part = text.slice(from, from + AT_A_TIME);
    for (const { 0: match, index } of part.matchAll(pattern)) {
      found.push(match);
      if (from > 0 && index === 0 && match.length > AGAIN) purse.cut();
    }
  }
  return found;
}

/** Each run once, from its beginning; and from where it may begin within a group of `width`, because what is before it may look like a part of it. */
function decoded(
  how: string,
  all: readonly string[],
  width: number,
  purse: Purse,
  decode: (run: string) => Buffer,
): Reading {
  const plain = how === 'hex' ? all.map((run) => run.replace(/[:\s-]/g, '')) : all;
  const pieces = plain
    .filter((run) => purse.fresh(how, run))
    .flatMap((run) => {
      const shifted = Array.from({ length: width - 1 }, (_, at) => run.slice(at + 1));
      return [run, ...shifted.filter((one) => isTelling(one, decode))].map(decode);
    });
  return { how, pieces };
}

/** Printable bytes that follow each other in wrong readings hardly ever. */
const TELLING = 20;

/** Of a long run so much is decoded at a time, in whole groups: most is decoded in vain. */
const PART = 1 << 16;

/** Whether a run holds text, or the mark of something compressed, anywhere: what a wrong reading does not give. */
function isTelling(run: string, decode: (run: string) => Buffer): boolean {
  for (let from = 0; from < run.length; from += PART) if (tells(decode(run.slice(from, from + PART)))) return true;
  return false;
}

function tells(bytes: Buffer): boolean {
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    length = PRINTED[bytes[at] ?? 0] === 1 ? length + 1 : 0;
    if (length === TELLING) return true;
  }
  return GZIP.some((mark) => bytes.includes(mark, 0, 'latin1'));
}

/** Parts of a text that are written in an alphabet, not shorter than that. */
function runs(bytes: Buffer, alphabet: Uint8Array, shortest: number): readonly Buffer[] {
  const found: Buffer[] = [];
  let from = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && alphabet[bytes[at] ?? 0] === 1) continue;
    if (at - from >= shortest) found.push(bytes.subarray(from, at));
    from = at + 1;
  }
  return found;
}

/** Characters that are looked at together, and how many of them make a stretch dense. */
const STRETCH = 32;
const DENSE = 8;

/**
 * Encodings mix capitals and digits in; words, even with the spaces between them taken out, hardly do. One stretch is enough:
 * before and after it may stand whatever its author likes.
 */
function isDense(run: Buffer, least = DENSE): boolean {
  let many = 0;
  for (let at = 0; at < run.length; at++) {
    many += MIXED_IN[run[at] ?? 0] ?? 0;
    if (at >= STRETCH) many -= MIXED_IN[run[at - STRETCH] ?? 0] ?? 0;
    if (many >= least) return true;
  }
  return run.length < STRETCH && many * STRETCH >= least * run.length;
}

const table = (one: RegExp): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, code) => (one.test(String.fromCharCode(code)) ? 1 : 0));

const PRINTED = table(/[ -~\t\n\r]/);
/** What texts are cut up with. */
const CUTS = table(/[.\s]/);
const BASE64 = table(/[A-Za-z0-9+/_-]/);
const MIXED_IN = table(/[A-Z0-9+/%]/);
/** What the values in addresses are written with. */
const ADDRESS = table(/[A-Za-z0-9%_.~!*'()+-]/);
/** What encodings write. */
const ENCODED = table(/[A-Za-z0-9+/=_%.-]/);
const KEYED = table(/[A-Za-z0-9+/=_%.\r\n-]/);

/** What each letter of base32 stands for. */
const BASE32 = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(String.fromCharCode(code).toUpperCase())),
);

function base32(text: string): Buffer {
  const bytes = Buffer.allocUnsafe((text.length * 5) >> 3);
  let [held, bits, length] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    held = ((held << 5) | (BASE32[text.charCodeAt(at)] ?? 0)) & 0xffff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (held >> bits) & 0xff;
  }
  return bytes.subarray(0, length);
}

// ---------------------------------------------------------------- turned, cut up and under a key

/** What may be an encoding, backwards and with its letters turned. The order of the two makes no difference. */
function* turned(text: Buffer, last: string, purse: Purse): Generator<Reading> {
  if (last === 'rot13') return;
  const found = runs(text, ENCODED, 20).filter((run) => isDense(run) && purse.fresh('turned', run));
  if (last !== 'reversed') yield { how: 'reversed', pieces: found.map((run) => Buffer.from(run).reverse()) };
  yield { how: 'rot13', pieces: found.filter((run) => !NUMBERS.test(run.toString('latin1'))).map(rot13) };
}

/** A text that was cut up: labels of a name, lines. */
function joined(bytes: Buffer): readonly Buffer[] {
  const whole = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (const one of bytes) if (CUTS[one] === 0) whole[length++] = one;
  return length < bytes.length ? [whole.subarray(0, length)] : [];
}

/** Bytes that are looked at together for keys under which all of them are encoded text. */
const WINDOW = 24;
const WORDS = 256 / 32;
const MIXED = 14;
const MIXED_LENGTH = 48;
const SAMPLE = 160;
/** Hex has sixteen, a list of numbers twelve. */
const DIFFERENT = 14;
/** What is no text needs less to be told from chance. */
const DIFFERENT_BYTES = 10;
/** For each byte, the keys under which it is one that encodings write: a bit for each. */
const KEYS = Uint32Array.from({ length: 256 * WORDS }, (_, at) => {
  const first = (at % WORDS) * 32;
  return Array.from({ length: 32 }, (_bit, bit) => (KEYED[Math.floor(at / WORDS) ^ (first + bit)] ?? 0) << bit).reduce(
    (all, one) => all | one,
    0,
  );
});

/** What is encoded text, or begins like something compressed, under a key of one byte. */
function keyed(pieces: readonly Buffer[], bytes: Buffer, purse: Purse): readonly Buffer[] {
  const whole = pieces.filter((piece) => piece.length >= COMPRESSED && !printable(piece));
  const regions = [
    ...keyedTexts(bytes),
    ...whole.flatMap((piece) => keyedDeflate(piece, purse)),
    ...(purse.depth <= 2 ? whole.flatMap((piece) => keyedUnmarked(piece, purse)) : []),
    ...keyedGzip(bytes, purse),
  ];
  return regions.filter(({ region }) => purse.spend(region.length)).map(({ region, key }) => under(region, key));
}

const under = (bytes: Buffer, key: number): Buffer => mapped(bytes, (one) => one ^ key);

/** Text of which each sign was escaped as in an address, or written in hex: few different ones, in an order that chance does not give. */
const ESCAPED = /(?:%[0-9a-f]{2}){8}|^(?:[2-7][0-9a-f]){20}/i;

/** Some keys make words of words, of lists of numbers or of the same letter again and again: what was encoded is longer, and more mixed. */
function isMixed(region: Buffer, key: number): boolean {
  const text = under(region, key);
  if (ESCAPED.test(text.toString('latin1', 0, MIXED_LENGTH))) return true;
  const different = new Set(region.subarray(0, SAMPLE)).size;
  if (!printable(region)) return different >= DIFFERENT_BYTES && isDense(text);
  return region.length >= MIXED_LENGTH && different >= DIFFERENT && isDense(text, MIXED);
}

interface Keyed {
  readonly region: Buffer;
  readonly key: number;
}

function* keyedTexts(bytes: Buffer): Generator<Keyed> {
  const ends = new Uint32Array(256);
  const room = new Uint32Array(WORDS);
  for (let at = 0; at + WINDOW <= bytes.length; at += WINDOW) {
    for (const key of keysOf(bytes, at, room)) {
      if (at < (ends[key] ?? 0)) continue;
      const region = fitting(bytes, at, key);
      ends[key] = at + region.length;
      if (isMixed(region, key)) yield { region, key };
    }
  }
}

/** Keys under which all bytes of a window are encoded text; none where they are that already. */
function keysOf(bytes: Buffer, from: number, room: Uint32Array): readonly number[] {
  room.fill(0xffffffff);
  for (let at = from; at < from + WINDOW; at++) {
    let some = 0;
    const of = (bytes[at] ?? 0) * WORDS;
    for (let word = 0; word < WORDS; word++) some |= room[word] = (room[word] ?? 0) & (KEYS[of + word] ?? 0);
    if (some === 0) return [];
  }
  const keys: number[] = [];
  if ((room[0] ?? 0) & 1) return keys;
  for (let word = 0; word < WORDS; word++)
    for (let bits = room[word] ?? 0; bits !== 0; bits &= bits - 1) keys.push(word * 32 + 31 - Math.clz32(bits & -bits));
  return keys;
}

/** All that is encoded text under a key, before a place and after it. */
function fitting(bytes: Buffer, at: number, key: number): Buffer {
  const fits = (one: number | undefined): boolean => one !== undefined && KEYED[one ^ key] === 1;
  let [from, until] = [at, at];
  while (fits(bytes[from - 1])) from--;
  while (fits(bytes[until])) until++;
  return bytes.subarray(from, until);
}

/** The mark of gzip is known under any key by how its bytes differ. */
function* keyedGzip(bytes: Buffer, purse: Purse): Generator<Keyed> {
  for (let at = 0; at + COMPRESSED <= bytes.length; at++) {
    const key = (bytes[at] ?? 0) ^ 0x1f;
    if (key === 0 || ((bytes[at + 1] ?? 0) ^ key) !== 0x8b || ((bytes[at + 2] ?? 0) ^ key) !== 8) continue;
    if (begins((length) => under(bytes.subarray(at, at + length), key), gunzipSync, purse))
      yield { region: bytes.subarray(at), key };
  }
}

function keyedDeflate(piece: Buffer, purse: Purse): readonly Keyed[] {
  const key = (piece[0] ?? 0) ^ 0x78;
  const isMarked = key !== 0 && ZLIB.some((mark) => mark.charCodeAt(1) === ((piece[1] ?? 0) ^ key));
  const beginning = (length: number) => under(piece.subarray(0, length), key);
  return isMarked && begins(beginning, inflateSync, purse) ? [{ region: piece, key }] : [];
}

/** What 256 keys cost of which next to none fits. */
const KEYS_TRIED = 8 * 1024;
/** Bytes that tell whether a format without a mark could begin with them. */
const BEGINNING = 24;
/** Further and further: chance looks like a format for a while. */
const BEGINNINGS = [256, 4_096, 65_536];
/** How many times as long as itself what is compressed under a key is believed to be. */
const LONGEST = 64;

/**
 * Formats without a mark, under each key that makes the bytes begin like one: it is read to its end, or it is none. What would be
 * larger than is inflated is not told: under one of 255 keys that comes by chance.
 */
function keyedUnmarked(piece: Buffer, purse: Purse): readonly Keyed[] {
  if (!purse.fresh('keys', piece) || !purse.spend(KEYS_TRIED)) return [];
  return Array.from({ length: 255 }, (_, at) => at + 1).flatMap((key) => {
    const first = under(piece.subarray(0, BEGINNING), key);
    const fits =
      (maybeDeflated(first) && isRead(inflateRawSync, piece, key, purse)) ||
      (maybeBrotli(first, piece.length, LONGEST * piece.length) && isRead(brotliDecompressSync, piece, key, purse));
    return fits ? [{ region: piece, key }] : [];
  });
}

function isRead(inflate: Inflate, piece: Buffer, key: number, purse: Purse): boolean {
  const silent = quiet(purse);
  const flush = inflate === brotliDecompressSync ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH;
  const reads = (bytes: Buffer, options: InflateOptions): boolean =>
    (undone(inflate, under(bytes, key), options, silent)?.length ?? 0) >= SHORTEST_TEXT;
  const beginnings = BEGINNINGS.filter((length) => length < piece.length);
  const cut = { ...WHOLE, finishFlush: flush };
  return beginnings.every((length) => reads(piece.subarray(0, length), cut)) && reads(piece, WHOLE);
}
