/** Lines of a terminal: nothing from a report gets into one but through `safe`, so no package and no saved file can move the cursor. */
import type { styleText } from 'node:util';
import stringWidth from 'string-width';
import { quote } from '../../quote.ts';

export type Style = Parameters<typeof styleText>[0];

/** What every part of the view needs. */
export interface Page {
  /** Columns to wrap at. */
  readonly width: number;
  readonly paint: (style: Style, text: string) => string;
  /** The name of a rule, or a link to what is written about it where the terminal follows links. Only after lines were broken. */
  readonly rule: (id: string) => string;
}

/** Left column of the lists. */
export const LABEL = 14;
/** Most names in one list. */
const MOST_NAMES = 6;

/** Longest text of a report shown in one piece. */
export const safe = (text: string): string => quote(text, 1000);

/** Words that may be the output of a program: on one line, and not longer than a reader wants. */
export const told = (text: string): string => clip(safe(text).replace(/(?:\\[nr]|\s)+/g, ' '), 300);

export function section(title: string, lines: readonly string[], { paint }: Page): readonly string[] {
  return lines.length > 0 ? ['', paint('bold', title), ...lines] : [];
}

export const indent = (line: string): string => ' '.repeat(LABEL) + line;

/** The left column; a label of a saved report may be of any length. */
export function labelled(label: string): string {
  const short = clip(label, LABEL - 3);
  return `  ${short}${' '.repeat(LABEL - 2 - stringWidth(short))}`;
}

/** A row of a list: its label, and its text beside it. */
export const row = (label: string, what: string, page: Page): readonly string[] => hang(labelled(label), what, page);

export type Row = readonly [label: string, what: string];

/** Those that say something. */
export const rows = (all: readonly Row[], page: Page): readonly string[] =>
  all.filter(([, what]) => what !== '').flatMap(([label, what]) => row(label, what, page));

/** `label` and then the text, its further lines under its first. */
export function hang(label: string, what: string, { width }: Page): readonly string[] {
  const left = stringWidth(label);
  return wrap(what, width - left).map((line, index) => (index === 0 ? label : ' '.repeat(left)) + line);
}

/** Breaks at spaces; a word longer than a line is cut into pieces. Counts columns, of which some characters take two. */
export function wrap(what: string, width: number): readonly string[] {
  const words = what.split(' ').flatMap((word) => pieces(word, width));
  const lines: string[] = [];
  let line = words[0] ?? '';
  for (const word of words.slice(1)) {
    if (stringWidth(line) + 1 + stringWidth(word) <= width) {
      line += ` ${word}`;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): readonly string[] {
  if (stringWidth(word) <= width) return [word];
  const all: string[] = [];
  let rest = word;
  while (rest !== '') {
    const piece = fitting(rest, width);
    all.push(piece);
    rest = rest.slice(piece.length);
  }
  return all;
}

/** The first characters that fit into so many columns, one at least. */
function fitting(text: string, width: number): string {
  let fit = '';
  let columns = 0;
  for (const character of text) {
    columns += stringWidth(character);
    if (columns > width && fit !== '') break;
    fit += character;
  }
  return fit;
}

export const clip = (line: string, width: number): string =>
  stringWidth(line) > width ? `${fitting(line, width - 1)}…` : line;

/** Distinct names, most frequent first, the rest counted. */
export function list(names: readonly string[]): string {
  const counted = [...Map.groupBy(names, (name) => name)].sort(([, a], [, b]) => b.length - a.length);
  const shown = counted
    .slice(0, MOST_NAMES)
    .map(([name, all]) => (all.length > 1 ? `${safe(name)} ×${all.length}` : safe(name)));
  const rest = counted.length - MOST_NAMES;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** Lines in which the name of a rule is what the page makes of it. */
export const linked = (lines: readonly string[], ids: readonly string[], { rule }: Page): readonly string[] =>
  lines.map((line) => line.replace(/[\w-]+/g, (word) => (ids.includes(word) ? rule(word) : word)));

export const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];
