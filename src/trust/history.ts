/** A registry's document about a package → its history, with what of it cannot be believed. Pure. */
import semver from 'semver';
import { DAY } from '../history.ts';
import type { Packument, VersionManifest } from '../resolve/packuments.ts';
import type { History, Release, TreeNode } from '../types.ts';
import { isDisposable } from './mail.ts';

/** `asOf` is the day it is looked up: `2026-01-31`. */
export function toHistory(node: TreeNode, packument: Packument, asOf: string): History {
  const times = timesOf(packument);
  const dates = doubtfulDates(packument, times, asOf);
  const releases = Object.values(packument.versions)
    .map((manifest) => toRelease(manifest, dates === undefined ? times.get(manifest.version) : undefined))
    .sort(dates === undefined ? byDate : byVersion);
  const { maintainers } = packument;
  const mine = releases.find(({ version }) => version === node.version);
  const doubts = {
    ...(dates === undefined ? {} : { dates }),
    ...(mine?.publisher === undefined ? { publishers: 'the registry does not say who published it' } : {}),
    ...(mine?.proof === undefined ? { proofs: 'the registry passes on neither signatures nor attestations' } : {}),
  };
  const { id, name, version } = node;
  return { package: id, name, version, releases, ...(maintainers?.length ? { maintainers } : {}), doubts };
}

function toRelease(manifest: VersionManifest, at: number | undefined): Release {
  const { signatures: _, attested: __, mcpName: ___, mailDomain, ...published } = manifest.published ?? { bins: [] };
  return {
    version: manifest.version,
    ...(at === undefined ? {} : { at: new Date(at).toISOString() }),
    ...published,
    ...(mailDomain === undefined ? {} : { disposableMail: isDisposable(mailDomain) }),
    dependencies: Object.keys((manifest.dependencies ?? {}) as object),
    ...(typeof manifest.deprecated === 'string' && manifest.deprecated !== ''
      ? { deprecated: manifest.deprecated }
      : {}),
  };
}

const byDate = (a: Release, b: Release): number => Date.parse(a.at ?? '') - Date.parse(b.at ?? '') || byVersion(a, b);
const byVersion = (a: Release, b: Release): number => semver.compare(a.version, b.version, { loose: true });

/** Moments by version, and `created`; in milliseconds. */
function timesOf({ time }: Packument): ReadonlyMap<string, number> {
  const entries = Object.entries((time ?? {}) as Record<string, unknown>);
  return new Map(
    entries.flatMap(([key, value]) => {
      const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
      return Number.isNaN(at) ? [] : [[key, at] as const];
    }),
  );
}

/** Share of neighbouring versions whose dates may run backwards: maintainers do publish a number late, but rarely. */
const BACKWARDS = 0.1;

/**
 * Why the dates are not those of publication. Mirrors give the day they copied a version: their dates run backwards, and they
 * leave out `created`, which every registry that packages are published to writes.
 */
function doubtfulDates(packument: Packument, times: ReadonlyMap<string, number>, asOf: string): string | undefined {
  const versions = Object.keys(packument.versions);
  if (times.size === 0) return 'the registry gives no dates';
  const created = times.get('created');
  if (created === undefined) return 'it does not date the package itself, as mirrors do that date their copies';
  const dated = versions.map((version) => times.get(version));
  if (dated.includes(undefined)) return 'the registry gives no date for some of its versions';
  const known = dated.filter((at) => at !== undefined);
  if (Math.max(...known) > Date.parse(asOf) + 2 * DAY) return 'the registry dates a version in the future';
  if (Math.min(...known) < created - DAY) return 'the registry dates a version before the package';
  const whole = versions.every((version) => packument.versions[version]?.published?.publisher !== undefined);
  // Only a document that is cut down already is doubted for its order: a publisher can choose the order of versions.
  if (!whole && backwards(versions, times))
    return 'the registry’s dates run backwards, as those of a mirror’s copies do';
  return undefined;
}

function backwards(versions: readonly string[], times: ReadonlyMap<string, number>): boolean {
  const stable = versions.filter((version) => !semver.prerelease(version, { loose: true }));
  const lines = Map.groupBy(stable.sort(semver.compareLoose), (version) => semver.major(version, { loose: true }));
  const pairs = [...lines.values()].flatMap((line) =>
    line.slice(1).map((version, i) => [times.get(line[i] ?? '') ?? 0, times.get(version) ?? 0] as const),
  );
  const wrong = pairs.filter(([before, after]) => after < before - DAY).length;
  return wrong > 0 && wrong > pairs.length * BACKWARDS;
}
