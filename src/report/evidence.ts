/** Where a finding was seen, as people read it: what says the same is said once, and a flow stands in the order of the data. Pure. */
import type { Evidence } from '../types.ts';

/** A line of code, with everything that was said of it. */
export interface Step {
  readonly kind: 'code';
  /** `name@version` of the package the file is in. */
  readonly package: string;
  readonly path: string;
  readonly line: number;
  readonly snippet: string;
  readonly notes: readonly string[];
}

/** Events of runs that show the same thing. */
export interface Events {
  readonly kind: 'events';
  readonly phase: string;
  /** `seq` of the events, by profile. */
  readonly seen: ReadonlyMap<string, readonly number[]>;
  readonly snippet: string;
  readonly notes: readonly string[];
}

/** Any other place: a manifest, a tool, a registry, a config. */
export interface Other {
  readonly kind: 'other';
  readonly at: string;
  readonly snippet: string;
  readonly notes: readonly string[];
}

export interface Places {
  readonly steps: readonly Step[];
  /** True where the steps are the way of data through the code, first its source. */
  readonly flow: boolean;
  readonly events: readonly Events[];
  readonly others: readonly Other[];
}

/** What rules write at the lines between source and sink. */
const BETWEEN = 'on its way';

export function placesOf(evidence: readonly Evidence[]): Places {
  const flow = evidence.some(({ note }) => note === BETWEEN);
  const places = evidence.map(placeOf);
  const code = places.filter((one) => one.kind === 'code');
  // Rules name the sink first, then the way from the source, the source last.
  const [sink, ...way] = code;
  const source = way.pop();
  const ordered = flow && sink && source ? [source, ...way, sink] : code;
  return {
    steps: byLine(ordered),
    flow,
    events: together(places.filter((one) => one.kind === 'events')),
    others: places.filter((one) => one.kind === 'other'),
  };
}

function placeOf({ at, note, snippet }: Evidence): Step | Events | Other {
  const notes = note === '' ? [] : [note];
  const code = /^file:((?:@[^/]+\/)?[^/]+)\/(.*?):(\d+)(?::\d+)?$/s.exec(at);
  if (code) {
    const [, id = '', path = '', line] = code;
    return { kind: 'code', package: id, path, line: Number(line), snippet, notes };
  }
  const event = /^run:([^/#]*)\/([^#]*)#(\d+)$/.exec(at);
  if (!event) return { kind: 'other', at, snippet, notes };
  const [, profile = '', phase = '', seq] = event;
  return { kind: 'events', phase, seen: new Map([[profile, [Number(seq)]]]), snippet, notes };
}

/** Each line once, with its longest snippet, at its first place. */
function byLine(steps: readonly Step[]): readonly Step[] {
  const lines = Map.groupBy(steps, (one) => `${one.package}\0${one.path}\0${one.line}`);
  return [...lines.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const all = [first, ...more];
    const notes = unique(all.flatMap((one) => one.notes));
    const telling = notes.filter((note) => note !== BETWEEN);
    const snippet = all.map((one) => one.snippet).reduce((a, b) => (b.length > a.length ? b : a));
    return [{ ...first, snippet, notes: telling.length > 0 ? telling : notes }];
  });
}

/** First what profiles show alike, then all that was noted of one thing. */
function together(events: readonly Events[]): readonly Events[] {
  const alike = merged(events, (one) => [one.phase, tidy(one.snippet), ...one.notes]);
  return merged(alike, (one) => [one.phase, tidy(one.snippet)]);
}

function merged(events: readonly Events[], key: (one: Events) => readonly string[]): readonly Events[] {
  return [...Map.groupBy(events, (one) => key(one).join('\0')).values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const all = [first, ...more];
    const pairs = all.flatMap(({ seen }) => [...seen]);
    const seen = Map.groupBy(pairs, ([profile]) => profile);
    return [
      {
        ...first,
        seen: new Map([...seen].map(([profile, each]) => [profile, unique(each.flatMap(([, seqs]) => seqs))])),
        notes: unique(all.flatMap((one) => one.notes)),
      },
    ];
  });
}

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

/** Numbers in order, runs of them as a range: `3, 5–7`. */
export function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const one of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && one <= last[1] + 1) last[1] = one;
    else runs.push([one, one]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

/** A path as it would be called on any machine: no home of a profile, no random part, no cache before the package. */
export function tidy(path: string): string {
  return path
    .replace(/\/home\/[^/\s]+\/\.npm\/_npx\/[0-9a-f]+\/(?:node_modules\/)?/g, '')
    .replace(/(^|[\s"'=:])\/(?:home\/[^/\s]+|root)(?=\/|$)/g, '$1~')
    .replace(/\b(?=[0-9a-f]*[0-9])[0-9a-f]{12,}\b/g, '…');
}
