/**
 * Facts of the project that decide what a launch really starts: files that take the place of a package. The same question
 * is asked of the checkout and of the commit it is compared with, so that such a file is a change like any other.
 */
import { lstat, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { childOf, type Node, parseDocument, textOf } from '../config/document.ts';
import type { ServerEntry } from '../config/entry.ts';
import type { Launch } from '../config/launch.ts';
import { blobOf, type Git } from './git.ts';

/** Largest `.npmrc` or `package.json` looked into, in bytes. */
const LIMIT = 1024 * 1024;
/** Largest file of code, in bytes: a bundle, a library that is loaded, a Java archive. */
const CODE_LIMIT = 32 * 1024 * 1024;

/** The files of a project, on disk or at a commit. */
export interface ProjectView {
  /** Those of the paths that are there and came with the repository. */
  committed(paths: readonly string[]): Promise<ReadonlySet<string>>;
  text(path: string): Promise<string | undefined>;
  /** A plain file of the repository, whatever it holds; `undefined` for what is no such file, or is larger than any code. */
  code(path: string): Promise<Uint8Array | undefined>;
}

/** The checkout. A folder that the developer installed is no surprise; without a repository every folder counts as committed. */
export function checkout(root: string, git: Git | undefined): ProjectView {
  const isThere = async (path: string): Promise<readonly string[]> =>
    (await lstat(join(root, path)).catch(() => undefined)) === undefined ? [] : [path];
  let versioned: Promise<ReadonlySet<string>> | undefined;
  const isVersioned = async (path: string): Promise<boolean> => {
    versioned ??= git?.versioned();
    return versioned === undefined || (await versioned).has(path);
  };
  return {
    committed: async (paths) => {
      const there = (await Promise.all(paths.map(isThere))).flat();
      return there.length === 0 || git === undefined ? new Set(there) : git.tracked(there);
    },
    text: (path) => readSmall(join(root, path)),
    code: async (path) => {
      const bytes = await readUpTo(CODE_LIMIT, join(root, path));
      return bytes !== undefined && (await isVersioned(path)) ? bytes : undefined;
    },
  };
}

/** A commit; `known` are all its files. What lies unchanged in the checkout at `root` is read there, and git is not asked. */
export function atCommit(git: Git, commit: string, known: ReadonlyMap<string, string>, root: string): ProjectView {
  return {
    committed: async (paths) => new Set(paths.filter((path) => known.has(path))),
    text: async (path) => {
      if (!known.has(path)) return undefined;
      const bytes = await git.read(commit, path).catch(() => undefined);
      return bytes === undefined || bytes.length > LIMIT ? undefined : Buffer.from(bytes).toString('utf8');
    },
    code: async (path) => {
      const blob = known.get(path);
      if (blob === undefined) return undefined;
      const here = await readUpTo(CODE_LIMIT, join(root, path));
      if (here !== undefined && blobOf(here, blob) === blob) return here;
      const bytes = await git.read(commit, path).catch(() => undefined);
      return bytes === undefined || bytes.length > CODE_LIMIT ? undefined : bytes;
    },
  };
}

/** Those of a launch's `hijack` files that are there and would work, with what makes them do so. */
export async function hijackersOf(
  entry: ServerEntry,
  launch: Launch,
  project: ProjectView,
): Promise<Record<string, string>> {
  const files = [...new Set(launch.runs.flatMap((run) => (run.kind === 'npm' ? run.hijack : [])))];
  const paths =
    files.length === 0 ? [] : foldersOf(entry).flatMap((folder) => files.map((file) => posix.join(folder, file)));
  const planted = await project.committed(paths.filter((path) => path.includes('node_modules/')));
  const found = await Promise.all(
    paths.map(async (path): Promise<readonly [string, string][]> => {
      if (path.includes('node_modules/')) return planted.has(path) ? [[path, 'is part of the repository']] : [];
      const how = await order(path, project);
      return how === undefined ? [] : [[path, how]];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Files with variables that the server takes and that are under version control, as the config names them. */
export async function committedOf(
  entry: ServerEntry,
  { envFiles }: Launch,
  { git }: { readonly git: Git | undefined },
): Promise<readonly string[]> {
  const named = [...entry.envFiles.map(({ value }) => value), ...envFiles.map(({ path }) => path)];
  if (git === undefined || named.length === 0) return [];
  const paths = named.map((name) => [name, foldersOf(entry).map((folder) => posix.join(folder, bare(name)))] as const);
  const tracked = await git.tracked(paths.flatMap(([, all]) => all.filter((path) => !path.startsWith('..'))));
  return paths.filter(([, all]) => all.some((path) => tracked.has(path))).map(([name]) => name);
}

/** A path as it stands in the project. */
export const bare = (path: string): string =>
  path
    .replaceAll('${/}', '/')
    .replace(
      /^\$(?:\{(?:workspaceFolder|CLAUDE_PROJECT_DIR|CLAUDE_PLUGIN_ROOT|extensionPath|__dirname|PWD)[^}]*\}|CLAUDE_PROJECT_DIR\b|CLAUDE_PLUGIN_ROOT\b|PWD\b)[\\/]?/,
      './',
    );

/** Where a client may start the server: the folder its config is for and those around it, as npm looks upwards, and its own `cwd`. */
export function foldersOf({ file, cwd }: ServerEntry): readonly string[] {
  if (/^(?:[~/]|[A-Za-z]:)/.test(file)) return [];
  const home = posix.dirname(file).replace(/(?:^|\/)\.[^./].*$/, '') || '.';
  const own = cwd && bare(cwd.value);
  const start = own === undefined || /^[~/$%]|^[A-Za-z]:/.test(own) ? [] : [posix.join(home, own)];
  return [...new Set([home, ...start].flatMap(upwards))];
}

function upwards(folder: string): readonly string[] {
  const path = posix.normalize(folder).replace(/\/$/, '');
  if (path === '.' || path === '' || path.startsWith('..')) return ['.'];
  return [path, ...upwards(posix.dirname(path))];
}

/** What a file of settings orders, if anything. */
async function order(path: string, project: ProjectView): Promise<string | undefined> {
  const [whole = '', pointer] = path.split('#');
  const text = await project.text(whole);
  if (text === undefined) return undefined;
  const file = posix.basename(whole);
  if (file === 'package.json') return binOf(text, pointer?.replace(/^bin\./, '') ?? '');
  if (file === '.npmrc') return REGISTRY.exec(text)?.[0].trim();
  if (file === '.yarnrc.yml') return /^\s*npmRegistryServer\s*:.*$/m.exec(text)?.[0].trim();
  if (file === 'bunfig.toml') return /^\s*registry\s*=.*$/m.exec(text)?.[0].trim();
  return undefined;
}

/** A registry other than the public one, or a script shell of its own. */
const REGISTRY =
  /^\s*(?:(?:@[\w.-]+:)?registry\s*=\s*(?!["']?https:\/\/registry\.(?:npmjs\.org|yarnpkg\.com)\/?["']?\s*$)|script-shell\s*=|node-options\s*=).*$/m;

function binOf(text: string, name: string): string | undefined {
  let root: Node | undefined;
  try {
    [root] = parseDocument('package.json', text, 'json').roots;
  } catch {
    return undefined; // npm cannot read it either.
  }
  const bin = childOf(root, 'bin');
  if (bin?.kind === 'scalar') return textOf(childOf(root, 'name')) === name ? textOf(bin) : undefined;
  return textOf(childOf(bin, name));
}

async function readSmall(path: string): Promise<string | undefined> {
  const bytes = await readUpTo(LIMIT, path);
  return bytes && Buffer.from(bytes).toString('utf8');
}

/** `undefined` for what is no plain file, or larger. */
async function readUpTo(limit: number, path: string): Promise<Uint8Array | undefined> {
  const stat = await lstat(path).catch(() => undefined);
  return stat?.isFile() && stat.size <= limit ? readFile(path).catch(() => undefined) : undefined;
}
