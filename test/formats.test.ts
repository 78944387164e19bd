/** What could begin a format without a mark: all that does, and little else. */
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { maybeBrotli, maybeDeflated } from '../src/sandbox/decoys/formats.ts';

const WORDS = 'the quick brown fox TOKEN=abc {"a":1} https://x.example/ 0123456789'.split(' ');
const texts = Array.from({ length: 300 }, (_, at) => {
  if (at % 7 === 0) return randomBytes(40 + at);
  const words = Array.from(
    { length: 6 + (at % 40) * (at % 9) },
    (_word, one) => WORDS[(at * 31 + one * one) % WORDS.length],
  );
  return Buffer.from(`${words.join(' ')} ${randomBytes(at % 5).toString('hex')}`);
});
const noise = Array.from({ length: 20_000 }, () => randomBytes(40));

describe('deflate', () => {
  test.each([
    ['as a rule', constants.Z_DEFAULT_STRATEGY, 6],
    ['with the codes of the format', constants.Z_FIXED, 9],
    ['with codes alone', constants.Z_HUFFMAN_ONLY, 6],
    ['stored', constants.Z_DEFAULT_STRATEGY, 0],
  ])('%s', (_name, strategy, level) => {
    const streams = texts.map((text) => deflateRawSync(text, { strategy, level }));
    expect(streams.filter((stream) => !maybeDeflated(stream))).toEqual([]);
  });

  test('hardly anything else', () => {
    expect(noise.filter(maybeDeflated).length / noise.length).toBeLessThan(0.05);
  });
});

describe('brotli', () => {
  test.each([
    [1, 10],
    [5, 16],
    [5, 17],
    [9, 18],
    [11, 22],
    [11, 24],
  ])('quality %i, window %i', (quality, window) => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: window };
    const streams = texts.map((text) => ({ text, stream: brotliCompressSync(text, { params }) }));
    expect(streams.filter(({ stream }) => !maybeBrotli(stream))).toEqual([]);
    expect(
      streams.filter(({ text, stream }) => !maybeBrotli(stream.subarray(0, 24), stream.length, text.length)),
    ).toEqual([]);
  });

  test('half of all else, and little that would be no longer than that', () => {
    expect(noise.filter((one) => maybeBrotli(one)).length / noise.length).toBeLessThan(0.6);
    expect(noise.filter((one) => maybeBrotli(one, 40, 64 * 40)).length / noise.length).toBeLessThan(0.1);
  });
});
