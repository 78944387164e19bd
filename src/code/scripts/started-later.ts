/** Commands in files of a package that git, an editor or an assistant runs by itself, once the file lies where it looks for it. */
import type { Package } from '../../types.ts';
import { decode, isShellScript } from './entries.ts';

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
    if (GIT_HOOK.test(path) && bytes.length < LARGEST && isShellScript(path, bytes))
      return [{ path, command: withSourced(files, path, decode(bytes)) }];
    if (!/\.jsonc?$/.test(path) || path.endsWith('package.json') || bytes.length > LARGEST) return [];
    const text = decode(bytes);
    if (!TELLS.test(text)) return [];
    return commandsIn(parsed(text), false, DEEPEST).map((command) => ({ path, command }));
  });
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
