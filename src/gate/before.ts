/** What stood in the project at the commit it is compared with. */
import { join } from 'node:path';
import { decode } from '../config/document.ts';
import type { ServerEntry } from '../config/entry.ts';
import { LOCK_FILE, type Lock, readLock } from '../config/lock.ts';
import { isExcluded } from '../config/policy.ts';
import { isBundleName, isConfigName, readConfig } from '../config/read.ts';
import { UsageError } from '../errors.ts';
import { readConfigFile } from './find.ts';
import { blobOf } from './git.ts';
import { atCommit, type ProjectView } from './project.ts';
import type { GateWorld } from './world.ts';

export interface Before {
  readonly entries: ReadonlyMap<string, ServerEntry>;
  readonly project: ProjectView;
  readonly lock: Lock | undefined;
  /** Text of every file the gate would look at, by name. */
  readonly texts: ReadonlyMap<string, string>;
}

/** `undefined` where nothing is to be compared with. Throws `UsageError` outside of a repository. */
export async function readBefore({ git, base, files, policyFile, root }: GateWorld): Promise<Before | undefined> {
  if (base === undefined) return undefined;
  if (git === undefined)
    throw new UsageError('there is no git repository here', '--base compares with a commit of one');
  const deployments = new Set(files.deployments.map(({ name }) => name));
  const all = await git.files(base);
  const names = [...all.keys()].filter(
    (name) => (isConfigName(name) && !isExcluded(policyFile, name)) || deployments.has(name) || name === LOCK_FILE,
  );
  const texts = new Map<string, string>();
  const entries = new Map<string, ServerEntry>();
  let lock: Lock | undefined;
  for (const name of names) {
    const bytes = (await asBefore(name, all.get(name), root)) ?? (await git.read(base, name));
    texts.set(name, Buffer.from(bytes).toString('utf8'));
    if (name === LOCK_FILE) lock = orNothing(() => readLock(name, decode(name, bytes)));
    else if (isConfigName(name)) for (const entry of (await entriesOf(name, bytes)) ?? []) entries.set(entry.id, entry);
  }
  return { entries, project: atCommit(git, base, all, root), lock, texts };
}

/** The file as it lies in the checkout, where that is what it was: most are, and git need not be asked for them. */
async function asBefore(name: string, blob: string | undefined, root: string): Promise<Uint8Array | undefined> {
  const bytes = await readConfigFile({ path: join(root, name), name }, root).catch(() => undefined);
  return bytes !== undefined && blob !== undefined && blobOf(bytes, blob) === blob ? bytes : undefined;
}

async function entriesOf(name: string, bytes: Uint8Array): Promise<readonly ServerEntry[] | undefined> {
  if (!isBundleName(name)) return orNothing(() => readConfig(name, bytes).entries);
  const { readBundle, digestOfBundle } = await import('../config/bundle.ts');
  return orNothing(() => readConfig(name, readBundle(name, bytes), digestOfBundle(bytes)).entries);
}

/** What could not be read then is judged as new now: nothing is taken for approved. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
