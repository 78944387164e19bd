/** Classes that nothing in the package imports: a framework looks for them by itself, in folders that have names it knows. */
import type { Package } from '../../types.ts';
import { DECLARES, decode, SOURCE } from './entries.ts';

const FOLDER = /^((?:[^/]+\/)*?)(?:tools|prompts|resources)\//;
/** Files looked at, and characters of one. */
const MOST_FILES = 500;
const LONGEST = 200_000;

const GIVES_ONE = /\bexport\s+default\b|\bexports\.default\s*=/;
const EXTENDS = /\bclass\b[^{}]{0,120}?\bextends\s+(?:\(?[\w$]{1,80}\.)?([A-Za-z_$][\w$]{0,80})/;
/** `import { Tool } from 'framework'`, `const framework_1 = require('framework')` */
const IMPORTED =
  /\bimport\s*([^'"`;]{1,400}?)\bfrom\s*(['"])([^'"\n]{1,200})\2|\b(?:const|var|let)\s+([^=;]{1,200})=\s*require\(\s*(['"])([^'"\n]{1,200})\5/g;

/**
 * Files beside an entry that give a class made of one that the entry's own framework has: `tools/Weather.js` with
 * `export default class extends MCPTool`, where the entry starts the server of the same package.
 */
export function foundClasses(pkg: Package, entries: Iterable<string>): readonly string[] {
  const below = Map.groupBy(
    [...pkg.files.keys()].filter((path) => FOLDER.test(path) && SOURCE.test(path) && !DECLARES.test(path)),
    (path) => FOLDER.exec(path)?.[1] ?? '',
  );
  if (below.size === 0) return [];
  const frameworks = new Map<string, Set<string>>();
  for (const path of entries) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (!below.has(folder)) continue;
    const known = frameworks.get(folder) ?? new Set();
    for (const { from } of importsIn(pkg, path)) known.add(from);
    frameworks.set(folder, known);
  }
  return [...frameworks].flatMap(([folder, known]) =>
    (below.get(folder) ?? []).slice(0, MOST_FILES).filter((path) => extendsOneOf(pkg, path, known)),
  );
}

function extendsOneOf(pkg: Package, path: string, frameworks: ReadonlySet<string>): boolean {
  const source = textOf(pkg, path);
  const [extending = '', base = ''] = (GIVES_ONE.test(source) && EXTENDS.exec(source)) || [];
  if (base === '') return false;
  const words = new Set(extending.match(/[\w$]+/g));
  return importsIn(pkg, path).some(
    ({ from, names }) => frameworks.has(from) && (names.match(/[\w$]+/g) ?? []).some((name) => words.has(name)),
  );
}

interface Imported {
  readonly from: string;
  readonly names: string;
}

/** Entries are asked for several times. */
const IMPORTS = new WeakMap<Uint8Array, readonly Imported[]>();

/** What a file has from other packages. */
function importsIn(pkg: Package, path: string): readonly Imported[] {
  const bytes = pkg.files.get(path);
  const known = bytes && IMPORTS.get(bytes);
  if (!bytes || known) return known ?? [];
  const found = [...textOf(pkg, path).matchAll(IMPORTED)].flatMap(([, names, , from, own, , required]): Imported[] => {
    const specifier = from ?? required ?? '';
    return /^(?:\.|#|node:)/.test(specifier) ? [] : [{ from: specifier, names: names ?? own ?? '' }];
  });
  IMPORTS.set(bytes, found);
  return found;
}

function textOf({ files }: Package, path: string): string {
  const bytes = files.get(path) ?? new Uint8Array();
  return bytes.length > LONGEST ? '' : decode(bytes);
}
