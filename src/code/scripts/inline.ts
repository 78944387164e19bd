/** Scripts that a shell gives to Node or Python as text: `node -e "…"`, `echo … | node`, `python -c "…"`. */
import type { Package } from '../../types.ts';
import { entriesOf, installTexts, type Reach, type RunText, scriptIn } from './entries.ts';
import { variablesOf } from './fields.ts';
import { type Call, type Command, callOf, commandsIn, type Lookup, textForShell, type Word, worthOf } from './shell.ts';

export interface Inline {
  /** Where the command stands, as evidence. */
  readonly at: string;
  readonly command: string;
  readonly text: string;
  readonly language: 'javascript' | 'python';
}

const RUNS_JAVASCRIPT = /^(?:node(?:js)?[\d.-]*|bun|deno|tsx|ts-node|babel-node)$/;
const RUNS_PYTHON = /^(?:python[\d.]*|pypy3?|py)$/;
const MAX_SCRIPTS = 20;
const MAX_DEPTH = 4;

/** Those of the install and of the package's commands, each once, with when they run. */
export function inlineScripts(pkg: Package): readonly (Inline & { readonly reach: Reach })[] {
  const started = entriesOf(pkg, true).flatMap(({ path, reach }) => {
    const script = reach === 'install' ? undefined : scriptIn(pkg, path);
    return script ? [{ script, reach }] : [];
  });
  const installed = installTexts(pkg).map((script) => ({ script, reach: 'install' as const }));
  const all = [...installed, ...started].flatMap(({ script, reach }) =>
    inlineOf(pkg, script).map((inline) => ({ ...inline, reach })),
  );
  return [...new Map(all.toReversed().map((inline) => [inline.text, inline])).values()].toReversed();
}

/** Those of one text. */
export function inlineOf(pkg: Package, script: RunText): readonly Inline[] {
  const { at, written: text, language } = script;
  if (language !== 'shell' || !/\b(?:node|bun|deno|tsx|babel-node|py)|NODE|npm_/.test(text)) return [];
  const known = KNOWN.get(script);
  if (known) return known;
  const found = new Map<string, Inline>();
  const variables = new Map<string, string>();
  const fields = variablesOf(pkg);
  scriptsIn(text, { at, variables, lookup: (name) => variables.get(name) ?? fields(name), found }, 0);
  const inline = [...found.values()];
  KNOWN.set(script, inline);
  return inline;
}

/** Asked for by whoever looks at them and by whoever asks what they lead to. */
const KNOWN = new WeakMap<RunText, readonly Inline[]>();

interface Search {
  readonly at: string;
  readonly variables: Map<string, string>;
  readonly lookup: Lookup;
  readonly found: Map<string, Inline>;
}

function scriptsIn(text: string, search: Search, depth: number): void {
  let before: Call | undefined;
  for (const command of commandsIn(text)) {
    if (search.found.size >= MAX_SCRIPTS) return;
    const call = callOf(command, search.lookup);
    for (const { name, word } of call.sets) search.variables.set(name, worthOf(word, search.lookup));
    for (const script of scriptsOf(command, call, before, search.lookup))
      search.found.set(script.text, { at: search.at, command: command.text, ...script });
    for (const inner of depth < MAX_DEPTH ? within(command, call, search.lookup) : [])
      scriptsIn(inner, search, depth + 1);
    before = command.then === '|' ? call : undefined;
  }
}

function languageOf({ program }: Call): Inline['language'] | undefined {
  if (RUNS_JAVASCRIPT.test(program)) return 'javascript';
  return RUNS_PYTHON.test(program) ? 'python' : undefined;
}

type Script = Pick<Inline, 'text' | 'language'>;

/** What it is told with an option, or else reads. */
function scriptsOf(command: Command, call: Call, before: Call | undefined, lookup: Lookup): readonly Script[] {
  const language = languageOf(call);
  if (!language) return [];
  const words = call.args.map((word) => worthOf(word, lookup));
  const option = language === 'python' ? pythonOption(words) : optionAt(call.program, words);
  if (option !== undefined) return [{ text: option, language }];
  if (words.some((word) => !word.startsWith('-'))) return [];
  const read = [...command.given, ...(before ? printed(before) : [])];
  return read.map((word) => ({ text: worthOf(word, lookup), language }));
}

function pythonOption(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => !/^-[a-zA-Z]*$/.test(word) || word.endsWith('c'));
  return words[at]?.startsWith('-') ? words[at + 1] : undefined;
}

const EVAL = /^(?:-p?e|-p|-ep|--eval|--print)$/;
const TAKES_A_WORD =
  /^(?:-[rC]|--(?:require|import|loader|experimental-loader|conditions|input-type|env-file|max-old-space-size|title))$/;

/** The text behind `-e`, which stands before any file: what follows that is the file's. */
function optionAt(program: string, words: readonly string[]): string | undefined {
  if (program === 'deno') return words[0] === 'eval' ? words.slice(1).find((word) => !word.startsWith('-')) : undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (EVAL.test(word)) return words[i + 1];
    if (/^--(?:eval|print)=/.test(word)) return word.slice(word.indexOf('=') + 1);
    if (TAKES_A_WORD.test(word)) i++;
    else if (!word.startsWith('-')) return undefined;
  }
  return undefined;
}

/** The words that `echo` prints. */
function printed({ program, args }: Call): readonly Word[] {
  return /^(?:echo|printf)$/.test(program) ? args : [];
}

/** Commands that stand in words, and in what a shell is told to run. */
function within(command: Command, call: Call, lookup: Lookup): readonly string[] {
  const words = [...command.words, ...command.given];
  const inner = words.flatMap((word) => word.flatMap((part) => (part.kind === 'command' ? [part.inner] : [])));
  const told = textForShell(call, lookup);
  return told === undefined ? inner : [...inner, told];
}
