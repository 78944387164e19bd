/** The error for a version or tag that does not exist: it names the nearest that do. */
import type npa from 'npm-package-arg';
import semver from 'semver';
import { knownElsewhere, meantBy } from '../../rules/data/popular-names.ts';
import { UsageError } from '../errors.ts';
import { quote } from '../quote.ts';

/**
 * The error for a name that is not in the registry. Assistants invent such names, and whoever claims one first is installed
 * by everybody who was told it: so it says that the name is free, and which real one may be meant.
 */
export function unclaimed(name: string): UsageError {
  if (name !== name.toLowerCase())
    return new UsageError(
      `the registry has no package named ${quote(name)}, and new names are lower case`,
      `did you mean ${quote(name.toLowerCase())}?`,
    );
  const elsewhere = knownElsewhere(name);
  const meant = meantBy(name).slice(0, SUGGESTED);
  const spelling = 'check the spelling; for a private package, check that npm is logged in to its registry';
  const hint = meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : spelling;
  return new UsageError(
    `the registry has no package named ${quote(name)}: it is unclaimed, and anyone may publish under it`,
    elsewhere === undefined ? hint : `that is ${elsewhere}`,
  );
}

/** Names that are suggested at once. */
const SUGGESTED = 2;

/** How many versions and tags are named. */
const NAMED = 5;

/** `error` is npm-pick-manifest's, which carries what exists. */
export function missingVersion(
  spec: npa.Result,
  error: { versions?: readonly string[]; distTags?: Readonly<Record<string, string>> },
): UsageError {
  const versions = error.versions ?? [];
  const message = `${quote(spec.name ?? spec.raw)} has no version ${quote(spec.fetchSpec ?? 'latest')}`;
  if (versions.length === 0) return new UsageError(message, 'the registry lists no version of it');
  const tags = Object.entries(error.distTags ?? {})
    .slice(0, NAMED)
    .map(([tag, version]) => `${quote(tag, 40)} is ${quote(version, 40)}`);
  return new UsageError(
    message,
    `nearest: ${nearest(versions, spec.fetchSpec ?? '').join(', ')}; tags: ${tags.join(', ') || 'none'}`,
  );
}

/** Existing versions around the one asked for, lowest first; the newest ones where it is a tag. */
export function nearest(versions: readonly string[], wanted: string): string[] {
  const sorted = versions.filter((version) => semver.valid(version)).sort(semver.compare);
  const asked = semver.coerce(wanted);
  const at = asked ? sorted.findIndex((version) => semver.gte(version, asked)) : -1;
  const middle = at === -1 ? sorted.length : at;
  const first = Math.max(0, Math.min(middle - Math.ceil(NAMED / 2), sorted.length - NAMED));
  return sorted.slice(first, first + NAMED);
}
