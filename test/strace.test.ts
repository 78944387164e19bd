/** The tracer's log, read line by line: whole calls, calls cut in two by others, and strings that look like the tracer's own words. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createTraceParser, pathOf, stringOf, stringsOf, type TraceEvent } from '../src/sandbox/witnesses/strace.ts';
import { cpuOf } from './support/cpu.ts';

function read(text: string): readonly TraceEvent[] {
  const parser = createTraceParser();
  const events = text.split('\n').flatMap((line) => parser.line(line));
  return [...events, ...parser.end()];
}

/** One line of one call, with a head. */
const one = (call: string) => read(`12 1700000000.000001 ${call}`)[0];

test.each([
  ['in one line', '7 1.5 ???()           = ?\n7 1.6 +++ killed by SIGKILL +++'],
  ['in two', '7 1.5 ????( <unfinished ...>\n7 1.6 <... ???? resumed>) = ?\n7 1.7 +++ killed by SIGKILL +++'],
  ['without an end', '7 1.5 ????( <unfinished ...>\n7 1.6 +++ killed by SIGKILL +++'],
])('a process killed on its way into a call made none that is missing: %s', (_, text) => {
  const events = read(text);
  expect(events.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
  expect(events).toContainEqual(expect.objectContaining({ kind: 'exit', pid: 7 }));
});

test('a call that the end of its process cut off is told before that end', () => {
  const events = read(
    '7 1.5 connect(4<TCP:[1]>,  <unfinished ...>\n7 1.6 +++ exited with 0 +++\n7 1.7 +++ exited with 0 +++',
  );
  expect(events).toMatchObject([
    { kind: 'call', pid: 7, time: 1.5, name: 'connect', result: '?' },
    { kind: 'exit', pid: 7, time: 1.6 },
    { kind: 'exit', pid: 7, time: 1.7 },
  ]);
});

describe('one line', () => {
  test.each([
    [
      'openat(AT_FDCWD</work>, "x.txt", O_RDONLY|O_CLOEXEC) = 3</work/x.txt>',
      ['AT_FDCWD</work>', '"x.txt"', 'O_RDONLY|O_CLOEXEC'],
      '3</work/x.txt>',
      '',
    ],
    [
      'openat(AT_FDCWD</work>, "gone", O_RDONLY) = -1 ENOENT (No such file or directory)',
      ['AT_FDCWD</work>', '"gone"', 'O_RDONLY'],
      '-1 ENOENT (No such file or directory)',
      'ENOENT',
    ],
    [
      'execve("/bin/sh", ["sh", "-c", "a, b) = 0"], 0x7ffd /* 20 vars */) = 0',
      ['"/bin/sh"', '["sh", "-c", "a, b) = 0"]', '0x7ffd /* 20 vars */'],
      '0',
      '',
    ],
    [
      'connect(4<TCP:[46536]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("198.18.0.2")}, 16) = -1 EINPROGRESS (Operation now in progress)',
      ['4<TCP:[46536]>', '{sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("198.18.0.2")}', '16'],
      '-1 EINPROGRESS (Operation now in progress)',
      'EINPROGRESS',
    ],
    [
      'sendto(4<TCP:[192.168.1.23:49372->198.18.0.2:443]>, "\\26\\3\\1"..., 517, MSG_NOSIGNAL, NULL, 0) = 517',
      ['4<TCP:[192.168.1.23:49372->198.18.0.2:443]>', '"\\26\\3\\1"...', '517', 'MSG_NOSIGNAL', 'NULL', '0'],
      '517',
      '',
    ],
    ['unlink("/tmp/we\\"ird, (name\\\\") = 0', ['"/tmp/we\\"ird, (name\\\\"'], '0', ''],
    [
      'clone(child_stack=0x7f, flags=CLONE_VM|CLONE_THREAD, tls=0x7f) = 31',
      ['child_stack=0x7f', 'flags=CLONE_VM|CLONE_THREAD', 'tls=0x7f'],
      '31',
      '',
    ],
    ['getppid() = 1', [], '1', ''],
  ])('%s', (text, args, result, error) => {
    expect(one(text)).toEqual({
      kind: 'call',
      pid: 12,
      time: 1700000000.000001,
      name: text.slice(0, text.indexOf('(')),
      args,
      result,
      error,
    });
  });

  test('the tracer’s words inside a string are the package’s', () => {
    const event = one('openat(AT_FDCWD</>, "/tmp/x <unfinished ...>", O_RDONLY) = 3</tmp/x>');
    expect(event).toMatchObject({ kind: 'call', name: 'openat', result: '3</tmp/x>' });
    const cut = read('7 1.5 openat(AT_FDCWD</>, "/tmp/x <unfinished ...>"');
    expect(cut).toEqual([{ kind: 'unreadable', line: '7 1.5 openat(AT_FDCWD</>, "/tmp/x <unfinished ...>"' }]);
  });

  test.each([
    '',
    'nonsense',
    '12 x openat("a") = 1',
    '12 1.0 openat("never closed',
    '12 1.0 = 3',
    '12 1.0 <... openat resumed>) = 3',
  ])('what makes no sense is kept as that: %s', (line) => {
    expect(createTraceParser().line(line)).toEqual([{ kind: 'unreadable', line }]);
  });

  test('ends of processes, and signals', () => {
    expect(
      read('9 3.0 +++ exited with 1 +++\n9 3.1 --- SIGHUP {si_signo=SIGHUP} ---\n8 3.2 +++ killed by SIGKILL +++'),
    ).toEqual([
      { kind: 'exit', pid: 9, time: 3, status: 'exited with 1' },
      { kind: 'signal', pid: 9, time: 3.1, text: 'SIGHUP {si_signo=SIGHUP}' },
      { kind: 'exit', pid: 8, time: 3.2, status: 'killed by SIGKILL' },
    ]);
  });
});

test('what the runner adds: who is not traced, and the end', () => {
  expect(read('stray 12 my shell\nend 137')).toEqual([
    { kind: 'stray', pid: 12, name: 'my shell' },
    { kind: 'end', code: 137 },
  ]);
  expect(read('end of it')).toEqual([{ kind: 'unreadable', line: 'end of it' }]);
});

describe('calls cut in two', () => {
  test('are put together by process, whatever comes between, and keep the time they began', () => {
    const events = read(
      [
        '5 1.0 openat(AT_FDCWD</a>, "one", O_RDONLY <unfinished ...>',
        '6 1.1 openat(AT_FDCWD</b>, "two <unfinished ...>", O_WRONLY|O_CREAT, 0666 <unfinished ...>',
        '7 1.2 unlink("three") = 0',
        '6 1.3 <... openat resumed>) = 4</b/two>',
        '5 1.4 <... openat resumed>) = 3</a/one>',
      ].join('\n'),
    );
    expect(
      events.map((event) => event.kind === 'call' && [event.pid, event.time, event.name, event.args[1], event.result]),
    ).toEqual([
      [7, 1.2, 'unlink', undefined, '0'],
      [6, 1.1, 'openat', '"two <unfinished ...>"', '4</b/two>'],
      [5, 1.0, 'openat', '"one"', '3</a/one>'],
    ]);
  });

  test('arguments may come with the second half', () => {
    expect(
      read('5 1.0 execve("/bin/ls",  <unfinished ...>\n5 1.2 <... execve resumed>["ls", "-l"], 0x1 /* 3 vars */) = 0'),
    ).toMatchObject([{ name: 'execve', args: ['"/bin/ls"', '["ls", "-l"]', '0x1 /* 3 vars */'], result: '0' }]);
  });

  test('what never ended is told at the end', () => {
    expect(
      read('5 1.0 connect(3<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(80)}, 16 <unfinished ...>'),
    ).toMatchObject([{ kind: 'call', name: 'connect', result: '?', error: '' }]);
  });
});

test('strings, arrays and descriptors', () => {
  expect(stringOf('"a\\n\\303\\274\\x41\\"\\\\"')).toBe('a\nüA"\\');
  expect(stringOf('"cut"...')).toBe('cut');
  expect(stringOf('0x55d0')).toBeUndefined();
  expect(stringsOf('["sh", "-c", "echo \\"hi\\", ok", "x"...]')).toEqual(['sh', '-c', 'echo "hi", ok', 'x']);
  expect(pathOf('3</etc/passwd>')).toBe('/etc/passwd');
  expect(pathOf('AT_FDCWD</home/dev/work>')).toBe('/home/dev/work');
  expect(pathOf('5</memfd:x>(deleted)')).toBe('/memfd:x');
  expect(pathOf('4<TCP:[46536]>')).toBeUndefined();
  expect(pathOf('-1')).toBeUndefined();
});

test('a recorded log is read to the last line', () => {
  const events = read(readFileSync(new URL('traces/laptop.strace', import.meta.url), 'utf8').trimEnd());
  expect(events.filter((event) => event.kind === 'unreadable')).toEqual([]);
  const programs = events.flatMap((event) =>
    event.kind === 'call' && event.name === 'execve' && event.result === '0' ? [stringOf(event.args[0] ?? '')] : [],
  );
  expect(programs).toEqual([
    '/usr/local/bin/node',
    '/bin/sh',
    '/usr/bin/curl',
    '/usr/bin/curl',
    '/usr/bin/id',
    '/usr/bin/grep',
    '/usr/bin/git',
    '/usr/lib/git-core/git',
    '/usr/lib/git-core/git-remote-https',
  ]);
});

test('ten megabytes of one line cost no more than their length', () => {
  const line = `5 1.0 openat(AT_FDCWD</>, "${'('.repeat(10_000_000)}", O_RDONLY) = 3</x>`;
  const work = cpuOf(() => {
    expect(createTraceParser().line(line)).toMatchObject([{ kind: 'call', result: '3</x>' }]);
  });
  expect(work).toBeLessThan(5_000);
});
