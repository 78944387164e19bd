/** The registry's documents about the packages of a tree: those the tree was made from, so this mostly costs reads from the disk. */
import npa from 'npm-package-arg';
import npmFetch from 'npm-registry-fetch';
import { reasonOf } from '../errors.ts';
import { releaseOf } from '../history.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { createPackuments, type Packument, type Packuments } from '../resolve/packuments.ts';
import type { History, TreeNode } from '../types.ts';
import { toHistory } from './history.ts';
import type { Told } from './proofs.ts';

export interface Looked {
  /** Sorted by package, as is `told`. */
  readonly known: readonly History[];
  readonly told: readonly Told[];
  /** Why there is none, by package id. */
  readonly failed: ReadonlyMap<string, string>;
}

/** Documents read at a time: they come from the disk, and the largest hold thousands of versions. */
const PARALLEL = 8;

export async function lookUp(
  nodes: readonly TreeNode[],
  options: NpmOptions,
  { asOf, ms }: { readonly asOf: string; readonly ms: number },
): Promise<Looked> {
  const packuments = createPackuments(options, { ms, signal: AbortSignal.timeout(ms) });
  const pending = new Map(nodes.map((node) => [node.id, node])).values();
  const found: { readonly history: History; readonly told: Told }[] = [];
  const failed = new Map<string, string>();
  const reader = async (): Promise<void> => {
    for (const node of pending) {
      const document = await documentOf(node, packuments, options);
      if (typeof document === 'string') failed.set(node.id, document);
      else found.push(read(node, document, asOf));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, reader));
  found.sort((a, b) => (a.history.package < b.history.package ? -1 : 1));
  return { known: found.map(({ history }) => history), told: found.map(({ told }) => told), failed };
}

function read(node: TreeNode, document: Packument, asOf: string): { history: History; told: Told } {
  const history = toHistory(node, document, asOf);
  const { published } = document.versions[node.version] ?? {};
  return { history, told: { node, published, at: releaseOf(history)?.at } };
}

/** A reason, where there is none to be had. */
async function documentOf(node: TreeNode, packuments: Packuments, options: NpmOptions): Promise<Packument | string> {
  if (node.bundled) return 'another package carries it, so no registry vouches for it';
  if (node.resolved === undefined) return 'it is not from a registry';
  const registry = npmFetch.pickRegistry(node.name, options as npmFetch.Options).replace(/\/+$/, '');
  try {
    return await packuments.whileGoing(packuments.get(`full:${registry}/${npa(node.name).escapedName}`));
  } catch (error) {
    return quote(reasonOf(error));
  }
}
