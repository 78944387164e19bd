/** The processes of a run, as a tree: each with the program it became last, and the time in which it was seen. */
import type { Observation } from '../../types.ts';

export interface Process {
  readonly pid: number;
  /** Of the last program that was started in it. */
  readonly name: string;
  readonly depth: number;
  /** Its first and its last event. */
  readonly first: Observation;
  readonly last: Observation;
}

/** Deepest level that is indented further. */
const DEEPEST = 6;

/** Parents before their children, in the order of their start. */
export function processesOf(observations: readonly Observation[]): readonly Process[] {
  const seen = Map.groupBy(
    observations.filter((one) => 'pid' in one),
    (one) => one.pid,
  );
  const parents = new Map<number, number>();
  for (const one of observations) {
    if (one.kind === 'exec' && one.parent !== undefined && !parents.has(one.pid)) parents.set(one.pid, one.parent);
  }
  const started = [...seen].filter(([, events]) => events.some(({ kind }) => kind === 'exec'));
  const known = new Set(started.map(([pid]) => pid));
  const parentOf = (pid: number): number | undefined => {
    const parent = parents.get(pid);
    return parent !== undefined && parent !== pid && known.has(parent) ? parent : undefined;
  };
  const children = Map.groupBy(started, ([pid]) => parentOf(pid));
  const done = new Set<number>();
  const walk = (parent: number | undefined, depth: number): readonly Process[] =>
    (children.get(parent) ?? []).flatMap(([pid, events]) => {
      // A report may say that two processes made each other.
      if (done.has(pid)) return [];
      done.add(pid);
      const one = process(pid, events, Math.min(depth, DEEPEST));
      return [...(one ? [one] : []), ...walk(pid, depth + 1)];
    });
  // Where they made each other in a circle, none of them has a root above it.
  return [...walk(undefined, 0), ...started.flatMap(([pid]) => (done.has(pid) ? [] : walk(parentOf(pid), 0)))];
}

function process(pid: number, events: readonly Observation[], depth: number): Process | undefined {
  const [first, last] = [events[0], events.at(-1)];
  const program = events.findLast((one) => one.kind === 'exec' && one.ok) ?? events.find(({ kind }) => kind === 'exec');
  if (first === undefined || last === undefined || program?.kind !== 'exec') return undefined;
  return { pid, name: nameOf(program), depth, first, last };
}

/** `node setup.js`: of the arguments only the first that is a file or a word, without its folders. */
function nameOf({ argv, path }: Extract<Observation, { kind: 'exec' }>): string {
  const base = (text: string): string => text.split('/').at(-1) ?? text;
  const [name = path, ...rest] = argv;
  const word = rest.find((one) => one !== '' && !one.startsWith('-'));
  return word === undefined || rest.includes('-e') ? base(name) : `${base(name)} ${base(word)}`;
}
