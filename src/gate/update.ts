/**
 * What an update brings. The approved version is fetched once more, by the integrity that the lock holds, and both versions
 * are read with the same rules: a reviewer sees what is new, not only what is there.
 */
import type { LockedPackage } from '../config/lock.ts';
import { reasonOf } from '../errors.ts';
import { quote } from '../quote.ts';
import type { World } from '../scan.ts';
import type { Gap, PackageId, PackageTree, Report, Staged, Target, TreeNode, Update } from '../types.ts';
import { compare, type Version } from './compare.ts';

/** The doors a comparison goes through: those of a vet. */
export type UpdateWorld = Pick<World, 'registry' | 'read' | 'signal'>;

/** Compares what was approved with what a vet saw now. What cannot be had is a gap, and then there is no comparison. */
export async function updateOf(
  old: LockedPackage,
  now: Report,
  world: UpdateWorld,
): Promise<Staged<Update | undefined>> {
  const root = now.packages.find(({ id }) => id === now.target.package);
  if (root === undefined) return { value: undefined, gaps: [] };
  const after = await orGap(root.id, world, () => readVersion(root, world));
  const before = await orGap(old.id, world, () => readVersion(old, world));
  const gaps = [...before.gaps, ...after.gaps].map((gap) => toldOf(gap, old.id, root.id));
  if (before.value === undefined || after.value === undefined) return { value: undefined, gaps: gaps.slice(0, 1) };
  const parts = compare(
    { ...before.value, holds: old.holds, publisher: old.publisher },
    { ...after.value, holds: now.packages.map(({ id }) => id), publisher: now.trust?.publisher ?? '' },
  );
  return { value: { from: quote(old.id), to: quote(root.id), parts }, gaps };
}

/** A version that was taken back, or a door that fails, is a gap like any other: the vet of the new version stands by itself. */
async function orGap(
  id: PackageId,
  { signal }: UpdateWorld,
  work: () => Promise<Staged<Read | undefined>>,
): Promise<Staged<Read | undefined>> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    return { value: undefined, gaps: [{ stage: 'update', subject: id, reason: quote(reasonOf(error)) }] };
  }
}

/** What could not be compared leaves the vet itself whole. */
function toldOf({ reason }: Gap, from: PackageId, to: PackageId): Gap {
  return { stage: 'update', subject: quote(`${from} → ${to}`), reason: `not wholly compared: ${reason}` };
}

type Read = Pick<Version, 'package' | 'findings'>;

async function readVersion(
  { id, integrity }: Pick<LockedPackage, 'id' | 'integrity'>,
  world: UpdateWorld,
): Promise<Staged<Read | undefined>> {
  // From the cache, where a vet has left it; else the registry is asked where it is, but not what it should hold.
  const here = integrity === '' ? undefined : await open(treeOf(id, integrity), world);
  if (here?.value !== undefined) return here;
  const { value: tree, gaps } = await world.registry.resolve(targetOf(id));
  if (tree === undefined) return { value: undefined, gaps };
  const root = { ...tree.root, integrity: integrity || tree.root.integrity };
  return open({ ...tree, root, nodes: [root] }, world);
}

async function open(tree: PackageTree, world: UpdateWorld): Promise<Staged<Read | undefined>> {
  world.signal.throwIfAborted();
  const store = world.registry.store(tree);
  const opened = await store.open(tree.root);
  if (opened.value === undefined) return { value: undefined, gaps: opened.gaps };
  const { value, gaps } = await world.read(tree.root, true, store);
  return { value: { package: opened.value, findings: value.findings }, gaps: [...opened.gaps, ...gaps] };
}

function targetOf(spec: string): Target {
  return { kind: 'npm', text: spec, spec, args: [] };
}

/** A tree of the package alone, known by its hash. */
function treeOf(id: PackageId, integrity: string): PackageTree {
  const cut = id.lastIndexOf('@');
  const [name, version] = [id.slice(0, cut), id.slice(cut + 1)];
  const root: TreeNode = {
    id,
    name,
    version,
    integrity,
    location: `node_modules/${name}`,
    via: [id],
    dependencies: {},
    foreign: false,
    bundled: false,
  };
  return { target: targetOf(id), root, nodes: [root], refused: [] };
}
