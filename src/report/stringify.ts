/** JSON that is safe to print: no character in it moves a cursor or hides. */

export const stringify = (value: unknown): string => `${JSON.stringify(value, null, 2).replace(UNPRINTED, escaped)}\n`;

/** What `JSON.stringify` leaves raw and a terminal would obey; the escaped form is the same JSON. */
const UNPRINTED = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, unit) => character.charCodeAt(unit))
    .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
    .join('');
