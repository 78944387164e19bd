/** The TypeScript that a generated file was made from, where its package ships both. */
import type { Package } from '../../types.ts';
import { decode } from '../scripts/entries.ts';
import { IMPORT } from './said.ts';

/** Folders that compilers write to. */
const BUILT = /^(?:dist|build|lib|out|esm|cjs)$/;
const ENDINGS = ['.ts', '.tsx', '.mts', '.cts'];
const MAX_TWIN = 512 * 1024;
/** What a compiler leaves its name: types and declarations vanish. */
const DECLARED = /(?<!\bdeclare\s+)\b(?:(?:async\s+)?function\*?|class|const)\s+([A-Za-z_$][\w$]{2,})/g;
/** How many of those names a file has to hold that was made from them: comments and types may hold some as well. */
const MOST_NAMES = 0.8;

/** Undefined where there is none, or where the file holds more than that one source, or was made of something else. */
export function twinOf(pkg: Package, path: string): string | undefined {
  const code = decode(pkg.files.get(path) ?? new Uint8Array());
  const texts = placesOf(path).flatMap((place) => {
    const bytes = pkg.files.get(place);
    return bytes && bytes.length <= MAX_TWIN ? [decode(bytes)] : [];
  });
  return texts.find((text) => namesStay(text, code) && importsStay(text, code));
}

/** Every TypeScript source of a package. */
export function sourcesIn(pkg: Package): readonly string[] {
  return [...pkg.files].flatMap(([path, bytes]) => (isSource(path) && bytes.length <= MAX_TWIN ? [decode(bytes)] : []));
}

/** True for TypeScript with code in it. */
export function isSource(path: string): boolean {
  return /\.[mc]?tsx?$/.test(path) && !/\.d\.[mc]?ts$/.test(path);
}

/** `a/b.ts` beside `a/b.js`, `src/a/b.ts` for `dist/a/b.js`, `dist/esm/a/b.js` and `dist/src/a/b.js`. */
function placesOf(path: string): readonly string[] {
  const stem = /^(.*)\.[mc]?jsx?$/.exec(path)?.[1];
  if (stem === undefined) return [];
  const [first = '', second = '', ...rest] = stem.split('/');
  const below = [second, ...rest].join('/');
  const far = BUILT.test(first) ? [`src/${below}`, below, `src/${rest.join('/')}`] : [];
  return [stem, ...far].flatMap((place) => ENDINGS.map((ending) => place + ending));
}

/** What is minified has other names, and what only declares types has none. */
function namesStay(source: string, code: string): boolean {
  const names = [...new Set([...source.matchAll(DECLARED)].map((match) => match[1] as string))];
  const held = new Set(code.match(/[\w$]+/g));
  return names.length > 0 && names.filter((name) => held.has(name)).length >= MOST_NAMES * names.length;
}

/** An import that is gone was of types, or a bundler has put what was imported into the file. */
function importsStay(source: string, code: string): boolean {
  const held = new Set(imported(code));
  return imported(source).every((name) => held.has(name));
}

/** However their endings are written. */
function imported(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].map((match) =>
    (match[1] ?? match[2] ?? '').replace(/\.[mc]?[jt]sx?$/, '').replace(/\/index$/, ''),
  );
}
