/** Which files of a package may be its server, where the command that `npx` starts is none or there is none. */
import { mainsOf } from '../../code/scripts/entries.ts';
import type { Package } from '../../types.ts';

export interface OtherServer {
  /** Its path in the package. */
  readonly file: string;
  /** Who starts it so, as a user reads it. */
  readonly as: 'as its readme has it' | 'as its start script has it' | 'by its main module';
}

/** Most likely first, each file once: as the package says itself, and where it has no command, the module that it is. */
export function otherServers(pkg: Package, hasCommand: boolean): readonly OtherServer[] {
  const mains = hasCommand || ![...pkg.files].some(([path, bytes]) => servesIn(path, bytes)) ? [] : [...mainsOf(pkg)];
  const found: readonly OtherServer[] = [
    ...startedByReadme(pkg.files).map((file) => ({ file, as: 'as its readme has it' }) as const),
    ...startedByScript(pkg).map((file) => ({ file, as: 'as its start script has it' }) as const),
    ...mains.filter((path) => PROGRAM.test(path)).map((file) => ({ file, as: 'by its main module' }) as const),
  ];
  const first = new Map(found.toReversed().map((one) => [one.file, one]));
  return found.filter((one) => first.get(one.file) === one);
}

const PROGRAM = /\.[cm]?js$/;
/** How a server comes to speak over its standard input. */
const SERVES = ['StdioServerTransport', 'FastMCP'];

const servesIn = (path: string, bytes: Uint8Array): boolean =>
  PROGRAM.test(path) && SERVES.some((word) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(word));

const RUNS = /(?:^|[\s;&])node\s+(?:--?[\w=-]+\s+){0,5}(?:\.\/)?([\w./-]{1,200}\.[cm]?js)(?:$|[\s;&])/;

function startedByScript({ manifest: { scripts }, files }: Package): readonly string[] {
  const start = typeof scripts === 'object' && scripts !== null && 'start' in scripts ? scripts.start : undefined;
  const path = typeof start === 'string' ? RUNS.exec(start.slice(0, MOST))?.[1] : undefined;
  return path !== undefined && files.has(path) ? [path] : [];
}

const STARTED =
  /(?:\bnode\s{1,4}|"args"\s{0,4}:\s{0,4}\[\s{0,40}")((?:[^\s"'`/\\]{0,80}[/\\]){0,20}[\w.-]{1,80}\.[cm]?js)\b/g;
/** Characters of a text that are looked at, and mentions in it. */
const MOST = 200_000;
const MENTIONS = 20;

/** `node dist/index.js`, or the same in the configuration of a client: of what is written, the longest end that is a file. */
function startedByReadme(files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const [, bytes] = [...files].find(([path]) => /^readme[^/]*$/i.test(path)) ?? [];
  const text = bytes ? new TextDecoder().decode(bytes.subarray(0, MOST)) : '';
  return [...text.matchAll(STARTED)].slice(0, MENTIONS).flatMap(([, written = '']) => {
    const parts = written.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
    const ends = parts.map((_, from) => parts.slice(from).join('/'));
    return ends.find((path) => files.has(path)) ?? [];
  });
}
