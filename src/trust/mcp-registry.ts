/**
 * Is this package the server that the official MCP registry lists? A manifest's `mcpName` is its author's claim. It holds where
 * the registry has an entry of that name, the entry names this very package and version, and the owner of the name (proved to the
 * registry by login or DNS) owns the repository that the provenance proves. Every link is told; one that cannot be compared leaves
 * the chain unknown. The API: https://github.com/modelcontextprotocol/registry, docs/reference/api.
 */
import { reasonOf } from '../errors.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { DownloadError, download } from '../request.ts';
import { repositoryOf } from '../resolve/published.ts';
import type { McpChain, McpLink, Proofs, TreeNode } from '../types.ts';

/** Where it is asked, unless `LAZARET_MCP_REGISTRY` names a mirror. */
export const MCP_REGISTRY = 'https://registry.modelcontextprotocol.io';

/** All versions of the entry with most of them are below 1 MB. */
const MAX_ANSWER = 8 * 2 ** 20;
/** Reverse DNS, a slash, a name: what the registry takes. */
const NAME = /^[a-z0-9.-]{1,120}\/[a-z0-9._-]{1,120}$/i;
const META = 'io.modelcontextprotocol.registry/official';

/** What is compared with the registry's entry. */
export interface Claim {
  readonly node: TreeNode;
  /** `mcpName` of its manifest. */
  readonly name: string;
  /** `github.com/owner/name`, as its manifest claims it. */
  readonly repository: string | undefined;
  readonly proofs: Proofs | undefined;
}

/** One request, for a claim of the target only. Never throws. */
export async function askMcpRegistry(claim: Claim, options: NpmOptions, url: string, ms: number): Promise<McpChain> {
  const name = quote(claim.name, 120);
  if (!NAME.test(claim.name)) return { name, links: [broken('entry', 'no entry can have this name')] };
  try {
    const address = `${url.replace(/\/+$/, '')}/v0.1/servers/${encodeURIComponent(claim.name)}/versions`;
    const { bytes } = await download(address, options, { bytes: MAX_ANSWER, ms });
    return { name, links: linksOf(JSON.parse(bytes.toString('utf8')), claim) };
  } catch (error) {
    const missing = error instanceof DownloadError && error.code === 'E404';
    const link = missing
      ? broken('entry', 'the registry has no entry of this name')
      : unknown('entry', quote(reasonOf(error)));
    return { name, links: [link] };
  }
}

const holds = (link: McpLink['link'], text: string): McpLink => ({ link, state: 'holds', text });
const broken = (link: McpLink['link'], text: string): McpLink => ({ link, state: 'broken', text });
const unknown = (link: McpLink['link'], text: string): McpLink => ({ link, state: 'unknown', text });

function linksOf(answer: unknown, claim: Claim): readonly McpLink[] {
  const listed = record(answer).servers;
  if (!Array.isArray(listed)) return [unknown('entry', 'the registry’s answer has not the shape of a list')];
  const entries = listed.map(record).filter(({ server }) => record(server).name === claim.name);
  const [first] = entries;
  if (first === undefined) return [broken('entry', 'the registry has no entry of this name')];
  const mine = entries.find(({ server }) => packagesOf(server).some((one) => isThis(one, claim.node)));
  return [entryLink(mine ?? first), packageLink(mine, entries, claim), ...ownerLinks(mine ?? first, claim)];
}

function entryLink(entry: Entry): McpLink {
  const status = record(record(entry._meta)[META]).status;
  if (status === 'deleted') return broken('entry', 'the registry has deleted it, which it does for spam and malware');
  if (status === 'active') return holds('entry', 'the registry lists it');
  return unknown('entry', `the registry lists it as ${quote(String(status), 40)}`);
}

type Entry = Readonly<Record<string, unknown>>;

/** Entries follow the packages they name by hours or for ever: another version is no contradiction, another package is one. */
function packageLink(mine: Entry | undefined, entries: readonly Entry[], { node }: Claim): McpLink {
  if (mine !== undefined) return holds('package', `it names ${quote(node.id, 120)}`);
  const named = entries
    .flatMap(({ server }) => packagesOf(server))
    .filter(({ registryType }) => registryType === 'npm');
  if (named.some(({ identifier }) => identifier === node.name))
    return unknown('package', 'it names this package in other versions only');
  const others = [...new Set(named.map(({ identifier }) => quote(String(identifier), 80)))].slice(0, 3);
  return broken(
    'package',
    `it names ${others.length > 0 ? others.join(', ') : 'no npm package'}, not ${quote(node.name, 80)}`,
  );
}

function packagesOf(server: unknown): readonly Entry[] {
  const { packages } = record(server);
  return Array.isArray(packages) ? packages.map(record) : [];
}

function isThis({ registryType, identifier, version }: Entry, node: TreeNode): boolean {
  return registryType === 'npm' && identifier === node.name && version === node.version;
}

/** A name under `io.github.` belongs to an account; of any other, DNS says whose it is, and no repository can be compared with that. */
function ownerLinks(entry: Entry, { name, repository, proofs }: Claim): readonly McpLink[] {
  const owner = /^io\.github\.([^/]+)\//i.exec(name)?.[1]?.toLowerCase();
  const listed = repositoryOf(record(record(entry.server).repository).url);
  if (owner === undefined) {
    const domain = quote(name.slice(0, name.indexOf('/')).split('.').reverse().join('.'), 100);
    return [unknown('owner', `the name belongs to ${domain}, which says nothing about a repository`)];
  }
  const account = `github.com/${owner}`;
  return [
    belongs('owner', repository ?? listed, account, 'the repository its manifest names'),
    belongs('owner', listed ?? repository, account, 'the repository the entry names'),
    belongs('provenance', proofs?.source?.repository, account, 'the repository it was built from'),
  ];
}

function belongs(link: McpLink['link'], repository: string | undefined, account: string, what: string): McpLink {
  if (repository === undefined) return unknown(link, `${what} is not known`);
  const text = `${what}, ${quote(repository, 100)}, ${repository.startsWith(`${account}/`) ? 'is' : 'is not'} of ${quote(account, 60)}`;
  return repository.startsWith(`${account}/`) ? holds(link, text) : broken(link, text);
}

function record(value: unknown): Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : {};
}
