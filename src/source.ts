/**
 * Text → targets. Pure but for a `stat` of what looks like a path. Whatever is not an npm package is refused here with a
 * hint, so that no later stage meets a git URL, a remote tarball or an alias as a target.
 */
import { lstatSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import npa from 'npm-package-arg';
import semver from 'semver';
import { clientOf } from './config/clients.ts';
import type { Artifact, Launch } from './config/launch.ts';
import { isLauncher, parseLaunch } from './config/launcher.ts';
import { nameOf } from './config/lock.ts';
import { splitShell } from './config/shell.ts';
import { reasonOf, UsageError } from './errors.ts';
import { quote } from './quote.ts';
import type { Gap, Staged, Target } from './types.ts';

const ACCEPTED =
  'name an npm package, a directory with a package.json, a .tgz file, a config of an MCP client, or quote a launch command like "npx -y name"';

const LAUNCHED =
  'launch commands of npx, npm exec, pnpm dlx, bunx and yarn dlx are read, and what wraps them; or name the package itself';

/** Reads what the user typed. Throws `UsageError` for what is no target; gaps tell what of a launch command is not judged. */
export function parseTargets(texts: readonly string[], cwd: string): Staged<Target[]> {
  const parsed = texts.map((text) => parseTarget(text, cwd));
  return { value: parsed.flatMap(({ value }) => value), gaps: parsed.flatMap(({ gaps }) => gaps) };
}

/**
 * What to do where a launch command came without quotes, so that each word of it would be a package to vet; `undefined` where none
 * did. `words` begin with the first target.
 */
export function unquoted([first = '', ...more]: readonly string[]): string | undefined {
  if (more.length === 0 || /\s/.test(first) || !isLauncher(first)) return undefined;
  return `a launch command is one target, in quotes: lazaret vet "${quote([first, ...more].join(' '))}"`;
}

/** True where a text names a file that may be the config of an MCP client, or with `file#server` one server of it. */
export function namesConfig(text: string, cwd: string): boolean {
  const file = text.trim().replace(SERVER, '');
  if (!CONFIG.test(file) || PACKAGE_FILE.test(file)) return false;
  return statSync(placeOf(file, cwd), { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Where a path leads; a shell leaves `~` alone in quotes. */
export function placeOf(path: string, cwd: string): string {
  return resolve(cwd, path.replace(/^~(?=[/\\])/, homedir()));
}

/**
 * The config that a text means and that is not there: one with the name of a client's, in a folder, or with a server named.
 * A bare word that ends in `.json` may be a package.
 */
function missingConfig(text: string, cwd: string): string | undefined {
  const file = text.replace(SERVER, '');
  if (/^@|:|\s/.test(file) || !CONFIG.test(file) || PACKAGE_FILE.test(file)) return undefined;
  if (file === text && !/[/\\]/.test(file) && clientOf(file) === undefined) return undefined;
  return statSync(placeOf(file, cwd), { throwIfNoEntry: false }) === undefined ? file : undefined;
}

/** A manifest lying here, where a package of the registry may have that very name. */
function isPackageFile(text: string, cwd: string): boolean {
  return PACKAGE_FILE.test(text) && (statSync(resolve(cwd, text), { throwIfNoEntry: false })?.isFile() ?? false);
}

/** The server that is named of a config. */
const SERVER = /#[^#/]*$/;
const CONFIG = /\.(?:jsonc?|json5|toml|ya?ml|mcpb|dxt)$/i;
const PACKAGE_FILE = /(?:^|[/\\])(?:package|package-lock|npm-shrinkwrap)\.json$/;

function parseTarget(typed: string, cwd: string): Staged<readonly Target[]> {
  const text = typed.trim();
  if (text === '') throw new UsageError('a target is empty', ACCEPTED);
  if (text.includes('\0')) throw new UsageError('a target holds a NUL character', ACCEPTED);
  const [first = '', ...more] = text.split(/\s+/);
  if (isPackageFile(text, cwd)) throw new UsageError(`${quote(text)} is no npm package`, hintForFile(text));
  const missing = missingConfig(text, cwd);
  if (missing !== undefined) throw absent(missing, placeOf(missing, cwd));
  if (isPath(text) && !(more.length > 0 && isLauncher(first))) return whole(fromPath(text, cwd));
  return more.length > 0 && !isRange(text) ? fromLaunch(text, launchIn(text)) : whole(fromSpec(text, text, cwd));
}

/** A name with a range that has blanks in it: `weather-mcp@>=2 <3`. */
function isRange(text: string): boolean {
  const [, range] = /^(?:@[^\s@/]+\/)?[^\s@/]+@(.+)$/s.exec(text) ?? [];
  return range !== undefined && semver.validRange(range) !== null;
}

function whole(target: Target): Staged<readonly Target[]> {
  return { value: [target], gaps: [] };
}

/** The same prefixes that make npm see a path; a bare word is a package even where a directory of that name exists. */
function isPath(text: string): boolean {
  return (
    /^(?:\.{1,2}(?:[/\\]|$)|~[/\\]|file:)/.test(text) ||
    isAbsolute(text) ||
    /^(?!\w+:\/\/)[^@\s]*\.(?:tgz|tar\.gz|tar)$/i.test(text)
  );
}

function fromPath(text: string, cwd: string): Target {
  const path = placeOf(text.replace(/^file:/, ''), cwd);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw absent(text, path);
  if (stat.isDirectory()) return directory(text, path);
  if (stat.isFile() && /\.(?:tgz|tar\.gz)$/i.test(path)) return { kind: 'tarball', text, path, args: [] };
  throw new UsageError(`${quote(text)} is no npm package`, hintForFile(path));
}

function absent(text: string, path: string): UsageError {
  return new UsageError(`${quote(text)} does not exist`, `it was looked for at ${quote(path)}`);
}

function directory(text: string, path: string): Target {
  // Whatever it is: what is no file, or leads to none, is the package's fault and not the user's.
  if (lstatSync(join(path, 'package.json'), { throwIfNoEntry: false })) {
    return { kind: 'directory', text, path, args: [] };
  }
  throw new UsageError(
    `${quote(text)} has no package.json`,
    'name the directory that holds the package.json of the server',
  );
}

function hintForFile(path: string): string {
  if (PACKAGE_FILE.test(path)) return 'name the directory that holds it';
  return 'a package file ends in .tgz or .tar.gz; `npm pack` makes one';
}

/** One plain command. Throws `UsageError` where only a shell could go on. */
function launchIn(text: string): Launch {
  const { commands, operators, odd } = splitShell(text);
  const [words = [], ...others] = commands;
  if (others.length + operators.length + odd.length > 0)
    throw new UsageError(
      `${quote(text)} is more than one plain command`,
      'give one launch command without pipes or lists',
    );
  const [command = '', ...args] = words;
  return parseLaunch(command, args);
}

/** The npm packages of a launch, the server first; whatever else it runs or sets is a gap of each. */
function fromLaunch(text: string, launch: Launch): Staged<readonly Target[]> {
  const packages = packagesOf(launch);
  if (packages.length === 0)
    throw new UsageError(`${quote(text)} starts no npm package: ${elsewhere(launch)}`, LAUNCHED);
  const targets = packages.map(({ spec, args, bin }) => ({
    ...fromSpec(spec, text, '/'),
    args,
    ...(bin === undefined ? {} : { bin }),
  }));
  const ignored = [
    ...launch.options.filter(({ kind }) => STEERING.has(kind)).map((option) => option.text),
    ...launch.env.filter(({ name }) => /^npm_config_/i.test(name)).map(({ name }) => name),
  ];
  const gaps = ignored.map((what): Gap => {
    const reason = `the launch command sets ${quote(what)}, which is not followed: packages come from your own npm configuration`;
    return { stage: 'source', subject: quote(text), reason };
  });
  return { value: targets, gaps: [...gaps, ...unvetted(launch, quote(text))] };
}

/** Options of a launch that may make it install something else than we resolve. */
const STEERING: ReadonlySet<string> = new Set(['registry', 'resolution', 'install-scripts']);

/** What of a launch can be vetted: its npm packages, the server first. */
export function packagesOf({ runs }: Launch): readonly Extract<Artifact, { kind: 'npm' }>[] {
  const packages = runs.filter((run) => run.kind === 'npm');
  return packages.toSorted((a, b) => Number(b.role === 'server') - Number(a.role === 'server'));
}

/** What of a launch no vet can see, said for each part. */
export function unvetted({ runs }: Launch, subject: string): readonly Gap[] {
  return runs.flatMap((run): Gap[] => {
    const known = UNVETTED[run.kind];
    return known ? [{ stage: known.stage, subject, reason: `${quote(nameOf(run), 120)}: ${reasonFor(run)}` }] : [];
  });
}

const UNVETTED: Readonly<Partial<Record<Artifact['kind'], Pick<Gap, 'stage' | 'reason'>>>> = {
  pypi: { stage: 'source', reason: 'Python packages are not vetted' },
  package: { stage: 'source', reason: 'packages of this registry are not vetted' },
  image: { stage: 'source', reason: 'container images are not vetted' },
  download: { stage: 'source', reason: 'code from outside a registry is not vetted' },
  unresolved: { stage: 'source', reason: 'it is not known what runs' },
  local: { stage: 'local', reason: 'code of the project or the machine is not vetted' },
  remote: { stage: 'remote', reason: 'it runs on another machine' },
};

function reasonFor(run: Artifact): string {
  return run.kind === 'unresolved' ? run.reason : (UNVETTED[run.kind]?.reason ?? '');
}

/** What a launch starts instead of an npm package, in words. */
function elsewhere({ runs }: Launch): string {
  return runs.map((run) => `${quote(nameOf(run), 80)}: ${reasonFor(run)}`).join('; ') || 'it starts nothing we know';
}

function fromSpec(written: string, text: string, cwd: string): Target {
  const arg = parseSpec(written.replace(/^npm:/, ''), cwd);
  if (arg.type === 'tag' || arg.type === 'version' || arg.type === 'range') {
    return { kind: 'npm', text, spec: arg.raw, args: [] };
  }
  throw new UsageError(
    `${quote(written)} is ${KINDS[arg.type] ?? 'no npm package'}, which is not judged`,
    hintFor(arg),
  );
}

function parseSpec(spec: string, cwd: string): npa.Result {
  try {
    return npa(spec, cwd);
  } catch (error) {
    throw new UsageError(`${quote(spec)} is no package name: ${quote(reasonOf(error))}`, ACCEPTED);
  }
}

const KINDS: Readonly<Record<string, string>> = {
  git: 'a git repository',
  remote: 'a web address',
  alias: 'an alias',
  file: 'a file',
  directory: 'a path',
};

function hintFor(arg: npa.Result): string {
  if (arg.type === 'alias') return `name the package itself: ${quote(String((arg as npa.AliasResult).subSpec.raw))}`;
  if (arg.type === 'git') return 'check it out and name the directory: ./checkout';
  if (arg.type === 'remote')
    return 'if it is a package, download it and name the file: ./package.tgz; a server that runs elsewhere stands in a config, and `lazaret gate --probe` asks it';
  if (/^[\w@]/.test(arg.raw)) return `write it as a path: ./${quote(arg.raw)}`;
  return `write the path itself: ${quote(arg.fetchSpec ?? './package')}`;
}
