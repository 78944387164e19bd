/**
 * How the packages of a tree are reached from the target: imported when it is loaded or started, named by code that may run later,
 * or by nothing that was read. Pure. What a package that was not read imports is not known, and then nothing is said of what
 * stands behind it.
 */
import {
  type Advisory,
  type Facts,
  type ListedAdvisory,
  NEARNESS,
  type Nearness,
  type PackageId,
  type PackageTree,
  type TreeNode,
} from './types.ts';

/** What each advisory means for this tree. */
export function placed(
  advisories: readonly Advisory[],
  tree: PackageTree,
  facts: ReadonlyMap<PackageId, Facts>,
): readonly ListedAdvisory[] {
  const reached = reachedIn(tree, facts);
  return advisories.map((one) => {
    const found = nearestCopy(one.package, tree, reached);
    return found ? { ...one, via: found.copy.via, reached: found.nearness } : one;
  });
}

/** Of the copies of a package in a tree, the one that is nearest, and how near; `undefined` where there is none. */
export function nearestCopy(
  id: PackageId,
  { nodes }: PackageTree,
  reached: ReadonlyMap<string, Nearness>,
): { readonly copy: TreeNode; readonly nearness: Nearness } | undefined {
  const copies = nodes.filter((node) => node.id === id);
  const all = copies.map((copy) => ({ copy, nearness: reached.get(copy.location) ?? ('never' as const) }));
  return all.toSorted((a, b) => NEARNESS.indexOf(a.nearness) - NEARNESS.indexOf(b.nearness))[0];
}

/** By location; what is not among the keys is never imported. */
export function reachedIn(
  { nodes, root }: PackageTree,
  facts: ReadonlyMap<PackageId, Facts>,
): ReadonlyMap<string, Nearness> {
  const byLocation = new Map(nodes.map((node) => [node.location, node]));
  const reached = new Map<string, Nearness>([[root.location, 'load']]);
  const queue: TreeNode[] = [root];
  for (const node of queue) {
    const here = reached.get(node.location) ?? 'never';
    for (const [location, as] of importedBy(node, byLocation, facts)) {
      const [there, next] = [reached.get(location), farther(here, as)];
      if (there !== undefined && NEARNESS.indexOf(there) <= NEARNESS.indexOf(next)) continue;
      reached.set(location, next);
      const found = byLocation.get(location);
      if (found) queue.push(found);
    }
  }
  return reached;
}

/** What a package imports, by the locations that answer. */
function importedBy(
  node: TreeNode,
  byLocation: ReadonlyMap<string, TreeNode>,
  facts: ReadonlyMap<PackageId, Facts>,
): readonly (readonly [string, Nearness])[] {
  const imports = facts.get(node.id)?.imports;
  if (imports === undefined) return Object.values(node.dependencies).map((location) => [location, 'unknown']);
  const answered = (names: readonly string[], as: Nearness): (readonly [string, Nearness])[] =>
    names.flatMap((name) => {
      // What is not declared is found where an install happens to put it.
      const location = node.dependencies[name] ?? `node_modules/${name}`;
      return byLocation.has(location) ? [[location, as] as const] : [];
    });
  return [...answered(imports.load, 'load'), ...answered(imports.later, 'later')];
}

function farther(a: Nearness, b: Nearness): Nearness {
  return NEARNESS.indexOf(a) >= NEARNESS.indexOf(b) ? a : b;
}
