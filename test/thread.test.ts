import { expect, test } from 'vitest';
import type { NpmOptions } from '../src/npm-config.ts';
import { resolveInThread } from '../src/resolve/thread.ts';

test('a thread that does not answer in time is ended, and the next one works', async () => {
  const target = { kind: 'npm', text: 'x', spec: 'x', args: [] } as const;
  const options: NpmOptions = { registry: 'http://127.0.0.1:1/', cache: '/nonexistent', offline: true, maxSockets: 1 };
  const job = { target, options, platform: { os: 'linux', cpu: 'x64', libc: 'glibc', node: 'v24.1.0' } };
  const gap = (reason: string) => ({ value: undefined, gaps: [{ stage: 'resolve', subject: 'x', reason }] });
  expect(await resolveInThread({ ...job, limits: { packument: 1, tree: -10_000 } })).toEqual(
    gap('the tree was not made in time'),
  );
  expect(await resolveInThread({ ...job, limits: { packument: 1000, tree: 10_000 } })).toEqual(
    gap('it is not in the cache, and --offline was asked for'),
  );
});

test('a bug is told by its message, and its stack is kept for whoever looks for it', async () => {
  const target = { kind: 'npm', text: 'x', spec: 'x', args: [] } as const;
  const options = {} as NpmOptions;
  const job = { target, options, platform: null as never, limits: { packument: 1000, tree: 10_000 } };
  await expect(resolveInThread(job)).rejects.toMatchObject({
    message: expect.not.stringMatching(/ at /),
    stack: expect.stringMatching(/ at .*resolve/),
  });
});
