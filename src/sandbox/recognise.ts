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
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_INFLATED = 4 * 1024 * 1024;
/** Shorter values would be found in honest text by chance. */
const SHORTEST = 12;

/** Finds decoys in what left: one text, or several that belong together (the head and the body of a request). */
export function findDecoys(data: Uint8Array | readonly Uint8Array[], decoys: readonly Decoy[]): readonly Leak[] {
  const parts = (data instanceof Uint8Array ? [data] : data).map((part) => Buffer.from(part));
  const found = new Map<Decoy, readonly string[]>();
  for (const { bytes, text, encoding } of unwrap(parts)) {
    const steps = stepsOf(bytes);
    for (const wanted of needlesOf(decoys)) {
      const how = found.has(wanted.decoy) ? undefined : standsIn(text, steps, wanted);
      if (how !== undefined) found.set(wanted.decoy, how === '' ? encoding : [...encoding, how]);
    }
  }
  return [...found].map(([decoy, encoding]) => ({ decoy, encoding }));
}

/** How the value stands in a text: '' in clear, the name of a simple spelling, or undefined. */
function standsIn(text: string, steps: Buffer, { spellings, differences }: Needles): string | undefined {
  for (const [needle, how] of spellings) if (text.includes(needle)) return how;
  return steps.includes(differences) ? 'xor' : undefined;
}

/** Made once for each run's decoys, and thousands of texts. */
const made = new WeakMap<readonly Decoy[], readonly Needles[]>();

function needlesOf(decoys: readonly Decoy[]): readonly Needles[] {
  const known = made.get(decoys) ?? decoys.filter(({ value }) => value.length >= SHORTEST).map(needles);
  made.set(decoys, known);
  return known;
}

interface Needles {
  readonly decoy: Decoy;
  /** How the value may stand in a text, with the name of that: '' in clear. */
  readonly spellings: readonly (readonly [string, string])[];
  /** What is the same under any key of one byte: each byte against the next. */
  readonly differences: Buffer;
}

function needles(decoy: Decoy): Needles {
  const { value } = decoy;
  const cores = base64Cores(value);
  return {
    decoy,
    spellings: [
      [value, ''],
      [[...value].reverse().join(''), 'reversed'],
      [rot13(value), 'rot13'],
      ...cores.map((core) => [core, 'base64'] as const),
      ...cores.map((core) => [core.replaceAll('+', '-').replaceAll('/', '_'), 'base64'] as const),
    ],
    differences: stepsOf(Buffer.from(value, 'latin1')),
  };
}

function stepsOf(bytes: Buffer): Buffer {
  const steps = Buffer.alloc(Math.max(0, bytes.length - 1));
  for (let i = 0; i < steps.length; i++) steps[i] = (bytes[i] ?? 0) ^ (bytes[i + 1] ?? 0);
  return steps;
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (c) =>
    String.fromCharCode((((c.charCodeAt(0) & 31) + 12) % 26) + (c.charCodeAt(0) & 96) + 1),
  );
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
  readonly text: string;
  readonly encoding: readonly string[];
}

/** The parts themselves and everything they may be an encoding of, each once; what looks like something goes first. */
function* unwrap(parts: readonly Buffer[]): Generator<Unwrapped> {
  const seen = new Set<string>();
  const likely: { readonly bytes: Buffer; readonly encoding: readonly string[] }[] = [];
  const unlikely: typeof likely = [];
  let left = MAX_BYTES + parts.reduce((sum, part) => sum + part.length, 0);
  likely.push(...parts.map((bytes) => ({ bytes, encoding: [] })));
  for (let next = likely.shift(); next && seen.size < MAX_READINGS; next = likely.shift() ?? unlikely.shift()) {
    const { bytes, encoding } = next;
    const print = createHash('sha1').update(bytes).digest('base64');
    left -= bytes.length;
    if (seen.has(print) || left < 0) continue;
    seen.add(print);
    const text = bytes.toString('latin1');
    yield { bytes, text, encoding };
    const deeper = encoding.length < MAX_DEPTH ? readings(bytes, text) : [];
    for (const { bytes: inner, how } of deeper.filter((reading) => reading.bytes.length >= SHORTEST))
      (promising(inner) ? likely : unlikely).push({ bytes: inner, encoding: [...encoding, how] });
  }
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
    ...(small && printable(bytes) ? turned(text) : []),
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
function turned(text: string): readonly Reading[] {
  if (!/[A-Za-z0-9+/_%=-]{20}/.test(text)) return [];
  return [latin('reversed', [...text].reverse().join('')), latin('rot13', rot13(text))];
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
  return keys.map((key) => ({ how: 'xor', bytes: Buffer.from(bytes.map((one) => one ^ key)) }));
}

/** 1 for each byte that encodings write. */
const ENCODED = Uint8Array.from({ length: 256 }, (_, code) =>
  /[A-Za-z0-9+/=_%.-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

function base32(text: string): Buffer {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text.toUpperCase().replace(/=+$/, '')) {
    held = ((held << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character)) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}
