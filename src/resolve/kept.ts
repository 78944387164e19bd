/** Documents about packages in the cache, already cut down: a tenth of what the registry sends. */
import cacache from 'cacache';
import type { NpmOptions } from '../npm-config.ts';
import type { Packument } from './packuments.ts';

export interface Kept {
  /** When the registry last vouched for it, in milliseconds since 1970. */
  readonly at: number;
  readonly etag: string | undefined;
  readonly packument: Packument;
}

/** Changes with the shape of what is kept. */
const FORMAT = 3;

function keyOf(url: string): string {
  return `packument ${FORMAT}: ${url}`;
}

/** What is damaged is as good as missing. */
export async function readKept(url: string, { cache }: NpmOptions): Promise<Kept | undefined> {
  try {
    const { data } = await cacache.get(cache, keyOf(url));
    return JSON.parse(data.toString('utf8')) as Kept;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written must not lose a document that is at hand. */
export async function keep(url: string, kept: Kept, { cache }: NpmOptions): Promise<void> {
  await cacache.put(cache, keyOf(url), JSON.stringify(kept)).catch(() => {});
}
