/** What changed files hold, out of a tar: as much as is kept, whatever else is in it. */

import { buffer } from 'node:stream/consumers';
import { type Header, pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { LIMITS } from '../src/sandbox/bounds/limits.ts';
import { isCompiled, keepContents } from '../src/sandbox/witnesses/contents.ts';

const { kept } = LIMITS.contents;
const PROGRAM = Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(kept)]);

type Entry = Pick<Header, 'name'> & Partial<Header>;

async function tarOf(...files: readonly (readonly [Entry, Buffer])[]): Promise<Buffer> {
  const tar = pack();
  for (const [header, bytes] of files) tar.entry(header, bytes);
  tar.finalize();
  return buffer(tar);
}

function keep(tar: Buffer) {
  return keepContents('/home/u/tree', async (write) => {
    for (let at = 0; at < tar.length; at += 60_000) write(tar.subarray(at, at + 60_000));
  });
}

async function read(tar: Buffer): Promise<Readonly<Record<string, number>>> {
  const { files, close } = await keep(tar);
  const sizes = [...files].map(([path, bytes]) => [path, bytes().length]);
  await close();
  return Object.fromEntries(sizes);
}

const NONE = Buffer.alloc(0);

test('each file by its path, and a hard link as what it links to', async () => {
  const tar = await tarOf(
    [{ name: 'tmp/a' }, Buffer.from('a')],
    [{ name: 'tmp/same', type: 'link', linkname: 'tmp/a' }, NONE],
    [{ name: 'tmp/lost', type: 'link', linkname: 'tmp/never' }, NONE],
    [{ name: 'tmp/elsewhere', type: 'symlink', linkname: '/etc/passwd' }, NONE],
    [{ name: 'tmp/none' }, NONE],
  );
  expect(await read(tar)).toEqual({ '/tmp/a': 1, '/tmp/same': 1, '/tmp/none': 0 });
});

test('one that is more than is kept takes no room of others', async () => {
  const large = Buffer.alloc(kept + 1);
  const tar = await tarOf([{ name: 'tmp/large' }, large], [{ name: 'tmp/small' }, Buffer.from('small')]);
  expect(await read(tar)).toEqual({ '/tmp/small': 5 });
});

test('all together are no more than is kept', async () => {
  const half = Buffer.alloc(kept / 2);
  const tar = await tarOf([{ name: 'a' }, half], [{ name: 'b' }, half], [{ name: 'c' }, Buffer.from('c')]);
  expect(await read(tar)).toEqual({ '/a': kept / 2, '/b': kept / 2 });
});

test('of what was compiled in the tree the name, and of other programs what they hold', async () => {
  const small = PROGRAM.subarray(0, 100_000);
  const tar = await tarOf(
    [{ name: 'home/u/tree/a.node' }, PROGRAM],
    [{ name: 'home/u/tree.node' }, small],
    [{ name: 'tmp/program' }, small],
  );
  expect(await read(tar)).toEqual({ '/home/u/tree/a.node': 0, '/home/u/tree.node': 100_000, '/tmp/program': 100_000 });
});

test('a tar that is cut, or none', async () => {
  const tar = await tarOf([{ name: 'a' }, Buffer.from('a')], [{ name: 'b' }, Buffer.alloc(200_000)]);
  expect(await read(tar.subarray(0, 100_000))).toEqual({ '/a': 1 });
  expect(await read(Buffer.from('no tar at all'.repeat(100)))).toEqual({});
});

test('each as it was, after others', async () => {
  const [one, two] = [Buffer.alloc(100_000, 'one'), Buffer.alloc(70_000, 'two')];
  const { files, close } = await keep(
    await tarOf([{ name: 'one' }, one], [{ name: 'large' }, PROGRAM], [{ name: 'two' }, two]),
  );
  expect([...files.keys()]).toEqual(['/one', '/two']);
  expect(Buffer.from(files.get('/one')?.() ?? []).equals(one)).toBe(true);
  expect(Buffer.from(files.get('/two')?.() ?? []).equals(two)).toBe(true);
  await close();
});

test('what fails to come is an error, and nothing is left of what came', async () => {
  const failing = keepContents('/home/u/tree', async (write) => {
    write(await tarOf([{ name: 'a' }, Buffer.from('a')]));
    throw new Error('the box is gone');
  });
  await expect(failing).rejects.toThrow('the box is gone');
});

const PE = Buffer.concat([Buffer.from('MZ'.padEnd(0x3c, '\0')), Buffer.from([0x40, 0, 0, 0]), Buffer.from('PE\0\0')]);

test.each<readonly [string, Buffer, boolean]>([
  ['a program of Linux', PROGRAM, true],
  ['a program of Windows, or of .NET', PE, true],
  ['what only begins like one', Buffer.from('MZ'.padEnd(100, ' ')), false],
  ['an archive of parts', Buffer.from('!<arch>\nx'), true],
  ['a text', Buffer.from('text of some length'), false],
  ['nothing', NONE, false],
])('what was compiled: %s', (_what, bytes, expected) => expect(isCompiled(bytes)).toBe(expected));
