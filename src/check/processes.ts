/**
 * Reads packages in processes of their own: on every core, without holding up whoever waits for a key press, and sure to
 * end. What is read was written by attackers; a process can be ended and its memory bounded, a function call cannot, and
 * a thread that runs out of memory may take everything with it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, unlinkSync } from 'node:fs';
import { availableParallelism, devNull, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { queue, scales } from '../queue.ts';
import type { Gap, PackageStore, Reading, Staged, TreeNode } from '../types.ts';
import type { Named } from '../unpack.ts';
import type { Kept } from './kept.ts';
import { type Reader, unopened } from './reader.ts';

/** What a process is asked. */
export interface Job {
  readonly node: Named;
  /** The tarball, or the path of a file that should hold it: nobody has verified that yet. */
  readonly content: Uint8Array | string;
  readonly root: boolean;
  /** Files to leave alone, by their place in the archive, and why. */
  readonly unread: ReadonlyMap<number, string>;
}

/** What it answers. */
export type Answer =
  | { readonly read: Staged<Reading> }
  /** The file is not there, or holds something else. */
  | { readonly damaged: true }
  | { readonly bug: string };

/**
 * The file into which a process writes where it stands, over what it wrote before: how many steps it has told, and one more than
 * the place in the archive of the file it is at, or zero; each a number of 32 bits, the lower first. It is looked at twice a second.
 * Through a pipe, each step woke this process: 2.5 of 98 s of work, where this takes 0.4 (510 packages, one profile each).
 */
export const PULSE = 3;
export const PULSE_BYTES = 8;

export interface ReadLimits {
  /**
   * Milliseconds of work for one step, such as parsing one file: of the processor's time where the system tells it, so that a
   * busy machine leaves nothing out. By the clock a step may take `PATIENCE` times as long.
   */
  readonly step: number;
  /** Milliseconds for one package. */
  readonly package: number;
  /** Megabytes of memory for what one process has parsed. The largest file that is parsed takes half of it. */
  readonly memory: number;
  /** Files of a package that may be left out before it is given up. */
  readonly unread: number;
}

/** Several times what the slowest file of 1,500 real packages takes: a bundle of 9 MB is parsed and linked in 4 s. */
export const READ_LIMITS: ReadLimits = { step: 10_000, package: 180_000, memory: 2048, unread: 3 };

/** How much slower than alone a process may run on a busy machine. */
const PATIENCE = 6;

/** More processes than this gain little and cost memory each. */
const MOST_PROCESSES = 4;

/**
 * Bytes of a tarball from which it may hold a bundle whose tree takes hundreds of megabytes, and of all such tarballs that are
 * read at a time; a larger one is read when no other of them is.
 */
const LARGE = 1024 * 1024;
const LARGE_AT_ONCE = 8 * LARGE;

export interface ProcessOptions {
  readonly kept: Kept;
  /** Ends all processes. */
  readonly signal: AbortSignal;
  readonly processes?: number;
  readonly limits?: ReadLimits;
}

/** As `readHere` with the rules that are installed. What is kept is not read again. */
export function readInProcesses({ kept, signal, limits = READ_LIMITS, ...options }: ProcessOptions): Reader {
  const pool: Pool = { idle: [], signal, limits };
  const turn = queue(options.processes ?? Math.min(MOST_PROCESSES, availableParallelism()));
  const large = scales(LARGE_AT_ONCE);
  return async (node, root, store) => {
    const known = await kept.get(node, root);
    if (known) return known;
    const { value: tarball, gaps } = await tarballOf(node, store);
    if (tarball === undefined) return unopened(node, gaps);
    const { content, size } = tarball;
    // The largest first: begun last, they would be read on one core while the others have nothing left to do.
    const reading = () => turn(() => readWhole(pool, node, store, content, root), size);
    const { read, whole } = await (size > LARGE ? large(size, reading, size) : reading());
    const all = { value: read.value, gaps: [...gaps, ...read.gaps] };
    if (whole) await kept.put(node, root, all);
    return all;
  };
}

interface Tarball extends Pick<Job, 'content'> {
  readonly size: number;
}

/** Where it lies, rather than its bytes: many packages wait for their turn, and bytes would be copied twice on their way. */
async function tarballOf(node: TreeNode, store: PackageStore): Promise<Staged<Tarball | undefined>> {
  const known = await fileOf(node, store);
  if (known) return known;
  const { value: bytes, gaps } = await store.tarball(node);
  if (bytes === undefined) return { value: undefined, gaps };
  return (await fileOf(node, store)) ?? { value: { content: bytes, size: bytes.length }, gaps };
}

async function fileOf(node: TreeNode, store: PackageStore): Promise<Staged<Tarball> | undefined> {
  const { value: file, gaps } = await store.file(node);
  return file && { value: { content: file.path, size: file.size }, gaps };
}

interface Pool {
  /** Processes that have answered and wait for another job; they do not keep this one alive. */
  readonly idle: Hand[];
  readonly signal: AbortSignal;
  readonly limits: ReadLimits;
}

/** A process, and the descriptor of the file that tells where it stands. */
interface Hand {
  readonly child: ChildProcess;
  readonly pulse: number;
}

interface Done {
  readonly read: Staged<Reading>;
  /** False where something was left out for lack of time or memory: another time it may be read. */
  readonly whole: boolean;
}

/** Reads a package, again without the file at which a process had to be ended. */
async function readWhole(
  pool: Pool,
  node: TreeNode,
  store: PackageStore,
  content: Job['content'],
  root: boolean,
): Promise<Done> {
  const { id, name, version, integrity } = node;
  const unread = new Map<number, string>();
  const end = performance.now() + pool.limits.package;
  for (;;) {
    const job = { node: { id, name, version, integrity }, content, root, unread };
    const outcome = await run(pool, job, end);
    if ('read' in outcome) return { read: outcome.read, whole: unread.size === 0 };
    if ('damaged' in outcome) {
      const { value: bytes, gaps } = await store.tarball(node);
      return bytes ? readWhole(pool, node, store, bytes, root) : { read: unopened(node, gaps), whole: false };
    }
    if (outcome.file < 0 || unread.size === pool.limits.unread || performance.now() > end)
      return { read: givenUp(id, outcome.ended), whole: false };
    unread.set(outcome.file, outcome.ended);
  }
}

function givenUp(id: string, why: string): Staged<Reading> {
  const gap: Gap = { stage: 'code', subject: id, reason: `its code was not read: ${why}` };
  return { value: { findings: [] }, gaps: [gap] };
}

/** A reading, or why there is none and at which file it ended, -1 where it was at none. */
type Outcome = Exclude<Answer, { bug: string }> | { readonly ended: string; readonly file: number };

/** One job in one process. */
async function run(pool: Pool, job: Job, end: number): Promise<Outcome> {
  pool.signal.throwIfAborted();
  const { limits } = pool;
  const hand = takeIdle(pool) ?? start(limits);
  const { child } = hand;
  const stand = follow(hand);
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const stop = (why: string): void => resolve({ ended: why, file: stand().file });
  const onMessage = (answer: Answer): void => ('bug' in answer ? reject(new Error(answer.bug)) : resolve(answer));
  const onExit = (): void => stop(`the process that read it ended, as for want of memory (${limits.memory} MB)`);
  const onError = (error: Error): void => (isBroken(error) ? onExit() : reject(error));
  const onAbort = (): void => reject(pool.signal.reason);
  const timer = setInterval(() => {
    const late = lateness(child, stand(), limits, end);
    if (late !== undefined) stop(late);
  }, limits.step / 20);
  child.once('message', onMessage).once('exit', onExit).once('error', onError).ref();
  pool.signal.addEventListener('abort', onAbort);
  child.send(job, (error) => error && onError(error));
  try {
    const outcome = await promise;
    if ('ended' in outcome) child.kill('SIGKILL');
    else giveBack(pool, hand);
    return outcome;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearInterval(timer);
    pool.signal.removeEventListener('abort', onAbort);
    child.off('message', onMessage).off('exit', onExit).off('error', onError);
  }
}

/** True where there was nobody at the other end any more; that it has ended we may hear a little later. */
const isBroken = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE' || code === 'ERR_IPC_CHANNEL_CLOSED';

/**
 * Without our environment, since what it reads may be clever; and without leave to write or to start anything, where
 * this node knows how to refuse that.
 */
function start({ memory }: ReadLimits): Hand {
  const file = new URL(`./process-main${extname(import.meta.url)}`, import.meta.url);
  const pulse = openNameless();
  const child = fork(fileURLToPath(file), [], {
    execArgv: [`--max-old-space-size=${memory}`, ...LEAN, '--expose-gc', '--permission', '--allow-fs-read=*'],
    env: FRUGAL,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', pulse, 'ipc'],
  });
  child.once('close', () => closeSync(pulse));
  // Heard by whoever waits for an answer; while nobody does, it must not end us.
  child.on('error', () => {});
  return { child, pulse };
}

/**
 * A file that nobody else can open, and that is gone with the last who holds it. Where there is no place for files, it is one that
 * tells nothing: which file of a package takes too long nobody knows then, and the package as a whole is given up.
 */
function openNameless(): number {
  const path = join(tmpdir(), `pulse-${randomUUID()}`);
  try {
    const descriptor = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return descriptor;
  } catch {
    return openSync(devNull, 'r+');
  }
}

/**
 * A syntax tree is garbage as soon as its file is read. Collecting it early, when the heap has grown by half, takes half of the
 * memory that node's defaults take. Beside growth by all and a young generation of 4 MB, the largest packages took a tenth to a
 * fifth less memory (649 to 519 MB, 680 to 592 MB) and 3 % more processor time.
 */
const LEAN = ['--max-semi-space-size=8', '--heap-growing-percent=50'];

/**
 * For the allocator of glibc, where that is the system's: the compiler and the collector work on threads of their own, and what each
 * of them frees would stay with it.
 */
const FRUGAL = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '1000000', MALLOC_MMAP_THRESHOLD_: '262144' };

/** One that is still there. */
function takeIdle({ idle }: Pool): Hand | undefined {
  for (let hand = idle.pop(); hand; hand = idle.pop()) if (isThere(hand.child)) return hand;
  return undefined;
}

const isThere = ({ connected, exitCode, signalCode }: ChildProcess): boolean =>
  connected && exitCode === null && signalCode === null;

function giveBack(pool: Pool, hand: Hand): void {
  const { child } = hand;
  pool.idle.push(hand);
  child.unref();
  child.channel?.unref();
}

/** Where a process stands. */
interface Stand {
  /** The file being read, by its place in the archive; -1 for none. */
  readonly file: number;
  /** When its last step was seen to have begun; undefined before the first, since a process that starts has the rules to load. */
  readonly since: Moment | undefined;
}

/** Milliseconds, by the clock and of the processor's time that a process has used. */
interface Moment {
  readonly clock: number;
  readonly work: number;
}

function momentOf({ pid }: ChildProcess): Moment {
  const clock = performance.now();
  return { clock, work: workOf(pid) ?? clock };
}

/** Milliseconds of processor time a process has used, which Linux tells in hundredths of a second; undefined elsewhere. */
function workOf(pid: number | undefined): number | undefined {
  try {
    // Its second field, the name in brackets, may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * 10 : undefined;
  } catch {
    return undefined;
  }
}

/** Tells where a process stands in the job it has now. */
function follow({ child, pulse }: Hand): () => Stand {
  let { told } = pulseIn(pulse);
  let stand: Stand = { file: -1, since: undefined };
  return () => {
    const now = pulseIn(pulse);
    if (now.told !== told) stand = { file: now.place - 1, since: momentOf(child) };
    told = now.told;
    return stand;
  };
}

function pulseIn(pulse: number): { readonly told: number; readonly place: number } {
  const bytes = Buffer.alloc(PULSE_BYTES);
  readSync(pulse, bytes, 0, PULSE_BYTES, 0);
  return { told: bytes.readUInt32LE(0), place: bytes.readUInt32LE(4) };
}

function lateness(child: ChildProcess, { since }: Stand, limits: ReadLimits, end: number): string | undefined {
  const now = momentOf(child);
  if (since !== undefined && (now.work - since.work > limits.step || now.clock - since.clock > PATIENCE * limits.step))
    return `it was not read within ${limits.step / 1000} s`;
  return now.clock > end ? `it was not read within ${limits.package / 1000} s` : undefined;
}
