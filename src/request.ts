/**
 * One download from a registry: npm's own HTTP client with the user's configuration, and around it what hostile or broken
 * servers make necessary: a cap on bytes, a deadline, and retries that end with the deadline.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import npmFetch from 'npm-registry-fetch';
import { reasonOf } from './errors.ts';
import { megabytes } from './megabytes.ts';
import type { NpmOptions } from './npm-config.ts';
import { quote } from './quote.ts';

export interface Limits {
  /** Most bytes of an answer, after content encoding. */
  readonly bytes: number;
  /** Milliseconds for the whole download with its retries. */
  readonly ms: number;
  /** Ends it earlier. */
  readonly signal?: AbortSignal | undefined;
}

/** Why a download failed. `code` is npm's (`E404`, `ENOTCACHED`, `ECONNREFUSED` …) or ours (`ETOOLARGE`, `EDEADLINE`). */
export class DownloadError extends Error {
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.name = 'DownloadError';
    this.code = code;
  }
}

export interface Answer {
  /** 200, or 304 where a header of the request allowed it. */
  readonly status: number;
  readonly etag: string | undefined;
  readonly bytes: Buffer;
}

/** GETs `url` from the network. Throws only `DownloadError`. `options` may add npm-registry-fetch's own (`headers`, `spec`). */
export async function download(url: string, options: NpmOptions, limits: Limits): Promise<Answer> {
  if (options.offline) throw new DownloadError('it is not in the cache, and --offline was asked for', 'ENOTCACHED');
  const deadline = AbortSignal.timeout(limits.ms);
  const signal = limits.signal ? AbortSignal.any([deadline, limits.signal]) : deadline;
  try {
    return await withRetries(() => attempt(url, options, limits.bytes, signal), retriesOf(options), signal);
  } catch (error) {
    if (signal.aborted) throw new DownloadError(`no whole answer within ${seconds(limits.ms)}`, 'EDEADLINE');
    throw downloadError(error);
  }
}

async function attempt(url: string, options: NpmOptions, most: number, signal: AbortSignal): Promise<Answer> {
  const give = new AbortController();
  const either = AbortSignal.any([signal, give.signal]);
  try {
    // Retries are ours: make-fetch-happen's go on for a minute after an abort. So is the cache: its own takes in an endless
    // answer long before it hands us the first byte.
    const http = { ...options, cache: undefined, retry: { retries: 0 }, signal: either };
    const { status, headers, body } = await untilAborted(npmFetch(url, http as unknown as npmFetch.Options), signal);
    const bytes = await untilAborted(collect(body as NodeJS.ReadableStream, most), signal);
    return { status, etag: headers.get('etag') ?? undefined, bytes };
  } catch (error) {
    // Closes the connection of an answer that nobody wants any more.
    give.abort();
    throw error;
  }
}

/** A promise that does not outlast the signal, even where what it waits for does not listen to it. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => {});
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** By events: iterating a minipass stream leaves listeners behind for every chunk. */
function collect(body: NodeJS.ReadableStream, most: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  body.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
    else reject(new DownloadError(`the answer is larger than ${megabytes(most)}`, 'ETOOLARGE'));
  });
  body.on('error', reject);
  body.on('end', () => resolve(Buffer.concat(chunks)));
  return promise;
}

interface Retries {
  readonly retries: number;
  readonly factor: number;
  readonly minTimeout: number;
  readonly maxTimeout: number;
}

/** `fetch-retries` and its kin from the user's configuration; npm's defaults. */
function retriesOf(options: NpmOptions): Retries {
  return {
    retries: 2,
    factor: 10,
    minTimeout: 10_000,
    maxTimeout: 60_000,
    ...(options.retry as Partial<Retries> | undefined),
  };
}

async function withRetries<T>(work: () => Promise<T>, retries: Retries, signal: AbortSignal): Promise<T> {
  for (let tried = 0; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || tried >= retries.retries || !isTransient(error)) throw error;
      await sleep(Math.min(retries.minTimeout * retries.factor ** tried, retries.maxTimeout), undefined, { signal });
    }
  }
}

const TRANSIENT_CODES =
  /^(?:ECONN|EAI_AGAIN|ETIMEDOUT|EPIPE|E408$|E420$|E429$|E5\d\d$|E(?:CONNECTION|IDLE|RESPONSE|TRANSFER)TIMEOUT|ERR_STREAM_PREMATURE_CLOSE)/;

function isTransient(error: unknown): boolean {
  return TRANSIENT_CODES.test(codeOf(error));
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : 'EUNKNOWN';
}

function downloadError(error: unknown): DownloadError {
  if (error instanceof DownloadError) return error;
  const code = codeOf(error);
  const status = /^E([45]\d\d)$/.exec(code)?.[1];
  if (status) return new DownloadError(`the registry answered ${status}`, code);
  return new DownloadError(quote(reasonOf(error)), code);
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`;
}
