/**
 * Starts the server a second time, beside the first: weeks later by its clock, in the newer protocol where it speaks it, and with
 * what its tools say they want.
 * libfaketime moves the clock by a file: after its tools were called, weeks pass at once, and then every second is ten minutes.
 */
import { reasonOf } from '../../errors.ts';
import { pause } from '../bounds/deadline.ts';
import { LIMITS } from '../bounds/limits.ts';
import type { Era } from '../talk/client.ts';
import { type Conversation, connect, converse } from '../talk/driver.ts';
import { faketime } from '../world/clock.ts';
import { launch, type Running, type StartWith } from './launch.ts';
import { reach } from './reach.ts';
import { mending, talking } from './serve.ts';
import { missed, phaseClock, type Stage } from './stage.ts';

/** Where the clock of the second start is told: a place every program may read and none may write. */
const CLOCK_FILE = '/etc/ssl/certs/.clock';
/** The steps of that clock: at the start, after its tools were called, and once more with every second being ten minutes. */
const STEPS = ['+45d x1', '+91d x1', '+91d x600'] as const;
/** After so many milliseconds libfaketime has read its file again: it does where the seconds that passed, whole ones, are more than 0. */
const READ_AGAIN = 1_100;

/** What makes a program live by that clock. */
export function withClock(architecture: string): readonly string[] {
  return faketime([`FAKETIME_TIMESTAMP_FILE=${CLOCK_FILE}`, 'FAKETIME_CACHE_DURATION=0'], architecture);
}

/** The reason where it did not answer again. */
export async function weeksLater(
  stage: Stage,
  program: readonly string[],
  start: StartWith,
  running: Running[],
): Promise<Conversation | string> {
  const clock = phaseClock(stage.box.now);
  clock.enter('start');
  const [first, ...further] = STEPS;
  await stage.box.write(CLOCK_FILE, first);
  const command = [...withClock(process.arch), ...program, ...start.args];
  const server = await launch(
    stage,
    'later',
    command,
    start.env,
    clock.at,
    new Map([[`FAKETIME_TIMESTAMP_FILE=${CLOCK_FILE}`, '']]),
  );
  running.push(server);
  try {
    const options = (era: Era) => talking(stage, clock, 'after a restart', era);
    const { session } = await reach(stage, server, options);
    const conversation = await converse(session, options('legacy'));
    for (const step of further) {
      await stage.box.write(CLOCK_FILE, step);
      await pause(READ_AGAIN);
      // Whatever it waits for, this wakes it, and it sees the time.
      await session.ask('ping', {});
      // What woke up has to be done before the clock runs: at ten minutes a second a client gives up before it is connected.
      await pause(LIMITS.settle);
    }
    await conversation.listAgain('weeks later');
    return conversation;
  } catch (error) {
    return `${reasonOf(error)} ${server.said()}`.trim();
  }
}

/** The same server as a client of the newer protocol meets it. */
export async function inNewerProtocol(
  stage: Stage,
  program: readonly string[],
  start: StartWith,
  running: Running[],
): Promise<Conversation | undefined> {
  const clock = phaseClock(stage.box.now);
  clock.enter('start');
  const server = await launch(stage, 'newer', [...program, ...start.args], start.env, clock.at);
  running.push(server);
  try {
    const options = talking(stage, clock, 'in the newer protocol', 'modern');
    return await converse(await connect(server.io, options), options);
  } catch (error) {
    missed(
      stage,
      'start',
      `the server did not speak the protocol it offers: ${reasonOf(error)} ${server.said()}`.trim(),
    );
    return undefined;
  }
}

/**
 * The same server with what it said that its tools want, for those tools. What it offers so is not held against what it offered
 * without: it may well be more.
 */
export async function withMore(
  stage: Stage,
  program: readonly string[],
  start: StartWith,
  worked: ReadonlySet<string>,
  running: Running[],
): Promise<Conversation | undefined> {
  const clock = phaseClock(stage.box.now);
  clock.enter('start');
  try {
    for (const [file, text] of start.files) await stage.box.give(file, text);
    stage.given.push(...Object.values(start.env));
    const server = await launch(stage, 'start', [...program, ...start.args], start.env, clock.at);
    running.push(server);
    const again = { mender: mending(stage), skip: worked };
    const options = (era: Era) => ({ ...talking(stage, clock, 'after a restart', era), ...again });
    const { session } = await reach(stage, server, options);
    return { ...(await converse(session, options('legacy'))), listings: [] };
  } catch {
    // What it said without is all there is.
    return undefined;
  }
}
