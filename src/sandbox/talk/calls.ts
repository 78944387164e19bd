/**
 * Calls every tool. The first round takes one tool after the other, so that what is seen is that tool's doing; a tool that takes
 * its time is left to itself while others are called. Further rounds (other inputs, repetitions) run side by side.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import { reasonOf } from '../../errors.ts';
import { quote } from '../../quote.ts';
import type { Progress, Tool } from '../../types.ts';
import { LATE, pause, within } from '../bounds/deadline.ts';
import { LIMITS } from '../bounds/limits.ts';
import type { Canary } from '../decoys/canaries.ts';
import { amendedBy } from './amended.ts';
import { correctedBy, type Input, type InputWorld, inputsFor } from './inputs.ts';
import { placedBy } from './misplaced.ts';
import { rehosted } from './rehosted.ts';
import { wantedIn } from './wanted.ts';

/** One call, for telling which tool did what. Times in seconds of the box's clock; `until` is the future while it is not answered. */
export interface CallSpan {
  readonly tool: string;
  /** Texts that stand in its input and nowhere else. The same list where the same input was sent again. */
  readonly canaries: readonly Canary[];
  readonly from: number;
  until: number;
}

export interface CallOptions {
  readonly world: InputWorld;
  readonly now: () => number;
  readonly progress: Progress;
  /** Resolves when the server has ended. */
  readonly ended: Promise<unknown>;
  /** Tools that were called before, by their names as they are shown. */
  readonly skip: ReadonlySet<string>;
  readonly mender: Mender | undefined;
}

/** Makes the world answer otherwise. */
export interface Mender {
  /** What a tool asked since then (in seconds of the box's clock), by the error it answered with; false where it cannot. `first` of a tool. */
  readonly mend: (since: number, error: string, first: boolean) => Promise<boolean>;
  /** It did not help that tool, and others may need the answers that were. */
  readonly undo: () => Promise<unknown>;
}

/** What the calls came to; `spans`, the sets and `missed` grow until `settled` resolves. */
export interface Calls {
  readonly spans: readonly CallSpan[];
  /** Names of tools that answered at least once, rightly or with an error. */
  readonly called: ReadonlySet<string>;
  /** Those of them that answered at least once without an error. */
  readonly worked: ReadonlySet<string>;
  /** What each tool first said went wrong. */
  readonly complaints: ReadonlyMap<string, string>;
  /** Those of them that did so once the world had answered them otherwise. */
  readonly mended: ReadonlySet<string>;
  /** What was left out and why. */
  readonly missed: readonly string[];
  /** Tools that were never called. */
  readonly uncalled: number;
  /** Whether that is because the server ended. */
  readonly broken: boolean;
  /** Resolves when every call was answered or given up, and those that were slow to fail were called again. Never rejects. */
  readonly settled: Promise<unknown>;
}

/** Repetitions of a tool's first input in the further rounds: some code acts on the n-th call only. */
const REPETITIONS = 4;
/** Most times that a tool is called again because the world can answer it otherwise. */
const MOST_MENDINGS = 10;
/** Most times that a tool's input is corrected by what it says of the one before. */
const MOST_CORRECTIONS = 4;
/** What a tool says that counts its calls, and how long it is left alone then, in milliseconds. */
const TOO_MANY = /rate.?limit|too many (?:requests|calls)|slow down/i;
const A_WHILE = 1_100;
/** Longest name of a tool that is shown. */
const SHOWN = 80;
/** Tools that are called side by side in the further rounds. */
const LANES = 4;

interface Round {
  readonly client: Client;
  readonly options: CallOptions;
  readonly spans: CallSpan[];
  readonly called: Set<string>;
  readonly worked: Set<string>;
  readonly complaints: Map<string, string>;
  readonly mended: Set<string>;
  /** Tools that others did not wait for. */
  readonly late: Set<string>;
  readonly missed: string[];
  readonly pending: Set<Promise<unknown>>;
  ended: boolean;
  /** Milliseconds that are left for mending. */
  patience: number;
}

/** One call of each tool with the input that fits best; `more` adds the other inputs and repetitions. */
export async function callTools(
  client: Client,
  tools: readonly Tool[],
  options: CallOptions,
  between: () => Promise<void>,
  more: boolean,
): Promise<Calls> {
  const answers = {
    called: new Set<string>(),
    worked: new Set<string>(),
    complaints: new Map(),
    mended: new Set<string>(),
  };
  const round: Round = {
    ...{ client, options, spans: [], ...answers, missed: [], pending: new Set(), ended: false },
    ...{ late: new Set(), patience: LIMITS.mending },
  };
  options.ended.then(() => {
    round.ended = true;
  });
  const wanted = tools.filter(({ name }) => !options.skip.has(quote(name, SHOWN)));
  const plans = wanted
    .slice(0, LIMITS.tools)
    .map((tool) => ({ tool, inputs: inputsFor(tool.inputSchema, options.world, aboutOf(tool)) }));
  const uncalled = await firstRound(round, plans, wanted.length);
  await between();
  if (more) await furtherRounds(round, plans);
  const { spans, missed } = round;
  const broken = uncalled > 0 && round.ended;
  return { spans, ...answers, missed, uncalled, broken, settled: settle(round, plans) };
}

interface Plan {
  readonly tool: Tool;
  /** What it is called with first is what is repeated. */
  inputs: readonly Input[];
}

/** Returns how many tools were not called. */
async function firstRound(round: Round, plans: readonly Plan[], all: number): Promise<number> {
  const deadline = performance.now() + LIMITS.calls;
  for (const [index, plan] of plans.entries()) {
    if (round.ended) {
      const last = round.spans.at(-1)?.tool ?? '';
      round.missed.push(`the server ended while ${last} was called; ${all - index} tools were not called`);
      return all - index;
    }
    if (performance.now() > deadline) {
      round.missed.push(`${all - index} tools were not called: the time for calls was used up`);
      return all - index;
    }
    tellOf(round, plan.tool, index, all);
    await insist(round, plan, LIMITS.patience);
    plan.inputs = await otherwise(round, plan);
  }
  const left = all - plans.length;
  if (left > 0) round.missed.push(`${left} tools were not called: more than ${LIMITS.tools} were offered`);
  return left;
}

/** One call, and again as long as the world can answer otherwise what the tool asked of it and did not like. Its last error. */
async function insist(round: Round, plan: Plan, patience: number): Promise<string | typeof LATE> {
  const began = performance.now();
  let { error, since }: Attempt = await attempt(round, plan, patience);
  let tries = 0;
  const mendable = async () => {
    const { mender } = round.options;
    const inTime = tries < MOST_MENDINGS && performance.now() - began < round.patience && !round.ended;
    return typeof error === 'string' && error !== '' && inTime && mender?.mend(since, error, tries === 0);
  };
  while (await mendable()) {
    tries++;
    ({ error, since } = await attempt(round, plan, patience));
  }
  if (typeof error === 'string' && TOO_MANY.test(error) && !round.ended) {
    await pause(A_WHILE);
    ({ error } = await attempt(round, plan, patience));
  }
  if (tries > 0 && error === '') round.mended.add(plan.tool.name);
  else if (tries > 0) await round.options.mender?.undo();
  if (tries > 0) round.patience -= performance.now() - began;
  if (error === LATE) round.late.add(plan.tool.name);
  return error;
}

/**
 * A tool that refused what fits the names of its arguments is called with what their descriptions tell, then as its errors say.
 * Returns its inputs, with what it took first.
 */
async function otherwise(round: Round, { tool, inputs }: Plan): Promise<readonly Input[]> {
  const { called, worked, late, complaints } = round;
  const refused = () => called.has(tool.name) && !worked.has(tool.name) && !late.has(tool.name) && !round.ended;
  if (!refused()) return inputs;
  const told = inputs.find(({ kind }) => kind === 'told');
  let input = told ?? inputs[0];
  let error = complaints.get(tool.name) ?? '';
  for (let next = told, tries = 0; refused() && tries <= MOST_CORRECTIONS; tries++) {
    next ??= input && corrected(error, input, tool, round.options.world);
    const answer = next && (await insist(round, { tool, inputs: [next] }, LIMITS.patience));
    // What it says again was not what it wanted.
    if (!next || typeof answer !== 'string' || (answer === error && next !== told)) break;
    [input, error, next] = [next, answer, undefined];
  }
  return input && worked.has(tool.name) ? [input, ...inputs.filter((one) => one !== input)] : inputs;
}

/** Undefined where the error says nothing of it, or wants what it was given. */
function corrected(error: string, input: Input, tool: Tool, world: InputWorld): Input | undefined {
  const about = aboutOf(tool);
  const better =
    correctedBy(wantedIn(error), input, world, about) ??
    amendedBy(error, input, tool.inputSchema, world, about) ??
    placedBy(error, input, world) ??
    rehosted(error, input);
  return isDeepStrictEqual(better?.input, input.input) ? undefined : better;
}

const aboutOf = ({ name, description }: Tool): string => `${name} ${description}`;

interface Attempt {
  readonly since: number;
  readonly error: string | typeof LATE;
}

/** One call with the input that fits best. */
async function attempt(round: Round, { tool, inputs: [input] }: Plan, patience: number): Promise<Attempt> {
  const since = round.options.now();
  return { since, error: input ? await within(patience, call(round, tool, input)) : '' };
}

/** When nobody is waited for any more, those that took their time to say what they did not like: one after the other, as before. */
async function settle(round: Round, plans: readonly Plan[]): Promise<void> {
  await Promise.all(round.pending);
  const { called, worked, late, options } = round;
  for (const plan of plans) {
    const { name } = plan.tool;
    if (options.mender && late.has(name) && called.has(name) && !worked.has(name))
      await insist(round, plan, LIMITS.call);
  }
}

/** What time allows: every tool's other inputs, then its first one again. A tool that has not answered yet is left alone. */
async function furtherRounds(round: Round, plans: readonly Plan[]): Promise<void> {
  const answering = plans.filter(({ tool }) => round.called.has(tool.name));
  const waiting = answering.entries();
  const deadline = performance.now() + LIMITS.furtherCalls;
  const lane = async (): Promise<void> => {
    for (const [index, plan] of waiting) {
      tellOf(round, plan.tool, index, answering.length, ', other inputs');
      await exercise(round, plan, deadline);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function tellOf({ options }: Round, { name }: Tool, index: number, all: number, how = ''): void {
  options.progress({ stage: 'call', detail: `tool ${index + 1} of ${all}${how}, ${quote(name, 60)}` });
}

async function exercise(round: Round, { tool, inputs }: Plan, deadline: number): Promise<void> {
  const [first, ...others] = inputs;
  const again = Array.from({ length: REPETITIONS }, () => first);
  for (const one of [...others, ...again]) {
    if (!one || round.ended || performance.now() > deadline) return;
    const answered = await within(LIMITS.patience, call(round, tool, one));
    if (answered === LATE) return;
  }
}

/** One call; resolves when it was answered or given up, with the error that came of it, or an empty text. */
function call(round: Round, tool: Tool, { input, canaries }: Input): Promise<string> {
  const { client, options, called, worked, complaints, missed } = round;
  const name = quote(tool.name, SHOWN);
  const span: CallSpan = { tool: name, canaries, from: options.now(), until: Number.POSITIVE_INFINITY };
  round.spans.push(span);
  const work = client.callTool({ name: tool.name, arguments: input }, { timeout: LIMITS.call }).then(
    (answer) => {
      called.add(tool.name);
      const complaint = complaintIn(answer);
      if (complaint === '') worked.add(tool.name);
      return complaint;
    },
    (error: unknown) => {
      const reason = reasonOf(error);
      // An error that the server sent is an answer like any other.
      if (!/no answer|timed out|connection closed|not connected/i.test(reason)) called.add(tool.name);
      else if (!called.has(tool.name) && !round.ended) missed.push(`${name}: no answer within ${LIMITS.call / 1000} s`);
      return reason;
    },
  );
  const done = Promise.race([work, options.ended.then(() => '')]).then((error) => {
    span.until = options.now();
    if (error !== '' && called.has(tool.name) && !complaints.has(tool.name)) complaints.set(tool.name, error);
    round.pending.delete(done);
    return error;
  });
  round.pending.add(done);
  return done;
}

type Answer = Pick<CallToolResult, 'isError' | 'content'>;

/** What a tool says went wrong, whether it marks that as an error or only says so; empty where nothing did. */
export function complaintIn({ isError, content, ...rest }: Answer): string {
  const words = wordsOf(content);
  if (isError === true) return words || 'an error';
  if (/^\W{0,4}(?:error|failed|failure)\b/i.test(words) || saysNo(words)) return words;
  return words === '' && isNo(rest) ? JSON.stringify(rest).slice(0, MOST_WORDS) : '';
}

/** Longest answer that is read for what it says of itself. */
const MOST_WORDS = 20_000;

function saysNo(words: string): boolean {
  if (!words.startsWith('{') || words.length > MOST_WORDS) return false;
  try {
    return isNo(JSON.parse(words));
  } catch {
    return false;
  }
}

function isNo({ status, success, ok, error }: Readonly<Record<string, unknown>>): boolean {
  return status === 'error' || success === false || ok === false || (typeof error === 'string' && error !== '');
}

const wordsOf = (content: readonly { readonly type: string; readonly text?: unknown }[] = []): string =>
  content.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])).join('\n');
