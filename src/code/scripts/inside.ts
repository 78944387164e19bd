/** Packages that lie inside of another one: in its `node_modules`, as `bundleDependencies` do, or in a folder that its manifest names. */
import type { Package } from '../../types.ts';
import { decode, join, resolveFile } from './entries.ts';

type Manifest = Package['manifest'];

const MAX_MANIFEST = 1024 * 1024;
/** The manifest of a package that travels inside this one. */
const CARRIED = /^((?:node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/)+)package\.json$/;
const MANIFEST = /(?:^|\/)package\.json$/;
/** A dependency that is a folder, whose path may stand there. */
const FOLDER = /^(?:file|link|portal):(.*)$/;
/** Folders of workspaces that are looked into; more than that no real repository publishes as one package. */
const MOST_LOCAL = 200;

/** True where a package brings others along, whichever way. */
export function carries(pkg: Package): boolean {
  return carriedFolders(pkg).size > 0 || localPackages(pkg).size > 0;
}

const IN_MODULES = /(?:^|\/)node_modules\//;
/** The innermost package of a path. */
const OF_MODULES = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)(?:\/|$)/;

/** Folders of packages that are carried, with or without a manifest. */
function carriedFolders(pkg: Package): ReadonlySet<string> {
  const known = CARRIES.get(pkg);
  if (known) return known;
  const found = new Set(
    [...pkg.files.keys()].flatMap((path) => (IN_MODULES.test(path) ? (OF_MODULES.exec(path)?.[1] ?? []) : [])),
  );
  CARRIES.set(pkg, found);
  return found;
}

const CARRIES = new WeakMap<Package, ReadonlySet<string>>();

/** The folders of packages inside of which npm runs what their manifests tell it to. */
export function foldersInside(pkg: Package): readonly string[] {
  if (!carries(pkg)) return [];
  const carried = [...pkg.files.keys()].flatMap((path) => CARRIED.exec(path)?.[1]?.slice(0, -1) ?? []);
  return [...new Set([...carried, ...localPackages(pkg).values()])];
}

/** The folder where Node finds a package of this name from a file: upwards from there, or where the manifest says. */
export function folderOf(pkg: Package, name: string, from: string): string | undefined {
  if (!carries(pkg)) return undefined;
  for (let at = from; at !== ''; ) {
    at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
    const folder = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    // Node takes a file there as well as a folder.
    if (carriedFolders(pkg).has(folder) || resolveFile(pkg, folder) !== undefined) return folder;
  }
  return localPackages(pkg).get(name);
}

/** The innermost folder with a manifest that has a name, of those around a file; empty for the package itself. */
export function folderAround(pkg: Package, path: string): string {
  if (!carries(pkg)) return '';
  for (let at = path; at.includes('/'); ) {
    at = at.slice(0, at.lastIndexOf('/'));
    if (typeof manifestAt(pkg, at)?.name === 'string') return at;
  }
  return '';
}

/** What the manifest in a folder says; undefined where there is none. */
export function manifestAt(pkg: Package, folder: string): Manifest | undefined {
  if (folder === '') return pkg.manifest;
  const bytes = pkg.files.get(`${folder}/package.json`);
  if (!bytes || bytes.length > MAX_MANIFEST) return undefined;
  const known = MANIFESTS.get(bytes);
  if (known !== undefined) return known ?? undefined;
  const read = parsed(bytes);
  MANIFESTS.set(bytes, read ?? null);
  return read;
}

const MANIFESTS = new WeakMap<Uint8Array, Manifest | null>();

function parsed(bytes: Uint8Array): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

/** By name, those that the manifest has as folders: `"@acme/log": "file:./packages/log"`, and workspaces. */
function localPackages(pkg: Package): ReadonlyMap<string, string> {
  const known = LOCAL.get(pkg);
  if (known) return known;
  const found = new Map([...workspacesOf(pkg), ...linkedIn(pkg)]);
  LOCAL.set(pkg, found);
  return found;
}

const LOCAL = new WeakMap<Package, ReadonlyMap<string, string>>();

function linkedIn(pkg: Package): readonly (readonly [string, string])[] {
  const { dependencies, optionalDependencies } = pkg.manifest;
  const all = [dependencies, optionalDependencies].flatMap((field) =>
    typeof field === 'object' && field !== null ? Object.entries(field) : [],
  );
  return all.flatMap(([name, range]) => {
    const path = typeof range === 'string' ? FOLDER.exec(range)?.[1] : undefined;
    const folder = path === undefined ? undefined : join('', path);
    return folder !== undefined && folder !== '' && pkg.files.has(`${folder}/package.json`)
      ? [[name, folder] as const]
      : [];
  });
}

function workspacesOf(pkg: Package): readonly (readonly [string, string])[] {
  if (typeof pkg.manifest.workspaces !== 'object') return [];
  const folders = [...pkg.files.keys()].filter(
    (path) => MANIFEST.test(path) && path.includes('/') && !IN_MODULES.test(path),
  );
  return folders.slice(0, MOST_LOCAL).flatMap((path) => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const name = manifestAt(pkg, folder)?.name;
    return typeof name === 'string' ? [[name, folder] as const] : [];
  });
}
