/**
 * Lays a tree out as an install would. The packages, the links of their executables and a manifest that asks for the target are
 * the same for every profile: they are written once. The home directory around them is each profile's own. Packages are opened
 * one after the other; none is held.
 */
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import type { Gap, Manifest, Package, PackageId, PackageStore, PackageTree } from '../../types.ts';
import { spool } from '../bounds/spool.ts';
import { bytesOf } from '../decoys/samples.ts';
import { type Named, namedPlaces } from './arguments.ts';
import { type Loading, loadingsOf } from './entries.ts';
import { type OtherServer, otherServers } from './other-servers.ts';
import type { Profile } from './profiles.ts';
import { repositoryOf } from './repository.ts';
import { NODE_VERSION } from './runtime.ts';

export interface Layout {
  /** Executables of the target: name of the link → path of the file inside the package. */
  readonly bins: ReadonlyMap<string, string>;
  /** Files of the target that may be its server beside those. */
  readonly others: readonly OtherServer[];
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

/** Fixed, so that the same tree gives the same bytes. */
const MTIME = new Date('2026-01-05T08:00:00Z');

/** A tree that is laid out. Whoever made it closes it. */
export interface LaidTree {
  readonly layout: Layout;
  /** Bytes that it takes, at the most, where it is unpacked. */
  readonly room: number;
  /** A tar of it, with paths from the project's folder on, for every profile to unpack as its user. */
  read(): Readable;
  close(): Promise<void>;
}

/** Rejects where the disk does not take it. */
export async function layTree(tree: PackageTree, store: PackageStore): Promise<LaidTree> {
  const tar = pack();
  const filling = fill(tar, tree, store);
  // The reader sees the failure of the writer.
  filling.catch((error: Error) => tar.destroy(error));
  const { read, close } = await spool(tar as unknown as Readable);
  const { layout, room } = await filling;
  return { layout, room, read, close };
}

/** What lies around the project: a tar of absolute paths. `home` holds files of the user's home by relative path. */
export function layHome(
  tree: PackageTree,
  profile: Profile,
  project: string,
  home: ReadonlyMap<string, string>,
): Readable {
  const tar = pack();
  furnish(tar, tree, profile, project, home).catch((error: Error) => tar.destroy(error));
  return tar as unknown as Readable;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
  readonly mtime: Date;
}

async function furnish(
  tar: Pack,
  tree: PackageTree,
  profile: Profile,
  project: string,
  home: ReadonlyMap<string, string>,
): Promise<void> {
  const owner = { uid: profile.uid, gid: profile.uid, mtime: MTIME };
  const made = new Set<string>();
  const directory = (path: string) => makeDirectories(tar, path, profile.home, owner, made);
  for (const [path, text] of home) {
    const target = posix.join(profile.home, path);
    directory(posix.dirname(target));
    await entry(tar, { name: target, mode: 0o600, ...owner }, bytesOf(path, text));
  }
  const work = posix.join(profile.home, profile.work);
  directory(work);
  for (const [path, bytes] of repositoryOf(workOf(home, profile))) {
    const target = posix.join(work, '.git', path);
    directory(posix.dirname(target));
    await entry(tar, { name: target, mode: 0o644, ...owner }, Buffer.from(bytes));
  }
  const taken = new Set([...home.keys()].map((path) => posix.join(profile.home, path)));
  await layNamed(tar, namedPlaces(tree.target.args, profile), taken, owner, directory);
  await layHeaders(tar, posix.join(profile.home, '.cache/node-gyp', NODE_VERSION), owner, directory);
  directory(project);
  tar.finalize();
}

/** What the user works on: not what only lies beside it, as credentials do. */
function workOf(home: ReadonlyMap<string, string>, { work }: Profile): ReadonlyMap<string, string> {
  const inside = [...home].filter(([path]) => path.startsWith(`${work}/`));
  const files = inside.map(([path, text]) => [path.slice(work.length + 1), text] as const);
  return new Map(files.filter(([path]) => !/^\.(?!gitignore$)/.test(path)));
}

/** The smallest piece of a file system; a file takes one for itself beside those of its bytes. */
const PAGE = 4096;

async function fill(
  tar: Pack,
  tree: PackageTree,
  store: PackageStore,
): Promise<{ readonly layout: Layout; readonly room: number }> {
  let room = 0;
  const put: Put = (name, mode, data) => {
    room += (Math.ceil(data.length / PAGE) + 1) * PAGE;
    return entry(tar, { name, mode, mtime: MTIME }, data);
  };
  for (const [name, value] of [
    ['package.json', { dependencies: { [tree.root.name]: tree.root.version } }],
    ['package-lock.json', lockOf(tree)],
  ] as const)
    await put(name, 0o644, Buffer.from(JSON.stringify(value, null, 2)));
  const gaps: Gap[] = [];
  const scripts: InstallScript[] = [];
  let loadings: readonly Loading[] = [];
  let bins: ReadonlyMap<string, string> = new Map();
  let others: readonly OtherServer[] = [];
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
    await layPackage(found, node.location, own, put);
    layLinks(tar, own, node.location);
    for (const command of installScripts(found.manifest, found.files)) scripts.push({ package: node.id, command });
    if (node.location !== tree.root.location) continue;
    bins = own;
    others = otherServers(found, own.size > 0);
    loadings = loadingsOf(found.manifest, found.name, found.files.keys(), new Set(own.values()));
  }
  tar.finalize();
  return { layout: { bins, others, loadings, scripts, gaps }, room };
}

/** Puts a file, and the folders above it, into the tree. */
type Put = (name: string, mode: number, data: Uint8Array) => Promise<void>;

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
  found: Package,
  location: string,
  bins: ReadonlyMap<string, string>,
  put: Put,
): Promise<void> {
  const commands = new Set(bins.values());
  const executable = new Set([...commands, ...found.executables]);
  for (const [path, bytes] of found.files) {
    const laid = commands.has(path) ? withUnixHashbang(bytes) : bytes;
    await put(posix.join(location, path), executable.has(path) ? 0o755 : 0o644, laid);
  }
}

/** Where npm looks for the end of a first line. */
const HASHBANG = 2048;

/** As npm lays a command that was written on Windows, whose first line nobody else could read. */
export function withUnixHashbang(bytes: Uint8Array): Uint8Array {
  const [line = ''] = /^#![^\n]+\r\n/.exec(Buffer.from(bytes.subarray(0, HASHBANG)).toString('latin1')) ?? [];
  if (line === '') return bytes;
  return Buffer.concat([bytes.subarray(0, line.length - 2), Buffer.from('\n'), bytes.subarray(line.length)]);
}

/** Links in the `node_modules/.bin` that a package's own `node_modules` has. */
function layLinks(tar: Pack, bins: ReadonlyMap<string, string>, location: string): void {
  const modules = location.slice(0, location.lastIndexOf('node_modules/') + 'node_modules'.length);
  const links = posix.join(modules, '.bin');
  for (const [name, path] of bins) {
    const linkname = posix.relative(links, posix.join(location, path));
    tar.entry({ name: posix.join(links, name), type: 'symlink', linkname, mtime: MTIME });
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
