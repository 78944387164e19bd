/** A parsed JavaScript module as rules see it: names resolved, constants folded, and hits dated by when their place runs. */
import { quote } from '../../quote.ts';
import type { Dated, Hit } from '../../rule.ts';
import type { Evidence, PackageId } from '../../types.ts';
import { REACHES, type Reach } from '../scripts/entries.ts';
import { type Call, callsOf, nameOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import type { Node } from '../tree/walk.ts';
import { type Flow, flowsOf, type Ways } from './flow.ts';

export type { Reach } from '../scripts/entries.ts';
export type { Call } from '../tree/calls.ts';
export type { Node } from '../tree/walk.ts';
export { type Flow, together, type Ways } from './flow.ts';

export interface Module {
  readonly package: PackageId;
  readonly path: string;
  readonly source: string;
  /** The linked tree, for rules that look at syntax itself. */
  readonly code: Linked;
  /** Every call, in source order, aliases resolved. */
  readonly calls: readonly Call[];
  /** Where values of interest come from, what happens to them and where they go. Computed when first asked for. */
  readonly flows: readonly Flow[];
  /** True for a package that speaks with MCP clients: they start it, and nobody types a thing. */
  readonly serves: boolean;
  /**
   * A hit that depends on when the code at a node runs; for the module itself ask of its program. `hit` is asked for every
   * time there is, and only has its argument to go by.
   */
  dated(node: Node, hit: (reach: Reach) => Hit | false | undefined): Dated;
  /** What an expression stands for: `child_process.exec`, `process.env.HOME`. */
  name(node: Node): string | undefined;
  /** The constant text an expression is worth. */
  text(node: Node): string | undefined;
  /** A place in this module as evidence; `snippet` is the source there unless given. */
  at(node: Node, note: string, snippet?: string): Evidence;
}

/** Which file a tree was read from. */
export interface Where {
  readonly package: PackageId;
  readonly path: string;
  readonly source: string;
  /** Where the text stands that becomes this code, if it is no file of its own. */
  readonly within?: Evidence;
  /** Asked whether the package speaks with MCP clients. */
  readonly serves?: () => boolean;
}

/** Finds out when the code at a node runs, once the whole package was read. It must not hold the tree. */
export type Timing = (node: Node) => () => Reach;

/** Makes the rules' view of a linked module. */
export function makeModule(where: Where, code: Linked, timing: Timing): Module {
  let flows: readonly Flow[] | undefined;
  const module: Module = {
    package: where.package,
    path: where.path,
    source: where.source,
    code,
    calls: callsOf(code),
    get flows() {
      flows ??= flowsOf(module);
      return flows;
    },
    get serves() {
      return where.serves?.() ?? false;
    },
    dated: (node, hit) => ({ hits: hitsByReach(hit), when: timing(node) }),
    name: (node) => nameOf(code, node),
    text: (node) => textOf(code, node),
    at: (node, note, snippet) => evidenceAt(where, node, note, snippet),
  };
  return module;
}

/** What there is to say for each time at which something could run. */
export function hitsByReach(hit: (reach: Reach) => Hit | false | undefined): ReadonlyMap<Reach, Hit> {
  return new Map(
    REACHES.flatMap((reach) => {
      const made = hit(reach);
      return made ? [[reach, made] as const] : [];
    }),
  );
}

/** A place in a file as evidence; what is no file of its own is told where its text stands. */
export function evidenceAt(where: Where, node: Node, note: string, snippet?: string): Evidence {
  const { within } = where;
  return {
    at: within?.at ?? `file:${where.package}/${where.path}:${lineAndColumn(where, node.start ?? 0)}`,
    note: within ? `${note}, in the text that becomes code here` : note,
    snippet: quote(snippet ?? where.source.slice(node.start ?? 0, node.end ?? 0)),
  };
}

/** As editors count: from one, lines ending as JavaScript's do. */
function lineAndColumn(where: Where, offset: number): string {
  const starts = lineStarts(where);
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle;
  }
  return `${low + 1}:${offset - (starts[low] as number) + 1}`;
}

const STARTS = new WeakMap<Where, readonly number[]>();

/** Where each line of a file begins, found when the first place in it is told. */
function lineStarts(where: Where): readonly number[] {
  const known = STARTS.get(where);
  if (known) return known;
  const starts = [0];
  for (const { 0: end, index } of where.source.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + end.length);
  STARTS.set(where, starts);
  return starts;
}

/** Places where ways begin; more of them say no more. */
const MAX_BEGINNINGS = 6;

/** Where ways begin, each place once, in this module or another. */
export function beginningsOf(module: Module, ways: Ways, note: string): readonly [Evidence, ...Evidence[]] {
  const places = ways.map(({ source }) => (source.origin ? { ...source.origin, note } : module.at(source.node, note)));
  const once = new Map(places.map((place) => [`${place.at} ${place.snippet}`, place]));
  return [...once.values()].slice(0, MAX_BEGINNINGS) as [Evidence];
}

/** Characters of source from which a module is many modules in one. */
export const BUNDLE = 200_000;

/** True for many modules in one file, where calls are followed through too many hands to be sure what they are given and when they run. */
export function isBundle({ file }: Linked): boolean {
  return (file.end ?? 0) > BUNDLE;
}

/**
 * True for code that runs without anybody calling it: at install, when imported, or when the command starts. Also with a word
 * for it: which words a server is started with, its author says.
 */
export function runsUnasked(reach: Reach): boolean {
  return reach === 'install' || reach === 'load' || isStarted(reach);
}

/** True for code that runs when the command starts, whatever it is started with. */
export function isStarted(reach: Reach): boolean {
  return reach === 'start' || reach === 'typed';
}

const WHEN: Readonly<Record<Reach, string>> = {
  install: 'while it is installed',
  load: 'while it is loaded',
  start: 'when it is started',
  typed: 'when it is started with a word for it',
  call: 'when it is called',
  nowhere: 'in a file no entry reaches',
};

/** When, in words that end a sentence. */
export function inWords(reach: Reach): string {
  return WHEN[reach];
}
