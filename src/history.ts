/**
 * What a package's history says, for rules and for the report: pure functions that answer `undefined` where the registry does
 * not tell. Unknown is never good news, so every caller has to say what it makes of it.
 */
import semver from 'semver';
import { type History, PROOFS, type Proof, type Release } from './types.ts';

export const DAY = 86_400_000;

/** The version that is looked at; `undefined` where the registry does not list it. */
export function releaseOf({ releases, version }: History): Release | undefined {
  return releases.find((release) => release.version === version);
}

/** Those published before the one looked at, oldest first. */
export function earlier(history: History): readonly Release[] {
  return history.releases.slice(
    0,
    Math.max(
      0,
      history.releases.findIndex(({ version }) => version === history.version),
    ),
  );
}

/** Whole days from a moment to the end of a day (`2026-01-31`). */
export function daysSince(at: string | undefined, day: string): number | undefined {
  if (at === undefined) return undefined;
  return Math.max(0, Math.floor((Date.parse(`${day}T23:59:59.999Z`) - Date.parse(at)) / DAY));
}

/** Days of silence before this version; `undefined` for a first version and without dates. */
export function silenceBefore(history: History): number | undefined {
  const [at, before] = [releaseOf(history)?.at, earlier(history).at(-1)?.at];
  if (at === undefined || before === undefined) return undefined;
  return Math.floor((Date.parse(at) - Date.parse(before)) / DAY);
}

/**
 * Who published all earlier versions and who this one, where it is somebody new; `null` where it is not. Trusted publishing
 * puts a robot in the place of a person and is no change of hands.
 */
export function handover(history: History): { from: readonly string[]; to: string } | null | undefined {
  const [now, before] = [releaseOf(history), earlier(history)];
  if (now?.publisher === undefined || before.length === 0) return undefined;
  const known = before.flatMap(({ publisher }) => publisher ?? []);
  if (known.length < before.length) return undefined;
  const from = [...new Set(known)];
  const robot = now.proof === 'trusted-publisher' || isRobot(now.publisher);
  return robot || from.includes(now.publisher) ? null : { from, to: now.publisher };
}

/** True where this version runs something at install and none of the earlier ones did. */
export function scriptAppeared(history: History): boolean | undefined {
  const [now, before] = [releaseOf(history)?.installScript, earlier(history)];
  if (now === undefined || before.length === 0) return undefined;
  if (!now || before.some(({ installScript }) => installScript)) return false;
  return before.some(({ installScript }) => installScript === undefined) ? undefined : true;
}

export interface Downgrade {
  readonly from: Proof;
  readonly to: Proof;
  /** The newest earlier version that had the stronger proof. */
  readonly version: string;
}

/**
 * pnpm's rule: proof must not get weaker from one version to a later one, by date and across all lines; pre-releases do not
 * count. `null` where it did not, `undefined` where it is not known.
 */
export function downgrade(history: History): Downgrade | null | undefined {
  const now = releaseOf(history);
  if (now?.proof === undefined || now.at === undefined) return undefined;
  if (semver.prerelease(now.version)) return null;
  const before = earlier(history).filter(({ version, proof }) => proof !== undefined && !semver.prerelease(version));
  const best = before.findLast(
    ({ proof }) => strength(proof) === Math.max(...before.map((one) => strength(one.proof))),
  );
  if (best?.proof === undefined || strength(best.proof) <= strength(now.proof)) return null;
  return { from: best.proof, to: now.proof, version: best.version };
}

const strength = (proof: Proof | undefined): number => (proof === undefined ? -1 : PROOFS.indexOf(proof));

/** True where a later version is of the same line as an earlier one, or of a newer one. */
export function sameLine(before: string, later: string): boolean {
  return semver.major(later, { loose: true }) >= semver.major(before, { loose: true });
}

/** Hours in which versions count as published together. */
const BURST = 24;

/** How many versions came out within the day that ends with this one, and most that ever did before; `undefined` without dates. */
export function burst(history: History): { readonly now: number; readonly before: number } | undefined {
  const [at, before] = [releaseOf(history)?.at, earlier(history)];
  if (at === undefined) return undefined;
  const times = before.flatMap(({ at: then }) => (then === undefined ? [] : [Date.parse(then)]));
  if (times.length < before.length) return undefined;
  const start = Date.parse(at) - BURST * 3_600_000;
  const now = times.filter((time) => time >= start).length + 1;
  return { now, before: densestDay(times.filter((time) => time < start)) };
}

/** Most moments within one `BURST`; ascending. */
function densestDay(times: readonly number[]): number {
  let [most, first] = [0, 0];
  for (const [i, time] of times.entries()) {
    while ((times[first] ?? time) < time - BURST * 3_600_000) first++;
    most = Math.max(most, i - first + 1);
  }
  return most;
}

/** Earlier publishers that may not publish any more; `undefined` where publishers or maintainers are not told. */
export function publishersGone(history: History): readonly string[] | undefined {
  const { maintainers } = history;
  const known = earlier(history).flatMap(({ publisher }) => publisher ?? []);
  if (!maintainers || releaseOf(history)?.publisher === undefined || known.length < earlier(history).length)
    return undefined;
  return [...new Set(known)].filter((name) => !maintainers.includes(name) && !isRobot(name));
}

const isRobot = (name: string): boolean => /^github actions$/i.test(name);

/** Names in a list of this version that no earlier version had; `undefined` for a first version. */
export function appeared(history: History, list: 'bins' | 'dependencies'): readonly string[] | undefined {
  const [now, before] = [releaseOf(history), earlier(history)];
  if (now === undefined || before.length === 0) return undefined;
  const known = new Set(before.flatMap((release) => release[list]));
  return now[list].filter((name) => !known.has(name));
}

/** Versions whose sizes say what is usual. */
const RECENT = 5;

/** Unpacked size of this version, and the usual one before it (their median), in bytes. */
export function sizes(history: History): { readonly now: number; readonly usual: number } | undefined {
  const now = releaseOf(history)?.bytes;
  const before = earlier(history)
    .flatMap(({ bytes }) => bytes ?? [])
    .slice(-RECENT)
    .sort((a, b) => a - b);
  const usual = before[Math.floor(before.length / 2)];
  return now === undefined || usual === undefined ? undefined : { now, usual };
}

/** A jump worth a word: threefold, and more than a page of code. */
export function isJump({ now, usual }: { readonly now: number; readonly usual: number }): boolean {
  return now > 3 * usual && now - usual > 100_000;
}
