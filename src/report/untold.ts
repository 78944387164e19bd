/** What a report has told already, among its changes. Pure. */
import type { Finding, Report } from '../types.ts';

/** Findings that say no more than the changes above them, in their own words. */
export function untold(all: readonly Finding[], { compared }: Report): readonly Finding[] {
  const told = new Set(compared?.changes.map(({ at, detail }) => `${at}\0${detail}`));
  return all.filter(
    ({ signal, evidence: [{ at, snippet }] }) => signal !== 'config.changed' || !told.has(`${at}\0${snippet}`),
  );
}
