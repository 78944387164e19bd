/** Markup that cannot be injected into: whatever is put into a template is text, unless it came out of a template itself. */
import { quote } from '../../quote.ts';

export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Part[];

/** Longest text of a report shown in one piece. */
const LONGEST = 2000;

/** A template whose values are escaped, in text and in quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.reduce((whole, piece, index) => whole + show(parts[index - 1] ?? '') + piece) };
}

/** Our own code and styles, never a package's text. */
export const trusted = (markup: string): Markup => ({ markup });

function show(part: Part): string {
  if (typeof part === 'string') return escaped(quote(part, LONGEST));
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(show).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '');

/** `1 package`, `2 packages`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
