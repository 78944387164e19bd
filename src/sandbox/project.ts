/**
 * Lays a tree out as an install would, as one tar stream: packages, links of their executables, a manifest that asks
 * for the target, and the home directory around it. Packages are opened one after the other; none is held.
 */
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import type { Gap, Manifest, Package, PackageId, PackageStore, PackageTree } from '../types.ts';
import { type Named, namedPlaces } from './arguments.ts';
import { type Loading, loadingsOf } from './entries.ts';
import type { Profile } from './profiles.ts';
import { NODE_VERSION } from './runtime.ts';

export interface Layout {
  /** Executables of the target: name of the link → path of the file inside the package. */
  readonly bins: ReadonlyMap<string, string>;
  /** Every way the target can be loaded. */
  readonly loadings: readonly Loading[];
  /** Everything that the tree runs at install. */
  readonly scripts: readonly InstallScript[];
  /** What could not be laid out, so that the run is not the real one. */
  readonly gaps: readonly Gap[];
}

/** One lifecycle script of one package. */
export interface InstallScript {
  readonly package: PackageId;
  readonly command: string;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
  /** Fixed, so that the same tree gives the same bytes. */
  readonly mtime: Date;
}

/**
 * Starts laying out; the stream must be read for `layout` to resolve. `project` is the absolute directory in the
 * sandbox, `home` files of the user's home by relative path.
 */
export function layOut(
  tree: PackageTree,
  store: PackageStore,
  profile: Profile,
  project: string,
  home: ReadonlyMap<string, string>,
): { readonly tar: Readable; readonly layout: Promise<Layout> } {
  const tar = pack();
  const layout = fill(tar, tree, store, profile, project, home);
  // The reader sees the failure of the writer.
  layout.catch((error: Error) => tar.destroy(error));
  return { tar: tar as unknown as Readable, layout };
}

async function fill(
  tar: Pack,
  tree: PackageTree,
  store: PackageStore,
  profile: Profile,
  project: string,
  home: ReadonlyMap<string, string>,
): Promise<Layout> {
  const owner = { uid: profile.uid, gid: profile.uid, mtime: new Date('2026-01-05T08:00:00Z') };
  const directories = new Set<string>();
  const directory = (path: string) => makeDirectories(tar, path, profile.home, owner, directories);
  for (const [path, text] of home) {
    const target = posix.join(profile.home, path);
    directory(posix.dirname(target));
    await entry(tar, { name: target, mode: 0o600, ...owner }, Buffer.from(text));
  }
  directory(posix.join(profile.home, profile.work));
  const taken = new Set([...home.keys()].map((path) => posix.join(profile.home, path)));
  await layNamed(tar, namedPlaces(tree.target.args, profile), taken, owner, directory);
  await layHeaders(tar, posix.join(profile.home, '.cache/node-gyp', NODE_VERSION), owner, directory);
  directory(project);
  for (const [name, value] of [
    ['package.json', { dependencies: { [tree.root.name]: tree.root.version } }],
    ['package-lock.json', lockOf(tree)],
  ] as const) {
    const text = Buffer.from(JSON.stringify(value, null, 2));
    await entry(tar, { name: posix.join(project, name), mode: 0o644, ...owner }, text);
  }
  const gaps: Gap[] = [];
  const scripts: InstallScript[] = [];
  let loadings: readonly Loading[] = [];
  let bins: ReadonlyMap<string, string> = new Map();
  for (const node of tree.nodes) {
    if (node.foreign || node.bundled) continue;
    const { value: found } = await store.open(node);
    if (!found) {
      gaps.push({
        stage: 'sandbox',
        subject: node.id,
        reason: 'was not installed in the sandbox: it could not be read',
      });
      continue;
    }
    const own = binsOf(found.manifest, found.name, found.files);
    await layPackage(tar, found, posix.join(project, node.location), own, owner, directory);
    layLinks(tar, own, posix.join(project, node.location), owner, directory);
    for (const command of installScripts(found.manifest, found.files)) scripts.push({ package: node.id, command });
    if (node.location !== tree.root.location) continue;
    bins = own;
    loadings = loadingsOf(found.manifest, found.name, found.files.keys(), new Set(own.values()));
  }
  tar.finalize();
  return { bins, loadings, scripts, gaps };
}

/** What the launch names, where nothing else lies. */
async function layNamed(
  tar: Pack,
  { folders, files }: Named,
  taken: ReadonlySet<string>,
  owner: Owner,
  directory: (path: string) => void,
): Promise<void> {
  for (const folder of folders) if (!taken.has(folder)) directory(folder);
  for (const [path, text] of files) {
    if (taken.has(path) || [...taken].some((one) => one.startsWith(`${path}/`))) continue;
    directory(posix.dirname(path));
    await entry(tar, { name: path, mode: 0o644, ...owner }, Buffer.from(text));
  }
}

/** What npm writes beside a tree: where each package came from. */
function lockOf({ root, nodes }: PackageTree): object {
  const packages = nodes
    .filter((node) => !node.foreign)
    .map(({ location, version, resolved, integrity, optional }) => {
      return [location, { version, ...(resolved ? { resolved } : {}), integrity, ...(optional ? { optional } : {}) }];
    });
  const own = { '': { dependencies: { [root.name]: root.version } } };
  return { lockfileVersion: 3, requires: true, packages: { ...own, ...Object.fromEntries(packages) } };
}

/** Node's headers where node-gyp looks for them, as on a machine that has compiled before: there is no network to get them from. */
async function layHeaders(tar: Pack, place: string, owner: Owner, directory: (path: string) => void): Promise<void> {
  directory(place);
  // The revision of this layout that node-gyp knows.
  await entry(tar, { name: posix.join(place, 'installVersion'), mode: 0o644, ...owner }, Buffer.from('11\n'));
  tar.entry({ name: posix.join(place, 'include'), type: 'symlink', linkname: '/usr/local/include', ...owner });
}

/** Writes an entry and waits until the reader has taken it, so that memory holds one file at a time. */
function entry(tar: Pack, header: Parameters<Pack['entry']>[0], data: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry(header, Buffer.from(data.buffer, data.byteOffset, data.byteLength), (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

function makeDirectories(tar: Pack, path: string, top: string, owner: Owner, made: Set<string>): void {
  if (made.has(path) || !path.startsWith(`${top}/`)) return;
  makeDirectories(tar, posix.dirname(path), top, owner, made);
  made.add(path);
  tar.entry({ name: path, type: 'directory', mode: 0o755, ...owner });
}

async function layPackage(
  tar: Pack,
  found: Package,
  location: string,
  bins: ReadonlyMap<string, string>,
  owner: Owner,
  directory: (path: string) => void,
): Promise<void> {
  const executable = new Set([...bins.values(), ...found.executables]);
  for (const [path, bytes] of found.files) {
    const target = posix.join(location, path);
    directory(posix.dirname(target));
    await entry(tar, { name: target, mode: executable.has(path) ? 0o755 : 0o644, ...owner }, bytes);
  }
}

/** Links in the `node_modules/.bin` that a package's own `node_modules` has. */
function layLinks(
  tar: Pack,
  bins: ReadonlyMap<string, string>,
  location: string,
  owner: Owner,
  directory: (path: string) => void,
): void {
  const modules = location.slice(0, location.lastIndexOf('node_modules/') + 'node_modules'.length);
  const links = posix.join(modules, '.bin');
  if (bins.size > 0) directory(links);
  for (const [name, path] of bins) {
    tar.entry({
      name: posix.join(links, name),
      type: 'symlink',
      linkname: posix.relative(links, posix.join(location, path)),
      ...owner,
    });
  }
}

/** `bin` of a manifest as npm reads it: only plain names, only files the package has. */
export function binsOf(
  manifest: Manifest,
  packageName: string,
  files: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, string> {
  const { bin } = manifest;
  const given: readonly (readonly [string, unknown])[] =
    typeof bin === 'string' ? [[packageName, bin]] : typeof bin === 'object' && bin ? Object.entries(bin) : [];
  const found = new Map<string, string>();
  for (const [key, value] of given) {
    const name = posix.basename(key.replace(/\\/g, '/'));
    const path = typeof value === 'string' ? posix.join('/', value.replace(/\\/g, '/')).slice(1) : '';
    if (name && name !== '.' && name !== '..' && files.has(path)) found.set(name, path);
  }
  return found;
}

/** What npm 11 and earlier would run for a dependency: lifecycle scripts, or `node-gyp rebuild` for a `binding.gyp`. */
export function installScripts(manifest: Manifest, files: ReadonlyMap<string, unknown>): readonly string[] {
  const given =
    typeof manifest.scripts === 'object' && manifest.scripts ? (manifest.scripts as Record<string, unknown>) : {};
  const named = ['preinstall', 'install', 'postinstall'].map((name) => given[name]);
  const [preinstall, install] = named;
  const built = files.has('binding.gyp') && manifest.gypfile !== false && !preinstall && !install;
  return [...named, built ? 'node-gyp rebuild' : ''].filter((one) => typeof one === 'string' && one !== '') as string[];
}
