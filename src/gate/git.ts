/**
 * What the gate asks git. The repository may be hostile: no shell, no hooks, no pager, no filters, no network, and only
 * commands that read objects. The only processes started outside of setup.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { SIZE_LIMIT } from '../config/document.ts';
import { reasonOf, UsageError } from '../errors.ts';
import { quote } from '../quote.ts';

const execute = promisify(execFile);

/** What a config of the repository could make git run, switched off. */
const HARMLESS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.sshCommand=false',
  'core.askPass=false',
  'core.attributesFile=/dev/null',
  'credential.helper=',
  'diff.external=',
  'protocol.allow=never',
  'blame.ignoreRevsFile=',
  'log.showSignature=false',
].flatMap((setting) => ['-c', setting]);

/** Longest a git command may take, in milliseconds. */
const TIME_LIMIT = 20_000;

export interface Git {
  /** All files at a commit: name → the object that holds it. Asked once for each commit. */
  files(commit: string): Promise<ReadonlyMap<string, string>>;
  /** A file's bytes at a commit. */
  read(commit: string, name: string): Promise<Uint8Array>;
  /** The newest commit that both this one and the checkout come from; `undefined` where they share none, or it is not here. */
  mergeBase(commit: string): Promise<string | undefined>;
  /** When a line was last changed, in seconds since 1970; `undefined` where it is not committed. */
  lineTime(name: string, line: number): Promise<number | undefined>;
  /** Every file that is under version control, or would be with the next commit: what is ignored is built here. */
  versioned(): Promise<ReadonlySet<string>>;
  /** Those of the names that are under version control. */
  tracked(names: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Opens the repository around a folder; `undefined` where there is none. */
export async function openGit(root: string): Promise<Git | undefined> {
  const run = runner(root);
  const inside = await run(['rev-parse', '--is-inside-work-tree']).catch(() => undefined);
  if (inside?.toString().trim() !== 'true') return undefined;
  const trees = new Map<string, Promise<ReadonlyMap<string, string>>>();
  return {
    files: (commit) => {
      const known = trees.get(commit) ?? run(['ls-tree', '-r', '-z', '--end-of-options', commit]).then(treeOf);
      trees.set(commit, known);
      return known;
    },
    mergeBase: async (commit) => {
      const found = await run(['merge-base', '--end-of-options', commit, 'HEAD']).catch(() => undefined);
      return found?.toString().trim() || undefined;
    },
    read: (commit, name) => run(['cat-file', 'blob', `${commit}:./${name}`]),
    lineTime: async (name, line) => {
      const text = await run(['blame', '--porcelain', '--no-textconv', '-L', `${line},${line}`, '--', name]).catch(
        () => undefined,
      );
      const blamed = text?.toString() ?? '';
      // Lines that are not committed yet belong to a commit of zeros.
      const time = /^0{40}/.test(blamed) ? undefined : /^author-time (\d+)$/m.exec(blamed)?.[1];
      return time === undefined ? undefined : Number(time);
    },
    versioned: async () => new Set(lines(await run(['ls-files', '-z', '--cached', '--others', '--exclude-standard']))),
    tracked: async (names) =>
      names.length === 0
        ? new Set()
        : new Set(lines(await run(['ls-files', '-z', '--', ...names.map((name) => `:(literal)${name}`)]))),
  };
}

/** The commit a user names. Throws `UsageError` where there is none. */
export async function commitOf(root: string, ref: string): Promise<string> {
  const found = await runner(root)(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]).catch(
    () => undefined,
  );
  const commit = found?.toString().trim() ?? '';
  if (/^[0-9a-f]{40,64}$/.test(commit)) return commit;
  throw new UsageError(
    `there is no commit ${quote(ref)}`,
    'in CI, check the repository out with its history (fetch-depth: 0)',
  );
}

/** `100644 blob 3b18e5… TAB name`, each ended by NUL. */
function treeOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  return new Map(
    lines(bytes).map((line) => {
      const cut = line.indexOf('\t');
      return [line.slice(cut + 1), line.slice(line.lastIndexOf(' ', cut) + 1, cut)] as const;
    }),
  );
}

/** The name git gives to these bytes, in the kind of hash of `like`. */
export function blobOf(bytes: Uint8Array, like: string): string {
  const hash = createHash(like.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function lines(bytes: Uint8Array): readonly string[] {
  return Buffer.from(bytes).toString('utf8').split('\0').filter(Boolean);
}

function runner(root: string): (args: readonly string[]) => Promise<Buffer> {
  return async (args) => {
    try {
      const { stdout } = await execute('git', ['--no-pager', '--no-optional-locks', ...HARMLESS, '-C', root, ...args], {
        encoding: 'buffer',
        timeout: TIME_LIMIT,
        maxBuffer: 32 * SIZE_LIMIT,
        windowsHide: true,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          GIT_TERMINAL_PROMPT: '0',
          GIT_OPTIONAL_LOCKS: '0',
          GIT_NO_LAZY_FETCH: '1',
          GIT_NO_REPLACE_OBJECTS: '1',
          LC_ALL: 'C',
        },
      });
      return stdout;
    } catch (error) {
      throw new UsageError(
        `git ${args[0]} failed: ${quote(reasonOf(error), 300)}`,
        'the gate reads the history of the repository it runs in',
      );
    }
  };
}
