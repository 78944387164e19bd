/** Bytes that are read more than once and are too many to hold: on disk, under no name, so that they go with this process. */
import { once } from 'node:events';
import { closeSync, createReadStream, createWriteStream, openSync, read, write, writev } from 'node:fs';
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
  const folder = await mkdtemp(join(tmpdir(), 'tree-'));
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const fd = openSync(join(folder, 'tar'), 'wx+', 0o600);
    // Where a file that is open cannot be removed, it is when it is closed.
    await forget().catch(() => {});
    const readers = new Set<Readable>();
    const close = async () => {
      for (const one of readers) if (!one.destroy().closed) await once(one, 'close');
      closeSync(fd);
      await forget();
    };
    // All streams share one descriptor, which none of them closes.
    const shared = { fd, start: 0, highWaterMark: CHUNK, fs: { read, write, writev, close: leave } };
    await pipeline(source, createWriteStream('', shared)).catch((error) => {
      closeSync(fd);
      throw error;
    });
    const reader = () => {
      const stream = createReadStream('', shared);
      readers.add(stream);
      return stream;
    };
    return { read: reader, close };
  } catch (error) {
    await forget();
    throw error;
  }
}

const leave = (_fd: number, done: (error: null) => void): void => done(null);

/** Bytes that are written and read at a time. */
const CHUNK = 256 * 1024;
