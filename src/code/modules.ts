/**
 * The modules of a package, one at a time. Entries are followed through requires, imports and calls across files, so
 * that every module knows when it runs and which of its functions others call; then each is shown to the rules.
 */
import type { Gap, Package } from '../types.ts';
import { localTarget } from './calls.ts';
import { decode, entriesOf, type Reach, resolveSpecifier, SOURCE, worse } from './entries.ts';
import { type Summary, summaryOf } from './exports.ts';
import { type Module, makeModule } from './module.ts';
import { parse } from './parse.ts';
import { type Asked, reachOf } from './reach.ts';
import { type Linked, link, type Outside } from './scope.ts';

/** A file as the search for entries knows it: when it is evaluated, and which of its exports are called when. */
interface Place {
  readonly path: string;
  reach: Reach;
  readonly invoked: Map<string, Reach>;
  visits: number;
}

/** Times a module is looked at again because later code calls more of it. */
const MAX_VISITS = 4;
/** Characters of source whose trees are kept between visits; larger packages are parsed anew. */
const KEPT = 3 * 1024 * 1024;

export interface ModulesOptions<T> {
  /** True for the target itself. */
  readonly root: boolean;
  /**
   * Who wants to see a file with this text; what nobody wants to see is not parsed unless it leads to such a file.
   * `joins` is true where the file uses another one that collects or sends.
   */
  readonly select: (source: string, joins: boolean) => T | undefined;
  /** Told before each piece of work on a file. */
  readonly step?: (path: string) => void;
  /** Files to leave alone, and why: each is a gap. */
  readonly unread?: ReadonlyMap<string, string>;
}

/** Calls `visit` with every module somebody wants to see, and with who wants to; returns what could not be parsed. */
export function eachModule<T>(
  pkg: Package,
  options: ModulesOptions<T>,
  visit: (module: Module, selected: T) => void,
): Gap[] {
  const world: World = {
    pkg,
    places: new Map(),
    trees: new Map(),
    kept: 0,
    failed: new Map(options.unread),
    step: options.step ?? (() => {}),
    summaries: new Map(),
    resolved: new Map(),
  };
  const needed = neededFiles(world, options.select);
  reachAll(world, options.root, needed);
  const gaps = [...(options.unread?.keys() ?? [])].map((path) => gapOf(world, path));
  for (const path of needed.parsed) {
    const selected = joins(world, path, needed) ? options.select(sourceOf(pkg, path), true) : needed.wanted.get(path);
    if (selected === undefined) continue;
    const place = world.places.get(path) ?? { path, reach: 'nowhere' as const, invoked: new Map(), visits: 0 };
    const code = treeOf(world, path);
    if (code) visit(viewOf(world, place, code), selected);
    else if (place.reach !== 'nowhere') gaps.push(gapOf(world, path));
  }
  return gaps;
}

/** `resolveSpecifier`, remembered: the same few names are asked for again and again. */
function resolved(world: World, specifier: string, from: string): string | undefined {
  const key = `${from.slice(0, from.lastIndexOf('/') + 1)}\n${specifier}`;
  if (!world.resolved.has(key)) world.resolved.set(key, resolveSpecifier(world.pkg, specifier, from));
  return world.resolved.get(key);
}

function joins(world: World, path: string, needed: Needed<unknown>): boolean {
  return (needed.edges.get(path) ?? []).some((specifier) => {
    const target = resolved(world, specifier, path);
    return target !== undefined && world.summaries.get(target) !== undefined;
  });
}

interface World {
  readonly pkg: Package;
  readonly places: Map<string, Place>;
  readonly trees: Map<string, Linked>;
  kept: number;
  readonly failed: Map<string, string>;
  readonly step: (path: string) => void;
  /** What each module collects and sends, for the others. */
  readonly summaries: Map<string, Summary | undefined>;
  readonly resolved: Map<string, string | undefined>;
}

function viewOf(world: World, place: Place, code: Linked): Module {
  const where = { package: world.pkg.id, path: place.path, source: sourceOf(world.pkg, place.path) };
  code.outside = outsideOf(world, place.path);
  return makeModule(where, code, place.reach, reachOf(code, place.reach, place.invoked));
}

/** The other modules as this one names them. */
function outsideOf(world: World, from: string): Outside {
  const pathOf = (name: string): string | undefined => {
    const target = localTarget(name);
    return target && resolved(world, target.specifier, from);
  };
  const lookUp = <T>(name: string, pick: (summary: Summary) => ReadonlyMap<string, T>): T | undefined => {
    const path = pathOf(name);
    const summary = path === undefined ? undefined : world.summaries.get(path);
    return summary && pick(summary).get(localTarget(name)?.path.at(-1) ?? 'default');
  };
  return {
    sources: (name) => lookUp(name, (summary) => summary.sources) ?? [],
    sends: (name) => lookUp(name, (summary) => summary.sends) ?? NONE,
    runs: (name) => lookUp(name, (summary) => summary.runs) ?? NONE,
    carries: (name) => {
      const path = pathOf(name);
      return path !== undefined && (!SOURCE.test(path) || PACKED.test(sourceOf(world.pkg, path)));
    },
  };
}

/** A text of base64 or hex, long enough for a few words of code, that is not the alphabet of an encoder. */
const PACKED = /(['"`])(?![\w+/-]*(?:ABCDEFGHIJ|abcdefghij|0123456789))[\w+/-]{36,}={0,2}\1/;

const NONE: ReadonlySet<number> = new Set();

/** A file nothing runs may be a template or a fixture that was never meant to parse; anything else unread is a gap. */
function gapOf(world: World, path: string): Gap {
  return { stage: 'code', subject: `${world.pkg.id}/${path}`, reason: world.failed.get(path) ?? 'could not be read' };
}

function reachAll(world: World, root: boolean, needed: Needed<unknown>): void {
  const queue: Place[] = [];
  const queued = new Set<Place>();
  const ask = (path: string, reach: Reach, names: readonly string[]) => {
    const place = world.places.get(path) ?? { path, reach: 'nowhere', invoked: new Map(), visits: 0 };
    const changed = note(place, reach, names) || !world.places.has(path);
    world.places.set(path, place);
    if (changed && place.visits < MAX_VISITS && !queued.has(place)) {
      queued.add(place);
      queue.push(place);
    }
  };
  for (const { path, reach } of entriesOf(world.pkg, root)) ask(path, reach, []);
  for (const place of queue) {
    place.visits++;
    queued.delete(place);
    world.step(place.path);
    for (const asked of asks(world, place, needed)) {
      const path = resolved(world, asked.specifier, place.path);
      if (path !== undefined) ask(path, asked.reach, asked.names);
    }
  }
}

/** Records an earlier or further use of a place; true where that changes anything. */
function note(place: Place, reach: Reach, names: readonly string[]): boolean {
  let changed = false;
  const earlier = worse(place.reach, reach);
  if (earlier !== place.reach) {
    place.reach = earlier;
    changed = true;
  }
  for (const name of names) {
    const known = place.invoked.get(name);
    if (known !== undefined && worse(known, reach) === known) continue;
    place.invoked.set(name, reach);
    changed = true;
  }
  return changed;
}

function asks(world: World, place: Place, needed: Needed<unknown>): readonly Asked[] {
  const code = needed.parsed.has(place.path) || !SOURCE.test(place.path) ? treeOf(world, place.path) : undefined;
  if (code) {
    if (!world.summaries.has(place.path)) {
      world.summaries.set(place.path, summaryOf(code, sourceOf(world.pkg, place.path)));
    }
    return reachOf(code, place.reach, place.invoked).asked;
  }
  const specifiers = needed.edges.get(place.path) ?? [];
  return specifiers.map((specifier) => ({ specifier, reach: place.reach, names: [] }));
}

function treeOf(world: World, path: string): Linked | undefined {
  const kept = world.trees.get(path);
  if (kept || world.failed.has(path)) return kept;
  world.step(path);
  const source = sourceOf(world.pkg, path);
  const parsed = parse(path, source, world.pkg.manifest.type === 'module');
  if (!parsed.ok) {
    world.failed.set(path, parsed.reason);
    return undefined;
  }
  const code = link(parsed.file);
  if (world.kept + source.length <= KEPT) {
    world.kept += source.length;
    world.trees.set(path, code);
  }
  return code;
}

function sourceOf(pkg: Package, path: string): string {
  const bytes = pkg.files.get(path);
  return bytes ? decode(bytes) : '';
}

interface Needed<T> {
  /** Files somebody wants to see, with who does. */
  readonly wanted: ReadonlyMap<string, T>;
  /** Those, and every file from which one of them is reached. */
  readonly parsed: ReadonlySet<string>;
  /** What each file names as modules, read without parsing. */
  readonly edges: ReadonlyMap<string, readonly string[]>;
}

function neededFiles<T>({ pkg, failed, step }: World, select: ModulesOptions<T>['select']): Needed<T> {
  const edges = new Map<string, readonly string[]>();
  const importers = new Map<string, string[]>();
  const wanted = new Map<string, T>();
  for (const path of sourceFiles(pkg)) {
    if (failed.has(path)) continue;
    step(path);
    const source = sourceOf(pkg, path);
    const selected = select(source, false);
    if (selected !== undefined) wanted.set(path, selected);
    const specifiers = specifiersIn(source);
    edges.set(path, specifiers);
    for (const specifier of specifiers) {
      const target = resolveSpecifier(pkg, specifier, path);
      if (target !== undefined) importers.set(target, [...(importers.get(target) ?? []), path]);
    }
  }
  const parsed = new Set(wanted.keys());
  for (const path of parsed) for (const importer of importers.get(path) ?? []) parsed.add(importer);
  return { wanted, parsed, edges };
}

/** JavaScript by extension, and whatever an entry names; declarations hold no code. */
function sourceFiles(pkg: Package): Set<string> {
  const files = [...pkg.files.keys()].filter((path) => SOURCE.test(path) && !/\.d\.[mc]?ts$/.test(path));
  const entries = entriesOf(pkg, true).map(({ path }) => path);
  return new Set([...files, ...entries.filter((path) => !NOT_CODE.test(path))]);
}

const NOT_CODE = /\.(?:json|node|wasm|css|html?|md|txt|sh|bat|cmd|ps1|py|gypi?|d\.[mc]?ts|map|png|svg)$/;

const SPECIFIER = /(?:\bfrom|\bimport|\brequire\w*)\s*\(?\s*(['"])([.#][^'"\n]{0,300})\1/g;

/** Modules of the same package a text names; over-counts what stands in comments, which only makes more code look alive. */
export function specifiersIn(source: string): string[] {
  return [...new Set([...source.matchAll(SPECIFIER)].map((match) => match[2] as string))];
}
