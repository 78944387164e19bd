/** What changed files hold, out of a tar of them. Bounded: what a package writes is as much as it likes. */
import { extract } from 'tar-stream';
import { programIn } from '../../code/binary.ts';
import { LIMITS } from '../bounds/limits.ts';
import { nameless } from '../bounds/spool.ts';

/** What files hold, by path: on disk, and read one at a time. Nothing is left of it once it is closed. */
export interface Contents {
  readonly files: ReadonlyMap<string, () => Uint8Array>;
  close(): Promise<void>;
}

/**
 * `fill` writes a tar, in its order, and resolves when that was all. Files that are more than is kept are left out, and so is what
 * the end of a tar that was cut would have held. Of what a compiler writes into the tree at `project`, the names: it is much.
 * Rejects as `fill` does, and where the disk is full.
 */
export async function keepContents(
  project: string,
  fill: (write: (chunk: Buffer) => void) => Promise<void>,
): Promise<Contents> {
  const { put, take, close } = await nameless();
  const files = new Map<string, () => Uint8Array>();
  let kept = 0;
  let failure: unknown;
  const tar = extract();
  tar.on('entry', ({ name, type, linkname }, stream, next) => {
    const path = absolute(name);
    let [size, compiled]: [number, boolean | undefined] = [0, undefined];
    stream.on('data', (data) => {
      const chunk = data as Buffer;
      compiled ??= path.startsWith(`${project}/`) && isCompiled(chunk);
      if (compiled) return;
      if (kept + size + chunk.length <= LIMITS.contents.kept) failure ??= put(chunk, kept + size);
      size += chunk.length;
    });
    stream.on('end', () => {
      const at = kept;
      const same = files.get(absolute(linkname ?? ''));
      if (type === 'link' && same) files.set(path, same);
      if (type === 'file' && at + size <= LIMITS.contents.kept) {
        files.set(path, () => take(at, size));
        kept += size;
      }
      next();
    });
    stream.on('error', () => {});
  });
  const ended = new Promise<void>((resolve) => {
    for (const event of ['finish', 'close', 'error'] as const) tar.once(event, () => resolve());
  });
  try {
    await fill((chunk) => void tar.write(chunk));
    tar.end(Buffer.alloc(0));
    await ended;
    if (failure !== undefined) throw failure;
    return { files, close };
  } catch (error) {
    // What still comes out of the tar is put nowhere.
    failure = error;
    tar.destroy();
    await close();
    throw error;
  }
}

const absolute = (name: string): string => `/${name.replace(/^\//, '')}`;

/** Programs and libraries, and archives of their parts. */
export const isCompiled = (bytes: Uint8Array): boolean =>
  programIn(bytes) !== undefined || /^!<(?:arch|thin)>\n/.test(Buffer.from(bytes.subarray(0, 8)).toString('latin1'));
