/** Which files of a package have to be parsed: those somebody wants to see, and those that lead to them. */
import { fileKey } from '../../same-file.ts';
import type { Package } from '../../types.ts';
import { isOnlyProgram } from '../binary.ts';
import {
  DECLARES,
  decode,
  entriesOf,
  isShellScript,
  join,
  mainsOf,
  resolveSpecifier,
  SOURCE,
} from '../scripts/entries.ts';
import { carries } from '../scripts/inside.ts';
import { mayTell } from './exports.ts';

export interface Needed<T> {
  /** Files somebody wants to see, with who does. */
  readonly wanted: ReadonlyMap<string, T>;
  /** Those, and every file from which one of them is reached. */
  readonly leading: ReadonlySet<string>;
  /** Files with words of what is worth telling their importers, and every file from which one of them is reached. */
  readonly concerned: ReadonlySet<string>;
  /** Files that may call what others have under a symbol of theirs, whether they know them or not. */
  readonly calling: ReadonlySet<string>;
  /** What each file names as modules, read without parsing. */
  readonly edges: ReadonlyMap<string, readonly string[]>;
  /** The files of the package those are. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
  /** The same the other way round. */
  readonly importers: ReadonlyMap<string, readonly string[]>;
  /** Path → all that are one file with it on macOS or Windows, itself among them: which is loaded there nobody knows. */
  readonly twins: ReadonlyMap<string, readonly string[]>;
}

interface Options<T> {
  readonly select: (source: string, joins: boolean) => T | undefined;
  /** Files to leave alone. */
  readonly skip: ReadonlyMap<string, string>;
  readonly step: (path: string) => void;
}

export function neededFiles<T>(pkg: Package, { select, skip, step }: Options<T>): Needed<T> {
  const edges = new Map<string, readonly string[]>();
  const targets = new Map<string, readonly string[]>();
  const wanted = new Map<string, T>();
  const telling = new Set<string>();
  const calling = new Set<string>();
  // A set goes on through what is added to it.
  const files = sourceFiles(pkg);
  for (const path of files) {
    if (skip.has(path)) continue;
    step(path);
    const source = decode(pkg.files.get(path) ?? new Uint8Array());
    const selected = select(source, false);
    if (selected !== undefined) wanted.set(path, selected);
    if (mayTell(source)) telling.add(path);
    if (callsByKey(source)) calling.add(path);
    const declarations = declarationsLoaded(pkg, path, source);
    const specifiers = [...specifiersIn(source, pkg.name, carries(pkg)), ...declarations];
    edges.set(path, specifiers);
    const named = targetsOf(pkg, path, specifiers);
    targets.set(path, named);
    for (const target of [...targetsOf(pkg, path, declarations), ...named.filter((one) => isNoJson(pkg, one))])
      files.add(target);
  }
  const twins = twinsIn(pkg);
  const importers = importersOf({ targets, twins });
  const leading = withImporters(wanted.keys(), importers);
  return { wanted, leading, concerned: withImporters(telling, importers), calling, edges, targets, importers, twins };
}

function twinsIn(pkg: Package): ReadonlyMap<string, readonly string[]> {
  const alike = Map.groupBy(pkg.files.keys(), fileKey);
  const several = [...alike.values()].filter(({ length }) => length > 1);
  return new Map(several.flatMap((paths) => paths.map((path) => [path, paths] as const)));
}

/** `service[OnBootstrap]?.()` */
const callsByKey = (source: string): boolean => source.includes('Symbol(') && CALLS_BY_KEY.test(source);
const CALLS_BY_KEY = /[\w$)\]]\[[A-Za-z_$][\w$.]{0,80}\](?:\?\.)?\(/;

/** Named as JSON and none: whoever loads it has it read as something else. */
function isNoJson({ files }: Package, path: string): boolean {
  const bytes = path.endsWith('.json') ? files.get(path) : undefined;
  if (!bytes) return false;
  const known = NO_JSON.get(bytes);
  if (known !== undefined) return known;
  let is = false;
  try {
    JSON.parse(decode(bytes));
  } catch {
    is = true;
  }
  NO_JSON.set(bytes, is);
  return is;
}

/** Many files may name the same one. */
const NO_JSON = new WeakMap<Uint8Array, boolean>();

function withImporters(paths: Iterable<string>, importers: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set(paths);
  for (const path of found) for (const importer of importers.get(path) ?? []) found.add(importer);
  return found;
}

function targetsOf(pkg: Package, path: string, specifiers: readonly string[]): string[] {
  const found = new Set(specifiers.flatMap((specifier) => filesNamed(pkg, specifier, path)));
  found.delete(path);
  return [...found];
}

/** `require('./types.d.ts')`, `` require(`./types/${name}.d.ts`) ``: by a loader of its own, what is loaded is code. */
const LOADS_DECLARATION =
  /\brequire\s*\(\s*(['"`])([^'"`$\n]{1,200}?)(\$\{[^}`\n]{1,100}\}[^'"`$\n]{0,100})?\.d(\.[mc]?ts)\1\s*\)/g;

/** As specifiers, a name for each. */
function declarationsLoaded(pkg: Package, path: string, source: string): readonly string[] {
  if (!source.includes('.d.')) return [];
  const found = [...source.matchAll(LOADS_DECLARATION)].flatMap(([, , begun = '', varies, ending]) => {
    if (varies === undefined) return `${begun}.d${ending}`;
    const start = pathBegun(begun, path);
    const files = [...pkg.files.keys()].filter((file) => start !== undefined && file.startsWith(start));
    return files.filter((file) => file.endsWith(`.d${ending}`)).map((file) => begun + file.slice(start?.length));
  });
  return found.slice(0, MAX_NAMED);
}

/** How the paths begin that a specifier begins to name; undefined outside of the package. */
function pathBegun(specifier: string, from: string): string | undefined {
  const cut = specifier.lastIndexOf('/') + 1;
  const folder = join(from.slice(0, from.lastIndexOf('/') + 1), specifier.slice(0, cut));
  return folder === undefined ? undefined : `${folder === '' ? '' : `${folder}/`}${specifier.slice(cut)}`;
}

/** The file that a specifier names; of one that ends in `*`, all whose paths begin so. */
export function filesNamed(
  pkg: Package,
  specifier: string,
  from: string,
  isCode = (path: string) => SOURCE.test(path) && !DECLARES.test(path),
): readonly string[] {
  if (!specifier.endsWith('*')) return [resolveSpecifier(pkg, specifier, from) ?? []].flat();
  const begun = pathBegun(specifier.slice(0, -1), from);
  const below = [...pkg.files.keys()].filter((path) => begun !== undefined && path.startsWith(begun) && isCode(path));
  return below.slice(0, MAX_NAMED);
}

/** Files that one expression may name; a folder with more is a table of data. */
const MAX_NAMED = 100;

function importersOf({
  targets,
  twins,
}: Pick<Needed<unknown>, 'targets' | 'twins'>): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, string[]>();
  for (const [path, named] of targets) {
    for (const target of named.flatMap((one) => twins.get(one) ?? [one])) {
      const known = importers.get(target);
      if (known) known.push(path);
      else importers.set(target, [path]);
    }
  }
  return importers;
}

/** JavaScript by extension, and whatever an entry names but what rules of their own tell of; declarations hold no code. */
function sourceFiles(pkg: Package): Set<string> {
  const files = [...pkg.files.keys()].filter((path) => SOURCE.test(path) && !DECLARES.test(path));
  const mains = mainsOf(pkg);
  const entries = entriesOf(pkg, true).filter(
    ({ path, asCode }) =>
      (asCode || ((mains.has(path) || !NOT_CODE.test(path)) && !isShellScript(path, pkg.files.get(path)))) &&
      !isOnlyProgram(pkg.files.get(path) ?? new Uint8Array()),
  );
  return new Set([...files, ...entries.map(({ path }) => path)]);
}

/** Endings of files that are never JavaScript, whatever names them. */
export const NOT_CODE =
  /\.(?:json|node|wasm|css|html?|md|sh|bat|cmd|ps1|py|gypi?|d\.[mc]?ts|map|png|svg|jpe?g|gif|ico|woff2?|ttf|zip|gz|tgz|exe|dll|so|dylib)$/i;

const SPECIFIER = /(?:\bfrom|\bimport|\brequire\w*)\s*\(?\s*(['"`])((?:(?!\$\{)[^'"`\n]){1,300})\1/g;
/** `require('./plugins/' + name)`, `` import(`./plugins/${name}.js`) ``, `require(path.join(__dirname, 'plugins', name))`; compilers write `(0, path_1.join)(…)`. */
const BEGUN =
  /\b(?:require|import)\s*\(\s*(?:(['"`])(\.{1,2}\/[^'"`$\n]{0,200})(?:\1\s*\+|\$\{)|(?:\(0,\s?)?(?:[\w$.()'"]{1,40}\.)?(?:join|resolve)\)?\s*\(\s*__dirname\s*,\s*(['"])([^'"\n]{1,200})\3\s*,)/g;
/** A module that is only known when it is loaded, and how folders are listed: by Node, or by a pattern. */
const LOADS_ANY = /\b(?:require|import)\s*\(\s*[^'"\s)]/;
const LISTS = /\breaddir|\bopendir|\bglob(?:by|Sync)?\b/;
/** `path.join(here, 'tools')`, `new URL('./tools/', import.meta.url)`, `` `${__dirname}/tools` ``. */
const FOLDER =
  /\b(?:join|resolve)\)?\s*\(\s*[\w$.]{1,60}\s*,\s*((?:(?:'[^'\n]{1,100}'|"[^"\n]{1,100}"|`[^`$\n]{1,100}`)\s*,?\s*){1,6})|\bURL\s*\(\s*['"`]([^'"`\n]{1,200})['"`]\s*,|(?:__dirname|\.dirname)\s*(?:\+\s*['"`]|\})\/([^'"`$\n]{1,200})/g;
const STARTS = /\b(?:fork|spawn\w*|exec\w*|Worker|register)\s*\(/;
const FILE = /(['"`])((?:\.{0,2}\/)?[\w@.-]{1,80}(?:\/[\w@.-]{1,80}){0,8}\.[mc]?[jt]s)\1/g;

/** Modules of the same package a text names, and with `others` those of packages that may travel inside it; over-counts what stands in comments, which only makes more code look alive. */
export function specifiersIn(source: string, self = '.', others = false): string[] {
  const named = [...source.matchAll(SPECIFIER)].map((match) => match[2] as string);
  const begun = [...source.matchAll(BEGUN)].map((match) => `${match[2] ?? `./${match[4]}/`}*`);
  const loaded = [...named, ...begun, ...foldersIn(source)].filter(
    (name) => others || /^[.#]/.test(name) || name === self || name.startsWith(`${self}/`),
  );
  if (!STARTS.test(source)) return [...new Set(loaded)];
  const started = [...source.matchAll(FILE)].map((match) => (match[2] as string).replace(/^(?!\.)\/?/, './'));
  return [...new Set([...loaded, ...started])];
}

/** What may be loaded of the folders that a text names, where it lists some and loads what it found. */
function foldersIn(source: string): readonly string[] {
  if (!LISTS.test(source) || !LOADS_ANY.test(source)) return [];
  return [...source.matchAll(FOLDER)].map(([, parts, url, below]) => {
    const path = parts?.match(/[^'"`,\s][^'"`]*/g)?.join('/') ?? url ?? below ?? '';
    return `./${path.replace(/\/$/, '')}/*`;
  });
}
