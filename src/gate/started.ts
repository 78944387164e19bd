/**
 * What of the project's own code a launch runs: the script of a `package.json` or the recipe of a Makefile it names, the
 * file it is given, and what that loads. A config may stay as it is while these change. Asked of the checkout and of the
 * commit it is compared with; nothing is run, and what a file loads is read off its words.
 */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { specifiersIn } from '../code/package/needed.ts';
import { SOURCE } from '../code/scripts/entries.ts';
import { recipesFor } from '../code/scripts/makefile.ts';
import { childOf, parseDocument, textOf } from '../config/document.ts';
import type { ServerEntry } from '../config/entry.ts';
import { join, type Launch } from '../config/launch.ts';
import { launchOf, launchOfLine } from '../config/launcher.ts';
import { masked } from '../config/secret.ts';
import { quote } from '../quote.ts';
import { bare, foldersOf, type ProjectView } from './project.ts';

export interface Started {
  /** The launch, and what the tasks of the project that it names would run. */
  readonly launch: Launch;
  /** File → digest of what stands there; `package.json#mcp` → the script itself. */
  readonly files: Readonly<Record<string, string>>;
  /** The bytes of the files. */
  readonly code: ReadonlyMap<string, Uint8Array>;
  /** Those of them that the launch itself names; the others are loaded by them. */
  readonly mains: readonly string[];
  /** True where more files follow than were looked at. */
  readonly cut: boolean;
}

/** Most files followed for one server; a server with more has a build, and is no script beside a config. */
export const MOST_FILES = 200;
/** Tasks that start tasks. */
const MOST_TASKS = 8;

export async function startedBy(entry: ServerEntry, project: ProjectView): Promise<Started> {
  const places = foldersOf(entry);
  const { launch, tasks, folders } = await withTasks(launchOf(entry), places, project);
  const all = [...new Set([...folders, ...places])];
  const { code, mains, cut } = await follow(named(entry, launch, Object.values(tasks)), all, project);
  const digests = [...code].map(([path, bytes]) => [path, digestOfCode(bytes)] as const);
  return { launch, files: { ...tasks, ...Object.fromEntries(digests) }, code, mains, cut };
}

/** Line endings are what git makes of them. */
function digestOfCode(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n');
  return `sha256-${createHash('sha256').update(text, 'latin1').digest('hex')}`;
}

// ---------------------------------------------------------------- tasks

interface Tasks {
  readonly launch: Launch;
  readonly tasks: Readonly<Record<string, string>>;
  /** Where they run. */
  readonly folders: readonly string[];
}

/** A launch with what its tasks run, and what those start in turn. */
async function withTasks(launch: Launch, places: readonly string[], project: ProjectView): Promise<Tasks> {
  const tasks: Record<string, string> = {};
  const folders = new Set<string>();
  let whole = launch;
  const pending = [...launch.runs];
  for (let run = pending.shift(); run !== undefined; run = pending.shift()) {
    if (run.kind !== 'local' || Object.keys(tasks).length >= MOST_TASKS) continue;
    const own = run.folder === undefined ? [] : inFolders(run.folder, places);
    for (const folder of own) folders.add(folder);
    const found =
      run.task === undefined ? undefined : await taskOf(run.runtime, run.task, [...own, ...places], project);
    if (found === undefined || Object.hasOwn(tasks, found.id)) continue;
    tasks[found.id] = quote(masked('', found.text), LONGEST_TASK);
    folders.add(found.folder);
    const more = launchOfLine(found.text, run.from);
    whole = join(whole, more);
    pending.push(...more.runs);
  }
  return { launch: whole, tasks, folders: [...folders] };
}

const LONGEST_TASK = 500;

interface Task {
  readonly id: string;
  readonly folder: string;
  readonly text: string;
}

async function taskOf(
  runtime: string,
  name: string,
  folders: readonly string[],
  project: ProjectView,
): Promise<Task | undefined> {
  const read = READERS.find(({ runtimes }) => runtimes.test(runtime));
  if (read === undefined) return undefined;
  for (const folder of folders)
    for (const file of read.files) {
      const path = posix.join(folder, file);
      const text = await project.text(path);
      const found = text === undefined ? '' : read.of(text, name);
      if (found !== '') return { id: name === '' ? path : `${path}#${name}`, folder, text: found };
    }
  return undefined;
}

const READERS: readonly {
  readonly runtimes: RegExp;
  readonly files: readonly string[];
  readonly of: (text: string, name: string) => string;
}[] = [
  { runtimes: /^(?:npm|pnpm|yarn|yarnpkg|bun)$/, files: ['package.json'], of: scriptOf },
  {
    runtimes: /^g?make$/,
    files: ['GNUmakefile', 'makefile', 'Makefile'],
    of: (text, goal) => recipesFor(text, goal === '' ? [] : [goal]),
  },
];

/** What npm runs under a name: the script, and what stands before and after it. */
function scriptOf(text: string, name: string): string {
  try {
    const scripts = childOf(parseDocument('package.json', text, 'json').roots[0], 'scripts');
    const own = textOf(childOf(scripts, name));
    if (own === undefined) return '';
    const around = [`pre${name}`, `post${name}`].map((one) => textOf(childOf(scripts, one)));
    return [around[0], own, around[1]].filter((one) => one !== undefined).join(' && ');
  } catch {
    return ''; // npm cannot read it either.
  }
}

// ---------------------------------------------------------------- files

/** What may be code, by its name, where a word of a command line names it. */
const CODE =
  /\.(?:[mc]?[jt]sx?|py|pyw|rb|pl|php|lua|sh|bash|zsh|ps1|psm1|cmd|bat|jar|so(?:\.\d+)*|dylib|dll|node|wasm|exe)$/i;

/** Paths a launch names, as written: its program, the file it is given, what is loaded before it, variables it takes from a file. */
function named(entry: ServerEntry, launch: Launch, tasks: readonly string[]): readonly string[] {
  const words = [entry.command, ...entry.args].flatMap((text) => (text === undefined ? [] : pathsIn(text.value)));
  const env = [...entry.env, ...launch.env].flatMap(({ name, value }) => loadedBy(name, value, launch));
  return [
    ...launch.runs.flatMap((run) => (run.kind === 'local' ? [run.path, ...modulesOf(run.task, run.runtime)] : [])),
    ...launch.options.flatMap(({ kind, text }) => (kind === 'preload' ? [text, ...pathsIn(text)] : [])),
    ...[...entry.envFiles.map(({ value }) => value), ...launch.envFiles.map(({ path }) => path)],
    ...words,
    ...tasks.flatMap(pathsIn),
    ...env,
  ].filter((path) => path !== '' && path.length < 1000 && !/^[a-z][a-z0-9+.-]+:|\n/i.test(path));
}

/** Words of a command line that are paths of code. */
function pathsIn(text: string): readonly string[] {
  return (text.slice(0, 20_000).match(/[^\s"'`;|&<>()=,]+/g) ?? [])
    .map((word) => word.replace(/^-[a-z]*:/i, ''))
    .filter((word) => CODE.test(word));
}

/** `python -m a.b`: a file or a folder with a `__main__`. */
function modulesOf(task: string | undefined, runtime: string): readonly string[] {
  if (task === undefined || !runtime.endsWith(' -m')) return [];
  const path = task.replaceAll('.', '/');
  return ['.py', '/__main__.py', '/__init__.py'].flatMap((end) => [`${path}${end}`, `src/${path}${end}`]);
}

/** What a variable makes a program load: files by name, and what certain programs look for in the folders named. */
function loadedBy(name: string, value: string, { runs }: Launch): readonly string[] {
  const parts = value.split(/[:;\s]+|(?<=^|\s)--?[\w-]+=/).filter(Boolean);
  if (
    /^(?:BASH_ENV|ENV|PYTHONSTARTUP|NODE_OPTIONS|LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|DOTNET_STARTUP_HOOKS|GIT_SSH_COMMAND)$/.test(
      name,
    )
  )
    return parts.filter((part) => !part.startsWith('-'));
  if (/^(?:PERL5OPT|RUBYOPT|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS)$/.test(name)) return pathsIn(value);
  if (name === 'PYTHONPATH') {
    const modules = runs.flatMap((run) => (run.kind === 'local' ? modulesOf(run.task, run.runtime) : []));
    return parts.flatMap((part) =>
      ['sitecustomize.py', 'usercustomize.py', ...modules].map((file) => `${part}/${file}`),
    );
  }
  const programs = ['node', 'npx', 'npm', 'python', 'python3', 'uvx', 'uv', 'sh', 'bash', 'docker'];
  return name === 'PATH' ? parts.flatMap((part) => programs.map((program) => `${part}/${program}`)) : [];
}

/** The files behind the paths, and those they load. */
async function follow(
  paths: readonly string[],
  folders: readonly string[],
  project: ProjectView,
): Promise<Pick<Started, 'code' | 'mains' | 'cut'>> {
  const code = new Map<string, Uint8Array>();
  const mains: string[] = [];
  const tried = new Set<string>();
  const pending = [...new Set(paths)].map((path) => ({ places: inFolders(path, folders), isMain: true }));
  for (let next = pending.shift(); next !== undefined && code.size < MOST_FILES; next = pending.shift()) {
    const found = await firstOf(next.places, tried, project);
    if (found === undefined) continue;
    code.set(found.path, found.bytes);
    if (next.isMain) mains.push(found.path);
    for (const places of loadedIn(found.path, found.bytes, folders)) pending.push({ places, isMain: false });
  }
  return { code, mains, cut: pending.length > 0 };
}

/** The first of the places where a file is; nothing where that one is known already. */
async function firstOf(
  places: readonly string[],
  tried: Set<string>,
  project: ProjectView,
): Promise<{ readonly path: string; readonly bytes: Uint8Array } | undefined> {
  for (const path of places) {
    if (tried.has(path)) return undefined;
    const bytes = await project.code(path);
    if (bytes === undefined) continue;
    tried.add(path);
    return { path, bytes };
  }
  return undefined;
}

/** Where a path may lie; nowhere outside of the project. */
function inFolders(path: string, folders: readonly string[]): readonly string[] {
  const own = bare(path).replaceAll('\\', '/').replace(/\/$/, '');
  if (/^[~/$%{]|^[A-Za-z]:/.test(own) || own.includes('\0')) return [];
  return folders.map((folder) => posix.join(folder, own)).filter((place) => !place.startsWith('..'));
}

/** Largest file whose words are looked at. */
const READ_LIMIT = 1024 * 1024;

/** For each file that a file loads, the places where it may be. */
function loadedIn(path: string, bytes: Uint8Array, folders: readonly string[]): readonly (readonly string[])[] {
  if (bytes.length > READ_LIMIT) return [];
  const text = Buffer.from(bytes).toString('utf8');
  const here = posix.dirname(path);
  if (SOURCE.test(path))
    return specifiersIn(text)
      .filter((name) => !name.endsWith('*'))
      .map((name) => modulesAt(name, here));
  if (/\.pyw?$/.test(path)) return importsIn(text).flatMap((name) => moduleFiles(name, here));
  return pathsIn(text).map((name) => inFolders(name, [...folders, here]));
}

/** A module as Node and the compilers of TypeScript look for it. */
function modulesAt(specifier: string, here: string): readonly string[] {
  const [base = ''] = inFolders(specifier, [here]);
  if (base === '') return [];
  const ends = [
    '',
    '.js',
    '.mjs',
    '.cjs',
    '.ts',
    '.mts',
    '.cts',
    '.tsx',
    '.json',
    '/index.js',
    '/index.mjs',
    '/index.cjs',
    '/index.ts',
  ];
  return [...ends.map((end) => `${base}${end}`), base.replace(/\.([mc]?)js$/, '.$1ts')];
}

/** `import a.b, c`, `from .a import b` of Python. */
function importsIn(text: string): readonly string[] {
  return [
    ...text.matchAll(/^[ \t]*(?:import[ \t]+([\w., \t]+)|from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?([\w, \t]*))/gm),
  ].flatMap(([, plain, from = '', names = '']) => {
    if (plain !== undefined) return plain.split(',').map((one) => one.trim().split(/\s/)[0] ?? '');
    const below = names.split(',').map((one) => one.trim().split(/\s/)[0] ?? '');
    const dot = from.endsWith('.') ? '' : '.';
    return [from, ...below.filter(Boolean).map((name) => `${from}${dot}${name}`)];
  });
}

function moduleFiles(name: string, here: string): readonly (readonly string[])[] {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  const up = dots > 1 ? '../'.repeat(dots - 1) : '';
  const path = name.slice(dots).replaceAll('.', '/');
  if (path === '') return [];
  return [[`${path}.py`, `${path}/__init__.py`].flatMap((file) => inFolders(`${up}${file}`, [here]))];
}
