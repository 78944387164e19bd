/** A package's tarball → the package: its files, its manifest, and what of it could not be had. */
import ssri from 'ssri';
import { readManifest } from './manifest.ts';
import { readTarball, type TarballLimits } from './tarball.ts';
import type { Package, Staged, TreeNode } from './types.ts';

/** What is known of a package before its bytes are. */
export type Named = Pick<TreeNode, 'id' | 'name' | 'version' | 'integrity'>;

/** Never throws for what the bytes hold: those are gaps. */
export async function unpack(node: Named, bytes: Uint8Array, limits?: TarballLimits): Promise<Staged<Package>> {
  const { id, name, version } = node;
  const { value, gaps } = await readTarball(id, bytes, limits);
  const manifest = readManifest(value.files.get('package.json'));
  const integrity = node.integrity || ssri.fromData(bytes as Buffer, { algorithms: ['sha512'] }).toString();
  if (typeof manifest !== 'string') return { value: { id, name, version, integrity, ...value, manifest }, gaps };
  return {
    value: { id, name, version, integrity, ...value, manifest: {} },
    gaps: [...gaps, { stage: 'fetch', subject: id, reason: manifest }],
  };
}
