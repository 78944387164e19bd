/**
 * Records of the OSV format (https://ossf.github.io/osv-schema/, 1.7), cut down to what an exact version is looked up by.
 * They come from a file somebody downloaded, so every field may have any shape. Pure.
 */
import semver from 'semver';
import { quote } from '../quote.ts';
import type { Severity } from '../types.ts';

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
export function toRecord(value: unknown, ecosystem: string): OsvRecord | undefined {
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
    if (of !== ecosystem || typeof name !== 'string') return [];
    const { versions, ranges } = record(one);
    return [[name, { ...about, versions: texts(versions), ranges: list(ranges).flatMap(toRange) }] as const];
  });
  return { modified, entries };
}

/** Git ranges name commits, which no version can be compared with. */
function toRange(value: unknown): OsvEvent[][] {
  const { type, events } = record(value);
  if (type === 'GIT') return [];
  const known = list(events).flatMap((event) => Object.entries(record(event)).flatMap(toEvent));
  return [known.sort(inOrder)];
}

/** A beginning that cannot be read is the beginning of everything; an end that cannot be read is none. */
function toEvent([kind, version]: readonly [string, unknown]): OsvEvent[] {
  const readable = typeof version === 'string' && (version === '0' || semver.valid(version, { loose: true }) !== null);
  if (kind === 'introduced') return [{ kind, version: readable ? version : '0' }];
  return (kind === 'fixed' || kind === 'last_affected') && readable ? [{ kind, version }] : [];
}

const order = { introduced: 0, last_affected: 1, fixed: 2 } as const;
const inOrder = (a: OsvEvent, b: OsvEvent): number =>
  compareVersions(a.version, b.version) || order[a.kind] - order[b.kind];

function compareVersions(a: string, b: string): number {
  if (a === '0' || b === '0') return Number(a !== '0') - Number(b !== '0');
  return semver.compare(a, b, { loose: true });
}

/** The specification's evaluation: listed by name, or inside a range. Malware without either is malware altogether. */
export function isAffected({ versions, ranges, malicious }: OsvEntry, version: string): boolean {
  if (malicious && versions.length + ranges.length === 0) return true;
  return versions.includes(version) || ranges.some((events) => insideRange(events, version));
}

function insideRange(events: readonly OsvEvent[], version: string): boolean {
  let inside = false;
  for (const event of events) {
    const place = compareVersions(event.version, version);
    if (event.kind === 'introduced' && place <= 0) inside = true;
    if (event.kind === 'fixed' && place <= 0) inside = false;
    if (event.kind === 'last_affected' && place < 0) inside = false;
  }
  return inside;
}

/** The first fix after a version. */
export function fixedAfter({ ranges }: OsvEntry, version: string): string | undefined {
  const fixes = ranges.flat().filter(({ kind, version: fix }) => kind === 'fixed' && compareVersions(fix, version) > 0);
  return fixes.sort(inOrder)[0]?.version;
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
