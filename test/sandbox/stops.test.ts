/**
 * What makes no call that we want to know is not stopped, in whichever thread or process. Counted, not timed: a stop is a wait of
 * the one that is stopped, and the kernel counts those.
 */
import { expect, test } from 'vitest';
import { prepare } from '../../src/sandbox/engine/setup.ts';
import { PROFILES, type Profile } from '../../src/sandbox/world/profiles.ts';

const CALLS = 1000;
const COUNT = `
import os, resource, threading
waits = lambda: resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
def count(who):
    before = waits()
    for _ in range(${CALLS}): os.getppid()
    os.write(1, f'{who} {waits() - before}\\n'.encode())
count('process')
thread = threading.Thread(target=count, args=['thread'])
thread.start()
thread.join()
child = os.fork()
if child == 0:
    count('child')
    os._exit(0)
os.waitpid(child, 0)
`;

test('a thread and a child that call nothing of interest are not stopped', { timeout: 60_000 }, async () => {
  const [profile] = PROFILES as readonly [Profile];
  const { engine, images, seccomp } = await prepare();
  const box = await engine.open({ profile, images, seccomp, role: '{}', onSink: () => {} });
  let said = '';
  try {
    const traced = await box.trace('import', ['python3', '-c', COUNT], {
      cwd: profile.home,
      env: { PATH: '/usr/bin:/bin' },
      onTrace: () => {},
      onStdout: (chunk) => {
        said += chunk;
      },
      onStderr: () => {},
    });
    traced.stdin.end();
    expect(await traced.done).toBe(0);
  } finally {
    await box.close();
  }
  const stops = [...said.matchAll(/^(\w+) (\d+)$/gm)].map(([, who, count]) => [who, Number(count) < CALLS / 10]);
  expect(stops, said).toEqual([
    ['process', true],
    ['thread', true],
    ['child', true],
  ]);
});
