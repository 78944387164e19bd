/**
 * Which files a trace explains. Pure. The tracer's record of what was changed stands against a listing made from outside
 * when all is over: a file that changed without a traced call was changed by something the tracer did not see.
 */
import { posix } from 'node:path';
import { LIMITS } from '../bounds/limits.ts';
import { type Allowance, own, print, take } from '../bounds/own.ts';
import { pathOf, stringOf, type TraceEvent } from './strace.ts';

export interface ChangeLog {
  take(event: TraceEvent): void;
  /** Those of the files that no traced call explains; undefined where more was changed than is remembered. */
  unexplained(changed: readonly string[]): readonly string[] | undefined;
}

type Call = Extract<TraceEvent, { kind: 'call' }>;

/** Most places that something of one name came from, and how many renamed directories a file may have moved through. */
const MAX_SOURCES = 1_000;
const MAX_MOVES = 6;
const MAX_STEPS = 20_000;

const WRITES = /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE/;

/** Arguments that name what a call changes, by position. A descriptor tells its path, a name may be relative. */
const NAMED: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries({
    mknod: [0],
    mknodat: [1],
    link: [0, 1],
    linkat: [1, 3],
    symlink: [1],
    symlinkat: [2],
    truncate: [0],
    chmod: [0],
    fchmod: [0],
    fchmodat: [1],
    fchmodat2: [1],
    chown: [0],
    lchown: [0],
    fchown: [0],
    fchownat: [1],
    utime: [0],
    utimes: [0],
    futimesat: [0, 1],
    utimensat: [0, 1],
    setxattr: [0],
    lsetxattr: [0],
    fsetxattr: [0],
    // One name fewer of a file that has several.
    unlink: [0],
    unlinkat: [1],
  }),
);

const RENAMES: ReadonlyMap<string, readonly [number, number]> = new Map(
  Object.entries({
    rename: [0, 1],
    renameat: [1, 3],
    renameat2: [1, 3],
  } as const),
);

/** What one path costs of the allowance, beside itself. */
const ENTRY = 80;

export function createChangeLog(memory: Allowance = { left: LIMITS.texts.paths }): ChangeLog {
  /** Paths as the kernel tells them. */
  const exact = new Set<string>();
  /** Last parts of what was only named: the name may be relative, or lead through a link. */
  const named = new Set<string>();
  /** Where what is called this now was before. */
  const moves = new Map<string, string[]>();
  let full = false;

  const remember = (paths: Set<string>, path: string) => {
    const mark = print(path);
    if (paths.has(mark)) return;
    full ||= !take(memory, ENTRY);
    if (!full) paths.add(mark);
  };
  const name = (argument: string | undefined) => {
    const path = pathOf(argument ?? '');
    if (path !== undefined && !argument?.startsWith('AT_FDCWD')) remember(exact, path);
    const text = stringOf(argument ?? '');
    if (text) remember(named, posix.basename(text));
  };

  const opened = ({ name: call, args, result }: Call) => {
    const path = call === 'creat' || WRITES.test(args.slice(1).join(' ')) ? pathOf(result) : undefined;
    if (path !== undefined) remember(exact, path);
  };

  const moved = (from: string | undefined, to: string | undefined) => {
    const now = own(posix.basename(stringOf(to ?? '') ?? ''));
    const before = own(stringOf(from ?? '') ?? '');
    const known = moves.get(now) ?? [];
    if (known.includes(before)) return;
    full ||= known.length >= MAX_SOURCES || !take(memory, now.length + before.length + ENTRY);
    if (!full) moves.set(now, [...known, before]);
    name(to);
  };

  const onCall = (call: Call) => {
    if (call.error !== '' || full) return;
    if (/^(open(at2?)?|creat)$/.test(call.name)) return opened(call);
    const rename = RENAMES.get(call.name);
    if (rename) return moved(call.args[rename[0]], call.args[rename[1]]);
    for (const at of NAMED.get(call.name) ?? []) name(call.args[at]);
  };

  /** Budget of one comparison: names can be made to lead everywhere. */
  let steps = 0;
  const explained = (path: string, depth: number): boolean => {
    if (exact.has(print(path)) || named.has(print(posix.basename(path)))) return true;
    if (depth === 0 || steps > MAX_STEPS) return false;
    const parts = path.split('/');
    return parts.slice(1, -1).some((part, index) =>
      (moves.get(part) ?? []).some((from) => {
        steps++;
        const above = parts.slice(0, index + 1).join('/');
        const source = from.startsWith('/') ? from : posix.join(above, posix.basename(from));
        return explained(posix.join(source, ...parts.slice(index + 2)), depth - 1);
      }),
    );
  };

  return {
    take(event) {
      if (event.kind === 'call') onCall(event);
    },
    unexplained(changed) {
      const found = full ? undefined : changed.filter((path) => !explained(path, MAX_MOVES));
      return steps > MAX_STEPS ? undefined : found;
    },
  };
}
