/** Decoys in what was seen: in what left, in what other programs were given, in files, and in answers. Pure. */
import { createHash } from 'node:crypto';
import { quote } from '../quote.ts';
import type { Carried } from './canaries.ts';
import type { Decoy } from './decoys.ts';
import { LIMITS } from './limits.ts';
import type { Draft, Sent } from './observe.ts';
import { isCompiled } from './readings.ts';
import { type Effort, findDecoys, findInEach, type Leak, type Text, together } from './recognise.ts';
import { domainOf } from './sources.ts';

/** Names under one zone that were asked one after the other spell something out: their first labels, put together. */
function spelledOut(
  sent: readonly Sent[],
): readonly { readonly draft: Draft; readonly text: string; readonly where: string }[] {
  const zones = Map.groupBy(sent, ({ draft }) =>
    draft.kind === 'dns' ? draft.name.split('.').slice(-2).join('.') : '',
  );
  return [...zones].flatMap(([zone, queries]) => {
    // One name is asked for several types.
    const names = [...new Set(queries.map(({ draft }) => (draft.kind === 'dns' ? draft.name : '')))];
    const [first] = queries;
    if (zone === '' || !first || names.length < 2) return [];
    const labels = names.map((name) => name.split('.').slice(0, -2));
    // With and without a number of its own before or after each piece.
    const pieces = [
      labels.map((parts) => parts.join('')),
      labels.map(([label]) => label ?? ''),
      labels.map((parts) => longest(parts)),
    ];
    const text = pieces.map((some) => some.join('')).join('\n');
    return [{ draft: first.draft, text, where: `DNS ${names.length} names under ${quote(zone)}` }];
  });
}

function longest(parts: readonly string[]): string {
  return parts.reduce((best, part) => (part.length > best.length ? part : best), '');
}

/** Everything that is searched. */
export interface Searched {
  readonly sent: readonly Sent[];
  /** What the tracer saw: programs with their arguments and environments. */
  readonly traced: readonly Draft[];
  /** Answers to the client, with their whole texts. */
  readonly answers: ReadonlyMap<Draft, string>;
  /** Contents of changed files, by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Where the tree lies: what is built and kept in it is searched as far as an allowance of its own goes. */
  readonly project: string;
}

type Channel = Extract<Draft, { readonly kind: 'decoy' }>['channel'];
/** A recognised decoy, with what it was recognised in. */
export type Leaked = Draft & { readonly of: Draft };

/** Decoys recognised in what left, in what other programs were given, in files that changed, and in answers to the client; and canaries in what left. */
export async function decoyDrafts(
  searched: Searched,
  decoys: readonly Decoy[],
  canaries: ReadonlySet<Decoy>,
  effort: Effort,
): Promise<{ readonly leaked: readonly Leaked[]; readonly carried: readonly Carried[] }> {
  const [find, findBuilt] = [onceEach(effort), onceEach({ left: LIMITS.searchBuilt })];
  const drafts: Leaked[] = [];
  const carried: Carried[] = [];
  const take = (place: Place, leaks: readonly Leak[]) => {
    for (const leak of leaks) {
      if (canaries.has(leak.decoy)) carried.push({ of: place.of, where: place.where, leak });
      else if (!place.home?.includes(leak.decoy.place)) drafts.push(leaked(place.of, leak, place.channel, place.where));
    }
  };
  for (const places of together(placesOf(searched, decoys, [...canaries]), ({ bytes }) => bytes)) {
    for (const place of places.filter(isProgram)) take(place, findDecoys(place.bytes, place.among, { left: 0 }));
    const texts = places.filter((place) => !isProgram(place));
    for (const some of Map.groupBy(texts, ({ among, built }) => (built ? 'built' : among)).values()) {
      const leaks = await (some[0]?.built ? findBuilt : find)(some);
      some.forEach((place, at) => void take(place, leaks[at] ?? []));
    }
  }
  return { leaked: drafts, carried };
}

/** A program that was written is searched for what stands in it as it is: all of it looks like an encoding of something. */
const isProgram = ({ channel, bytes }: Place): boolean => channel === 'file' && bytes.some(isCompiled);

/** One after the other: what is searched is a copy of what was seen, and all of them at once are as much again. */
function* placesOf(
  { sent, traced, answers, files, project }: Searched,
  decoys: readonly Decoy[],
  canaries: readonly Decoy[],
): Generator<Place> {
  const read = new Map([...answers].map(([draft, text]) => [text, draft] as const).toReversed());
  // The environment is every child's: what lies in it says nothing there. One list, because what is looked for is made once a list.
  const elsewhere = decoys.filter(({ place }) => !place.startsWith('env '));
  const leaving = [...decoys, ...canaries];
  for (const { draft, bytes, where } of sent) yield { of: draft, bytes, channel: 'network', where, among: leaving };
  for (const { draft, text, where } of spelledOut(sent)) yield placeOf(draft, text, 'network', where, leaving);
  for (const draft of traced) if (draft.kind === 'exec') yield* inProgram(draft, decoys, elsewhere);
  for (const [path, bytes] of files) yield* inFile(path, bytes, traced, decoys, path.startsWith(`${project}/`));
  for (const [text, draft] of read) yield placeOf(draft, text, 'answer', answerOf(draft), decoys);
}

/** Searches places of one list. What was sent, said or written before is not searched again. */
function onceEach(effort: Effort): (places: readonly Place[]) => Promise<readonly (readonly Leak[])[]> {
  const lists = new Map<readonly Decoy[], Map<string, readonly Leak[]>>();
  return async (places) => {
    const among = places[0]?.among ?? [];
    const known = lists.get(among) ?? new Map<string, readonly Leak[]>();
    lists.set(among, known);
    const prints = places.map(({ bytes }) => printOf(bytes));
    const fresh = new Map(
      places.flatMap(({ bytes }, at) => (known.has(prints[at] ?? '') ? [] : [[prints[at] ?? '', bytes]])),
    );
    const found = await findInEach([...fresh.values()], among, effort);
    [...fresh.keys()].forEach((print, at) => void known.set(print, found[at] ?? []));
    return prints.map((print) => known.get(print) ?? []);
  };
}

function printOf(text: Text): string {
  const hash = createHash('sha256');
  for (const part of text) hash.update(`${part.length}:`).update(part);
  return hash.digest('base64');
}

/** Something that is searched for some of the decoys. */
interface Place {
  readonly of: Draft;
  readonly bytes: Text;
  readonly channel: Channel;
  readonly where: string;
  /** One of a few lists: what is looked for is made for each, and is large. */
  readonly among: readonly Decoy[];
  /** Decoys that lie here from the beginning say nothing. */
  readonly home?: readonly string[];
  /** A file in the tree. */
  readonly built?: boolean;
}

function placeOf(of: Draft, text: string, channel: Channel, where: string, among: readonly Decoy[]): Place {
  return { of, bytes: [Buffer.from(text)], channel, where, among };
}

const answerOf = (draft: Draft): string =>
  draft.kind === 'mcp' ? `answer of ${draft.tool ?? draft.method}` : 'answer';

/** Its arguments, and what it was given in its environment that not every child inherits. */
function* inProgram(
  draft: Extract<Draft, { readonly kind: 'exec' }>,
  decoys: readonly Decoy[],
  elsewhere: readonly Decoy[],
): Generator<Place> {
  const { path, argv, environment = '', given = argv.join('\n') } = draft;
  yield placeOf(draft, given, 'argv', `arguments of ${path}`, decoys);
  if (environment !== '') yield placeOf(draft, environment, 'environment', `environment of ${path}`, elsewhere);
}

/** A file that changed, but for the decoys that lie in it from the beginning. */
function inFile(
  path: string,
  bytes: Uint8Array,
  traced: readonly Draft[],
  decoys: readonly Decoy[],
  built: boolean,
): readonly Place[] {
  const of = writeOf(traced, path);
  const place = path.replace(/^\/home\/[^/]+/, '~');
  return of
    ? [
        {
          of,
          bytes: [bytes],
          channel: 'file',
          where: `file ${quote(place)}`,
          among: decoys,
          home: [place, path],
          built,
        },
      ]
    : [];
}

/** The traced call that wrote a file, or the last thing that was traced: the file is there. */
function writeOf(traced: readonly Draft[], path: string): Draft | undefined {
  const shown = quote(path);
  return traced.findLast((draft) => draft.kind === 'write' && draft.path === shown) ?? traced.at(-1);
}

function leaked(of: Draft, { decoy, encoding }: Leak, channel: Channel, where: string): Leaked {
  const { belongs = [] } = decoy;
  const host = of.kind === 'http' ? of.host : undefined;
  const asked = decoy.asked || (host !== undefined && belongs.includes(host));
  const home = host !== undefined && belongs.some((own) => domainOf(own) === domainOf(host));
  const { time, phase, directory, tool } = of;
  const rest = { time, phase, ...(directory ? { directory } : {}), ...(tool && channel !== 'answer' ? { tool } : {}) };
  const named = home ? { named: true as const } : {};
  return { kind: 'decoy', place: decoy.place, encoding, channel, asked, ...named, where, in: 0, ...rest, of };
}
