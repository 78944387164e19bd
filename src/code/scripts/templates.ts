/** Code in templates of EJS and its like, which an engine makes a function of: `<% if (it.owner) { %>`. */
import type { Package } from '../../types.ts';
import { decode, SOURCE } from './entries.ts';

export interface Template {
  readonly path: string;
  /** Its code, each part on the line where it stands. */
  readonly code: string;
}

const MAX_TEMPLATE = 256 * 1024;
const MOST_TEMPLATES = 50;
/** Texts about templates, and what is made of them. */
const NO_TEMPLATE = /\.(?:md|mdx|txt|map|json|css|svg|wasm|node|erb|rhtml|jsp|aspx?)$/i;
/** What code of a template needs to do more than to put values into a text. */
const ACTS = /\b(?:process|globalThis|constructor|require|fetch|eval|Function|import)\b/;
const PART = /<%([%#@]?)([=\-~_]?)([\s\S]*?)[-_]?%>/g;

/** Templates with code that may do something. */
export function templatesIn({ files }: Package): readonly Template[] {
  const found: Template[] = [];
  for (const [path, bytes] of files) {
    if (SOURCE.test(path) || NO_TEMPLATE.test(path) || bytes.length > MAX_TEMPLATE || !opens(bytes)) continue;
    const code = codeIn(decode(bytes));
    if (ACTS.test(code)) found.push({ path, code });
    if (found.length === MOST_TEMPLATES) break;
  }
  return found;
}

function opens(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('<%');
}

function codeIn(text: string): string {
  let code = '';
  let last = 0;
  for (const { 0: whole, 1: other, 2: kind, 3: part = '', index } of text.matchAll(PART)) {
    code += lines(text.slice(last, index));
    last = index + whole.length;
    if (other !== '') code += lines(whole);
    else code += kind === '' || kind === '_' ? `${part};` : `(${part});`;
  }
  return code;
}

const lines = (text: string): string => text.replace(/[^\n]+/g, '');
