/** Starts the server as `npx` would, speaks MCP with it, calls its tools, and waits for what it does afterwards. */
import { posix } from 'node:path';
import { prepares } from '../../code/scripts/prepares.ts';
import { reasonOf } from '../../errors.ts';
import { quote } from '../../quote.ts';
import type { PackageTree, ToolsOccasion } from '../../types.ts';
import { LATE, within } from '../bounds/deadline.ts';
import { LIMITS } from '../bounds/limits.ts';
import type { Mender } from '../talk/calls.ts';
import type { Era } from '../talk/client.ts';
import { type Conversation, converse, type DriveOptions } from '../talk/driver.ts';
import type { InputWorld } from '../talk/inputs.ts';
import { wantedAt, wantedIn } from '../talk/wanted.ts';
import type { OtherServer } from '../world/other-servers.ts';
import { inNewerProtocol, weeksLater, withMore } from './again.ts';
import { chooseBin, otherBins } from './bins.ts';
import { endAll, launch, type Running, type StartWith } from './launch.ts';
import { reach } from './reach.ts';
import { missed, type PhaseClock, type Stage } from './stage.ts';
import { type Starts, startsOf } from './starts.ts';

/** The conversations with the server, the first one first; none where there is no server or none that got as far as `tools/list`. */
export async function serve(stage: Stage, tree: PackageTree): Promise<readonly Conversation[]> {
  stage.clock.enter('start');
  let reason = '';
  for (const program of programsOf(stage, tree)) {
    const result = await serveBy(stage, tree, program);
    if (typeof result !== 'string') return result;
    // The first reason is the one a user would meet; nobody said that its main module is a program.
    if (program.as !== 'by its main module') reason ||= result;
  }
  noServer(stage, reason || 'the package has no executable, so there is no server to start');
  return [];
}

interface Program {
  /** Absolute, with what runs it. */
  readonly command: readonly string[];
  /** Who starts it so; undefined for the command that `npx` starts. */
  readonly as?: OtherServer['as'] | 'by its other command';
}

/** What may be the server: the executable that `npx` would start, else what the package has started otherwise. */
export function programsOf({ box, layout }: Pick<Stage, 'box' | 'layout'>, tree: PackageTree): readonly Program[] {
  const bin = chooseBin(layout.bins, tree);
  const { text, args, bin: asked } = tree.target;
  const linked = (name: string) => [posix.join(box.project, 'node_modules/.bin', name)];
  const first = bin === undefined ? [] : [{ command: linked(bin) }];
  // Who gives the command of a client, or its configuration, starts that and nothing else.
  if (asked !== undefined || args.length > 0 || /[\s#]/.test(text)) return first;
  const others = otherBins(layout.bins, bin).filter((name) => SOUNDS_SO.test(name) && !prepares(name));
  const tried = new Set([bin, ...others].map((name) => layout.bins.get(name ?? '')));
  const files = layout.others.filter(({ file }) => !tried.has(file));
  const more = [
    ...others.map((name) => ({ command: linked(name), as: 'by its other command' }) as const),
    ...files.map(({ file, as }) => ({ command: ['node', posix.join(box.project, tree.root.location, file)], as })),
  ];
  return [...first, ...more.slice(0, MOST_MORE)];
}

/** Each of them takes its time where it is no server. */
const MOST_MORE = 3;

/** The name of what may be a server. */
const SOUNDS_SO = /mcp|server/;

/** What we chose for the user, who would have to read that. */
const chosen = ({ command, as }: Program): string =>
  as === undefined ? '' : `started ${as}: ${command.map((part) => posix.basename(part)).join(' ')}`;

/** Its conversations, or why there are none. */
async function serveBy(stage: Stage, tree: PackageTree, program: Program): Promise<readonly Conversation[] | string> {
  const starts = startsOf(stage, tree.target.args, tree.root.name);
  const name = posix.basename(program.command.at(-1) ?? '');
  let first = '';
  let words = '';
  let second = '';
  for (let start = starts.next(); start; start = starts.next()) {
    stage.say({ stage: 'start', detail: [name, ...start.args].join(' ') });
    const told = { ...start, ours: [chosen(program), start.ours].filter(Boolean).join('; ') };
    const result = await insist(stage, program.command, told, starts, first === '' ? LIMITS.start : LIMITS.restart);
    if ('conversations' in result) return result.conversations;
    starts.hear(result.words);
    // The first reason is the one a user would meet; the next one says what else it wants.
    if (first !== '' && second === '' && result.words !== words) second = `${start.ours}: ${result.reason}`;
    if (first === '') ({ reason: first, words } = result);
  }
  return second === '' ? first : `${first}; ${second}`;
}

/** Most times that a server which ended is started the same way again because the world can answer it otherwise. */
const MOST_MENDINGS = 5;
const OTHERWISE = 'started once the world had answered it otherwise';

/** One start, and again as long as the world can answer otherwise what the server asked of it before it ended. */
async function insist(
  stage: Stage,
  program: readonly string[],
  start: StartWith,
  starts: Starts,
  patience: number,
): Promise<Attempt> {
  const mender = mending(stage);
  const end = performance.now() + LIMITS.mending;
  const mended = { ...start, ours: [start.ours, OTHERWISE].filter(Boolean).join('; ') };
  for (let tries = 0; ; tries++) {
    const since = stage.box.now();
    const result = await tryOnce(stage, program, tries === 0 ? start : mended, starts, patience);
    if ('conversations' in result) return result;
    const again = tries < MOST_MENDINGS && performance.now() < end;
    if (again && (await mender.mend(since, result.words, tries === 0))) continue;
    if (tries > 0) await mender.undo();
    return result;
  }
}

function noServer(stage: Stage, reason: string): void {
  stage.runs.push({ profile: stage.profile.name, phase: 'start', status: 'failed', detail: reason, ms: 0 });
  missed(stage, 'start', reason);
}

type Attempt =
  | { readonly conversations: readonly Conversation[] }
  /** `words` are its own. */
  | { readonly reason: string; readonly words: string };

/** How the tracer calls itself, which says why it could not start the program. */
const OF_TRACER = /^\/bin\/login -p --: (?:exec: )?/;

async function tryOnce(
  stage: Stage,
  program: readonly string[],
  start: StartWith,
  starts: Starts,
  patience: number,
): Promise<Attempt> {
  const began = performance.now();
  for (const [file, text] of start.files) await stage.box.give(file, text);
  stage.given.push(...start.args, ...Object.values(start.env));
  const server = await launch(stage, 'start', [...program, ...start.args], start.env, stage.clock.at);
  const running = [server];
  try {
    const options = (era: Era) => ({ ...talking(stage, stage.clock, 'first', era), mender: mending(stage), patience });
    const reached = await reach(stage, server, options);
    const connected = performance.now();
    const conversation = await converse(reached.session, options('legacy'));
    const rest = await goOn(stage, program, start, conversation, running);
    const called = performance.now();
    // Two servers would want the same port.
    const more = reached.over === '' ? starts.more(start, complaintsOf([conversation, ...rest])) : undefined;
    const [again, unlocked] = await Promise.all([
      aftermath(stage, program, start, { server, conversation, over: reached.over }, running),
      more && withMore(stage, program, more, workedOf([conversation, ...rest]), running),
    ]);
    const times = { start: connected - began, idle: performance.now() - called };
    const how = [start.ours, reached.over && `spoken to over ${reached.over}`].filter(Boolean).join('; ');
    const given = unlocked && { conversation: unlocked, what: more?.ours ?? '' };
    report(stage, [conversation, ...rest], given, again, how, times);
    return { conversations: [conversation, ...rest, ...again, ...(unlocked ? [unlocked] : [])] };
  } catch (error) {
    const code = await within(500, server.done);
    const exited = code === LATE ? '' : ` (exit code ${code})`;
    const words = server.said().replace(OF_TRACER, 'it cannot be run on this machine: ');
    return {
      reason: `${quote(reasonOf(error).replaceAll(/\s+/g, ' '), 200)}${exited}${words ? `: ${words}` : ''}`,
      words: server.words(),
    };
  } finally {
    if (!(await endAll(stage, running))) missed(stage, 'idle', 'the trace did not end with its processes');
  }
}

/** What was not seen of tools, which all conversations offered so many of; `uncalled` says why some were not called. */
function tellUnseen(stage: Stage, all: readonly Conversation[], offered: number, uncalled: string): void {
  const called = new Set(all.flatMap(({ calls }) => [...calls.called]));
  if (called.size > 0 && called.isDisjointFrom(workedOf(all)))
    missed(stage, 'call', onlyFailed(all, called.size), { stage: 'tools' });
  const silent = offered - called.size;
  if (uncalled !== '') missed(stage, 'call', uncalled);
  // A tool that waits for something that is not here shows little of what it does.
  else if (silent * 2 > offered) missed(stage, 'call', `${silent} of ${offered} tools did not answer`);
}

/** With what one of them said: all may want the same. */
function onlyFailed(all: readonly Conversation[], count: number): string {
  const [[tool, error] = ['', '']] = all.flatMap(({ calls }) => [...calls.complaints]);
  const said = `${quote(tool, 60)}: ${quote(error.replaceAll(/\s+/g, ' '), 160)}`;
  return `${count === 1 ? 'its tool' : `each of its ${count} tools`} answered only with errors, so what it does otherwise was not seen; ${said}`;
}

const workedOf = (all: readonly Conversation[]): ReadonlySet<string> =>
  new Set(all.flatMap(({ calls }) => [...calls.worked]));

/** How an answer that is an error begins, in the text of its message. */
const COMPLAINT = /"isError":\s?true|"(?:text|message)":\s?"\W{0,4}(?:error|failed|failure)\b/i;

/** What tools answered that only answered with errors; all errors, where there is such a tool. */
export function complaintsOf(all: readonly Conversation[]): string {
  const called = new Set(all.flatMap(({ calls }) => [...calls.called]));
  if (called.difference(workedOf(all)).size === 0) return '';
  const errors = all.flatMap(({ messages }) =>
    messages.flatMap(({ direction, method, text }) =>
      direction === 'received' && (method === 'error' || COMPLAINT.test(text)) ? [text] : [],
    ),
  );
  return [...new Set(errors)].join('\n').replaceAll('\\n', '\n');
}

/** Most times that a server which ended while a tool was called is started again for the tools after it. */
const MOST_RESTARTS = 3;

async function goOn(
  stage: Stage,
  program: readonly string[],
  start: StartWith,
  first: Conversation,
  running: Running[],
): Promise<readonly Conversation[]> {
  const all = [first];
  while (all.at(-1)?.calls.broken && all.length <= MOST_RESTARTS) {
    if (!(await endAll(stage, running))) break;
    const server = await launch(stage, 'start', [...program, ...start.args], start.env, stage.clock.at);
    running.push(server);
    const skip = new Set(all.flatMap(({ calls }) => calls.spans.map(({ tool }) => tool)));
    const options = (era: Era) => ({
      ...talking(stage, stage.clock, 'after a restart', era),
      mender: mending(stage),
      skip,
    });
    const next = await reach(stage, server, options).then(
      ({ session }) => converse(session, options('legacy')),
      () => undefined,
    );
    if (!next) break;
    all.push(next);
  }
  return all.slice(1);
}

/** How to speak in one conversation; `clock` is told its phases. */
export function talking(stage: Stage, clock: PhaseClock, occasion: ToolsOccasion, era: Era): DriveOptions {
  const { box, say } = stage;
  const thorough = occasion === 'first';
  const patience = thorough ? LIMITS.start : LIMITS.restart;
  return {
    occasion,
    era,
    thorough,
    patience,
    world: worldOf(stage),
    texts: stage.messages,
    now: box.now,
    phaseAt: clock.at,
    progress: thorough ? say : ({ detail }) => say({ stage: 'idle', detail: `asked again ${occasion}: ${detail}` }),
    onPhase: clock.enter,
  };
}

/** The sink learns what tools say of its answers: whoever asks the same later is answered so at once. */
export function mending({ box, compared, scripts }: Stage): Mender {
  return {
    mend: (since, error, first) => {
      const wanted = [...wantedIn(error), ...wantedAt(error, scripts), ...(first ? compared : [])];
      return box.mend({ since, wanted, first });
    },
    undo: () => box.mend('nothing helped'),
  };
}

/** What the inputs of tools refer to. */
function worldOf({ work, canaries }: Stage): InputWorld {
  return { file: posix.join(work, 'README.md'), directory: work, canary: canaries.next };
}

/** The first start, its conversation, and where it was held if not on the standard streams. */
interface First {
  readonly server: Running;
  readonly conversation: Conversation;
  readonly over: string;
}

/** What happens when nobody asks any more; meanwhile the server is started anew, with the clock moved forward. */
async function aftermath(
  stage: Stage,
  program: readonly string[],
  start: StartWith,
  { server, conversation, over }: First,
  running: Running[],
): Promise<readonly Conversation[]> {
  stage.say({ stage: 'idle', detail: 'left alone, and started again weeks later by its clock' });
  const idle = within(LIMITS.idle, server.done);
  // Two servers would want the same port.
  const later = over === '' ? weeksLater(stage, program, start, running) : 'it has a port of its own';
  const newer = conversation.modernToo ? inNewerProtocol(stage, program, start, running) : undefined;
  const [, , again, modern] = await Promise.all([idle, within(LIMITS.call, conversation.calls.settled), later, newer]);
  const second = typeof again === 'string' ? await alone(stage, program, start, running) : again;
  if (typeof second === 'string') missed(stage, 'start', `started a second time, the server did not answer: ${second}`);
  return [second, modern].filter((one) => one !== undefined && typeof one !== 'string');
}

/** Some servers bear no second one beside them: they have a port or a lock of their own. */
async function alone(
  stage: Stage,
  program: readonly string[],
  start: StartWith,
  running: Running[],
): Promise<Conversation | string> {
  // What has not ended by then is waited for once more at the end, and says so there.
  await endAll(stage, running);
  return weeksLater(stage, program, start, running);
}

interface Times {
  /** How long it took to connect, in milliseconds. */
  readonly start: number;
  readonly idle: number;
}

function report(
  stage: Stage,
  [first, ...rest]: readonly [Conversation, ...Conversation[]],
  given: { readonly conversation: Conversation; readonly what: string } | undefined,
  again: readonly Conversation[],
  how: string,
  times: Times,
): void {
  const run = { profile: stage.profile.name, status: 'completed' } as const;
  const { offers } = first;
  const all = [first, ...rest];
  const everything = given ? [...all, given.conversation] : all;
  const called = new Set(everything.flatMap(({ calls }) => [...calls.called]));
  const failed = called.difference(workedOf(everything)).size;
  const mended = new Set(everything.flatMap(({ calls }) => [...calls.mended])).size;
  const sent = everything.reduce((sum, { calls }) => sum + calls.spans.length, 0);
  const offered = new Set(everything.flatMap((one) => one.tools.map(({ name }) => name))).size;
  // What was not called then was called after the next start.
  const told = all.flatMap((one) =>
    one === all.at(-1)
      ? one.calls.missed
      : one.calls.missed.map((text) => text.replace(/; \d+ tools were not called$/, '')),
  );
  const uncalled = all.at(-1)?.calls.uncalled ?? 0;
  const read = [
    ...(offers.resources > 0 ? [`${offers.resources} resources read`] : []),
    ...(offers.prompts > 0 ? [`${offers.prompts} prompts read`] : []),
  ];
  const said = [
    `${called.size} of ${offered} tools answered${failed > 0 ? ` (${failed} only with an error)` : ''}, ${sent} calls`,
    ...read,
    ...(rest.length > 0 ? [`started again ${rest.length === 1 ? 'once' : `${rest.length} times`} to go on`] : []),
    ...(mended > 0 ? [`${mended} tools worked once the world had answered them otherwise`] : []),
    ...(given ? [`started again with ${given.what}`] : []),
    ...told,
  ];
  const occasions = again.flatMap(({ listings }) => listings.slice(0, 1).map(({ occasion }) => occasion));
  stage.runs.push(
    { ...run, phase: 'start', detail: how, ms: Math.round(times.start) },
    { ...run, phase: 'call', detail: said.join('; '), ms: Math.round(all.reduce((sum, one) => sum + one.callMs, 0)) },
    {
      ...run,
      phase: 'idle',
      detail: occasions.map((one) => `asked again ${one}`).join(', '),
      ms: Math.round(times.idle),
    },
  );
  tellUnseen(stage, everything, offered, uncalled > 0 ? (told.at(-1) ?? `${uncalled} tools were not called`) : '');
}
