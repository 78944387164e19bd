/**
 * What was read is kept: the same bytes, read by the same rules, give the same findings. Popular dependencies are read
 * once ever. Any number of processes may use it at once, since cacache writes by rename and verifies what it reads.
 */
import cacache from 'cacache';
import type { Reading, Staged, TreeNode } from '../types.ts';

/** What one package gave. */
export type Read = Staged<Reading>;

export interface Kept {
  get(node: TreeNode, root: boolean): Promise<Read | undefined>;
  /** A full disk must not lose what is already in memory. */
  put(node: TreeNode, root: boolean, read: Read): Promise<void>;
}

/** `ruleSet` identifies the code that reads; what other code has read is not found. */
export function keptIn(cache: string, ruleSet: string): Kept {
  // The name and version are part of what is said, and two packages may have the same bytes.
  const key = ({ id, integrity }: TreeNode, root: boolean) =>
    `read:${ruleSet}:${root ? 'target' : 'dependency'}:${id}:${integrity}`;
  return {
    async get(node, root) {
      if (!vouchedFor(node)) return undefined;
      try {
        return JSON.parse((await cacache.get(cache, key(node, root))).data.toString()) as Read;
      } catch {
        // Not there, damaged or unreadable: it is read anew.
        return undefined;
      }
    },
    async put(node, root, read) {
      if (vouchedFor(node)) await cacache.put(cache, key(node, root), JSON.stringify(read)).catch(() => {});
    },
  };
}

/** A hash that nobody can find other bytes for. */
function vouchedFor({ integrity }: TreeNode): boolean {
  return integrity.startsWith('sha512-');
}
