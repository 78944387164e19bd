/**
 * Whether bytes that left can be read by anybody but their recipient. What is dense because of its format (images, video, TLS inside
 * TLS) and what is compressed text is not meant; what remains dense when every encoding is undone was encrypted by its sender, or
 * put into an archive that is not opened here. Pure, and bounded: the bytes are an attacker's.
 */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { inflatedBy, TOO_LARGE } from '../bounds/inflate.ts';

/** Shorter ones are identifiers and keys of honest protocols. */
const SHORTEST = 64;
/** So much of it is looked at. */
const SAMPLE = 65_536;
const MAX_INFLATED = 1024 * 1024;
const MAX_DEPTH = 3;
/** Readings tried of one body, however it is nested. */
const MAX_READINGS = 40;
/** Characters of base64 in a text, without a break: 96 bytes; a digest of SHA-512 has 64. */
const RUN = /[A-Za-z0-9+/_-]{128,}={0,2}/g;
/** What is long and dense in honest texts: tokens that say who signed them, keys and certificates, and pictures that say so. */
const HONEST =
  /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]+|-----BEGIN [A-Z ]{1,40}-----[A-Za-z0-9+/=\s\\]+-----END|data:(?:image|audio|video|font)\/[\w.+-]{1,40};base64,[A-Za-z0-9+/=]+/g;

/** First bytes of formats that are dense by nature: pictures, sound, documents, programs, fonts, TLS and SSH. */
const DENSE_FORMATS = [
  ...['89504e47', 'ffd8ff', '47494638', '52494646', '25504446', '4f676753', '494433', 'fffb', '0061736d', '7f454c46'],
  ...['774f4646', '774f4632', '1603', '1703', '5353482d', '00000100', '424d'],
].map((hex) => Buffer.from(hex, 'hex'));

export function isOpaque(data: Uint8Array): boolean {
  return hides(Buffer.from(data.buffer, data.byteOffset, Math.min(data.byteLength, SAMPLE * 16)), 0, {
    left: MAX_READINGS,
  });
}

interface Budget {
  left: number;
}

function hides(bytes: Buffer, depth: number, budget: Budget): boolean {
  if (bytes.length < SHORTEST || depth > MAX_DEPTH || budget.left-- <= 0) return false;
  const parts = formParts(bytes);
  if (parts.length > 0) return parts.some((part) => hides(part, depth + 1, budget));
  if (isText(bytes)) return runsOf(bytes.toString('latin1')).some((run) => hides(run, depth + 1, budget));
  if (hasDenseFormat(bytes)) return false;
  const inner = inflated(bytes);
  return inner ? hides(inner, depth + 1, budget) : isDense(bytes.subarray(0, SAMPLE));
}

/** The contents of a form with files: what comes after each part's own head. */
function formParts(bytes: Buffer): readonly Buffer[] {
  const boundary = /^(--[\w'()+,./:=?-]{4,70})\r\n/.exec(bytes.toString('latin1', 0, 80))?.[1];
  if (boundary === undefined) return [];
  const parts: Buffer[] = [];
  for (let at = 0; at >= 0 && parts.length < 20; ) {
    const head = bytes.indexOf('\r\n\r\n', at);
    if (head < 0) break;
    const next = bytes.indexOf(`\r\n${boundary}`, head);
    parts.push(bytes.subarray(head + 4, next < 0 ? bytes.length : next));
    at = next;
  }
  return parts;
}

/** Text of any language: valid UTF-8 with hardly a control character. */
function isText(bytes: Buffer): boolean {
  const text = bytes.toString('utf8', 0, SAMPLE);
  const odd = text.match(/[\u0000-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0;
  return odd <= text.length / 100;
}

/** What a text carries in base64 or hex. */
function runsOf(text: string): readonly Buffer[] {
  const runs = text.replace(HONEST, ' ').match(RUN) ?? [];
  return runs.slice(0, 8).map((run) => Buffer.from(run, /^[0-9a-f]+$/i.test(run) ? 'hex' : 'base64'));
}

function hasDenseFormat(bytes: Buffer): boolean {
  const mark = bytes.toString('latin1', 4, 8);
  return mark === 'ftyp' || DENSE_FORMATS.some((format) => bytes.subarray(0, format.length).equals(format));
}

const INFLATERS = [gunzipSync, inflateSync, zstdDecompressSync, brotliDecompressSync, inflateRawSync];

/** What is larger than we look is, as far as it matters, a text that was packed. */
function inflated(bytes: Buffer): Buffer | undefined {
  const inner = inflatedBy(INFLATERS, bytes, MAX_INFLATED);
  return inner === TOO_LARGE ? Buffer.alloc(0) : inner;
}

/** How near the entropy of these bytes is to that of random ones, which for few of them is below eight bits. */
const NEAR = 0.97;

function isDense(bytes: Buffer): boolean {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length);
  return bits > NEAR * randomBits(bytes.length);
}

/** Expected entropy of so many random bytes: each value comes up as often as Poisson says. */
function randomBits(length: number): number {
  const mean = length / 256;
  const most = Math.ceil(mean + 12 * Math.sqrt(mean) + 12);
  let [bits, chance] = [0, Math.exp(-mean)];
  if (chance === 0) return 8;
  for (let count = 1; count <= most; count++) {
    chance *= mean / count;
    bits -= 256 * chance * (count / length) * Math.log2(count / length);
  }
  return bits;
}
