/** One package while it is read: which trees are there, and what its modules do with what they are given. */
import { posix } from 'node:path';
import { npmHighImpact } from 'npm-high-impact';
import type { Package } from '../../types.ts';
import { isOnlyProgram } from '../binary.ts';
import { PUTS } from '../flow/channels.ts';
import type { Wiring } from '../flow/reach.ts';
import { decode, type Reach, resolveSpecifier, SOURCE } from '../scripts/entries.ts';
import { type Inline, inlineScripts } from '../scripts/inline.ts';
import { carries } from '../scripts/inside.ts';
import { parse } from '../tree/parse.ts';
import { type Linked, link } from '../tree/scope.ts';
import { type Answers, answersOf, answersOfFile } from './asked.ts';
import { MAX_SUMMARIZED, type Summary, summaryOf, tellsSomething } from './exports.ts';
import { type Gift, type Given, givenTo } from './given.ts';
import type { Needed } from './needed.ts';
import { type Channels, outsideOf } from './outside.ts';
import type { Places } from './places.ts';
import { constantIn, type Plain, passedOnAs } from './shared-constants.ts';

export interface World {
  readonly pkg: Package;
  /** True for the target itself. */
  readonly root: boolean;
  readonly needed: Needed<unknown>;
  /** Files that could not be parsed, and why. */
  readonly failed: Map<string, string>;
  readonly step: (path: string) => void;
  /** Trees that are kept, up to `KEPT`. */
  readonly trees: Map<string, Linked>;
  kept: number;
  /** The file that is looked at, whose tree is there. */
  open: { readonly path: string; readonly code: Linked } | undefined;
  readonly summaries: Map<string, Summary | undefined>;
  /** What modules told those that declare tools, by how many were asked before. */
  readonly answers: Map<string, Answers | undefined>;
  /** Whether it has something to tell. */
  readonly tells: Map<string, boolean>;
  /** What modules put where others may take it, once somebody asked. */
  channels: Channels | undefined;
  /** What methods of all modules send, once somebody asked. */
  senders: ReadonlyMap<string, ReadonlySet<number>> | undefined;
  /** Module → what of Node others give to its functions, once somebody asked. */
  readonly given: Map<string, ReadonlyMap<string, readonly Given[]>>;
  /** The same by the module that gives it. */
  readonly gifts: Map<string, readonly Gift[]>;
  /** What modules have written out, by their path and the name of the export. */
  readonly constants: Map<string, Plain | undefined>;
  /** What modules pass on of others, by their path and the name of the export. */
  readonly passing: Map<string, string | undefined>;
  /** Module → those it passes on whole and that may have something to tell. */
  readonly wholes: Map<string, readonly string[]>;
  readonly wirings: Map<string, Wiring | undefined>;
  /** Files with hits that depend on when their places run. */
  readonly dated: Set<string>;
  /** When each area of a file runs, once that was asked. */
  readonly reaches: Map<string, (area: number) => Reach>;
  /** Set once somebody asks. */
  places: Places | undefined;
  /** How many modules are being read because another wants to know. */
  ahead: number;
  /** The same for what they tell those that declare tools. */
  asked: number;
  readonly resolved: Map<string, string | undefined>;
  /** What commands give to Node as text, once somebody asked. */
  inline: readonly OpenInline[] | undefined;
}

export interface OpenInline extends Inline {
  readonly code: Linked;
  readonly reach: Reach;
}

/** Characters of source whose trees are kept; others are parsed again where they are wanted twice. */
const KEPT = 2 * 1024 * 1024;
/** Modules in a row that are read because the one before wants to know what they do. */
const MAX_AHEAD = 24;

export function newWorld(given: Pick<World, 'pkg' | 'root' | 'needed' | 'failed' | 'step'>): World {
  return {
    ...given,
    trees: new Map(),
    kept: 0,
    open: undefined,
    summaries: new Map(),
    answers: new Map(),
    tells: new Map(),
    channels: undefined,
    senders: undefined,
    given: new Map(),
    gifts: new Map(),
    constants: new Map(),
    passing: new Map(),
    wholes: new Map(),
    wirings: new Map(),
    dated: new Set(),
    reaches: new Map(),
    places: undefined,
    ahead: 0,
    asked: 0,
    resolved: new Map(),
    inline: undefined,
  };
}

/** `resolveSpecifier`, remembered: the same few names are asked for again and again. */
export function resolved(world: World, specifier: string, from: string): string | undefined {
  const key = `${from.slice(0, from.lastIndexOf('/') + 1)}\n${specifier}`;
  if (!world.resolved.has(key)) world.resolved.set(key, resolveSpecifier(world.pkg, specifier, from));
  return world.resolved.get(key);
}

/** The tree of a file; undefined where it does not parse, which is remembered. */
export function open(world: World, path: string): Linked | undefined {
  if (world.open?.path === path) return world.open.code;
  const known = world.trees.get(path);
  if (known || world.failed.has(path)) return known;
  const bytes = world.pkg.files.get(path);
  if (bytes && isOdd(path) && isOnlyProgram(bytes)) return undefined;
  world.step(path);
  const source = sourceOf(world.pkg, path);
  const parsed = parse(path, source, world.pkg.manifest.type === 'module');
  if (!parsed.ok) {
    world.failed.set(path, parsed.reason);
    return undefined;
  }
  const code = link(parsed.file);
  code.outside = outsideAs(world, path);
  if (world.kept + source.length <= KEPT) {
    world.kept += source.length;
    world.trees.set(path, code);
  }
  world.step(path);
  return code;
}

/** It runs where the manifest lies. */
export const MANIFEST = 'package.json';

/** The scripts that commands hold as text, as far as they parse. */
export function inlineIn(world: World): readonly OpenInline[] {
  world.inline ??= inlineScripts(world.pkg).flatMap((script) => {
    if (script.language !== 'javascript') return [];
    world.step(MANIFEST);
    const parsed = parse('text.js', script.text, false);
    if (!parsed.ok) return [];
    const code = link(parsed.file);
    code.outside = outsideAs(world, MANIFEST);
    return [{ ...script, code }];
  });
  return world.inline;
}

function outsideAs(world: World, from: string): ReturnType<typeof outsideOf> {
  return outsideOf(from, {
    isUnknown: (specifier) => carries(world.pkg) && !isKnown(specifier),
    resolve: (specifier, path) => resolved(world, specifier, path),
    matching: (pattern, path) => textsMatching(world, pattern, path),
    summary: (path) => summaryFor(world, path),
    answers: (path) => answersFor(world, path),
    depth: () => world.asked,
    passedOn: (path, summary) => wholesOf(world, path, summary),
    source: (path) => (SOURCE.test(path) ? sourceOf(world.pkg, path) : undefined),
    json: (path) => (path.endsWith('.json') ? sourceOf(world.pkg, path) : undefined),
    paths: () => world.pkg.files.keys(),
    channels: () => channelsOf(world),
    senders: () => sendersOf(world),
    given: (path) => givenTo(world, path),
    constant: (path, names) => constantIn(world, path, names),
    passedOnAs: (path, name) => passedOnAs(world, path, name),
  });
}

/** Packages that everybody uses, of whose functions the rules have the names. */
function isKnown(specifier: string): boolean {
  KNOWN ??= new Set(npmHighImpact);
  return KNOWN.has(/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '') || specifier.startsWith('@modelcontextprotocol/');
}

let KNOWN: ReadonlySet<string> | undefined;

const NOTHING_PUT: Channels = { sources: new Map(), texts: new Map() };

/** Found out when a module first takes something from anywhere: it takes reading all that put something there. */
function channelsOf(world: World): Channels {
  if (world.channels) return world.channels;
  // Not in the middle of finding out what another module does: what is begun and not done yet would tell nothing for good.
  if (world.ahead > 0) return NOTHING_PUT;
  // Until it is known, for what those take themselves.
  world.channels = NOTHING_PUT;
  const putting = [...world.needed.concerned]
    .filter((path) => sizeOf(world.pkg, path) <= MAX_SUMMARIZED && PUTS.test(sourceOf(world.pkg, path)))
    .flatMap((path) => summaryFor(world, path) ?? []);
  world.channels = {
    sources: byChannel(putting.flatMap(({ puts }) => [...puts])),
    texts: byChannel(putting.flatMap(({ putTexts }) => [...putTexts])),
  };
  return world.channels;
}

function byChannel<T>(puts: readonly (readonly [string, readonly T[]])[]): ReadonlyMap<string, readonly T[]> {
  const all = Map.groupBy(puts, ([channel]) => channel);
  return new Map([...all].map(([channel, told]) => [channel, told.flatMap(([, values]) => values)]));
}

const NOTHING_SENT: ReadonlyMap<string, ReadonlySet<number>> = new Map();

/** As `channelsOf`: once, and not in the middle of something else. */
function sendersOf(world: World): ReadonlyMap<string, ReadonlySet<number>> {
  if (world.senders) return world.senders;
  if (world.ahead > 0) return NOTHING_SENT;
  world.senders = NOTHING_SENT;
  const found = new Map<string, Set<number>>();
  for (const path of world.needed.concerned) {
    const summary = summaryFor(world, path);
    for (const [name, sent] of [...(summary?.sends ?? []), ...(summary?.serves ?? [])])
      found.set(name, new Set([...(found.get(name) ?? []), ...sent.keys()]));
  }
  world.senders = found;
  return found;
}

/** A package may pass on hundreds of modules through one, and each of its names is looked for behind all of them. */
function wholesOf(world: World, path: string, { passesAll }: Summary): readonly string[] {
  const known = world.wholes.get(path);
  if (known) return known;
  const targets = passesAll.flatMap((specifier) => resolved(world, specifier, path) ?? []);
  const telling = targets.filter((target) => target !== path && world.needed.concerned.has(target));
  world.wholes.set(path, telling);
  return telling;
}

/** What a module does with what it is given; undefined where that is nothing, or would take too much to tell. */
function summaryFor(world: World, path: string): Summary | undefined {
  const { summaries, pkg, needed } = world;
  if (summaries.has(path)) return summaries.get(path);
  if (!needed.concerned.has(path)) return undefined;
  if (world.ahead >= MAX_AHEAD || sizeOf(pkg, path) > MAX_SUMMARIZED) return undefined;
  // Until it is known, so that modules that use each other end here.
  summaries.set(path, undefined);
  const summary = ahead(world, () => {
    const code = open(world, path);
    return code && summaryOf(code, { package: pkg.id, path, source: sourceOf(pkg, path) });
  });
  summaries.set(path, summary);
  return summary;
}

/** Reads a module because another wants to know; undefined where that has gone too far. */
export function ahead<T>(world: World, read: () => T): T | undefined {
  if (world.ahead >= MAX_AHEAD) return undefined;
  world.ahead++;
  try {
    return read();
  } finally {
    world.ahead--;
  }
}

/** Modules in a row that are asked what their exports say and do. */
const MAX_ASKED = 2;

/** What a module tells those that declare tools with its exports. */
function answersFor(world: World, path: string): Answers | undefined {
  const { answers, pkg } = world;
  const key = `${world.asked} ${path}`;
  if (answers.has(key)) return answers.get(key);
  if (world.asked >= MAX_ASKED || sizeOf(pkg, path) > MAX_SUMMARIZED) return undefined;
  // Until it is known, so that modules that use each other end here.
  answers.set(key, undefined);
  world.asked++;
  const where = { package: pkg.id, path, source: sourceOf(pkg, path) };
  const code = SOURCE.test(path) ? open(world, path) : undefined;
  const told = code ? answersOf(code, where) : isText(path) ? answersOfFile(where) : undefined;
  world.asked--;
  answers.set(key, told);
  return told;
}

/** Files that one path may be. */
const MOST_MATCHING = 40;

/** The texts that `../locales/*.json` may be, where at least a folder or the end of a name is known. */
function textsMatching({ pkg }: World, pattern: string, from: string): readonly string[] {
  const [before = '', after = '', ...more] = posix.join(posix.dirname(from), pattern).split('*');
  if (more.length > 0 || !/\w/.test(before + after)) return [];
  const isMatch = (file: string): boolean =>
    file.length >= before.length + after.length &&
    file.startsWith(before) &&
    file.endsWith(after) &&
    !file.slice(before.length, file.length - after.length).includes('/');
  return [...pkg.files.keys()].filter((file) => isMatch(file) && isText(file)).slice(0, MOST_MATCHING);
}

/** Named as what a program reads as text. */
function isText(path: string): boolean {
  return /\.(?:json|md|mdx|txt|prompt|ya?ml|toml|html?|xml|po|properties|strings|ftl|tpl|tmpl|hbs|mustache|njk|liquid)$/i.test(
    path,
  );
}

/** True where a module collects, sends or unpacks, or passes on one that does. */
export function tells(world: World, path: string): boolean {
  // Module → the one that passes it on, so that all on the way are known at once.
  const seen = new Map<string, string | undefined>([[path, undefined]]);
  for (const at of seen.keys()) {
    if (tellsItself(world, at)) {
      for (let up: string | undefined = at; up !== undefined; up = seen.get(up)) world.tells.set(up, true);
      return true;
    }
    for (const target of passedOn(world, at)) if (!seen.has(target)) seen.set(target, at);
  }
  for (const at of seen.keys()) world.tells.set(at, false);
  return false;
}

function tellsItself(world: World, path: string): boolean {
  const known = world.tells.get(path);
  if (known !== undefined) return known;
  const summary = summaryFor(world, path);
  return summary !== undefined && tellsSomething(summary);
}

/** The modules behind one of which it is not known yet whether it tells anything. */
function passedOn(world: World, path: string): ReadonlySet<string> {
  const summary = world.tells.has(path) ? undefined : summaryFor(world, path);
  if (!summary) return new Set();
  const specifiers = new Set([...summary.passesAll, ...[...summary.passes.values()].map(({ specifier }) => specifier)]);
  return new Set([...specifiers].flatMap((specifier) => resolved(world, specifier, path) ?? []));
}

/** Not named as code, so that it is none unless something loads it as code. */
export function isOdd(path: string): boolean {
  return !SOURCE.test(path) && !isOtherLanguage(path);
}

/** Named as what a loader or a bundler reads in other ways. */
export function isOtherLanguage(path: string): boolean {
  return NEVER_CODE.test(path);
}

const NEVER_CODE = /\.(?:json|node|wasm|css|s[ac]ss|less|styl|html?|map|vue|svelte|gypi?|sh|bat|cmd|ps1|py)$/i;

/** The text of a file. The same few are asked for in a row: the last one is at hand. */
export function sourceOf(pkg: Package, path: string): string {
  const bytes = pkg.files.get(path);
  if (!bytes) return '';
  if (last?.bytes !== bytes) last = { bytes, text: decode(bytes) };
  return last.text;
}

let last: { readonly bytes: Uint8Array; readonly text: string } | undefined;

/** Bytes of a file: whether its text is small enough to be asked for. */
export function sizeOf(pkg: Package, path: string): number {
  return pkg.files.get(path)?.length ?? 0;
}
