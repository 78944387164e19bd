/** Where a package's code begins: what npm, Node and a shell would run or load, and which file a specifier names. */
import type { Package } from '../../types.ts';
import { withFields } from './fields.ts';
import { foundClasses } from './found-classes.ts';
import { commandsInGyp } from './gyp.ts';
import { folderAround, folderOf, foldersInside, manifestAt } from './inside.ts';
import { withUnpacked } from './powershell.ts';
import { prepares } from './prepares.ts';
import { commandsBehind, filesGivenToNode, filesPreloaded, filesRunBy, foldersOfCommands } from './scripts.ts';

/**
 * When code runs, worst first: while the package is installed, while it is imported, when its command is started, when it is
 * started with a word that asks for it, only when something calls it, or never as far as any entry shows.
 */
export const REACHES = ['install', 'load', 'start', 'typed', 'call', 'nowhere'] as const;
export type Reach = (typeof REACHES)[number];

/** The earlier of two. */
export function worse(a: Reach, b: Reach): Reach {
  return REACHES.indexOf(a) <= REACHES.indexOf(b) ? a : b;
}

export interface Entry {
  readonly path: string;
  readonly reach: Reach;
  /** True where Node is told to run it, whatever it is called. */
  readonly asCode: boolean;
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
  for (const { text } of installCommands(pkg)) for (const path of filesRunBy(pkg, text)) add(path, 'install');
  for (const { text, reach } of commandsOf(pkg)) for (const path of runByCommand(pkg, text)) add(path, reach);
  for (const file of foldersOfCommands(pkg)) for (const path of runByCommand(pkg, file)) add(path, 'start');
  for (const path of startedFiles(pkg)) add(path, 'start');
  // npm runs these for checkouts and folders only, never for what comes from a registry.
  for (const name of ASKED_SCRIPTS) for (const path of filesRunBy(pkg, scriptText(pkg, name))) add(path, 'call');
  for (const path of loadable(pkg)) add(path, 'load');
  for (const path of foundClasses(pkg, [...entries.keys()])) add(path, 'start');
  const asCode = entriesAsCode(pkg, entries.keys());
  return [...entries].map(([path, reach]) => ({ path, reach, asCode: asCode.has(path) }));
}

/** The file of a command, and what runs with it: what its first line preloads, and what a script of a shell runs. */
function runByCommand(pkg: Package, text: string): readonly string[] {
  const path = resolveFile(pkg, text);
  const bytes = path === undefined ? undefined : pkg.files.get(path);
  if (path === undefined || bytes === undefined) return [];
  const run = isShellScript(path, bytes) ? filesRunBy(pkg, path) : filesPreloaded(pkg, firstLine(bytes));
  return [path, ...run];
}

/** What Node never takes for JavaScript as a program. */
const NO_PROGRAM = /\.(?:json|node)$/;

/** Files that say by their first line that they are for Node, and those that a command gives to it. */
function entriesAsCode(pkg: Package, paths: Iterable<string>): ReadonlySet<string> {
  const commands = [...INSTALL_SCRIPTS, ...START_SCRIPTS, ...ASKED_SCRIPTS].map((name) => scriptText(pkg, name));
  const given = commands.flatMap((text) => filesGivenToNode(pkg, text));
  const all = [...paths];
  const said = all.filter((path) => isForNode(pkg, path));
  const scripts = all.filter((path) => isShellScript(path, pkg.files.get(path)));
  const within = scripts.flatMap((path) => filesGivenToNode(pkg, path));
  const preloaded = said.flatMap((path) => filesPreloaded(pkg, firstLine(pkg.files.get(path) ?? new Uint8Array())));
  return new Set([...given, ...said, ...within, ...preloaded].filter((path) => !NO_PROGRAM.test(path)));
}

/** True where the first line of a file says that Node or its like runs it. */
export function isForNode({ files }: Package, path: string): boolean {
  return RUN_BY_NODE.test(firstLine(files.get(path) ?? new Uint8Array()));
}

const RUN_BY_NODE = /^#!.*\b(?:node(?:js)?|bun|deno|tsx|ts-node|zx)\b/;

/** The line by which a script says what runs it; empty for what is none. */
export function firstLine(bytes: Uint8Array): string {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return '';
  const [line = ''] = Buffer.from(bytes.subarray(0, 500)).toString('latin1').split('\n');
  return line;
}

/** What `bin` names. Of several, the name of one that prepares something is itself a word for it: `acme-setup` beside `acme-mcp`. */
function commandsOf({ manifest: { bin } }: Package): readonly { readonly text: string; readonly reach: Reach }[] {
  const named = typeof bin === 'object' && bin !== null ? Object.entries(bin) : [];
  const serves = named.some(([name]) => !prepares(name));
  return named.length === 0
    ? strings(bin).map((text) => ({ text, reach: 'start' }))
    : named.flatMap(([name, value]) =>
        strings(value).map((text) => ({ text, reach: serves && prepares(name) ? 'typed' : 'start' })),
      );
}

const START_SCRIPTS = ['prestart', 'start', 'poststart'];
const ASKED_SCRIPTS = ['prepare', 'prepublish', 'prepublishOnly', 'prepack', 'postpack'];

/** Files with which the package itself begins: those of its commands, else what its bare name loads. */
export function firstFiles(pkg: Package): readonly string[] {
  const commands = commandsOf(pkg).flatMap(({ text }) => runByCommand(pkg, text));
  return commands.length > 0 ? commands : [...mainFiles(pkg)];
}

/** What `npm start` runs; without a script, npm starts `server.js`. */
function startedFiles(pkg: Package): readonly string[] {
  const scripts = START_SCRIPTS.map((name) => scriptText(pkg, name));
  if (scripts[1] === '' && pkg.files.has('server.js')) return ['server.js'];
  return scripts.flatMap((text) => filesRunBy(pkg, text));
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
  const starts = (['start', 'typed'] as const).find((one) => a === one || b === one);
  return started && starts !== undefined && a !== 'install' && b !== 'install' ? starts : worse(a, b);
}

/** Commands an install runs: lifecycle scripts, and those inside `binding.gyp`, which node-gyp runs without any script. */
export function installCommands(pkg: Package): { readonly at: string; readonly text: string }[] {
  const scripts = INSTALL_SCRIPTS.map((name) => ({ at: `#/scripts/${name}`, text: scriptText(pkg, name) }));
  return [...scripts, ...gypCommands(pkg), ...carriedCommands(pkg)].filter(({ text }) => text.length > 0);
}

/** What npm runs of packages that travel inside this one, each in its own folder. */
function carriedCommands(pkg: Package): { readonly at: string; readonly text: string }[] {
  return foldersInside(pkg).flatMap((folder) => {
    const manifest = manifestAt(pkg, folder);
    if (manifest === undefined) return [];
    const texts = INSTALL_SCRIPTS.map((name) => scriptText({ manifest }, name)).filter((text) => text !== '');
    return texts.map((text) => ({ at: `${folder}/package.json`, text: `cd ${folder} && ${text}` }));
  });
}

const MAX_GYP = 1024 * 1024;

/** Without a `.gyp` of its own nothing builds a package; with one, those it includes are read too. */
function gypCommands({ files }: Package): { readonly at: string; readonly text: string }[] {
  if (![...files.keys()].some((path) => /^[^/]+\.gypi?$/.test(path))) return [];
  return [...files].flatMap(([path, bytes]) => {
    if (!/\.gypi?$/.test(path) || bytes.length > MAX_GYP) return [];
    return commandsInGyp(decode(bytes)).map((text) => ({ at: path, text }));
  });
}

/** Scripts other than JavaScript that a command may name. */
const SHELL_SCRIPT = /\.(?:sh|bash|zsh|bat|cmd|ps1|py|rb|pl)$/;
const MAX_SCRIPT = 1024 * 1024;

/** One text that a shell or another interpreter runs, with its place as evidence. */
export interface RunText {
  readonly at: string;
  /** With what it takes from the manifest, and what PowerShell unpacks of it. */
  readonly text: string;
  /** As it stands there. */
  readonly written: string;
  readonly language: 'shell' | 'python' | 'other';
}

/** What an install runs: its commands, and the scripts of a shell or of Python that they name. */
export function installTexts(pkg: Package): readonly RunText[] {
  const known = INSTALL_TEXTS.get(pkg);
  if (known) return known;
  const texts = installCommands(pkg).flatMap(({ at, text }) => {
    const place = at.startsWith('#') ? `manifest:${pkg.id}${at}` : `file:${pkg.id}/${at}:1:1`;
    const scripts = filesRunBy(pkg, text).flatMap((path) => scriptIn(pkg, path) ?? []);
    const [, ...behind] = commandsBehind(pkg, text);
    return [...[text, ...behind].map((one) => textAt(pkg, place, one, 'shell')), ...scripts];
  });
  INSTALL_TEXTS.set(pkg, texts);
  return texts;
}

/** Asked for by whoever looks at them and by whoever asks what they lead to. */
const INSTALL_TEXTS = new WeakMap<Package, readonly RunText[]>();

/** A file of the package that an interpreter of its own runs; undefined for any other. */
export function scriptIn(pkg: Package, path: string): RunText | undefined {
  const bytes = pkg.files.get(path);
  if (!bytes || bytes.length > MAX_SCRIPT || !isShellScript(path, bytes)) return undefined;
  return textAt(pkg, `file:${pkg.id}/${path}:1:1`, decode(bytes), languageOf(path, bytes));
}

function textAt(pkg: Package, at: string, written: string, language: RunText['language']): RunText {
  return { at, text: withUnpacked(withFields(pkg, written)), written, language };
}

export function languageOf(path: string, bytes: Uint8Array): RunText['language'] {
  const first = Buffer.from(bytes.subarray(0, 80)).toString('latin1');
  if (/\.py$/.test(path) || /^#!.*\bpython/.test(first)) return 'python';
  return /\.(?:rb|pl|ps1)$/.test(path) || /^#!.*\b(?:ruby|perl)\b/.test(first) ? 'other' : 'shell';
}

/** What a shell or another interpreter runs, by its name or by its first line. */
export function isShellScript(path: string, bytes: Uint8Array = new Uint8Array()): boolean {
  if (SHELL_SCRIPT.test(path)) return true;
  return /^#!.*\b(?:(?:ba|z|da|k)?sh|python3?|ruby|perl)\b/.test(Buffer.from(bytes.subarray(0, 80)).toString('latin1'));
}

export function scriptText(pkg: Pick<Package, 'manifest'>, name: string): string {
  const { scripts } = pkg.manifest;
  const text =
    typeof scripts === 'object' && scripts !== null ? Object.getOwnPropertyDescriptor(scripts, name)?.value : '';
  return typeof text === 'string' ? text : '';
}

/** What Node never takes for JavaScript; every other name it does where `require` is given it. */
const NO_MODULE = /\.(?:json|node|wasm)$/;

/** The files that importing the package by its bare name may load, however they are called. */
export function mainsOf(pkg: Package): ReadonlySet<string> {
  const { main, exports } = pkg.manifest;
  const top = typeof exports === 'object' && exports !== null && '.' in exports ? exports['.'] : exports;
  const named = [main, ...(typeof top === 'string' ? [top] : [])].flatMap(strings);
  const files = named.flatMap((text) => resolveFile(pkg, text) ?? []);
  return new Set(files.filter((path) => !NO_MODULE.test(path) && !/\.d\.[mc]?ts$|\.(?:s?css|less)$/.test(path)));
}

function loadable(pkg: Package): string[] {
  const { main, module, browser, exports } = pkg.manifest;
  const named = [main, module, browser, exports].flatMap(strings);
  const mains = mainsOf(pkg);
  const files = named.flatMap((text) => filesAt(pkg, text));
  // Node falls back to the index where `main` leads nowhere.
  const found = typeof main === 'string' && SOURCE.test(resolveFile(pkg, main) ?? '');
  const fallback = found || exports !== undefined ? [] : (resolveFile(pkg, './index') ?? []);
  return files.concat(fallback).filter((path) => SOURCE.test(path) || mains.has(path));
}

function filesAt(pkg: Package, text: string): readonly string[] {
  if (text.includes('*')) return matching(pkg, text);
  if (text.endsWith('/')) return matching(pkg, `${text}*`);
  const path = resolveFile(pkg, text);
  return path === undefined ? [] : [path];
}

const ASIDE = /\.(?:test|spec)\.[mc]?[jt]sx?$|(?:^|\/)(?:__tests__|tests?|examples?|demos?|bench(?:marks?)?)\//;

/** `./dist/*.js` names every such file; tests and examples are among them only because nobody left them out. */
function matching(pkg: Package, pattern: string): string[] {
  const [before = '', after = ''] = pattern.replace(/^\.\//, '').split('*');
  return [...pkg.files.keys()].filter((path) => path.startsWith(before) && path.endsWith(after) && !ASIDE.test(path));
}

/** Values of a manifest's field that are looked at; the largest real lists of exports have some thousands. */
const MOST_VALUES = 50_000;

/** Every string in a value of any shape and depth, in its order; bounded, because a manifest may be hostile. */
export function strings(value: unknown): string[] {
  return stringsWithin(value).found;
}

/** True where a value holds more than is looked at. */
export function isBeyond(value: unknown): boolean {
  return stringsWithin(value).beyond;
}

function stringsWithin(value: unknown): { readonly found: string[]; readonly beyond: boolean } {
  const found: string[] = [];
  const pending = [value];
  let left = MOST_VALUES;
  for (; pending.length > 0 && left > 0; left--) {
    const one = pending.pop();
    if (typeof one === 'string') found.push(one);
    if (typeof one !== 'object' || one === null) continue;
    const inner: unknown[] = Object.values(one);
    for (let i = Math.min(inner.length, MOST_VALUES) - 1; i >= 0; i--) pending.push(inner[i]);
  }
  return { found, beyond: pending.length > 0 };
}

/** Extensions of files that hold JavaScript or compile to it. */
export const SOURCE = /\.(?:[mc]?[jt]s|[jt]sx)$/;
/** Those of files that only say what others hold. */
export const DECLARES = /\.d\.[mc]?ts$/;

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
  const main = mainOfFolder(pkg, base);
  if (main !== undefined) return main;
  // TypeScript names the file it will become.
  const typed = base.replace(/\.([mc]?)js$/, '.$1ts');
  return pkg.files.has(typed) ? typed : undefined;
}

/** A folder with a manifest of its own says which of its files is meant. */
function mainOfFolder(pkg: Package, folder: string): string | undefined {
  const bytes = folder === '' ? undefined : pkg.files.get(`${folder}/package.json`);
  if (!bytes || bytes.length > MAX_SCRIPT) return undefined;
  const main = /"main"\s*:\s*"((?:\.\/)?[\w@./-]{1,200})"/.exec(decode(bytes))?.[1];
  const path = main === undefined ? undefined : join(folder, main);
  return path === undefined || path === folder
    ? undefined
    : TRIED.map((suffix) => path + suffix).find((one) => pkg.files.has(one));
}

/** Joins and normalises; undefined where the result lies outside the package. */
export function join(folder: string, specifier: string): string | undefined {
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
  if (specifier.startsWith('#')) {
    const folder = folderAround(pkg, from);
    return mappedFile(pkg, manifestAt(pkg, folder)?.imports, specifier, from, folder);
  }
  if (specifier !== pkg.name && !specifier.startsWith(`${pkg.name}/`)) return carriedFile(pkg, specifier, from);
  const inside = specifier.slice(pkg.name.length + 1);
  return (
    mappedFile(pkg, pkg.manifest.exports, inside === '' ? '.' : `./${inside}`, from) ??
    resolveFile(pkg, inside || String(pkg.manifest.main ?? './index'))
  );
}

/** The name of a package and what of it is meant. */
const BARE = /^((?:@[^/@:]+\/)?[^/@.:][^/:]*)(?:\/(.*))?$/;

/** A file of a package that travels inside this one, by what its own manifest says. */
function carriedFile(pkg: Package, specifier: string, from: string): string | undefined {
  const [, name, inside = ''] = BARE.exec(specifier) ?? [];
  const folder = name === undefined ? undefined : (ownFolder(pkg, name, from) ?? folderOf(pkg, name, from));
  if (folder === undefined) return undefined;
  return (
    mappedFile(pkg, manifestAt(pkg, folder)?.exports, inside === '' ? '.' : `./${inside}`, from, folder) ??
    resolveFile(pkg, inside === '' ? folder : `${folder}/${inside}`)
  );
}

/** The folder of the package around a file, where it names that itself. */
function ownFolder(pkg: Package, name: string, from: string): string | undefined {
  const folder = folderAround(pkg, from);
  return folder !== '' && manifestAt(pkg, folder)?.name === name ? folder : undefined;
}

/** The file that one of the manifest's maps, `imports` or `exports`, gives for a name, by itself or by a pattern. */
function mappedFile(pkg: Package, map: unknown, name: string, from: string, folder = ''): string | undefined {
  if (typeof map === 'string' && name === '.') return resolveFile(pkg, map, `${folder}/`);
  if (typeof map !== 'object' || map === null) return undefined;
  const asks = isRequiring(pkg, from) ? 'require' : 'import';
  for (const [key, value] of Object.entries(map).sort(([one], [other]) => closeness(other) - closeness(one))) {
    const middle = middleOf(key, name);
    if (middle === undefined) continue;
    for (const target of conditional(value, asks)) {
      const path = resolveFile(
        pkg,
        target.replaceAll('*', () => middle),
        `${folder}/`,
      );
      if (path !== undefined) return path;
    }
  }
  return undefined;
}

/** Node takes the name itself before any pattern, and of patterns the one that says most before its `*`. */
function closeness(key: string): number {
  const star = key.indexOf('*');
  return star < 0 ? Number.MAX_SAFE_INTEGER : star;
}

/** What stands for the `*` of a pattern, nothing where a name is the key itself; undefined where it is not meant. */
function middleOf(key: string, name: string): string | undefined {
  const [before = '', after] = key.split('*');
  if (after === undefined) return key === name ? '' : undefined;
  const fits = name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
  return fits ? name.slice(before.length, name.length - after.length) : undefined;
}

/** True for a file whose own imports are most likely `require`. */
function isRequiring(pkg: Package, from: string): boolean {
  const { type } = manifestAt(pkg, folderAround(pkg, from)) ?? pkg.manifest;
  return /\.c[jt]s$/.test(from) || (/\.[jt]s$/.test(from) && type !== 'module');
}

/** What Node asks for, and the places of a list; whatever else a map names is for a browser, another runtime or a compiler. */
const ASKED_BY_NODE = /^(?:node|node-addons|import|require|module-sync|default|\d+)$/;

/** Targets of a map in the order in which Node would take them: its own conditions first, what it never asks for last. */
function conditional(value: unknown, asks: 'import' | 'require'): readonly string[] {
  const ranked = ranks(value, asks);
  return ranked.sort(([a], [b]) => a - b).map(([, text]) => text);
}

/** With how far a machine is from asking for each; as many and as deep as `strings` goes. */
function ranks(value: unknown, asks: 'import' | 'require'): (readonly [number, string])[] {
  const found: (readonly [number, string])[] = [];
  const pending: (readonly [number, unknown])[] = [[0, value]];
  for (let left = MOST_VALUES; left > 0; left--) {
    const next = pending.pop();
    if (next === undefined) break;
    const [rank, one] = next;
    if (typeof one === 'string') found.push([rank, one]);
    if (typeof one !== 'object' || one === null) continue;
    for (const [condition, part] of Object.entries(one).slice(0, MOST_VALUES).reverse())
      pending.push([Math.max(rank, rankOf(condition, asks)), part]);
  }
  return found;
}

function rankOf(condition: string, asks: 'import' | 'require'): number {
  if (!ASKED_BY_NODE.test(condition)) return 2;
  return (condition === 'import' || condition === 'require') && condition !== asks ? 1 : 0;
}

/** UTF-8 with damage replaced, as Node reads source; UTF-16 where a mark says so. */
export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  return new TextDecoder().decode(bytes);
}
