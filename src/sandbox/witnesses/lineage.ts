/**
 * Who made whom in a trace, and for which package's script. npm starts each script itself, and tells it in its environment where the
 * package lies. That is believed of npm alone: what a script starts, in whatever folder and with whatever environment, is its own.
 */
import { posix } from 'node:path';
import { own } from '../bounds/own.ts';
import { stringsOf, type TraceEvent } from './strace.ts';

type Call = Extract<TraceEvent, { kind: 'call' }>;

export interface Process {
  /** Thread group: the process this thread belongs to. */
  leader: number;
  /** The process that made it; 0 where that was not seen. */
  parent: number;
  maker: Process | undefined;
  /** True for npm's own, which no package's code runs in. */
  readonly npm: boolean;
  /** The package's folder by the environment of its first program; undefined where it has started none. */
  claim: string | undefined;
  /** The folder of the package whose script it is part of, once that was asked; empty where that is none. */
  script: string | undefined;
}

export interface Lineage {
  of(pid: number): Process;
  /** A call that makes a process or a thread. */
  adopt(call: Call): void;
  /** A call that starts a program, or tries to. */
  starts(call: Call): void;
  ends(pid: number): void;
  /** The folder of the package whose script a process is part of; empty where npm did not start it. Asked at the end of a trace. */
  scriptOf(process: Process): string;
}

/** Makers in a row that are followed. */
const MAX_MAKERS = 10_000;
const PLACE = 'npm_package_json=';

/** `installs`: the first process is npm's own. */
export function createLineage(installs: boolean): Lineage {
  const processes = new Map<number, Process>();
  let first = installs;

  const of = (pid: number): Process => {
    const known = processes.get(pid);
    if (known) return known;
    const made = { leader: pid, parent: 0, maker: undefined, npm: first, claim: undefined, script: undefined };
    first = false;
    processes.set(pid, made);
    return made;
  };

  return {
    of,
    adopt(call) {
      const child = Number(/^\d+/.exec(call.result)?.[0]);
      if (!(child > 0)) return;
      const maker = of(call.pid);
      const thread = call.args.some((argument) => argument.includes('CLONE_THREAD'));
      const made: Process = {
        leader: thread ? maker.leader : child,
        parent: thread ? maker.parent : maker.leader,
        maker,
        npm: thread && maker.npm,
        claim: undefined,
        script: undefined,
      };
      const known = processes.get(child);
      // A child's first calls may come before the end of the one that made it.
      if (known && known.maker === undefined && known !== maker) Object.assign(known, { ...made, claim: known.claim });
      else processes.set(child, made);
    },
    starts({ pid, name, args }) {
      const process = of(pid);
      if (!installs || process.npm || (process.maker && !process.maker.npm)) return;
      const variables = stringsOf(args[name === 'execveat' ? 3 : 2] ?? '');
      const place = variables.findLast((one) => one.startsWith(PLACE))?.slice(PLACE.length) ?? '';
      process.claim ??= place === '' ? '' : own(posix.dirname(place));
    },
    ends(pid) {
      processes.delete(pid);
    },
    scriptOf(process) {
      const way: Process[] = [];
      let at = process;
      while (at.script === undefined && at.maker && !at.maker.npm && way.length < MAX_MAKERS) {
        way.push(at);
        at = at.maker;
      }
      const script = at.script ?? (at.maker?.npm && !at.npm ? (at.claim ?? '') : '');
      for (const one of [...way, at]) one.script = script;
      return script;
    },
  };
}
