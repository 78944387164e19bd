/**
 * Which runtime is used: gVisor where the engine offers it and nothing is lost in it, because a sandbox that cannot be seen into
 * shows nothing, however strong it is. gVisor has a network stack of its own (gvisor.dev/docs/user_guide/networking), past the
 * route by which the sink receives everything, unless it was set up with `--network=host`; and how much of ptrace it knows
 * differs between its versions. So it is tried.
 */
import { reasonOf } from '../../errors.ts';
import { quote } from '../../quote.ts';
import type { Tier } from '../../types.ts';
import { within } from '../bounds/deadline.ts';
import type { SandboxParts } from '../detonate.ts';
import type { SinkEvent } from '../witnesses/sink.ts';
import { PROFILES, type Profile } from '../world/profiles.ts';
import type { Engine } from './engine.ts';

/** The same engine with runc, and with gVisor where it offers that. */
export interface Offered {
  readonly plain: Engine;
  readonly stronger: Engine | undefined;
}

/** Which of them to use; `wanted` is the weakest tier that will do. Rejects with the reason where that cannot be had. */
export async function choose(
  { plain, stronger }: Offered,
  images: Omit<SandboxParts, 'engine'>,
  wanted?: Tier,
  trial: typeof lostIn = lostIn,
): Promise<Engine> {
  if (!stronger) {
    if (wanted === 'gvisor') throw refused('it does not offer gVisor (runsc), which --require-tier asks for');
    return usable(plain);
  }
  const lost = await trial({ engine: usable(stronger), ...images });
  if (lost === undefined) return stronger;
  if (wanted === 'gvisor') throw refused(`in its gVisor (runsc) ${lost}`);
  const { isolation } = usable(plain);
  const warnings = [...isolation.warnings, `the engine offers gVisor (runsc), which is not used: in it ${lost}`];
  return { ...plain, isolation: { ...isolation, warnings } };
}

/** Throws with the reason where it may not be used. */
export function usable(engine: Engine): Engine {
  const { refusal } = engine.isolation;
  if (refusal) throw refused(refusal);
  return engine;
}

const refused = (reason: string): Error => new Error(`the container engine may not be used: ${reason}`);

/** Asks a service by its name, starts another program that writes a file, and one that does what the profile of system calls refuses. */
const TRIAL = `
const { execFileSync, spawnSync } = require('node:child_process');
fetch('http://trial.example/').then((answer) => answer.text()).then(() => {
  execFileSync('/usr/bin/touch', [process.env.HOME + '/touched']);
  console.log(spawnSync('/usr/bin/python3', ['-c', 'import socket; socket.socket(38, socket.SOCK_SEQPACKET)']).signal);
});`;
/** Milliseconds that the trial may take. */
const PATIENCE = 20_000;

/** What of a program would not be seen in boxes of this engine; undefined where all of it is. */
export async function lostIn({ engine, images, seccomp }: SandboxParts): Promise<string | undefined> {
  const [profile] = PROFILES as readonly [Profile];
  const heard: SinkEvent[] = [];
  let trace = '';
  let said = '';
  try {
    const box = await engine.open({ profile, images, seccomp, role: '{}', onSink: (event) => void heard.push(event) });
    try {
      const { stdin, done } = await box.trace('start', ['node', '-e', TRIAL], {
        cwd: profile.home,
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: profile.home },
        onTrace: (line) => {
          trace += `${line}\n`;
        },
        onStdout: (chunk) => {
          said += chunk;
        },
        onStderr: () => {},
      });
      stdin.end();
      if ((await within(PATIENCE, done)) !== 0) return 'a program did not run to its end';
    } finally {
      await box.close();
    }
  } catch (error) {
    return `no box could be opened (${quote(reasonOf(error), 120)})`;
  }
  const started = (path: string) => trace.includes(` execve("${path}"`);
  if (!started('/usr/local/bin/node') || !started('/usr/bin/touch'))
    return 'the tracer misses programs that are started';
  if (!/ openat\([^"]*"[^"]*\/touched"/.test(trace)) return 'the tracer misses files that are written';
  if (said.trim() !== 'SIGSYS') return 'the profile of system calls is not applied';
  const kinds = new Set(heard.map(({ kind }) => kind));
  return kinds.has('dns') && kinds.has('http') ? undefined : 'the sink does not see the network';
}
