/**
 * Launch commands of npm packages: `npx -y weather-mcp@1 --units c` → which packages, which command, which arguments.
 * The tables of flags are npm's own, so that a flag's value is never taken for the package.
 */
import npmFlags from '@npmcli/config/lib/definitions/index.js';
import { UsageError } from './errors.ts';
import { quote } from './quote.ts';

export interface Launch {
  /** Registry specs; the first one is what the command belongs to. Never empty. */
  readonly packages: readonly string[];
  /** The command, where it is named apart from the package (`-p`). */
  readonly bin?: string;
  readonly args: readonly string[];
  /** Flags and variables that change what such a command would install, and that we do not follow. */
  readonly ignored: readonly string[];
}

/** Splits as a POSIX shell would, without expanding anything. Throws `UsageError` where only a shell could go on. */
export function launchWords(text: string): string[] {
  const words: string[] = [];
  const pattern = /\s*((?:[^\s'"\\|&;<>()`]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+)\s*/gsy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match?.[1])
      throw new UsageError(
        `${quote(text)} is more than one plain command`,
        'give one launch command without pipes or lists',
      );
    words.push(unquote(match[1]));
  }
  return words;
}

function unquote(word: string): string {
  return word.replace(
    /\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"/gs,
    (_, escaped?: string, single?: string, double?: string) =>
      escaped ?? single ?? (double ?? '').replace(/\\(["\\$`])/g, '$1'),
  );
}

/** How a launcher is read: the words after it that belong to it, and whether its flags are npm's. */
const LAUNCHERS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['npx', [[]]],
  ['npm', [['exec'], ['x']]],
  ['pnpm', [['dlx']]],
  ['pnpx', [[]]],
  ['pnx', [[]]],
  ['bunx', [[]]],
  ['bun', [['x']]],
  ['yarn', [['dlx']]],
]);

/** Reads one launch command. Throws `UsageError` where it starts anything but a package of the npm registry. */
export function parseLaunch(words: readonly string[]): Launch {
  const { rest, ignored } = skipWrapper(words);
  const launcher = launcherName(rest[0] ?? '');
  const head = LAUNCHERS.get(launcher)?.find((subcommand) => subcommand.every((word, at) => rest[at + 1] === word));
  if (!head) {
    throw new UsageError(
      `${quote(words.join(' '))} does not start an npm package`,
      'launch commands of npx, npm exec, pnpm dlx, bunx and yarn dlx are read; or name the package itself',
    );
  }
  const launch = readFlags(rest.slice(1 + head.length), launcher);
  return { ...launch, ignored: [...ignored, ...launch.ignored] };
}

/** `npx`, `/usr/bin/npx`, `npx.cmd` … */
export function isLauncher(word: string): boolean {
  return LAUNCHERS.has(launcherName(word));
}

/** `C:\tools\bunx.exe`, `/usr/bin/npx`, `npx.cmd` → the bare name. */
function launcherName(word: string): string {
  return (word.split(/[/\\]/).at(-1) ?? '').replace(/\.(?:cmd|exe|ps1|bat)$/i, '');
}

/** Leaves out `env A=B`, `A=B` and `cmd /c`, which only wrap the launcher. */
function skipWrapper(words: readonly string[]): { rest: readonly string[]; ignored: string[] } {
  let at = 0;
  const ignored: string[] = [];
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    const variable = /^(npm_config_\w+|NPM_CONFIG_\w+)=/.exec(word);
    if (variable?.[1]) ignored.push(variable[1]);
    else if (!/^\w+=/.test(word) && word !== 'env' && !/^cmd(?:\.exe)?$/i.test(word) && !/^\/[cC]$/.test(word)) break;
  }
  return { rest: words.slice(at), ignored };
}

/** Flags that say which registry, cache or project a launcher works with: what it installs may differ from what we resolve. */
const STEERING =
  /^(?:registry|.*:registry|userconfig|globalconfig|prefix|before|min-release-age|allow-.*|install-strategy|legacy-peer-deps|omit)$/;

function readFlags(words: readonly string[], launcher: string): Launch {
  const flags: Flag[] = [];
  let at = 0;
  for (let flag = flagAt(words, at, launcher); flag; flag = flagAt(words, at, launcher)) {
    flags.push(flag);
    at += flag.words;
  }
  const [command, ...args] = words.slice(words[at] === '--' ? at + 1 : at);
  if (flags.some(({ name }) => name === 'call'))
    throw new UsageError('a launch with -c runs a shell line', 'name the package it starts');
  return launchOf(
    flags.flatMap(({ name, value }) => (name === 'package' && value ? [value] : [])),
    command,
    launcher === 'npm' && args[0] === '--' ? args.slice(1) : args,
    flags.flatMap(({ name }) => (STEERING.test(name) ? [`--${name}`] : [])),
  );
}

interface Flag {
  readonly name: string;
  readonly value: string | undefined;
  /** How many words it takes. */
  readonly words: number;
}

function flagAt(words: readonly string[], at: number, launcher: string): Flag | undefined {
  const word = words[at] ?? '';
  const [, written, inline] = /^-{1,2}([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (written === undefined || word === '--') return undefined;
  const name = SHORT[written] ?? written;
  if (inline !== undefined || !takesValue(name, launcher)) return { name, value: inline, words: 1 };
  return { name, value: words[at + 1], words: 2 };
}

function launchOf(packages: string[], command: string | undefined, args: string[], ignored: string[]): Launch {
  if (packages.length > 0) return { packages, ...(command === undefined ? {} : { bin: command }), args, ignored };
  if (command !== undefined) return { packages: [command], args, ignored };
  throw new UsageError('the launch command names no package', 'for example "npx -y weather-mcp@1"');
}

const SHORT: Readonly<Record<string, string>> = { p: 'package', c: 'call', y: 'yes', q: 'quiet', w: 'workspace' };

/** bun, pnpm and yarn know few flags with values; npm's are in its own table. */
function takesValue(name: string, launcher: string): boolean {
  if (name === 'package') return true;
  if (launcher !== 'npx' && launcher !== 'npm')
    return ['cwd', 'filter', 'dir', 'C', 'allow-build', 'registry'].includes(name);
  const definition = npmFlags.definitions[name as keyof typeof npmFlags.definitions] as { type?: unknown } | undefined;
  if (!definition) return false;
  return ![definition.type].flat().includes(Boolean);
}
