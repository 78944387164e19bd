/**
 * What attestations prove about a tarball: the registry's word that it published it (npm publish v0.1) and the build's word for
 * where it came from (SLSA provenance v1 and v0.2). Each is checked twice: the bundle by Sigstore's verifier (certificate chain,
 * transparency log, signature), its statement by us (it must name this very package and digest). Where a version was built is read
 * from the certificate, which the forge vouches for, not from the statement, which the workflow writes itself. Pure.
 */
import { bundleFromJSON } from '@sigstore/bundle';
import { PolicyError, type Signer, toSignedEntity, VerificationError } from '@sigstore/verify';
import ssri from 'ssri';
import { reasonOf } from '../errors.ts';
import { quote } from '../quote.ts';
import { repositoryOf } from '../resolve/published.ts';
import type { BuildSource, ProofCheck, TreeNode } from '../types.ts';
import type { TrustRoot } from './trust-root.ts';

const PUBLISH = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1';
const PROVENANCE = ['https://slsa.dev/provenance/v1', 'https://slsa.dev/provenance/v0.2'];
/** Who may vouch for a build: the forges whose builds the npm registry takes provenance from. */
const ISSUERS = ['https://token.actions.githubusercontent.com', 'https://gitlab.com'];
/** Extensions of Fulcio's certificates (https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md). */
const OID = { source: '1.3.6.1.4.1.57264.1.12', commit: '1.3.6.1.4.1.57264.1.13', workflow: '1.3.6.1.4.1.57264.1.18' };
/** What every Fulcio certificate of a GitHub workflow had before those: `owner/name`, and the commit. */
const OLD_OID = { source: '1.3.6.1.4.1.57264.1.5', commit: '1.3.6.1.4.1.57264.1.3' };
/** A package has two. */
const MOST = 10;

export interface Attested {
  readonly publication: ProofCheck;
  readonly provenance: ProofCheck;
  readonly source?: BuildSource;
}

/** `answer` is what a registry says of a version's attestations, of any shape. Never throws. */
export function checkAttestations(answer: unknown, node: TreeNode, root: TrustRoot): Attested {
  const listed = record(answer).attestations;
  const all = (Array.isArray(listed) ? listed.slice(0, MOST) : []).map((one) => checkOne(record(one), node, root));
  const [publication, build] = [worst(all.filter(({ of }) => of === 'publication')), all.filter(isBuild)];
  const provenance = worst(build);
  const source = provenance.outcome === 'verified' ? build.find((one) => one.source)?.source : undefined;
  return { publication, provenance, ...(source ? { source } : {}) };
}

interface Checked {
  readonly of: 'publication' | 'provenance' | 'other';
  readonly check: ProofCheck;
  readonly source?: BuildSource;
}

const isBuild = ({ of }: Checked): boolean => of === 'provenance';

/** Several of a kind are no better than the worst of them. */
function worst(all: readonly Checked[]): ProofCheck {
  const checks = all.map(({ check }) => check);
  const bad = checks.find(({ outcome }) => outcome === 'false') ?? checks.find(({ outcome }) => outcome !== 'verified');
  return bad ?? checks[0] ?? { outcome: 'unchecked', reason: 'the registry lists none of this kind' };
}

function checkOne(
  { predicateType, bundle }: Readonly<Record<string, unknown>>,
  node: TreeNode,
  root: TrustRoot,
): Checked {
  const type = String(predicateType);
  const of = type === PUBLISH ? 'publication' : PROVENANCE.includes(type) ? 'provenance' : 'other';
  if (of === 'other') return { of, check: { outcome: 'unchecked', reason: `${quote(type, 100)} is not known here` } };
  try {
    const parsed = bundleFromJSON(bundle);
    const signer = root.verifier.verify(toSignedEntity(parsed));
    const statement = statementOf(record(record(bundle).dsseEnvelope).payload);
    const problem = problemOf(statement, type, node);
    if (problem !== undefined) return { of, check: { outcome: 'false', reason: problem } };
    return of === 'publication' ? { of, check: publisherCheck(signer) } : { of, ...buildCheck(signer, statement) };
  } catch (error) {
    return { of, check: failure(error) };
  }
}

/** A broken signature is a false proof; one by somebody we do not know may be a good one, and nobody here can tell. */
const BROKEN = ['SIGNATURE_ERROR', 'TLOG_BODY_ERROR'];

function failure(error: unknown): ProofCheck {
  const reason = quote(reasonOf(error), 160);
  const broken = (error instanceof VerificationError || error instanceof PolicyError) && BROKEN.includes(error.code);
  return { outcome: broken ? 'false' : 'unchecked', reason };
}

type Statement = Readonly<Record<string, unknown>>;

function statementOf(payload: unknown): Statement {
  return record(JSON.parse(Buffer.from(String(payload), 'base64').toString('utf8')));
}

/** Why a statement is not about what would be installed. */
function problemOf(statement: Statement, type: string, node: TreeNode): string | undefined {
  if (statement.predicateType !== type) return 'it is a statement of another kind than the registry says';
  const subjects = Array.isArray(statement.subject) ? statement.subject.slice(0, MOST).map(record) : [];
  // As npm writes it.
  const purl = `pkg:npm/${node.name.replace(/^@/, '%40')}@${node.version}`;
  const mine = subjects.filter(({ name }) => name === purl);
  if (mine.length === 0) return `it is about ${quote(String(subjects[0]?.name), 100)}, not about ${quote(purl, 100)}`;
  const digest = hexOf(ssri.parse(node.integrity)?.sha512?.[0]?.digest);
  if (digest === undefined) return 'the tree names no SHA-512 to compare with';
  const same = mine.some(({ digest: given }) => record(given).sha512 === digest);
  return same ? undefined : 'it is about a tarball with another digest';
}

const hexOf = (digest: string | undefined): string | undefined =>
  digest === undefined ? undefined : Buffer.from(digest, 'base64').toString('hex');

/** Only the registry's own keys speak for the registry; anyone can have a certificate. */
function publisherCheck({ identity }: Signer): ProofCheck {
  if (identity === undefined) return { outcome: 'verified' };
  return { outcome: 'false', reason: 'it is not signed by the registry' };
}

function buildCheck({ identity }: Signer, statement: Statement): Pick<Checked, 'check' | 'source'> {
  const issuer = identity?.extensions?.issuer;
  if (identity === undefined || issuer === undefined || !ISSUERS.includes(issuer))
    return { check: { outcome: 'false', reason: `its signer is vouched for by ${quote(String(issuer), 80)}` } };
  const oids = new Map(identity.oids?.map(({ oid, value }) => [oid?.id.join('.') ?? '', textOf(value)]));
  const repository = repositoryOf(oids.get(OID.source) ?? oids.get(OLD_OID.source));
  const workflow = oids.get(OID.workflow) ?? identity.subjectAlternativeName;
  if (repository === undefined || workflow === undefined)
    return { check: { outcome: 'unchecked', reason: 'its certificate names no repository' } };
  const claimed = repositoryOf(claimedSource(statement));
  if (claimed !== undefined && claimed !== repository)
    return {
      check: {
        outcome: 'false',
        reason: `it says ${quote(claimed, 80)} where its certificate says ${quote(repository, 80)}`,
      },
    };
  const commit = oids.get(OID.commit) ?? oids.get(OLD_OID.commit);
  const source = { repository: quote(repository, 120), workflow: quote(workflow, 200) };
  return {
    check: { outcome: 'verified' },
    source: commit === undefined ? source : { ...source, commit: quote(commit, 64) },
  };
}

/** Where the statement says it was built, in v1 and in v0.2. */
function claimedSource({ predicate }: Statement): unknown {
  const { buildDefinition, invocation } = record(predicate);
  const workflow = record(record(record(buildDefinition).externalParameters).workflow);
  const uri = record(record(invocation).configSource).uri;
  return workflow.repository ?? (typeof uri === 'string' ? uri.replace(/@refs\/.*$/, '') : undefined);
}

/** A DER UTF8String, or bare text in the older extensions. */
function textOf(value: Buffer): string {
  const [tag, length = 0] = value;
  if (tag !== 0x0c) return value.toString('utf8');
  return value.subarray(length < 0x80 ? 2 : 2 + (length & 0x7f)).toString('utf8');
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
