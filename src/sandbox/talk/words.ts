/** What a process said: for the reason of a failure, and for what it says it wants. */

import { own } from '../bounds/own.ts';

/** Longest quote of what a process said, in characters. */
export const WORDS = 500;
/** What is kept of its beginning, which names the error, and of its end. */
const FIRST = 8_000;
const LAST = 2_000;

export interface Words {
  readonly hear: (chunk: Buffer) => void;
  /** Its first words and its last, as far as a reason quotes them. */
  readonly text: () => string;
  /** As much of it as is kept, for reading. */
  readonly whole: () => string;
}

export function lastWords(): Words {
  let first = '';
  let last = '';
  const whole = () => `${first}${last.length === LAST ? '\n…\n' : ''}${last}`.trim();
  return {
    hear(chunk) {
      const room = FIRST - first.length;
      const text = room > 0 ? chunk.toString('utf8') : '';
      first += text.slice(0, room);
      // Of much that comes at once only the end is read: a character takes up to four bytes.
      const rest = room > 0 ? text.slice(room) : chunk.subarray(-4 * LAST).toString('utf8');
      last = own((last + rest).slice(-LAST));
    },
    text() {
      const all = whole();
      return all.length <= WORDS ? all : `${all.slice(0, WORDS - 150)} … ${all.slice(-150)}`;
    },
    whole,
  };
}
