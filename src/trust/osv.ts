/**
 * Records of the OSV format (https://ossf.github.io/osv-schema/, 1.7), cut down to what an exact version is looked up by.
 * They come from a file somebody downloaded, so every field may have any shape. Pure.
 */
import semver from 'semver';
import { quote } from '../quote.ts';
import type { Severity } from '../types.ts';

/** A registry's name in OSV records, and how its versions are read and ordered. */
export interface Ecosystem {
  readonly name: string;
  readonly isVersion: (text: string) => boolean;
  /** As `Array.sort` wants it; both are versions. */
  readonly compare: (a: string, b: string) => number;
}

/** Another registry's records are read with its own: PyPI's versions are ordered by PEP 440, not by semver. */
export const NPM: Ecosystem = {
  name: 'npm',
  isVersion: (text) => semver.valid(text, { loose: true }) !== null,
  compare: (a, b) => semver.compare(a, b, { loose: true }),
};

/** What one record says about one package. */
export interface OsvEntry {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly malicious: boolean;
  readonly versions: readonly string[];
  readonly ranges: readonly (readonly OsvEvent[])[];
}

/** From here on it is affected, or no longer. `0` is before every version. */
export interface OsvEvent {
  readonly kind: 'introduced' | 'fixed' | 'last_affected';
  readonly version: string;
}

/** What a file of an export is: entries by package name, and its date. */
export interface OsvRecord {
  readonly modified: string;
  readonly entries: readonly (readonly [name: string, entry: OsvEntry])[];
}

/** `undefined` for what is no record. A withdrawn one, or one about another ecosystem, has no entries. */
export function toRecord(value: unknown, ecosystem: Ecosystem): OsvRecord | undefined {
  const { id, modified, withdrawn, affected, summary, details, aliases, database_specific } = record(value);
  if (typeof id !== 'string' || typeof modified !== 'string' || Number.isNaN(Date.parse(modified))) return undefined;
  if (!Array.isArray(affected) || withdrawn !== undefined) return { modified, entries: [] };
  const about = {
    id: quote(id, 60),
    title: quote(firstText(summary, details), 160),
    severity: severityOf(record(database_specific).severity),
    malicious: [id, ...list(aliases)].some((name) => typeof name === 'string' && name.startsWith('MAL-')),
  };
  const entries = affected.flatMap((one) => {
    const { name, ecosystem: of } = record(record(one).package);
    if (of !== ecosystem.name || typeof name !== 'string') return [];
    const { versions, ranges } = record(one);
    return [
      [
        name,
        { ...about, versions: texts(versions), ranges: list(ranges).flatMap((range) => toRange(range, ecosystem)) },
      ] as const,
    ];
  });
  return { modified, entries };
}

/** Git ranges name commits, which no version can be compared with. */
function toRange(value: unknown, ecosystem: Ecosystem): OsvEvent[][] {
  const { type, events } = record(value);
  if (type === 'GIT') return [];
  const known = list(events).flatMap((event) =>
    Object.entries(record(event)).flatMap((one) => toEvent(one, ecosystem)),
  );
  return [known.sort(inOrder(ecosystem))];
}

/** A beginning that cannot be read is the beginning of everything; an end that cannot be read is none. */
function toEvent([kind, version]: readonly [string, unknown], { isVersion }: Ecosystem): OsvEvent[] {
  const readable = typeof version === 'string' && (version === '0' || isVersion(version));
  if (kind === 'introduced') return [{ kind, version: readable ? version : '0' }];
  return (kind === 'fixed' || kind === 'last_affected') && readable ? [{ kind, version }] : [];
}

const order = { introduced: 0, last_affected: 1, fixed: 2 } as const;
const inOrder =
  (ecosystem: Ecosystem) =>
  (a: OsvEvent, b: OsvEvent): number =>
    compareVersions(a.version, b.version, ecosystem) || order[a.kind] - order[b.kind];

function compareVersions(a: string, b: string, { compare }: Ecosystem): number {
  if (a === '0' || b === '0') return Number(a !== '0') - Number(b !== '0');
  return compare(a, b);
}

/** The specification's evaluation: listed by name, or inside a range. Malware without either is malware altogether. */
export function isAffected(
  { versions, ranges, malicious }: OsvEntry,
  version: string,
  ecosystem: Ecosystem = NPM,
): boolean {
  if (malicious && versions.length + ranges.length === 0) return true;
  return versions.includes(version) || ranges.some((events) => insideRange(events, version, ecosystem));
}

function insideRange(events: readonly OsvEvent[], version: string, ecosystem: Ecosystem): boolean {
  let inside = false;
  for (const event of events) {
    const place = compareVersions(event.version, version, ecosystem);
    if (event.kind === 'introduced' && place <= 0) inside = true;
    if (event.kind === 'fixed' && place <= 0) inside = false;
    if (event.kind === 'last_affected' && place < 0) inside = false;
  }
  return inside;
}

/** The first fix after a version. */
export function fixedAfter({ ranges }: OsvEntry, version: string, ecosystem: Ecosystem = NPM): string | undefined {
  const later = ({ kind, version: fix }: OsvEvent): boolean =>
    kind === 'fixed' && compareVersions(fix, version, ecosystem) > 0;
  return ranges.flat().filter(later).sort(inOrder(ecosystem))[0]?.version;
}

/** GitHub's words. A record that has none was not rated; npm counts such as high, and so do we. */
function severityOf(given: unknown): Severity {
  const known: Readonly<Record<string, Severity>> = {
    critical: 'critical',
    high: 'high',
    moderate: 'medium',
    low: 'low',
  };
  return known[String(given).toLowerCase()] ?? 'high';
}

function firstText(...candidates: readonly unknown[]): string {
  const found = candidates.find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof found === 'string' ? (found.trim().split('\n')[0] ?? '') : 'no title';
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): string[] {
  return list(value).filter((one) => typeof one === 'string');
}
