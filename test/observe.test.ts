/** From traced calls to observations: which process did what, and what is left out because every process does it. */
import { describe, expect, test } from 'vitest';
import { merge } from '../src/sandbox/merge.ts';
import { createTraceObserver, type Draft, sinkDrafts, withAsker } from '../src/sandbox/witnesses/observe.ts';
import type { SinkEvent } from '../src/sandbox/witnesses/sink.ts';
import type { Profile } from '../src/sandbox/world/profiles.ts';
import type { PackageTree, Phase, SandboxInfo, TreeNode } from '../src/types.ts';

function observe(...calls: readonly string[]): readonly Draft[] {
  const observer = createTraceObserver({ project: '/home/dev/p', phaseAt: () => 'start' });
  for (const [index, call] of calls.entries()) {
    const [, pid, body] = /^(\d+) (.*)$/s.exec(call) ?? [];
    observer.line(`${pid} 1700000000.00000${index} ${body}`);
  }
  observer.end();
  return observer.drafts;
}

const run = (path: string) => `execve("${path}", ["${path}"], 0x7ffd /* 20 vars */) = 0`;

describe('the process tree', () => {
  test('a program knows the process that made it', () => {
    const drafts = observe(
      `10 ${run('/usr/local/bin/node')}`,
      '10 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f) = 11',
      `11 ${run('/usr/bin/git')}`,
      '11 vfork() = 12',
      `12 ${run('/usr/bin/ssh')}`,
    );
    expect(drafts).toMatchObject([
      { kind: 'exec', pid: 10, path: '/usr/local/bin/node' },
      { kind: 'exec', pid: 11, parent: 10, path: '/usr/bin/git' },
      { kind: 'exec', pid: 12, parent: 11, path: '/usr/bin/ssh' },
    ]);
    expect(drafts[0]).not.toHaveProperty('parent');
  });

  test('a thread is its process: what it makes has the process as its parent', () => {
    const drafts = observe(
      `10 ${run('/usr/local/bin/node')}`,
      '10 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_FS|CLONE_THREAD|CLONE_SYSVSEM) = 11',
      '11 clone(child_stack=NULL, flags=SIGCHLD) = 12',
      `12 ${run('/bin/sh')}`,
      '11 openat(AT_FDCWD</w>, "/etc/shadow", O_RDONLY) = 3</etc/shadow>',
    );
    expect(drafts[1]).toMatchObject({ kind: 'exec', pid: 12, parent: 10 });
    expect(drafts[2]).toMatchObject({ kind: 'read', pid: 10, path: '/etc/shadow' });
  });
});

describe('programs of ours', () => {
  const ours = new Map([
    ['code of ours', '(loads it)'],
    ['CLOCK=1', ''],
  ]);
  const observer = createTraceObserver({ project: '/home/dev/p', phaseAt: () => 'import', ours });
  const exec = (path: string, ...argv: readonly string[]) =>
    observer.line(`10 1700000000.000001 execve("${path}", ["${argv.join('", "')}"], 0x7ffd /* 20 vars */) = 0`);

  test('are told as what they are, or not at all', () => {
    exec('/usr/bin/env', 'env', 'CLOCK=1', '/bin/x');
    exec('/usr/local/bin/node', 'node', '-e', 'code of ours', '{}');
    exec('/usr/local/bin/node', 'node', '-e', 'its own code');
    expect(observer.drafts).toMatchObject([
      { kind: 'exec', argv: ['node', '(loads it)'] },
      { kind: 'exec', argv: ['node', '-e', 'its own code'] },
    ]);
  });
});

describe('whose script it was', () => {
  const PROJECT = '/home/dev/.npm/_npx/0123456789abcdef';
  const nodes = ['server', 'helper', '@scope/tool'].map(
    (name) => ({ id: `${name}@1.0.0`, name, version: '1.0.0', location: `node_modules/${name}` }) as TreeNode,
  );
  const tree = { root: nodes[0], nodes } as unknown as PackageTree;

  interface Told {
    readonly installs?: boolean;
    readonly phase?: Phase;
    /** What the sink saw. */
    readonly events?: readonly SinkEvent[];
  }

  /** Whom each observation of an install is credited to: `package: kind what`. */
  function credited(
    calls: readonly string[],
    { installs = true, phase = 'install', events = [] }: Told = {},
  ): readonly string[] {
    const observer = createTraceObserver({ project: PROJECT, phaseAt: () => phase, installs });
    for (const [index, call] of calls.entries()) {
      const [, pid, body] = /^(\d+) (.*)$/s.exec(call) ?? [];
      observer.line(`${pid} 1700000000.0000${String(index).padStart(2, '0')} ${body}`);
    }
    observer.end();
    const { drafts: traced, scriptAsking } = observer;
    const sink = sinkDrafts(events, traced, () => phase);
    const drafts = [...traced, ...sink.map(({ draft }) => withAsker(draft, scriptAsking))];
    const profile = { name: 'laptop' } as Profile;
    const { value } = merge([{ profile, began: 0, runs: [], drafts, tools: [], gaps: [] }], tree, {} as SandboxInfo);
    return value.observations.map((one) => {
      const what = ['path', 'host', 'address', 'name'].map((key) => (one as unknown as Record<string, string>)[key]);
      return `${one.package.replace('@1.0.0', '')}: ${one.kind} ${what.find(Boolean)}`;
    });
  }

  const NPM = `10 ${run('/usr/local/bin/node')}`;
  const forks = (parent: number, child: number) => `${parent} clone(child_stack=NULL, flags=SIGCHLD) = ${child}`;
  const starts = (pid: number, path: string, name?: string) => {
    const place = name === undefined ? '' : `, "npm_package_json=${PROJECT}/node_modules/${name}/package.json"`;
    return `${pid} execve("${path}", ["${path}"], ["PATH=/bin"${place}]) = 0`;
  };
  const writes = (pid: number, cwd: string, path: string) =>
    `${pid} openat(AT_FDCWD<${cwd}>, "${path}", O_WRONLY|O_CREAT, 0666) = 3<${path}>`;
  const sends = (pid: number) =>
    `${pid} connect(4<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("203.0.113.9")}, 16) = 0`;

  test('what a dependency’s script starts is that dependency’s, wherever it works', () => {
    const calls = [
      ...[NPM, forks(10, 11), starts(11, '/bin/sh', 'helper'), forks(11, 12), starts(12, '/bin/node', 'helper')],
      ...[writes(12, '/tmp', '/home/dev/.bashrc'), forks(12, 13), starts(13, '/bin/curl'), sends(13)],
    ];
    const body = { bytes: 1, sha256: '', data: Buffer.from('x') };
    const post = {
      kind: 'http',
      method: 'POST',
      url: 'http://c.example/',
      host: 'c.example',
      headers: {},
      body,
    } as const;
    const events = [{ ...post, address: '203.0.113.9', port: 80, time: 1700000001 }] as const;
    expect(credited(calls, { events })).toEqual([
      'server: exec /usr/local/bin/node',
      'helper: exec /bin/sh',
      'helper: exec /bin/node',
      'helper: write /home/dev/.bashrc',
      'helper: exec /bin/curl',
      'helper: connect 203.0.113.9',
      'helper: http c.example',
    ]);
  });

  test('each script has its own package, and npm has none', () => {
    const calls = [
      ...[NPM, forks(10, 11), starts(11, '/bin/sh', 'helper'), '11 +++ exited with 0 +++'],
      ...[forks(10, 12), starts(12, '/bin/sh', '@scope/tool'), '12 +++ exited with 0 +++'],
      ...[forks(10, 13), starts(13, '/bin/sh', 'server'), '13 +++ exited with 0 +++'],
      ...[forks(10, 11), starts(11, '/usr/bin/git'), writes(10, '/home/dev', '/home/dev/.gitconfig')],
    ];
    expect(credited(calls).slice(1)).toEqual([
      'helper: exec /bin/sh',
      '@scope/tool: exec /bin/sh',
      'server: exec /bin/sh',
      'server: exec /usr/bin/git',
      'server: write /home/dev/.gitconfig',
    ]);
  });

  test('nobody can put it on another: not by an environment, a folder, or a program that looks like npm', () => {
    const helpers = `${PROJECT}/node_modules/helper`;
    const calls = [
      ...[NPM, forks(10, 11), starts(11, '/bin/sh', 'server'), starts(11, '/bin/node', 'helper')],
      ...[forks(11, 12), starts(12, '/usr/local/bin/node', 'helper'), writes(12, helpers, '/home/dev/.bashrc')],
      ...[forks(12, 13), starts(13, '/bin/sh', 'helper')],
    ];
    expect(credited(calls).every((one) => one.startsWith('server: '))).toBe(true);
    expect(credited(calls)).toHaveLength(6);
  });

  test('threads of npm and of scripts are what they are threads of', () => {
    const thread = (of: number, pid: number) =>
      `${of} clone(child_stack=0x7f, flags=CLONE_VM|CLONE_THREAD|CLONE_SYSVSEM) = ${pid}`;
    const calls = [
      ...[
        NPM,
        thread(10, 11),
        writes(11, '/home/dev', '/home/dev/.npmrc'),
        forks(11, 12),
        starts(12, '/bin/sh', 'helper'),
      ],
      ...[thread(12, 13), writes(13, '/tmp', '/home/dev/.profile')],
    ];
    expect(credited(calls).slice(1)).toEqual([
      'server: write /home/dev/.npmrc',
      'helper: exec /bin/sh',
      'helper: write /home/dev/.profile',
    ]);
  });

  test('a child that is seen before the call that made it has returned', () => {
    const calls = [
      ...[NPM, '10 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>', starts(11, '/bin/sh', 'helper')],
      ...['11 vfork( <unfinished ...>', writes(12, '/tmp', '/home/dev/.profile'), starts(12, '/bin/curl')],
      ...['11 <... vfork resumed>) = 12', '10 <... clone resumed>) = 11'],
    ];
    expect(credited(calls).slice(1)).toEqual([
      'helper: exec /bin/sh',
      'helper: write /home/dev/.profile',
      'helper: exec /bin/curl',
    ]);
  });

  test('a name that no connection follows is asked for by whoever sent the question', () => {
    const message = (name: string) =>
      `"\\316\\37\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0${name
        .split('.')
        .map((label) => `\\${label.length.toString(8)}${label}`)
        .join('')}\\0\\0\\20\\0\\1"`;
    const asks = (pid: number, name: string) =>
      `${pid} sendto(5<UDP:[192.168.1.23:4417->192.168.1.1:53]>, ${message(name)}, 40, MSG_NOSIGNAL, NULL, 0) = 40`;
    const asksTwice = (pid: number, name: string) =>
      `${pid} sendmmsg(5<UDP:[1]>, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53)}, msg_iov=[{iov_base=${message(name)}, iov_len=32}]}}], 1, 0) = 1`;
    const calls = [
      ...[NPM, forks(10, 11), starts(11, '/bin/sh', 'helper'), asks(11, 'user.host.c.example')],
      ...[asksTwice(11, 'twice.c.example'), asks(11, 'both.example')],
      ...[forks(10, 12), starts(12, '/bin/sh', '@scope/tool'), asks(12, 'both.example')],
    ];
    const asked = (name: string) =>
      ({ kind: 'dns', name, type: 'TXT', via: 'udp', time: 1700000001 }) as unknown as SinkEvent;
    const events = ['User.Host.c.example', 'twice.c.example', 'both.example', 'nobody.example'].map(asked);
    const names = (told: readonly string[]) => told.filter((one) => one.includes(' dns '));
    expect(names(credited(calls, { events }))).toEqual([
      'helper: dns User.Host.c.example',
      'helper: dns twice.c.example',
      'server: dns both.example',
      'server: dns nobody.example',
    ]);
    // Asked again when the server runs, it is the server that asks.
    expect(names(credited(calls, { events, phase: 'start' })).every((one) => one.startsWith('server: '))).toBe(true);
  });

  test('where npm did not start it, in another phase or unseen, it is the target’s', () => {
    const calls = [NPM, forks(10, 11), starts(11, '/bin/sh', 'helper'), writes(11, '/tmp', '/home/dev/.profile')];
    const unseen = [
      NPM,
      starts(11, '/bin/sh', 'helper'),
      writes(11, `${PROJECT}/node_modules/helper`, '/home/dev/.profile'),
    ];
    for (const one of [...credited(calls, { installs: false }), ...credited(unseen)]) expect(one).toMatch(/^server: /);
  });
});
