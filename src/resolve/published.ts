/** What a registry's document says of a version beside what a tree needs: who published it, with what proof. Pure. */
import type { Proof } from '../types.ts';

/** What is absent, the registry does not tell. */
export interface Published {
  readonly publisher?: string;
  /** Of the publisher's address, at the time; the rest of it is nobody's business. */
  readonly mailDomain?: string;
  readonly proof?: Proof;
  readonly installScript?: boolean;
  readonly bins: readonly string[];
  readonly bytes?: number;
  readonly repository?: string;
  readonly commit?: string;
  /** The name in the MCP registry that its manifest claims. */
  readonly mcpName?: string;
  /** True where the registry says that it has attestations of this version. */
  readonly attested?: boolean;
  /** Signatures of the registry over `name@version:integrity`. */
  readonly signatures?: readonly { readonly keyid: string; readonly sig: string }[];
}

/** Longest name or address kept, and most of them: a document is hostile input. */
const LONGEST = 300;
const MOST = 100;

/** `manifest` is a version of a registry's document, of any shape. */
export function toPublished(manifest: Readonly<Record<string, unknown>>): Published {
  const dist = record(manifest.dist);
  const signatures = toSignatures(dist.signatures);
  const publisher = text(record(manifest._npmUser).name);
  const mailDomain = text(text(record(manifest._npmUser).email)?.split('@')[1])?.toLowerCase();
  const mcpName = text(manifest.mcpName);
  const proof = toProof(manifest, signatures.length > 0);
  const repository = repositoryOf(manifest.repository);
  const commit = text(manifest.gitHead);
  const installScript = runsAtInstall(manifest);
  return {
    ...(publisher === undefined ? {} : { publisher }),
    ...(mailDomain === undefined ? {} : { mailDomain }),
    ...(proof === undefined ? {} : { proof }),
    ...(installScript === undefined ? {} : { installScript }),
    bins: binsOf(manifest),
    ...(typeof dist.unpackedSize === 'number' ? { bytes: dist.unpackedSize } : {}),
    ...(repository === undefined ? {} : { repository }),
    ...(commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit) ? { commit } : {}),
    ...(mcpName === undefined ? {} : { mcpName }),
    ...(dist.attestations === undefined ? {} : { attested: true }),
    ...(signatures.length > 0 ? { signatures } : {}),
  };
}

/**
 * The order and the fields are those of pnpm's trust policy. That there is no proof is believed only where the registry's own
 * signature came along: a mirror that leaves that out may have left out the attestations as well.
 */
function toProof(manifest: Readonly<Record<string, unknown>>, signed: boolean): Proof | undefined {
  if (record(manifest._npmUser).trustedPublisher !== undefined) return 'trusted-publisher';
  if (record(record(record(manifest.dist).attestations).provenance).predicateType !== undefined) return 'provenance';
  return signed ? 'none' : undefined;
}

/** Events for which npm 11 and older run a dependency's script. */
const INSTALL_EVENTS = ['preinstall', 'install', 'postinstall'];

/** A registry that leaves out publishers may have left out scripts as well; what it does give is believed. */
function runsAtInstall(manifest: Readonly<Record<string, unknown>>): boolean | undefined {
  const scripts = record(manifest.scripts);
  if (manifest.hasInstallScript === true || INSTALL_EVENTS.some((event) => typeof scripts[event] === 'string'))
    return true;
  return manifest.scripts === undefined && manifest._npmUser === undefined ? undefined : false;
}

function binsOf({ name, bin }: Readonly<Record<string, unknown>>): string[] {
  if (typeof bin === 'string') return [String(name).split('/').at(-1) ?? ''];
  return Object.keys(record(bin))
    .filter((one) => one.length <= LONGEST)
    .slice(0, MOST);
}

function toSignatures(given: unknown): { keyid: string; sig: string }[] {
  const listed = Array.isArray(given) ? given.slice(0, MOST) : [];
  return listed.flatMap((one) => {
    const { keyid, sig } = record(one);
    return typeof keyid === 'string' && typeof sig === 'string' && sig.length < 1000 ? [{ keyid, sig }] : [];
  });
}

/** Names of people, as `maintainers` lists them. */
export function namesOf(people: readonly unknown[]): string[] {
  return people.slice(0, MOST).flatMap((one) => text(record(one).name) ?? []);
}

const FORGES: Readonly<Record<string, string>> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
};

/** `git+https://github.com/Owner/name.git`, `github:owner/name`, `owner/name` → `github.com/owner/name`. */
export function repositoryOf(given: unknown): string | undefined {
  const url = text(typeof given === 'string' ? given : record(given).url)?.trim();
  if (url === undefined) return undefined;
  const short = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+)$/.exec(url);
  const long = /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?[/:]([\w.-]+\/[\w.-]+)/.exec(url);
  const scp = /^(?:[\w-]+@)([\w.-]+):([\w.-]+\/[\w.-]+)/.exec(url);
  const [, host, path] = long ?? scp ?? (short ? ['', FORGES[short[1] ?? 'github'], short[2]] : []);
  if (host === undefined || path === undefined) return undefined;
  return `${host}/${path.replace(/\.git$/, '')}`.toLowerCase();
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : undefined;
}

/** What is no object is empty. */
function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
