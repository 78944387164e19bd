/** Undoes compression of which nothing is known but the bytes. Pure, and bounded: they are an attacker's. */

/** One way to undo it; throws where bytes are in another format, or larger than allowed. */
export type Inflater = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Buffer;

/** More than was allowed. */
export const TOO_LARGE = Symbol('larger than allowed');

/** What the first of these makes of the bytes that makes anything of them; undefined where none does. */
export function inflatedBy(
  inflaters: readonly Inflater[],
  bytes: Uint8Array,
  maxOutputLength: number,
): Buffer | typeof TOO_LARGE | undefined {
  for (const inflate of inflaters) {
    try {
      const inner = inflate(bytes, { maxOutputLength });
      if (inner.length > 0) return inner;
    } catch (error) {
      if (isTooLarge(error)) return TOO_LARGE;
    }
  }
  return undefined;
}

export const isTooLarge = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
