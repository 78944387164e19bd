/** Tarballs made in memory, honest and otherwise. */
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

/** One entry as it goes into the archive; `name` is written as it is, so it can be a hostile one. */
export interface Entry extends Partial<Header> {
  readonly name: string;
  readonly content?: string | Uint8Array;
}

/** An uncompressed archive of exactly these entries. */
export async function makeTar(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  const chunks: Buffer[] = [];
  const done = (async () => {
    for await (const chunk of archive) chunks.push(chunk as Buffer);
  })();
  for (const { content = '', ...header } of entries)
    archive.entry({ mtime: new Date(0), ...header }, Buffer.from(content));
  archive.finalize();
  await done;
  return Buffer.concat(chunks);
}

/** A package's tarball: files below `package/`. */
export async function makeTarball(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const entries = Object.entries(files).map(([path, content]) => ({ name: `package/${path}`, content }));
  return gzipSync(await makeTar(entries));
}
