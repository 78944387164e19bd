/** Every way a package can be loaded as a library: by `import` and `require`, each subpath, each condition it knows. Pure. */
import { posix } from 'node:path';
import type { Manifest } from '../../types.ts';

/** What one process loads, in order. */
export interface Loading {
  readonly mode: 'import' | 'require';
  /** Conditions beside Node's own. */
  readonly conditions: readonly string[];
  /** As other packages write them: `name`, `name/sub`. */
  readonly specifiers: readonly string[];
}

/** Conditions that every loading of ours has, or that never lead to code that runs. */
const OWN = new Set(['import', 'require', 'node', 'default', 'types', 'typings', 'module-sync', 'node-addons']);
/** Most subpaths and conditions that are tried. */
const MOST_SUBPATHS = 60;
const MOST_CONDITIONS = 6;
const MAX_DEPTH = 8;
const CODE = /\.(?:[cm]?js|node)$|(?:^|\/)[^/.]+$/;

/**
 * `files` are the package's own, relative; `programs` those of its executables: loading one is starting it, and that has a phase
 * of its own. The first loading is what `import` of the package itself does; none where it is no
 * library.
 */
export function loadingsOf(
  manifest: Manifest,
  name: string,
  files: Iterable<string>,
  programs: ReadonlySet<string> = new Set(),
): readonly Loading[] {
  const { exports } = manifest;
  if (exports === undefined || exports === null) return withoutExports(manifest, name, new Set(files), programs);
  const targets = targetsOf(exports).filter(({ path }) => !programs.has(posix.join('/', path).slice(1)));
  const all = [...files];
  const specifiers = (wanted: readonly Target[]): readonly string[] =>
    [...new Set(wanted.flatMap((target) => specifiersOf(target, name, all)))].slice(0, MOST_SUBPATHS);
  const every = specifiers(targets).filter((specifier) => specifier !== name);
  const required = specifiers(targets.filter(({ conditions }) => conditions.includes('require')));
  const known = [...new Set(targets.flatMap(({ conditions }) => conditions))].filter((one) => !OWN.has(one));
  return [
    { mode: 'import' as const, conditions: [], specifiers: specifiers(targets).includes(name) ? [name] : [] },
    { mode: 'import' as const, conditions: [], specifiers: every },
    { mode: 'require' as const, conditions: [], specifiers: required },
    ...known.slice(0, MOST_CONDITIONS).map((condition) => ({
      mode: 'import' as const,
      conditions: [condition],
      specifiers: specifiers(targets.filter(({ conditions }) => conditions.includes(condition))),
    })),
  ].filter((loading) => loading.specifiers.length > 0);
}

/** Fields that bundlers read: files that `import` of the package does not reach. */
function withoutExports(
  manifest: Manifest,
  name: string,
  files: ReadonlySet<string>,
  programs: ReadonlySet<string>,
): readonly Loading[] {
  const { browser } = manifest;
  const replaced = typeof browser === 'object' && browser !== null ? Object.values(browser) : [browser];
  const named = [manifest.module, manifest['jsnext:main'], ...replaced].filter((one) => typeof one === 'string');
  const paths = named
    .map((path) => posix.join('/', path).slice(1))
    .filter((path) => files.has(path) && CODE.test(path));
  const more = [...new Set(paths)].slice(0, MOST_SUBPATHS).map((path) => `${name}/${path}`);
  const loading: Loading = { mode: 'import', conditions: [], specifiers: [] };
  const own = hasMain(manifest, files, programs) ? [{ ...loading, specifiers: [name] }] : [];
  return more.length > 0 ? [...own, { ...loading, specifiers: more }] : own;
}

/** Whether Node would find something to load: many packages are programs only. */
function hasMain({ main }: Manifest, files: ReadonlySet<string>, programs: ReadonlySet<string>): boolean {
  const path = typeof main === 'string' ? posix.join('/', main).slice(1) : '';
  const endings = ['.js', '.json', '.node', '/index.js', '/index.json', '/index.node'];
  const candidates = [path, ...endings.map((ending) => path + ending), 'index.js', 'index.json', 'index.node'];
  const found = candidates.find((candidate) => files.has(candidate));
  return found !== undefined && !programs.has(found);
}

/** One file that `exports` leads to. */
interface Target {
  readonly subpath: string;
  readonly path: string;
  readonly conditions: readonly string[];
}

function targetsOf(exports: unknown): readonly Target[] {
  const found: Target[] = [];
  const walk = (value: unknown, subpath: string, conditions: readonly string[], depth: number): void => {
    if (typeof value === 'string') found.push({ subpath, path: value, conditions });
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || found.length > 5_000) return;
    for (const [key, child] of Object.entries(value)) {
      // An array lists fallbacks; its keys are no conditions.
      const next = Array.isArray(value) || key.startsWith('.') ? conditions : [...conditions, key];
      walk(child, key.startsWith('.') ? key : subpath, next, depth + 1);
    }
  };
  walk(exports, '.', [], 0);
  return found.filter(({ path, conditions }) => CODE.test(path) && !conditions.includes('types'));
}

/** The names under which a target can be loaded: one, or for a pattern one for each file that fits it. */
function specifiersOf({ subpath, path }: Target, name: string, files: readonly string[]): readonly string[] {
  if (!subpath.includes('*')) return [name + subpath.slice(1)];
  const [before = '', after = ''] = posix.join('/', path).slice(1).split('*');
  const fitting = files.filter((file) => file.startsWith(before) && file.endsWith(after) && CODE.test(file));
  return fitting.map((file) => {
    const middle = file.slice(before.length, file.length - after.length);
    return name + subpath.slice(1).replace('*', middle);
  });
}
