import { evidenceOf, hitOf, inPhase, observed } from '../../src/behavior.ts';
import { type Act, actsOf, comparableMachines, machinesInWords } from '../../src/machines.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Behavior } from '../../src/types.ts';

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
    for (const [, group] of Map.groupBy(early, ({ key, one }) => `${one.phase} ${one.package} ${key}`)) {
      const [first] = group;
      // What takes its time is done while tools are called already, on a machine that is slower.
      const all = [...new Set(runs.get(first?.key ?? '')?.map(({ one }) => one.run))];
      const machines = first ? comparableMachines(behavior, first.one.phase, all) : [];
      if (!first || machines.length < 2) continue;
      // What needs a network is not done without one: only what is done nowhere else tells anything there.
      const on = all.filter((name) => machines.includes(name));
      if (on.length === machines.length || (on.length > 0 && first.kind === 'name')) continue;
      const where = (on.length > 0 ? on : all).toSorted();
      const only = `on the ${machinesInWords(where)} only`;
      const tried = on.length > 0 && wasTried(behavior, first, machines);
      yield hitOf(
        [first.one, ...group.slice(1).map(({ one }) => one)],
        `${first.what} ${inPhase(first.one.phase)} ${only}`,
        (one) => evidenceOf(one, `seen ${only}`, first.subject),
        shadeOf(first, where, tried),
      );
    }
  },
});

function shadeOf(act: Act, where: readonly string[], tried: boolean): Partial<Hit> {
  return tried || isOrdinary(act, where) ? { severity: 'info', confidence: 'low' } : {};
}

/** Less in CI is what telemetry, colours and update checks do; where names or places differ, programs ask other mirrors. */
function isOrdinary({ kind, sends }: Act, where: readonly string[]): boolean {
  if (kind !== 'network') return kind === 'name';
  const [laptop, ci] = [where.includes('laptop'), where.includes('ci')];
  return laptop === ci ? !sends : laptop;
}

/** On every machine it connected there: where nothing came of it, it had no patience, or the machine no time. */
function wasTried(behavior: Behavior, { sends, subject }: Act, machines: readonly string[]): boolean {
  const connected = observed(behavior, 'connect').filter(
    ({ host, address }) => host === subject || address === subject,
  );
  return !sends && machines.every((machine) => connected.some(({ run }) => run === machine));
}

/** Before any tool is called: afterwards inputs and time differ by chance. */
const EARLY: ReadonlySet<string> = new Set(['install', 'import', 'start']);
