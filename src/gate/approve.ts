/** The lock after an approval. Pure. */
import { type Approval, EMPTY_LOCK, isIntact, type Lock, type LockedServer, lockServer } from '../config/lock.ts';
import { UsageError } from '../errors.ts';
import type { Decision, GateResult, GateWorld } from './world.ts';

/**
 * What was approved before and still holds, and everything the gate looked at now. Throws `UsageError` where there is
 * something nobody should approve (`block`), or something to decide and no reason given.
 */
export function approve(result: GateResult, { lock = EMPTY_LOCK, files }: GateWorld, approval: Approval): Lock {
  const levels = new Set(result.decisions.flatMap(({ reports }) => reports.map(({ verdict }) => verdict.level)));
  if (levels.has('block'))
    throw new UsageError(
      'a server that is to be blocked cannot be approved',
      'take it out of the config, or put what was wrongly found into `ignore` of the policy',
    );
  if ((levels.has('review') || levels.has('incomplete')) && approval.why === '')
    throw new UsageError(
      'there is something to decide, so an approval needs a reason',
      'say why: --update-lock --why "read the code of 1.2.3"',
    );
  const kept = files.whole ? {} : lock.servers;
  const entries = result.decisions.flatMap((decision) => {
    const server = serverOf(decision, lock.servers[decision.id], approval);
    return server === undefined ? [] : [[decision.id, server] as const];
  });
  const gone = new Set(result.decisions.filter(({ settings }) => settings === undefined).map(({ id }) => id));
  const servers = Object.fromEntries([...Object.entries(kept).filter(([id]) => !gone.has(id)), ...entries]);
  return { lock: 1, servers, lines: {} };
}

/** An approval that holds is left alone, with its date and its reason. */
function serverOf(
  { id, settings, seen, changes, secrets }: Decision,
  locked: LockedServer | undefined,
  approval: Approval,
): LockedServer | undefined {
  // What stands in the user's own configs is no business of the project's lock.
  if (settings === undefined || /^(?:[~/]|[A-Za-z]:)/.test(id)) return undefined;
  if (locked !== undefined && changes.length === 0 && isIntact(locked)) return locked;
  return seen === undefined ? locked : lockServer(settings, seen, approval, secrets);
}
