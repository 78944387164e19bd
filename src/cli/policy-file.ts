/** Finds and reads `.lazaret.yaml` and the lock: what the users of this folder decided. */
import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { decode } from '../config/document.ts';
import { LOCK_FILE, type Lock, readLock } from '../config/lock.ts';
import { POLICY_FILE, type PolicyFile, readPolicy } from '../config/policy.ts';
import { UsageError } from '../errors.ts';
import { readConfigFile } from '../gate/find.ts';
import type { Git } from '../gate/git.ts';
import { makePolicy } from '../policy.ts';
import { quote } from '../quote.ts';
import type { Policy } from '../types.ts';
import type { VetOptions } from './vet.ts';

/** This day as `2027-01-31`, in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * The policy: the file the user names, else that of the folder, if there is one. With a base it is the policy of the base
 * that counts: a change cannot excuse itself.
 */
export async function loadPolicy(
  root: string,
  named: string | undefined,
  { base, git }: { readonly base?: string | undefined; readonly git?: Git | undefined } = {},
): Promise<PolicyFile | undefined> {
  if (named === undefined && base !== undefined && git !== undefined) {
    const there = (await git.files(base)).has(POLICY_FILE);
    return there ? readPolicy(POLICY_FILE, decode(POLICY_FILE, await git.read(base, POLICY_FILE))) : undefined;
  }
  const file = { path: resolve(root, named ?? POLICY_FILE), name: named ?? POLICY_FILE };
  if ((await lstat(file.path).catch(() => undefined)) === undefined) {
    if (named === undefined) return undefined;
    throw new UsageError(
      `there is no policy ${quote(named)}`,
      `it was looked for at ${quote(file.path)}; without --policy, ${POLICY_FILE} counts where there is one`,
    );
  }
  return readPolicy(file.name, decode(file.name, await readConfigFile(file, root)));
}

/** What was approved here; `undefined` where there is no lock. */
export async function loadLock(root: string): Promise<Lock | undefined> {
  const file = { path: join(root, LOCK_FILE), name: LOCK_FILE };
  if ((await lstat(file.path).catch(() => undefined)) === undefined) return undefined;
  return readLock(LOCK_FILE, decode(LOCK_FILE, await readConfigFile(file, root)));
}

/** What the command line says counts before what the file says; stages to require add up. */
export function policyOf(
  options: Pick<VetOptions, 'static' | 'failOn' | 'require'>,
  file: PolicyFile | undefined,
): Policy {
  // A file may stand for runs of both kinds; whoever types both wants what cannot be.
  if (options.static && options.require.includes('tools'))
    throw new UsageError('--require tools needs a run, and --static runs nothing', 'leave one of them out');
  return makePolicy({
    static: options.static,
    failOn: options.failOn ?? file?.failOn ?? 'block',
    require: [...(file?.require ?? []), ...options.require],
    coolDown: file?.coolDown,
  });
}
