/** Bytes that are read more than once and are too many to hold: on disk, under no name, so that they go with this process. */
import { once } from 'node:events';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  openSync,
  read,
  readSync,
  write,
  writeSync,
  writev,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Spool {
  /** All of it, from the start; may be read several times at once. */
  read(): Readable;
  /** Ends what is still being read. */
  close(): Promise<void>;
}

/** Resolves when all is there. Rejects where the source fails or the disk is full. */
export async function spool(source: Readable): Promise<Spool> {
  const file = await nameless();
  const readers = new Set<Readable>();
  // All streams share one descriptor, which none of them closes.
  const shared = { fd: file.fd, start: 0, highWaterMark: CHUNK, fs: { read, write, writev, close: leave } };
  try {
    await pipeline(source, createWriteStream('', shared));
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    read: () => {
      const stream = createReadStream('', shared);
      readers.add(stream);
      return stream;
    },
    close: async () => {
      for (const one of readers) if (!one.destroy().closed) await once(one, 'close');
      await file.close();
    },
  };
}

/** An open file that has no name, so that it goes with this process; a system that cannot remove what is open removes it when it is closed. */
export interface Nameless {
  readonly fd: number;
  /** Writes at a place. Gives the error where it cannot. */
  put(bytes: Uint8Array, at: number): unknown;
  /** Reads what was written there. Throws where there is less. */
  take(at: number, size: number): Uint8Array;
  close(): Promise<void>;
}

export async function nameless(): Promise<Nameless> {
  const folder = await mkdtemp(join(tmpdir(), 'spool-'));
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const fd = openSync(join(folder, 'bytes'), 'wx+', 0o600);
    await forget().catch(() => {});
    const close = async () => {
      closeSync(fd);
      await forget();
    };
    return { fd, put: (bytes, at) => put(fd, bytes, at), take: (at, size) => take(fd, at, size), close };
  } catch (error) {
    await forget();
    throw error;
  }
}

function put(fd: number, bytes: Uint8Array, at: number): unknown {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
    return undefined;
  } catch (error) {
    return error;
  }
}

function take(fd: number, at: number, size: number): Uint8Array {
  const bytes = Buffer.alloc(size);
  for (let done = 0; done < size; ) {
    const more = readSync(fd, bytes, done, size - done, at + done);
    if (more === 0) throw new Error('less was written than is read');
    done += more;
  }
  return bytes;
}

const leave = (_fd: number, done: (error: null) => void): void => done(null);

/** Bytes that are written and read at a time. */
const CHUNK = 256 * 1024;
