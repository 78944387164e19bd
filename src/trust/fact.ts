/** The three standings of a fact, and names in one line. Pure. */
import { quote } from '../quote.ts';
import type { TrustFact } from '../types.ts';

export const good = (about: string, text: string): TrustFact => ({ about, standing: 'good', text });
export const bad = (about: string, text: string): TrustFact => ({ about, standing: 'bad', text });
export const unknown = (about: string, text: string): TrustFact => ({ about, standing: 'unknown', text });

/** Most names in one line. */
const NAMED = 5;

export function list(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map((name) => quote(name, 40));
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
