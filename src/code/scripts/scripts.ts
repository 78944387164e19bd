/** What the commands of a manifest run: other scripts, files of the package, its own commands. */
import type { Package } from '../../types.ts';
import { decode, isShellScript, languageOf, resolveFile, scriptText, strings } from './entries.ts';
import { recipesFor } from './makefile.ts';

/** Programs whose arguments are files they do something with, without running them. */
const HANDLES_FILES =
  /^(?:chmod|chown|cp|mv|rm|rimraf|mkdirp?|touch|cat|echo|ls|test|\[|shx|cpy|copyfiles|ncp|tsc|eslint|prettier|biome|esbuild|rollup|webpack|terser|uglifyjs|husky|git|tar|zip|unzip|sed|grep|cd)$/;
/** The same in a program that is written on the spot: `node -e "fs.chmodSync('./cli.js', '755')"`. */
const HANDLED =
  /\.(?:chmod|chown|copyFile|cp|mkdir|rm|rmdir|unlink|exists|access|stat|rename|symlink|utimes)(?:Sync)?\s?\([^()]{0,300}\)/g;
const SEPARATORS = /&&|\|\||[;|&\n]/;
const RUNS_SCRIPTS = /^(?:npm|pnpm|yarn|bun|run-s|run-p|npm-run-all|concurrently|node\s+--run)$/;
const MAX_COMMAND = 20_000;
const MAX_DEPTH = 6;

/** A command and every script of the manifest that it runs, with those npm runs before and after each, and what `make` runs. */
export function commandsBehind(pkg: Package, command: string): readonly string[] {
  const found = new Set([command.slice(0, MAX_COMMAND)]);
  let depth = 0;
  for (let last = 0; last !== found.size && depth < MAX_DEPTH; depth++) {
    last = found.size;
    for (const text of [...found]) {
      for (const name of scriptsNamed(text)) addScript(pkg, name, found);
      for (const recipe of recipesRun(pkg, text)) found.add(recipe);
    }
  }
  return [...found];
}

function addScript(pkg: Package, name: string, found: Set<string>): void {
  if (scriptText(pkg, name) === '') return;
  for (const one of [`pre${name}`, name, `post${name}`]) {
    const text = scriptText(pkg, one).slice(0, MAX_COMMAND);
    if (text !== '') found.add(text);
  }
}

function scriptsNamed(command: string): readonly string[] {
  return command.split(SEPARATORS).flatMap((part) => {
    const [program = '', ...words] = part.trim().split(/[\s'"]+/);
    if (!RUNS_SCRIPTS.test(program)) return [];
    return words.filter((word) => word !== 'run' && word !== 'run-script' && !word.startsWith('-'));
  });
}

interface Part {
  readonly text: string;
  /** Where it runs, from where the manifest lies. */
  readonly folder: string;
}

const CHANGES_FOLDER = /^[\s(]*(?:cd|pushd)\s+(["']?)([^\s"'()$-][^\s"'()$]{0,200})\1\s*$/;

/** What stands between the separators of a command line. */
function partsOf(command: string): readonly Part[] {
  let folder = '';
  return command.split(SEPARATORS).map((text) => {
    const part = { text, folder };
    const named = CHANGES_FOLDER.exec(text)?.[2];
    if (named !== undefined) folder = folder.length < MAX_FOLDER ? `${folder}${named}/` : '';
    return part;
  });
}

/** Deeper than that no package is. */
const MAX_FOLDER = 200;
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];
const MAX_MAKEFILE = 256 * 1024;

function recipesRun(pkg: Package, command: string): readonly string[] {
  if (!/\bg?make\b/.test(command)) return [];
  const calls = partsOf(command).flatMap(({ text, folder }) => {
    const call = /^\s*\(?g?make\b(?:\s(.*))?$/.exec(text);
    return call ? [`${folder}\n${call[1] ?? ''}`] : [];
  });
  return [...new Set(calls)].slice(0, MAX_MAKES).flatMap((call) => {
    const [folder = '', line = ''] = call.split('\n');
    return recipesOf(pkg, folder, line.trim().split(/\s+/));
  });
}

const MAX_MAKES = 10;

function recipesOf(pkg: Package, folder: string, words: readonly string[]): readonly string[] {
  const inside = `${folder}${wordBehind(words, /^(?:-C|--directory)$/) ?? '.'}/`;
  const named = wordBehind(words, /^(?:-f|--file|--makefile)$/);
  const path = (named === undefined ? MAKEFILES : [named]).flatMap((name) => resolveFile(pkg, name, inside) ?? [])[0];
  const bytes = path === undefined ? undefined : pkg.files.get(path);
  if (!bytes || bytes.length > MAX_MAKEFILE) return [];
  return [recipesFor(decode(bytes), goalsAmong(words)).slice(0, MAX_COMMAND)];
}

function wordBehind(words: readonly string[], option: RegExp): string | undefined {
  const at = words.findIndex((word) => option.test(word));
  return at < 0 ? undefined : words[at + 1];
}

/** Not the values of options. */
function goalsAmong(words: readonly string[]): readonly string[] {
  return words.filter(
    (word, i) => /^\w[\w./-]*$/.test(word) && !/^(?:-[CfjolI]|--(?:directory|file|makefile))$/.test(words[i - 1] ?? ''),
  );
}

/** Files of the package that a command runs, as far as its words tell: as programs, or given to one that is no mere tool for files. */
export function filesRunBy(pkg: Package, command: string): readonly string[] {
  const found = new Map<string, number>();
  const add = (text: string, depth: number) => {
    for (const path of filesNamed(pkg, text)) if (!found.has(path)) found.set(path, depth);
  };
  add(command, 0);
  // Each script once, and those nearest first.
  for (const [path, depth] of found)
    if (depth < MAX_SCRIPTS_DEEP && found.size < MAX_FILES) add(scriptAt(pkg, path), depth + 1);
  return [...found.keys()];
}

const MAX_SCRIPTS_DEEP = 2;
const MAX_FILES = 1_000;

function filesNamed(pkg: Package, command: string): ReadonlySet<string> {
  const own = commandsOf(pkg);
  const found = new Set<string>();
  for (const [folder, words] of wordsByFolder(pkg, command)) {
    for (const word of words) {
      const path = own.get(word) ?? fileAt(pkg, word, folder);
      if (path !== undefined) found.add(path);
    }
  }
  return found;
}

/** Words that may name what is run, by the folder they are said in. */
function wordsByFolder(pkg: Package, command: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const text of commandsBehind(pkg, command)) {
    for (const part of partsOf(text.replaceAll(HANDLED, ''))) {
      const words = withoutRedirects(part.text)
        .split(/[\s'"`()<>=\\]+/)
        .filter((word) => word !== '' && word !== '.');
      if (HANDLES_FILES.test(words[0] ?? '')) continue;
      const known = found.get(part.folder) ?? new Set();
      for (const word of words) known.add(word);
      found.set(part.folder, known);
    }
  }
  return found;
}

/** From the folder that a command has changed to, if it is there. */
function fileAt(pkg: Package, word: string, folder: string): string | undefined {
  return (folder === '' ? undefined : resolveFile(pkg, word, folder)) ?? resolveFile(pkg, word);
}

/** What a command writes to is not run, nor is what a program with arguments reads; `sh < install` runs it. */
function withoutRedirects(part: string): string {
  const command = part.replaceAll(/\d?>{1,2}&?\s*[^\s<>]+/g, ' ');
  const [before = '', ...read] = command.split('<');
  const hasArguments = before.trim().split(/\s+/).length > 1;
  return read.length > 0 && hasArguments ? before : command;
}

/** A package's own commands by their names. */
function commandsOf({ manifest, name }: Package): ReadonlyMap<string, string> {
  const { bin } = manifest;
  const given = typeof bin === 'string' ? { [name.replace(/^@[^/]*\//, '')]: bin } : bin;
  if (typeof given !== 'object' || given === null) return new Map();
  return new Map(
    Object.entries(given).flatMap(([key, path]) =>
      typeof path === 'string' ? [[key, path.replace(/^\.\//, '')]] : [],
    ),
  );
}

/** A shell script of the package, from its own folder on, with what stands for that left out. */
function scriptAt(pkg: Package, path: string): string {
  const bytes = pkg.files.get(path);
  if (!bytes || !isShellScript(path, bytes) || languageOf(path, bytes) !== 'shell') return '';
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const text = decode(bytes.subarray(0, MAX_COMMAND)).slice(0, MAX_COMMAND).replaceAll(OWN_FOLDER, './');
  return folder === '' ? text : `cd ${folder}\n${text}`;
}

/** `$HERE/`, `${BASH_SOURCE%/*}/`, `"$(dirname "$0")"/`. */
const OWN_FOLDER = /\$(?:\w+|\{[^}\n]{1,80}\}|\([^)\n]{0,200}\))["']?\//g;

/** Node, with options, and the file it is told to run. */
const NODE = /(?:^|[\s/])(?:node(?:js)?|bun|tsx|ts-node)\s+(?:-\S{1,200}\s+){0,10}["']?([^\s"'-][^\s"']{0,300})/;
const PRELOADS = /(?:^|\s)(?:-r|--(?:require|import|(?:experimental-)?loader))[=\s]\s*["']?([^\s"']{1,300})/g;

/** Files that a command gives to Node as code, and the shell scripts that it runs. */
export function filesGivenToNode(pkg: Package, command: string): readonly string[] {
  if (command === '') return [];
  const texts = [command, ...filesRunBy(pkg, command).map((path) => scriptAt(pkg, path))];
  return texts.flatMap((text) =>
    commandsBehind(pkg, text)
      .flatMap(partsOf)
      .flatMap(({ text: part, folder }) => {
        const named = NODE.exec(part)?.[1];
        const run = named === undefined ? [] : (fileAt(pkg, named, folder) ?? []);
        return [...filesPreloaded(pkg, part), ...[run].flat()];
      }),
  );
}

/** Files that an option of Node loads before the one it runs. */
export function filesPreloaded(pkg: Package, command: string): readonly string[] {
  return [...command.matchAll(PRELOADS)].flatMap(([, named = '']) => resolveFile(pkg, named) ?? []);
}

/** Every string of a value that names a folder of commands. */
export function foldersOfCommands({ manifest, files }: Package): readonly string[] {
  const { directories } = manifest;
  const folder = strings((directories as Record<string, unknown> | null | undefined)?.bin)[0];
  if (folder === undefined) return [];
  const prefix = `${folder.replace(/^\.\//, '').replace(/\/$/, '')}/`;
  return [...files.keys()].filter((path) => path.startsWith(prefix));
}
