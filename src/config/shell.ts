/**
 * Splits a shell line into the simple commands it holds, well enough to see what would be started. It is no shell:
 * what it does not understand (substitutions, loops) is said, so that the caller can call the line unresolved.
 */

export interface ShellLine {
  /** Words of each simple command, quotes removed, redirections left out. */
  readonly commands: readonly (readonly string[])[];
  /** What stands between them: `&&`, `||`, `;`, `|`, `&`. One fewer than commands, or as many where one trails. */
  readonly operators: readonly string[];
  /** What was not understood: `$(…)`, a backtick, an open quote. Empty for a plain line. */
  readonly odd: readonly string[];
}

/** Longest line looked at, in characters; the rest makes the line odd. */
const LINE_LIMIT = 20_000;

interface State {
  readonly commands: string[][];
  readonly operators: string[];
  readonly odd: string[];
  words: string[];
  word: string | undefined;
  skipNext: boolean;
  readonly depth: number;
}

const OPERATOR = /^(?:&&|\|\||;;|[;|&\n])/;
const REDIRECTION = /^(?:\d?>>?(?:&\d|\|)?|<{1,3}|&>>?)/;

/** Deepest nesting of substitutions whose own commands are listed. */
const SUBSTITUTION_LIMIT = 4;

/** Splits one line; never throws. */
export function splitShell(line: string, depth = 0): ShellLine {
  const text = line.slice(0, LINE_LIMIT);
  const state: State = { commands: [], operators: [], odd: [], words: [], word: undefined, skipNext: false, depth };
  if (text.length < line.length) state.odd.push('a very long line');
  let at = 0;
  while (at < text.length) at = step(state, text, at);
  endCommand(state);
  return { commands: state.commands, operators: state.operators, odd: state.odd };
}

function step(state: State, text: string, at: number): number {
  const character = text[at] ?? '';
  if (character === "'" || character === '"') return quoted(state, text, at, character);
  if (character === '\\') return escaped(state, text, at);
  if (character === '`' || text.startsWith('$(', at)) return substitution(state, text, at);
  if (/[ \t\r()]/.test(character)) return separated(state, at, character);
  return redirected(state, text, at) ?? operated(state, text, at) ?? spelled(state, at, character);
}

function escaped(state: State, text: string, at: number): number {
  state.word = (state.word ?? '') + (text[at + 1] === '\n' ? '' : (text[at + 1] ?? ''));
  return at + 2;
}

function separated(state: State, at: number, character: string): number {
  if (character === '(' || character === ')') state.odd.push('a subshell');
  endWord(state);
  return at + 1;
}

function spelled(state: State, at: number, character: string): number {
  state.word = (state.word ?? '') + character;
  return at + 1;
}

function operated(state: State, text: string, at: number): number | undefined {
  const operator = OPERATOR.exec(text.slice(at, at + 2))?.[0];
  if (operator === undefined) return undefined;
  endCommand(state);
  state.operators.push(operator === '\n' ? ';' : operator);
  return at + operator.length;
}

function quoted(state: State, text: string, at: number, quote: string): number {
  let end = at + 1;
  let inside = '';
  while (end < text.length && text[end] !== quote) {
    const escaped = quote === '"' && text[end] === '\\' && /["\\$`]/.test(text[end + 1] ?? '');
    if (quote === '"' && (text[end] === '`' || text.startsWith('$(', end))) state.odd.push('a command substitution');
    inside += escaped ? text[end + 1] : text[end];
    end += escaped ? 2 : 1;
  }
  if (end >= text.length) state.odd.push('an open quote');
  state.word = (state.word ?? '') + inside;
  return end + 1;
}

/** `$(curl …)`: its own commands count too, and the word it becomes is unknown. */
function substitution(state: State, text: string, at: number): number {
  const backtick = text[at] === '`';
  const close = backtick ? text.indexOf('`', at + 1) : text.indexOf(')', at + 2);
  const end = close < 0 ? text.length : close;
  state.odd.push('a command substitution');
  const within = state.depth < SUBSTITUTION_LIMIT ? text.slice(at + (backtick ? 1 : 2), end) : '';
  const inner = splitShell(within, state.depth + 1);
  state.commands.push(...inner.commands.map((words) => [...words]));
  state.operators.push(...inner.operators, ';');
  state.word = `${state.word ?? ''}${text.slice(at, end + 1)}`;
  return end + 1;
}

function redirected(state: State, text: string, at: number): number | undefined {
  if (state.word !== undefined && !/^\d$/.test(state.word)) return undefined;
  const operator = REDIRECTION.exec(text.slice(at, at + 4))?.[0];
  if (operator === undefined) return undefined;
  state.word = undefined;
  state.skipNext = !/&\d$/.test(operator);
  return at + operator.length + (text[at + operator.length] === ' ' ? 1 : 0);
}

function endWord(state: State): void {
  if (state.word === undefined) return;
  if (!state.skipNext) state.words.push(state.word);
  state.skipNext = false;
  state.word = undefined;
}

function endCommand(state: State): void {
  endWord(state);
  if (state.words.length > 0) state.commands.push(state.words);
  state.words = [];
}
