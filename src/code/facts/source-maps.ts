/** The sources of a generated file that its package carries inside of a source map. */
import type { Package } from '../../types.ts';
import { decode } from '../scripts/entries.ts';

const NAMED = /\/[/*][#@]\s*sourceMappingURL=([^\s*]{1,200})\s*(?:\*\/)?\s*$/;
const MAX_MAP = 32 * 2 ** 20;

/** Undefined where there is no map beside it, or one that does not hold every source. */
export function mappedSources(pkg: Package, path: string): readonly string[] | undefined {
  const name = NAMED.exec(decode(pkg.files.get(path)?.subarray(-500) ?? new Uint8Array()))?.[1];
  if (name === undefined || !/^[\w.@-]+\.map$/.test(name)) return undefined;
  const bytes = pkg.files.get(`${path.slice(0, path.lastIndexOf('/') + 1)}${name}`);
  return bytes === undefined || bytes.length > MAX_MAP ? undefined : contentsIn(decode(bytes));
}

function contentsIn(text: string): readonly string[] | undefined {
  const { sources, sourcesContent } = parsed(text);
  if (!Array.isArray(sources) || !Array.isArray(sourcesContent) || sources.length === 0) return undefined;
  const whole = sources.every((_, at) => typeof sourcesContent[at] === 'string');
  return whole ? (sourcesContent as readonly string[]) : undefined;
}

function parsed(text: string): { readonly sources?: unknown; readonly sourcesContent?: unknown } {
  try {
    const map = JSON.parse(text) as unknown;
    return typeof map === 'object' && map !== null ? map : {};
  } catch {
    return {};
  }
}
