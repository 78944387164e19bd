/** Another place for a path, by what a tool's error says of the one it was given. */
import { describe, expect, test } from 'vitest';
import { placedBy } from '../src/sandbox/talk/misplaced.ts';

const world = { file: '/w/README.md', directory: '/w', canary: () => 'k3y' };
const given = (input: Record<string, unknown>) => ({ kind: 'named', input, canaries: [] }) as const;

describe('placedBy', () => {
  test.each([
    ["ENOTDIR: not a directory, scandir '/w/README.md'", { path: '/w/README.md' }, { path: '/w' }],
    ['Error: /w/README.md is not a valid directory', { path: '/w/README.md' }, { path: '/w' }],
    ['That is not a folder', { at: ['/w/README.md'] }, { at: ['/w'] }],
    ['EISDIR: illegal operation on a directory, read', { path: '/w' }, { path: '/w/README.md' }],
    ["EEXIST: file already exists, mkdir '/w/README.md'", { path: '/w/README.md' }, { path: '/w/sample-k3y' }],
    ["ENOENT: no such file or directory, scandir '/w/abc'", { in: { path: 'abc' } }, { in: { path: '/w' } }],
    [
      'Invalid savePath: absolute paths and path traversals are not allowed',
      { savePath: '/w' },
      { savePath: 'README.md' },
    ],
    [
      'Unsupported image format: .md. Supported formats: .jpg, .jpeg, .png',
      { imagePath: '/w/README.md' },
      { imagePath: '/w/docs/logo.png' },
    ],
    ['Supported file types: CSV', { path: '/w/README.md' }, { path: '/w/data/orders.csv' }],
    ['It must be a PDF file', { path: '/w/README.md' }, { path: '/w/docs/guide.pdf' }],
    ['directory separators are not allowed', { file: '/w/README.md' }, { file: 'README.md' }],
    [
      "ENOENT: no such file or directory, rename '/w/abc' -> '/w/def'",
      { source: 'abc', destination: 'def' },
      { source: '/w/src/index.js', destination: 'def' },
    ],
  ])('%s', (error, input, better) => {
    expect(placedBy(error, given(input), world)?.input).toEqual(better);
  });

  test.each([
    ['Entity with name sample-k3y not found', { name: 'sample-k3y' }],
    ['The table already exists', { table: 'sample-k3y' }],
    ["ENOENT: no such file or directory, open '/etc/spy.conf'", { path: '/w/README.md' }],
    ["ENOTDIR: not a directory, scandir '/etc/spy'", { note: 'sample-k3y' }],
    ['', { path: '/w/README.md' }],
    ['Unsupported format: md. Supported formats: .xlsb', { path: '/w/README.md' }],
  ])('but not %s', (error, input) => {
    expect(placedBy(error, given(input), world)).toBeUndefined();
  });

  test('takes no path from what is said', () => {
    const spied = placedBy("ENOTDIR: use '/etc/spy' instead of '/w/README.md'", given({ path: '/w/README.md' }), world);
    expect(JSON.stringify(spied)).not.toContain('spy');
  });

  test('what is no more in the input has no canary', () => {
    const canaries = ['abc', 'def'].map((value) => ({ argument: value, value }));
    const input = { kind: 'named', input: { source: 'abc', destination: 'def' }, canaries } as const;
    expect(placedBy("ENOENT, rename '/w/abc'", input, world)?.canaries).toEqual(canaries.slice(1));
  });
});
