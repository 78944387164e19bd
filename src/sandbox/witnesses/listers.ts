/**
 * `ps` looks at the environment of every process to say anything of one, and prints nothing of it unless it is asked to: what it
 * looks up is no deed of whoever started it. Of the system's programs that list processes it alone does so (procps 4, by strace).
 */
import { pathOf, stringOf, stringsOf, type TraceEvent } from './strace.ts';

/** It lies where no package can write. */
const LISTER = /^\/(?:usr\/)?bin\/ps$/;
/** What makes the loader put other code into it than the system's, and ours. */
const LOADED = /^LD_(?!PRELOAD=\/usr\/[\w/-]+\.so(?:\.\d)*$)/;
/** Options with a word of their own behind them. */
const OPERANDS = /(^|\s)(?:-\w*[oOpCuUgGtsn]|--(?:format|sort|pid|ppid|user|group|tty|sid|cols|rows))\s+\S+/g;
/** `ps axe` prints the environment of each, and so does a column of that name. */
const ASKS = /(?:^|\s)[a-zA-Z]*e[a-zA-Z]*(?:\s|$)/;
const COLUMN = /\benv(?:iron|s)?\b/;
const LOOKED_UP = /^\/proc\/\d+\/(?:environ|cmdline)$/;

/** Follows a trace: says of each event whether it is such looking up. */
export function createListers(): (event: TraceEvent) => boolean {
  const listing = new Set<number>();
  return (event) => {
    if (event.kind === 'exit') listing.delete(event.pid);
    if (event.kind !== 'call') return false;
    if (event.name === 'execve' && event.error === '') {
      if (lists(event)) listing.add(event.pid);
      else listing.delete(event.pid);
    }
    return listing.has(event.pid) && LOOKED_UP.test(openedBy(event) ?? '');
  };
}

type Call = Extract<TraceEvent, { readonly kind: 'call' }>;

function openedBy({ name, args, result }: Call): string | undefined {
  if (name !== 'open' && name !== 'openat') return undefined;
  return pathOf(result) ?? stringOf(args[name === 'open' ? 0 : 1] ?? '');
}

/** Where its environment was not traced, nobody knows what was loaded into it. */
function lists({ args: [program = '', given = '', environment = ''] }: Call): boolean {
  if (!LISTER.test(stringOf(program) ?? '') || !environment.startsWith('[')) return false;
  if (stringsOf(environment).some((one) => LOADED.test(one))) return false;
  const told = stringsOf(given).slice(1).join(' ');
  return !COLUMN.test(told) && !ASKS.test(told.replaceAll(OPERANDS, '$1'));
}
