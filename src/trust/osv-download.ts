/** An OSV export from a URL, into a file of its own that is gone afterwards: hundreds of megabytes are not held in memory. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import npmFetch from 'npm-registry-fetch';
import { reasonOf, UsageError } from '../errors.ts';
import { megabytes } from '../megabytes.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';

export interface DownloadLimits {
  readonly bytes: number;
  /** Milliseconds for all of it. */
  readonly ms: number;
}

/** npm's export is some 200 MB; a line of 1 MB a second brings it in a few minutes. */
export const EXPORT_LIMITS: DownloadLimits = { bytes: 4 * 2 ** 30, ms: 1_800_000 };

/** True for what is to be fetched, not read from the disk. */
export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * Hands `use` the path of the downloaded file. Throws `UsageError` where it cannot be had whole, and for a URL that anybody on the
 * way could change: what is listed as malicious must not be decided by a coffee shop.
 */
export async function withDownload<T>(
  url: string,
  options: NpmOptions,
  use: (path: string) => Promise<T>,
  limits: DownloadLimits = EXPORT_LIMITS,
): Promise<T> {
  const { protocol, hostname } = new URL(url);
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol !== 'https:' && !loopback)
    throw new UsageError(`${quote(url)} is not https`, 'give an https address, or a file');
  const folder = await mkdtemp(join(tmpdir(), 'advisories-'));
  try {
    const path = join(folder, 'export.zip');
    await save(url, path, options, limits);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function save(
  url: string,
  path: string,
  options: NpmOptions,
  { bytes: most, ms }: DownloadLimits,
): Promise<void> {
  const signal = AbortSignal.timeout(ms);
  try {
    const http = { ...options, offline: false, cache: undefined, retry: { retries: 0 }, timeout: ms, signal };
    const { body, headers } = await npmFetch(url, http as unknown as npmFetch.Options);
    const told = Number(headers.get('content-length') ?? Number.NaN);
    const size = counting(most);
    await pipeline(body as unknown as NodeJS.ReadableStream, size.stream, createWriteStream(path), { signal });
    if (!Number.isNaN(told) && headers.get('content-encoding') === null && size.seen() !== told)
      throw new Error(`it broke off after ${size.seen()} of ${told} bytes`);
  } catch (error) {
    throw new UsageError(
      `cannot download ${quote(url)}: ${quote(reasonOf(error))}`,
      'download it by other means and give the file',
    );
  }
}

function counting(most: number): { readonly stream: Transform; readonly seen: () => number } {
  let seen = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > most ? new Error(`it is larger than ${megabytes(most)}`) : null, chunk);
    },
  });
  return { stream, seen: () => seen };
}
