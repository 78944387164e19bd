/** The target's profile: one line for each thing a reviewer asks. Pure. What is not known says why, and is never good news. */
import {
  appeared,
  burst,
  daysSince,
  handover,
  isJump,
  publishersGone,
  releaseOf,
  scriptAppeared,
  silenceBefore,
  sizes,
} from '../history.ts';
import { megabytes } from '../megabytes.ts';
import { quote } from '../quote.ts';
import type { History, McpChain, Proofs, Release, SourceTree, TrustFact } from '../types.ts';
import { bad, good, list, unknown } from './fact.ts';
import { chainFact, proofFacts, repositoryFact } from './facts-of-proofs.ts';

/** Days a package or a version has to be old to be called so. */
const SETTLED = { package: 30, version: 7 } as const;
/** Days of silence after which a new version deserves a look. */
export const DORMANT = 365;
/** Versions in a day that deserve one, where there never were as many. */
const BURST = 5;

/** What is known of the target. */
export interface Known {
  readonly history: History;
  readonly proofs: Proofs | undefined;
  readonly mcp: McpChain | undefined;
  readonly asOf: string;
}

export function factsOf({ history, proofs, mcp, asOf }: Known): readonly TrustFact[] {
  const release = releaseOf(history);
  if (release === undefined) return [unknown('registry', 'the registry does not list this version')];
  return [
    publisher(history),
    maintainers(history, release),
    handedOver(history),
    mail(history, release),
    age('package', history.releases[0]?.at, history, asOf),
    age('version', release.at, history, asOf),
    cadence(history),
    standing(history, release),
    installScript(history),
    newNames('commands', 'bins', history),
    newNames('dependencies', 'dependencies', history),
    size(history),
    repositoryFact(history, release, proofs),
    ...proofFacts(history, proofs),
    chainFact(mcp, history),
  ];
}

/** Never good news: nothing is built again, and whoever controls a package may control the repository that it names. */
export function sourcesFact(had: SourceTree | string): TrustFact {
  const about = 'sources';
  if (typeof had === 'string') return unknown(about, had);
  const { repository, ref } = had;
  return unknown(about, `compared as far as can be without building ${quote(`${repository} at ${ref}`, 160)}`);
}

const ASKED = [
  ...['publisher', 'maintainers', 'handover', 'mail', 'package age', 'version age', 'cadence', 'deprecation'],
  ...['install script', 'commands', 'dependencies', 'size', 'repository', 'registry signature', 'publish attestation'],
  ...['provenance', 'MCP registry'],
];

/** For what is no package of a registry, or whose document could not be had. */
export function noFacts(why: string): readonly TrustFact[] {
  return ASKED.map((about) => unknown(about, why));
}

function publisher(history: History): TrustFact {
  const who = releaseOf(history)?.publisher;
  if (who === undefined) return unknown('publisher', history.doubts.publishers ?? 'not told');
  const change = handover(history);
  if (change === undefined) return unknown('publisher', `${quote(who, 60)}; nothing is known of who published before`);
  if (change) return bad('publisher', `${quote(who, 60)}, for the first time; before: ${list(change.from)}`);
  return good('publisher', `${quote(who, 60)}, who published earlier versions too`);
}

function maintainers({ maintainers: all }: History, { publisher: who, proof }: Release): TrustFact {
  if (!all) return unknown('maintainers', 'the registry does not list them');
  if (who === undefined) return unknown('maintainers', `${list(all)}; whether one of them published this is not told`);
  if (all.includes(who)) return good('maintainers', list(all));
  if (proof === 'trusted-publisher') return good('maintainers', `${list(all)}; published by a build they trust`);
  return unknown('maintainers', `${list(all)}; the publisher is not among them`);
}

function handedOver(history: History): TrustFact {
  const gone = publishersGone(history);
  if (gone === undefined)
    return unknown('handover', history.doubts.publishers ?? 'the registry does not tell who may publish');
  if (history.releases.length === 1) return unknown('handover', 'it has one version only');
  if (gone.length > 0) return bad('handover', `published earlier, and may not any more: ${list(gone)}`);
  return good('handover', 'everybody who published earlier still may');
}

function mail({ doubts }: History, { disposableMail }: Release): TrustFact {
  if (disposableMail === undefined)
    return unknown('mail', doubts.publishers ?? 'the registry gives no address of the publisher');
  if (disposableMail) return bad('mail', 'the publisher’s address is of a domain for throw-away addresses');
  return good('mail', 'the publisher’s address is of no known domain for throw-away addresses');
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
  const [days, rush] = [silenceBefore(history), burst(history)];
  if (days === undefined) return unknown('cadence', history.doubts.dates ?? 'this is its first version');
  const text = `${history.releases.length} versions, ${days} days between this one and the one before`;
  if (rush && rush.now >= BURST && rush.now > rush.before)
    return bad(
      'cadence',
      `${text}; ${rush.now} versions within a day, where there never were more than ${rush.before}`,
    );
  return days >= DORMANT ? bad('cadence', text) : good('cadence', text);
}

/** That nothing is said of a deprecation means something only where the registry passes on what it knows. */
function standing({ doubts }: History, { deprecated }: Release): TrustFact {
  if (deprecated !== undefined) return bad('deprecation', `deprecated: ${quote(deprecated, 120)}`);
  if (doubts.publishers) return unknown('deprecation', 'none is told, by a registry that leaves fields out');
  return good('deprecation', 'not deprecated');
}

function installScript(history: History): TrustFact {
  const gained = scriptAppeared(history);
  if (gained === undefined) return unknown('install script', 'there is nothing to compare with');
  if (gained) return bad('install script', 'this version runs something at install, no earlier one did');
  return good('install script', 'nothing new runs at install');
}

/** Commands and dependencies that no earlier version had. That there are none is believed of a registry that leaves nothing out. */
function newNames(about: string, which: 'bins' | 'dependencies', history: History): TrustFact {
  const gained = appeared(history, which);
  if (gained === undefined) return unknown(about, 'there is nothing to compare with');
  if (gained.length > 0) return bad(about, `new in this version: ${list(gained)}`);
  if (history.doubts.publishers) return unknown(about, 'none is new, says a registry that leaves fields out');
  return good(about, 'none is new in this version');
}

function size(history: History): TrustFact {
  const known = sizes(history);
  if (known === undefined) return unknown('size', 'the registry gives none to compare');
  const text = `${megabytes(known.now)}, where ${megabytes(known.usual)} were usual`;
  return isJump(known) ? bad('size', text) : good('size', text);
}
