/**
 * Known advisories about a tree, from the bulk endpoint of the registries it comes from: the request Arborist's audit makes
 * (`POST /-/npm/v1/security/advisories/bulk`, names and versions, nothing else). Not through its `AuditReport`: an answer of another
 * shape and --offline leave it empty without an error, it asks one registry about all names, private ones too, and holds an answer
 * of any size. Each registry is only asked about packages that came from it. Whatever is no whole answer is *unchecked*, never clean.
 */
import npmFetch from 'npm-registry-fetch';
import semver from 'semver';
import { reasonOf } from '../errors.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { DownloadError, download } from '../request.ts';
import type { Advisory, AdvisorySource, PackageTree, Severity, TreeNode } from '../types.ts';

export interface Answered {
  readonly source: AdvisorySource;
  readonly advisories: readonly Advisory[];
}

/** An answer about a thousand packages with an advisory each is below 2 MB. */
const MAX_ANSWER = 16 * 2 ** 20;

/** What each registry of the tree answers. `ms` bounds one of them with its retries. Never throws. */
export async function askRegistries(
  tree: PackageTree,
  options: NpmOptions,
  { asOf, ms }: { asOf: string; ms: number },
): Promise<readonly Answered[]> {
  // What is not from a registry (the target itself, where it is a folder) is not told to one.
  const asked = tree.nodes.filter(({ resolved }) => resolved !== undefined);
  const byRegistry = Map.groupBy(asked, ({ name }) => npmFetch.pickRegistry(name, options as npmFetch.Options));
  return Promise.all([...byRegistry].map(([registry, nodes]) => askOne(registry, nodes, options, { asOf, ms })));
}

async function askOne(
  registry: string,
  nodes: readonly TreeNode[],
  options: NpmOptions,
  { asOf, ms }: { asOf: string; ms: number },
): Promise<Answered> {
  const name = sourceName(registry);
  try {
    const advisories = toAdvisories(await post(registry, bodyOf(nodes), options, ms), nodes, name);
    const count = advisories.length;
    return { source: { name, outcome: count > 0 ? 'found' : 'clean', asOf, count }, advisories };
  } catch (error) {
    return { source: { name, outcome: 'unchecked', reason: quote(reasonOf(error)) }, advisories: [] };
  }
}

/** Without user and password, should there be any in the address. */
function sourceName(registry: string): string {
  const { host, pathname } = new URL(registry);
  return quote(`registry ${host}${pathname.replace(/\/+$/, '')}`);
}

/** Every version in use of every name, sorted. */
function bodyOf(nodes: readonly TreeNode[]): Record<string, string[]> {
  const byName = Map.groupBy(nodes, ({ name }) => name);
  const entries = [...byName].map(
    ([name, all]) => [name, [...new Set(all.map(({ version }) => version))].sort()] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function post(registry: string, body: object, options: NpmOptions, ms: number): Promise<unknown> {
  const request = { ...options, registry, method: 'POST', gzip: true, body };
  const { bytes } = await download('/-/npm/v1/security/advisories/bulk', request, { bytes: MAX_ANSWER, ms });
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new DownloadError('its answer is no JSON', 'EMALFORMED');
  }
}

/** Throws `DownloadError` for an answer that is not of the endpoint's shape: half an answer is none. */
function toAdvisories(answer: unknown, nodes: readonly TreeNode[], source: string): Advisory[] {
  const byName = Map.groupBy(nodes, ({ name }) => name);
  const listed = Object.entries(record(answer) ?? malformed());
  const known = listed.flatMap(([name, all]) => {
    const here = byName.get(name);
    // An advisory about something that was not asked for concerns nobody.
    return here ? (Array.isArray(all) ? all : malformed()).flatMap((one) => perVersion(one, here, source)) : [];
  });
  return distinct(known);
}

function perVersion(given: unknown, nodes: readonly TreeNode[], source: string): Advisory[] {
  const { id, url, title, severity, vulnerable_versions: range } = record(given) ?? malformed();
  if (typeof range !== 'string' || semver.validRange(range) === null) malformed();
  const vulnerable = range as string;
  const link = typeof url === 'string' ? quote(url, 200) : '';
  const told = typeof title === 'string' ? quote(title, 200) : 'no title';
  return nodes
    .filter(({ version }) => semver.satisfies(version, vulnerable, { includePrerelease: true, loose: true }))
    .map((node) => ({ node, fixed: fixedAfter(vulnerable, node.version) }))
    .map(({ node, fixed }) => ({
      package: node.id,
      id: /GHSA(?:-[\w]{4}){3}/.exec(link)?.[0] ?? quote(String(id), 40),
      title: told,
      url: link,
      severity: severityOf(severity),
      // GitHub files malicious packages among its advisories, under this title.
      malicious: /^(?:malware|embedded malicious code|malicious package) in\b/i.test(told),
      ...(fixed === undefined ? {} : { fixed }),
      source,
    }));
}

function malformed(): never {
  throw new DownloadError('its answer has not the shape of an audit', 'EMALFORMED');
}

/** As npm does: one whose severity is not told counts as high. */
function severityOf(given: unknown): Severity {
  const severities: Readonly<Record<string, Severity>> = {
    critical: 'critical',
    moderate: 'medium',
    medium: 'medium',
    low: 'low',
    info: 'info',
  };
  return severities[String(given).toLowerCase()] ?? 'high';
}

/** `<1.2.6 || >=2.0.0 <2.3.1` → `1.2.6` for 1.0.0: the end of the stretch that holds the version, where it has one. */
function fixedAfter(range: string, version: string): string | undefined {
  const inside = range
    .split('||')
    .find((part) => semver.satisfies(version, part, { includePrerelease: true, loose: true }));
  return /<\s*(\d[\w.+-]*)\s*$/.exec(inside ?? '')?.[1];
}

/** One package may stand in a tree several times. */
export function distinct(all: readonly Advisory[]): Advisory[] {
  const byKey = new Map(all.map((one) => [`${one.package}\n${one.id}`, one]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
