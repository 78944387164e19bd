/** What is not known of a tree from outside it, as gaps: of the target each thing for itself, of its dependencies how many. Pure. */
import { daysSince } from '../history.ts';
import type { AdvisorySource, Gap, History, McpChain, PackageTree, Proofs } from '../types.ts';
import type { Answered } from './advisories.ts';
import type { Looked } from './histories.ts';

/** Days after which an export tells nothing about today. */
const STALE = 30;

/** A gap only where no source knows the tree: that some other was not asked, the report says all the same. */
export function advisoryGaps(tree: PackageTree, registries: readonly Answered[], osv: Answered, asOf: string): Gap[] {
  const offline = whyNot(osv.source, asOf);
  if (offline === undefined) return [];
  const { size: length } = new Set(tree.nodes.map(({ id }) => id));
  const subject = length === 1 ? 'the only package of the tree' : `the ${length} packages of the tree`;
  const stage = 'advisories';
  if (registries.length === 0) return [{ stage, subject, reason: `no registry could be asked; ${offline}` }];
  return registries.flatMap(({ source }) => {
    const reason = whyNot(source, asOf);
    return reason === undefined ? [] : [{ stage, subject, reason: `${reason}; ${offline}` }];
  });
}

function whyNot(source: AdvisorySource, asOf: string): string | undefined {
  if (source.outcome === 'unchecked') return `${source.name}: ${source.reason}`;
  const days = daysSince(source.asOf, asOf) ?? Number.POSITIVE_INFINITY;
  return days > STALE ? `${source.name}: its newest record is ${days} days old` : undefined;
}

/** Publishers and dates that are missing or cannot be believed, and an MCP registry that did not answer. */
export function maintainerGaps(tree: PackageTree, looked: Looked, mcp: McpChain | undefined): Gap[] {
  const kinds: readonly (keyof History['doubts'])[] = ['publishers', 'dates'];
  const doubtful = new Map<string, string>(looked.failed);
  for (const { package: id, doubts } of looked.known) {
    const reasons = kinds.flatMap((kind) => doubts[kind] ?? []);
    if (reasons.length > 0) doubtful.set(id, reasons.join('; '));
  }
  const silent = mcp?.links.find(({ link, state }) => link === 'entry' && state === 'unknown');
  const reason = `the MCP registry: ${silent?.text}`;
  return [
    ...gapsOf('maintainer', tree, doubtful),
    ...(silent ? gapsOf('maintainer', tree, new Map([[tree.root.id, reason]])) : []),
  ];
}

/** Proofs that could not be checked. One that does not hold is a finding, and one that is missing where it would be told is known. */
export function proofGaps(tree: PackageTree, { failed }: Looked, proofs: readonly Proofs[]): Gap[] {
  const doubtful = new Map<string, string>(failed);
  for (const { package: id, signature, publication, provenance } of proofs) {
    const missing = [signature, publication, provenance].find(({ outcome }) => outcome === 'unchecked');
    if (missing?.outcome === 'unchecked') doubtful.set(id, missing.reason);
  }
  return gapsOf('provenance', tree, doubtful);
}

/** One gap: the target first, and how many others are like it. */
function gapsOf(stage: Gap['stage'], tree: PackageTree, doubtful: ReadonlyMap<string, string>): Gap[] {
  const { id } = tree.root;
  const mine = doubtful.get(id);
  const others = [...doubtful].filter(([one]) => one !== id).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = new Set(tree.nodes.map((node) => node.id)).size - 1;
  const [first] = others;
  if (mine !== undefined) {
    const rest = others.length > 0 ? `; ${others.length} of ${all} dependencies are not known either` : '';
    return [{ stage, subject: id, reason: `${mine}${rest}` }];
  }
  if (first === undefined) return [];
  return [{ stage, subject: `${others.length} of ${all} dependencies`, reason: `${first[0]}: ${first[1]}` }];
}
