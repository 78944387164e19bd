import { createCipheriv } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import pacote from 'pacote';
import { afterAll, describe, expect, test } from 'vitest';
import { readTarball, TARBALL_LIMITS } from '../src/tarball.ts';
import { type Entry, makeTar, makeTarball } from './registry/tarball.ts';

const PACKAGE_JSON: Entry = { name: 'package/package.json', content: '{"name":"x","version":"1.0.0"}' };

async function read(entries: readonly Entry[], limits = TARBALL_LIMITS) {
  const { value, gaps } = await readTarball('x@1.0.0', gzipSync(await makeTar(entries)), limits);
  return { files: texts(value.files), executables: [...value.executables], gaps };
}

function texts(files: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  return Object.fromEntries(
    [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, bytes]) => [path, Buffer.from(bytes).toString()]),
  );
}

/** Archives, what must be read of them, and what of them must be told as a gap (`stage reason`). */
const archives: [string, Entry[], Record<string, string>, RegExp[]][] = [
  [
    'plain files',
    [
      { name: 'package/a.js', content: '1' },
      { name: 'package/lib/b.js', content: '2' },
    ],
    { 'a.js': '1', 'lib/b.js': '2' },
    [],
  ],
  ['another first component', [{ name: 'weird/a.js', content: '1' }], { 'a.js': '1' }, []],
  [
    'several first components',
    [
      { name: 'one/a.js', content: '1' },
      { name: 'two/b.js', content: '2' },
    ],
    { 'a.js': '1', 'b.js': '2' },
    [],
  ],
  ['directories', [{ name: 'package/lib/', type: 'directory' }], {}, []],
  [
    'the last of two',
    [
      { name: 'package/a.js', content: 'first' },
      { name: 'package/a.js', content: 'last' },
    ],
    { 'a.js': 'last' },
    [],
  ],
  [
    'the last of two written differently',
    [
      { name: 'package/a.js', content: 'first' },
      { name: 'package/./a.js', content: 'last' },
    ],
    { 'a.js': 'last' },
    [],
  ],
  ['a leading ./', [{ name: './package/a.js', content: '1' }], { 'package/a.js': '1' }, []],
  ['.gitignore', [{ name: 'package/.gitignore', content: '1' }], { '.npmignore': '1' }, []],
  [
    '.gitignore beside .npmignore',
    [
      { name: 'package/.npmignore', content: '1' },
      { name: 'package/.gitignore', content: '2' },
    ],
    { '.npmignore': '1' },
    [],
  ],
  [
    'traversal',
    [{ name: 'package/../../up.js', content: '1' }],
    {},
    [/fetch one entry .* leads out of the package \(package\/\.\.\/\.\.\/up\.js\)/],
  ],
  ['traversal that stays inside', [{ name: 'package/lib/../a.js', content: '1' }], {}, [/leads out of the package/]],
  ['traversal by backslash', [{ name: 'package/..\\up.js', content: '1' }], {}, [/leads out of the package/]],
  ['an absolute path', [{ name: '/etc/passwd', content: '1' }], { 'etc/passwd': '1' }, []],
  ['an absolute path below the package', [{ name: 'package//etc/passwd', content: '1' }], { 'etc/passwd': '1' }, []],
  ['a drive letter', [{ name: 'package/C:\\a.js', content: '1' }], { 'a.js': '1' }, []],
  ['a drive letter without a slash', [{ name: 'package/c:a.js', content: '1' }], { 'a.js': '1' }, []],
  ['a backslash is a letter', [{ name: 'package/a\\b.js', content: '1' }], { 'a\\b.js': '1' }, []],
  ['the package itself', [{ name: 'package', content: '1' }], {}, [/is the package itself/]],
  [
    'a symlink',
    [{ name: 'package/link', type: 'symlink', linkname: '/etc/passwd' }],
    {},
    [/fetch one entry .* it is a link \(package\/link\)/],
  ],
  ['a hard link', [{ name: 'package/link', type: 'link', linkname: 'package/package.json' }], {}, [/it is a link/]],
  [
    'a file below a symlink',
    [
      { name: 'package/lib', type: 'symlink', linkname: '/tmp' },
      { name: 'package/lib/a.js', content: '1' },
    ],
    { 'lib/a.js': '1' },
    [/it is a link/],
  ],
  [
    'devices',
    [
      { name: 'package/dev', type: 'character-device' },
      { name: 'package/pipe', type: 'fifo' },
      { name: 'package/disk', type: 'block-device' },
    ],
    {},
    [/CharacterDevice/, /FIFO/, /BlockDevice/],
  ],
  [
    'a file where a directory is',
    [
      { name: 'package/a/b.js', content: '1' },
      { name: 'package/a', content: '2' },
    ],
    { 'a/b.js': '1' },
    [/makes a directory of a file/],
  ],
  [
    'a file below a file',
    [
      { name: 'package/a', content: '1' },
      { name: 'package/a/b.js', content: '2' },
    ],
    { a: '1' },
    [/makes a directory of a file/],
  ],
  [
    'a name that is too long',
    [{ name: `package/${'n'.repeat(256)}`, content: '1' }],
    {},
    [/too long for a file system/],
  ],
  [
    'names that differ in case',
    [
      { name: 'package/A.js', content: '1' },
      { name: 'package/a.js', content: '2' },
    ],
    { 'A.js': '1', 'a.js': '2' },
    [/^platform A\.js and a\.js are one file/],
  ],
  [
    'names that differ in Unicode form',
    [
      { name: 'package/\u00e9.js', content: '1' },
      { name: 'package/e\u0301.js', content: '2' },
    ],
    { '\u00e9.js': '1', 'e\u0301.js': '2' },
    [/^platform /],
  ],
  [
    'names that differ in a trailing dot',
    [
      { name: 'package/a.js', content: '1' },
      { name: 'package/a.js.', content: '2' },
    ],
    { 'a.js': '1', 'a.js.': '2' },
    [/^platform /],
  ],
  ['a name with a NUL', [{ name: 'ignored', pax: { path: 'package/a.js\0.txt' }, content: '1' }], { 'a.js': '1' }, []],
  ['a name with control characters', [{ name: 'package/a\u001b[2J.js', content: '1' }], { 'a\u001b[2J.js': '1' }, []],
  [
    'a header that gives another size',
    [{ name: 'package/a.js', pax: { comment: 'x'.repeat(100) }, content: '1' }],
    { 'a.js': '1' },
    [],
  ],
];

const scratch = mkdtempSync(join(tmpdir(), 'tarball-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** What npm itself writes for an archive: these are inert and made here. */
async function asNpm(name: string, bytes: Buffer): Promise<Record<string, string>> {
  const file = join(scratch, `${name.replaceAll(/\W/g, '-')}.tgz`);
  const out = file.replace('.tgz', '');
  writeFileSync(file, bytes);
  await pacote.extract(`file:${file}`, out, { cache: join(scratch, 'cache') });
  const paths = (readdirSync(out, { recursive: true }) as string[]).filter((path) =>
    statSync(join(out, path)).isFile(),
  );
  return texts(new Map(paths.map((path) => [relative(out, join(out, path)), readFileSync(join(out, path))])));
}

describe('what is read', () => {
  test.each(archives)('%s', async (_, entries, files, reasons) => {
    const { files: found, gaps } = await read([PACKAGE_JSON, ...entries]);
    expect(found).toEqual({ 'package.json': PACKAGE_JSON.content, ...files });
    expect(gaps.map(({ stage, reason }) => `${stage} ${reason}`)).toEqual(
      reasons.map((reason) => expect.stringMatching(reason)),
    );
  });

  test.runIf(process.platform === 'linux').each(archives)('%s, as npm does', async (name, entries) => {
    const archive = gzipSync(await makeTar([PACKAGE_JSON, ...entries]));
    const { value } = await readTarball('x@1.0.0', archive);
    expect(texts(value.files)).toEqual(await asNpm(name, archive));
  });

  test('execute bits, and the first of two entries keeps its mode', async () => {
    const { executables } = await read([
      { name: 'package/run', mode: 0o755, content: '1' },
      { name: 'package/plain', mode: 0o644, content: '1' },
      { name: 'package/plain', mode: 0o755, content: '2' },
    ]);
    expect(executables).toEqual(['run']);
  });

  test.each([
    ['gzip', (tar: Buffer) => gzipSync(tar)],
    ['zstd', (tar: Buffer) => zstdCompressSync(tar)],
    ['nothing', (tar: Buffer) => tar],
    ['two gzip members', (tar: Buffer) => Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))])],
    ['gzip with zeros behind it', (tar: Buffer) => Buffer.concat([gzipSync(tar), Buffer.alloc(9)])],
  ])('compressed with %s', async (_, compress) => {
    const { value, gaps } = await readTarball('x@1.0.0', compress(await makeTar([PACKAGE_JSON])));
    expect([...value.files.keys()]).toEqual(['package.json']);
    expect(gaps).toEqual([]);
  });

  test.each([
    ['S', 'SparseFile'],
    ['V', 'TapeVolumeHeader'],
    ['9', 'Unsupported'],
  ])('an entry of type %j, which npm does not know', async (letter, name) => {
    const tar = await makeTar([PACKAGE_JSON, { name: 'package/a.js', content: '1' }, { name: 'package/b.js' }]);
    const header = tar.subarray(512 * 2, 512 * 3);
    header.write(letter, 156, 'latin1');
    header.fill(' ', 148, 156);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    const { value, gaps } = await readTarball('x@1.0.0', tar);
    expect([...value.files.keys()]).toEqual(['package.json', 'b.js']);
    expect(gaps.map(({ reason }) => reason)).toEqual([
      `one entry of its archive is left out, as npm does: it is of type ${name} (package/a.js)`,
    ]);
  });

  test('many dropped entries are one gap', async () => {
    const links: Entry[] = Array.from({ length: 50 }, (_, at) => ({
      name: `package/link${at}`,
      type: 'symlink',
      linkname: '/tmp',
    }));
    const { gaps } = await read([PACKAGE_JSON, ...links]);
    expect(gaps).toEqual([
      {
        stage: 'fetch',
        subject: 'x@1.0.0',
        reason:
          '50 entries of its archive are left out, as npm does: it is a link (package/link0, package/link1, package/link2, …)',
      },
    ]);
  });
});

describe('damage and limits', () => {
  const cut = (reason: RegExp) => [{ stage: 'fetch', subject: 'x@1.0.0', reason: expect.stringMatching(reason) }];

  test('a truncated archive keeps what came before', async () => {
    const whole = await makeTarball({ 'package.json': '{}', 'noise.bin': noise(200_000), 'late.js': '1' });
    const { value, gaps } = await readTarball('x@1.0.0', whole.subarray(0, 100_000));
    expect(value.files.has('package.json')).toBe(true);
    expect(value.files.has('late.js')).toBe(false);
    expect(gaps).toEqual(cut(/not read to the end: unexpected end of file/));
  });

  test('a tar that ends in the middle of a file', async () => {
    const tar = await makeTar([PACKAGE_JSON, { name: 'package/a.js', content: 'x'.repeat(2000) }]);
    const { gaps } = await readTarball('x@1.0.0', tar.subarray(0, 512 * 4));
    expect(gaps).toEqual(cut(/Truncated input/));
  });

  test.each([
    ['nothing', Buffer.alloc(0), /Unrecognized archive format/],
    [
      'text',
      Buffer.from('this is no archive, and it is long enough to be looked at'.repeat(20)),
      /Unrecognized archive format/,
    ],
    ['gzip of text', gzipSync('this is no archive'.repeat(100)), /Unrecognized archive format/],
    ['gzip of gzip', gzipSync(gzipSync('x'.repeat(2000))), /compressed twice/],
    [
      'garbage behind a gzip, where npm fails too',
      Buffer.concat([gzipSync('x'), Buffer.from('garbage')]),
      /incorrect header check/,
    ],
    ['half a gzip header', Buffer.from([0x1f, 0x8b]), /unexpected end of file/],
    ['a gzip of zeros', gzipSync(Buffer.alloc(100_000)), /Unrecognized archive format/],
  ])('%s', async (_, bytes, reason) => {
    const { value, gaps } = await readTarball('x@1.0.0', bytes);
    expect(value.files.size).toBe(0);
    expect(gaps.at(-1)).toEqual(cut(reason)[0]);
  });

  test('a bad checksum skips one entry, as npm does', async () => {
    const tar = await makeTar([PACKAGE_JSON, { name: 'package/a.js' }, { name: 'package/b.js' }]);
    tar[512 * 2] = (tar[512 * 2] ?? 0) ^ 1;
    const { value, gaps } = await readTarball('x@1.0.0', tar);
    expect([...value.files.keys()]).toEqual(['package.json', 'b.js']);
    expect(gaps).toEqual(cut(/damaged there \(.*checksum failure\)/));
  });

  test('a gzip bomb is cut while it inflates', async () => {
    const bomb = gzipSync(
      await makeTar([PACKAGE_JSON, { name: 'package/zeros', content: Buffer.alloc(200 * 2 ** 20) }]),
    );
    const before = process.memoryUsage().rss;
    const { value, gaps } = await readTarball('x@1.0.0', bomb);
    expect(bomb.length).toBeLessThan(2 ** 19);
    expect([...value.files.keys()]).toEqual(['package.json']);
    expect(gaps).toEqual(cut(/more than 200 times its size/));
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
  });

  test('what lies behind the end of the archive is not read', async () => {
    const tar = Buffer.concat([
      await makeTar([PACKAGE_JSON]),
      Buffer.alloc(100 * 2 ** 20),
      await makeTar([{ name: 'package/a.js' }]),
    ]);
    const { value, gaps } = await readTarball('x@1.0.0', gzipSync(tar));
    expect([...value.files.keys()]).toEqual(['package.json']);
    expect(gaps).toEqual([]);
  });

  test('a large archive is cut', async () => {
    const { gaps } = await read([PACKAGE_JSON, { name: 'package/big', content: noise(3 * 2 ** 20) }], {
      ...TARBALL_LIMITS,
      unpacked: 2 ** 20,
    });
    expect(gaps).toEqual(cut(/unpacks to more than 1 MiB/));
  });

  test('a large file is left out, and the rest is read', async () => {
    const { files, gaps } = await read(
      [PACKAGE_JSON, { name: 'package/big', content: noise(3 * 2 ** 20) }, { name: 'package/a.js', content: '1' }],
      {
        ...TARBALL_LIMITS,
        file: 2 ** 20,
      },
    );
    expect(files['a.js']).toBe('1');
    expect(gaps).toEqual(cut(/^one entry of its archive is not read: larger than 1 MiB \(big\)$/));
  });

  test('a hundred thousand files are cut', async () => {
    const [one = Buffer.alloc(0)] = [await makeTar([{ name: 'package/f0000000', content: 'x' }])];
    const tar = Buffer.concat(Array.from({ length: 100_000 }, (_, at) => renamed(one.subarray(0, 1024), at)));
    const { value, gaps } = await readTarball('x@1.0.0', gzipSync(tar, { level: 1 }));
    expect(value.files.size).toBe(TARBALL_LIMITS.files);
    expect(gaps).toEqual(cut(/more than 60000 files/));
  }, 30_000);

  test('nesting a thousand directories deep, many times over, ends', async () => {
    const deep = Array.from({ length: 200 }, (_, at) => ({
      name: `package/${at}/${'d/'.repeat(1000)}f`,
      content: '',
    }));
    const { files } = await read([PACKAGE_JSON, ...deep]);
    expect(Object.keys(files)).toHaveLength(201);
  }, 30_000);

  test('deeper than npm goes', async () => {
    const { files, gaps } = await read([PACKAGE_JSON, { name: `package/${'d/'.repeat(1030)}f` }]);
    expect(Object.keys(files)).toEqual(['package.json']);
    expect(gaps).toEqual(cut(/nested too deep/));
  });

  test('time is bounded', async () => {
    const { gaps } = await read([PACKAGE_JSON], { ...TARBALL_LIMITS, ms: -1 });
    expect(gaps).toEqual(cut(/was not unpacked within/));
  });
});

/** Bytes that do not compress, always the same. */
function noise(length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** The same entry under another name of the same length, its checksum mended. */
function renamed(entry: Buffer, at: number): Buffer {
  const copy = Buffer.from(entry);
  copy.write(`package/f${String(at).padStart(7, '0')}`);
  copy.fill(' ', 148, 156);
  const sum = copy.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  copy.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return copy;
}
