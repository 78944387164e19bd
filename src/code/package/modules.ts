/**
 * The modules of a package, shown to whoever wants to see them. A file nobody wants to see is not parsed, unless it leads to one
 * of which is asked when it runs: then every entry is followed to it, once for the package (`places.ts`).
 */
import { quote } from '../../quote.ts';
import type { Package, Staged } from '../../types.ts';
import { processesIn } from '../flow/acts.ts';
import { BUNDLE, type Module, makeModule, type Timing, type Where } from '../flow/module.ts';
import { textsRun } from '../flow/nested.ts';
import { areaOf, reachOf, type Wiring, wiringOf } from '../flow/reach.ts';
import { makeScript, type Script } from '../flow/script.ts';
import { entriesOf, installTexts, type Reach, SOURCE, scriptIn } from '../scripts/entries.ts';
import { servesClients } from '../scripts/serves.ts';
import { templatesIn } from '../scripts/templates.ts';
import { isLoader, specifierOf } from '../tree/calls.ts';
import { NOT_PARSED, parse } from '../tree/parse.ts';
import { type Linked, link } from '../tree/scope.ts';
import type { Node } from '../tree/walk.ts';
import { neededFiles } from './needed.ts';
import { COSTLY, placesIn, reachIn, wiringIn } from './places.ts';
import { shares } from './shared-constants.ts';
import {
  inlineIn,
  isOdd,
  isOtherLanguage,
  MANIFEST,
  newWorld,
  open,
  resolved,
  sizeOf,
  sourceOf,
  tells,
  type World,
} from './world.ts';

export interface ModulesOptions<T, R> {
  /** True for the target itself. */
  readonly root: boolean;
  /**
   * Who wants to see a file with this text; what nobody wants to see is not looked at. `joins` is true where the file uses
   * another one that collects or sends.
   */
  readonly select: (source: string, joins: boolean) => T | undefined;
  /** Those who want to see a module and those who want to see another one whose constants it uses. */
  readonly merge?: (own: T, theirs: T) => T;
  /** Shown every module somebody wants to see, and who wants to. */
  readonly look: (module: Module, selected: T) => R;
  /** Shown every script of a shell or another interpreter that may run. */
  readonly lookAtScript?: (script: Script) => R;
  /** Told before each piece of work on a file. */
  readonly step?: (path: string) => void;
  /** Files to leave alone, and why: each is a gap. */
  readonly unread?: ReadonlyMap<string, string>;
}

/** What was seen in each module, and what could not be parsed. */
export function eachModule<T, R>(pkg: Package, options: ModulesOptions<T, R>): Staged<readonly R[]> {
  const step = options.step ?? (() => {});
  const failed = new Map(options.unread);
  const needed = neededFiles(pkg, { select: options.select, skip: failed, step });
  const world = newWorld({ pkg, root: options.root, needed, failed, step });
  const visit: Visit<T, R> = { world, options, loadsOdd: namesOdd(world), starts: false };
  const seen = new Map<string, readonly R[]>();
  for (const path of largestFirst(world)) {
    const selected = selectedFor(visit, path);
    if (selected !== undefined) seen.set(path, lookAt(visit, path, selected));
  }
  const value = [...needed.leading].flatMap((path) => seen.get(path) ?? []);
  if (visit.loadsOdd) value.push(...lookAtOdd(visit));
  value.push(...lookAtInline(visit), ...lookAtTemplates(visit), ...lookAtScripts(visit));
  return { value, gaps: gapsIn(world, options.unread) };
}

interface Visit<T, R> {
  readonly world: World;
  readonly options: ModulesOptions<T, R>;
  /** True once something loads a file as code that is not named so. */
  loadsOdd: boolean;
  /** True once something starts a process. */
  starts: boolean;
}

function selectedFor<T, R>({ world, options }: Visit<T, R>, path: string): T | undefined {
  const { wanted, targets } = world.needed as { wanted: ReadonlyMap<string, T>; targets: typeof world.needed.targets };
  const own = wanted.get(path);
  const joined = options.select(sourceOf(world.pkg, path), true);
  // What the others tell need not be found out where it changes nothing.
  if (own === joined) return own;
  const others = targets.get(path) ?? [];
  if (others.some((target) => tells(world, target))) return joined;
  const { merge } = options;
  if (own === undefined || !merge) return own;
  // A word that a rule waits for may stand in a constant of another module.
  return others.reduce<T>((all, target) => {
    const theirs = wanted.get(target);
    return theirs !== undefined && shares(world, target) ? merge(all, theirs) : all;
  }, own);
}

/** A large file is read while little is asked of the others, so that it need not be read again for them. */
function largestFirst({ pkg, needed }: World): string[] {
  return [...needed.leading].sort((a, b) => sizeOf(pkg, b) - sizeOf(pkg, a));
}

function namesOdd({ needed }: World): boolean {
  return [...needed.targets.values()].some((targets) => targets.some(isOdd));
}

/** Files under names that say something else, where an entry leads to them. */
function lookAtOdd<T, R>(visit: Visit<T, R>): R[] {
  const { world, options } = visit;
  const odd = [...placesIn(world).keys()].filter((path) => isOdd(path) && !world.needed.leading.has(path));
  return odd.flatMap((path) => {
    const selected = options.select(sourceOf(world.pkg, path), true);
    return selected === undefined ? [] : lookAt(visit, path, selected);
  });
}

function lookAt<T, R>(visit: Visit<T, R>, path: string, selected: T): readonly R[] {
  const { world, options } = visit;
  const code = open(world, path);
  if (!code) return [];
  world.open = { path, code };
  const source = sourceOf(world.pkg, path);
  const timing = timingIn(world, path, code);
  const module = makeModule(whereIn(world, path, source), code, timing);
  visit.loadsOdd ||= loadsOdd(world, module);
  visit.starts ||= processesIn(module).length > 0;
  const seen = [options.look(module, selected), ...lookInside(visit, module, timing, 0)];
  if (mayBeAsked(world, path)) wiringIn(world, path);
  world.open = undefined;
  return seen;
}

function whereIn({ pkg }: World, path: string, source: string): Where {
  return { package: pkg.id, path, source, serves: () => servesClients(pkg) };
}

/**
 * True where a file's reach will be asked when its tree is gone: one hit of the package that depends on it is enough, and of a
 * large one telling it before costs less than parsing it again.
 */
function mayBeAsked({ dated, trees, pkg, needed }: World, path: string): boolean {
  if (dated.has(path)) return true;
  if (trees.has(path) || needed.leading.size === 1) return false;
  return dated.size > 0 || sizeOf(pkg, path) > COSTLY;
}

/** When places of a file run, found out when that is first asked. */
function timingIn(world: World, path: string, code: Linked): Timing {
  return (node) => {
    world.dated.add(path);
    return later(world, path, areaOf(code, node));
  };
}

/** Apart from whoever has the tree at hand, so that it is not kept for this. */
function later(world: World, path: string, area: number): () => Reach {
  return () => reachIn(world, path)(area);
}

function loadsOdd(world: World, { path, code, calls }: Module): boolean {
  return calls.some(({ node }) => {
    if (!('callee' in node) || !isLoader(code, node.callee as Node)) return false;
    const specifier = specifierOf(code, node);
    const target = specifier === undefined ? undefined : resolved(world, specifier, path);
    return target !== undefined && isOdd(target);
  });
}

/** Texts in texts in texts. */
const MAX_NESTED = 3;

/** Code that lies in a module as a constant text is looked at as if it stood there. */
function lookInside<T, R>(visit: Visit<T, R>, outer: Module, around: Timing, depth: number): R[] {
  if (depth === MAX_NESTED) return [];
  const { world, options } = visit;
  return textsRun(outer).flatMap(({ text, node }) => {
    const selected = options.select(text, false);
    if (selected === undefined) return [];
    world.step(outer.path);
    const parsed = parse('text.cjs', text, false);
    if (!parsed.ok) return [];
    const code = link(parsed.file);
    const where = { ...whereIn(world, outer.path, text), within: outer.at(node, 'becomes code') };
    const timing = nestedTiming(around(node), code);
    const module = makeModule(where, code, timing);
    return [options.look(module, selected), ...lookInside(visit, module, timing, depth + 1)];
  });
}

/** JavaScript that a command of the install gives to Node is looked at as if it stood in a file beside the manifest. */
function lookAtInline<T, R>(visit: Visit<T, R>): R[] {
  const { world, options } = visit;
  return inlineIn(world).flatMap(({ at, command, text, code, reach }) => {
    const selected = options.select(text, LOADS.test(text));
    if (selected === undefined) return [];
    const within = { at, note: 'becomes code', snippet: quote(command) };
    const timing = nestedTiming(() => reach, code);
    const module = makeModule({ ...whereIn(world, MANIFEST, text), within }, code, timing);
    return [options.look(module, selected), ...lookInside(visit, module, timing, 0)];
  });
}

/** Code in templates is looked at as if it stood in a function, which runs when somebody has the template filled in. */
function lookAtTemplates<T, R>(visit: Visit<T, R>): R[] {
  const { world, options } = visit;
  return templatesIn(world.pkg).flatMap(({ path, code: text }) => {
    const selected = options.select(text, LOADS.test(text));
    if (selected === undefined || world.failed.has(path)) return [];
    world.step(path);
    const parsed = parse('text.cjs', text, false);
    if (!parsed.ok) return [];
    const code = link(parsed.file);
    const timing = nestedTiming(() => 'call', code);
    const module = makeModule(whereIn(world, path, text), code, timing);
    return [options.look(module, selected), ...lookInside(visit, module, timing, 0)];
  });
}

/** What an install runs besides JavaScript, and scripts that an entry or a process may run. */
function lookAtScripts<T, R>({ world, options, starts }: Visit<T, R>): R[] {
  const { lookAtScript } = options;
  if (!lookAtScript) return [];
  const { pkg } = world;
  const installed = installTexts(pkg).map((text) => makeScript(pkg, text, () => 'install'));
  const known = new Set(installed.map(({ at }) => at));
  const named = starts ? pkg.files.keys() : entriesOf(pkg, world.root).map(({ path }) => path);
  const started = [...named].flatMap((path) => {
    const text = scriptIn(pkg, path);
    return text && !known.has(text.at) ? [makeScript(pkg, text, () => scriptReach(world, path))] : [];
  });
  return [...installed, ...started].map((script) => {
    world.step(MANIFEST);
    return lookAtScript(script);
  });
}

/** A bundle alone that names a script does not say for sure that loading it runs that. */
function scriptReach(world: World, path: string): Reach {
  const reach = reachFor(world, path);
  if (reach !== 'load') return reach;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const naming = [...world.pkg.files].filter(
    ([other, bytes]) => SOURCE.test(other) && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(name),
  );
  return naming.length > 0 && naming.every(([, { length }]) => length > BUNDLE) ? 'call' : reach;
}

/** What it uses may collect or send. */
const LOADS = /\b(?:require|import)\b/;

/** It runs when what runs it does. */
function nestedTiming(outer: () => Reach, code: Linked): Timing {
  const wiring = wiringOf(code);
  return (node) => laterInside(outer, wiring, areaOf(code, node));
}

function laterInside(outer: () => Reach, wiring: Wiring, area: number): () => Reach {
  return () => reachOf(wiring, outer(), new Map())(area);
}

/** A file nothing runs may be a template or a fixture that was never meant to parse; anything else unread is a gap. */
function gapsIn(world: World, unread: ReadonlyMap<string, string> = new Map()): Staged<unknown>['gaps'] {
  const gapOf = (path: string, reason: string) =>
    ({ stage: 'code', subject: `${world.pkg.id}/${path}`, reason }) as const;
  const failed = [...world.failed].filter(([path, reason]) => !unread.has(path) && !isData(world, path, reason));
  const run = failed.length === 0 ? [] : failed.filter(([path]) => isRun(world, path));
  return [...unread, ...run].map(([path, reason]) => gapOf(path, reason));
}

/** A file that an import or a script names, is not named as code, and is none: loaders and tools make something else of it. */
function isData(world: World, path: string, reason: string): boolean {
  if (!reason.startsWith(NOT_PARSED)) return false;
  // What only scripts that make the package name is a grammar or a template.
  return (
    (isOtherLanguage(path) && !(path.endsWith('.json') && world.needed.edges.has(path))) ||
    SETTINGS.test(path) ||
    (isOdd(path) && (!world.needed.edges.has(path) || reachFor(world, path) === 'call'))
  );
}

/** Named as what programs are told in: a script may name it for any of them, and Node would not run it either. */
const SETTINGS = /\.(?:ya?ml|toml|ini|conf|xml)$/i;

function isRun(world: World, path: string): boolean {
  return reachFor(world, path) !== 'nowhere';
}

function reachFor(world: World, path: string): Reach {
  return placesIn(world).get(path)?.reach ?? 'nowhere';
}
