/** The target's profile: one line for each thing a reviewer asks. Pure. What is not known says why, and is never good news. */
import { daysSince, downgrade, handover, releaseOf, scriptAppeared, silenceBefore } from '../history.ts';
import { quote } from '../quote.ts';
import type { History, Release, TrustFact } from '../types.ts';

/** Days a package or a version has to be old to be called so. */
const SETTLED = { package: 30, version: 7 } as const;
/** Days of silence after which a new version deserves a look. */
export const DORMANT = 365;

export function factsOf(history: History, asOf: string): readonly TrustFact[] {
  const release = releaseOf(history);
  if (release === undefined) return [unknown('registry', 'the registry does not list this version')];
  return [
    publisher(history),
    maintainers(history, release),
    age('package', history.releases[0]?.at, history, asOf),
    age('version', release.at, history, asOf),
    cadence(history),
    standing(history, release),
    installScript(history),
    repository(release),
    proof(history),
  ];
}

/** For what is no package of a registry, or whose document could not be had. */
export function noFacts(why: string): readonly TrustFact[] {
  const asked = ['publisher', 'maintainers', 'package age', 'version age', 'cadence', 'deprecation', 'install script'];
  return [...asked, 'repository', 'provenance'].map((about) => unknown(about, why));
}

const good = (about: string, text: string): TrustFact => ({ about, standing: 'good', text });
const bad = (about: string, text: string): TrustFact => ({ about, standing: 'bad', text });
const unknown = (about: string, text: string): TrustFact => ({ about, standing: 'unknown', text });

function publisher(history: History): TrustFact {
  const who = releaseOf(history)?.publisher;
  if (who === undefined) return unknown('publisher', history.doubts.publishers ?? 'not told');
  const change = handover(history);
  if (change === undefined) return unknown('publisher', `${quote(who, 60)}; nothing is known of who published before`);
  if (change) return bad('publisher', `${quote(who, 60)}, for the first time; before: ${list(change.from)}`);
  return good('publisher', `${quote(who, 60)}, who published earlier versions too`);
}

function maintainers({ maintainers: all }: History, { publisher: who }: Release): TrustFact {
  if (!all) return unknown('maintainers', 'the registry does not list them');
  if (who === undefined) return unknown('maintainers', `${list(all)}; whether one of them published this is not told`);
  if (all.includes(who)) return good('maintainers', list(all));
  return unknown('maintainers', `${list(all)}; the publisher is not among them`);
}

function age(what: keyof typeof SETTLED, at: string | undefined, { doubts }: History, asOf: string): TrustFact {
  const about = `${what} age`;
  const days = daysSince(at, asOf);
  if (days === undefined) return unknown(about, doubts.dates ?? 'the registry gives no date');
  const text = `${days} ${days === 1 ? 'day' : 'days'}, since ${at?.slice(0, 10)}`;
  return days >= SETTLED[what] ? good(about, text) : bad(about, text);
}

function cadence(history: History): TrustFact {
  if (history.releases.length === 1) return unknown('cadence', 'it has one version only');
  const days = silenceBefore(history);
  if (days === undefined) return unknown('cadence', history.doubts.dates ?? 'this is its first version');
  const text = `${history.releases.length} versions, ${days} days between this one and the one before`;
  return days >= DORMANT ? bad('cadence', text) : good('cadence', text);
}

/** That nothing is said of a deprecation means something only where the registry passes on what it knows. */
function standing({ doubts }: History, { deprecated }: Release): TrustFact {
  if (deprecated !== undefined) return bad('deprecation', `deprecated: ${quote(deprecated, 120)}`);
  if (doubts.publishers) return unknown('deprecation', 'none is told, by a registry that leaves fields out');
  return good('deprecation', 'not deprecated');
}

function installScript(history: History): TrustFact {
  const appeared = scriptAppeared(history);
  if (appeared === undefined) return unknown('install script', 'there is nothing to compare with');
  if (appeared) return bad('install script', 'this version runs something at install, no earlier one did');
  return good('install script', 'nothing new runs at install');
}

function repository({ repository: claimed }: Release): TrustFact {
  if (claimed === undefined) return unknown('repository', 'it names none that can be read');
  return unknown('repository', `it claims ${quote(claimed, 120)}, which nothing proves`);
}

function proof(history: History): TrustFact {
  const now = releaseOf(history)?.proof;
  if (now === undefined) return unknown('provenance', history.doubts.proofs ?? 'not told');
  const weaker = downgrade(history);
  if (weaker)
    return bad('provenance', `${WORDS[weaker.to]}; version ${quote(weaker.version, 40)}: ${WORDS[weaker.from]}`);
  return unknown('provenance', now === 'none' ? WORDS.none : `${WORDS[now]}, as the registry says; not checked here`);
}

const WORDS = {
  none: 'published without provenance',
  provenance: 'published with provenance',
  'trusted-publisher': 'published by a trusted publisher',
} as const;

/** Most names in one line. */
const NAMED = 5;

function list(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map((name) => quote(name, 40));
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
