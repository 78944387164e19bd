/** The JSON files of an OSV export: a zip as https://osv.dev publishes it, or a folder. Read one at a time, capped. */
import { open, opendir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { reasonOf, UsageError } from '../errors.ts';
import { quote } from '../quote.ts';

/** The largest record of npm's export is 200 kB. */
const MAX_FILE = 8 * 2 ** 20;
/** npm's export holds some 230,000 files of 700 MB. */
const MAX_FILES = 2_000_000;
const MAX_BYTES = 8 * 2 ** 30;

const HINT = 'give a zip or a folder of OSV records, such as npm/all.zip from https://osv.dev';

/** Every `.json` of it. Throws `UsageError` where it is no such thing, is cut off, or grows beyond every measure. */
export async function* filesOf(path: string): AsyncGenerator<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw new UsageError(`cannot read ${quote(path)}: ${reasonOf(error)}`, HINT);
  });
  let [files, bytes] = [0, 0];
  for await (const text of found.isDirectory() ? folder(path) : zip(path)) {
    [files, bytes] = [files + 1, bytes + text.length];
    if (files > MAX_FILES || bytes > MAX_BYTES) throw new UsageError(`${quote(path)} is larger than any export`, HINT);
    yield text;
  }
}

async function* folder(path: string): AsyncGenerator<string> {
  for await (const entry of await opendir(path, { recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
    const file = join(entry.parentPath, entry.name);
    if ((await stat(file)).size > MAX_FILE) throw new UsageError(`${quote(file)} is too large for a record`, HINT);
    yield await readFile(file, 'utf8');
  }
}

/** By its central directory, so that a download that broke off is refused instead of read as half an export. */
async function* zip(path: string): AsyncGenerator<string> {
  try {
    const archive = await yauzl.openPromise(path);
    for await (const entry of archive.eachEntry()) {
      if (!entry.fileName.endsWith('.json')) continue;
      if (entry.uncompressedSize > MAX_FILE) throw new Error(`${quote(entry.fileName, 100)} is too large for a record`);
      yield await readAll(await archive.openReadStreamPromise(entry));
    }
    if (await isHeader(path, archive.readEntryCursor as unknown as number))
      throw new Error('it holds more files than it says');
  } catch (error) {
    throw new UsageError(`cannot read ${quote(path)} as a zip: ${quote(reasonOf(error))}`, HINT);
  }
}

/** True where one more file is listed: a zip of more than 65,535 files written without zip64 says too small a number. */
async function isHeader(path: string, position: number): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, position);
    return buffer.toString('latin1') === 'PK\u0001\u0002';
  } finally {
    await file.close();
  }
}

/** yauzl sees to it that an entry holds no more than it says. */
async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
