/** How long the credentials of a server have stood where they are: from git, and where git cannot tell from the lock. */
import { lockedAges } from '../config/credential.ts';
import type { ServerEntry } from '../config/entry.ts';
import { secretsOf } from '../config/facts.ts';
import type { LockedServer } from '../config/lock.ts';
import type { GateWorld } from './world.ts';

/** Most lines of one server whose age is asked for. */
const MOST_LINES = 20;

/** Age in days of the lines that hold long-lived credentials; a line without an answer is absent. */
export async function agesOf(
  entry: ServerEntry,
  locked: LockedServer | undefined,
  { git, today }: Pick<GateWorld, 'git' | 'today'>,
): Promise<Record<number, number>> {
  const secrets = secretsOf(entry).filter(({ longLived }) => longLived);
  const lines = [...new Set(secrets.map(({ text }) => text.span.line))].slice(0, MOST_LINES);
  const ages: Record<number, number> = {};
  const approved = lines.length === 0 ? {} : lockedAges(entry, locked?.secrets ?? [], today);
  const inProject = git !== undefined && !/^[/~]/.test(entry.file);
  const now = Date.parse(`${today}T00:00:00Z`) / 1000;
  for (const line of lines) {
    const time = inProject ? await git.lineTime(entry.file, line) : undefined;
    // A line may be younger than its credential (it was moved, or the file was formatted), never the other way round.
    const days = Math.max(time === undefined ? -1 : Math.floor((now - time) / 86_400), approved[line] ?? -1);
    if (days >= 0) ages[line] = days;
  }
  return ages;
}
