/** What a process said, for the reason of a failure. */

/** Longest quote of what a process said, in characters. */
export const WORDS = 500;

/** What a process said: its first words, which name the error, and its last. */
export function lastWords(): { readonly hear: (chunk: Buffer) => void; readonly text: () => string } {
  let first = '';
  let last = '';
  return {
    hear(chunk) {
      const text = chunk.toString('utf8');
      const room = WORDS - 150 - first.length;
      first += text.slice(0, Math.max(0, room));
      last = (last + text.slice(Math.max(0, room))).slice(-150);
    },
    text: () => `${first}${last.length === 150 ? ' … ' : ''}${last}`.trim(),
  };
}
