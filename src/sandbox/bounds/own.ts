/** What is kept of a hostile package: copies that hold nothing else in memory, within allowances. */
import { createHash } from 'node:crypto';

/** The text as one of its own: a part of a string keeps the whole of it in memory, a line its whole chunk. */
export function own(text: string): string {
  return Buffer.from(text).toString();
}

/** Stands for a text where only its sameness counts: the text, or a shorter one where it is long. */
export function print(text: string): string {
  return text.length <= 40 ? own(text) : createHash('sha1').update(text).digest('base64');
}

/** What may still be kept, in bytes. */
export interface Allowance {
  left: number;
}

/** Takes from an allowance; false where so much is not left, and then nothing is. */
export function take(allowance: Allowance, bytes: number): boolean {
  const enough = allowance.left >= bytes;
  allowance.left = enough ? allowance.left - bytes : 0;
  return enough;
}
