/** An input with one of its texts replaced. Pure. */

/** How deep in an input texts are looked for. */
const DEEPEST = 6;

/** A copy with the first text replaced for which `better` gives another one; undefined where it gives none. */
export function withFirst(
  input: Record<string, unknown>,
  better: (text: string) => string | undefined,
): Record<string, unknown> | undefined {
  const found = replaced(input, better, 0);
  return isObject(found) ? found : undefined;
}

function replaced(value: unknown, better: (text: string) => string | undefined, depth: number): unknown {
  if (typeof value === 'string') return better(value);
  if (!isObject(value) || depth >= DEEPEST) return undefined;
  for (const [key, held] of Object.entries(value)) {
    const other = replaced(held, better, depth + 1);
    if (other !== undefined) return Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
