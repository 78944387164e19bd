/**
 * Which other packages the code of a package names, read without parsing: from every file that is run or loaded from outside,
 * along its own files. Over-counts what stands in comments and texts; a name that is put together is not seen.
 */
import type { Imports, Package } from '../../types.ts';
import { decode, entriesOf, resolveSpecifier } from '../scripts/entries.ts';

/** Most names kept of one package. */
const MOST = 1000;

/** `import … from 'x'`, `export … from 'x'` and `import 'x'`, which load it at once. */
const STATIC = /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{][^'"`;()]{0,2000}?\bfrom\s*)?(['"])([^'"\n]{1,300})\1/g;
/** A `require` that stands at the beginning of its line, or in a declaration that does: outside of any function. */
const TOP =
  /^(?:(?:const|let|var)\s[^=\n]{1,500}=\s*|[\w$.]{1,100}\s*=\s*)?(?:\w{1,40}\()?require\s*\(\s*(['"])([^'"\n]{1,300})\1\s*\)/gm;
/** Any `require` and `import()`: it may be in a function that nobody calls. */
const ANY = /\b(?:require\w*|import)\s*\(\s*(['"`])((?:(?!\$\{)[^'"`\n]){1,300})\1\s*[,)]/g;

export function importsOf(pkg: Package): Imports {
  const [load, later] = [new Set<string>(), new Set<string>()];
  for (const { specifier, once } of namedBy(pkg)) {
    const name = packageName(specifier, pkg.name);
    if (name !== undefined) (once ? load : later).add(name);
  }
  for (const name of load) later.delete(name);
  return { load: [...load].slice(0, MOST).sort(), later: [...later].slice(0, MOST).sort() };
}

/** Every module that its files name. However a package names its own files, most of them are what it is there for. */
function namedBy(pkg: Package): readonly Specifier[] {
  const named: Specifier[] = [];
  // A set goes on through what is added to it.
  const files = new Set(entriesOf(pkg, true).map(({ path }) => path));
  for (const path of files) {
    const all = specifiersOf(pkg, path);
    named.push(...all);
    for (const { specifier } of all) {
      const file = resolveSpecifier(pkg, specifier, path);
      if (file !== undefined) files.add(file);
    }
  }
  return named;
}

interface Specifier {
  readonly specifier: string;
  /** True where loading the file loads this too. */
  readonly once: boolean;
}

/** Files of the package that loading one loads with it, as far as its text tells. */
export function loadedWith(pkg: Package, path: string): readonly string[] {
  return specifiersOf(pkg, path).flatMap(({ specifier, once }) => (once ? [specifier] : []));
}

function specifiersOf(pkg: Package, path: string): readonly Specifier[] {
  const bytes = pkg.files.get(path);
  if (bytes === undefined || !/\.(?:[mc]?[jt]s|[jt]sx)$|(?:^|\/)[^.]+$/.test(path)) return [];
  const source = decode(bytes);
  const named = (pattern: RegExp, once: boolean): Specifier[] =>
    [...new Set([...source.matchAll(pattern)].map((match) => match[2] ?? ''))].map((specifier) => ({
      specifier,
      once,
    }));
  return [...named(STATIC, true), ...named(TOP, true), ...named(ANY, false)];
}

/** Modules of Node that need no `node:`; a package of such a name is only reached by a path below it. */
const BUILT_IN =
  /^(?:assert|async_hooks|buffer|child_process|cluster|console|constants|crypto|dgram|diagnostics_channel|dns|domain|events|fs|https?|http2|inspector|module|net|os|path|perf_hooks|process|punycode|querystring|readline|repl|stream|string_decoder|sys|timers|tls|trace_events|tty|url|util|v8|vm|wasi|worker_threads|zlib)(?:\/(?:promises|strict|posix|win32|consumers|web|types))?$/;

/** `@scope/name/lib/x.js` → `@scope/name`; `undefined` for a file, a built-in module or a URL. */
export function packageName(specifier: string, own: string): string | undefined {
  if (/^[./#]|^\w+:/.test(specifier) || BUILT_IN.test(specifier)) return undefined;
  const name = /^(?:@[\w.~-]+\/)?[\w.~-]+/.exec(specifier)?.[0];
  return name === own ? undefined : name;
}
