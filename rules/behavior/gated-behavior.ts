import { evidenceOf, hitOf, inPhase, observed, programOf, type Seen } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Behavior } from '../../src/types.ts';
import { CREDENTIAL_FILES } from '../data/credential-files.ts';

export default defineRule({
  id: 'gated-behavior',
  title: 'Does on one machine what it does not do on another',
  why: 'It ran on several machines that differ in what malware looks for: a developer’s laptop and a CI runner, and in a deep run other clocks, locales and networks. Code that reads credentials or sends data on one of them only has looked where it is first, and waits for a better victim elsewhere.',
  fix: 'Find the condition in its code. Honest programs send less where nobody is watching (no telemetry in CI), not more.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1480', 'T1497'],
    atlas: ['AML.T0086'],
    cwe: ['CWE-506', 'CWE-511'],
  },
  signal: 'behavior.gated',
  severity: 'medium',
  confidence: 'medium',
  *behavior(behavior): Iterable<Hit> {
    const acts = actsOf(behavior);
    const runs = Map.groupBy(acts, ({ key }) => key);
    const early = acts.filter(({ one }) => EARLY.has(one.phase));
    for (const [, group] of Map.groupBy(early, ({ key, one }) => `${one.phase} ${key}`)) {
      const [first] = group;
      // What takes its time is done while tools are called already, on a machine that is slower.
      const all = [...new Set(runs.get(first?.key ?? '')?.map(({ one }) => one.run))];
      const machines = first ? comparable(behavior, first.one.phase, all) : [];
      if (!first || machines.length < 2) continue;
      // What needs a network is not done without one: only what is done nowhere else tells anything there.
      const on = all.filter((name) => machines.includes(name));
      if (on.length === machines.length || (on.length > 0 && first.kind === 'name')) continue;
      const where = (on.length > 0 ? on : all).toSorted();
      yield hitOf(
        [first.one, ...group.slice(1).map(({ one }) => one)],
        `${first.what} ${inPhase(first.one.phase)} on the ${where.map(wordsFor).join(' and ')} only`,
        (one) => evidenceOf(one, `seen on the ${where.map(wordsFor).join(' and ')} only`, first.subject),
        isOrdinary(first, where) ? { severity: 'info', confidence: 'low' } : {},
      );
    }
  },
});

/** Machines on which a program can do less than elsewhere. */
const LIMITED: ReadonlySet<string> = new Set(['picky', 'offline']);

const WORDS: Readonly<Record<string, string>> = {
  abroad: 'machine abroad',
  picky: 'machine where unknown names do not exist',
  offline: 'machine without a network',
};
const wordsFor = (profile: string): string => WORDS[profile] ?? profile;

/** Less in CI is what telemetry, colours and update checks do; where names or places differ, programs ask other mirrors. */
function isOrdinary({ kind, sends }: Act, where: readonly string[]): boolean {
  if (kind !== 'network') return kind === 'name';
  const [laptop, ci] = [where.includes('laptop'), where.includes('ci')];
  return laptop === ci ? !sends : laptop;
}

interface Act {
  /** What makes it the same act on another machine, and later on this one. */
  readonly key: string;
  readonly kind: 'network' | 'files' | 'name';
  readonly one: Seen<'read' | 'write' | 'http' | 'data' | 'dns'>;
  /** True where it is more than a question. */
  readonly sends: boolean;
  readonly what: string;
  readonly subject: string;
}

/** Before any tool is called: afterwards inputs and time differ by chance. */
const EARLY: ReadonlySet<string> = new Set(['install', 'import', 'start']);

function actsOf(behavior: Behavior): readonly Act[] {
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

/** Machines that are whole, and on which the phase ended as on the first of these: one that ended otherwise says nothing about the package. */
function comparable(behavior: Behavior, phase: string, seenOn: readonly string[]): readonly string[] {
  const runs = behavior.runs.filter((run) => run.phase === phase && !LIMITED.has(run.profile));
  const first = runs.find(({ profile }) => seenOn.includes(profile)) ?? runs[0];
  return [...new Set(runs.filter(({ status }) => status === first?.status).map(({ profile }) => profile))];
}
