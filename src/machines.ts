/** What was done on which of the machines it ran on, so that they can be held against each other. Pure. */
import { CREDENTIAL_FILES } from '../rules/data/credential-files.ts';
import { observed, programOf, type Seen } from './behavior.ts';
import type { Behavior } from './types.ts';

/** One thing that was done, on one machine. */
export interface Act {
  /** What makes it the same act on another machine, and later on this one. */
  readonly key: string;
  readonly kind: 'network' | 'files' | 'name';
  readonly one: Seen<'read' | 'write' | 'http' | 'data' | 'dns'>;
  /** True where it is more than a question. */
  readonly sends: boolean;
  /** In words that begin a sentence: `sends data to stats.example`. */
  readonly what: string;
  readonly subject: string;
}

/** Everything that was asked, sent, and done with files of credentials. */
export function actsOf(behavior: Behavior): readonly Act[] {
  return observed(behavior, 'read', 'write', 'http', 'data', 'dns').flatMap((one) => actOf(behavior, one) ?? []);
}

function actOf(behavior: Behavior, one: Act['one']): Act | undefined {
  if (one.kind === 'dns') {
    const key = `name ${one.name}`;
    return { key, kind: 'name', one, sends: false, what: `asks for the name ${one.name}`, subject: one.name };
  }
  if (one.kind === 'http' || one.kind === 'data') {
    const host = one.kind === 'http' ? one.host : one.address;
    const sends = one.kind === 'data' || one.body.bytes > 0;
    const what = sends ? `sends data to ${host}` : `contacts ${host}`;
    return { key: `network ${host} ${sends}`, kind: 'network', one, sends, what, subject: host };
  }
  const file = CREDENTIAL_FILES.find(({ path }) => path.test(one.path));
  if (!file || file.owners.test(programOf(behavior, one))) return undefined;
  const verb = one.kind === 'read' ? 'opens' : 'writes';
  const key = `${one.kind} ${file.service}`;
  return { key, kind: 'files', one, sends: false, what: `${verb} credentials of ${file.service}`, subject: one.path };
}

/** Machines on which a program can do less than elsewhere. */
const LIMITED: ReadonlySet<string> = new Set(['picky', 'offline']);

/** Machines that are whole, and on which the phase ended as on the first of these: one that ended otherwise says nothing about the package. */
export function comparableMachines(
  behavior: Behavior,
  phase: Act['one']['phase'],
  seenOn: readonly string[],
): readonly string[] {
  const runs = behavior.runs.filter((run) => run.phase === phase && !LIMITED.has(run.profile));
  const first = runs.find(({ profile }) => seenOn.includes(profile)) ?? runs[0];
  return [...new Set(runs.filter(({ status }) => status === first?.status).map(({ profile }) => profile))];
}

const WORDS: Readonly<Record<string, string>> = {
  abroad: 'machine abroad',
  picky: 'machine where unknown names do not exist',
  offline: 'machine without a network',
};

/** `laptop and ci`, `machine abroad`: completes "on the … only". */
export function machinesInWords(profiles: readonly string[]): string {
  return profiles.map((profile) => WORDS[profile] ?? profile).join(' and ');
}
