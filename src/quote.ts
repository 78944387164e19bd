/**
 * The one choke point for text that comes from a package. Everything quoted in a finding, a report or an error passes
 * here: control characters, bidirectional overrides and invisible code points become visible, and length is capped.
 */

/** Longest quote in characters, before the mark that something was cut. */
export const QUOTE_LIMIT = 240;

/** All that is invisible, moves the cursor or reorders text; a tab is harmless. */
const UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Makes attacker's text safe to show: `\n` as `\n`, U+202E as `\u{202e}`, at most `limit` characters. */
export function quote(text: string, limit = QUOTE_LIMIT): string {
  // Cut before replacing, so that a text of a hundred megabytes costs no more than one of a page.
  const shown = text.slice(0, limit).replace(UNSEEN, visible);
  return text.length > limit ? `${shown}… (+${text.length - limit} characters)` : shown;
}

function visible(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
