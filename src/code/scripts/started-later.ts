/** Commands in files of a package that git, a build, an editor or an assistant runs by itself, once the file lies where it looks for it. */
import type { Package } from '../../types.ts';
import { decode, isShellScript, SOURCE } from './entries.ts';

export interface StartedLater {
  readonly path: string;
  readonly command: string;
}

/** A task of an editor, or the hooks of an assistant. */
const TELLS = /"runOn"\s{0,9}:\s{0,9}"folderOpen"|"hooks"\s{0,9}:/;
const LARGEST = 200_000;
const DEEPEST = 12;

export function startedLater({ files }: Package): readonly StartedLater[] {
  return [...files].flatMap(([path, bytes]) => {
    if (bytes.length > LARGEST || path.endsWith('package.json')) return [];
    if (GIT_HOOK.test(path))
      return isShellScript(path, bytes) ? [{ path, command: withSourced(files, path, decode(bytes)) }] : [];
    if (/\.jsonc?$/.test(path)) return commandsOf(path, decode(bytes));
    return OTHER_TEXT.test(path) && MARKS.some((mark) => includes(bytes, mark)) ? fromText(files, path, bytes) : [];
  });
}

/** What becomes a file of an editor's or of a build's, where the package puts it somewhere. */
function fromText(files: Package['files'], path: string, bytes: Uint8Array): readonly StartedLater[] {
  const text = decode(bytes);
  const found = [...commandsOf(path, text.slice(text.search(/^\{/m))), ...stepsOf(path, text)];
  return found.length > 0 && isPutSomewhere(files, path) ? found : [];
}

/** Files of which a package makes others, whatever those are called then. */
const OTHER_TEXT = /\.(?:ya?ml|txt|tm?pl|template|hbs|handlebars|mustache|ejs|njk|liquid|in)$/;
const MARKS = ['folderOpen', 'secrets'];

function includes(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(text);
}

function commandsOf(path: string, text: string): readonly StartedLater[] {
  if (!TELLS.test(text)) return [];
  return commandsIn(parsed(text), false, DEEPEST).map((command) => ({ path, command }));
}

const ALL_SECRETS = /\$\{\{\s{0,9}toJSON\(\s{0,9}secrets\s{0,9}\)\s{0,9}\}\}/gi;

/** The steps of a build that is given all secrets there are, in which these are what a variable or the environment holds. */
function stepsOf(path: string, text: string): readonly StartedLater[] {
  if (text.search(ALL_SECRETS) < 0) return [];
  const command = text
    .replace(
      /^[ \t]*(?:- )?(\w+):[ \t]*["']?\$\{\{\s{0,9}toJSON\(\s{0,9}secrets\s{0,9}\)\s{0,9}\}\}["']?[ \t]*$/gim,
      '$1="$(env)"',
    )
    .replace(ALL_SECRETS, '$(env)')
    .replace(/^[ \t]*(?:- )?run:[ \t]*[|>]?-?/gm, '')
    .replace(/\bprintenv[ \t]+(\w+)/g, 'echo "$$$1"');
  return [{ path, command }];
}

const WRITES = /\b(?:writeFile|appendFile|outputFile|copyFile|cpSync|createWriteStream)|\bfs\w*\.cp\b/;

const MOST_WRITERS = 200;

/** True where code of the package that writes files names this one, or the folder it lies in. */
function isPutSomewhere(files: Package['files'], path: string): boolean {
  const names = path.split('/').slice(-2);
  return writersIn(files)
    .take(MOST_WRITERS)
    .some((bytes) => names.some((name) => includes(bytes, name)));
}

function writersIn(files: Package['files']): IteratorObject<Uint8Array> {
  return files
    .entries()
    .filter(([path, bytes]) => SOURCE.test(path) && bytes.length <= LARGEST && WRITES.test(decode(bytes)))
    .map(([, bytes]) => bytes);
}

const GIT_HOOK =
  /(?:^|\/)(?:(?:pre|post)-(?:commit|push|merge|checkout|rewrite|receive)|pre-merge-commit|(?:prepare-)?commit-msg)(?:\.sh)?$/;
/** `. "$(dirname "$0")/_lib"`, `source ./common.sh` */
const SOURCED = /^[ \t]{0,20}(?:\.|source)[ \t][^\n;&|]{0,200}?([\w.-]{1,80})["']?[ \t]{0,20}$/gm;
const MOST_SOURCED = 10;

/** A hook, behind what it takes from files beside it. */
function withSourced(files: Package['files'], path: string, text: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const beside = [...text.matchAll(SOURCED)]
    .slice(0, MOST_SOURCED)
    .flatMap(([, name = '']) => files.get(folder + name) ?? []);
  return [...beside.filter(({ length }) => length < LARGEST).map(decode), text].join('\n');
}

/** Settings of editors may have comments, each in a line of its own. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^[ \t]*\/\/.*$/gm, ''));
  } catch {
    return undefined;
  }
}

/** `{ "command": "…", "args": ["…"] }` below hooks, or in a task that begins when a folder is opened. */
function commandsIn(value: unknown, started: boolean, depth: number): readonly string[] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const held = value as Readonly<Record<string, unknown>>;
  const starts = started || opensFolder(held);
  const { command, args } = held;
  const own = starts && typeof command === 'string' ? [[command, ...textsOf(args)].join(' ')] : [];
  const below = Object.entries(held).flatMap(([key, inner]) => commandsIn(inner, starts || key === 'hooks', depth - 1));
  return [...own, ...below];
}

function opensFolder({ runOptions }: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof runOptions === 'object' && runOptions !== null && 'runOn' in runOptions && runOptions.runOn === 'folderOpen'
  );
}

function textsOf(args: unknown): readonly string[] {
  return Array.isArray(args) ? args.filter((arg) => typeof arg === 'string') : [];
}
