/**
 * Packages that travel inside another one's tarball (`bundleDependencies`): the registry's metadata does not name them, so
 * they are read from the carrier and added to the tree. Their files stay with the carrier.
 */
import semver from 'semver';
import { isName, readManifest } from './manifest.ts';
import { quote } from './quote.ts';
import type { Gap, Manifest, Package, PackageStore, PackageTree, Staged, TreeNode } from './types.ts';

/** A node whose manifest lists bundled dependencies, and the names it lists. */
export interface Carrier {
  readonly node: TreeNode;
  readonly lists: readonly string[];
}

/** The tree with what its carriers carry. A carrier that cannot be opened is a gap where it is opened to be judged. */
export async function withBundled(
  tree: PackageTree,
  carriers: readonly Carrier[],
  store: PackageStore,
): Promise<Staged<PackageTree>> {
  const carried: TreeNode[] = [];
  const gaps: Gap[] = [];
  const manifests = new Map<string, Manifest>();
  for (const { node, lists } of carriers.filter((carrier) => !carrier.node.foreign)) {
    const { value } = await store.open(node);
    if (!value) continue;
    const inside = packagesInside(node, value);
    for (const [location, manifest] of inside.manifests) manifests.set(location, manifest);
    carried.push(...inside.nodes);
    gaps.push(...inside.gaps, ...missing(node, lists, inside.nodes));
  }
  const nodes = [...tree.nodes, ...carried].sort((a, b) => (a.location < b.location ? -1 : 1));
  const linked = linkedUp(nodes, carriers, manifests);
  const root = linked.find(({ location }) => location === tree.root.location) ?? tree.root;
  return { value: { ...tree, root, nodes: linked }, gaps };
}

interface Inside {
  readonly nodes: readonly TreeNode[];
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly gaps: readonly Gap[];
}

/** Paths that Node takes for a package's own directory: an unbroken chain of `node_modules/<name>`; `.bin` and the like are none. */
const CARRIED = /^((?:node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/)+)package\.json$/;

function packagesInside(carrier: TreeNode, { files }: Package): Inside {
  const nodes: TreeNode[] = [];
  const manifests = new Map<string, Manifest>();
  const gaps: Gap[] = [];
  for (const [path, bytes] of files) {
    const directory = CARRIED.exec(path)?.[1]?.slice(0, -1);
    if (directory === undefined) continue;
    const manifest = readManifest(bytes);
    const node = typeof manifest === 'string' ? undefined : carriedNode(carrier, directory, manifest);
    if (node && typeof manifest !== 'string') {
      nodes.push(node);
      manifests.set(node.location, manifest);
    } else
      gaps.push({
        stage: 'resolve',
        subject: carrier.id,
        reason: `it carries a package without a valid name and version in ${quote(directory)}`,
      });
  }
  return { nodes, manifests, gaps };
}

function carriedNode(carrier: TreeNode, directory: string, { name, version }: Manifest): TreeNode | undefined {
  if (
    typeof name !== 'string' ||
    typeof version !== 'string' ||
    !isName(name) ||
    !semver.valid(version, { loose: true })
  )
    return undefined;
  const id = `${name}@${version}`;
  return {
    id,
    name,
    version,
    integrity: '',
    location: `${carrier.location}/${directory}`,
    via: [...carrier.via, id],
    dependencies: {},
    foreign: carrier.foreign,
    bundled: true,
  };
}

function missing(carrier: TreeNode, lists: readonly string[], carried: readonly TreeNode[]): Gap[] {
  const there = new Set(carried.map(({ location }) => location));
  const absent = lists.filter((name) => !there.has(`${carrier.location}/node_modules/${name}`));
  if (absent.length === 0) return [];
  const names = absent
    .slice(0, 3)
    .map((name) => quote(name, 60))
    .join(', ');
  const reason = `it says that it carries ${names}${absent.length > 3 ? ', …' : ''} and does not: npm leaves that out, other installers fetch it`;
  return [{ stage: 'platform', subject: carrier.id, reason }];
}

/** Gives carriers and carried packages the dependencies that only now have an answer, found as Node finds them. */
function linkedUp(
  nodes: readonly TreeNode[],
  carriers: readonly Carrier[],
  manifests: ReadonlyMap<string, Manifest>,
): TreeNode[] {
  const locations = new Set(nodes.map(({ location }) => location));
  const lists = new Map(carriers.map(({ node, lists }) => [node.location, lists]));
  return nodes.map((node) => {
    const names = lists.get(node.location) ?? dependencyNames(manifests.get(node.location));
    const found = names.flatMap((name) => {
      const location = lookUp(node.location, name, locations);
      return location === undefined ? [] : [[name, location] as const];
    });
    return found.length === 0
      ? node
      : { ...node, dependencies: { ...node.dependencies, ...Object.fromEntries(found) } };
  });
}

function dependencyNames(manifest: Manifest | undefined): string[] {
  const fields = [manifest?.dependencies, manifest?.optionalDependencies, manifest?.peerDependencies];
  return fields.flatMap((field) => (typeof field === 'object' && field !== null ? Object.keys(field) : []));
}

/** The nearest `node_modules/<name>` at or above a place. */
function lookUp(from: string, name: string, locations: ReadonlySet<string>): string | undefined {
  for (let at = from; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const location = `${at}/node_modules/${name}`;
    if (locations.has(location)) return location;
  }
  const top = `node_modules/${name}`;
  return locations.has(top) ? top : undefined;
}
