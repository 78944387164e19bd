/** What a launch command would run: the vocabulary of `launcher.ts`. Plain data. */

/** A word of a command line, and which word of the config it came from (0 is the command, 1 the first argument). */
export interface Word {
  readonly text: string;
  readonly from: number;
}

/** `exact` runs the same bytes tomorrow as far as the launcher can promise; `floating` does not. */
export type Pin = 'exact' | 'floating';

/** `server` is what answers MCP; `bridge` and `wrapper` run before it; `extra` is installed beside it. */
export type Role = 'server' | 'bridge' | 'wrapper' | 'extra';

/** One thing that would be run or reached. */
export type Artifact = { readonly role: Role; readonly from: number } & (
  | {
      readonly kind: 'npm';
      readonly name: string;
      /** As written: `name`, `name@^1`, `@scope/name@1.2.3`. */
      readonly spec: string;
      readonly pin: Pin;
      readonly launcher: string;
      /** The command to run, where it is named apart from the package (`-p a-package a-command`). */
      readonly bin?: string;
      /** Words handed to the program. */
      readonly args: readonly string[];
      /** Files that would take this launch over if they existed in the directory it starts in. */
      readonly hijack: readonly string[];
    }
  | {
      readonly kind: 'pypi';
      readonly name: string;
      readonly spec: string;
      readonly pin: Pin;
      readonly launcher: string;
    }
  /** A package of a registry we cannot vet: `jsr`, `nuget`, `go`, `cargo`, `smithery`. */
  | { readonly kind: 'package'; readonly registry: string; readonly spec: string; readonly pin: Pin }
  | { readonly kind: 'image'; readonly reference: string; readonly pin: Pin }
  /** A git repository or an archive by URL. */
  | { readonly kind: 'download'; readonly url: string; readonly pin: Pin }
  | { readonly kind: 'remote'; readonly url: string }
  /** Code of the project or of this machine. `path` is empty where a module or a task is named instead. */
  | {
      readonly kind: 'local';
      readonly runtime: string;
      readonly path: string;
      /** What is named instead of a file: a script of `package.json`, a goal of a Makefile, a Python module. */
      readonly task?: string;
      /** Where it is looked for, if an option says so: `npm --prefix`, `uv --directory`. */
      readonly folder?: string;
    }
  | { readonly kind: 'unresolved'; readonly text: string; readonly reason: string }
);

/** Something in a command line that widens what the server may do or changes what is fetched. */
export interface Option {
  /** Closed vocabulary for rules. */
  readonly kind:
    | 'mount'
    | 'privileged'
    | 'host-network'
    | 'capability'
    | 'host-namespace'
    | 'root-user'
    | 'all-permissions'
    | 'registry'
    /** Decides in another way what is installed: another configuration, another project, an earlier day. */
    | 'resolution'
    | 'install-scripts'
    | 'preload'
    | 'insecure'
    | 'sudo'
    | 'piped-shell'
    | 'inline-code'
    | 'open-port';
  readonly text: string;
  readonly from: number;
}

export interface Assigned {
  readonly name: string;
  readonly value: string;
  readonly from: number;
}

/** Everything a command line would do, in order. */
export interface Launch {
  /** Never empty for an entry with a command or a URL. */
  readonly runs: readonly Artifact[];
  /** Outermost first: `sh -c`, `doppler run`, `env`. */
  readonly wrappers: readonly string[];
  readonly env: readonly Assigned[];
  readonly envFiles: readonly { readonly path: string; readonly from: number }[];
  readonly headers: readonly Assigned[];
  readonly options: readonly Option[];
}

export const NO_LAUNCH: Launch = { runs: [], wrappers: [], env: [], envFiles: [], headers: [], options: [] };

/** Adds one launch to another, field by field. */
export function join(...launches: readonly Partial<Launch>[]): Launch {
  return {
    runs: launches.flatMap(({ runs = [] }) => runs),
    wrappers: launches.flatMap(({ wrappers = [] }) => wrappers),
    env: launches.flatMap(({ env = [] }) => env),
    envFiles: launches.flatMap(({ envFiles = [] }) => envFiles),
    headers: launches.flatMap(({ headers = [] }) => headers),
    options: launches.flatMap(({ options = [] }) => options),
  };
}

/** What a launcher's reader gets: the words after its name, and the way to read a nested command. */
export interface Launcher {
  readonly name: string;
  readonly words: readonly Word[];
  /** The launcher's own word, for evidence. */
  readonly word: Word;
  readonly parse: (words: readonly Word[]) => Launch;
  /** Reads a shell line that came from one word. */
  readonly parseShell: (line: Word) => Launch;
  /** True where this program is a launcher we can read. */
  readonly knows: (program: string) => boolean;
}

export type ReadLauncher = (launcher: Launcher) => Launch;

/** `C:\\tools\\bunx.exe` → `bunx`; `/usr/bin/env` → `env`. */
export function programOf(text: string): string {
  const name = text.split(/[\\/]/).at(-1) ?? text;
  return name.replace(/\.(?:exe|cmd|bat|ps1)$/i, '').toLowerCase();
}

export function unresolved(word: Word, reason: string, role: Role = 'server'): Launch {
  return join({ runs: [{ kind: 'unresolved', role, from: word.from, text: word.text, reason }] });
}

export function local(word: Word, runtime: string, path: string): Launch {
  return join({ runs: [{ kind: 'local', role: 'server', from: word.from, runtime, path }] });
}

/** What a task of the project is: the file that says so names what runs. `folder` is the value of an option like `--prefix`. */
export function task(word: Word, runtime: string, name: string, folder?: Word): Launch {
  const place = folder === undefined ? {} : { folder: folder.text };
  return join({ runs: [{ kind: 'local', role: 'server', from: word.from, runtime, path: '', task: name, ...place }] });
}

/** Options as found before the first other word. */
export interface Options {
  readonly given: readonly { readonly name: string; readonly value: Word | undefined; readonly from: number }[];
  readonly rest: readonly Word[];
}

/**
 * Takes options off the front: `--name value`, `--name=value`, `-x value`. `valued` are those that take a value; `--`
 * ends them. Unknown ones are taken as switches, which errs towards seeing a package where there is a value.
 */
export function takeOptions(words: readonly Word[], valued: ReadonlySet<string>): Options {
  const given: Options['given'][number][] = [];
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] as Word;
    if (word.text === '--') return { given, rest: words.slice(at + 1) };
    if (!word.text.startsWith('-') || word.text === '-') break;
    const cut = word.text.indexOf('=');
    const name = cut < 0 ? word.text : word.text.slice(0, cut);
    if (cut >= 0) given.push({ name, value: { text: word.text.slice(cut + 1), from: word.from }, from: word.from });
    else if (valued.has(name)) {
      given.push({ name, value: words[at + 1], from: word.from });
      at += 1;
    } else given.push({ name, value: undefined, from: word.from });
  }
  return { given, rest: words.slice(at) };
}

/** Values of the options with one of these names. */
export function valuesFor(options: Options, ...names: readonly string[]): readonly Word[] {
  return options.given.flatMap(({ name, value }) => (names.includes(name) && value !== undefined ? [value] : []));
}
