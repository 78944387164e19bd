/** What of a message is kept for a report: its beginning, and of what comes later what may be orders to a model. */
import { MOST_SEARCHED, signsOfOrder } from '../../code/tools/orders.ts';
import { quote } from '../../quote.ts';

/** Longest beginning of a message in a report, in characters. */
const BEGINNING = 2_000;
/** Longest part of what comes later; the next one begins in its middle, so that no order is cut in both. */
const PART = 1_600;
/** Parts of one message that are kept: those that look most like orders. */
const MOST_PARTS = 3;
/** One sign is in half of all texts. */
const FEWEST_SIGNS = 2;
/** Characters of all messages of a profile that are looked through, beyond their beginnings. */
const ALLOWANCE = 4_000_000;

/** Says what is kept of each message of a profile. */
export function excerpter(): (text: string) => string {
  const known = new Map<string, string>();
  let left = ALLOWANCE;
  return (text) => {
    const beginning = quote(text, BEGINNING);
    if (text.length <= BEGINNING || left <= 0) return beginning;
    const same = known.get(text);
    if (same !== undefined) return same;
    const later = text.slice(BEGINNING - PART / 2, MOST_SEARCHED);
    left -= later.length;
    const told = [beginning, ...likeliest(later).map((part) => quote(part, PART))].join(' … ');
    known.set(text, told);
    return told;
  };
}

/** The parts with most signs of an order, in the order in which they stand. */
function likeliest(text: string): readonly string[] {
  const parts: { readonly part: string; readonly signs: number; readonly at: number }[] = [];
  for (let at = 0; at < text.length; at += PART / 2) {
    const part = text.slice(at, at + PART);
    const signs = signsOfOrder(part);
    if (signs >= FEWEST_SIGNS) parts.push({ part, signs, at });
  }
  const best = parts.toSorted((a, b) => b.signs - a.signs || a.at - b.at).slice(0, MOST_PARTS);
  return best.toSorted((a, b) => a.at - b.at).map(({ part }) => part);
}
