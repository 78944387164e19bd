/**
 * `ps` looks at the environment of every process to say anything of one, and prints nothing of it unless it is asked to; `ss -p`
 * looks through the open files of all to say whose a connection is. What they look up is no deed of whoever started them. Of the
 * system's programs that list something they alone do so (procps 4, iproute2 6, by strace).
 */
import { pathOf, stringOf, stringsOf, type TraceEvent } from './strace.ts';

/** They lie where no package can write. */
const LISTER = /^\/(?:usr\/)?s?bin\/(ps|ss)$/;
/** What makes the loader put other code into it than the system's, and ours. */
const LOADED = /^LD_(?!PRELOAD=\/usr\/[\w/-]+\.so(?:\.\d)*$)/;
/** Options with a word of their own behind them. */
const OPERANDS = /(^|\s)(?:-\w*[oOpCuUgGtsn]|--(?:format|sort|pid|ppid|user|group|tty|sid|cols|rows))\s+\S+/g;
/** `ps axe` prints the environment of each, and so does a column of that name. */
const ASKS = /(?:^|\s)[a-zA-Z]*e[a-zA-Z]*(?:\s|$)/;
const COLUMN = /\benv(?:iron|s)?\b/;
/** What each looks up. */
const LOOKED_UP: ReadonlyMap<string, RegExp> = new Map([
  ['ps', /^\/proc\/\d+\/(?:environ|cmdline)$/],
  ['ss', /^\/proc\/\d+\/(?:fd\/?|attr\/current)$/],
]);

/** Follows a trace: says of each event whether it is such looking up. */
export function createListers(): (event: TraceEvent) => boolean {
  const listing = new Map<number, RegExp>();
  return (event) => {
    if (event.kind === 'exit') listing.delete(event.pid);
    if (event.kind !== 'call') return false;
    if (event.name === 'execve' && event.error === '') {
      const looks = lists(event);
      if (looks) listing.set(event.pid, looks);
      else listing.delete(event.pid);
    }
    return listing.get(event.pid)?.test(openedBy(event) ?? '') ?? false;
  };
}

type Call = Extract<TraceEvent, { readonly kind: 'call' }>;

function openedBy({ name, args, result }: Call): string | undefined {
  if (name !== 'open' && name !== 'openat') return undefined;
  return pathOf(result) ?? stringOf(args[name === 'open' ? 0 : 1] ?? '');
}

/** What it looks up for a list, if it is to make one. Where its environment was not traced, nobody knows what was loaded into it. */
function lists({ args: [path = '', given = '', environment = ''] }: Call): RegExp | undefined {
  const [, program = ''] = LISTER.exec(stringOf(path) ?? '') ?? [];
  if (!environment.startsWith('[') || stringsOf(environment).some((one) => LOADED.test(one))) return undefined;
  const told = stringsOf(given).slice(1).join(' ');
  const prints = program === 'ps' && (COLUMN.test(told) || ASKS.test(told.replaceAll(OPERANDS, '$1')));
  return prints ? undefined : LOOKED_UP.get(program);
}
