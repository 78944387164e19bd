/**
 * PackageTree → Trust: what is known about its packages from outside them. The registry's documents are those the tree was made
 * from; advisories cost one request, proofs one for each package that has attestations, the MCP registry one where it is claimed.
 * What is not told is a gap; nothing is ever good because it is missing.
 */
import { releaseOf } from '../history.ts';
import type { NpmOptions } from '../npm-config.ts';
import type { McpChain, PackageTree, Proofs, SourceTree, Staged, Trust } from '../types.ts';
import { askRegistries, distinct } from './advisories.ts';
import { factsOf, noFacts, sourcesFact } from './facts.ts';
import { advisoryGaps, maintainerGaps, proofGaps } from './gaps.ts';
import { type Looked, lookUp } from './histories.ts';
import { findKin } from './kin.ts';
import { askMcpRegistry, MCP_REGISTRY } from './mcp-registry.ts';
import { askOsv } from './osv-store.ts';
import { checkProofs } from './proofs.ts';
import { fetchRepository, type RepositoryOptions } from './source-repository.ts';
import { bundledRoot, type TrustRoot } from './trust-root.ts';

/** Milliseconds. */
export interface TrustLimits {
  /** For one registry's answer about advisories, with its retries. */
  readonly advisories: number;
  /** For all documents about packages. */
  readonly histories: number;
  /** For all attestations. */
  readonly proofs: number;
  /** For the MCP registry's answer. */
  readonly mcp: number;
  /** For the archive of the target's repository. */
  readonly repository: number;
}

/** The bulk endpoint of the public registry answers within two seconds; a tree's documents are at hand already. */
export const TRUST_LIMITS: TrustLimits = {
  advisories: 20_000,
  histories: 60_000,
  proofs: 30_000,
  mcp: 10_000,
  repository: 30_000,
};

export interface TrustOptions {
  /** The day it is: `2026-01-31`. */
  readonly asOf: string;
  readonly limits?: TrustLimits;
  /** Whose signatures count; by default the public ones that are shipped with us. */
  readonly root?: TrustRoot | undefined;
  /** Base of the MCP registry's API. */
  readonly mcpRegistry?: string | undefined;
  /** A mirror of the forges where repositories are. */
  readonly forges?: string | undefined;
}

export async function collectTrust(
  tree: PackageTree,
  options: NpmOptions,
  { asOf, limits = TRUST_LIMITS, root = bundledRoot(), mcpRegistry = MCP_REGISTRY, forges }: TrustOptions,
): Promise<Staged<Trust>> {
  const looking = lookUp(tree.nodes, options, { asOf, ms: limits.histories });
  const [registries, osv, looked, proofs] = await Promise.all([
    askRegistries(tree, options, { asOf, ms: limits.advisories }),
    askOsv(tree, options.cache),
    looking,
    looking.then(({ told }) => checkProofs(told, options, { ms: limits.proofs, root })),
  ]);
  const [mcp, kin, repository] = await Promise.all([
    chainOf(tree, looked, proofs, options, { url: mcpRegistry, ms: limits.mcp }),
    findKin(tree, looked, proofs, options, limits.histories),
    repositoryOf(tree, looked, options, { ms: limits.repository, mirror: forges }),
  ]);
  const answers = [...registries, osv];
  const trust: Trust = {
    asOf,
    facts: [...factsAbout(tree, looked, proofs, mcp, asOf), sourcesFact(repository)],
    sources: answers.map(({ source }) => source),
    advisories: distinct(answers.flatMap(({ advisories }) => advisories)),
    histories: looked.known,
    proofs,
    kin,
    ...(mcp ? { mcp } : {}),
    ...(typeof repository === 'string' ? {} : { repository }),
  };
  const gaps = [...advisoryGaps(tree, registries, osv, asOf), ...maintainerGaps(tree, looked, mcp)];
  gaps.push(...proofGaps(tree, looked, proofs));
  if (typeof repository === 'string') gaps.push({ stage: 'repository', subject: tree.root.id, reason: repository });
  return { value: trust, gaps };
}

function factsAbout(
  tree: PackageTree,
  looked: Looked,
  proofs: readonly Proofs[],
  mcp: McpChain | undefined,
  asOf: string,
) {
  const { id } = tree.root;
  const history = looked.known.find((one) => one.package === id);
  const mine = proofs.find((one) => one.package === id);
  return history
    ? factsOf({ history, proofs: mine, mcp, asOf })
    : noFacts(looked.failed.get(id) ?? 'it is not from a registry');
}

/** What a registry's document names; of anything else nobody says where it was made. */
async function repositoryOf(
  { root }: PackageTree,
  { known, failed }: Looked,
  options: NpmOptions,
  limits: RepositoryOptions,
): Promise<SourceTree | string> {
  const history = known.find((one) => one.package === root.id);
  const release = history && releaseOf(history);
  if (release === undefined) return failed.get(root.id) ?? 'the registry does not list this version';
  const { repository, commit } = release;
  return fetchRepository({ name: root.name, version: root.version, repository, commit }, options, limits);
}

/** Only what the target's document claims is asked for: a name that no registry has published under says nothing. */
async function chainOf(
  { root }: PackageTree,
  { told }: Looked,
  proofs: readonly Proofs[],
  options: NpmOptions,
  { url, ms }: { readonly url: string; readonly ms: number },
): Promise<McpChain | undefined> {
  const { node, published } = told.find((one) => one.node.id === root.id) ?? {};
  if (node === undefined || published?.mcpName === undefined) return undefined;
  const mine = proofs.find((one) => one.package === root.id);
  return askMcpRegistry(
    { node, name: published.mcpName, repository: published.repository, proofs: mine },
    options,
    url,
    ms,
  );
}
