/**
 * Flow as it is written today, which Babel's plugin has not followed: component syntax, `as`, conditional types. Read by the parser
 * of Meta's own engine, a program for WebAssembly, whose tree is made Babel's. It is loaded where a file needs it.
 */
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { File } from '@babel/types';

/** Larger sources are not read: making the tree Babel's takes a second for 150 kB, and the largest such file of react-native has 75 kB. */
const MAX_SOURCE = 256 * 1024;
/** What it may use, in pages of 64 kB: its memory is no part of the heap, whose limit does not hold for it. */
const PAGES = 2_048;

interface Parser {
  parse(source: string, options: Readonly<Record<string, unknown>>): File;
}

const OPTIONS = { babel: true, flow: 'all', sourceType: 'unambiguous', allowReturnOutsideFunction: true };

/** Undefined where this is no Flow either, or is more than is read. */
export function parseNewerFlow(source: string): File | undefined {
  if (source.length > MAX_SOURCE) return undefined;
  try {
    return load().parse(source, { ...OPTIONS });
  } catch (error) {
    // Anything else left it in the middle of something: out of memory, it throws what is no error.
    if (!(error instanceof SyntaxError)) forget();
    return undefined;
  }
}

const require = createRequire(import.meta.url);
let limited = false;

function load(): Parser {
  if (!limited) setFlagsFromString(`--wasm-max-mem-pages=${PAGES}`);
  limited = true;
  return require('hermes-parser') as Parser;
}

/** The next file gets a parser that has read nothing. */
function forget(): void {
  for (const path of Object.keys(require.cache)) if (/[\\/]hermes-parser[\\/]/.test(path)) delete require.cache[path];
}
