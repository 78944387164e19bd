/**
 * Bytes to syntax tree. Plugins are chosen by extension, because enabling them all changes what code means
 * (`f<a>(b)` is a call in TypeScript and two comparisons in JavaScript); only what Node itself would refuse is
 * read again as JSX, Flow or TypeScript, so that what a bundler would run is seen too; what Babel takes for neither may be
 * Flow of today.
 */

import { parse as babel, type ParserOptions } from '@babel/parser';
import type { File } from '@babel/types';
import { reasonOf } from '../../errors.ts';
import { writeOut } from './composed.ts';
import { parseNewerFlow } from './newer-flow.ts';
import { writePlain } from './plain.ts';
import { restore } from './restored.ts';
import { walk } from './walk.ts';

/**
 * Larger sources are not parsed: with what is found out of it, a syntax tree takes some fifty times the memory of its text.
 * The largest bundle met, of 14 MB, took 960 MB.
 */
export const MAX_SOURCE = 16 * 1024 * 1024;

export type Parsed = { readonly ok: true; readonly file: File } | { readonly ok: false; readonly reason: string };

/** How the reason begins where a text is no JavaScript. */
export const NOT_PARSED = 'does not parse: ';

/** How a file is read; where `type: module` stands in the manifest, `.js` is tried as a module first. */
export function parse(path: string, text: string, esm: boolean): Parsed {
  if (text.length > MAX_SOURCE) return { ok: false, reason: `${text.length} characters are more than are parsed` };
  const source = text.replace(SECOND_HASHBANG, '$1//');
  let first: string | undefined;
  const ways = readings(path, esm || MODULE.test(source));
  for (const [place, options] of ways.entries()) {
    try {
      const read = better(source, babel(source, { ...COMMON, ...options }), options, ways[place + 1]);
      const file = newer(path, source, read) ?? (hasFlow(options) ? asKnown(read) : read);
      writePlain(file, source);
      restore(file, source);
      writeOut(file, source);
      return { ok: true, file };
    } catch (error) {
      // Nesting that exhausts the stack does so in every reading.
      if (error instanceof RangeError) return { ok: false, reason: 'is nested too deeply to be parsed' };
      first ??= reasonOf(error);
    }
  }
  const file = newer(path, source);
  return file ? { ok: true, file } : { ok: false, reason: `${NOT_PARSED}${first}` };
}

/** Of a build that put its own before that of the source: no engine takes that, and the rest is read all the same. */
const SECOND_HASHBANG = /^(#![^\n]*\n)#!/;

/** What only modules have, at the beginning of a statement: without a word in the manifest, Node takes the file for one. */
const MODULE =
  /(?:^|[;}])[ \t]*(?:import\s*(?:[\w$]+\s*(?:,|from\b)|[*{]|['"])|export\s*(?:[{*]|(?:default|const|let|var|function|class|async)\b))/m;

type Read = ReturnType<typeof babel>;

/**
 * Where a script has what only modules have, Node runs a module: there `await (x)` waits, where in a script it would be a call. So
 * what was read with mistakes as a script is read as a module, and taken as such if that has fewer.
 */
function better(source: string, read: Read, { sourceType }: ParserOptions, next: ParserOptions | undefined): Read {
  if (sourceType !== 'commonjs' || !read.errors?.length || next?.sourceType !== 'module') return read;
  try {
    const other = babel(source, { ...COMMON, ...next });
    return (other.errors?.length ?? 0) < read.errors.length ? other : read;
  } catch {
    return read;
  }
}

/** How much of a file is looked at for its saying that it is Flow, or beginning like it. */
const HEAD = 4_000;
const FLOW = /@flow\b|^(?:im|ex)port type\b|^(?:export (?:default )?)?(?:component [A-Z]|hook use[A-Z])\w*\(/m;

function isFlow(source: string): boolean {
  return FLOW.test(source.slice(0, HEAD));
}

const hasFlow = ({ plugins = [] }: ParserOptions): boolean => plugins.includes('flow');

/** The tree of a file of Flow that Babel could not read, or mended where there was no mistake. */
function newer(path: string, source: string, read?: Read): File | undefined {
  if (TYPESCRIPT_FILE.test(path) || (read && !read.errors?.length) || !isFlow(source)) return undefined;
  const file = parseNewerFlow(source);
  return file && asKnown(file);
}

/** As the rest of the code knows it: a cast is one in any language, `import()` is no call of a function, and lines are not kept. */
function asKnown(file: File): File {
  walk(file, (node) => {
    delete node.loc;
    if (node.type === 'TypeCastExpression') Object.assign(node, { type: 'TSAsExpression' });
    if (node.type === 'CallExpression' && node.callee.type === 'Import') {
      const [source, options = null] = node.arguments;
      Object.assign(node, { type: 'ImportExpression', source, options, callee: null, arguments: null });
    }
  });
  return file;
}

const COMMON: ParserOptions = {
  errorRecovery: true,
  // Lines are counted for the few places that are quoted; on every node they take half of the memory.
  locations: false,
  attachComment: false,
  allowUndeclaredExports: true,
};

/** A module that returns at its top is no module, and is read on; the parser allows it of CommonJS itself, and refuses to be told. */
const LENIENT: ParserOptions = { allowReturnOutsideFunction: true, allowNewTargetOutsideFunction: true };

type Plugins = NonNullable<ParserOptions['plugins']>;
/** As the standard has them; with errors that are recovered from, those of older TypeScript are read as well. */
const DECORATORS: Plugins = ['decorators', 'decoratorAutoAccessors'];
const TYPESCRIPT: Plugins = ['typescript', ...DECORATORS];

const TYPESCRIPT_FILE = /\.(?:[mc]?ts|tsx)$/;

/** The ways to read a file, the likeliest first. */
export function readings(path: string, esm: boolean): ParserOptions[] {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  if (/^[mc]?ts$/.test(extension)) return bothGoals(extension !== 'cts', TYPESCRIPT);
  if (extension === 'tsx') return bothGoals(true, [...TYPESCRIPT, 'jsx']);
  const asModule = extension === 'mjs' || (extension !== 'cjs' && esm);
  return [
    ...bothGoals(asModule, []),
    ...bothGoals(asModule, ['jsx', 'flow', ...DECORATORS]),
    { sourceType: 'module', plugins: [...TYPESCRIPT, 'jsx'], ...LENIENT },
  ];
}

function bothGoals(moduleFirst: boolean, plugins: Plugins): ParserOptions[] {
  const goals: ParserOptions[] = [
    { sourceType: 'module', plugins, ...LENIENT },
    { sourceType: 'commonjs', plugins },
  ];
  return moduleFirst ? goals : goals.toReversed();
}
