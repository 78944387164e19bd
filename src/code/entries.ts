/** Where a package's code begins: what npm, Node and a shell would run or load, and which file a specifier names. */
import type { Package } from '../types.ts';

/**
 * When code runs, worst first: while the package is installed, while it is imported, when its command is started,
 * only when something calls it, or never as far as any entry shows.
 */
export const REACHES = ['install', 'load', 'start', 'call', 'nowhere'] as const;
export type Reach = (typeof REACHES)[number];

/** The earlier of two. */
export function worse(a: Reach, b: Reach): Reach {
  return REACHES.indexOf(a) <= REACHES.indexOf(b) ? a : b;
}

export interface Entry {
  readonly path: string;
  readonly reach: Reach;
}

/** Lifecycle scripts npm runs for a dependency that comes from a registry. */
export const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'] as const;

/** Every file that is run or loaded from outside the package. `root` is the target itself: its command is what gets started. */
export function entriesOf(pkg: Package, root: boolean): Entry[] {
  const main = mainFiles(pkg);
  const entries = new Map<string, Reach>();
  const add = (path: string | undefined, reach: Reach) => {
    if (path === undefined) return;
    const known = entries.get(path);
    entries.set(path, known === undefined ? reach : pick(known, reach, root || !main.has(path)));
  };
  for (const { text } of installCommands(pkg)) for (const path of filesNamed(pkg, text)) add(path, 'install');
  for (const text of strings(pkg.manifest.bin)) add(resolveFile(pkg, text), 'start');
  for (const path of filesNamed(pkg, scriptText(pkg, 'start'))) add(path, 'start');
  for (const path of loadable(pkg)) add(path, 'load');
  return [...entries].map(([path, reach]) => ({ path, reach }));
}

/** What importing the package by its bare name loads. */
function mainFiles(pkg: Package): Set<string> {
  const { main, module, exports } = pkg.manifest;
  const top = typeof exports === 'object' && exports !== null && '.' in exports ? exports['.'] : exports;
  const named = [main, module, top].flatMap(strings).flatMap((text) => resolveFile(pkg, text) ?? []);
  return new Set(named.length > 0 ? named : [resolveFile(pkg, './index') ?? '']);
}

/** A server's `main` is usually its command too: then it is started, not imported. A dependency's `main` is only imported. */
function pick(a: Reach, b: Reach, started: boolean): Reach {
  if (started && a !== 'install' && b !== 'install' && (a === 'start' || b === 'start')) return 'start';
  return worse(a, b);
}

/** Commands an install runs: lifecycle scripts, and those inside `binding.gyp`, which node-gyp runs without any script. */
export function installCommands(pkg: Package): { readonly at: string; readonly text: string }[] {
  const scripts = INSTALL_SCRIPTS.map((name) => ({ at: `#/scripts/${name}`, text: scriptText(pkg, name) }));
  const gyp = [...pkg.files].flatMap(([path, bytes]) => (/^[^/]+\.gypi?$/.test(path) ? [{ path, bytes }] : []));
  const expansions = gyp.flatMap(({ path, bytes }) =>
    [...decode(bytes).matchAll(/<!@?\(([^)]{1,2000})\)/g)].map((match) => ({ at: path, text: match[1] as string })),
  );
  return [...scripts, ...expansions].filter(({ text }) => text.length > 0);
}

/** Scripts other than JavaScript that a command may name. */
const SHELL_SCRIPT = /\.(?:sh|bash|zsh|bat|cmd|ps1|py|rb|pl)$/;
const MAX_SCRIPT = 1024 * 1024;

/** What an install runs, as text with its place as evidence: its commands, and the scripts of a shell or of Python that they name. */
export function installTexts(pkg: Package): { readonly at: string; readonly text: string }[] {
  return installCommands(pkg).flatMap(({ at, text }) => {
    const place = at.startsWith('#') ? `manifest:${pkg.id}${at}` : `file:${pkg.id}/${at}:1:1`;
    const scripts = filesNamed(pkg, text).flatMap((path) => {
      const bytes = pkg.files.get(path);
      if (!bytes || bytes.length > MAX_SCRIPT || !isShellScript(path, bytes)) return [];
      return [{ at: `file:${pkg.id}/${path}:1:1`, text: decode(bytes) }];
    });
    return [{ at: place, text }, ...scripts];
  });
}

function isShellScript(path: string, bytes: Uint8Array): boolean {
  if (SHELL_SCRIPT.test(path)) return true;
  return /^#!.*\b(?:(?:ba|z|da|k)?sh|python3?|ruby|perl)\b/.test(Buffer.from(bytes.subarray(0, 80)).toString('latin1'));
}

export function scriptText(pkg: Package, name: string): string {
  const { scripts } = pkg.manifest;
  const text =
    typeof scripts === 'object' && scripts !== null ? Object.getOwnPropertyDescriptor(scripts, name)?.value : '';
  return typeof text === 'string' ? text : '';
}

function filesNamed(pkg: Package, command: string): string[] {
  const words = command.slice(0, 20_000).split(/[\s'"`;&|()<>=]+/);
  return words.flatMap((word) => (word && word !== '.' ? (resolveFile(pkg, word) ?? []) : []));
}

function loadable(pkg: Package): string[] {
  const { main, module, browser, exports } = pkg.manifest;
  const named = [main, module, browser, exports].flatMap(strings);
  const files = named.flatMap((text) => (text.includes('*') ? matching(pkg, text) : (resolveFile(pkg, text) ?? [])));
  const fallback = typeof main === 'string' || exports !== undefined ? [] : (resolveFile(pkg, './index') ?? []);
  return files.concat(fallback).filter((path) => SOURCE.test(path));
}

const ASIDE = /\.(?:test|spec)\.[mc]?[jt]sx?$|(?:^|\/)(?:__tests__|tests?|examples?|demos?|bench(?:marks?)?)\//;

/** `./dist/*.js` names every such file; tests and examples are among them only because nobody left them out. */
function matching(pkg: Package, pattern: string): string[] {
  const [before = '', after = ''] = pattern.replace(/^\.\//, '').split('*');
  return [...pkg.files.keys()].filter((path) => path.startsWith(before) && path.endsWith(after) && !ASIDE.test(path));
}

/** Every string in a value of any shape; bounded, because a manifest may be hostile. */
export function strings(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  return Object.values(value).flatMap((item) => strings(item, depth + 1));
}

/** Extensions of files that hold JavaScript or compile to it. */
export const SOURCE = /\.(?:[mc]?[jt]s|[jt]sx)$/;

const TRIED = [
  '',
  '.js',
  '.cjs',
  '.mjs',
  '.json',
  '.ts',
  '.mts',
  '.cts',
  '.tsx',
  '/index.js',
  '/index.cjs',
  '/index.mjs',
  '/index.ts',
];

/** The file a path names, tried as Node and bundlers try: with extensions, and as a folder. */
export function resolveFile(pkg: Package, specifier: string, from = ''): string | undefined {
  const base = join(from.includes('/') ? from.slice(0, from.lastIndexOf('/')) : '', specifier);
  if (base === undefined) return undefined;
  for (const suffix of TRIED) {
    const path = base === '' ? suffix.replace(/^\//, '') : base + suffix;
    if (pkg.files.has(path)) return path;
  }
  // TypeScript names the file it will become.
  const typed = base.replace(/\.([mc]?)js$/, '.$1ts');
  return pkg.files.has(typed) ? typed : undefined;
}

/** Joins and normalises; undefined where the result lies outside the package. */
function join(folder: string, specifier: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${folder}/${specifier}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The file of this package a module specifier names, or undefined where it names another package. */
export function resolveSpecifier(pkg: Package, specifier: string, from: string): string | undefined {
  if (specifier.startsWith('.')) return resolveFile(pkg, specifier, from);
  if (specifier.startsWith('#')) return resolveImports(pkg, specifier);
  if (specifier !== pkg.name && !specifier.startsWith(`${pkg.name}/`)) return undefined;
  return resolveFile(pkg, specifier.slice(pkg.name.length + 1) || String(pkg.manifest.main ?? './index'));
}

/** Package-internal names of the manifest's `imports` field. */
function resolveImports(pkg: Package, specifier: string): string | undefined {
  const { imports } = pkg.manifest;
  if (typeof imports !== 'object' || imports === null) return undefined;
  for (const [key, value] of Object.entries(imports)) {
    const [before = '', after] = key.split('*');
    const fits = after === undefined ? specifier === key : specifier.startsWith(before) && specifier.endsWith(after);
    if (!fits) continue;
    const middle = after === undefined ? '' : specifier.slice(before.length, specifier.length - after.length);
    for (const target of strings(value)) {
      const path = resolveFile(
        pkg,
        target.replace('*', () => middle),
      );
      if (path) return path;
    }
  }
  return undefined;
}

/** UTF-8 with damage replaced, as Node reads source; UTF-16 where a mark says so. */
export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  return new TextDecoder().decode(bytes);
}
