/**
 * A certificate authority, a transparency log and a registry's key of our own (`@sigstore/mock`), and attestations signed by them,
 * good and otherwise:
 *
 *     const authority = await makeAuthority();
 *     const answer = await authority.attest({ name: 'weather-mcp', version: '1.0.0', integrity: 'sha512-…' });
 *     checkAttestations(answer, node, authority.root);
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { initializeCA, initializeCTLog } from '@sigstore/mock/dist/fulcio/index.js';
import { initializeTLog, type TLog } from '@sigstore/mock/dist/rekor/index.js';
import { HashAlgorithm, PublicKeyDetails, type TrustedRoot } from '@sigstore/protobuf-specs';
import { makeTrustRoot, type RegistryKey, type TrustRoot } from '../../src/trust/trust-root.ts';

export interface Attested {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  /** What the statements say instead. */
  readonly purl?: string;
  readonly sha512?: string;
  /** `owner/name` of the certificate, and of the statement where it lies. */
  readonly repository?: string;
  readonly claimed?: string;
  readonly issuer?: string;
  /** Leaves the log's entries out of the bundles. */
  readonly unlogged?: boolean;
  /** Changes the statement after it was signed. */
  readonly altered?: boolean;
  /** Signs the publication with a certificate instead of the registry's key. */
  readonly publishedByAnyone?: boolean;
  /** When the log takes it, while the certificate is of now. */
  readonly loggedAt?: Date;
  readonly only?: 'publication' | 'provenance';
  /** As builds of 2023 said it: SLSA provenance v0.2. */
  readonly early?: boolean;
}

export interface Authority {
  readonly root: TrustRoot;
  /** As a registry's attestations endpoint answers. */
  attest(what: Attested): Promise<object>;
  /** As a registry's document lists it. */
  signatureOf(name: string, version: string, integrity: string): { keyid: string; sig: string };
}

const KEY_ID = 'SHA256:the-key-of-a-test';
const PUBLISH = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1';
const SLSA = 'https://slsa.dev/provenance/v1';
const EARLY = 'https://slsa.dev/provenance/v0.2';
const HUB = 'https://github.com';
const ISSUER = 'https://token.actions.githubusercontent.com';
const PAYLOAD = 'application/vnd.in-toto+json';

const keyPair = (curve = 'P-256') => generateKeyPairSync('ec', { namedCurve: curve });
const der = (key: KeyObject): Buffer<ArrayBuffer> => Buffer.from(key.export({ format: 'der', type: 'spki' }));
const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

export async function makeAuthority(): Promise<Authority> {
  const [ctKeys, caKeys, logKeys, registry] = [keyPair(), keyPair('P-384'), keyPair(), keyPair()];
  const ctLog = await initializeCTLog(ctKeys);
  const ca = await initializeCA(caKeys, ctLog);
  const log = await initializeTLog('https://log.example', logKeys);
  const root = makeTrustRoot(
    trustedRoot(Buffer.from(ca.rootCertificate as Uint8Array), ctLog, log),
    registryKeys(registry.publicKey),
  );
  const makers: Makers = {
    log: (at) => (at === undefined ? Promise.resolve(log) : initializeTLog('https://log.example', logKeys, at)),
    certify: async (key, subjectAltName, extensions) =>
      Buffer.from((await ca.issueCertificate({ publicKey: der(key), subjectAltName, extensions })) as Uint8Array),
    registry: registry.privateKey,
  };
  return {
    root,
    attest: async (what) => ({ attestations: await attestations(what, makers) }),
    signatureOf: (name, version, integrity) => ({
      keyid: KEY_ID,
      sig: sign('sha256', Buffer.from(`${name}@${version}:${integrity}`), registry.privateKey).toString('base64'),
    }),
  };
}

function registryKeys(key: KeyObject): RegistryKey[] {
  const of = { id: KEY_ID, key, from: 0, until: Number.POSITIVE_INFINITY };
  return [
    { ...of, usage: 'npm:signatures' },
    { ...of, usage: 'npm:attestations' },
  ];
}

function trustedRoot(
  certificate: Buffer,
  ctLog: { readonly publicKey: Buffer; readonly logID: ArrayBufferView },
  log: TLog,
): TrustedRoot {
  const logOf = (publicKey: Buffer, keyId: Buffer) => ({
    baseUrl: 'https://log.example',
    hashAlgorithm: HashAlgorithm.SHA2_256,
    publicKey: {
      rawBytes: publicKey,
      keyDetails: PublicKeyDetails.PKIX_ECDSA_P256_SHA_256,
      validFor: { start: new Date(0), end: undefined },
    },
    logId: { keyId },
    checkpointKeyId: undefined,
    operator: 'test',
  });
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    certificateAuthorities: [
      {
        subject: { commonName: 'sigstore', organization: 'sigstore.mock' },
        uri: 'https://ca.example',
        certChain: { certificates: [{ rawBytes: certificate }] },
        validFor: { start: new Date(0), end: undefined },
        operator: 'test',
      },
    ],
    ctlogs: [logOf(ctLog.publicKey, Buffer.from(ctLog.logID as unknown as ArrayBuffer))],
    tlogs: [logOf(log.publicKey, sha256(log.publicKey))],
    timestampAuthorities: [],
  };
}

interface Makers {
  log(at: Date | undefined): Promise<TLog>;
  certify(key: KeyObject, san: string, extensions: { oid: string; value: string; legacy?: boolean }[]): Promise<Buffer>;
  readonly registry: KeyObject;
}

async function attestations(what: Attested, makers: Makers): Promise<object[]> {
  const hex = what.sha512 ?? Buffer.from(what.integrity.replace('sha512-', ''), 'base64').toString('hex');
  const purl = what.purl ?? `pkg:npm/${what.name.replace('@', '%40')}@${what.version}`;
  const subject = [{ name: purl, digest: { sha512: hex } }];
  const { repository = 'wendy/weather' } = what;
  const builtFrom = `${HUB}/${what.claimed ?? repository}`;
  const publication = { _type: 'https://in-toto.io/Statement/v0.1', subject, predicateType: PUBLISH, predicate: {} };
  const workflow = { ref: 'refs/heads/main', repository: builtFrom, path: '.github/workflows/publish.yml' };
  const source = { uri: `git+${builtFrom}@refs/heads/main`, entryPoint: workflow.path };
  const [predicateType, predicate] = what.early
    ? [EARLY, { invocation: { configSource: source } }]
    : [SLSA, { buildDefinition: { externalParameters: { workflow } } }];
  const provenance = { _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate };
  const [first, second] = await Promise.all([
    bundleOf(publication, what, makers, what.publishedByAnyone ?? false),
    bundleOf(provenance, what, makers, true),
  ]);
  return [
    ...(what.only === 'provenance' ? [] : [{ predicateType: PUBLISH, bundle: first }]),
    ...(what.only === 'publication' ? [] : [{ predicateType, bundle: second }]),
  ];
}

async function bundleOf(statement: object, what: Attested, makers: Makers, certified: boolean): Promise<object> {
  const payload = JSON.stringify(statement);
  const keys = certified ? keyPair() : undefined;
  const pae = `DSSEv1 ${PAYLOAD.length} ${PAYLOAD} ${Buffer.byteLength(payload)} ${payload}`;
  const sig = sign('sha256', Buffer.from(pae), keys?.privateKey ?? makers.registry).toString('base64');
  const shown = what.altered ? payload.replace('in-toto', 'in-total') : payload;
  const material = keys ? await certificateOf(keys.publicKey, what, makers) : { publicKey: { hint: KEY_ID } };
  const tlogEntries = what.unlogged ? [] : [await entryOf(payload, sig, await makers.log(what.loggedAt))];
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { ...material, tlogEntries, timestampVerificationData: { rfc3161Timestamps: [] } },
    dsseEnvelope: {
      payload: Buffer.from(shown).toString('base64'),
      payloadType: PAYLOAD,
      signatures: [{ sig, keyid: certified ? '' : KEY_ID }],
    },
  };
}

async function certificateOf(
  key: KeyObject,
  { repository = 'wendy/weather', issuer = ISSUER }: Attested,
  { certify }: Makers,
) {
  const workflow = `${HUB}/${repository}/.github/workflows/publish.yml@refs/heads/main`;
  const bytes = await certify(key, workflow, [
    { oid: '1.3.6.1.4.1.57264.1.8', value: issuer },
    { oid: '1.3.6.1.4.1.57264.1.12', value: `${HUB}/${repository}` },
    { oid: '1.3.6.1.4.1.57264.1.13', value: 'c0ffee'.repeat(6) },
    { oid: '1.3.6.1.4.1.57264.1.18', value: workflow },
  ]);
  return { certificate: { rawBytes: bytes.toString('base64') } };
}

/** What the log answers, as far as it goes into a bundle. */
interface Logged {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification?: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof?: { logIndex: number; treeSize: number; rootHash: string; checkpoint: string };
  };
}

/** As the log takes it: hashes of envelope and payload, and the signature. */
async function entryOf(payload: string, signature: string, log: TLog): Promise<object> {
  const hash = { algorithm: 'sha256', value: sha256(payload).toString('hex') };
  const spec = { envelopeHash: hash, payloadHash: hash, signatures: [{ signature, verifier: 'AA==' }] };
  const logged: Readonly<Record<string, Logged>> = await log.log({ apiVersion: '0.0.1', kind: 'dsse', spec });
  const [entry] = Object.values(logged);
  if (entry?.verification?.inclusionProof === undefined) throw new Error('the log took nothing');
  const { inclusionProof: proof, signedEntryTimestamp } = entry.verification;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: Buffer.from(entry.logID, 'hex').toString('base64') },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      treeSize: String(proof.treeSize),
      rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
      hashes: [],
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body,
  };
}
