/**
 * Programs of the system that list processes: to say anything of one they look at all, at their environments as well, and print
 * nothing of what they read there unless they are asked to. What they look up is no deed of whoever started them.
 */
import { pathOf, stringOf, stringsOf, type TraceEvent } from './strace.ts';

/** They lie where no package can write. */
const LISTERS = /^\/(?:usr\/)?bin\/(?:ps|pgrep|pkill|pidof|top|w|uptime)$/;
/** What makes the loader put other code into them than the system's, and ours. */
const LOADED = /^LD_(?!PRELOAD=\/usr\/[\w/-]+\.so(?:\.\d)*$)/;
/** Options with a word of their own behind them. */
const OPERANDS = /(^|\s)(?:-\w*[oOpCuUgGtsn]|--(?:format|sort|pid|ppid|user|group|tty|sid|cols|rows))\s+\S+/g;
/** `ps axe` prints the environment of each, as `-o environ` does. */
const ASKS = /(^|\s)[a-zA-Z]*e[a-zA-Z]*(\s|$)|\benv(?:iron|s)?\b|--env/;
const LOOKED_UP = /^\/proc\/\d+\/(?:environ|cmdline|comm|status|stat|statm|wchan|root|cwd|exe|fd)?(?:\/|$)/;

/** Follows a trace: says of each event whether it is such a program's looking up. */
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
  if (!LISTERS.test(stringOf(program) ?? '') || !environment.startsWith('[')) return false;
  if (stringsOf(environment).some((one) => LOADED.test(one))) return false;
  const told = stringsOf(given).slice(1).join(' ');
  return !ASKS.test(told.replaceAll(OPERANDS, '$1')) && !/\benv(?:iron|s)?\b/.test(told);
}
