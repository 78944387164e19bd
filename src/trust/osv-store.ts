/**
 * OSV exports in our cache: cut down, in pieces by package name, so that a tree is looked up by reading a few of them. What
 * cannot be read is *unchecked*, never clean.
 */
import { createHash } from 'node:crypto';
import cacache from 'cacache';
import { reasonOf, UsageError } from '../errors.ts';
import { quote } from '../quote.ts';
import type { Advisory, PackageTree, TreeNode } from '../types.ts';
import { type Answered, distinct } from './advisories.ts';
import { type Ecosystem, fixedAfter, isAffected, NPM, type OsvEntry, toRecord } from './osv.ts';
import { filesOf } from './osv-files.ts';

/** Changes with the shape of what is kept. */
const FORMAT = 1;
/** Pieces: a tree of a hundred packages then reads a fifth of some 60 MB. */
const PIECES = 512;
const nameOf = ({ name }: Ecosystem): string => `OSV, ${name}`;

interface Summary {
  /** Day of the newest record. */
  readonly asOf: string;
  readonly records: number;
  /** Files that were no records: each may have named a package of a tree. */
  readonly unread: number;
}

type Piece = (readonly [name: string, entries: OsvEntry[]])[];

const keyOf = ({ name }: Ecosystem, what: string | number): string => `osv ${FORMAT} ${name} ${what}`;

/** In the place of a package: the same on every machine. */
const pieceOf = (name: string): number => createHash('sha256').update(name).digest().readUInt16BE() % PIECES;

/**
 * Reads an export into the cache, in the place of what was there. Throws `UsageError` where it is none, or more than one in a
 * hundred of its files is no record.
 */
export async function ingest(path: string, cache: string, ecosystem: Ecosystem = NPM): Promise<Summary> {
  const pieces = Array.from({ length: PIECES }, () => new Map<string, OsvEntry[]>());
  let [records, unread, newest] = [0, 0, ''];
  for await (const text of filesOf(path)) {
    const record = toRecord(parse(text), ecosystem);
    if (record === undefined) unread++;
    else if (record.modified > newest) newest = record.modified;
    if (record && record.entries.length > 0) records++;
    for (const [name, entry] of record?.entries ?? []) add(pieces, name, entry);
  }
  if (records === 0 || unread > records / 100) {
    throw new UsageError(
      `${quote(path)} holds ${records} records about ${ecosystem.name} and ${unread} files that are none`,
      'give npm/all.zip from https://osv.dev, or the folder it was unpacked to',
    );
  }
  const summary = { asOf: newest.slice(0, 10), records, unread };
  // The summary last: without it, nothing counts as ingested.
  await cacache.rm.entry(cache, keyOf(ecosystem, 'summary'));
  for (const [i, piece] of pieces.entries()) await cacache.put(cache, keyOf(ecosystem, i), JSON.stringify([...piece]));
  await cacache.put(cache, keyOf(ecosystem, 'summary'), JSON.stringify(summary));
  return summary;
}

function add(pieces: readonly Map<string, OsvEntry[]>[], name: string, entry: OsvEntry): void {
  const piece = pieces[pieceOf(name)];
  const known = piece?.get(name);
  if (known) known.push(entry);
  else piece?.set(name, [entry]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the ingested export says about exactly these versions. Never throws. */
export async function askOsv(
  { nodes }: Pick<PackageTree, 'nodes'>,
  cache: string,
  ecosystem: Ecosystem = NPM,
): Promise<Answered> {
  const summary = await readKept<Summary>(cache, ecosystem, 'summary').catch(() => undefined);
  if (summary === undefined) {
    const how = `\`lazaret setup --advisories <${ecosystem.name}/all.zip of osv.dev>\``;
    return unchecked(ecosystem, `no export was ingested (${how})`);
  }
  try {
    const byPiece = Map.groupBy(nodes, ({ name }) => pieceOf(name));
    const pieces = [...byPiece].map(([piece, some]) => lookUp(piece, some, { cache, ecosystem }));
    const advisories = distinct((await Promise.all(pieces)).flat());
    const count = advisories.length;
    const unread = summary.unread > 0 ? ` (${summary.unread} files of it could not be read)` : '';
    const name = `${nameOf(ecosystem)}${unread}`;
    return { source: { name, outcome: count > 0 ? 'found' : 'clean', asOf: summary.asOf, count }, advisories };
  } catch (error) {
    return unchecked(ecosystem, `what was ingested is damaged: ${quote(reasonOf(error))}`);
  }
}

function unchecked(ecosystem: Ecosystem, reason: string): Answered {
  return { source: { name: nameOf(ecosystem), outcome: 'unchecked', reason }, advisories: [] };
}

/** Where an export is kept, and how its versions are compared. */
interface Store {
  readonly cache: string;
  readonly ecosystem: Ecosystem;
}

async function lookUp(piece: number, nodes: readonly TreeNode[], { cache, ecosystem }: Store): Promise<Advisory[]> {
  const known = new Map(await readKept<Piece>(cache, ecosystem, piece));
  return nodes.flatMap((node) =>
    (known.get(node.name) ?? [])
      .filter((entry) => isAffected(entry, node.version, ecosystem))
      .map((entry) => toAdvisory(entry, node, ecosystem)),
  );
}

function toAdvisory(entry: OsvEntry, node: TreeNode, ecosystem: Ecosystem): Advisory {
  const fixed = fixedAfter(entry, node.version, ecosystem);
  const { id, title, malicious } = entry;
  return {
    package: node.id,
    id,
    title,
    url: `https://osv.dev/vulnerability/${encodeURIComponent(id)}`,
    severity: malicious ? 'critical' : entry.severity,
    malicious,
    ...(fixed === undefined ? {} : { fixed: quote(fixed, 60) }),
    source: nameOf(ecosystem),
  };
}

async function readKept<T>(cache: string, ecosystem: Ecosystem, what: string | number): Promise<T> {
  const { data } = await cacache.get(cache, keyOf(ecosystem, what));
  return JSON.parse(data.toString('utf8')) as T;
}
