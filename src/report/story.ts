/**
 * The run of one profile in a few sentences: which programs it started, which of the files that matter it opened, whom it
 * spoke to, and what went along. Pure; a view decides how many sentences it has room for.
 */
import type { Observation, Report } from '../types.ts';
import { tidy } from './evidence.ts';

export interface Sentence {
  readonly phase: string;
  /** Milliseconds since the run began, of the first event told. */
  readonly at: number;
  readonly text: string;
  /** True where findings cite it. */
  readonly cited: boolean;
}

/** One event, told. Neighbours of the same verb are told in one breath. */
interface Part {
  readonly one: Observation;
  readonly verb: string;
  readonly what: string;
}

/** Longest telling of the arguments of a program, and most things named in one sentence. */
const MOST_ARGUMENTS = 60;
const MOST_THINGS = 5;

export function story({ observations, findings }: Report, profile: string): readonly Sentence[] {
  const cited = citedIn(findings);
  const events = observations.filter((one) => one.run === profile).toSorted((a, b) => a.at - b.at || a.seq - b.seq);
  const carried = Map.groupBy(
    observations.filter((one) => one.kind === 'decoy'),
    (one) => one.in,
  );
  const spoken = new Set(events.flatMap((one) => (one.kind === 'http' || one.kind === 'tls' ? [one.host] : [])));
  const context = { cited, carried, spoken, replaced: replacedIn(events) };
  return sentences(
    events.flatMap((one) => part(one, context) ?? []),
    cited,
  );
}

function citedIn(findings: Report['findings']): ReadonlySet<number> {
  const all = findings.flatMap(({ evidence }) => evidence.map(({ at }) => /^run:[^#]*#(\d+)$/.exec(at)?.[1]));
  return new Set(all.flatMap((seq) => (seq === undefined ? [] : [Number(seq)])));
}

type Of<K extends Observation['kind']> = Extract<Observation, { kind: K }>;

interface Context {
  readonly cited: ReadonlySet<number>;
  /** Decoys by the event they were found in. */
  readonly carried: ReadonlyMap<number, readonly Of<'decoy'>[]>;
  /** Hosts that were spoken to, so that looking up their name is no news. */
  readonly spoken: ReadonlySet<string>;
  /** Programs that a later one replaced in the same process: a script starts its interpreter, which says more. */
  readonly replaced: ReadonlySet<number>;
}

type Told = readonly [verb: string, what: string] | undefined;

/** What is told of each kind of event; `undefined` where it is no news. */
const TELL: { readonly [K in Observation['kind']]: (one: Of<K>, context: Context) => Told } = {
  exec: (one, { replaced }) => (one.ok && !replaced.has(one.seq) ? ['starts', command(one)] : undefined),
  read: (one, { cited }) => (one.ok && cited.has(one.seq) ? ['opens', tidy(one.path)] : undefined),
  write: (one) => (one.ok ? ['writes', tidy(one.path)] : undefined),
  delete: (one) => (one.ok ? ['deletes', tidy(one.path)] : undefined),
  dns: (one, { spoken }) => (spoken.has(one.name) ? undefined : ['looks up', one.name]),
  connect: (one, { spoken }) =>
    spoken.has(one.host ?? '') ? undefined : ['connects to', `${one.host ?? one.address} port ${one.port}`],
  http: ({ method, url, body }) => [method, `${url}${body.bytes > 0 ? `, ${body.bytes} bytes` : ''}`],
  tls: (one) => ['speaks TLS with', `${one.host}: ${one.outcome}`],
  data: (one) => ['sends', `${one.bytes} bytes over ${one.protocol} to ${one.address} port ${one.port}`],
  mcp: (one, { carried }) => {
    if (one.direction === 'sent') return one.method === 'tools/call' ? ['is called:', one.tool ?? ''] : undefined;
    return carried.has(one.seq) ? ['answers', one.tool ?? one.method] : undefined;
  },
  tools: ({ changes, occasion }) =>
    changes.length > 0 ? ['describes', `${changes[0]?.tool ?? 'its tools'} otherwise ${occasion}`] : undefined,
  // Told of the event it was found in.
  decoy: () => undefined,
  recipient: () => undefined,
  argument: () => undefined,
  document: () => undefined,
  tamper: (one) => ['tampers:', one.what],
};

function part(one: Observation, context: Context): Part | undefined {
  // A saved report may be of a later version that knows more kinds.
  const tell = TELL[one.kind] as ((one: Observation, context: Context) => Told) | undefined;
  const told = tell?.(one, context);
  return told && { one, verb: told[0], what: told[1] + along(context.carried.get(one.seq)) };
}

function replacedIn(events: readonly Observation[]): ReadonlySet<number> {
  const programs = events.filter((one) => one.kind === 'exec');
  return new Set(programs.filter((one, index) => programs[index + 1]?.pid === one.pid).map(({ seq }) => seq));
}

/** `node setup.js`; the text of a program is not an argument anybody wants to read. */
function command({ argv, path }: Of<'exec'>): string {
  const [name = path, ...rest] = argv;
  const inline = rest.findIndex((word) => word === '-e' || word === '--eval');
  const words = inline === -1 ? rest : [...rest.slice(0, inline + 1), '…'];
  const line = tidy([name.split('/').at(-1), ...words].join(' '));
  return line.length > MOST_ARGUMENTS ? `${line.slice(0, MOST_ARGUMENTS)}…` : line;
}

function along(decoys: readonly Of<'decoy'>[] = []): string {
  const places = [...new Set(decoys.map(({ place }) => place))];
  return places.length > 0 ? `, carrying ${list(places, ', ')}` : '';
}

function sentences(parts: readonly Part[], cited: ReadonlySet<number>): readonly Sentence[] {
  const groups: Part[][] = [];
  for (const one of parts) {
    const last = groups.at(-1);
    if (last?.[0]?.verb === one.verb && last[0].one.phase === one.one.phase) last.push(one);
    else groups.push([one]);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const things = [...new Set(group.map(({ what }) => what))];
    return [
      {
        phase: first.one.phase,
        at: first.one.at,
        text: `${first.verb} ${list(things, first.verb === 'starts' ? ' › ' : ', ')}`,
        cited: group.some(({ one }) => cited.has(one.seq)),
      },
    ];
  });
}

function list(things: readonly string[], between: string): string {
  const rest = things.length - MOST_THINGS;
  return things.slice(0, MOST_THINGS).join(between) + (rest > 0 ? `${between}… and ${rest} more` : '');
}
