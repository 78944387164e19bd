/** Which bytes that leave can be read by nobody but their recipient. */
import { createCipheriv, createHash, generateKeyPairSync } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isOpaque } from '../src/sandbox/decoys/opaque.ts';

const TEXT = Buffer.from(`{"words":"${'the quick brown fox jumps over the lazy dog, and '.repeat(12)}"}`);
/** The same each time, and as dense as what a cipher gives. */
function sealed(length: number): Buffer {
  const cipher = createCipheriv('aes-256-ctr', createHash('sha256').update('key').digest(), Buffer.alloc(16));
  return Buffer.concat([cipher.update(Buffer.alloc(length, 'secret words ')), cipher.final()]);
}
const form = (content: Buffer, type: string): Buffer =>
  Buffer.concat([
    Buffer.from(`------boundary7\r\nContent-Disposition: form-data; name="file"\r\nContent-Type: ${type}\r\n\r\n`),
    content,
    Buffer.from('\r\n------boundary7--\r\n'),
  ]);
const json = (value: string): Buffer => Buffer.from(JSON.stringify({ kind: 'report', value }));
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('cannot be read', () => {
  it.each<[string, Buffer]>([
    ['a few lines that were encrypted', sealed(96)],
    ['many', sealed(20_000)],
    ['in base64', Buffer.from(sealed(300).toString('base64'))],
    ['in hex', Buffer.from(sealed(300).toString('hex'))],
    ['in a field of JSON', json(sealed(200).toString('base64'))],
    ['compressed once more', gzipSync(sealed(4000))],
    ['as a file of a form', form(sealed(2000), 'application/octet-stream')],
    ['with the mark of openssl', Buffer.concat([Buffer.from('Salted__'), sealed(500)])],
  ])('%s', (_, bytes) => {
    expect(isOpaque(bytes)).toBe(true);
  });
});

describe('can be read, or is dense by nature', () => {
  const jwt = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: 'mark', more: 'x'.repeat(200) })).toString('base64url')}.${sealed(256).toString('base64url')}`;
  const { publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['an identifier', sealed(32)],
    ['JSON', TEXT],
    ['a text in another script', Buffer.from('Съешь ещё этих мягких французских булок, да выпей чаю. '.repeat(20))],
    ['a gzip upload', gzipSync(TEXT)],
    ['brotli', brotliCompressSync(TEXT)],
    ['zstd', zstdCompressSync(TEXT)],
    ['deflate', deflateRawSync(Buffer.from(Array.from({ length: 300 }, (_, i) => `line ${i}\n`).join('')))],
    ['base64 of a text', Buffer.from(TEXT.toString('base64'))],
    ['an image', Buffer.concat([PNG, sealed(5000)])],
    ['an image in a form', form(Buffer.concat([PNG, sealed(5000)]), 'image/png')],
    ['an image in JSON', json(`data:image/png;base64,${Buffer.concat([PNG, sealed(900)]).toString('base64')}`)],
    ['TLS inside TLS', Buffer.concat([Buffer.from('1603010200', 'hex'), sealed(512)])],
    ['SSH', Buffer.concat([Buffer.from('SSH-2.0-ssh2js\r\n'), sealed(400)])],
    ['a token', json(jwt)],
    ['a public key', json(publicKey)],
    ['an integrity', json(`sha512-${sealed(64).toString('base64')}`)],
    ['numbers of eight bytes', Buffer.from(new Float64Array(Array.from({ length: 400 }, (_, i) => i * 1.5)).buffer)],
    [
      'a binary protocol',
      Buffer.from(Array.from({ length: 200 }, (_, i) => [8, i & 127, 18, 5, 104, 101, 108, 108, 111]).flat()),
    ],
  ])('%s', (_, bytes) => {
    expect(isOpaque(bytes)).toBe(false);
  });
});

it('is quick, whatever it is', () => {
  const hostile = [
    Buffer.alloc(2 ** 22, '--boundary7\r\n\r\n'),
    gzipSync(Buffer.alloc(2 ** 26)),
    Buffer.alloc(2 ** 22, 'A'),
    Buffer.from(`eyJ${'a.'.repeat(2 ** 20)}`),
    Buffer.from('-----BEGIN '.repeat(2 ** 17)),
  ];
  const before = process.cpuUsage();
  for (const bytes of hostile) isOpaque(bytes);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(4_000);
});
