/** `lazaret vet`: the main job. */
import { approvedIn } from '../config/lock.ts';
import { NothingToScan, UsageError } from '../errors.ts';
import { excused } from '../gate/report.ts';
import { worst } from '../judge.ts';
import { exitCode } from '../policy.ts';
import { quote } from '../quote.ts';
import { stamped } from '../report/stamp.ts';
import { resolve, scan, type World } from '../scan.ts';
import type { Gap, Policy, Progress, Report, Result, Target, Tier } from '../types.ts';
import type { Machine } from './machine.ts';
import { checkOutput, type OutputOptions, show } from './output.ts';
import { loadLock, loadPolicy, policyOf, today } from './policy-file.ts';
import { type ProgressLine, progressOn } from './progress.ts';
import { stopwatch } from './stopwatch.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

export interface VetOptions extends OutputOptions {
  readonly static: boolean;
  readonly offline: boolean;
  /** Run it on more machines: with another clock and locale, with names that do not exist, without a network. */
  readonly deep: boolean;
  readonly failOn?: Policy['failOn'];
  /** Path of the policy; without it, `.lazaret.yaml` where there is one. */
  readonly policy?: string;
  readonly require: readonly string[];
  /** The weakest isolation of the sandbox that will do. */
  readonly requireTier?: Tier;
  readonly jobs: number;
  readonly progress: boolean;
  readonly timings: boolean;
}

export async function vet(
  texts: readonly string[],
  options: VetOptions,
  terminal: Terminal,
  machine: Machine,
): Promise<number> {
  const [policyFile, lock] = await Promise.all([loadPolicy(terminal.cwd, options.policy), loadLock(terminal.cwd)]);
  const policy = { ...policyOf(options, policyFile), approved: approvedIn(lock) };
  await checkOutput(options.output, terminal);
  const { namesConfig, unquoted } = await import('../source.ts');
  const hint = unquoted(texts);
  if (hint !== undefined)
    throw new UsageError(`${quote(texts[0] ?? '')} and what it starts are ${texts.length} targets`, hint);
  const configs = texts.filter((text) => namesConfig(text, terminal.cwd));
  const packages = texts.filter((text) => !configs.includes(text));
  const wanted = await parseEach(packages, terminal.cwd, machine);
  const line = progressOn(terminal.stderr, options.progress);
  const clock = stopwatch();
  try {
    const world = await openWorld(options, policy, terminal, machine, line, clock.timed);
    const each = wanted.map((one, index) => ({
      ...one,
      world: wanted.length > 1 ? { ...world, progress: numbered(line.tell, index, wanted.length) } : world,
    }));
    const trees = texts.length > 1 ? await resolveEach(each) : [];
    const reports: Report[] = [];
    if (configs.length > 0) {
      const { vetConfigs } = await import('./gate.ts');
      reports.push(...(await vetConfigs(configs, options, terminal, { machine, line, timed: clock.timed })));
    }
    for (const [index, { target, gaps, world }] of each.entries()) {
      if (trees[index]) world.progress({ stage: 'resolve', detail: quote(target.text, 80) });
      const report = await scan(target, world, gaps, trees[index]);
      reports.push(excused(report, target.text, { policy, policyFile, today: today() }));
    }
    line.clear();
    const result = stamped(combine(reports), { at: new Date(), rules: await machine.ruleSet() });
    await show(result, { options, terminal, rules: world.rules });
    if (options.timings) terminal.stderr.write(clock.summary());
    return exitCode(result.verdict.level, policy.failOn);
  } finally {
    line.clear();
  }
}

/** Which of several targets it is, where it begins. */
const numbered =
  (tell: Progress, index: number, all: number): Progress =>
  ({ stage, detail }) =>
    tell({ stage, detail: stage === 'resolve' ? `${index + 1} of ${all}, ${detail}` : detail });

interface Wanted {
  readonly target: Target;
  readonly gaps: readonly Gap[];
}

/** One text may name several packages (`npx -p a -p b`); what of it is not judged is a gap of each. */
async function parseEach(texts: readonly string[], cwd: string, machine: Machine): Promise<readonly Wanted[]> {
  const wanted: Wanted[] = [];
  for (const text of texts) {
    const { value, gaps } = await machine.parseTargets([text], cwd);
    if (value.length === 0)
      throw new NothingToScan(`${quote(text)} names no package`, 'give one as npm would take it: weather-mcp@2.1.0');
    wanted.push(...value.map((target) => ({ target, gaps })));
  }
  return wanted;
}

/** What does not exist is told before the first of several is vetted: no work is lost to a slip in the last. */
async function resolveEach(each: readonly (Wanted & { readonly world: World })[]) {
  const trees: Awaited<ReturnType<typeof resolve>>[] = [];
  for (const { target, world } of each) trees.push(await resolve(target, world));
  return trees;
}

/** The real doors, as this command line asks for them. Throws where no rules are there: then everything would pass. */
export async function openWorld(
  options: Pick<VetOptions, 'offline' | 'static' | 'deep' | 'jobs' | 'requireTier'>,
  policy: Policy,
  terminal: Terminal,
  machine: Machine,
  line: ProgressLine,
  timed: World['timed'],
): Promise<World> {
  const { cwd, env, signal } = terminal;
  const [registry, rules, read] = await Promise.all([
    // Without the flag, npm’s own configuration decides.
    machine.openRegistry({ cwd, env, ...(options.offline ? { offline: true } : {}) }),
    machine.loadRules(),
    machine.openReader({ env, signal }),
  ]);
  // Without rules everything would pass.
  if (rules.length === 0) throw new Error('no rules were loaded');
  const { requireTier } = options;
  const sandbox = options.static
    ? undefined
    : await machine.openSandbox({ signal, deep: options.deep, ...(requireTier ? { tier: requireTier } : {}) });
  return {
    registry,
    sandbox,
    rules,
    read,
    policy,
    version: VERSION,
    jobs: options.jobs,
    progress: line.tell,
    timed,
    signal,
  };
}

function combine(reports: readonly Report[]): Result {
  const [only, ...more] = reports;
  if (only !== undefined && more.length === 0) return only;
  const verdict = worst(reports.map((report) => ({ target: report.target.text, verdict: report.verdict })));
  return { schema: 1, reports, verdict };
}
