/** What a process said: for the reason of a failure, and for what it says it wants. */

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
      const text = chunk.toString('utf8');
      const room = Math.max(0, FIRST - first.length);
      first += text.slice(0, room);
      last = (last + text.slice(room)).slice(-LAST);
    },
    text() {
      const all = whole();
      return all.length <= WORDS ? all : `${all.slice(0, WORDS - 150)} … ${all.slice(-150)}`;
    },
    whole,
  };
}
