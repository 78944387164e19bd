/** From traced calls to observations: which process did what, and what is left out because every process does it. */
import { describe, expect, test } from 'vitest';
import { createTraceObserver, type Draft } from '../src/sandbox/observe.ts';

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
