/**
 * Two versions of a package, side by side: what runs without being asked, what is installed with it, where it may go. Pure.
 * Files are told apart by their bytes; how they run is read as `code/` reads it.
 */
import { createHash } from 'node:crypto';
import { specifiersIn } from '../code/package/needed.ts';
import {
  decode,
  entriesOf,
  installCommands,
  type Reach,
  resolveSpecifier,
  SOURCE,
  worse,
} from '../code/scripts/entries.ts';
import { quote } from '../quote.ts';
import type { Finding, Package, UpdatePart } from '../types.ts';

/** One version as it was read. */
export interface Version {
  readonly package: Package;
  /** What the rules find in it alone. */
  readonly findings: readonly Finding[];
  /** Every `name@version` its install brings; empty where that is not known. */
  readonly holds: readonly string[];
  /** The account that published it; empty where that is not told. */
  readonly publisher: string;
}

/** Everything compared; an aspect of which one side is not known is left out, never called the same. */
export function compare(old: Version, now: Version): readonly UpdatePart[] {
  const [before, after] = [aspectsOf(old.package), aspectsOf(now.package)];
  const known = old.holds.length > 0 && now.holds.length > 0;
  return [
    part('scripts', before.scripts, after.scripts),
    part('at install', before.install, after.install, lines),
    part('at load', before.load, after.load, lines),
    part('binaries', before.binaries, after.binaries, () => ''),
    part('depends on', before.dependencies, after.dependencies),
    ...(known ? [part('tree', versions(old), versions(now))] : []),
    part('commands', before.commands, after.commands),
    part('hosts', before.hosts, after.hosts),
    part('repository', before.repository, after.repository),
    ...(old.publisher !== '' && now.publisher !== ''
      ? [part('publisher', table([['account', old.publisher]]), table([['account', now.publisher]]))]
      : []),
    part('findings', findings(old), findings(now)),
    part('size', before.size, after.size),
  ];
}

/** Name → value, of one aspect of one version. */
type Table = ReadonlyMap<string, string>;

const table = (pairs: readonly (readonly [string, string])[]): Table => new Map(pairs);

/** Most lines of one aspect; what is beyond is counted. */
const MOST = 40;

/** How a value is shown that stands in one version only, or in both and differs. */
type Show = (before: string, after: string) => string;

const plainly: Show = (before, after) => (before === '' || after === '' ? before || after : `${before} → ${after}`);

function part(about: string, before: Table, after: Table, show: Show = plainly): UpdatePart {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const line = (name: string): string => {
    const value = show(before.get(name) ?? '', after.get(name) ?? '');
    return quote(value === '' ? name : `${name}: ${value}`);
  };
  return {
    about,
    added: some(names.filter((name) => !before.has(name)).map(line)),
    removed: some(names.filter((name) => !after.has(name)).map(line)),
    changed: some(
      names.filter((name) => before.has(name) && after.has(name) && before.get(name) !== after.get(name)).map(line),
    ),
  };
}

function some(all: readonly string[]): readonly string[] {
  return all.length > MOST ? [...all.slice(0, MOST), `and ${all.length - MOST} more`] : all;
}

// ---------------------------------------------------------------- one version

type Aspects = Readonly<
  Record<
    'scripts' | 'install' | 'load' | 'binaries' | 'dependencies' | 'commands' | 'hosts' | 'repository' | 'size',
    Table
  >
>;

function aspectsOf(pkg: Package): Aspects {
  const reached = reachedFiles(pkg);
  const asked = (wanted: (reach: Reach) => boolean): Table =>
    table([...reached].filter(([, reach]) => wanted(reach)).map(([path]) => [path, textOf(pkg, path)] as const));
  const { manifest } = pkg;
  return {
    scripts: table(installCommands(pkg).map(({ at, text }) => [at.replace('#/scripts/', ''), text] as const)),
    install: asked((reach) => reach === 'install'),
    load: asked((reach) => reach !== 'install'),
    binaries: table([...pkg.files].filter(([path]) => BINARY.test(path)).map(([path, bytes]) => [path, digest(bytes)])),
    dependencies: table(['dependencies', 'optionalDependencies'].flatMap((field) => texts(manifest[field]))),
    commands: table(typeof manifest.bin === 'string' ? [[pkg.name, manifest.bin] as const] : texts(manifest.bin)),
    hosts: table([...reached.keys()].flatMap((path) => hostsIn(textOf(pkg, path))).map((host) => [host, ''] as const)),
    repository: table(repositoryOf(manifest.repository).map((url) => ['url', url])),
    size: table([['files', String(pkg.files.size)]]),
  };
}

const BINARY = /\.(?:node|wasm|so|dylib|dll|exe|bin)$/i;

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The text fields of an object of a manifest, which may have any shape. */
function texts(value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text] as const] : []));
}

/** Where it says its source is; the ways to write the same address are one. */
function repositoryOf(value: unknown): readonly string[] {
  const url = typeof value === 'object' && value !== null ? (value as { url?: unknown }).url : value;
  if (typeof url !== 'string') return [];
  const bare = url.replace(/^(?:git\+)?(?:https?|ssh|git):\/\/(?:git@)?/, '').replace(/^github:/, 'github.com/');
  return [bare.replace(/\.git$/, '')];
}

/** Most files followed from the entries, so that a package of a hundred thousand costs no more than a large one. */
const FILES = 5_000;

/** Files that run without anybody calling them: at install, or when the package is loaded or started. */
function reachedFiles(pkg: Package): ReadonlyMap<string, Reach> {
  const reached = new Map<string, Reach>();
  const pending = entriesOf(pkg, true).map(({ path, reach }) => ({ path, reach }));
  for (let next = pending.pop(); next !== undefined && reached.size < FILES; next = pending.pop()) {
    const { path, reach } = next;
    const known = reached.get(path);
    if (known !== undefined && worse(known, reach) === known) continue;
    reached.set(path, reach);
    if (!SOURCE.test(path)) continue;
    for (const specifier of specifiersIn(textOf(pkg, path))) {
      const target = resolveSpecifier(pkg, specifier, path);
      if (target !== undefined) pending.push({ path: target, reach });
    }
  }
  return reached;
}

const textOf = (pkg: Package, path: string): string => decode(pkg.files.get(path) ?? new Uint8Array());

/** Hosts of the URLs a text writes out. */
function hostsIn(text: string): readonly string[] {
  const found = text.matchAll(/\b(?:https?|wss?):\/\/((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})\b/gi);
  return [...new Set([...found].map((match) => (match[1] ?? '').toLowerCase()))];
}

/** What is installed with it; that it is itself another version is known. */
function versions({ holds, package: { id: own } }: Version): Table {
  const others = [...new Set(holds)].filter((id) => id !== own).sort();
  const named = Map.groupBy(others, (id) => id.replace(/(?<=.)@[^@]*$/, ''));
  return table([...named].map(([name, ids]) => [name, ids.map((id) => id.slice(name.length + 1)).join(', ')] as const));
}

/** By rule, message and file: a line further down is no other finding. */
function findings({ findings: all, package: { id } }: Version): Table {
  return table(
    all.map(({ rule, severity, message, evidence: [{ at }] }) => {
      const place = at
        .replace(/^\w+:/, '')
        .replace(id, '')
        .replace(/^[/#]+/, '')
        .replace(/:\d+:\d+$/, '');
      return [`${severity}: ${message} (${rule}, ${place})`, ''] as const;
    }),
  );
}

/** How many lines of a file are new and how many are gone, and where the first new one stands. */
function lines(before: string, after: string): string {
  if (before === '' || after === '') return count((before || after).split('\n').length);
  const [old, now] = [before.split('\n'), after.split('\n')];
  const [wasThere, isThere] = [new Set(old), new Set(now)];
  const fresh = now.filter((line) => !wasThere.has(line)).length;
  const gone = old.filter((line) => !isThere.has(line)).length;
  const first = now.findIndex((line) => !wasThere.has(line));
  const where = first < 0 ? '' : `, from line ${first + 1}: ${quote((now[first] ?? '').trim(), 80)}`;
  return fresh + gone === 0 ? 'the same lines in another order' : `${count(fresh)} new, ${gone} gone${where}`;
}

const count = (lines: number): string => `${lines} line${lines === 1 ? '' : 's'}`;
