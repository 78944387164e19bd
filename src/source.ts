/**
 * Text → targets. Pure but for a `stat` of what looks like a path. Whatever is not an npm package is refused here with a
 * hint, so that no later stage meets a git URL, a remote tarball or an alias as a target.
 */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import npa from 'npm-package-arg';
import { reasonOf, UsageError } from './errors.ts';
import { isLauncher, launchWords, parseLaunch } from './launch.ts';
import { quote } from './quote.ts';
import type { Gap, Staged, Target } from './types.ts';

const ACCEPTED =
  'name an npm package, a directory with a package.json, a .tgz file, or quote a launch command like "npx -y name"';

/** Reads what the user typed. Throws `UsageError` for what is no target; gaps tell what of a launch command is not judged. */
export function parseTargets(texts: readonly string[], cwd: string): Staged<Target[]> {
  const parsed = texts.map((text) => parseTarget(text, cwd));
  return { value: parsed.flatMap(({ value }) => value), gaps: parsed.flatMap(({ gaps }) => gaps) };
}

function parseTarget(typed: string, cwd: string): Staged<readonly Target[]> {
  const text = typed.trim();
  if (text === '') throw new UsageError('a target is empty', ACCEPTED);
  if (text.includes('\0')) throw new UsageError('a target holds a NUL character', ACCEPTED);
  const [first = '', ...more] = text.split(/\s+/);
  if (isPath(text) && !(more.length > 0 && isLauncher(first))) return whole(fromPath(text, cwd));
  return more.length > 0 ? fromLaunch(text, launchWords(text)) : whole(fromSpec(text, text, cwd));
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
  const written = text.replace(/^file:/, '').replace(/^~(?=[/\\])/, homedir());
  const path = resolve(cwd, written);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`${quote(text)} does not exist`, `it was looked for at ${quote(path)}`);
  if (stat.isDirectory()) return directory(text, path);
  if (stat.isFile() && /\.(?:tgz|tar\.gz)$/i.test(path)) return { kind: 'tarball', text, path, args: [] };
  throw new UsageError(`${quote(text)} is no npm package`, hintForFile(path));
}

function directory(text: string, path: string): Target {
  if (statSync(join(path, 'package.json'), { throwIfNoEntry: false })?.isFile()) {
    return { kind: 'directory', text, path, args: [] };
  }
  throw new UsageError(
    `${quote(text)} has no package.json`,
    'name the directory that holds the package.json of the server',
  );
}

function hintForFile(path: string): string {
  if (/package\.json$/.test(path)) return 'name the directory that holds it';
  if (/\.(?:json|jsonc|toml|ya?ml)$/i.test(path)) return 'for an MCP client configuration use `lazaret gate`';
  return 'a package file ends in .tgz or .tar.gz; `npm pack` makes one';
}

function fromLaunch(text: string, words: readonly string[]): Staged<readonly Target[]> {
  const launch = parseLaunch(words);
  const targets = launch.packages.map((spec) => ({
    ...fromSpec(spec, text, '/'),
    args: launch.args,
    ...(launch.bin === undefined ? {} : { bin: launch.bin }),
  }));
  const gaps: Gap[] = launch.ignored.map((what) => ({
    stage: 'source',
    subject: quote(text),
    reason: `the launch command sets ${quote(what)}, which is not followed: packages come from your own npm configuration`,
  }));
  return { value: targets, gaps };
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
  remote: 'a remote tarball',
  alias: 'an alias',
  file: 'a file',
  directory: 'a path',
};

function hintFor(arg: npa.Result): string {
  if (arg.type === 'alias') return `name the package itself: ${quote(String((arg as npa.AliasResult).subSpec.raw))}`;
  if (arg.type === 'git') return 'check it out and name the directory: ./checkout';
  if (arg.type === 'remote') return 'download it and name the file: ./package.tgz';
  return `write the path itself: ${quote(arg.fetchSpec ?? './package')}`;
}
