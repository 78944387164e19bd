/**
 * Packages that ship an `npm-shrinkwrap.json`: npm 11 and older install what is listed there, npm 12 and our tree do not. What the
 * list would bring otherwise is a gap, and what it takes from elsewhere than a registry is refused as any other dependency is.
 */
import { reasonOf } from './errors.ts';
import { quote } from './quote.ts';
import type { Gap, PackageStore, PackageTree, RefusedDependency, Staged, TreeNode } from './types.ts';

/** A node that ships a list, and the list where it is at hand already. */
export interface Shrinkwrapped {
  readonly node: TreeNode;
  readonly list?: Uint8Array;
}

export const SHRINKWRAP = 'npm-shrinkwrap.json';

/** One package of a list. */
interface Pinned {
  readonly id: string;
  readonly name: string;
  /** What the registry has it under, or an address of any kind. */
  readonly from: string;
  readonly integrity: string;
}

/** Most packages taken from one list, and most of them named in a gap. */
const MOST = 5_000;
const NAMED = 3;

/** The tree with what its lists take from elsewhere. `registries` are the addresses of those the user's npm asks. */
export async function withPinned(
  tree: PackageTree,
  shipping: readonly Shrinkwrapped[],
  store: PackageStore,
  registries: readonly string[],
): Promise<Staged<PackageTree>> {
  const hosts = new Set([...PUBLIC, ...registries.flatMap((url) => hostOf(url) ?? [])]);
  const refused: RefusedDependency[] = [];
  const gaps: Gap[] = [];
  for (const { node, list } of shipping.filter((one) => !one.node.foreign)) {
    const bytes = list ?? (await store.open(node)).value?.files.get(SHRINKWRAP);
    const pinned = pinnedBy(bytes, new Set(tree.nodes.map(({ name }) => name)));
    const foreign = typeof pinned === 'string' ? [] : pinned.filter(({ from }) => isForeign(from, hosts));
    refused.push(...foreign.map((one) => refusal(one, node)));
    gaps.push(...foreign.map((one) => refusalGap(one, node)), ...differences(pinned, foreign, node, tree));
  }
  return { value: refused.length > 0 ? { ...tree, refused: [...tree.refused, ...refused] } : tree, gaps };
}

/** The public registry, and its other name. */
const PUBLIC = ['registry.npmjs.org', 'registry.yarnpkg.com'];

function hostOf(url: string): string | undefined {
  return URL.parse(url)?.host;
}

/** What names no address comes from the registry; what names one of no web server comes from Git or a disk. */
function isForeign(from: string, hosts: ReadonlySet<string>): boolean {
  return from !== '' && !(/^https?:/.test(from) && hosts.has(hostOf(from) ?? ''));
}

const REASON = `its ${SHRINKWRAP}, which npm 11 and older obey, takes it from outside the registry`;

function refusal({ name, from }: Pinned, { id, via }: TreeNode): RefusedDependency {
  return { from: id, name, spec: from, reason: REASON, via };
}

function refusalGap({ name, from }: Pinned, { id }: TreeNode): Gap {
  return { stage: 'resolve', subject: `${id} → ${quote(`${name}@${from}`)}`, reason: `it is not fetched: ${REASON}` };
}

/** What an older npm installs and nobody read, or that nobody knows. */
function differences(
  pinned: readonly Pinned[] | string,
  foreign: readonly Pinned[],
  { id }: TreeNode,
  { nodes }: PackageTree,
): Gap[] {
  const gap = (what: string): Gap[] => [
    { stage: 'platform', subject: id, reason: `it ships an ${SHRINKWRAP}, which npm 11 and older obey: ${what}` },
  ];
  if (typeof pinned === 'string') return gap(`${pinned}, so what they install is not known`);
  const known = Map.groupBy(nodes, (node) => node.id);
  const others = pinned.filter(
    (one) => !foreign.includes(one) && !known.get(one.id)?.some((node) => isSame(one, node)),
  );
  if (others.length === 0) return [];
  const named = others.slice(0, NAMED).map((one) => quote(one.id, 80));
  return gap(`they install ${named.join(', ')}${others.length > NAMED ? ', …' : ''}, which this tree does not hold`);
}

/** Another package's archive under this name, or other bytes, are another package. */
function isSame({ name, from, integrity }: Pinned, node: TreeNode): boolean {
  const { host = '', pathname = '' } = URL.parse(from) ?? {};
  if (PUBLIC.includes(host) && !pathname.replace(/%2f/gi, '/').startsWith(`/${name}/-/`)) return false;
  const [algorithm] = node.integrity.split('-');
  const hashes = integrity.split(/\s+/).filter((hash) => hash.startsWith(`${algorithm}-`));
  return hashes.length === 0 || hashes.includes(node.integrity);
}

/** What a list holds that would be installed, or why that is not known. */
function pinnedBy(bytes: Uint8Array | undefined, names: ReadonlySet<string>): Pinned[] | string {
  if (bytes === undefined) return 'it was not found';
  try {
    const { packages, dependencies } = record(JSON.parse(new TextDecoder().decode(bytes)));
    const listed = packages === undefined ? nested(dependencies) : placed(packages);
    const pinned = listed.flatMap(([name, entry]) => pinnedAs(name, record(entry), names));
    return pinned.length > MOST ? `it lists more than ${MOST} packages` : pinned;
  } catch (error) {
    return `it cannot be read (${quote(reasonOf(error), 100)})`;
  }
}

/** By place: `node_modules/a/node_modules/b`. The package itself is at none. */
function placed(packages: unknown): [string, unknown][] {
  return Object.entries(record(packages)).flatMap(([place, entry]) => {
    const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    return name === undefined ? [] : [[name, entry]];
  });
}

/** By name, and what lies below each as one more list: the form before npm 7. */
function nested(dependencies: unknown): [string, unknown][] {
  const found = Object.entries(record(dependencies));
  for (const [, entry] of found) {
    if (found.length <= MOST) for (const inner of Object.entries(record(record(entry).dependencies))) found.push(inner);
  }
  return found;
}

/** What is only for development is not installed, unless it says so of something that the tree needs. */
function pinnedAs(place: string, entry: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): Pinned[] {
  const { version, resolved, integrity, dev, inBundle, bundled } = entry;
  const name = text(entry.name) || place;
  if (inBundle === true || bundled === true || (dev === true && !names.has(name))) return [];
  const pinned = text(version);
  // Before npm 7, an address stood in place of a version.
  const from = text(resolved) || (/^[\w+]+:/.test(pinned) ? pinned : '');
  return [{ id: `${name}@${pinned}`, name, from, integrity: text(integrity) }];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What is no object is empty. */
function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
