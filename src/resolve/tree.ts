/** Arborist's ideal tree → a `PackageTree`. Pure. */
import { checkPlatform } from 'npm-install-checks';
import ssri from 'ssri';
import type { Carrier } from '../bundled.ts';
import { quote } from '../quote.ts';
import type { Shrinkwrapped } from '../shrinkwrap.ts';
import type { Gap, PackageId, PackageTree, RefusedDependency, Staged, Target, TreeNode } from '../types.ts';
import type { Unreadable } from './packuments.ts';

/** What we read of Arborist's nodes and edges. */
export interface IdealNode {
  readonly packageName: string | null;
  readonly name: string;
  readonly version: string;
  readonly location: string;
  readonly integrity: string | null;
  readonly resolved: string | null;
  readonly isRoot: boolean;
  readonly optional: boolean;
  readonly package: Readonly<Record<string, unknown>>;
  readonly errors: readonly (Error & { code?: string })[];
  readonly edgesOut: ReadonlyMap<string, IdealEdge>;
  readonly edgesIn: ReadonlySet<IdealEdge>;
  readonly inventory: ReadonlyMap<string, IdealNode>;
}

export interface IdealEdge {
  readonly name: string;
  readonly spec: string;
  /** `prod`, `optional`, `peer`, `peerOptional` … */
  readonly type: string;
  readonly optional: boolean;
  readonly from: IdealNode;
  readonly to: IdealNode | null;
}

/** What an install is made for, as Node names it: `linux`, `x64`, `glibc`, `v24.1.0`. */
export interface Platform {
  readonly os: string;
  readonly cpu: string;
  readonly libc: string;
  /** npm prefers versions whose `engines` accept this one, so it shapes the tree. */
  readonly node: string;
}

/** A tree, those of its nodes that say they carry others, and those that ship a list of what to install. */
export interface Resolved {
  readonly tree: PackageTree;
  readonly carriers: readonly Carrier[];
  readonly shrinkwrapped: readonly Shrinkwrapped[];
}

/** `start` is the target's node in the ideal tree of an otherwise empty project. */
export function toPackageTree(
  ideal: IdealNode,
  start: IdealNode,
  target: Target,
  platform: Platform,
): Staged<Resolved> {
  const installed = [...ideal.inventory.values()].filter((node) => !node.isRoot && node.errors.length === 0);
  const chains = chainsFrom(start);
  const via = (node: IdealNode): PackageId[] => chains.get(node) ?? [idOf(start), idOf(node)];
  const present = presentOn(platform, start, installed);
  const nodes = installed
    .map((node) => toNode(node, via(node), !present.has(node)))
    .sort((a, b) => compare(a.location, b.location));
  const root = nodes.find((node) => node.location === start.location);
  if (!root) throw new Error(`the tree does not hold its own target ${idOf(start)}`);
  const { refused, gaps } = failuresOf([...ideal.inventory.values()], via);
  const tree = { target, root, nodes, refused };
  return {
    value: { tree, carriers: carriersOf(installed, nodes), shrinkwrapped: shrinkwrappedOf(installed, nodes) },
    gaps: [...gaps, ...notes(installed, present, platform)],
  };
}

function carriersOf(installed: readonly IdealNode[], nodes: readonly TreeNode[]): Carrier[] {
  const lists = new Map(installed.map((node) => [node.location, bundledBy(node)]));
  return nodes.map((node) => ({ node, lists: lists.get(node.location) ?? [] })).filter(({ lists }) => lists.length > 0);
}

function shrinkwrappedOf(installed: readonly IdealNode[], nodes: readonly TreeNode[]): Shrinkwrapped[] {
  const shipping = installed.filter((node) => node.package._hasShrinkwrap === true);
  const places = new Set(shipping.map(({ location }) => location));
  return nodes.filter(({ location }) => places.has(location)).map((node) => ({ node }));
}

function bundledBy(node: IdealNode): readonly string[] {
  return (node.package.bundleDependencies ?? []) as readonly string[];
}

function toNode(node: IdealNode, via: readonly PackageId[], foreign: boolean): TreeNode {
  const answered = [...node.edgesOut.values()].flatMap(({ name, to }) =>
    to && to.errors.length === 0 ? [[name, to.location] as const] : [],
  );
  return {
    id: idOf(node),
    name: node.packageName ?? node.name,
    version: node.version,
    integrity: strongest(node.integrity),
    location: node.location,
    via,
    dependencies: Object.fromEntries(answered.sort(([a], [b]) => compare(a, b))),
    foreign,
    ...(node.optional ? { optional: true } : {}),
    bundled: false,
    ...(node.resolved ? { resolved: node.resolved } : {}),
  };
}

/** A node that stands for a manifest alone, without edges. */
export function aloneNode(
  manifest: Readonly<Record<string, unknown>> & { name: string; version: string },
  location: string,
): IdealNode {
  const { name, version, _integrity: integrity, _resolved: resolved } = manifest;
  const inventory = new Map<string, IdealNode>();
  const node: IdealNode = {
    packageName: name,
    name,
    version,
    location,
    integrity: typeof integrity === 'string' ? integrity : null,
    resolved: typeof resolved === 'string' ? resolved : null,
    isRoot: false,
    optional: false,
    package: manifest,
    errors: [],
    edgesOut: new Map(),
    edgesIn: new Set(),
    inventory,
  };
  inventory.set(location, node);
  return node;
}

export function idOf(node: IdealNode): PackageId {
  return `${node.packageName ?? node.name}@${node.version}`;
}

/** A registry may give several hashes; the strongest one decides. */
function strongest(integrity: string | null): string {
  const parsed = integrity ? ssri.parse(integrity) : null;
  const algorithm = parsed?.pickAlgorithm();
  return algorithm ? String(parsed?.[algorithm]?.[0] ?? '') : '';
}

/** By code unit: the same everywhere, whatever the locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Breadth first, so that the first chain found is a shortest one; by name, so that it is always the same one. */
function chainsFrom(start: IdealNode): Map<IdealNode, PackageId[]> {
  const chains = new Map<IdealNode, PackageId[]>([[start, [idOf(start)]]]);
  for (const [node, chain] of chains) {
    for (const next of dependenciesOf(node)) if (!chains.has(next)) chains.set(next, [...chain, idOf(next)]);
  }
  return chains;
}

function dependenciesOf(node: IdealNode): IdealNode[] {
  const edges = [...node.edgesOut.values()].sort((a, b) => compare(a.name, b.name));
  return edges.flatMap(({ to }) => (to && to.errors.length === 0 ? [to] : []));
}

/**
 * What npm would really put on disk there: it leaves out an optional dependency that does not fit, everything that
 * cannot do without it, and whatever only those need.
 */
function presentOn(platform: Platform, start: IdealNode, installed: readonly IdealNode[]): Set<IdealNode> {
  const left = new Set(installed.filter((node) => node.optional && !fits(node, platform)));
  for (const node of left) for (const edge of node.edgesIn) if (!edge.optional) left.add(edge.from);
  const present = new Set([start]);
  for (const node of present) for (const next of dependenciesOf(node)) if (!left.has(next)) present.add(next);
  return present;
}

function fits(node: IdealNode, platform: Platform): boolean {
  try {
    checkPlatform(node.package, false, platform);
    return true;
  } catch {
    return false;
  }
}

interface Failures {
  readonly refused: readonly RefusedDependency[];
  readonly gaps: readonly Gap[];
}

/** What could not be put into the tree: refused specs, and packages the registry did not give. */
function failuresOf(nodes: readonly IdealNode[], via: (node: IdealNode) => PackageId[]): Failures {
  const refused: RefusedDependency[] = [];
  const gaps: Gap[] = [];
  for (const node of nodes.filter(({ isRoot }) => !isRoot)) {
    for (const { name, spec, reason } of refusedBy(node)) {
      refused.push({ from: idOf(node), name, spec, reason, via: via(node) });
      gaps.push({ stage: 'resolve', subject: subjectOf(node, name, spec), reason: `it is not fetched: ${reason}` });
    }
    for (const edge of failedEdges(node)) gaps.push(gapOf(node, edge));
  }
  return { refused: refused.sort((a, b) => compare(`${a.from} ${a.name}`, `${b.from} ${b.name}`)), gaps };
}

function subjectOf(node: IdealNode, name: string, spec: string): string {
  return `${idOf(node)} → ${quote(`${name}@${spec}`)}`;
}

const REFUSALS: Readonly<Record<string, string>> = {
  EALLOWGIT: 'it is a git repository, whose content can change',
  EALLOWREMOTE: 'it is a URL outside the registry, whose content can change',
  EALLOWFILE: 'it is a file, which no published package has',
  EALLOWDIRECTORY: 'it is a path on the machine that installs it, which no published package has',
};

function refusedBy(node: IdealNode): Unreadable[] {
  const unreadable = (node.package.unreadable ?? []) as readonly Unreadable[];
  const disallowed = [...node.edgesOut.values()].flatMap(({ name, spec, to }) => {
    const reason = REFUSALS[codeOf(to)];
    return reason === undefined ? [] : [{ name, spec, reason }];
  });
  return [...unreadable, ...disallowed];
}

function codeOf(node: IdealNode | null): string {
  return node?.errors[0]?.code ?? '';
}

/** Edges that lead nowhere although an install would follow them, but for those that `refusedBy` tells of. */
function failedEdges(node: IdealNode): IdealEdge[] {
  const bundled = new Set(bundledBy(node));
  return [...node.edgesOut.values()].filter(({ name, to, type }) => {
    if (to) return to.errors.length > 0 && REFUSALS[codeOf(to)] === undefined;
    return type !== 'peerOptional' && !bundled.has(name);
  });
}

/** Answers by which the registry says that there is no such thing; an install leaves out an optional one silently. */
const ABSENT = /^(?:E404|ETARGET|ENOVERSIONS|EINCOMPLETEMANIFEST)$/;

function gapOf(node: IdealNode, { name, spec, optional, to }: IdealEdge): Gap {
  const subject = subjectOf(node, name, spec);
  const why = quote(to?.errors[0]?.message ?? 'npm found no place for it');
  if (optional && ABSENT.test(codeOf(to))) {
    return {
      stage: 'platform',
      subject,
      reason: `an optional dependency is not in the registry, so an install leaves it out: ${why}`,
    };
  }
  return { stage: 'resolve', subject, reason: why };
}

/** What an install elsewhere would do differently. */
function notes(installed: readonly IdealNode[], present: ReadonlySet<IdealNode>, platform: Platform): Gap[] {
  const misfits = installed.filter((node) => present.has(node) && !fits(node, platform));
  return misfits.map(
    (node): Gap => ({
      stage: 'platform',
      subject: idOf(node),
      reason: `it does not support ${platform.os} ${platform.cpu}`,
    }),
  );
}
