/**
 * The modules of a package. Each file that matters is parsed once: what it tells of itself (`Wiring`, `Summary`) is kept as
 * plain data, and its tree only where the package is small. Entries are then followed through requires, imports and calls
 * across files, so that every module knows when it runs; then each is shown to whoever wants to see it.
 */
import type { Gap, Package, Staged } from '../types.ts';
import { decode, entriesOf, type Reach, resolveSpecifier, SOURCE, worse } from './entries.ts';
import { MAX_SUMMARIZED, type Summary, summaryOf } from './exports.ts';
import { type Module, makeModule, type Timing } from './module.ts';
import { type Needed, neededFiles } from './needed.ts';
import { textsRun } from './nested.ts';
import { outsideOf } from './outside.ts';
import { parse } from './parse.ts';
import { askedBy, reachOf, type Wiring, wiringOf } from './reach.ts';
import { type Linked, link } from './scope.ts';
import type { Node } from './walk.ts';

/** When a file is evaluated, and which of its exports are called when. */
interface Place {
  readonly path: string;
  reach: Reach;
  readonly invoked: Map<string, Reach>;
  visits: number;
}

/** Times a module is looked at again because later code calls more of it. */
const MAX_VISITS = 8;
/** Characters of source whose trees are kept until their reach is known; of others only what they tell is. */
const KEPT = 2 * 1024 * 1024;
/** Modules in a row that are read because the one before wants to know what they do. */
const MAX_AHEAD = 24;

export interface ModulesOptions<T, R> {
  /** True for the target itself. */
  readonly root: boolean;
  /**
   * Who wants to see a file with this text; what nobody wants to see is not parsed unless it leads to such a file.
   * `joins` is true where the file uses another one that collects or sends.
   */
  readonly select: (source: string, joins: boolean) => T | undefined;
  /** Shown every module somebody wants to see, and who wants to. May be shown one twice; the last time counts. */
  readonly look: (module: Module, selected: T) => R;
  /** Told before each piece of work on a file. */
  readonly step?: (path: string) => void;
  /** Files to leave alone, and why: each is a gap. */
  readonly unread?: ReadonlyMap<string, string>;
}

/** What was seen in each module, and what could not be parsed. */
export function eachModule<T, R>(pkg: Package, given: ModulesOptions<T, R>): Staged<readonly R[]> {
  const options = { ...given, step: given.step ?? (() => {}) };
  const failed = new Map(options.unread);
  const needed = neededFiles(pkg, { ...options, skip: failed });
  const world: World<T, R> = { pkg, options, needed, failed, files: new Map(), kept: 0, ahead: 0, resolved: new Map() };
  const places = reachAll(world);
  const gaps = [...(options.unread?.keys() ?? [])].map((path) => gapOf(world, path));
  const paths = new Set([...needed.parsed, ...places.keys()]);
  const value = [...paths].flatMap((path) => {
    const place = places.get(path) ?? { path, reach: 'nowhere', invoked: new Map(), visits: 0 };
    const seen = lookAt(world, place);
    const unread = world.failed.has(path) && needed.parsed.has(path) && !options.unread?.has(path);
    if (unread && place.reach !== 'nowhere') gaps.push(gapOf(world, path));
    return seen;
  });
  return { value, gaps };
}

interface World<T, R> {
  readonly pkg: Package;
  readonly options: ModulesOptions<T, R> & { readonly step: (path: string) => void };
  readonly needed: Needed<T>;
  readonly failed: Map<string, string>;
  readonly files: Map<string, Read<T, R>>;
  kept: number;
  /** How many modules are being read because another wants to know. */
  ahead: number;
  readonly resolved: Map<string, string | undefined>;
}

/** What is known of a file once it was read. */
interface Read<T, R> {
  wiring?: Wiring;
  summary?: Summary | undefined;
  /** Who wants to see it. */
  selected?: T | undefined;
  /** Kept where there is room. */
  code?: Linked;
  /** What was seen in it, where that does not depend on when it runs. */
  seen?: readonly R[];
}

/** `resolveSpecifier`, remembered: the same few names are asked for again and again. */
function resolved<T, R>(world: World<T, R>, specifier: string, from: string): string | undefined {
  const key = `${from.slice(0, from.lastIndexOf('/') + 1)}\n${specifier}`;
  if (!world.resolved.has(key)) world.resolved.set(key, resolveSpecifier(world.pkg, specifier, from));
  return world.resolved.get(key);
}

/** Reads a file, once. */
function readFile<T, R>(world: World<T, R>, path: string): Read<T, R> {
  const known = world.files.get(path);
  if (known) return known;
  const read: Read<T, R> = {};
  world.files.set(path, read);
  const source = sourceOf(world.pkg, path);
  const code = treeOf(world, path, source);
  if (!code) return read;
  const keeps = world.kept + source.length <= KEPT;
  if (keeps) world.kept += source.length;
  world.options.step(path);
  read.wiring = wiringOf(code);
  world.options.step(path);
  code.outside = outsideAs(world, path);
  read.summary = summaryOf(code, { package: world.pkg.id, path, source });
  const wanted = world.needed.wanted.get(path) ?? (isOdd(path) ? world.options.select(source, true) : undefined);
  read.selected = joins(world, path) ? world.options.select(source, true) : wanted;
  if (read.selected === undefined) return read;
  if (keeps) read.code = code;
  else {
    const seen = provisional(world, path, code, read.selected);
    if (seen) read.seen = seen;
  }
  return read;
}

/** Looks at a module whose reach is not known yet; undefined where what is seen depends on it. */
function provisional<T, R>(world: World<T, R>, path: string, code: Linked, selected: T): readonly R[] | undefined {
  let asked = false;
  const ask = (): Reach => {
    asked = true;
    return 'install';
  };
  const timing: Timing = {
    get reach() {
      return ask();
    },
    when: ask,
  };
  const seen = lookWith(world, path, code, timing, selected);
  return asked ? undefined : seen;
}

function lookAt<T, R>(world: World<T, R>, place: Place): readonly R[] {
  const { path, reach, invoked } = place;
  const read = world.needed.parsed.has(path) || isOdd(path) ? readFile(world, path) : {};
  if (read.seen || read.selected === undefined || !read.wiring) return read.seen ?? [];
  let { code } = read;
  if (!code) {
    code = treeOf(world, path, sourceOf(world.pkg, path));
    if (!code) return [];
    code.outside = outsideAs(world, path);
  }
  return lookWith(world, path, code, { reach, when: reachOf(code, read.wiring, reach, invoked) }, read.selected);
}

function lookWith<T, R>(world: World<T, R>, path: string, code: Linked, timing: Timing, selected: T): R[] {
  world.options.step(path);
  const source = sourceOf(world.pkg, path);
  const module = makeModule({ package: world.pkg.id, path, source }, code, timing);
  return [world.options.look(module, selected), ...lookInside(world, module, 0)];
}

/** Texts in texts in texts. */
const MAX_NESTED = 3;

/** Code that lies in a module as a constant text is looked at as if it stood there. */
function lookInside<T, R>(world: World<T, R>, outer: Module, depth: number): R[] {
  if (depth === MAX_NESTED) return [];
  return textsRun(outer).flatMap(({ text, node }) => {
    const selected = world.options.select(text, false);
    if (selected === undefined) return [];
    world.options.step(outer.path);
    const parsed = parse('text.cjs', text, false);
    if (!parsed.ok) return [];
    const code = link(parsed.file);
    const where = { package: outer.package, path: outer.path, source: text, within: outer.at(node, 'becomes code') };
    const module = makeModule(where, code, nestedTiming(outer, code, node));
    return [world.options.look(module, selected), ...lookInside(world, module, depth + 1)];
  });
}

/** It runs when what runs it does. */
function nestedTiming(outer: Module, code: Linked, node: Node): Timing {
  let when: Timing['when'] | undefined;
  return {
    get reach() {
      return outer.when(node);
    },
    when: (at) => {
      when ??= reachOf(code, wiringOf(code), outer.when(node), new Map());
      return when(at);
    },
  };
}

/** True where a file uses another one that collects or sends. */
function joins<T, R>(world: World<T, R>, path: string): boolean {
  return (world.needed.edges.get(path) ?? []).some((specifier) => {
    const target = resolved(world, specifier, path);
    return target !== undefined && target !== path && summaryFor(world, target) !== undefined;
  });
}

/** What a module does with what it is given; read ahead of its turn where that is not too much. */
function summaryFor<T, R>(world: World<T, R>, path: string): Summary | undefined {
  const known = world.files.get(path);
  if (known || !world.needed.parsed.has(path)) return known?.summary;
  const size = world.pkg.files.get(path)?.length ?? 0;
  if (world.ahead >= MAX_AHEAD || size > MAX_SUMMARIZED) return undefined;
  world.ahead++;
  const { summary } = readFile(world, path);
  world.ahead--;
  return summary;
}

function outsideAs<T, R>(world: World<T, R>, from: string): ReturnType<typeof outsideOf> {
  return outsideOf(from, {
    resolve: (specifier, path) => resolved(world, specifier, path),
    summary: (path) => summaryFor(world, path),
    source: (path) => (SOURCE.test(path) ? sourceOf(world.pkg, path) : undefined),
  });
}

/** A file nothing runs may be a template or a fixture that was never meant to parse; anything else unread is a gap. */
function gapOf<T, R>(world: World<T, R>, path: string): Gap {
  return { stage: 'code', subject: `${world.pkg.id}/${path}`, reason: world.failed.get(path) ?? 'could not be read' };
}

/** Follows every entry as far as it leads. */
function reachAll<T, R>(world: World<T, R>): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const queue: Place[] = [];
  const queued = new Set<Place>();
  const ask = (path: string, reach: Reach, names: readonly string[]) => {
    const place = places.get(path) ?? { path, reach: 'nowhere', invoked: new Map(), visits: 0 };
    const changed = note(place, reach, names) || !places.has(path);
    places.set(path, place);
    if (changed && place.visits < MAX_VISITS && !queued.has(place)) {
      queued.add(place);
      queue.push(place);
    }
  };
  for (const { path, reach } of entriesOf(world.pkg, world.options.root)) ask(path, reach, []);
  for (const place of queue) {
    place.visits++;
    queued.delete(place);
    world.options.step(place.path);
    for (const asked of asks(world, place)) {
      const path = resolved(world, asked.specifier, place.path);
      if (path !== undefined) ask(path, asked.reach, asked.names);
    }
  }
  return places;
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

function asks<T, R>(world: World<T, R>, { path, reach, invoked }: Place): ReturnType<typeof askedBy> {
  const { wiring } = world.needed.parsed.has(path) || isOdd(path) ? readFile(world, path) : {};
  if (wiring) return askedBy(wiring, reach, invoked);
  const specifiers = world.needed.edges.get(path) ?? [];
  return specifiers.map((specifier) => ({ specifier, reach, names: [] }));
}

/** Not named as code, so that it is none unless something loads it as code. */
function isOdd(path: string): boolean {
  return !SOURCE.test(path) && !NEVER_CODE.test(path);
}

/** Files a loader or a bundler reads in other ways. */
const NEVER_CODE = /\.(?:json|node|wasm|css|s[ac]ss|less|html?|map|vue|svelte|gypi?|sh|bat|cmd|ps1|py)$/i;

function treeOf<T, R>(world: World<T, R>, path: string, source: string): Linked | undefined {
  if (world.failed.has(path)) return undefined;
  world.options.step(path);
  const parsed = parse(path, source, world.pkg.manifest.type === 'module');
  if (parsed.ok) return link(parsed.file);
  world.failed.set(path, parsed.reason);
  return undefined;
}

function sourceOf(pkg: Package, path: string): string {
  const bytes = pkg.files.get(path);
  return bytes ? decode(bytes) : '';
}
