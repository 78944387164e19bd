/**
 * Witnesses that watch the tracer: what runs beside it, as something that got away from it would, is told by each of the
 * others. The process here is put into the box by the engine itself, which no package can do.
 */
import { hostname } from 'node:os';
import Docker from 'dockerode';
import { pack } from 'tar-stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LIMITS } from '../../src/sandbox/bounds/limits.ts';
import type { Decoy } from '../../src/sandbox/decoys/decoys.ts';
import type { Box, BoxOptions } from '../../src/sandbox/engine/engine.ts';
import { prepare } from '../../src/sandbox/engine/setup.ts';
import { lostIn } from '../../src/sandbox/engine/tiers.ts';
import { gather, troubles } from '../../src/sandbox/gather.ts';
import { createTraceObserver } from '../../src/sandbox/witnesses/observe.ts';
import type { SinkEvent } from '../../src/sandbox/witnesses/sink.ts';
import { PROFILES, type Profile } from '../../src/sandbox/world/profiles.ts';

const docker = new Docker();
const [laptop] = PROFILES;
if (!laptop) throw new Error('there is no profile');

/** Starts a command in the target as its user, without the tracer. Its network is where the sink is. */
async function beside(command: string): Promise<void> {
  const ours = await docker.listContainers({ filters: { label: [`lazaret.owner=${hostname()}/${process.pid}`] } });
  const found = ours.find(({ HostConfig }) => HostConfig.NetworkMode.startsWith('container:'));
  if (!found) throw new Error('the target is not there');
  const exec = await docker.getContainer(found.Id).exec({ Cmd: ['sh', '-c', command], User: laptop?.user ?? '' });
  await exec.start({ Detach: true });
}

async function unpackNothing(box: Box): Promise<void> {
  const [home, tree] = [pack(), pack()];
  home.entry({ name: box.project, type: 'directory', uid: laptop?.uid ?? 0, gid: laptop?.uid ?? 0 });
  home.finalize();
  tree.finalize();
  await box.unpack(home as never, tree as never);
}

test('a process, a file and a flow that the tracer did not see', async () => {
  const { engine, images, seccomp } = await prepare();
  const sink: SinkEvent[] = [];
  const box = await engine.open({ profile: laptop, images, seccomp, role: '{}', onSink: (event) => sink.push(event) });
  const observer = createTraceObserver({ project: box.project, phaseAt: () => 'install' });
  try {
    await unpackNothing(box);
    const traced = await box.trace('install', ['sh', '-c', 'echo seen > ~/seen; sleep 2'], {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', HOME: laptop.home },
      onTrace: observer.line,
      onStdout: () => {},
      onStderr: () => {},
    });
    await beside('echo unseen > ~/.profile; curl -s http://203.0.113.7/ > /dev/null; exec sleep 30');
    expect(await traced.done).toBe(0);
    const changed = await box.changed();
    observer.end();
    const contents = await box.contents();
    onTestFinished(contents.close);
    const witnesses = {
      profile: 'laptop',
      observers: [observer],
      sink,
      conversations: [],
      changed,
      contents: contents.files,
      project: box.project,
      phaseAt: () => 'install' as const,
      documents: [],
      stem: 'x',
    };
    const told = (await gather(witnesses, [], '')).value.flatMap((draft) =>
      draft.kind === 'tamper' ? [`${draft.how}: ${draft.what}`] : [],
    );
    expect(told.sort()).toEqual([
      'stray-process: a process (sleep) that the tracer did not see made',
      `unseen-file: ${laptop.home}/.profile was changed by no traced call`,
      'unseen-flow: a flow to 203.0.113.7 that no traced call opened',
    ]);
    expect(troubles(witnesses)).toEqual([]);
  } finally {
    await box.close();
  }
});

describe('decoys are looked for in all that is written and given', () => {
  const value = 'ghp_A7kd93jfKQ02mZxcvB5nM1pLqWeRtYuIoP34';
  const decoy: Decoy = { place: 'env GITHUB_TOKEN', value, asked: false };

  const user = laptop as Profile;

  /** What a script leaves, and what could not be looked at. */
  async function left(script: string) {
    const { engine, images, seccomp } = await prepare();
    const box = await engine.open({ profile: user, images, seccomp, role: '{}', onSink: () => {} });
    const observer = createTraceObserver({ project: box.project, phaseAt: () => 'install' });
    try {
      await unpackNothing(box);
      const traced = await box.trace('install', ['bash', '-c', script, 'bash', box.project], {
        cwd: '/',
        env: { PATH: '/usr/bin:/bin', HOME: user.home, TOKEN: value },
        onTrace: observer.line,
        onStdout: () => {},
        onStderr: () => {},
      });
      expect(await traced.done).toBe(0);
      observer.end();
      const [changed, contents] = await Promise.all([box.changed(), box.contents()]);
      const phaseAt = () => 'install' as const;
      const { project } = box;
      const said = { sink: [], conversations: [], documents: [], stem: 'x' };
      onTestFinished(contents.close);
      const { files } = contents;
      const witnesses = {
        profile: 'laptop',
        observers: [observer],
        changed,
        contents: files,
        project,
        phaseAt,
        ...said,
      };
      const seen = await gather(witnesses, [decoy], '');
      const found = seen.value.flatMap((draft) => (draft.kind === 'decoy' ? [`${draft.channel}: ${draft.where}`] : []));
      return { found, gaps: [...troubles(witnesses), ...seen.gaps].map(({ reason }) => reason) };
    } finally {
      await box.close();
    }
  }

  test('a large file, the last of many, and the end of a long argument', async () => {
    const { found, gaps } = await left(`
      for i in $(seq 400); do echo $i > ~/$i; done
      { head -c 300000 /dev/zero | tr '\\0' x; echo " $TOKEN"; } > ~/large
      padding=$(head -c 100000 /dev/zero | tr '\\0' x)
      env -i /bin/true "$padding $TOKEN"
      { cat /usr/local/bin/node | head -c 3000000; echo "$TOKEN"; } > ~/program`);
    expect(found.sort()).toEqual([
      'argv: arguments of /bin/true',
      'argv: arguments of /usr/bin/env',
      'file: file ~/large',
      'file: file ~/program',
    ]);
    expect(gaps).toEqual([]);
  });

  test('more than is kept is told, but for what is built and kept in the tree', async () => {
    const program = `{ printf '\\177ELF'; head -c ${LIMITS.contents.kept} /dev/urandom; }`;
    const build = `${program} > "$1/addon.node"; ln "$1/addon.node" "$1/same.node"`;
    expect((await left(build)).gaps).toEqual([]);
    const large = `head -c ${LIMITS.contents.kept} /dev/urandom > "$1/data.db"; echo "$TOKEN" > "$1/small"`;
    const { found, gaps } = await left(large);
    expect([found, gaps]).toEqual([[expect.stringMatching(/^file: file .*small$/)], []]);
    expect((await left(`${program} > ~/cache; echo small > ~/small`)).gaps).toEqual([
      `${user.home}/cache could not be searched for decoys: more was written than is kept`,
    ]);
  });
});

test('a trace that is cut off is a gap', async () => {
  const { engine, images, seccomp } = await prepare();
  const box = await engine.open({ profile: laptop, images, seccomp, role: '{}', onSink: () => {} });
  const observer = createTraceObserver({ project: box.project, phaseAt: () => 'install' });
  const traced = await box.trace('install', ['sleep', '30'], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    onTrace: observer.line,
    onStdout: () => {},
    onStderr: () => {},
  });
  await box.close();
  await traced.done.catch(() => {});
  observer.end();
  const witnesses = {
    profile: 'laptop',
    observers: [observer],
    sink: [],
    conversations: [],
    changed: undefined,
    contents: undefined,
    project: box.project,
    phaseAt: () => 'install' as const,
    documents: [],
    stem: 'x',
  };
  const reasons = troubles(witnesses).map(({ reason }) => reason);
  expect(reasons).toContain('the trace ended before the processes in it did');
  expect(reasons).toContain('the files that changed could not be compared with the trace');
  expect(reasons).toContain('the files that changed could not be read');
});

test('two traces of one phase are not mixed, while the first still ends', async () => {
  const { engine, images, seccomp } = await prepare();
  const box = await engine.open({ profile: laptop, images, seccomp, role: '{}', onSink: () => {} });
  const start = async (script: string) => {
    const observer = createTraceObserver({ project: box.project, phaseAt: () => 'start' });
    const traced = await box.trace('later', ['sh', '-c', script], {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', HOME: laptop.home },
      onTrace: observer.line,
      onStdout: () => {},
      onStderr: () => {},
    });
    return { observer, traced };
  };
  const writes = ({ drafts }: ReturnType<typeof createTraceObserver>) =>
    drafts.flatMap((draft) => (draft.kind === 'write' ? [draft.path.replace(laptop.home, '~')] : []));
  try {
    await unpackNothing(box);
    const busy = 'for i in $(seq 400); do echo $i > ~/$0; done';
    const first = await start(busy.replace('$0', 'first'));
    const second = await start(busy.replace('$0', 'second'));
    expect(await Promise.all([first.traced.done, second.traced.done])).toEqual([0, 0]);
    for (const { observer } of [first, second]) observer.end();
    expect(writes(first.observer)).toEqual(['~/first']);
    expect(writes(second.observer)).toEqual(['~/second']);
    for (const { observer } of [first, second]) expect(observer.troubles).toMatchObject({ unreadable: 0, cut: false });
  } finally {
    await box.close();
  }
});

describe('before a runtime is used, it is tried what is seen in it', () => {
  /** The same engine, but for what its boxes show. */
  async function lostWhere(change: (options: BoxOptions, box: Box) => Partial<Box>, hide?: SinkEvent['kind']) {
    const parts = await prepare();
    const open = async (options: BoxOptions) => {
      const onSink = (event: SinkEvent) => (event.kind === hide ? undefined : options.onSink(event));
      const box = await parts.engine.open({ ...options, onSink });
      return { ...box, ...change(options, box) };
    };
    return lostIn({ ...parts, engine: { ...parts.engine, open } });
  }
  const tracing = (box: Box, shows: (line: string) => boolean): Partial<Box> => ({
    trace: (phase, command, options) =>
      box.trace(phase, command, { ...options, onTrace: (line) => (shows(line) ? options.onTrace(line) : undefined) }),
  });

  test('nothing is lost in this one', async () => {
    expect(await lostWhere(() => ({}))).toBeUndefined();
  });

  test.each([
    ['its first program', /execve\("\/usr\/local\/bin\/node"/, 'the tracer misses programs that are started'],
    ['a child', /execve\("\/usr\/bin\/touch"/, 'the tracer misses programs that are started'],
    ['a file', /openat.*touched/, 'the tracer misses files that are written'],
  ])('%s that the tracer misses', async (_what, line, expected) => {
    expect(await lostWhere((_, box) => tracing(box, (text) => !line.test(text)))).toBe(expected);
  });

  test('a profile that is not applied', async () => {
    const parts = await prepare();
    expect(await lostIn({ ...parts, seccomp: 'unconfined' })).toBe('the profile of system calls is not applied');
  });

  test('a network that the sink does not see', async () => {
    expect(await lostWhere(() => ({}), 'http')).toBe('the sink does not see the network');
  });

  test('a box that does not open', async () => {
    const parts = await prepare();
    const open = () => Promise.reject(new Error('unknown runtime'));
    expect(await lostIn({ ...parts, engine: { ...parts.engine, open } })).toBe(
      'no box could be opened (unknown runtime)',
    );
  });
});
