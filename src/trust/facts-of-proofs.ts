/**
 * What proofs say of the target, as lines of its profile. Pure. `verified` is written only where a signature was checked, and that
 * code comes from where it says is no word about what it does: three worms of 2026 carried valid provenance.
 */
import { popularNames } from '../../rules/data/popular-names.ts';
import { downgrade, releaseOf } from '../history.ts';
import { quote } from '../quote.ts';
import type { BuildSource, History, McpChain, ProofCheck, Proofs, Release, TrustFact } from '../types.ts';
import { bad, good, unknown } from './fact.ts';

const NOT_ASKED: ProofCheck = { outcome: 'unchecked', reason: 'not told' };

export function proofFacts(history: History, proofs: Proofs | undefined): readonly TrustFact[] {
  return [
    signatureFact(proofs?.signature ?? NOT_ASKED),
    publicationFact(proofs?.publication ?? NOT_ASKED),
    provenanceFact(history, proofs),
  ];
}

function signatureFact(check: ProofCheck): TrustFact {
  const about = 'registry signature';
  if (check.outcome === 'verified')
    return good(about, 'verified over name, version and integrity, with the registry’s key');
  return elsewise(about, check, 'the registry gives none');
}

function publicationFact(check: ProofCheck): TrustFact {
  const about = 'publish attestation';
  if (check.outcome === 'verified')
    return good(about, 'verified: the public log holds that the registry published this tarball');
  return elsewise(about, check, 'the registry has none');
}

function elsewise(about: string, check: Exclude<ProofCheck, { outcome: 'verified' }>, none: string): TrustFact {
  if (check.outcome === 'none') return unknown(about, none);
  return check.outcome === 'false' ? bad(about, `does not hold: ${check.reason}`) : unknown(about, check.reason);
}

const WORDS = {
  none: 'published without provenance',
  provenance: 'published with provenance',
  'trusted-publisher': 'published by a trusted publisher',
} as const;

function provenanceFact(history: History, proofs: Proofs | undefined): TrustFact {
  const about = 'provenance';
  const check = proofs?.provenance ?? NOT_ASKED;
  if (check.outcome === 'false') return bad(about, `does not hold: ${check.reason}`);
  const weaker = downgrade(history);
  if (weaker) return bad(about, `${WORDS[weaker.to]}; version ${quote(weaker.version, 40)}: ${WORDS[weaker.from]}`);
  if (check.outcome === 'verified' && proofs?.source) return good(about, `verified: ${builtFrom(proofs.source)}`);
  const told = releaseOf(history)?.proof;
  if (told === undefined) return unknown(about, history.doubts.proofs ?? 'not told');
  if (told === 'none') return unknown(about, WORDS.none);
  const why = check.outcome === 'unchecked' ? check.reason : 'no attestation is listed';
  return unknown(about, `${WORDS[told]}, as the registry says; not checked: ${why}`);
}

function builtFrom({ repository, workflow, commit }: BuildSource): string {
  const at = commit === undefined ? '' : ` at ${commit.slice(0, 12)}`;
  return `built from ${repository}${at} by ${workflow.replace(`https://${repository}/`, '')}`;
}

/** Whose code a manifest says it is. Only provenance proves it; of all others the address is compared with the name. */
export function repositoryFact(
  { name }: History,
  { repository: claimed }: Release,
  proofs: Proofs | undefined,
): TrustFact {
  const about = 'repository';
  const proved = proofs?.provenance.outcome === 'verified' ? proofs.source?.repository : undefined;
  if (claimed === undefined) return unknown(about, 'it names none that can be read');
  const shown = quote(claimed, 120);
  if (proved === claimed) return good(about, `${shown}, which its provenance proves`);
  if (proved !== undefined) return bad(about, `it claims ${shown}, and was built from ${quote(proved, 120)}`);
  return unknown(about, `it claims ${shown}, ${resemblance(name, claimed)}; nothing proves it`);
}

/** `github.com/owner/name` beside `@scope/name`. A shared repository holds packages of other names, so nothing here is bad news. */
function resemblance(name: string, repository: string): string {
  const [, owner = '', project = ''] = repository.split('/');
  const bare = name.slice(name.indexOf('/') + 1).toLowerCase();
  const scope = /^@([^/]+)/.exec(name)?.[1]?.toLowerCase();
  if (project === bare || (scope !== undefined && scope === owner)) return 'which fits its name';
  if (popularNames().ranks.has(project)) return `which is called as the popular ${quote(project, 60)} is`;
  return 'which is called otherwise';
}

export function chainFact(mcp: McpChain | undefined, { doubts }: History): TrustFact {
  const about = 'MCP registry';
  if (mcp === undefined)
    return unknown(about, doubts.publishers ? 'no claim is told' : 'its manifest claims no entry of the MCP registry');
  const [broken, open] = (['broken', 'unknown'] as const).map((state) =>
    mcp.links.filter((link) => link.state === state),
  );
  const texts = (links: typeof broken): string => (links ?? []).map(({ text }) => text).join('; ');
  if (broken?.length) return bad(about, `${mcp.name}: ${texts(broken)}`);
  if (open?.length) return unknown(about, `it claims to be ${mcp.name}; ${texts(open)}`);
  return good(about, `verified as ${mcp.name}: entry, package, owner and provenance agree`);
}
