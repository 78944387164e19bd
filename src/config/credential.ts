/**
 * Credentials over time: whether the one that is written out here is still the one that was approved, and since when. The
 * lock keeps salted fingerprints, and only of kinds that nobody can guess (a known shape with at least 96 random bits), so
 * that a lock without its config gives nothing away. Pure.
 */
import { createHash } from 'node:crypto';
import type { Change } from './diff.ts';
import type { Span } from './document.ts';
import type { ServerEntry } from './entry.ts';
import { type FoundSecret, secretsOf } from './facts.ts';

export interface LockedSecret {
  /** The variable, header or option it stands under. */
  readonly name: string;
  /** `<salt>:<SHA-256 of salt and value>`. */
  readonly print: string;
  /** Day it was first approved. */
  readonly since: string;
}

/** Fingerprints of what stands in an entry; those that are known already keep theirs, and their day. */
export function lockSecrets(
  entry: ServerEntry,
  known: readonly LockedSecret[],
  salt: string,
  today: string,
): readonly LockedSecret[] {
  return guessless(entry).map(
    ({ value, text: { name } }) =>
      known.find(({ print }) => isPrintOf(print, value)) ?? { name, print: printOf(salt, value), since: today },
  );
}

/** Days since a credential of this entry was first approved, by the line it stands on. */
export function lockedAges(
  entry: ServerEntry,
  known: readonly LockedSecret[],
  today: string,
): Readonly<Record<number, number>> {
  const ages = guessless(entry).flatMap(({ value, text }) => {
    const since = known.find(({ print }) => isPrintOf(print, value))?.since;
    const days = since === undefined ? Number.NaN : (Date.parse(today) - Date.parse(since)) / 86_400_000;
    return Number.isFinite(days) ? [[text.span.line, Math.floor(days)] as const] : [];
  });
  return Object.fromEntries(ages);
}

/** Another credential of the same kind under the same name: settings do not tell one from another. */
export function secretChanges(entry: ServerEntry, known: readonly LockedSecret[]): readonly Change[] {
  return guessless(entry)
    .filter(({ text }) => known.some(({ name }) => name === text.name))
    .filter(({ value }) => !known.some(({ print }) => isPrintOf(print, value)))
    .map(({ kind, text: { name, span } }) => {
      return { kind: 'secret', detail: `${name}: ${kind}`, part: partOf(span) } as const;
    });
}

/** Credentials of a known shape that nobody approved and no config held before: this change is about to publish them. */
export function secretsPasted(
  entry: ServerEntry,
  known: readonly LockedSecret[],
  before: Holders,
  salt: string,
): readonly Change[] {
  return guessless(entry)
    .filter(({ value }) => !before.has(printOf(salt, value)) && !known.some(({ print }) => isPrintOf(print, value)))
    .map(({ kind, text: { name, span } }) => {
      return { kind: 'secret-added', detail: `${name || 'an argument'}: ${kind}`, part: partOf(span) } as const;
    });
}

/** The part of a change that is about what stands here. */
export function partOf({ line, column, endLine, endColumn }: Span): string {
  return `at.${line}.${column}.${endLine}.${endColumn}`;
}

/** Which servers hold a credential, by its fingerprint under one salt: what servers share is found without comparing values. */
export type Holders = ReadonlyMap<string, readonly ServerEntry[]>;

export function holdersOf(servers: Iterable<ServerEntry>, salt: string): Holders {
  const held = [...servers].flatMap((server) =>
    secretsOf(server).map(({ value }) => ({ print: printOf(salt, value), server })),
  );
  const grouped = Map.groupBy(held, ({ print }) => print);
  return new Map([...grouped].map(([print, all]) => [print, all.map(({ server }) => server)] as const));
}

/** A credential of an entry, without its value, and which servers hold it, the entry among them. */
export type SharedSecret = Pick<FoundSecret, 'kind' | 'text'> & { readonly holders: readonly ServerEntry[] };

export function sharedSecrets(entry: ServerEntry, holders: Holders, salt: string): readonly SharedSecret[] {
  return secretsOf(entry).map(({ kind, text, value }) => {
    return { kind, text, holders: holders.get(printOf(salt, value)) ?? [] };
  });
}

/** Credentials that stood in an entry and stand in it no longer: they have been seen, whatever the file says now. */
export function secretsGone(old: ServerEntry, entry: ServerEntry): readonly Change[] {
  const now = new Set(secretsOf(entry).map(({ value }) => value));
  const gone = secretsOf(old).filter(({ value }) => !now.has(value));
  return gone.map(({ kind, text }) => ({ kind: 'secret-removed', detail: `${text.name}: ${kind}`, part: '' }) as const);
}

function guessless(entry: ServerEntry): readonly FoundSecret[] {
  return secretsOf(entry).filter(({ sure }) => sure);
}

function printOf(salt: string, value: string): string {
  return `${salt}:${createHash('sha256').update(`${salt}\0${value}`).digest('hex')}`;
}

function isPrintOf(print: string, value: string): boolean {
  return printOf(print.slice(0, print.indexOf(':')), value) === print;
}
