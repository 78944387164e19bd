/**
 * From a config entry's command and arguments to what would run. Pure: nothing is looked up, and what only the running
 * machine can know is `unresolved` with a reason, never guessed.
 */
import type { ServerEntry } from './entry.ts';
import {
  join,
  type Launch,
  type Launcher,
  local,
  NO_LAUNCH,
  programOf,
  type ReadLauncher,
  takeOptions,
  task,
  unresolved,
  valuesFor,
  type Word,
} from './launch.ts';
import { assignments } from './launch-bridge.ts';
import { readContainer } from './launch-container.ts';
import { gitPin, isPath, readBun, readBunx, readNpm, readNpx, readPnpm, readPnpx, readYarn } from './launch-npm.ts';
import { readPipx, readPython, readUv, readUvx } from './launch-python.ts';
import { elsewhere, otherRegistry, readDeno, readInterpreter, readNode } from './launch-runtime.ts';
import { readCmd, readLine, readPowershell, readShell, readStart } from './launch-shell.ts';
import { readEnv, readNix, wrapper } from './launch-wrapper.ts';

/** Deepest nesting of wrappers followed; real configs stay below 4. */
const WRAPPER_LIMIT = 12;

/** What an entry would run and reach. */
export function launchOf(entry: ServerEntry): Launch {
  const words = [entry.command, ...entry.args].flatMap((text, from) =>
    text === undefined ? [] : [{ text: text.value, from }],
  );
  const command = entry.command === undefined ? NO_LAUNCH : readWords(words);
  if (entry.url === undefined) return command;
  return join(command, { runs: [{ kind: 'remote', role: 'server', from: -1, url: entry.url.value }] });
}

/** What a command line would run. `words[0]` is the program. */
export function parseLaunch(command: string, args: readonly string[]): Launch {
  return readWords([command, ...args].map((text, from) => ({ text, from })));
}

/** What a line of a shell would run; `from` is the word of the config that leads to it. */
export function launchOfLine(text: string, from: number): Launch {
  return readLine({ text, from }, (inner) => parse(inner, 1));
}

/** True for a program whose arguments name what runs: `npx`, `/usr/bin/uvx`, `npx.cmd`. */
export function isLauncher(program: string): boolean {
  return readerOf(program) !== undefined;
}

/** Where anybody may put a program, or the project itself: what is called `npx` there need not be npm's. */
const OPEN_PLACE =
  /^(?:\.{1,2}|\$\{(?:workspaceFolder|CLAUDE_PROJECT_DIR|PWD)\b[^}]*\})[\\/]|^[\w@-][^:\\/]*[\\/]|(?:^|[\\/])(?:te?mp|shm|Public|Downloads)[\\/]|^%te?mp%/i;

/** What stands for a program that fetches what it runs; a committed copy of `node` or `python` is as good as another. */
const FETCHES = /^(?:npx|npm|pnpm|pnpx|pnx|yarn|yarnpkg|bunx|bun|uvx|uv|pipx|docker|podman|nerdctl|dnx)$/;

function readerOf(program: string): ReadLauncher | undefined {
  const name = programOf(program);
  return FETCHES.test(name) && OPEN_PLACE.test(program) ? undefined : LAUNCHERS.get(name);
}

function readWords(words: readonly Word[]): Launch {
  const [command, ...args] = words;
  if (command === undefined) return NO_LAUNCH;
  // "npx @playwright/mcp --browser chrome" in one text; a path with blanks in it is one program.
  const known = isLauncher(command.text);
  const inOne = !known && /\s/.test(command.text.trim()) && !isPath(command.text);
  return inOne
    ? join(
        readLine(command, (inner) => parse(inner, 1)),
        wordsAfter(args),
      )
    : parse(words, 0);
}

/** Arguments after a command that is a whole line belong to its last program; they cannot start another. */
function wordsAfter(args: readonly Word[]): Launch {
  return args.length === 0
    ? NO_LAUNCH
    : unresolved(args[0] as Word, 'follows a command that is itself a line', 'extra');
}

function parse(words: readonly Word[], depth: number): Launch {
  const { assigned, rest } = assignments(words);
  const [word, ...args] = rest;
  if (word === undefined) return { ...NO_LAUNCH, env: assigned };
  if (depth > WRAPPER_LIMIT) return unresolved(word, `is wrapped more than ${WRAPPER_LIMIT} times`);
  const name = programOf(word.text);
  const read = readerOf(word.text);
  const launcher: Launcher = {
    name,
    words: args,
    word,
    parse: (inner) => parse(inner, depth + 1),
    parseShell: (line) => readLine(line, (inner) => parse(inner, depth + 1)),
    knows: isLauncher,
  };
  return join({ env: assigned }, read === undefined ? readProgram(launcher) : read(launcher));
}

/** `make -C tools mcp`: a recipe of the project. */
function readMake({ name, words, word }: Launcher): Launch {
  const options = takeOptions(words, new Set(['-C', '--directory', '-f', '--file', '-j']));
  const goal = options.rest.find(({ text }) => !text.includes('='));
  return task(word, name, goal?.text ?? '', valuesFor(options, '-C', '--directory')[0]);
}

/** `claude plugin install SOURCE`: what brings servers, hooks and commands of its own. */
function readPlugin({ name, words, word, parse }: Launcher): Launch {
  const [noun, verb, source] = words;
  if (noun?.text !== 'plugin' || verb?.text !== 'install' || source === undefined) return local(word, name, '');
  const { text, from } = source;
  if (text.startsWith('npm:')) return parse(['npx', text.slice('npm:'.length)].map((one) => ({ text: one, from })));
  if (!/^(?:[a-z][a-z0-9+.-]*:|git@)/i.test(text)) return local(source, name, text);
  return join({ runs: [{ kind: 'download', role: 'server', from, url: text, pin: gitPin(text) }] });
}

/** A program we know nothing about: the project's or the machine's own. */
function readProgram({ word }: Launcher): Launch {
  if (
    /^\$|^\{\{|^%\w+%$/.test(word.text) &&
    !/^\$\{(?:CLAUDE_PLUGIN_ROOT|workspaceFolder|__dirname|userHome)\}/.test(word.text)
  )
    return unresolved(word, 'the program is named by a variable');
  return local(word, '', word.text);
}

const each = (names: string, read: ReadLauncher): readonly [string, ReadLauncher][] =>
  names.split(' ').map((name) => [name, read]);

const LAUNCHERS: ReadonlyMap<string, ReadLauncher> = new Map<string, ReadLauncher>([
  ...each('npx', readNpx),
  ...each('npm', readNpm),
  ...each('pnpm', readPnpm),
  ...each('pnpx pnx', readPnpx),
  ...each('yarn yarnpkg', readYarn),
  ...each('bunx', readBunx),
  ...each('bun', readBun),
  ...each('uvx', readUvx),
  ...each('uv', readUv),
  ...each('pipx', readPipx),
  ...each('python python3 py python3.10 python3.11 python3.12 python3.13 python3.14 pypy3', readPython),
  ...each('docker podman nerdctl', readContainer),
  ...each('node nodejs tsx ts-node ts-node-esm', readNode),
  ...each('deno', readDeno),
  ...each('sh bash zsh dash ash ksh fish', readShell),
  ...each('cmd', readCmd),
  ...each('powershell pwsh', readPowershell),
  ...each('start', readStart),
  ...each('env', readEnv),
  ...each('nix nix-shell', readNix),
  ...each('dnx', otherRegistry('nuget', [])),
  ...each('go', otherRegistry('go', ['run'])),
  ...each('ssh kubectl', elsewhere),
  ...each('php ruby perl java dart lua Rscript julia', readInterpreter),
  ...each('make gmake', readMake),
  ...each('claude', readPlugin),
  ...each('exec command', ({ words, parse: inner }) => inner(words)),
  ...each('sudo doas', wrapper({ valued: ['-u', '--user', '-g'], options: ['sudo'] })),
  ...each(
    'nohup nice ionice time tini dumb-init setsid stdbuf xvfb-run caffeinate',
    wrapper({ valued: ['-n', '-o', '-i', '-e'] }),
  ),
  ...each('timeout', wrapper({ valued: ['-s', '-k', '--signal', '--kill-after'], skip: 1 })),
  ...each('wsl', wrapper({ valued: ['-d', '--distribution', '-u', '--user', '--cd'] })),
  ...each(
    'doppler',
    wrapper({
      verbs: ['run'],
      valued: ['-p', '--project', '-c', '--config', '-t', '--token', '--fallback'],
      line: ['--command'],
    }),
  ),
  ...each(
    'op',
    wrapper({ verbs: ['run'], valued: ['--environment', '--account', '--session'], envFiles: ['--env-file'] }),
  ),
  ...each(
    'infisical',
    wrapper({
      verbs: ['run'],
      valued: ['--env', '--path', '--projectId', '--token', '--tags'],
      line: ['--command', '-c'],
    }),
  ),
  ...each('envmcp', wrapper({ envFiles: ['-e', '--env-file'] })),
  ...each('dotenvx', wrapper({ verbs: ['run'], envFiles: ['-f', '--env-file'] })),
  ...each('dotenv', wrapper({ envFiles: ['-e', '-f'] })),
  ...each('cross-env cross-env-shell', wrapper({})),
  ...each('aws-vault chamber envchain teller', wrapper({ verbs: ['exec', 'run'], skip: 1 })),
  ...each('mise asdf volta fnm rtx', wrapper({ verbs: ['exec', 'x', 'run'] })),
  ...each('direnv', wrapper({ verbs: ['exec'], skip: 1 })),
  ...each(
    'poetry pdm hatch rye pixi conda mamba',
    wrapper({ verbs: ['run'], valued: ['-n', '--name', '-C', '--directory', '-e'] }),
  ),
]);
