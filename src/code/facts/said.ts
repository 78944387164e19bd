/**
 * What a package's files do, held against what its sources say. Nothing is built again: only what no compiler, minifier or bundler
 * adds is asked for, and sources that say it anywhere, in code, documentation or settings, explain it.
 */
import { createHash } from 'node:crypto';
import type { Doing, SourceTree } from '../../types.ts';
import { packageName } from '../package/imports.ts';
import { decode, SOURCE } from '../scripts/entries.ts';

/** Words without which sources do no such thing. */
const SAYS: Readonly<Record<Doing['kind'], RegExp>> = {
  host: /./,
  process:
    /child_process|execa|cross-spawn|shelljs|node-pty|['"`]zx['"`]|\bspawn|\bexec\w*\s*\(|\bfork\s*\(|\$`|\bBun\b|\bDeno\b/,
  eval: /\beval\b|\bFunction\s*\(|\bvm\b|_compile\b|\.constructor\b|from-string/,
  variable: /\benv\b/,
  place: /./,
};

/** A build may put values into code that stand in no source: then a host that the code names says nothing. */
const PUTS_IN =
  /\bDefinePlugin\b|--define[:=]|\bdefine\s*:|\breplace\s*\(\s*\{|\bimport\.meta\.env\b|\b__(?!PURE__|NO_SIDE_EFFECTS__)[A-Z][A-Z0-9_]+__\b/;

/** What stands in the very file that does it: a name may come from another one. */
const ACTS: ReadonlySet<Doing['kind']> = new Set(['process', 'eval']);

/** What of some things these texts do not say. `own` are those of them that the code was made from. */
export function unsaidBy(texts: readonly string[], doings: readonly Doing[], own = texts): readonly Doing[] {
  if (doings.length === 0) return [];
  const lower = texts.map((text) => text.toLowerCase());
  const says = (word: string): boolean => lower.some((text) => text.includes(word.toLowerCase()));
  const kinds = new Set(doings.map(({ kind }) => kind));
  const does = new Set(
    [...kinds].filter((kind) => (ACTS.has(kind) ? own : texts).some((text) => SAYS[kind].test(text))),
  );
  const put = texts.some((text) => PUTS_IN.test(text));
  return doings.filter(({ kind, words }) => !(kind === 'host' && put) && !(does.has(kind) && words.every(says)));
}

/** What is held against a repository. */
export interface Built {
  readonly name: string;
  /** Packages that its code names. */
  readonly imports: readonly string[];
  readonly doings: readonly Doing[];
}

/**
 * What a package does that its repository does not say. Empty where the two cannot be compared: it is the repository of something
 * else, it does not hold the sources, or the code holds other packages inside.
 */
export function unsaidIn({ files }: SourceTree, { name, imports, doings }: Built): readonly Doing[] {
  const base = doings.length === 0 ? undefined : baseOf(files, name);
  if (base === undefined) return [];
  const texts = new Map([...files].flatMap(([path, bytes]) => (isText(path, bytes) ? [[path, decode(bytes)]] : [])));
  const known = new Set([...texts.values()].map(digestOf));
  const made = doings.filter(({ bundle, digest }) => !bundle && !known.has(digest));
  const sources = [...texts].flatMap(([path, text]) => (isSource(path, base) ? [text] : []));
  if (!areSourcesOf(sources, made) || holdOthers(sources, name, imports)) return [];
  return unsaidBy([...texts.values()], made);
}

/** SHA-256 of a text, however its lines end. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n').trimEnd()).digest('hex');
}

const MAX_TEXT = 2 * 2 ** 20;

/** Pictures and archives say nothing; a larger file was not written by hand. */
function isText(path: string, bytes: Uint8Array): boolean {
  return bytes.length <= MAX_TEXT && !bytes.subarray(0, 1_000).includes(0) && !/(?:^|\/)node_modules\//.test(path);
}

/** The folder whose manifest has the package's name; a repository may hold many packages. */
function baseOf(files: SourceTree['files'], name: string): string | undefined {
  for (const [path, bytes] of files) {
    if (!/(?:^|\/)package\.json$/.test(path) || bytes.length > MAX_TEXT) continue;
    if (nameIn(decode(bytes)) === name) return path.slice(0, -'package.json'.length);
  }
  return undefined;
}

function nameIn(manifest: string): unknown {
  try {
    return (JSON.parse(manifest) as { name?: unknown } | null)?.name;
  } catch {
    return undefined;
  }
}

/** What becomes no part of a package. */
const BESIDE =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|e2e|examples?|docs?|scripts?|bench\w*|dist|build|out|\.[^/]+)\/|\.(?:test|spec|config|stories)\.\w+$|\.d\.[mc]?ts$/;
/** An import of values: types are gone when it is compiled. */
export const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s+(?!type\b)[^'";]{0,2000}\bfrom\s*['"]([^'"\n]+)['"]|\b(?:import|require)\s*\(?\s*['"]([^'"\n]+)['"]/g;

function isSource(path: string, base: string): boolean {
  return path.startsWith(base) && SOURCE.test(path) && !BESIDE.test(path.slice(base.length));
}

/** How many times as long as all sources code may be: what compilers add is less, what bundlers put in and who hides sources is more. */
const GROWS = 3;

function areSourcesOf(sources: readonly string[], made: readonly Doing[]): boolean {
  const code = [...new Map(made.map(({ digest, length }) => [digest, length])).values()];
  return sum(code) <= GROWS * sum(sources.map(({ length }) => length));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** True where the sources use a package by name that the code does not name any more: it is inside, with all that it does. */
function holdOthers(sources: readonly string[], own: string, imports: readonly string[]): boolean {
  const named = new Set(imports);
  return sources.some((text) =>
    [...text.matchAll(IMPORT)].some((match) => {
      const name = packageName(match[1] ?? match[2] ?? '', own);
      return name !== undefined && !named.has(name);
    }),
  );
}
