/** The names of a tree that could be taken for well-known ones. */
import { type Confusion, type Lookalike, lookalikesOf } from '../../src/names.ts';
import { quote } from '../../src/quote.ts';
import type { Hit } from '../../src/rule.ts';
import type { Kin, PackageTree, TreeNode } from '../../src/types.ts';
import { popularNames } from './popular-names.ts';

/** What has been looked up: each rule about names asks for all names of a tree. */
const seen = new Map<string, readonly Lookalike[]>();
/** More than the largest tree holds. */
const MOST = 20_000;

function lookalikes(name: string): readonly Lookalike[] {
  const known = seen.get(name) ?? lookalikesOf(name, popularNames());
  if (seen.size >= MOST) seen.clear();
  seen.set(name, known);
  return known;
}

/** The tree whose names are looked at, and which likenesses are their owners' choice. */
export interface Names {
  readonly tree: PackageTree;
  readonly kin: readonly Kin[];
}

/**
 * A hit for each package whose name is confusable in this way. A person or a model types the name of the target; that of a
 * dependency was typed by an author who meant it, so it is told and decides nothing.
 */
export function* namesLike(
  { tree, kin }: Names,
  kind: Confusion,
  how: (known: string) => string,
  grave: (one: Lookalike) => boolean = () => true,
): Iterable<Hit> {
  for (const node of tree.nodes) {
    const found = lookalikes(node.name).find((one) => one.kind === kind && !isKin(kin, node, one.known));
    if (found) yield nameHit(node, tree, how(found.known), grave(found));
  }
}

export function isKin(kin: readonly Kin[], { id }: TreeNode, known: string): boolean {
  return kin.some((one) => one.package === id && one.known === known);
}

/** True for a name among the most used `most`. */
export function isAmong(most: number, known: string): boolean {
  return (popularNames().ranks.get(known) ?? Number.POSITIVE_INFINITY) < most;
}

export function nameHit(node: TreeNode, tree: PackageTree, how: string, grave: boolean): Hit {
  const root = node.location === tree.root.location;
  return {
    package: node.id,
    severity: root && grave ? 'medium' : 'low',
    message: `is called ${quote(node.name, 80)}, ${how}`,
    evidence: [{ at: `tree:${quote(node.location)}`, note: 'its name', snippet: quote(node.name) }],
  };
}
