/**
 * The sandbox's images: what they are made of, under which name they are found, and how they are built. The name is a
 * hash of everything that goes in, so that an image is either the right one or missing.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Pack, pack } from 'tar-stream';
import type { PackageStore, TreeNode } from '../../types.ts';

/** The Debian the images are made from. */
export const SUITE = 'trixie';
export const PULLED_BASE = `debian:${SUITE}-slim`;

export interface ImageNames {
  readonly sink: string;
  readonly target: string;
  /** A base made here from Debian's packages. */
  readonly base: string;
}

/** Where the build context lies: beside `src` in a checkout, in the package root once published. */
export function contextDirectory(): string {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(at, 'sandbox', 'Dockerfile'))) {
    if (at === dirname(at)) throw new Error('the sandbox directory is missing from this installation');
    at = dirname(at);
  }
  return join(at, 'sandbox');
}

/** The seccomp profile as the engine wants it: its text. */
export function seccompProfile(): Promise<string> {
  return readFile(join(contextDirectory(), 'seccomp.json'), 'utf8');
}

/** Debian packages of the images, one a line in `packages.txt`. */
export async function debianPackages(): Promise<readonly string[]> {
  return (await readFile(join(contextDirectory(), 'packages.txt'), 'utf8')).split('\n').filter(Boolean);
}

/** Files of the context that end up in the images, relative and sorted. */
async function contextFiles(): Promise<readonly string[]> {
  const context = contextDirectory();
  const found = await readdir(context, { recursive: true, withFileTypes: true });
  // Judged by the path inside the context: an installed lazaret lies in a `node_modules` itself.
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(context, join(entry.parentPath, entry.name)))
    .filter((path) => /^(Dockerfile|packages\.txt|package-lock\.json|(sink|runner)\/.*)$/.test(path))
    .sort();
  if (!files.includes('Dockerfile')) throw new Error('the sandbox directory of this installation is empty');
  return files;
}

/** The names under which the right images are found on this machine. */
export async function imageNames(): Promise<ImageNames> {
  const hash = createHash('sha256');
  for (const path of await contextFiles())
    hash
      .update(`${path}\0`)
      .update(await readFile(join(contextDirectory(), path)))
      .update('\0');
  const id = hash.digest('hex').slice(0, 16);
  const base = createHash('sha256')
    .update(`${SUITE}\n${(await debianPackages()).join('\n')}`)
    .digest('hex')
    .slice(0, 16);
  return { sink: `lazaret-sink:${id}`, target: `lazaret-target:${id}`, base: `lazaret-base:${base}` };
}

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly cpu?: readonly string[];
}

/** What the images carry from npm, as nodes of a tree: pinned by version and integrity in our own lockfile, from any registry. */
async function lockedPackages(registry: string): Promise<readonly TreeNode[]> {
  const lock = JSON.parse(await readFile(join(contextDirectory(), 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  return Object.entries(lock.packages)
    .filter(
      // Types are for compilers.
      ([location, locked]) =>
        location !== '' &&
        !/\/(@types\/[^/]+|[^/]+-types)$/.test(location) &&
        !locked.inBundle &&
        (!locked.cpu || locked.cpu.includes(process.arch)),
    )
    .map(([location, { version = '', integrity = '' }]) => {
      const name = location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const resolved = new URL(`${name}/-/${posix.basename(name)}-${version}.tgz`, registry).href;
      return {
        id: `${name}@${version}`,
        name,
        version,
        integrity,
        resolved,
        location,
        via: [],
        dependencies: {},
        foreign: false,
        bundled: false,
      };
    });
}

/** Where each package goes in the context: Node and npm have places of their own, the rest serves the sink. */
function placeOf({ name, location }: TreeNode): string {
  if (name.startsWith('node-linux-')) return 'node';
  return name === 'npm' ? 'npm' : `sink/${location}`;
}

/** The build context as a tar stream. Rejects through the stream where a package cannot be had. */
export function buildContext(store: PackageStore, registry: string): Readable {
  const tar = pack();
  fill(tar, store, registry).catch((error: Error) => tar.destroy(error));
  return tar as unknown as Readable;
}

async function fill(tar: Pack, store: PackageStore, registry: string): Promise<void> {
  const mtime = new Date('2026-01-05T08:00:00Z');
  const add = (name: string, data: Uint8Array, mode: number) =>
    new Promise<void>((resolve, reject) => {
      tar.entry({ name, mode, mtime }, Buffer.from(data.buffer, data.byteOffset, data.byteLength), (error) =>
        error ? reject(error) : resolve(),
      );
    });
  for (const path of await contextFiles()) await add(path, await readFile(join(contextDirectory(), path)), 0o644);
  for (const node of await lockedPackages(registry)) {
    const { value, gaps } = await store.open(node);
    if (!value || gaps.length > 0) throw new Error(`${node.id}: ${gaps[0]?.reason ?? 'could not be read'}`);
    for (const [path, bytes] of value.files)
      await add(
        `${placeOf(node)}/${path}`,
        bytes,
        path.startsWith('bin/') || value.executables.has(path) ? 0o755 : 0o644,
      );
  }
  tar.finalize();
}
