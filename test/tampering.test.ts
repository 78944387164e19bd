/** What the trace tells of attempts to hide from it, and which files it explains. */
import { describe, expect, test } from 'vitest';
import { createChangeLog } from '../src/sandbox/witnesses/changes.ts';
import { createTraceParser } from '../src/sandbox/witnesses/strace.ts';
import { createTamperWatch, type Sign } from '../src/sandbox/witnesses/tampering.ts';
import { cpuOf } from './support/cpu.ts';

function watched(lines: readonly string[]): { readonly signs: readonly string[]; readonly whole: boolean } {
  const signs: Sign[] = [];
  const watch = createTamperWatch((sign) => signs.push(sign));
  const parser = createTraceParser();
  for (const [index, line] of lines.entries()) {
    const timed = line.replace(/^(\d+) (?=[a-z?+-])/, `$1 ${((index + 1) / 2).toFixed(1)} `);
    for (const event of parser.line(timed)) watch.take(event);
  }
  for (const event of parser.end()) watch.take(event);
  return { signs: signs.map(({ how }) => how), whole: watch.whole() };
}

describe('attempts', () => {
  test.each([
    [
      'untraced-child',
      '7 --- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_call_addr=0x1, si_syscall=__NR_clone, si_arch=AUDIT_ARCH_X86_64} ---',
    ],
    [
      'kernel-socket',
      '7 --- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_call_addr=0x1, si_syscall=__NR_socket, si_arch=AUDIT_ARCH_X86_64} ---',
    ],
    ['foreign-abi', '7 +++ killed by SIGSYS +++'],
    [
      'io-uring',
      '7 io_uring_setup(8, {flags=0, sq_thread_cpu=0, sq_thread_idle=0}) = -1 ENOSYS (Function not implemented) (INJECTED)',
    ],
    [
      'nested-filter',
      '7 seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, {len=1, filter=0x1}) = -1 ENOSYS (Function not implemented) (INJECTED)',
    ],
    [
      'kernel-feature',
      '7 seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=1, filter=0x1}) = -1 ENOSYS (Function not implemented) (INJECTED)',
    ],
    ['kernel-right', '7 mount("none", "/mnt", "tmpfs", 0, NULL) = -1 EPERM (Operation not permitted) (INJECTED)'],
    ['kernel-feature', '7 unshare(CLONE_NEWUSER) = -1 EPERM (Operation not permitted) (INJECTED)'],
    ['trace-check', '7 ptrace(PTRACE_TRACEME) = 0 (INJECTED)'],
    ['tracer-search', '7 openat(AT_FDCWD</>, "/run/trace/install", O_WRONLY) = -1 EACCES (Permission denied)'],
    ['tracer-search', '7 openat(AT_FDCWD</>, "/proc/1/environ", O_RDONLY) = -1 EACCES (Permission denied)'],
    ['tracer-signalled', '7 tgkill(40, 40, SIGKILL) = -1 EPERM (Operation not permitted)'],
    ['unreadable-path', '7 openat(AT_FDCWD</>, 0x561e01, O_RDONLY) = -1 ENOENT (No such file or directory)'],
    ['memory-program', '7 execveat(3</memfd:x>(deleted), "", ["x"], 0x1 /* 0 vars */, AT_EMPTY_PATH) = 0'],
    ['memory-program', '7 execve("/proc/self/fd/9", ["x"], 0x1 /* 0 vars */) = 0'],
    [
      'foreign-address',
      '7 bind(3<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("203.0.113.5")}, 16) = 0',
    ],
  ])('%s: %s', (how, line) => {
    expect(watched([line]).signs).toEqual([how]);
  });

  test('a process nobody traced', () => {
    expect(watched(['stray 44 sh', 'end 0']).signs).toEqual(['stray-process']);
  });

  test('who reads by whom it is traced and ends at once', () => {
    const reads = '7 openat(AT_FDCWD</>, "/proc/self/status", O_RDONLY) = 3</proc/7/status>';
    expect(watched([reads, '7 +++ exited with 0 +++']).signs).toEqual(['tracer-search']);
  });

  test('who has it read by a thread', () => {
    const lines = [
      '7 clone3({flags=CLONE_VM|CLONE_FS|CLONE_THREAD, stack=0x1}, 88) = 8',
      '8 openat(AT_FDCWD</>, "/proc/self/status", O_RDONLY) = 3</proc/7/status>',
      '8 +++ exited with 0 +++',
      '7 +++ exited with 0 +++',
    ];
    expect(watched(lines).signs).toEqual(['tracer-search']);
  });

  test('who has it read by a thread that was faster than the call which made it', () => {
    const lines = [
      '8 openat(AT_FDCWD</>, "/proc/self/status", O_RDONLY) = 3</proc/7/status>',
      '7 clone3({flags=CLONE_VM|CLONE_FS|CLONE_THREAD, stack=0x1}, 88) = 8',
      '8 +++ exited with 0 +++',
      '7 +++ exited with 0 +++',
    ];
    expect(watched(lines).signs).toEqual(['tracer-search']);
  });

  test.each(['/bin/node', '/usr/bin/python3', '/home/mark/bin/ps'])('%s that reads it and ends', (program) => {
    const lines = [
      `7 execve("${program}", ["ps"], 0x1 /* 9 vars */) = 0`,
      '7 openat(AT_FDCWD</>, "/proc/self/status", O_RDONLY) = 3</proc/7/status>',
      '7 +++ exited with 0 +++',
    ];
    expect(watched(lines).signs).toEqual(['tracer-search']);
  });
});

describe('honest twins', () => {
  const reads = '7 openat(AT_FDCWD</>, "/proc/self/status", O_RDONLY) = 3</proc/7/status>';
  test.each([
    [
      'a thread that looks how much memory is taken, and ends while its program goes on',
      [
        '7 clone3({flags=CLONE_VM|CLONE_FS|CLONE_THREAD, stack=0x1}, 88) = 8',
        '8 openat(AT_FDCWD</>, "/proc/self/status", O_RDONLY) = 3</proc/7/status>',
        '8 +++ exited with 0 +++',
        '7 unlink("/tmp/x") = 0',
        '7 +++ exited with 0 +++',
      ],
    ],
    [
      'Node asks for a ring',
      [
        '7 io_uring_setup(256, {flags=IORING_SETUP_NO_SQARRAY, sq_thread_cpu=0, sq_thread_idle=0}) = -1 ENOSYS (Function not implemented) (INJECTED)',
      ],
    ],
    ['a lock whose owner is gone', ['7 tgkill(40, 40, 0) = -1 EPERM (Operation not permitted)']],
    ['a signal to its own thread', ['7 tgkill(7, 7, SIGTERM) = 0']],
    [
      'a server on loopback',
      ['7 bind(3<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0'],
    ],
    [
      'a server for everybody',
      [
        '7 bind(3<TCPv6:[1]>, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::", &sin6_addr), sin6_scope_id=0}, 28) = 0',
      ],
    ],
    ['an own path that is not there', ['7 openat(AT_FDCWD</>, NULL, O_RDONLY) = -1 EFAULT (Bad address)']],
    [
      'a monitor that goes on',
      [
        reads,
        '7 connect(4<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("198.18.0.1")}, 16) = 0',
        '7 +++ exited with 0 +++',
      ],
    ],
    [
      'a shell’s grep',
      [
        '7 execve("/usr/bin/grep", ["grep", "VmRSS", "/proc/self/status"], 0x1 /* 9 vars */) = 0',
        reads,
        '7 +++ exited with 0 +++',
      ],
    ],
    [
      'ps by its other path',
      [
        '7 execve("/bin/ps", ["/bin/ps", "-o", "pid=,ppid=", "-p", "60"], 0x1 /* 9 vars */) = 0',
        '7 openat(AT_FDCWD</>, "/proc/60/status", O_RDONLY) = 3</proc/60/status>',
        '7 +++ exited with 0 +++',
      ],
    ],
    [
      'an end by another signal',
      ['7 --- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, si_pid=1, si_uid=1000} ---', '7 +++ killed by SIGTERM +++'],
    ],
    [
      'a SIGSYS it sent itself, told once',
      ['7 --- SIGSYS {si_signo=SIGSYS, si_code=SI_USER, si_pid=7, si_uid=1000} ---', '7 +++ exited with 0 +++'],
    ],
  ])('%s', (_name, lines) => {
    expect(watched(lines).signs).toEqual([]);
  });
});

describe('the end', () => {
  const clone = (parent: number, child: number) => `${parent} clone(child_stack=NULL, flags=SIGCHLD) = ${child}`;
  test.each([
    [
      'everything ended',
      true,
      [
        '7 execve("/a", ["a"], 0x1 /* 0 vars */) = 0',
        clone(7, 8),
        '8 +++ exited with 0 +++',
        '7 +++ exited with 0 +++',
        'end 0',
      ],
    ],
    [
      'a child ended before its making was told',
      true,
      [
        '8 openat(AT_FDCWD</>, "/x", O_RDONLY) = 3</x>',
        '8 +++ exited with 0 +++',
        clone(7, 8),
        '7 +++ exited with 0 +++',
        'end 0',
      ],
    ],
    [
      'a thread became the process',
      true,
      [clone(7, 9), '7 +++ superseded by execve in pid 9 +++', '7 +++ exited with 0 +++', 'end 0'],
    ],
    [
      'a thread was killed on its way into a call',
      true,
      [clone(7, 8), '8 ???( <unfinished ...>', '8 +++ exited with 0 +++', '7 +++ exited with 0 +++', 'end 0'],
    ],
    [
      'a thread slept to its end',
      true,
      [
        clone(7, 8),
        '8 nanosleep({tv_sec=0, tv_nsec=20000},  <unfinished ...>',
        '8 +++ exited with 0 +++',
        '7 +++ exited with 0 +++',
        'end 0',
      ],
    ],
    [
      'one was on its way and has not ended',
      false,
      [clone(7, 8), '8 ???( <unfinished ...>', '7 +++ exited with 0 +++', 'end 0'],
    ],
    ['no last line', false, ['7 +++ exited with 0 +++']],
    ['a child lives', false, [clone(7, 8), '7 +++ exited with 0 +++', 'end 137']],
    ['nothing at all', false, []],
  ])('%s: %s', (_name, whole, lines) => {
    expect(watched(lines).whole).toBe(whole);
  });

  test('what the package prints is no end', () => {
    expect(watched(['7 openat(AT_FDCWD</>, "end 0\\nend 0", O_RDONLY) = 3</x>']).whole).toBe(false);
  });
});

describe('changed files', () => {
  function unexplained(calls: readonly string[], ...changed: string[]): readonly string[] | undefined {
    const log = createChangeLog();
    const parser = createTraceParser();
    for (const call of calls) {
      for (const event of parser.line(`7 1.0 ${call}`)) log.take(event);
    }
    return log.unexplained(changed);
  }

  test.each([
    ['written', ['openat(AT_FDCWD</h>, "a", O_WRONLY|O_CREAT, 0666) = 3</h/a>'], '/h/a'],
    ['written through a link', ['openat(AT_FDCWD</h>, "/l/a", O_RDWR) = 3</h/a>'], '/h/a'],
    ['renamed', ['rename("a.tmp", "a") = 0'], '/h/a'],
    [
      'moved with its directory',
      ['openat(AT_FDCWD</h>, "t/x/f", O_WRONLY|O_CREAT, 0666) = 3</h/t/x/f>', 'rename("/h/t", "/h/final") = 0'],
      '/h/final/x/f',
    ],
    [
      'moved twice',
      [
        'openat(AT_FDCWD</h>, "f", O_CREAT, 0666) = 3</h/1/f>',
        'rename("/h/1", "/h/2") = 0',
        'renameat2(AT_FDCWD</h>, "2", AT_FDCWD</h>, "3", 0) = 0',
      ],
      '/h/3/f',
    ],
    ['with other rights', ['fchmod(3</h/a>, 0755) = 0'], '/h/a'],
    ['with another time', ['utimensat(AT_FDCWD</h>, "a", NULL, 0) = 0'], '/h/a'],
  ])('%s', (_name, calls, path) => {
    expect(unexplained(calls, path)).toEqual([]);
  });

  test('only read, written elsewhere, or not at all', () => {
    const calls = [
      'openat(AT_FDCWD</h>, "a", O_RDONLY) = 3</h/a>',
      'openat(AT_FDCWD</h>, "b/a", O_WRONLY) = -1 EACCES (Permission denied)',
      'openat(AT_FDCWD</h>, "c/a", O_WRONLY) = 3</h/c/a>',
    ];
    expect(unexplained(calls, '/h/a', '/h/c/a', '/h/.bashrc')).toEqual(['/h/a', '/h/.bashrc']);
  });

  test('names that lead everywhere are given up, not followed', () => {
    const calls = Array.from({ length: 5_000 }, (_, i) => `rename("/h/${i}/d", "/h/${i + 1}/d") = 0`);
    const work = cpuOf(() => {
      expect(unexplained(calls, '/h/d/d/d/d/d/d/x')).toBeUndefined();
    });
    expect(work).toBeLessThan(5_000);
  });
});
