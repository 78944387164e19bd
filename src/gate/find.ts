/** Finds and reads configs on disk. Read-only, bounded, and closed: what should be read and cannot be is an error. */
import { lstat, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { HOME_FILES, HOME_FOLDERS, HOME_TREES, MACHINE_FILES, MOVED_BY } from '../config/clients.ts';
import { deploymentKind } from '../config/deployment.ts';
import { SIZE_LIMIT } from '../config/document.ts';
import { isBundleName, isConfigName } from '../config/read.ts';
import { reasonOf, UsageError } from '../errors.ts';
import { quote } from '../quote.ts';

/** A file to look at: where it is, and what reports call it. */
export interface Found {
  readonly path: string;
  /** Relative to the project with forward slashes; as the user typed it, or from `~`, where it lies outside. */
  readonly name: string;
  /** Only this server of it; all without. */
  readonly server?: string;
}

export interface FoundFiles {
  readonly configs: readonly Found[];
  readonly deployments: readonly Found[];
  /** True where the whole project was searched, so that what is not here is nowhere. */
  readonly whole: boolean;
}

/** Most entries of a project looked at; beyond that the configs have to be named. */
const ENTRY_LIMIT = 200_000;
/** Largest bundle read, in bytes: they carry a server with its dependencies. */
const BUNDLE_LIMIT = 256 * 1024 * 1024;
/** Folders that hold other people's configs, caches and build results. */
const PASSED_OVER = new Set(['node_modules', '.git', '.hg', '.svn', '.venv', 'venv', '__pycache__', '.tox', '.cache']);

/** Every config and deployment file of a project, by name. Throws `UsageError` where it is too large to be sure. */
export async function findInProject(root: string): Promise<FoundFiles> {
  const names = (await namesIn(root)).toSorted();
  const found = (name: string): Found => ({ path: join(root, name), name });
  return {
    configs: (await withoutAliases(root, names.filter(isConfigName))).map(found),
    deployments: names.filter((name) => deploymentKind(name) !== undefined).map(found),
    whole: true,
  };
}

/** Without links to a config that is found itself: what stands there is judged under its own name. */
async function withoutAliases(root: string, names: readonly string[]): Promise<readonly string[]> {
  const home = await realpath(root);
  const known = new Set(names);
  const kept = await Promise.all(
    names.map(async (name) => {
      const path = join(root, name);
      const isLink = (await lstat(path).catch(() => undefined))?.isSymbolicLink() ?? false;
      const real = isLink ? await realpath(path).catch(() => path) : path;
      const target = nameIn(home, real);
      const isAlias = isLink && target !== name && known.has(target) && (await lstat(join(home, target))).isFile();
      return isAlias ? [] : [name];
    }),
  );
  return kept.flat();
}

/** Names of all files of a project, relative to it. */
async function namesIn(root: string): Promise<readonly string[]> {
  const names: string[] = [];
  const pending = [root];
  let entries = 0;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of await list(folder)) {
      entries += 1;
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) names.push(nameIn(root, path));
      else if (!PASSED_OVER.has(entry.name)) pending.push(path);
      if (entry.isSymbolicLink()) names.push(...(await behindLink(nameIn(root, path), path)));
    }
    if (entries > ENTRY_LIMIT)
      throw new UsageError(
        `the project has more than ${ENTRY_LIMIT} files`,
        'name the configs: lazaret gate .mcp.json …',
      );
  }
  return names;
}

/** Configs right behind a linked folder: a client would follow the link, so they are found, and then refused. */
async function behindLink(name: string, path: string): Promise<readonly string[]> {
  const inside = await readdir(path).catch(() => []);
  return inside.map((child) => `${name}/${child}`).filter(isConfigName);
}

async function list(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new UsageError(
      `cannot look into ${quote(folder)}: ${reasonOf(error)}`,
      'a folder that cannot be read may hold a config',
    );
  });
}

/** Configs of the user's own clients and of the machine. What is not there is passed over. */
export async function findAtHome(
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Found[]> {
  const moved = Object.entries(MOVED_BY).flatMap(([name, files]) => {
    const place = env[name];
    if (place === undefined || !isAbsolute(place)) return [];
    return files.length === 0 ? [place] : files.map((file) => join(place, file));
  });
  const away = [...new Set([...MACHINE_FILES, ...moved])].filter((path) => isAbsolute(path));
  const there = await Promise.all(away.map(async (path) => ((await exists(path)) ? [path] : [])));
  const known = await inHome(home);
  const outside = there.flat().filter((path) => !known.some((one) => one.path === path));
  return [...known, ...outside.map((path) => ({ path, name: path.split(sep).join('/') }))];
}

async function inHome(home: string): Promise<readonly Found[]> {
  const folders = await Promise.all(
    HOME_FOLDERS.map(async (folder) => {
      const names = await readdir(join(home, folder)).catch(() => []);
      return names.map((name) => `${folder}/${name}`).filter(isConfigName);
    }),
  );
  const trees = await Promise.all(
    HOME_TREES.map(async (tree) => {
      const root = join(home, tree);
      const names = (await exists(root)) ? await namesIn(root) : [];
      return names.map((name) => `${tree}/${name}`).filter(isConfigName);
    }),
  );
  const names = [...new Set([...HOME_FILES, ...folders.flat(), ...trees.flat()])].sort();
  const there = await Promise.all(names.map(async (name) => ((await exists(join(home, name))) ? [name] : [])));
  return there.flat().map((name) => ({ path: join(home, name), name: `~/${name}` }));
}

/** What the user named: files, and with `file#server` one server of a file. A file that is not there is an error. */
export async function findNamed(texts: readonly string[], root: string): Promise<FoundFiles> {
  const found = await Promise.all(texts.map((text) => findOne(text, root)));
  const isDeployment = ({ name }: Found): boolean => deploymentKind(name) !== undefined && !isConfigName(name);
  return { configs: found.filter((one) => !isDeployment(one)), deployments: found.filter(isDeployment), whole: false };
}

async function findOne(text: string, root: string): Promise<Found> {
  const { placeOf } = await import('../source.ts');
  const [, file = text, server] = /^(.+?)#(.+)$/s.exec(text) ?? [];
  for (const [written, only] of [[text], [file, server]] as const) {
    const path = placeOf(written, root);
    if (await isFolder(path))
      throw new UsageError(
        `${quote(written)} is a folder`,
        'name the config in it, or run the gate in it: without a config it looks for them',
      );
    if (await exists(path)) return { path, name: nameIn(root, path), ...(only === undefined ? {} : { server: only }) };
  }
  throw new UsageError(`${quote(nameIn(root, placeOf(file, root)))} does not exist`, 'name a config of an MCP client');
}

function nameIn(root: string, path: string): string {
  const name = relative(root, path);
  return (name.startsWith('..') ? path : name).split(sep).join('/');
}

const isFolder = (path: string): Promise<boolean> =>
  lstat(path).then(
    (stat) => stat.isDirectory(),
    () => false,
  );

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/**
 * The bytes of a config. Throws `UsageError` for what is no plain file: a link in a repository can point at any file of
 * whoever checks it out, and what it points at is not what was reviewed. Links in the user's own home are theirs.
 */
export async function readConfigFile({ path, name }: Found, root: string): Promise<Uint8Array> {
  const stat = await lstat(path).catch((error: unknown) => fail(name, reasonOf(error)));
  const atHome = name.startsWith('~/');
  if (stat.isSymbolicLink() && !atHome) fail(name, `it is a symbolic link to ${await readlink(path).catch(() => '?')}`);
  if (!stat.isFile() && !stat.isSymbolicLink()) fail(name, 'it is no plain file');
  if (!atHome && !name.startsWith('/')) await refuseLinkedFolders(name, root);
  const limit = isBundleName(name) ? BUNDLE_LIMIT : SIZE_LIMIT;
  if (stat.size > limit) fail(name, `it is larger than ${limit} bytes`);
  return readFile(path).catch((error: unknown) => fail(name, reasonOf(error)));
}

/**
 * The bytes of a deployment file. Links within the project are followed, as they are common and their target is reviewed
 * with the rest. Throws `UsageError` for those that lead out of it, and for whatever cannot be read.
 */
export async function readDeploymentFile({ path, name }: Found, root: string): Promise<Uint8Array> {
  const [real, home] = await Promise.all([path, root].map((one) => realpath(one))).catch((error: unknown) =>
    fail(name, reasonOf(error)),
  );
  if (real === undefined || home === undefined || relative(home, real).startsWith('..'))
    fail(name, 'it is a link that leads out of the project');
  return readConfigFile({ path: real, name: relative(home, real).split(sep).join('/') }, home);
}

async function refuseLinkedFolders(name: string, root: string): Promise<void> {
  const parts = name.split('/').slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const stat = await lstat(join(root, ...parts.slice(0, depth))).catch(() => undefined);
    if (stat?.isSymbolicLink()) fail(name, 'one of its folders is a symbolic link');
  }
}

function fail(name: string, reason: string): never {
  throw new UsageError(
    `${quote(name)} cannot be read: ${quote(reason)}`,
    'a config that cannot be read is not judged, so nothing is',
  );
}
