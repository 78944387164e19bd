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
  const found = [
    { file: startedByReadme(pkg.files), as: 'as its readme has it' },
    { file: startedByScript(pkg), as: 'as its start script has it' },
    { file: mains.find((path) => PROGRAM.test(path)), as: 'by its main module' },
  ] as const;
  const told = new Set<string>();
  return found.flatMap(({ file, as }) => {
    if (file === undefined || told.has(file)) return [];
    told.add(file);
    return [{ file, as }];
  });
}

const PROGRAM = /\.[cm]?js$/;
/** How a server comes to speak over its standard input. */
const SERVES = ['StdioServerTransport', 'FastMCP'];

const servesIn = (path: string, bytes: Uint8Array): boolean =>
  PROGRAM.test(path) && SERVES.some((word) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(word));

const RUNS = /(?:^|[\s;&])node\s+(?:--?[\w=-]+\s+){0,5}(?:\.\/)?([\w./-]{1,200}\.[cm]?js)(?:$|[\s;&])/;

function startedByScript({ manifest: { scripts }, files }: Package): string | undefined {
  const start = typeof scripts === 'object' && scripts !== null && 'start' in scripts ? scripts.start : undefined;
  const path = typeof start === 'string' ? RUNS.exec(start.slice(0, MOST))?.[1] : undefined;
  return path !== undefined && files.has(path) ? path : undefined;
}

const STARTED =
  /(?:\bnode\s{1,4}|"args"\s{0,4}:\s{0,4}\[\s{0,40}")((?:[^\s"'`/\\]{0,80}[/\\]){0,20}[\w.-]{1,80}\.[cm]?js)\b/g;
/** Characters of a text that are looked at, and mentions in it. */
const MOST = 200_000;
const MENTIONS = 20;

/** `node dist/index.js`, or the same in the configuration of a client: of what is written, the longest end that is a file. */
function startedByReadme(files: ReadonlyMap<string, Uint8Array>): string | undefined {
  const [, bytes] = [...files].find(([path]) => /^readme[^/]*$/i.test(path)) ?? [];
  const text = bytes ? new TextDecoder().decode(bytes.subarray(0, MOST)) : '';
  for (const [, written = ''] of [...text.matchAll(STARTED)].slice(0, MENTIONS)) {
    const parts = written.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
    for (let from = 0; from < parts.length; from++) {
      const path = parts.slice(from).join('/');
      if (files.has(path)) return path;
    }
  }
  return undefined;
}
