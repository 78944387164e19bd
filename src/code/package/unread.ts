/**
 * What a package names as its entries and nobody could read: files that are not there, lie outside, or are no code. Of the target
 * itself only: what a dependency names without having it is common, and never runs.
 */
import { quote } from '../../quote.ts';
import type { Gap, Package } from '../../types.ts';
import { programIn } from '../binary.ts';
import {
  DECLARES,
  decode,
  firstFiles,
  firstLine,
  isBeyond,
  isForNode,
  isShellScript,
  join,
  languageOf,
  resolveFile,
  resolveSpecifier,
  SOURCE,
  strings,
} from '../scripts/entries.ts';
import { filesRunBy, foldersOfCommands } from '../scripts/scripts.ts';
import { parse } from '../tree/parse.ts';
import { isFunction, type Node, walk } from '../tree/walk.ts';
import { loadedWith } from './imports.ts';

/** Fields of a manifest that say where a package's code begins. */
const FIELDS = ['main', 'module', 'browser', 'exports', 'imports', 'bin'];

/** What of the manifest and of the entries it names is not read. */
export function unreadIn(pkg: Package, root: boolean): readonly Gap[] {
  const beyond = FIELDS.filter((field) => isBeyond(pkg.manifest[field])).map((field) =>
    gapOf(pkg, 'package.json', `its ${field} name more files than are followed`),
  );
  return root ? [...beyond, ...entriesUnread(pkg), ...filesMissing(pkg)] : beyond;
}

function gapOf({ id }: Package, path: string, reason: string): Gap {
  return { stage: 'code', subject: `${id}/${path}`, reason };
}

// ---------------------------------------------------------------- entries

function entriesUnread(pkg: Package): readonly Gap[] {
  const bins = strings(pkg.manifest.bin);
  const unread = bins.flatMap((text) => unreadAt(pkg, text, 'command'));
  if (bins.length + foldersOfCommands(pkg).length > 0) return [...unread, ...mainsOutside(pkg)];
  const { main, exports } = pkg.manifest;
  return exports === undefined ? mainUnread(pkg, main) : exportsUnread(pkg);
}

/** Why a file that is run or loaded first is not read; none where it is. */
function unreadAt(pkg: Package, text: string, what: string): readonly Gap[] {
  const path = isOutside(pkg, text) ? undefined : resolveFile(pkg, text);
  if (path === undefined) {
    const why = isOutside(pkg, text) ? 'lies outside of the package' : 'is not there';
    return [gapOf(pkg, 'package.json', `its ${what} ${why}: ${quote(text, 80)}`)];
  }
  const kind = unreadKind(pkg, path);
  return kind === undefined ? [] : [gapOf(pkg, path, `its ${what} is ${kind}, which is not read`)];
}

/** From the folder of another package, or of one that is only installed beside it, comes what nobody sees here. */
function isOutside(pkg: Package, text: string): boolean {
  if (text.startsWith('/') || join('', text) === undefined) return true;
  return /(?:^|\/)node_modules\//.test(text) && resolveFile(pkg, text) === undefined;
}

function mainsOutside(pkg: Package): readonly Gap[] {
  const { main } = pkg.manifest;
  return typeof main === 'string' && main !== '' && isOutside(pkg, main) ? unreadAt(pkg, main, 'main') : [];
}

/** Without `main`, or where that is not there, Node loads the index; a package of types or of data has neither. */
function mainUnread(pkg: Package, main: unknown): readonly Gap[] {
  const isNamed = typeof main === 'string' && main !== '';
  if (isNamed && isOutside(pkg, main)) return mainsOutside(pkg);
  const path = (isNamed ? resolveFile(pkg, main) : undefined) ?? resolveFile(pkg, './index');
  const program = path === undefined ? undefined : machineCode(pkg.files.get(path) ?? new Uint8Array());
  if (path !== undefined && program !== undefined)
    return [gapOf(pkg, path, `its main is ${program}, which is not read`)];
  return path === undefined && isNamed && hasCode(pkg) ? unreadAt(pkg, main, 'main') : [];
}

function exportsUnread(pkg: Package): readonly Gap[] {
  const named = strings(pkg.manifest.exports);
  const isThere = (text: string): boolean =>
    text.includes('*') || text.endsWith('/') || resolveFile(pkg, text) !== undefined;
  if (named.length === 0 || named.some(isThere) || !hasCode(pkg)) return [];
  return unreadAt(pkg, named[0] as string, 'first export');
}

function hasCode({ files }: Package): boolean {
  return files.keys().some((path) => SOURCE.test(path) && !DECLARES.test(path));
}

// ---------------------------------------------------------------- what is no code

/** What a file is that nobody reads, in words; a script of a shell is what it runs. */
function unreadKind(pkg: Package, path: string): string | undefined {
  const bytes = pkg.files.get(path) ?? new Uint8Array();
  const program = programOf(pkg, path);
  if (program !== undefined) return program;
  if (!isShellScript(path, bytes) || languageOf(path, bytes) !== 'shell') return undefined;
  const run = filesRunBy(pkg, path).filter((one) => one !== path);
  if (run.some((one) => isCode(pkg, one))) return undefined;
  return run.map((one) => programOf(pkg, one)).find((one) => one !== undefined);
}

const isCode = (pkg: Package, path: string): boolean => SOURCE.test(path) || isForNode(pkg, path);

function programOf(pkg: Package, path: string): string | undefined {
  if (isCode(pkg, path)) return undefined;
  const bytes = pkg.files.get(path) ?? new Uint8Array();
  const program = machineCode(bytes);
  if (program !== undefined) return program;
  if (isShellScript(path, bytes) ? languageOf(path, bytes) !== 'shell' : firstLine(bytes) !== '')
    return 'a script of another language';
  return isText(bytes) ? undefined : 'no text';
}

function machineCode(bytes: Uint8Array): string | undefined {
  const program = programIn(bytes);
  if (program !== undefined) return `a program (${program})`;
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1') === '\0asm' ? 'WebAssembly' : undefined;
}

/** How much of a file is asked whether it is text. */
const HEAD = 1_000;

function isText(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 || !bytes.subarray(0, HEAD).includes(0);
}

// ---------------------------------------------------------------- files that are missing

/** Files that are read for what they load; more say no more. */
const MOST_FILES = 1_000;
const MOST_MISSING = 5;

/**
 * What the package loads as soon as it begins, and does not hold: without it nothing of it would run, so that somebody puts it
 * there later.
 */
function filesMissing(pkg: Package): readonly Gap[] {
  const found: Gap[] = [];
  // A set goes on through what is added to it.
  const files = new Set(firstFiles(pkg));
  for (const path of files) {
    if (files.size > MOST_FILES || found.length >= MOST_MISSING) break;
    const loaded = isPlain(pkg, path) ? loadedWith(pkg, path) : [];
    const missing = loaded.filter((specifier) => {
      const target = resolveSpecifier(pkg, specifier, path);
      if (target !== undefined) files.add(target);
      return target === undefined && /^\.{1,2}\//.test(specifier) && !MADE_LATER.test(specifier);
    });
    const sure = missing.length === 0 ? new Set() : loadedForSure(pkg, path);
    for (const specifier of new Set(missing))
      if (sure.has(specifier)) found.push(gapOf(pkg, path, `loads a file that is not there: ${quote(specifier, 80)}`));
  }
  return found;
}

/** JavaScript as Node runs it; compilers leave out what TypeScript imports for its types. */
function isPlain(pkg: Package, path: string): boolean {
  return /\.[mc]?js$/.test(path) || isForNode(pkg, path);
}

/** What an install builds, and what only a bundler loads. */
const MADE_LATER = /\.(?:node|css|s[ac]ss|less|svg|png|jpe?g|gif|vue|svelte|html?|d\.ts)$|[?!#]/;

/** What the statements of a file load before anything else, in no branch and no attempt. */
function loadedForSure(pkg: Package, path: string): ReadonlySet<string> {
  const parsed = parse(path, decode(pkg.files.get(path) ?? new Uint8Array()), pkg.manifest.type === 'module');
  const found = new Set<string>();
  for (const statement of parsed.ok ? parsed.file.program.body : []) {
    if ('source' in statement && statement.source) found.add(statement.source.value);
    else if (/^(?:Expression|Variable)/.test(statement.type)) walk(statement, (node) => addRequired(node, found));
  }
  return found;
}

/** False where what is below may not run. */
function addRequired(node: Node, found: Set<string>): boolean {
  if (isFunction(node) || MAY_NOT_RUN.test(node.type)) return false;
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return true;
  const [first] = node.arguments;
  if (first?.type === 'StringLiteral') found.add(first.value);
  return true;
}

const MAY_NOT_RUN = /^(?:Conditional|Logical|Optional)/;
