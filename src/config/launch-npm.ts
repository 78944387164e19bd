/**
 * npx and its kin. What is known about each comes from npm's, pnpm's, Yarn's and Bun's own sources; the hijacks were
 * reproduced with npm 11: a local or ancestor's bin and the project's own `bin` win over the registry for a bare name,
 * a committed `node_modules/<name>` of the right version wins even over an exact pin, and `.npmrc` moves the registry.
 */

import {
  type Artifact,
  join,
  type Launch,
  type Launcher,
  local,
  type Option,
  type Options,
  type Role,
  takeOptions,
  task,
  unresolved,
  valuesFor,
  type Word,
} from './launch.ts';
import { bridgeOf } from './launch-bridge.ts';
import { NPM_VALUED_FLAGS } from './npm-flags.ts';

/** npm's own table, so that a flag's value is never taken for the package; two shorthands mean something else to npx. */
const NPM_VALUED: ReadonlySet<string> = new Set([
  ...NPM_VALUED_FLAGS.map((name) => `--${name}`),
  ...['-p', '-c', '-C', '-w', '--reg', '-L', '-m'],
]);
const PNPM_VALUED = new Set(
  '--package -C --dir --filter -F --registry --allow-build --config.registry --reporter --loglevel --store-dir --cpu --os --libc'.split(
    ' ',
  ),
);
const YARN_VALUED = new Set(['-p', '--package', '--cwd']);
const BUN_VALUED = new Set([
  '-p',
  '--package',
  '--cwd',
  '--config',
  '-c',
  '--env-file',
  '--registry',
  '-r',
  '--preload',
]);

const EXACT_VERSION = /^[v=]*\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
const PACKAGE_NAME = /^(?:@[a-z0-9~*-][\w.~*-]*\/)?[a-z0-9~*-][\w.~*-]*$/i;

/** `npx …`, `npm exec …`: options must stand before the first other word. */
export function readNpx(launcher: Launcher): Launch {
  return execute(launcher, takeOptions(launcher.words, NPM_VALUED), NPX_HIJACK);
}

/** `npm exec|x …` runs a package; `npm run`, `npm start` run what the project says. */
export function readNpm(launcher: Launcher): Launch {
  const before = takeOptions(launcher.words, NPM_VALUED);
  const [verb, ...words] = before.rest;
  if (verb?.text !== 'exec' && verb?.text !== 'x') return projectScript(launcher, before);
  const after = takeOptions(words, NPM_VALUED);
  return execute(
    launcher,
    { given: [...before.given, ...after.given], rest: withoutSeparator(after.rest) },
    NPX_HIJACK,
  );
}

/** `npm exec name -- --flag`: npm drops the first `--` after the name too. */
function withoutSeparator(words: readonly Word[]): readonly Word[] {
  return words[1]?.text === '--' ? [words[0] as Word, ...words.slice(2)] : words;
}

export function readPnpm(launcher: Launcher): Launch {
  const before = takeOptions(launcher.words, PNPM_VALUED);
  const [verb, ...words] = before.rest;
  if (verb?.text !== 'dlx' && verb?.text !== 'x') return projectScript(launcher, before);
  const after = takeOptions(words, PNPM_VALUED);
  return execute(launcher, { given: [...before.given, ...after.given], rest: after.rest }, PNPM_HIJACK);
}

export function readPnpx(launcher: Launcher): Launch {
  return execute(launcher, takeOptions(launcher.words, PNPM_VALUED), PNPM_HIJACK);
}

export function readYarn(launcher: Launcher): Launch {
  const before = takeOptions(launcher.words, YARN_VALUED);
  const [verb, ...words] = before.rest;
  if (verb?.text !== 'dlx') return projectScript(launcher, before);
  return execute(launcher, takeOptions(words, YARN_VALUED), ['.yarnrc.yml', '.npmrc']);
}

export function readBunx(launcher: Launcher): Launch {
  return execute(launcher, takeOptions(launcher.words, BUN_VALUED), [...NPX_HIJACK, 'bunfig.toml']);
}

/** `bun x name` is bunx; `bun run script`, `bun file.ts` are the project's code. */
export function readBun(launcher: Launcher): Launch {
  const before = takeOptions(launcher.words, BUN_VALUED);
  const [verb, ...words] = before.rest;
  if (verb?.text === 'x') return readBunx({ ...launcher, words });
  const preloads = valuesFor(before, '-r', '--preload').map((word) => option('preload', word));
  if (verb?.text === 'run' && words[0] !== undefined && !isScript(words[0].text))
    return join(projectScript(launcher, before), { options: preloads });
  const file = verb?.text === 'run' ? words[0] : verb;
  return join(local(file ?? launcher.word, 'bun', file?.text ?? ''), { options: preloads });
}

function isScript(text: string): boolean {
  return isPath(text) || /\.[cm]?[jt]sx?$/.test(text);
}

/** Where npx looks before it asks the registry; `<bin>`, `<name>` and `<exact>` are replaced or drop the row. */
const NPX_HIJACK = [
  '<bare>node_modules/.bin/<bin>',
  '<bare>package.json#bin.<bin>',
  'node_modules/<name>/package.json',
  '.npmrc',
];
const PNPM_HIJACK = ['.npmrc', 'pnpm-workspace.yaml'];

function execute(launcher: Launcher, options: Options, hijack: readonly string[]): Launch {
  const [call] = valuesFor(options, '-c', '--call');
  const packages = valuesFor(options, '-p', '--package');
  const extras = join({ options: riskyOptions(options) });
  if (call !== undefined) {
    const shell = launcher.parseShell(call);
    const own = packages.map((word) => packageRun(launcher, word, 'server', [], hijack));
    return join(...own, extras, own.length > 0 ? withoutLocalNames(shell) : shell, {
      wrappers: [`${launcher.name} -c`],
    });
  }
  const [first, ...args] = options.rest;
  if (packages.length > 0) {
    const words = first === undefined ? [] : args;
    const runs = packages.map((word, index) =>
      packageRun(launcher, word, index === 0 ? 'server' : 'extra', words, hijack),
    );
    return named(join(...runs, extras), first?.text);
  }
  if (first === undefined) return unresolved(launcher.word, `${launcher.name} names no package`);
  return join(packageRun(launcher, first, 'server', args, hijack), extras);
}

/** The packages of a launch, with the command that one of them brings. */
function named(launch: Launch, bin: string | undefined): Launch {
  if (bin === undefined) return launch;
  return { ...launch, runs: launch.runs.map((run) => (run.kind === 'npm' ? { ...run, bin } : run)) };
}

/** With `-p A -c "cmd"` the command is a bin of A: what the shell calls local is A itself. */
function withoutLocalNames(launch: Launch): Launch {
  return { ...launch, runs: launch.runs.filter((run) => run.kind !== 'local' || isPath(run.path)) };
}

function packageRun(
  launcher: Launcher,
  word: Word,
  role: Role,
  args: readonly Word[],
  hijack: readonly string[],
): Launch {
  const run = npmArtifact(word, role, launcher.name, args, hijack);
  if (run.kind !== 'npm') return join({ runs: [run] });
  const bridge = bridgeOf(run, args, launcher);
  if (bridge === undefined) return join({ runs: [run] });
  return join({ runs: [{ ...run, role: bridge.role }], wrappers: [`${launcher.name} ${run.name}`] }, bridge.launch);
}

/** What an npm spec names: a package of the registry, a download, a folder, or something only known at run time. */
function npmArtifact(
  word: Word,
  role: Role,
  launcher: string,
  args: readonly Word[],
  hijack: readonly string[],
): Artifact {
  const { text, from } = word;
  const common = { role, from };
  if (/\$\{|\{\{|^\$|%\w+%/.test(text))
    return { ...common, kind: 'unresolved', text, reason: 'the package is named by a variable' };
  const alias = /^(?:@[^/@]+\/)?[^/@]+@npm:(.+)$/.exec(text);
  if (alias?.[1] !== undefined) return npmArtifact({ text: alias[1], from }, role, launcher, args, hijack);
  const remote =
    /^(?:(?:@[^/@]+\/)?[^/@]+@)?((?:git\+|git:|https?:|github:|gitlab:|bitbucket:|gist:|ssh:|git@).+)$/.exec(text);
  if (remote?.[1] !== undefined) return { ...common, kind: 'download', url: remote[1], pin: gitPin(remote[1]) };
  if (isPath(text) || /\.(?:tgz|tar\.gz)$/.test(text) || text.startsWith('file:'))
    return { ...common, kind: 'local', runtime: launcher, path: text.replace(/^file:/, '') };
  if (/^[\w.-]+\/[\w.-]+(?:#.*)?$/.test(text))
    return { ...common, kind: 'download', url: `github:${text}`, pin: gitPin(text) };
  const cut = text.indexOf('@', 1);
  const name = cut < 0 ? text : text.slice(0, cut);
  const range = cut < 0 ? '' : text.slice(cut + 1);
  if (!PACKAGE_NAME.test(name)) return { ...common, kind: 'unresolved', text, reason: 'is no package name' };
  const pin = EXACT_VERSION.test(range) ? 'exact' : 'floating';
  return {
    ...common,
    kind: 'npm',
    name,
    spec: text,
    pin,
    launcher,
    args: args.map((arg) => arg.text),
    hijack: hijackOf(hijack, name, range),
  };
}

function hijackOf(rows: readonly string[], name: string, range: string): readonly string[] {
  // A scoped name cannot be a file of `.bin`: planting one makes the launch fail, it does not take it over.
  const bare = range === '' && !name.startsWith('@');
  return rows
    .filter((row) => bare || !row.startsWith('<bare>'))
    .map((row) => row.replace('<bare>', '').replace('<bin>', name).replace('<name>', name));
}

/** Flags with which a launcher may install something else than we resolve. */
const STEERING =
  /^(?:--(?:userconfig|globalconfig|prefix|before|min-release-age|install-strategy|legacy-peer-deps|omit|config|cwd|dir)|-C)$/;

function riskyOptions(options: Options): readonly Option[] {
  return options.given.flatMap(({ name, value, from }): Option[] => {
    const text = value === undefined ? name : `${name}=${value.text}`;
    if (/registry$/.test(name)) return [{ kind: 'registry', text, from }];
    if (STEERING.test(name)) return [{ kind: 'resolution', text, from }];
    if (
      /^--(?:allow-scripts|allow-git|allow-remote|allow-build|dangerously-allow-all-(?:scripts|builds)|foreground-scripts)$/.test(
        name,
      )
    )
      return [{ kind: 'install-scripts', text, from }];
    if (name === '--node-options') return [{ kind: 'preload', text, from }];
    if (/^--(?:no-)?strict-ssl$/.test(name) && (name.startsWith('--no') || value?.text === 'false'))
      return [{ kind: 'insecure', text, from }];
    return [];
  });
}

/** `npm run x`, `npm start`, `pnpm x`: a script of the project's `package.json`. */
function projectScript({ name, word }: Launcher, options: Options): Launch {
  const [verb, ...words] = options.rest;
  if (verb === undefined) return unresolved(word, `${name} is given nothing to run`);
  const script = /^(?:run|run-script|rum|urn)$/.test(verb.text) ? takeOptions(words, new Set()).rest[0] : verb;
  const [folder] = valuesFor(options, '--prefix', '-C', '--dir', '--cwd');
  // Evidence stands on the verb for what is known by its verb, on the script where bun is given one.
  return task(name === 'bun' ? (script ?? verb) : verb, name, script?.text ?? '', folder);
}

function option(kind: Option['kind'], word: Word): Option {
  return { kind, text: word.text, from: word.from };
}

/** A 40-digit commit is the only name of a git tree that cannot be moved. */
export function gitPin(url: string): 'exact' | 'floating' {
  return /[#@](?:commit:)?[0-9a-f]{40}(?:[&#].*)?$/.test(url) ? 'exact' : 'floating';
}

export function isPath(text: string): boolean {
  return /^(?:\.{1,2}(?:[\\/]|$)|[\\/]|~[\\/]|[A-Za-z]:[\\/])/.test(text);
}
