/**
 * Resolves in a thread of its own. npm's resolver takes time that grows faster than the tree, and metadata is written by
 * attackers: a thread can be ended and its memory bounded, a promise cannot.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UsageError } from '../errors.ts';
import type { NpmOptions } from '../npm-config.ts';
import type { Staged, Target } from '../types.ts';
import type { ResolveLimits } from './limits.ts';
import type { Platform, Resolved } from './tree.ts';

/** What the thread is asked. */
export interface Job {
  readonly target: Target;
  readonly options: NpmOptions;
  readonly platform: Platform;
  readonly limits: ResolveLimits;
}

/** What it answers: a result, the user's error, or our bug. */
export type Outcome =
  | { readonly resolved: Staged<Resolved | undefined> }
  | { readonly message: string; readonly hint: string }
  | { readonly bug: string; readonly stack: string };

/** Milliseconds that a thread may go on after its own deadline, to give the part of a tree it has, before it is ended. */
const GRACE = 10_000;
/** Megabytes of memory; the largest real tree takes a quarter of it. */
const MEMORY = 2048;

/** Threads that have answered and wait for another job; they do not keep the process alive. */
const idle: Worker[] = [];
/** Milliseconds after which one that waits is ended: its memory is wanted by what comes after resolving. */
const WAITS = 1_000;

/** As `resolveTarget`, but sure to end. */
export async function resolveInThread(job: Job): Promise<Staged<Resolved | undefined>> {
  const worker = idle.pop() ?? startWorker();
  const outcome = await outcomeOf(worker, job);
  if ('resolved' in outcome) return outcome.resolved;
  if ('hint' in outcome) throw new UsageError(outcome.message, outcome.hint);
  throw Object.assign(new Error(outcome.bug), { stack: outcome.stack });
}

function startWorker(): Worker {
  const file = new URL(`./thread-main${extname(import.meta.url)}`, import.meta.url);
  return new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: MEMORY } });
}

async function outcomeOf(worker: Worker, job: Job): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const onMessage = (outcome: Outcome): void => {
    worker.off('error', onError).unref();
    idle.push(worker);
    setTimeout(() => endIdle(worker), WAITS).unref();
    resolve(outcome);
  };
  const onError = (error: Error & { code?: string }): void => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      resolve(nothing(job, `the tree takes more than ${MEMORY} MB of memory`));
    else resolve({ bug: error.message, stack: error.stack ?? '' });
  };
  const timer = setTimeout(() => {
    worker.off('message', onMessage).terminate();
    resolve(nothing(job, 'the tree was not made in time'));
  }, job.limits.tree + GRACE);
  worker.once('message', onMessage).once('error', onError).ref();
  worker.postMessage(job);
  return promise.finally(() => clearTimeout(timer));
}

/** Unless it was given another job since. */
function endIdle(worker: Worker): void {
  const at = idle.indexOf(worker);
  if (at >= 0) idle.splice(at, 1)[0]?.terminate();
}

function nothing({ target }: Job, reason: string): Outcome {
  return { resolved: { value: undefined, gaps: [{ stage: 'resolve', subject: target.text, reason }] } };
}
