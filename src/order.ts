/** The order of what a report lists. Pure. */
import { CONFIDENCES, type Finding, SEVERITIES } from './types.ts';

/** A total order, so that the same input gives the same report whichever package was read first. */
export function worstFirst(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence) ||
    byText(a.rule, b.rule) ||
    byText(a.package, b.package) ||
    byText(JSON.stringify(a), JSON.stringify(b))
  );
}

/** By code unit: the same on every machine, whatever its locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
