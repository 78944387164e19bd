/**
 * What a launch names on the user's disk, so that it is there: a server that is given a folder ends where there is none,
 * and then nothing of it is seen. Pure. The arguments are a stranger's text: only paths within the sandbox's home count.
 */
import { posix } from 'node:path';
import { segmentsOf } from '../../config/interpolation.ts';
import type { Profile } from './profiles.ts';

type User = Pick<Profile, 'home' | 'work'>;

/** Most paths laid out, and the longest one, in characters. */
const MOST = 20;
const LONGEST = 400;

/** Variables that clients and shells put the user's own folders in for. */
const WORK = /^(?:workspaceFolder|workspaceRoot|CLAUDE_PROJECT_DIR|PWD|__dirname)$/;
const HOME = /^(?:userHome|HOME)$/;

/** The arguments as a client would hand them over on this machine: references to the user's folders are put in. */
export function handedOver(args: readonly string[], user: User): readonly string[] {
  return args.map((argument) => {
    const put = segmentsOf(argument).map((segment) => {
      if (segment.kind === 'literal') return segment.text;
      if (WORK.test(segment.name)) return posix.join(user.home, user.work);
      return HOME.test(segment.name) ? user.home : undefined;
    });
    // What else it refers to nobody here knows.
    const text = put.includes(undefined) ? argument : put.join('');
    return text.replace(/^~(?=\/|$)/, user.home);
  });
}

/** The same with folders of another machine (`/Users/ann/notes`, `/path/to/dir`) in this user's project, where it names some. */
export function broughtHere(args: readonly string[], user: User): readonly string[] | undefined {
  const moved = handedOver(args, user).map((argument) => {
    const isElsewhere = /^(?:\/[\w.@ -]+|[A-Za-z]:[\\/])/.test(argument) && placeOf(argument, user) === undefined;
    if (!isElsewhere) return argument;
    return posix.join(user.home, user.work, posix.basename(argument.replaceAll('\\', '/')));
  });
  return moved.some((argument, index) => argument !== handedOver(args, user)[index]) ? moved : undefined;
}

export interface Named {
  readonly folders: readonly string[];
  /** Path → what it holds. */
  readonly files: ReadonlyMap<string, string>;
}

/** Absolute paths that the arguments name: folders, and files by their ending. */
export function namedPlaces(args: readonly string[], user: User): Named {
  const all = [...handedOver(args, user), ...(broughtHere(args, user) ?? [])];
  const places = [...new Set(all.flatMap((argument) => placeOf(argument, user) ?? []))].slice(0, MOST);
  const isFile = (path: string): boolean => /[^/.][^/]*\.[A-Za-z][A-Za-z0-9]{0,9}$/.test(posix.basename(path));
  const files = places.filter(isFile).map((path) => [path, path.endsWith('.json') ? '{}\n' : ''] as const);
  return { folders: places.filter((path) => !isFile(path)), files: new Map(files) };
}

/** Where a path lies within the user's home; `undefined` for what is none, or lies elsewhere. */
function placeOf(argument: string, { home, work }: User): string | undefined {
  // `--dir=./data` names a place, `https://host/x`, `@scope/name` and `owner/repo` do not.
  const path = argument.replace(/^--?[\w-]{1,40}=/, '');
  if (path.length > LONGEST || path.includes('\0') || !/^(?:\.{1,2}$|\.{0,2}\/)/.test(path)) return undefined;
  const resolved = posix.resolve(home, work, path);
  return resolved.startsWith(`${home}/`) ? resolved : undefined;
}
