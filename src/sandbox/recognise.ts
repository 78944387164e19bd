/**
 * Recognises decoys in what left the sandbox, through the encodings thieves use and any nesting of them, to a depth.
 * Pure, and bounded in depth, branches, bytes and inflated size: the bytes are an attacker's.
 */
import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { Decoy } from './decoys.ts';

export interface Leak {
  readonly decoy: Decoy;
  /** Decodings that led to it, outermost first. */
  readonly encoding: readonly string[];
}

/** How deep encodings may be nested, how many readings are tried, how many bytes of them, and how large an inflated one may be. */
const MAX_DEPTH = 4;
const MAX_READINGS = 600;
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_INFLATED = 4 * 1024 * 1024;
/** Bytes of readings that look like nothing and wait for their turn. */
const MAX_WAITING = 4 * 1024 * 1024;
/** Of a text so large that its bytes run out, what is missed is told up to this depth: beyond it honest texts, too, are turned in vain. */
const TOLD_DEPTH = 2;
/** Shorter values would be found in honest text by chance. */
const SHORTEST = 12;

/** Bytes of readings that are tried of everything together. Beyond them only what lies in clear is recognised. */
export interface Effort {
  left: number;
  /** Set where one text alone was more than is tried, and what was left of it looked like something. */
  cut?: boolean;
}
/** What one reading costs beside its bytes. */
const READING = 1024;

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
  const found = new Map<Decoy, readonly string[]>();
  for (const { bytes, encoding } of unwrap(parts, effort)) {
    const here = new Map<Decoy, Needle>();
    for (const needle of standing(bytes, wanted)) {
      const { decoy, rank } = needle;
      if (!found.has(decoy) && rank < (here.get(decoy)?.rank ?? Number.POSITIVE_INFINITY)) here.set(decoy, needle);
    }
    for (const [decoy, { how }] of here) found.set(decoy, how === '' ? encoding : [...encoding, how]);
  }
  return [...found].map(([decoy, encoding]) => ({ decoy, encoding }));
}

/** One way in which a value may stand in bytes. */
interface Needle {
  readonly decoy: Decoy;
  /** The name of the spelling: '' in clear. */
  readonly how: string;
  /** What is told where several fit: the first. */
  readonly rank: number;
  readonly bytes: Buffer;
}

/** Needles by their first four bytes, so that one pass over a text looks for all. */
interface Needles {
  readonly spelled: Index;
  /** What is the same under any key of one byte: each byte against the next. */
  readonly steps: Index;
}

/** `marks` has a 1 where a needle may begin, by a hash of its first four bytes; `byStart` tells which. */
interface Index {
  readonly marks: Uint8Array;
  readonly byStart: ReadonlyMap<number, readonly Needle[]>;
}

/** Made once for each run's decoys, and thousands of texts. */
const made = new WeakMap<readonly Decoy[], Needles>();

function needlesOf(decoys: readonly Decoy[]): Needles {
  const known = made.get(decoys) ?? needles(decoys.filter(({ value }) => value.length >= SHORTEST));
  made.set(decoys, known);
  return known;
}

function needles(decoys: readonly Decoy[]): Needles {
  const spelled = decoys.flatMap((decoy) =>
    spellings(decoy.value).map(([text, how], rank) => ({ decoy, how, rank, bytes: Buffer.from(text, 'latin1') })),
  );
  const steps = decoys.map((decoy) => {
    return { decoy, how: 'xor', rank: spelled.length, bytes: stepsOf(Buffer.from(decoy.value, 'latin1')) };
  });
  return { spelled: indexOf(spelled), steps: indexOf(steps) };
}

function spellings(value: string): readonly (readonly [string, string])[] {
  const cores = base64Cores(value);
  return [
    [value, ''],
    [[...value].reverse().join(''), 'reversed'],
    [rot13(Buffer.from(value, 'latin1')).toString('latin1'), 'rot13'],
    ...cores.map((core) => [core, 'base64'] as const),
    ...cores.map((core) => [core.replaceAll('+', '-').replaceAll('/', '_'), 'base64'] as const),
  ];
}

const MARKS = 1 << 16;
const markOf = (start: number): number => Math.imul(start, 0x9e3779b1) >>> 16;

function indexOf(all: readonly Needle[]): Index {
  const marks = new Uint8Array(MARKS);
  for (const { bytes } of all) marks[markOf(bytes.readInt32BE(0))] = 1;
  return { marks, byStart: Map.groupBy(all, ({ bytes }) => bytes.readInt32BE(0)) };
}

/** Every needle that stands in these bytes, as often as it does. */
function* standing(bytes: Buffer, { spelled, steps }: Needles): Generator<Needle> {
  let start = 0;
  let step = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    step = (step << 8) | ((start & 0xff) ^ byte);
    start = (start << 8) | byte;
    if (at >= 3 && spelled.marks[markOf(start)] === 1)
      yield* beginning(spelled, start).filter((needle) => equals(bytes, at - 3, needle.bytes));
    if (at >= 4 && steps.marks[markOf(step)] === 1)
      yield* beginning(steps, step).filter((needle) => stepsEqual(bytes, at - 4, needle.bytes));
  }
}

const beginning = ({ byStart }: Index, start: number): readonly Needle[] => byStart.get(start) ?? [];

function equals(bytes: Buffer, at: number, needle: Buffer): boolean {
  return at + needle.length <= bytes.length && needle.compare(bytes, at, at + needle.length) === 0;
}

function stepsEqual(bytes: Buffer, at: number, needle: Buffer): boolean {
  return (
    at + needle.length < bytes.length &&
    needle.every((one, i) => one === ((bytes[at + i] ?? 0) ^ (bytes[at + i + 1] ?? 0)))
  );
}

function stepsOf(bytes: Buffer): Buffer {
  const steps = Buffer.alloc(Math.max(0, bytes.length - 1));
  for (let i = 0; i < steps.length; i++) steps[i] = (bytes[i] ?? 0) ^ (bytes[i + 1] ?? 0);
  return steps;
}

/** What each byte is with its letter turned by thirteen. */
const TURNED = Uint8Array.from({ length: 256 }, (_, code) =>
  /[a-z]/i.test(String.fromCharCode(code)) ? (((code & 31) + 12) % 26) + (code & 96) + 1 : code,
);

function rot13(bytes: Uint8Array): Buffer {
  return mapped(bytes, (one) => TURNED[one] ?? one);
}

/** As `map`, which would make a copy of the copy. */
function mapped(bytes: Uint8Array, turn: (one: number) => number): Buffer {
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

interface Unwrapped {
  readonly bytes: Buffer;
  readonly encoding: readonly string[];
}

/** The parts themselves and everything they may be an encoding of, each once; what looks like something goes first. */
function* unwrap(parts: readonly Buffer[], effort: Effort): Generator<Unwrapped> {
  const seen = new Set<string>();
  const waiting = queue(parts);
  let left = MAX_BYTES + parts.reduce((sum, part) => sum + part.length, 0);
  for (let next = waiting.next(); next; next = waiting.next()) {
    const { bytes, encoding } = next;
    if (seen.size === MAX_READINGS) {
      effort.cut ||= promising(bytes);
      return;
    }
    const print = createHash('sha1').update(bytes).digest('base64');
    if (seen.has(print)) continue;
    left -= bytes.length;
    if (left < 0) {
      effort.cut ||= encoding.length <= TOLD_DEPTH && promising(bytes);
      continue;
    }
    seen.add(print);
    yield next;
    if (encoding.length === MAX_DEPTH) continue;
    effort.left -= bytes.length + READING;
    const deeper = effort.left < 0 ? [] : readings(bytes, bytes.toString('latin1'));
    for (const { bytes: inner, how } of deeper) waiting.add({ bytes: inner, encoding: [...encoding, how] });
  }
}

/** What is still to be read. Of what looks like nothing, no more waits than memory has room for. */
function queue(parts: readonly Buffer[]): { next(): Unwrapped | undefined; add(one: Unwrapped): void } {
  const likely: Unwrapped[] = parts.map((bytes) => ({ bytes, encoding: [] }));
  const unlikely: Unwrapped[] = [];
  let room = MAX_WAITING;
  return {
    next() {
      const next = likely.shift();
      if (next) return next;
      const other = unlikely.shift();
      room += other?.bytes.length ?? 0;
      return other;
    },
    add(one) {
      if (one.bytes.length < SHORTEST) return;
      if (promising(one.bytes)) likely.push(one);
      else if (room >= one.bytes.length) {
        room -= one.bytes.length;
        unlikely.push(one);
      }
    },
  };
}

/** Text, or the beginning of something compressed: what a wrong reading rarely gives. */
function promising(bytes: Buffer): boolean {
  return (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes[0] === 0x78 || printable(bytes);
}

function printable(bytes: Buffer): boolean {
  return bytes.subarray(0, 64).every((byte) => (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13);
}

interface Reading {
  readonly bytes: Buffer;
  readonly how: string;
}

/** Every way these bytes can be read as an encoding of something else. */
function readings(bytes: Buffer, text: string): readonly Reading[] {
  const small = bytes.length < 1_000_000;
  return [
    ...inflated(bytes),
    ...escaped(text),
    ...(small ? alphabets(text) : []),
    ...(small && printable(bytes) ? turned(bytes, text) : []),
    ...(small && !printable(bytes) ? keyed(bytes) : []),
  ];
}

/** Tried at the start, and at the marks of gzip wherever they are. Formats without a mark only as a whole. */
function inflated(bytes: Buffer): readonly Reading[] {
  const options = { maxOutputLength: MAX_INFLATED };
  const found: Reading[] = [];
  const attempt = (how: string, decode: () => Buffer) => {
    try {
      found.push({ how, bytes: decode() });
    } catch {
      // Not in this format: most bytes are in none.
    }
  };
  let at = bytes.indexOf('\x1f\x8b\x08', 0, 'latin1');
  for (let tries = 0; at >= 0 && tries < 4; tries++, at = bytes.indexOf('\x1f\x8b\x08', at + 1, 'latin1')) {
    const from = at;
    attempt('gzip', () => gunzipSync(bytes.subarray(from), options));
  }
  if (bytes[0] === 0x78) attempt('deflate', () => inflateSync(bytes, options));
  if (bytes.length <= 32 || bytes.length > 1_000_000 || printable(bytes)) return found;
  attempt('deflate', () => inflateRawSync(bytes, options));
  attempt('brotli', () => brotliDecompressSync(bytes, options));
  return found;
}

const byte = (hex: string) => String.fromCharCode(Number.parseInt(hex, 16) & 0xff);

/** Escapes of addresses and of strings, bytes as numbers, and texts that were cut up: labels of a name, lines. */
function escaped(text: string): readonly Reading[] {
  const found: Reading[] = [];
  if (/%[0-9a-f]{2}/i.test(text))
    found.push(
      latin(
        'percent',
        text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => byte(hex)),
      ),
    );
  if (/\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\["\\/nrt]/i.test(text)) {
    const plain = text.replace(/\\u00([0-9a-f]{2})|\\x([0-9a-f]{2})/gi, (_all, a?: string, b?: string) =>
      byte(a ?? b ?? ''),
    );
    found.push(latin('json', plain.replace(/\\(["\\/])/g, '$1').replace(/\\[nrt]/g, ' ')));
  }
  for (const run of runs(text, /(?:\d{1,3}\s*,\s*){11,}\d{1,3}/g).slice(0, 4))
    found.push({ how: 'bytes', bytes: Buffer.from(run.split(',').map(Number)) });
  const joined = text.length < 1_000_000 ? text.replace(/[.\s]/g, '') : text;
  if (joined.length < text.length) found.push(latin('split', joined));
  return found;
}

function latin(how: string, text: string): Reading {
  return { how, bytes: Buffer.from(text, 'latin1') };
}

/** Runs of the alphabets of hex, base32 and base64, the longest first. */
function alphabets(text: string): readonly Reading[] {
  const found: Reading[] = [];
  for (const run of runs(text, /(?:[0-9a-fA-F]{2}[:\s-]?){12,}/g))
    found.push({ how: 'hex', bytes: Buffer.from(run.replace(/[^0-9a-f]/gi, ''), 'hex') });
  for (const run of runs(text.replace(/[.\s]/g, ''), /[A-Za-z2-7]{20,}=*/g).slice(0, 8))
    if (/^([A-Z2-7]+|[a-z2-7]+)=*$/.test(run)) found.push({ how: 'base32', bytes: base32(run) });
  for (const run of runs(text, /[A-Za-z0-9+/_-]{16,}={0,2}/g))
    found.push({ how: 'base64', bytes: Buffer.from(run, 'base64') });
  return found;
}

/** The longest runs of an alphabet first: what hides a credential is not short. */
function runs(text: string, alphabet: RegExp): readonly string[] {
  return (text.match(alphabet) ?? []).sort((a, b) => b.length - a.length).slice(0, 24);
}

/** The whole text backwards, and with its letters turned: only worth it where that may be an encoding. */
function turned(bytes: Buffer, text: string): readonly Reading[] {
  if (!/[A-Za-z0-9+/_%=-]{20}/.test(text)) return [];
  return [
    { how: 'reversed', bytes: Buffer.from(bytes).reverse() },
    { how: 'rot13', bytes: rot13(bytes) },
  ];
}

/** Most keys of one byte that are followed. */
const MAX_KEYS = 6;

/** Keys of one byte under which this is an encoded text, or begins like something compressed. */
function keyed(bytes: Buffer): readonly Reading[] {
  const head = bytes.subarray(0, 64);
  const keys: number[] = [];
  for (let key = 1; key < 256 && keys.length < MAX_KEYS; key++) {
    const begins = ((head[0] ?? 0) ^ key) === 0x1f && ((head[1] ?? 0) ^ key) === 0x8b;
    if (begins || head.every((one) => ENCODED[one ^ key] === 1)) keys.push(key);
  }
  return keys.map((key) => ({ how: 'xor', bytes: mapped(bytes, (one) => one ^ key) }));
}

/** 1 for each byte that encodings write. */
const ENCODED = Uint8Array.from({ length: 256 }, (_, code) =>
  /[A-Za-z0-9+/=_%.-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** What each letter of base32 stands for. */
const BASE32 = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(String.fromCharCode(code).toUpperCase())),
);

function base32(text: string): Buffer {
  const bytes = Buffer.allocUnsafe((text.length * 5) >> 3);
  let [held, bits, length] = [0, 0, 0];
  for (let at = 0; at < text.length && text[at] !== '='; at++) {
    held = ((held << 5) | (BASE32[text.charCodeAt(at)] ?? 0)) & 0xffff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (held >> bits) & 0xff;
  }
  return bytes.subarray(0, length);
}
