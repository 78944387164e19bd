/** The other end of `thread.ts`. */
import { parentPort } from 'node:worker_threads';
import { reasonOf, UsageError } from '../errors.ts';
import { resolveTarget } from '../resolve.ts';
import type { Job, Outcome } from './thread.ts';

parentPort?.on('message', async (job: Job) => {
  parentPort?.postMessage(await outcomeOf(job));
});

async function outcomeOf({ target, options, platform, limits }: Job): Promise<Outcome> {
  try {
    return { resolved: await resolveTarget(target, options, platform, limits) };
  } catch (error) {
    if (error instanceof UsageError) return { message: error.message, hint: error.hint };
    return { bug: reasonOf(error), stack: (error instanceof Error && error.stack) || '' };
  }
}
