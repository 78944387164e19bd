/** How a package is read: opened, and shown to the rules. */
import { read } from '../check.ts';
import type { Rule } from '../rule.ts';
import type { Gap, PackageStore, Reading, Staged, TreeNode } from '../types.ts';

/** Reads one package of a tree; `root` is true for the target itself. What could not be read is among the gaps. */
export type Reader = (node: TreeNode, root: boolean, store: PackageStore) => Promise<Staged<Reading>>;

/** Reads in this thread, with exactly these rules: for tests, and for whoever has one package and time. */
export function readHere(rules: readonly Rule[]): Reader {
  return async (node, root, store) => {
    const { value, gaps } = await store.open(node);
    if (value === undefined) return unopened(node, gaps);
    const done = read(rules, value, root);
    return { value: done.value, gaps: [...gaps, ...done.gaps] };
  };
}

/** A door that gives nothing and says nothing must not look clean. */
export function unopened({ id }: TreeNode, gaps: readonly Gap[]): Staged<Reading> {
  const silent: Gap = { stage: 'fetch', subject: id, reason: 'the package could not be opened' };
  return { value: { findings: [] }, gaps: gaps.length > 0 ? gaps : [silent] };
}
