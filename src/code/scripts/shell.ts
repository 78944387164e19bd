/** A command line as a shell reads it: commands and their words, with quotes and escapes undone and what is expanded set apart. */

/** A piece of a word. `text` is what stands there where nobody knows what it is worth. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly text: string; readonly name: string }
  /** `$(…)`, `` `…` `` and `<(…)`: what a command prints. */
  | { readonly kind: 'command'; readonly text: string; readonly inner: string };

export type Word = readonly Part[];

export interface Command {
  readonly words: readonly Word[];
  /** Files it reads with `<`. */
  readonly reads: readonly Word[];
  /** Texts it reads: `<<EOF`, `<<<`. */
  readonly given: readonly Word[];
  /** Files that are written with `>`. */
  readonly writes: readonly Word[];
  /** As it is written. */
  readonly text: string;
  /** What stands behind it: `|`, `&&`, a line's end. */
  readonly then: string;
  /** Begins or ends several that are one: `(…)`, `{ …; }`, `do … done`. */
  readonly group: 'begins' | 'ends' | undefined;
}

/** What a variable is worth, where that is known. */
export type Lookup = (name: string) => string | undefined;

/** Of what a word is worth. Without a bound, `A=$A$A` doubles it with every line. */
const MAX_WORTH = 1024 * 1024;

export function worthOf(word: Word, lookup: Lookup): string {
  let worth = '';
  for (const part of word) {
    worth += part.kind === 'variable' ? (lookup(part.name) ?? part.text) : part.text;
    if (worth.length > MAX_WORTH) return worth.slice(0, MAX_WORTH);
  }
  return worth.replaceAll(/%(npm_\w{1,100}|NODE)%/g, (text, name: string) => lookup(name) ?? text);
}

interface Reader {
  readonly text: string;
  at: number;
}

/** A command that is being read. */
interface Draft {
  readonly words: Word[];
  readonly reads: Word[];
  readonly given: Word[];
  readonly writes: Word[];
  readonly from: number;
}

interface Scan extends Reader {
  readonly found: Command[];
  /** Texts that stand below the line, in order. */
  readonly documents: { readonly mark: string; readonly dead: boolean; readonly into: Word[] }[];
  draft: Draft;
}

/** A script of more is no script. */
const MAX_COMMANDS = 20_000;

/** Every command of a text, in order; what commands within words do is read from their `inner`. */
export function commandsIn(text: string): readonly Command[] {
  const scan: Scan = { text: text.replaceAll('\r\n', '\n'), at: 0, found: [], documents: [], draft: newDraft(0) };
  while (scan.at < scan.text.length && scan.found.length < MAX_COMMANDS) {
    skipBlanks(scan);
    const sign = match(scan, SIGN)?.[0];
    if (sign === undefined) addWord(scan);
    else if (/[<>]/.test(sign)) redirect(scan, sign);
    else ended(scan, sign);
  }
  end(scan, '');
  return scan.found;
}

function end(scan: Scan, then: string, group?: Command['group']): void {
  const { from, ...rest } = scan.draft;
  const text = scan.text.slice(from, scan.at).trim();
  if (group || text !== '') scan.found.push({ ...rest, text, then, group });
  scan.draft = newDraft(scan.at);
}

function ended(scan: Scan, sign: string): void {
  const group = BRACKETS.get(sign);
  end(scan, group ? ';' : sign);
  scan.at += sign.length;
  if (sign === '\n') for (const one of scan.documents.splice(0)) one.into.push(documentAt(scan, one));
  scan.draft = newDraft(scan.at);
  if (group) end(scan, behind(scan, group), group);
}

function redirect(scan: Scan, sign: string): void {
  scan.at += sign.length;
  skipBlanks(scan);
  const { draft, documents } = scan;
  if (/<<-?$/.test(sign) && !sign.endsWith('<<<')) {
    const dead = /['"\\]/.test(scan.text[scan.at] ?? '');
    documents.push({ mark: worthOf(wordAt(scan), () => undefined), dead, into: draft.given });
  } else if (sign.endsWith('<<<')) draft.given.push(wordAt(scan));
  // Complaints go where they like.
  else if (sign.startsWith('2')) wordAt(scan);
  else draft[sign.includes('<') ? 'reads' : 'writes'].push(wordAt(scan));
}

function addWord(scan: Scan): void {
  if (scan.at >= scan.text.length) return;
  const word = wordAt(scan);
  const first = scan.draft.words.length === 0;
  const group = first ? GROUPS.get(plain(word)) : undefined;
  if (group) end(scan, behind(scan, group), group);
  else if (!first || !KEYWORDS.has(plain(word))) scan.draft.words.push(word);
}

const newDraft = (from: number): Draft => ({ words: [], reads: [], given: [], writes: [], from });

/** What ends a command, or says where its input and output are. */
const SIGN = /\d?(?:>>|>\||>&|>(?!\()|<<<|<<-?|<&|<(?!\())|&>>?|&&|\|\||\|&|;;|[;&|\n()]/y;
const BRACKETS: ReadonlyMap<string, 'begins' | 'ends'> = new Map([
  ['(', 'begins'],
  [')', 'ends'],
]);
const GROUPS: ReadonlyMap<string, 'begins' | 'ends'> = new Map([
  ['{', 'begins'],
  ['do', 'begins'],
  ['}', 'ends'],
  ['done', 'ends'],
]);
/** Words before a command that leave it what it is. */
const KEYWORDS = new Set(['if', 'then', 'else', 'elif', 'while', 'until', '!', 'fi', 'esac']);

const plain = (word: Word): string => (word.length === 1 && word[0]?.kind === 'text' ? word[0].text : '');

/** The sign behind the end of a group, which is that of the group; its complaints may go elsewhere before. */
function behind(reader: Reader, group: 'begins' | 'ends'): string {
  if (group === 'begins') return ';';
  const sign = match(
    reader,
    /(?:[ \t]{0,100}2>{1,2}[ \t]{0,100}[^\s;&|<>()]{1,200}|[ \t]{0,100}2>&\d){0,3}[ \t]{0,100}(\|(?!\|))/y,
  )?.[0];
  if (sign === undefined) return ';';
  reader.at += sign.length;
  return '|';
}

function match(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  return pattern.exec(reader.text);
}

function skipBlanks(reader: Reader): void {
  reader.at += match(reader, /(?:[ \t]|\\\n)*/y)?.[0].length ?? 0;
  // Not the one in `a#b`.
  if (reader.text[reader.at] !== '#' || !/[\s;&|()]/.test(reader.text[reader.at - 1] ?? '\n')) return;
  reader.at += match(reader, /[^\n]*/y)?.[0].length ?? 0;
}

/** The lines up to the one that is the mark. */
function documentAt(reader: Reader, { mark, dead }: { mark: string; dead: boolean }): Word {
  const lines: string[] = [];
  while (reader.at < reader.text.length) {
    const line = match(reader, /[^\n]*/y)?.[0] ?? '';
    reader.at += line.length + 1;
    if (line.trim() === mark) break;
    lines.push(line);
  }
  const text = lines.join('\n');
  return dead ? [{ kind: 'text', text }] : expanded({ text, at: 0 }, undefined);
}

/** Characters of a word that mean nothing but themselves. */
const CALM = /[^\s;&|<>()'"\\$`]+/y;

/** The word that begins here; it always takes at least one character. */
function wordAt(reader: Reader): Word {
  const parts: Part[] = [];
  const from = reader.at;
  while (reader.at < reader.text.length) {
    const calm = match(reader, CALM)?.[0];
    if (calm !== undefined) {
      reader.at += calm.length;
      parts.push({ kind: 'text', text: calm });
    } else if (!special(reader, parts)) break;
  }
  if (reader.at === from) reader.at++;
  return joined(parts);
}

/** Quotes, escapes and expansions; false where the word ends. */
function special(reader: Reader, parts: Part[]): boolean {
  const sign = reader.text[reader.at];
  if (sign === "'") parts.push({ kind: 'text', text: upTo(reader, "'") });
  else if (sign === '"') {
    reader.at++;
    parts.push({ kind: 'text', text: '' }, ...expanded(reader, '"'));
  } else if (sign === '\\') {
    parts.push({ kind: 'text', text: reader.text.slice(reader.at + 1, reader.at + 2).replace('\n', '') });
    reader.at += 2;
  } else if (sign === '$' || sign === '`') parts.push(expansionAt(reader));
  else if (match(reader, /[<>]\(/y)) parts.push(commandAt(reader));
  else return false;
  return true;
}

/** What stands between this character and the next of its kind, or the end. */
function upTo(reader: Reader, sign: string): string {
  const end = reader.text.indexOf(sign, reader.at + 1);
  const text = reader.text.slice(reader.at + 1, end < 0 ? undefined : end);
  reader.at = end < 0 ? reader.text.length : end + 1;
  return text;
}

/** A text in which only variables, commands and some escapes mean something, up to a quote or its end. */
function expanded(reader: Reader, quote: '"' | undefined): Word {
  const parts: Part[] = [];
  while (reader.at < reader.text.length) {
    const calm = match(reader, quote ? /[^"\\$`]+/y : /[^\\$`]+/y)?.[0];
    const sign = reader.text[reader.at];
    if (calm !== undefined) {
      reader.at += calm.length;
      parts.push({ kind: 'text', text: calm });
    } else if (sign === '\\') {
      parts.push({ kind: 'text', text: escaped(reader.text.slice(reader.at + 1, reader.at + 2)) });
      reader.at += 2;
    } else if (sign === quote) {
      reader.at++;
      break;
    } else parts.push(expansionAt(reader));
  }
  return joined(parts);
}

/** What an escape is worth between quotes, where most are none. */
function escaped(sign: string): string {
  if (sign === '\n') return '';
  return /["\\$`]/.test(sign) ? sign : `\\${sign}`;
}

const VARIABLE = /\$(?:([A-Za-z_]\w*|[0-9@*#?])|\{([A-Za-z_]\w*|[0-9@*])(?:[:#%/^,+=?-][^{}\n]{0,1000})?\})/y;

/** What begins with `$` or `` ` ``. */
function expansionAt(reader: Reader): Part {
  if (reader.text[reader.at] === '`') {
    const inner = upTo(reader, '`');
    return { kind: 'command', text: `\`${inner}\``, inner };
  }
  if (match(reader, /\$\(/y)) return commandAt(reader);
  const variable = match(reader, VARIABLE);
  reader.at += variable?.[0].length ?? 1;
  if (!variable) return { kind: 'text', text: '$' };
  return { kind: 'variable', text: variable[0], name: (variable[1] ?? variable[2]) as string };
}

/** `$(…)` and `<(…)`, to the bracket that closes it. */
function commandAt(reader: Reader): Part {
  const from = reader.at;
  reader.at += 2;
  const inside = reader.at;
  for (let open = 1; open > 0 && reader.at < reader.text.length; ) {
    const calm = match(reader, /[^()'"\\]+/y)?.[0].length ?? 0;
    reader.at += calm;
    if (calm === 0) open += bracketAt(reader);
  }
  const text = reader.text.slice(from, reader.at);
  return { kind: 'command', text, inner: text.slice(inside - from).replace(/\)$/, '') };
}

/** Passes over a quoted text, an escape or a bracket; tells how many more are open then. */
function bracketAt(reader: Reader): number {
  const sign = reader.text[reader.at] ?? '';
  if (sign === "'") upTo(reader, "'");
  else if (sign === '"') reader.at += match(reader, /"(?:[^"\\]|\\[\s\S])*"?/y)?.[0].length ?? 1;
  else reader.at += sign === '\\' ? 2 : 1;
  return sign === '(' ? 1 : sign === ')' ? -1 : 0;
}

/** Neighbouring texts as one. */
function joined(parts: readonly Part[]): Word {
  const found: Part[] = [];
  let texts: string[] = [];
  const flush = () => {
    if (texts.length > 0) found.push({ kind: 'text', text: texts.join('') });
    texts = [];
  };
  for (const part of parts) {
    if (part.kind === 'text') texts.push(part.text);
    else {
      flush();
      found.push(part);
    }
  }
  flush();
  return found;
}

/** A command without what stands before its program. */
export interface Call {
  /** `A=…` before a program, or alone. */
  readonly sets: readonly { readonly name: string; readonly word: Word }[];
  /** Name of the program, without folders; empty where there is none. */
  readonly program: string;
  readonly args: readonly Word[];
}

/** Programs that run the one behind them. */
const PASSES_ON =
  /^(?:sudo|doas|env|command|builtin|exec|nohup|setsid|time|timeout|nice|stdbuf|chronic|cross-env|cross-env-shell|dotenv|npx|bunx|xvfb-run|busybox)$/;
const DECLARES = /^(?:export|local|declare|readonly|typeset|set)$/;
const SETS = /^([A-Za-z_]\w*)\+?=/;

export function callOf({ words }: Command, lookup: Lookup): Call {
  const sets: { name: string; word: Word }[] = [];
  let program = '';
  for (const [i, word] of words.entries()) {
    const set = setBy(word);
    if (set) {
      sets.push(set);
      continue;
    }
    const text = worthOf(word, lookup);
    const passes = PASSES_ON.test(program) && (text.startsWith('-') || /^\d+[smh]?$/.test(text));
    if (passes) continue;
    program = nameOf(text);
    if (DECLARES.test(program)) sets.push(...words.slice(i + 1).flatMap((one) => setBy(one) ?? []));
    if (!PASSES_ON.test(program)) return { sets, program, args: words.slice(i + 1) };
  }
  return { sets, program, args: [] };
}

function nameOf(text: string): string {
  const [first = ''] = text.trim().split(/\s/, 1);
  return first.replace(/^.*[\\/]/, '').replace(/\.(?:exe|cmd)$/i, '');
}

function setBy(word: Word): { name: string; word: Word } | undefined {
  const [first, ...rest] = word;
  const match = first?.kind === 'text' ? SETS.exec(first.text) : null;
  if (!match) return undefined;
  return {
    name: match[1] as string,
    word: [{ kind: 'text', text: first?.text.slice(match[0].length) ?? '' }, ...rest],
  };
}

const SHELL = /^(?:ba|z|da|k|a)?sh$/;

/** The text a command gives to a shell: `sh -c '…'`, `eval …`. */
export function textForShell({ program, args }: Call, lookup: Lookup): string | undefined {
  if (program === 'eval') return args.map((word) => worthOf(word, lookup)).join(' ');
  if (!SHELL.test(program)) return undefined;
  const at = args.findIndex((word) => /^-[a-z]*c$/.test(plain(word)));
  const text = at < 0 ? undefined : args[at + 1];
  return text && worthOf(text, lookup);
}
