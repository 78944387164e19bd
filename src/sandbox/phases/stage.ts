/** What the phases of one profile share: the box, what was laid out in it, and where they put what they saw. */
import { posix } from 'node:path';
import { quote } from '../../quote.ts';
import type { Gap, Phase, PhaseStatus, Progress, Run } from '../../types.ts';
import { LATE, within } from '../bounds/deadline.ts';
import type { Allowance } from '../bounds/own.ts';
import type { Canaries } from '../decoys/canaries.ts';
import type { Decoy, Planting } from '../decoys/decoys.ts';
import type { Box, Traced, TracedPhase, TraceOptions } from '../engine/engine.ts';
import type { Wanted } from '../talk/wanted.ts';
import { lastWords, WORDS } from '../talk/words.ts';
import { createTraceObserver, type TraceContext, type TraceMemory, type TraceObserver } from '../witnesses/observe.ts';
import { faketime } from '../world/clock.ts';
import type { Profile } from '../world/profiles.ts';
import type { Layout } from '../world/project.ts';

export interface Stage {
  readonly box: Box;
  readonly profile: Profile;
  readonly layout: Layout;
  readonly planting: Planting;
  /** What the package's readme says. */
  readonly readme: string;
  /** What its code holds answers against. */
  readonly compared: readonly Wanted[];
  /** Its code, as far as it is looked at again. */
  readonly scripts: readonly string[];
  /** Decoys planted later, for what the server asked for when it was started. */
  readonly extra: Decoy[];
  /** What the inputs of its tools hold. */
  readonly canaries: Canaries;
  /** Arguments and values the server was started with, ours among them. */
  readonly given: string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where the user works: the server's working directory. */
  readonly work: string;
  readonly runs: Run[];
  readonly gaps: Gap[];
  readonly observers: TraceObserver[];
  /** What may be kept of all traces, and of all messages. */
  readonly memory: TraceMemory;
  readonly messages: Allowance;
  readonly clock: PhaseClock;
  readonly say: Progress;
}

/** Which phase a time of the box belongs to. */
export interface PhaseClock {
  enter(phase: Phase): void;
  at(time: number): Phase;
}

/** `now` is the box's clock, in seconds. Before the first phase it is `install`. */
export function phaseClock(now: () => number): PhaseClock {
  const starts: (readonly [Phase, number])[] = [];
  return {
    enter: (phase) => void starts.push([phase, now()]),
    at: (time) => starts.findLast(([, start]) => time >= start)?.[0] ?? 'install',
  };
}

/** The environment every process of the package finds. */
export function environment(profile: Profile, planting: Planting): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: profile.home,
    USER: profile.user,
    LOGNAME: profile.user,
    PWD: posix.join(profile.home, profile.work),
    NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt',
    SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt',
    ...profile.env,
    ...planting.env,
  };
}

/** How a phase ended, in the words of its run. */
export interface Outcome {
  readonly status: PhaseStatus;
  readonly detail: string;
}

/** Runs one phase and records how it ended and how long it took. */
export async function timed(stage: Stage, phase: Phase, work: () => Promise<Outcome>): Promise<void> {
  stage.clock.enter(phase);
  stage.say({ stage: phase, detail: '' });
  const start = performance.now();
  const { status, detail } = await work();
  stage.runs.push({ profile: stage.profile.name, phase, status, detail, ms: Math.round(performance.now() - start) });
}

/**
 * Something of this phase was not seen. Where names or the network are missing, what a program does not do is what it does in such
 * a place: others have seen the rest.
 */
export function missed(stage: Stage, phase: string, reason: string, where: Partial<Gap> = {}): void {
  if (stage.profile.names === 'all')
    stage.gaps.push({ stage: 'sandbox', subject: `${stage.profile.name}/${phase}`, reason, ...where });
}

/** Follows one trace; `phaseAt` says which phase a time of it belongs to. */
export function observe(
  stage: Stage,
  phaseAt: (time: number) => Phase,
  { ours = new Map(), installs = false }: Pick<TraceContext, 'ours' | 'installs'> = {},
): TraceObserver {
  const { clock } = stage.profile;
  const hidden = clock === undefined ? ours : new Map([...ours, [clockSetting(clock), '']]);
  const { project } = stage.box;
  const observer = createTraceObserver({ project, phaseAt, ours: hidden, installs, memory: stage.memory });
  stage.observers.push(observer);
  return observer;
}

const clockSetting = (clock: string): string => `FAKETIME=${clock}`;

/** A traced command, by the profile's own clock. */
export function startTraced(
  { box, profile: { clock } }: Stage,
  trace: TracedPhase,
  command: readonly string[],
  options: TraceOptions,
): Promise<Traced> {
  // The second start has a clock of its own.
  const prefix = clock === undefined || trace === 'later' ? [] : faketime([clockSetting(clock)]);
  return box.trace(trace, [...prefix, ...command], options);
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds after which everything of the user's is ended. */
  readonly deadline: number;
  /** Arguments of ours, and what the report says instead of them. */
  readonly ours?: ReadonlyMap<string, string>;
}

/** A traced command that is left to itself. */
export async function runTraced(
  stage: Stage,
  trace: TracedPhase,
  phase: Phase,
  command: readonly string[],
  options: CommandOptions,
): Promise<Outcome> {
  const words = lastWords();
  const observer = observe(stage, () => phase, { ...options, installs: trace === 'install' });
  const traced = await startTraced(stage, trace, command, {
    cwd: options.cwd,
    env: options.env,
    onTrace: observer.line,
    onStdout: words.hear,
    onStderr: words.hear,
  });
  traced.stdin.end();
  const late = await within(options.deadline, traced.done);
  if (late !== LATE)
    return { status: late === 0 ? 'completed' : 'failed', detail: late === 0 ? '' : quote(words.text(), WORDS) };
  await makeEnd(stage, traced.done);
  return { status: 'timeout', detail: `still running after ${options.deadline / 1000} s` };
}

/** Ends every process of the user, and again those that were just being made. Resolves with whether their traces ended. */
export async function makeEnd({ box }: Stage, traces: Promise<unknown>): Promise<boolean> {
  for (let tries = 0; tries < 5; tries++) {
    await box.endProcesses();
    if ((await within(3_000, traces)) !== LATE) return true;
  }
  return false;
}
