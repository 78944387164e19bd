/** Decoys in what was seen: in what left, in what other programs were given, in files, and in answers. Pure. */
import { createHash } from 'node:crypto';
import { quote } from '../quote.ts';
import { LIMITS } from './bounds/limits.ts';
import type { Carried } from './decoys/canaries.ts';
import type { Decoy } from './decoys/decoys.ts';
import { type Effort, findInEach, type Leak, type Sought, type Text, together } from './decoys/recognise.ts';
import { domainOf } from './decoys/sources.ts';
import { isCompiled } from './witnesses/contents.ts';
import type { Draft, Sent } from './witnesses/observe.ts';

/** Requests to one host may each carry a piece: the last steps of their addresses, what they ask for, and their bodies, put together. */
function sentInPieces(sent: readonly Sent[]): readonly Spelled[] {
  const hosts = Map.groupBy(sent, ({ draft }) => (draft.kind === 'http' ? draft.host : ''));
  return [...hosts].flatMap(([host, requests]) => {
    const [first] = requests;
    if (host === '' || !first || requests.length < 2) return [];
    const pieces = requests.slice(0, MOST_PIECES).map(({ draft, bytes }) => pieceOf(draft, bytes));
    const joined = [0, 1, 2].map((at) => pieces.map((parts) => parts[at] ?? '').join(''));
    const text = joined.map((one) => one.slice(0, LONGEST_WHOLE)).join('\n');
    return [{ draft: first.draft, text, where: `HTTP ${requests.length} requests to ${quote(host)}` }];
  });
}

/** Requests that are put together, the longest body that is taken for a piece, and what comes of them. */
const MOST_PIECES = 500;
const LONGEST_PIECE = 4_096;
const LONGEST_WHOLE = 256 * 1024;

function pieceOf(draft: Draft, bytes: readonly Uint8Array[]): readonly [string, string, string] {
  const [path = '', query = ''] = draft.kind === 'http' ? draft.url.split('?', 2) : [];
  const values = [...new URLSearchParams(query).values()].join('');
  const body = Buffer.from(bytes.at(-1) ?? []);
  return [path.slice(path.lastIndexOf('/') + 1), values, body.length > LONGEST_PIECE ? '' : body.toString('latin1')];
}

interface Spelled {
  readonly draft: Draft;
  readonly text: string;
  readonly where: string;
}

/** Names under one zone that were asked one after the other spell something out: their first labels, put together. */
function spelledOut(sent: readonly Sent[]): readonly Spelled[] {
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
  /** Reads what changed files hold, by path. */
  readonly files: ReadonlyMap<string, () => Uint8Array>;
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
  const find = onceEach(canaries);
  const drafts: Leaked[] = [];
  const carried: Carried[] = [];
  const take = (place: Place, leak: Leak) => {
    if (place.joined && drafts.some((one) => isOf(one, leak))) return;
    if (canaries.has(leak.decoy)) carried.push({ of: place.of, where: place.where, leak });
    else if (!place.home?.includes(leak.decoy.place)) drafts.push(leaked(place.of, leak, place.channel, place.where));
  };
  for (const places of together(placesOf(searched, searches(decoys, canaries, effort)), ({ text }) => text)) {
    for (const [search, some] of Map.groupBy(places, (place) => place.search)) {
      const leaks = await find(search, some);
      for (const [at, place] of some.entries()) for (const leak of leaks[at] ?? []) take(place, leak);
    }
  }
  return { leaked: drafts, carried };
}

/** What left in one piece was told of that. */
function isOf(one: Leaked, { decoy }: Leak): boolean {
  return one.kind === 'decoy' && one.channel === 'network' && one.place === decoy.place;
}

/** What is looked for, and what that may cost. */
interface Search {
  readonly among: readonly Decoy[];
  readonly effort: Effort;
}

/** Each of them once: what is looked for is made for each list, and is large. */
function searches(decoys: readonly Decoy[], canaries: ReadonlySet<Decoy>, effort: Effort) {
  return {
    leaving: { among: [...decoys, ...canaries], effort },
    here: { among: decoys, effort },
    // The environment is every child's: what lies in it says nothing there.
    given: { among: decoys.filter(({ place }) => !place.startsWith('env ')), effort },
    built: { among: decoys, effort: { left: LIMITS.searchBuilt } },
    // All of a program looks like an encoding of something: it is searched for what stands in it as it is.
    programs: { among: decoys, effort: { left: 0 } },
  } satisfies Record<string, Search>;
}

type Searches = ReturnType<typeof searches>;

/** One after the other: what is searched is a copy of what was seen, and all of them at once are as much again. */
function* placesOf({ sent, traced, answers, files, project }: Searched, search: Searches): Generator<Place> {
  const spoken = new Map([...answers].map(([draft, text]) => [text, draft] as const).toReversed());
  for (const { draft, bytes, where } of sent) yield leaving(draft, bytes, where, search);
  for (const { draft, text, where } of spelledOut(sent)) yield leaving(draft, [Buffer.from(text)], where, search);
  for (const { draft, text, where } of sentInPieces(sent))
    yield { ...leaving(draft, [Buffer.from(text)], where, search), joined: true };
  for (const draft of traced) if (draft.kind === 'exec') yield* inProgram(draft, search);
  for (const [path, read] of files) {
    const bytes = read();
    yield* inFile(path, bytes, traced, kindOf(path, bytes, project, search));
  }
  for (const [text, draft] of spoken) yield placeOf(draft, text, 'answer', answerOf(draft), search.here);
}

function kindOf(path: string, bytes: Uint8Array, project: string, search: Searches): Search {
  if (isCompiled(bytes)) return search.programs;
  return path.startsWith(`${project}/`) ? search.built : search.here;
}

/** Searches places. What was sent, said or written before is not searched again. */
function onceEach(
  canaries: ReadonlySet<Decoy>,
): (search: Search, places: readonly Place[]) => Promise<readonly (readonly Leak[])[]> {
  const searches = new Map<Search, Map<string, readonly Leak[]>>();
  return async (search, places) => {
    const known = searches.get(search) ?? new Map<string, readonly Leak[]>();
    searches.set(search, known);
    const prints = places.map(({ text }) => printOf(text));
    const all = places.map((place, at) => [prints[at] ?? '', place] as const);
    const fresh = new Map(all.filter(([print]) => !known.has(print)));
    const found = await findInEach([...fresh.values()], search.among, canaries, search.effort);
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
interface Place extends Sought {
  readonly of: Draft;
  readonly channel: Channel;
  readonly where: string;
  readonly search: Search;
  /** Decoys that lie here from the beginning say nothing. */
  readonly home?: readonly string[];
  /** True for what was put together from several requests. */
  readonly joined?: true;
}

function leaving(of: Draft, text: Text, where: string, search: Searches): Place {
  return { of, text, to: `${recipientOf(of)} ${of.phase}`, channel: 'network', where, search: search.leaving };
}

function recipientOf(draft: Draft): string {
  if (draft.kind === 'dns') return domainOf(draft.name);
  if (draft.kind === 'data') return draft.address;
  return draft.kind === 'http' ? draft.host : '';
}

function placeOf(of: Draft, text: string, channel: Channel, where: string, search: Search): Place {
  return { of, text: [Buffer.from(text)], to: '', channel, where, search };
}

const answerOf = (draft: Draft): string =>
  draft.kind === 'mcp' ? `answer of ${draft.tool ?? askedFor(draft.text) ?? draft.method}` : 'answer';

/** What an answer is to that is none of a tool, by how it begins. */
function askedFor(text: string): string | undefined {
  const [, first = ''] = /^\{"(\w{1,40})":/.exec(text) ?? [];
  return ASKED.get(first);
}

const ASKED: ReadonlyMap<string, string> = new Map([
  ['protocolVersion', 'initialize'],
  ['tools', 'tools/list'],
  ['resources', 'resources/list'],
  ['contents', 'resources/read'],
  ['prompts', 'prompts/list'],
  ['messages', 'prompts/get'],
]);

/** Its arguments, and what it was given in its environment that not every child inherits. */
function* inProgram(draft: Extract<Draft, { readonly kind: 'exec' }>, search: Searches): Generator<Place> {
  const { path, argv, environment = '', given = argv.join('\n') } = draft;
  yield placeOf(draft, given, 'argv', `arguments of ${path}`, search.here);
  if (environment !== '') yield placeOf(draft, environment, 'environment', `environment of ${path}`, search.given);
}

/** A file that changed, but for the decoys that lie in it from the beginning. */
function* inFile(path: string, bytes: Uint8Array, traced: readonly Draft[], search: Search): Generator<Place> {
  const of = writeOf(traced, path);
  const place = path.replace(/^\/home\/[^/]+/, '~');
  const where = `file ${quote(place)}`;
  if (of) yield { of, text: [bytes], to: '', channel: 'file', where, search, home: [place, path] };
}

/** The traced call that wrote a file, or the last thing that was traced: the file is there. */
function writeOf(traced: readonly Draft[], path: string): Draft | undefined {
  const shown = quote(path);
  return traced.findLast((draft) => draft.kind === 'write' && draft.path === shown) ?? traced.at(-1);
}

/** A host of its own, or below a domain that is told with a dot before it. */
function isOwn(own: string, host: string): boolean {
  return own.startsWith('.') ? host.endsWith(own) : host === own;
}

function leaked(of: Draft, { decoy, encoding }: Leak, channel: Channel, where: string): Leaked {
  const { belongs = [] } = decoy;
  const host = of.kind === 'http' ? of.host : undefined;
  const asked = decoy.asked || (host !== undefined && belongs.some((own) => isOwn(own, host)));
  const home = host !== undefined && belongs.some((own) => domainOf(own) === domainOf(host));
  const { time, phase, directory, tool } = of;
  const rest = { time, phase, ...(directory ? { directory } : {}), ...(tool && channel !== 'answer' ? { tool } : {}) };
  const named = home ? { named: true as const } : {};
  return { kind: 'decoy', place: decoy.place, encoding, channel, asked, ...named, where, in: 0, ...rest, of };
}
