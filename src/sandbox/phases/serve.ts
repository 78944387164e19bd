/** Starts the server as `npx` would, speaks MCP with it, calls its tools, and waits for what it does afterwards. */
import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { reasonOf } from '../../errors.ts';
import type { PackageTree, ToolsOccasion } from '../../types.ts';
import { broughtHere, handedOver } from '../arguments.ts';
import { LATE, within } from '../deadline.ts';
import { plant } from '../decoys.ts';
import { type Conversation, connect, converse, type DriveOptions, type Session } from '../driver.ts';
import type { InputWorld } from '../inputs.ts';
import { LIMITS } from '../limits.ts';
import type { Era } from '../talk/client.ts';
import { inNewerProtocol, weeksLater } from './again.ts';
import { chooseBin } from './bins.ts';
import { endAll, launch, type Running, type StartWith } from './launch.ts';
import { missed, type PhaseClock, type Stage } from './stage.ts';

/** The conversations with the server, the first one first; none where there is no server or none that got as far as `tools/list`. */
export async function serve(stage: Stage, tree: PackageTree): Promise<readonly Conversation[]> {
  stage.clock.enter('start');
  const bin = chooseBin(stage.layout.bins, tree);
  if (!bin) {
    noServer(stage, 'the package has no executable, so there is no server to start');
    return [];
  }
  const path = posix.join(stage.box.project, 'node_modules/.bin', bin);
  let first = '';
  const given = handedOver(tree.target.args, stage.profile);
  const waiting = [...attempts(given, broughtHere(tree.target.args, stage.profile), stage)];
  for (let attempt = waiting.shift(); attempt; attempt = waiting.shift()) {
    stage.say({ stage: 'start', detail: [bin, ...attempt.args].join(' ') });
    const result = await tryOnce(stage, path, attempt);
    if ('conversations' in result) return result.conversations;
    // The first reason is the one a user would meet; and often it says what is missing.
    if (first === '') waiting.unshift(...asItSays(result.words, given, stage));
    first ||= result.reason;
    if (!result.ended) break;
  }
  noServer(stage, first);
  return [];
}

/** A server elsewhere, for bridges; the same for each profile, whose events are compared. */
const ADDRESS = `https://mcp-${randomBytes(4).toString('hex')}.example/mcp`;

/** As the user would first; then with what servers that end at once want most: settings, a directory, an address. */
function attempts(
  given: readonly string[],
  moved: readonly string[] | undefined,
  { planting, work }: Stage,
): readonly StartWith[] {
  const { settings } = planting;
  const names = Object.keys(settings);
  const more =
    names.length > 0
      ? [{ args: given, env: settings, ours: `started with settings of ours: ${names.join(', ')}` }]
      : [];
  const withArgument = (argument: string) => ({
    args: [argument],
    env: settings,
    ours: `started with an argument of ours: ${argument}`,
  });
  return [
    { args: given, env: {}, ours: '' },
    ...more,
    ...(moved === undefined
      ? []
      : [{ args: moved, env: settings, ours: `started with folders of ours: ${moved.join(' ')}` }]),
    ...(given.length > 0 ? [] : [withArgument(work), withArgument(ADDRESS)]),
  ];
}

const VARIABLE = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;
/** A line that shows how the program is started, with the word that makes it a server. */
const SUBCOMMAND = /(?:^|\\n|\s)(?:npx (?:-y )?)?[\w@/.-]{2,80} (start|serve|stdio|server|mcp|run)\b/;

/** As what it said when it ended tells: with the variables it named, or the subcommand of its usage. */
function asItSays(said: string, given: readonly string[], { planting, extra }: Stage): readonly StartWith[] {
  const named = [...new Set(said.match(VARIABLE) ?? [])].filter((name) => !(name in planting.env));
  const { env, settings, decoys } = plant(named.slice(0, 20), '');
  const asked = decoys.filter((decoy) => decoy.asked);
  extra.push(...asked);
  const own = Object.fromEntries(asked.map(({ place, value }) => [place.replace(/^env /, ''), value]));
  const variables = { ...planting.settings, ...settings, ...own };
  const names = Object.keys({ ...settings, ...own }).filter((name) => name in env || name in settings);
  const subcommand = given.length === 0 ? SUBCOMMAND.exec(said)?.[1] : undefined;
  const told =
    names.length > 0
      ? [{ args: given, env: variables, ours: `started with what it asks for: ${names.join(', ')}` }]
      : [];
  if (subcommand === undefined) return told;
  return [...told, { args: [subcommand], env: variables, ours: `started with an argument of ours: ${subcommand}` }];
}

function noServer(stage: Stage, reason: string): void {
  stage.runs.push({ profile: stage.profile.name, phase: 'start', status: 'failed', detail: reason, ms: 0 });
  missed(stage, 'start', reason);
}

/** `ended`: the server ended by itself, so another way to start it may help. */
type Attempt =
  | { readonly conversations: readonly Conversation[] }
  /** `words` are its own. */
  | { readonly reason: string; readonly words: string; readonly ended: boolean };

async function tryOnce(stage: Stage, path: string, start: StartWith): Promise<Attempt> {
  const began = performance.now();
  stage.given.push(...start.args, ...Object.values(start.env));
  const server = await launch(stage, 'start', [path, ...start.args], start.env, stage.clock.at);
  const running = [server];
  try {
    const session = await reach(stage, server);
    const connected = performance.now();
    const conversation = await converse(session, talking(stage, stage.clock, 'first', 'legacy'));
    const called = performance.now();
    const again = await aftermath(stage, path, start, server, conversation, running);
    const times = { start: connected - began, idle: performance.now() - called };
    report(stage, conversation, again, start, times);
    return { conversations: [conversation, ...again] };
  } catch (error) {
    const code = await within(500, server.done);
    const exited = code === LATE ? '' : ` (exit code ${code})`;
    const words = server.said();
    return { reason: `${reasonOf(error)}${exited}${words ? `: ${words}` : ''}`, words, ended: code !== LATE };
  } finally {
    if (!(await endAll(stage, running))) missed(stage, 'idle', 'the trace did not end with its processes');
  }
}

/** The first era that answers. */
async function reach(stage: Stage, { io }: Running): Promise<Session> {
  let gone = false;
  io.ended.then(() => {
    gone = true;
  });
  try {
    return await connect(io, talking(stage, stage.clock, 'first', 'legacy'));
  } catch (error) {
    if (gone) throw error;
    return await connect(io, talking(stage, stage.clock, 'first', 'modern')).catch(() => {
      throw error;
    });
  }
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
    world: worlds(stage),
    now: box.now,
    phaseAt: clock.at,
    progress: thorough ? say : ({ detail }) => say({ stage: 'idle', detail: `asked again ${occasion}: ${detail}` }),
    onPhase: clock.enter,
  };
}

/** Worlds that differ in their marker. */
function worlds({ work }: Stage): () => InputWorld {
  return () => ({
    file: posix.join(work, 'README.md'),
    directory: work,
    marker: randomBytes(5).toString('hex'),
  });
}

/** What happens when nobody asks any more; meanwhile the server is started anew, with the clock moved forward. */
async function aftermath(
  stage: Stage,
  path: string,
  start: StartWith,
  server: Running,
  conversation: Conversation,
  running: Running[],
): Promise<readonly Conversation[]> {
  stage.say({ stage: 'idle', detail: 'left alone, and started again weeks later by its clock' });
  const idle = within(LIMITS.idle, server.done);
  const later = weeksLater(stage, path, start, running);
  const newer = conversation.modernToo ? inNewerProtocol(stage, path, start, running) : undefined;
  const [, , again, modern] = await Promise.all([idle, within(LIMITS.call, conversation.calls.settled), later, newer]);
  const second = typeof again === 'string' ? await alone(stage, path, start, running) : again;
  if (typeof second === 'string') missed(stage, 'start', `started a second time, the server did not answer: ${second}`);
  return [second, modern].filter((one) => one !== undefined && typeof one !== 'string');
}

/** Some servers bear no second one beside them: they have a port or a lock of their own. */
async function alone(stage: Stage, path: string, start: StartWith, running: Running[]): Promise<Conversation | string> {
  await endAll(stage, running.splice(0));
  return weeksLater(stage, path, start, running);
}

interface Times {
  /** How long it took to connect, in milliseconds. */
  readonly start: number;
  readonly idle: number;
}

function report(
  stage: Stage,
  conversation: Conversation,
  again: readonly Conversation[],
  { ours }: StartWith,
  times: Times,
): void {
  const run = { profile: stage.profile.name, status: 'completed' } as const;
  const { calls, tools, offers, callMs } = conversation;
  const read = [
    ...(offers.resources > 0 ? [`${offers.resources} resources read`] : []),
    ...(offers.prompts > 0 ? [`${offers.prompts} prompts read`] : []),
  ];
  const said = [
    `${calls.called.size} of ${tools.length} tools answered, ${calls.sent} calls`,
    ...read,
    ...calls.missed,
  ];
  const occasions = again.flatMap(({ listings }) => listings.slice(0, 1).map(({ occasion }) => occasion));
  stage.runs.push(
    { ...run, phase: 'start', detail: ours, ms: Math.round(times.start) },
    { ...run, phase: 'call', detail: said.join('; '), ms: Math.round(callMs) },
    {
      ...run,
      phase: 'idle',
      detail: occasions.map((one) => `asked again ${one}`).join(', '),
      ms: Math.round(times.idle),
    },
  );
  if (calls.uncalled > 0) missed(stage, 'call', calls.missed.at(-1) ?? `${calls.uncalled} tools were not called`);
}
