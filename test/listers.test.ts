/** What `ps` looks up is no deed of whoever started it; what it was made to read is. */
import { expect, test } from 'vitest';
import { createTraceObserver } from '../src/sandbox/witnesses/observe.ts';

/** What is told where a program is started like this, and then looks at the first process. */
function told(path: string, argv: readonly string[], environment = '["PATH=/usr/bin"]'): readonly string[] {
  const observer = createTraceObserver({ project: '/home/dev/p', phaseAt: () => 'install' });
  const calls = [
    `execve("${path}", ["${argv.join('", "')}"], ${environment}) = 0`,
    'openat(AT_FDCWD</w>, "/proc/1/environ", O_RDONLY) = -1 EACCES (Permission denied)',
    'openat(AT_FDCWD</w>, "/proc/12/environ", O_RDONLY) = 3</proc/12/environ>',
    'openat(AT_FDCWD</w>, "/proc/12/cmdline", O_RDONLY) = 3</proc/12/cmdline>',
    'openat(AT_FDCWD</w>, "/home/dev/.npmrc", O_RDONLY) = 3</home/dev/.npmrc>',
  ];
  for (const [index, call] of calls.entries()) observer.line(`10 1700000000.00000${index} ${call}`);
  observer.end();
  return observer.drafts.flatMap((one) => (one.kind === 'read' ? [one.path] : one.kind === 'tamper' ? [one.how] : []));
}

const ALL = ['/proc/1/environ', 'tracer-search', '/proc/12/environ', '/proc/12/cmdline', '/home/dev/.npmrc'];

test.each([
  ['one process', '/usr/bin/ps', 'ps', '-p', '79', '-o', 'command='],
  ['time and name of each', '/usr/bin/ps', 'ps', '-eo', 'pid,time,comm'],
  ['all of them', '/bin/ps', 'ps', 'aux'],
  ['in the other way', '/bin/ps', 'ps', '-ef'],
  ['by an id', '/usr/bin/ps', 'ps', '-o', 'time', '-p', '3'],
])('looked up for a list, and not told: %s', (_name, path, ...argv) => {
  expect(told(path, argv)).toEqual(['/home/dev/.npmrc']);
});

test.each([
  ['their environments are printed', '/usr/bin/ps', 'ps', 'axe'],
  ['their environments are printed, at any width', '/usr/bin/ps', 'ps', 'eww', '-p', '12'],
  ['their environments are a column', '/usr/bin/ps', 'ps', '-o', 'pid,environ'],
  ['it is a program of the package', '/home/dev/p/ps', 'ps', 'aux'],
  ['it is no list', '/usr/bin/cat', 'cat', '/proc/12/environ'],
])('told where %s', (_name, path, ...argv) => {
  expect(told(path, argv)).toEqual(ALL);
});

test.each([
  ['other code is loaded into it', '["LD_PRELOAD=/tmp/x.so"]'],
  ['other code is loaded into it by another way', '["LD_PRELOAD=/usr/../tmp/x.so"]'],
  ['nobody knows what is loaded into it', '0x7ffd /* 20 vars */'],
])('told where %s', (_name, environment) => {
  expect(told('/usr/bin/ps', ['ps', 'aux'], environment)).toEqual(ALL);
});

test('looked up where the clock was moved, and not told', () => {
  expect(
    told('/usr/bin/ps', ['ps', 'aux'], '["LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"]'),
  ).toEqual(['/home/dev/.npmrc']);
});

test('what comes after it in the same process is told', () => {
  const observer = createTraceObserver({ project: '/home/dev/p', phaseAt: () => 'install' });
  const open = 'openat(AT_FDCWD</w>, "/proc/12/environ", O_RDONLY) = 3</proc/12/environ>';
  const calls = ['execve("/bin/ps", ["ps"], []) = 0', open, 'execve("/bin/cat", ["cat"], []) = 0', open];
  for (const [index, call] of calls.entries()) observer.line(`10 1700000000.00000${index} ${call}`);
  observer.end();
  expect(observer.drafts.map(({ kind }) => kind)).toEqual(['exec', 'exec', 'read']);
});

test('ss looks for whose a connection is: at open files, and nothing else', () => {
  const observer = createTraceObserver({ project: '/home/dev/p', phaseAt: () => 'call' });
  const open = (path: string) =>
    `openat(AT_FDCWD</w>, "${path}", O_RDONLY|O_DIRECTORY) = -1 EACCES (Permission denied)`;
  const calls = [
    'execve("/usr/bin/ss", ["ss", "-tlnp"], ["PATH=/usr/bin"]) = 0',
    ...['/proc/1/attr/current', '/proc/1/fd/', '/proc/12/fd/', '/proc/1/environ'].map(open),
    'execve("/usr/bin/ls", ["ls", "/proc/1/fd"], ["PATH=/usr/bin"]) = 0',
    open('/proc/1/fd/'),
  ];
  for (const [index, call] of calls.entries()) observer.line(`10 1700000000.00000${index} ${call}`);
  observer.end();
  const signs = observer.drafts.flatMap((one) => (one.kind === 'tamper' ? [one.what] : []));
  expect(signs).toEqual(['looked at /proc/1/environ', 'looked at /proc/1/fd/']);
});
