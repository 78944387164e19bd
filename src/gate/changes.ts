/** How a server differs from what was approved: from the lock, without one from the base, and for its reviewer from both. */
import { lockSecrets, secretChanges, secretsGone, secretsPasted } from '../config/credential.ts';
import { CHANGES, type Change, changesOf, driftOf, lockChanges } from '../config/diff.ts';
import type { NamedText, ServerEntry, Text } from '../config/entry.ts';
import { secretsOf } from '../config/facts.ts';
import { digestOf, isIntact, type LockedServer, type Seen, type Settings, settingsOf } from '../config/lock.ts';
import type { Before } from './before.ts';
import { hijackersOf, type ProjectView } from './project.ts';
import { isOfProject, type Scene } from './scene.ts';
import { type Started, startedBy } from './started.ts';

/** That another version installs other packages is said by saying that it is another version. */
export function isSaid({ kind, detail }: Change, changes: readonly Change[]): boolean {
  const [before, now] = detail.split(' → ');
  return (
    kind === 'tree' && changes.some((one) => one.kind === 'version' && one.detail === `npm ${before} → npm ${now}`)
  );
}

/** What this very change approves, for its reviewer: how it differs from what was approved before. */
export function approvedChanges(
  entry: ServerEntry,
  seen: Seen,
  changes: readonly Change[],
  { before, world }: Scene,
): readonly Change[] {
  const old = before?.lock?.servers[entry.id];
  const now = world.lock?.servers[entry.id];
  if (old === undefined || now === undefined || !changes.some(({ kind }) => kind === 'approved')) return [];
  const config = changesOf(old.settings, now.settings);
  const drift = seen.packages.length === 0 ? [] : driftOf(old.seen, seen);
  return [...config, ...drift.filter((change) => !isSaid(change, config))];
}

/** What is different from the lock, or without one from the base. */
export async function approvalChanges(
  entry: ServerEntry,
  settings: Settings,
  locked: LockedServer | undefined,
  scene: Scene,
): Promise<readonly Change[]> {
  const { id } = entry;
  if (!isOfProject(id)) return [];
  const pasted = pastedHere(entry, scene);
  const told = new Set(pasted.map(({ part }) => part));
  const others = await unlikeApproved(entry, settings, locked, scene);
  return [...pasted, ...others.filter(({ kind, part }) => kind !== 'secret' || !told.has(part))];
}

/** With a base only what stood in it is known: a change cannot approve what it pastes itself. */
function pastedHere(entry: ServerEntry, { world, before, holdersBefore }: Scene): readonly Change[] {
  const lock = before === undefined ? world.lock : before.lock;
  if (before === undefined && lock === undefined) return [];
  const known = Object.values(lock?.servers ?? {}).flatMap(({ secrets }) => secrets);
  return secretsPasted(entry, known, holdersBefore(), world.salt);
}

async function unlikeApproved(
  entry: ServerEntry,
  settings: Settings,
  locked: LockedServer | undefined,
  scene: Scene,
): Promise<readonly Change[]> {
  const { id } = entry;
  const { world, before } = scene;
  const renamed = world.lock?.servers[id] === undefined ? renamedFrom(entry, settings, scene) : undefined;
  if (renamed !== undefined) return [{ kind: 'renamed', detail: `${renamed} → ${id}`, part: 'name' }];
  if (world.lock !== undefined) {
    const line = world.lock.lines[id];
    const edited = locked === undefined ? [] : lockChanges(locked, isIntact(locked), world.today, line);
    const secrets = secretChanges(entry, locked?.secrets ?? []);
    const changes = [...changesOf(locked?.settings, settings), ...secrets, ...edited];
    return [...changes, ...(await sinceBase(entry, settings, { locked, changes, before, line }))];
  }
  const old = before?.entries.get(id);
  if (before === undefined) return [];
  if (old === undefined) return changesOf(undefined, settings);
  const secrets = secretChanges(entry, lockSecrets(old, [], world.salt, world.today));
  return [...changesOf(await settingsThen(old, before), settings), ...secrets, ...secretsGone(old, entry)];
}

/** The server that is gone and said the same, under another name or in another file; each is taken once. */
function renamedFrom(
  entry: ServerEntry,
  settings: Settings,
  { world, before, servers, renamed }: Scene,
): string | undefined {
  const there = new Set(servers.map(({ id }) => id));
  if (before?.entries.has(entry.id)) return undefined;
  const { files: _, ...own } = settings;
  const isSame = ([, { files: __, ...theirs }]: readonly [string, Settings]): boolean =>
    digestOf(theirs) === digestOf(own);
  const locked = Object.entries(world.lock?.servers ?? {}).map(([id, one]) => [id, one.settings] as const);
  const then = [...(before?.entries ?? [])].map(([id, one]) => [id, settingsOf(one)] as const);
  const [found] = (world.lock === undefined ? then : locked)
    .filter(([id]) => !there.has(id) && !renamed.has(id))
    .filter(isSame);
  if (found === undefined) return undefined;
  renamed.add(found[0]);
  return found[0];
}

/** What a reviewer of the change wants to hear although the lock is content: what was approved just now, what was mended. */
async function sinceBase(
  entry: ServerEntry,
  settings: Settings,
  {
    locked,
    changes,
    before,
    line,
  }: Pick<Scene, 'before'> & {
    readonly locked: LockedServer | undefined;
    readonly changes: readonly Change[];
    readonly line: number | undefined;
  },
): Promise<readonly Change[]> {
  const old = before?.entries.get(entry.id);
  const gone = old === undefined ? [] : secretsGone(old, entry);
  const approved = approvedNow(entry.id, locked, before, line);
  if (old === undefined || before === undefined || changes.length + approved.length > 0) return [...approved, ...gone];
  const mended = changesOf(await settingsThen(old, before), settings);
  // A lock from before the project's code was kept approved none of it: that it changed is news.
  const isUnknown = ({ kind }: Change): boolean => kind === 'code' && locked?.settings.files === undefined;
  return [...mended.map((one) => (isUnknown(one) ? one : restored(one))), ...gone];
}

async function settingsThen(old: ServerEntry, { project }: Before): Promise<Settings> {
  return (await stateOf(old, project)).settings;
}

/** A server with what the project it stands in makes of it. */
export interface State {
  readonly settings: Settings;
  readonly started: Started;
  /** Files that take the place of what it starts, with what makes them do so. */
  readonly hijackers: Readonly<Record<string, string>>;
}

export async function stateOf(entry: ServerEntry, project: ProjectView): Promise<State> {
  const started = await startedBy(entry, project);
  const hijackers = await hijackersOf(entry, started.launch, project);
  return { settings: settingsOf(entry, hijackers, started.files), started, hijackers };
}

function restored({ kind, detail, part }: Change): Change {
  return { kind: 'restored', detail: `${CHANGES[kind]}: ${detail}`, part };
}

/** For whoever reviews the change: who says so, and why. */
function approvedNow(
  id: string,
  locked: LockedServer | undefined,
  before: Before | undefined,
  line = 1,
): readonly Change[] {
  const same = locked?.digest === before?.lock?.servers[id]?.digest;
  if (before === undefined || locked === undefined || same) return [];
  const { by, why } = locked.approved;
  const detail = `by ${by || 'nobody named'}: ${why || 'no reason given'}`;
  return [{ kind: 'approved', detail, part: `lock.${line}` }];
}

/**
 * What an entry says to its client, as it stands: settings do not tell one secret from another. Not the order of what has
 * none, nor what is for people (`ASIDE`), where only a credential is of interest.
 */
function saidBy(entry: ServerEntry): string {
  const values = (texts: readonly Text[]): readonly string[] => texts.map(({ value }) => value);
  const pairs = (texts: readonly NamedText[]): readonly string[] =>
    texts.map(({ name, value }) => JSON.stringify([name, value])).toSorted();
  const { command, args, cwd, env, envFiles, envNames, url, headers, approvals, scopes, sandbox, others } = entry;
  return JSON.stringify([
    [entry.enabled, entry.transport, command?.value, cwd?.value, url?.value, entry.bundle],
    values(args),
    [env, headers, others].map(pairs),
    [envFiles, envNames, approvals, scopes, sandbox, entry.problems].map((texts) => values(texts).toSorted()),
    secretsOf(entry)
      .map(({ value }) => value)
      .toSorted(),
  ]);
}

/** With a base, what changed since it; else what is not as approved. */
export async function isTouched(
  entry: ServerEntry,
  settings: Settings,
  changes: readonly Change[],
  { world, before }: Scene,
): Promise<boolean> {
  if (!isOfProject(entry.id)) return true;
  if (before === undefined) return world.lock === undefined || changes.length > 0;
  const old = before.entries.get(entry.id);
  if (old === undefined || saidBy(old) !== saidBy(entry)) return true;
  if (changesOf(await settingsThen(old, before), settings).length > 0) return true;
  return JSON.stringify(before.lock?.servers[entry.id]) !== JSON.stringify(world.lock?.servers[entry.id]);
}
