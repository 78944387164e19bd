/**
 * Signs that something hides from the tracer or looks for it, in the events of one trace. Pure. The ways are those of
 * programs that were tried against this tracer; each is closed by the seccomp profile or by the tracer itself, and what
 * is told here is the attempt. A trace that ends before its processes do is told as well.
 */
import { quote } from '../../quote.ts';
import type { Tampering } from '../../types.ts';
import { own } from '../bounds/own.ts';
import { pathOf, stringOf, type TraceEvent } from './strace.ts';

export interface Sign {
  readonly how: Tampering;
  /** What was done, as a verb phrase without a subject. */
  readonly what: string;
  readonly pid: number;
  readonly time: number;
}

type Call = Extract<TraceEvent, { kind: 'call' }>;

export interface TamperWatch {
  take(event: TraceEvent): void;
  /** Whether the trace said that it is whole, and nothing was left running in it. */
  whole(): boolean;
}

/** A process or a thread that was seen. */
interface Seen {
  /** Of a thread, the first one of its process, of which the program and what it asked are told. */
  leader: number | undefined;
  /** True where the call that made it was seen: from then on its number means nothing else. */
  adopted: boolean;
  program: string;
  /** When it read in `/proc` by whom it is traced, and did nothing since; 0 where it did not. */
  asked: number;
  /** Refused with a signal, which is told once: its death by that signal is no further sign. */
  trapped: boolean;
}

/** Most processes remembered that ended before the call which made them was seen to return. */
const MAX_GONE = 10_000;
/** Shells and the image's own programs, such as `ps`, read this of every process; what runs others' code has no such excuse. */
const LOOKS_AROUND = /\/(?:ba|da)?sh$|^(?:\/usr)?\/s?bin\/(?!node|python|perl)/;
/** A process that ends so soon after it asked, in seconds, ends because of the answer. */
const SOON = 2;

export function createTamperWatch(onSign: (sign: Sign) => void): TamperWatch {
  const alive = new Map<number, Seen>();
  const gone = new Set<number>();
  let now = 0;
  let ended = false;

  const seen = (pid: number): Seen => {
    const known = alive.get(pid);
    if (known) return known;
    const made = { leader: undefined, adopted: false, program: '', asked: 0, trapped: false };
    alive.set(pid, made);
    return made;
  };

  const leaderOf = (pid: number): number => seen(pid).leader ?? pid;

  const onCall = (call: Call) => {
    const leader = leaderOf(call.pid);
    const process = seen(leader);
    if (makesThread(call)) adopt(process, childOf(call), leader);
    else if (/^(clone3?|v?fork)$/.test(call.name)) adopt(process, childOf(call), undefined);
    else if (/^execve(at)?$/.test(call.name) && call.error === '')
      process.program = own(stringOf(call.args[0] ?? '') ?? '');
    const sign = signOf(call);
    if (sign) onSign({ ...sign, pid: call.pid, time: call.time });
    if (asksWhoTraces(call)) process.asked = call.time;
    else if (isDeed(call)) process.asked = 0;
  };

  const adopt = (parent: Seen, child: number, leader: number | undefined) => {
    if (!(child > 0) || gone.delete(child)) return;
    const known = alive.get(child) ?? { program: parent.program, asked: 0, trapped: false };
    // A thread may have run before the call that made it was seen to return.
    if (leader !== undefined) parent.asked = Math.max(parent.asked, known.asked);
    alive.set(child, { ...known, leader, asked: leader === undefined ? known.asked : 0, adopted: true });
  };

  const onExit = ({ pid, time, status }: Extract<TraceEvent, { kind: 'exit' }>) => {
    const other = /^superseded by execve in pid (\d+)/.exec(status);
    if (other) return void alive.delete(Number(other[1]));
    const { adopted, asked, program, trapped } = seen(pid);
    alive.delete(pid);
    if (!adopted && gone.size < MAX_GONE) gone.add(pid);
    if (status === 'killed by SIGSYS' && !trapped)
      onSign({
        how: 'foreign-abi',
        what: 'made system calls of another architecture, which no filter reads',
        pid,
        time,
      });
    if (asked > 0 && time - asked < SOON && !LOOKS_AROUND.test(program))
      onSign({ how: 'tracer-search', what: 'read by whom it is traced, and ended', pid, time });
  };

  return {
    take(event) {
      if ('time' in event) now = event.time;
      if (event.kind === 'call') onCall(event);
      else if (event.kind === 'exit') onExit(event);
      else if (event.kind === 'signal') {
        const trap = trapOf(event.text);
        if (!trap) return;
        seen(event.pid).trapped = true;
        onSign({ ...trap, pid: event.pid, time: event.time });
      } else if (event.kind === 'stray') {
        const what = `a process (${quote(event.name, 40)}) that the tracer did not see made`;
        onSign({ how: 'stray-process', what, pid: event.pid, time: now });
      } else if (event.kind === 'end') ended = true;
    },
    whole: () => ended && alive.size === 0,
  };
}

/** What the seccomp profile answers with a signal, by the call that was made. */
function trapOf(text: string): Pick<Sign, 'how' | 'what'> | undefined {
  if (!/^SIGSYS \{.*si_code=SYS_SECCOMP/.test(text)) return undefined;
  if (/si_syscall=__NR_clone\b/.test(text))
    return { how: 'untraced-child', what: 'tried to make a process that no tracer sees (CLONE_UNTRACED)' };
  if (/si_syscall=__NR_socket\b/.test(text))
    return { how: 'kernel-socket', what: 'asked for a socket into the kernel or the host (AF_ALG, AF_VSOCK)' };
  return { how: 'foreign-abi', what: `made a call that is refused: ${quote(text, 120)}` };
}

type Reader = (call: Call) => Pick<Sign, 'how' | 'what'> | undefined;

const GRAVE =
  'mount umount2 pivot_root setns bpf finit_module init_module kexec_load open_by_handle_at process_vm_writev pidfd_getfd fsmount fsopen move_mount mount_setattr open_tree'.split(
    ' ',
  );
const FEATURES = 'unshare add_key keyctl request_key perf_event_open name_to_handle_at userfaultfd fanotify_init'.split(
  ' ',
);
const refused =
  (how: Tampering): Reader =>
  ({ name, args }) => ({
    how,
    what: `was refused ${name}(${quote(args.join(', '), 100)})`,
  });

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...GRAVE.map((name) => [name, refused('kernel-right')] as const),
  ...FEATURES.map((name) => [name, refused('kernel-feature')] as const),
  ...['io_uring_setup', 'io_uring_enter', 'io_uring_register'].map((name) => [name, ring] as const),
  ...['kill', 'tkill', 'tgkill', 'pidfd_send_signal'].map((name) => [name, signalling] as const),
  ...['open', 'openat', 'openat2'].map((name) => [name, opening] as const),
  ['seccomp', filter],
  [
    'ptrace',
    ({ args }) => ({ how: 'trace-check', what: `asked whether it is being traced (${quote(args[0] ?? '')})` }),
  ],
  ['execveat', memoryProgram],
  ['execve', memoryProgram],
  ['bind', binding],
]);

function signOf(call: Call): Pick<Sign, 'how' | 'what'> | undefined {
  return READERS.get(call.name)?.(call);
}

/** Node asks for a ring at each start and goes on without; whoever else asks would work where no call is seen. */
function ring({ name, args }: Call): ReturnType<Reader> {
  if (name === 'io_uring_setup' && args[0] === '256' && /IORING_SETUP_NO_SQARRAY/.test(args[1] ?? '')) return undefined;
  return { how: 'io-uring', what: `asked for io_uring, which works without system calls: ${name}` };
}

/** A filter with a listener would answer calls before the tracer sees them; without one it can only take rights away. */
function filter({ args }: Call): ReturnType<Reader> {
  const listens = /NEW_LISTENER/.test(args[1] ?? '');
  if (!listens && !/SET_MODE_FILTER/.test(args[0] ?? '')) return undefined;
  return listens
    ? { how: 'nested-filter', what: 'tried to answer system calls before the tracer sees them (a seccomp listener)' }
    : { how: 'kernel-feature', what: 'asked for a seccomp filter of its own' };
}

/** A signal to a process of somebody else: its tracer's, or the first process. Signal 0 only asks whether one is there. */
function signalling({ name, args, error }: Call): ReturnType<Reader> {
  const signal = args[name === 'tgkill' ? 2 : 1];
  if (error !== 'EPERM' || signal === '0') return undefined;
  return {
    how: 'tracer-signalled',
    what: `tried to end a process of another user (${name} ${quote(signal ?? '', 20)})`,
  };
}

/** Where the tracer and what starts it lie; nobody else has a reason to look there. */
const OURS = /^\/(run\/trace|usr\/libexec\/phase)\/.|^\/proc\/1\/(fd|mem|environ|root|cwd)/;

function opening({ name, args, result, error }: Call): ReturnType<Reader> {
  const at = args[name === 'open' ? 0 : 1] ?? '';
  const asked = stringOf(at);
  if (asked === undefined && pathOf(result) === undefined && error !== 'EFAULT')
    return { how: 'unreadable-path', what: `the tracer could not read the path of ${name}: ${quote(args.join(', '))}` };
  const path = pathOf(result) ?? asked ?? '';
  return OURS.test(path) ? { how: 'tracer-search', what: `looked at ${quote(path, 120)}` } : undefined;
}

/** A program that lies in memory only: nothing that reads files sees it, and no `noexec` keeps it from running. */
function memoryProgram({ name, args, error }: Call): ReturnType<Reader> {
  const path =
    (name === 'execveat' && pathOf(args[0] ?? '')) || stringOf(args[name === 'execveat' ? 1 : 0] ?? '') || '';
  const memory = /^\/memfd:|^\/(proc\/(self|\d+)|dev)\/fd\/\d+$/.test(path);
  return memory && error === ''
    ? { how: 'memory-program', what: `ran a program that lies in memory only (${quote(path, 80)})` }
    : undefined;
}

/** Every address is local here, so that one can listen where it wants others to arrive. */
function binding({ args, error }: Call): ReturnType<Reader> {
  const address =
    /sin_addr=inet_addr\("([^"]+)"\)/.exec(args[1] ?? '')?.[1] ?? /AF_INET6, "([^"]+)"/.exec(args[1] ?? '')?.[1];
  const own =
    !address ||
    /^(0\.0\.0\.0|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|22[4-9]\.|23\d\.|255\.|::1?$|::ffff:|f[cdef])/.test(
      address,
    );
  if (own || !/^(0|-1 EADDRINUSE)/.test(error === '' ? '0' : `-1 ${error}`)) return undefined;
  return {
    how: 'foreign-address',
    what: `listened at an address that is not this machine’s (${quote(address ?? '', 60)})`,
  };
}

/** `/proc/self/status` names the tracer; the kernel's own answer says whose it is. */
function asksWhoTraces({ name, result, args }: Call): boolean {
  if (!/^open(at2?)?$/.test(name)) return false;
  const path = pathOf(result) ?? stringOf(args[name === 'open' ? 0 : 1] ?? '') ?? '';
  return /^\/proc\/(self|thread-self|\d+)(\/task\/\d+)?\/(status|wchan|syscall)$/.test(path);
}

const childOf = ({ result }: Call): number => Number(/^\d+/.exec(result)?.[0]);

function makesThread({ name, args }: Call): boolean {
  return name.startsWith('clone') && args.some((argument) => argument.includes('CLONE_THREAD'));
}

/** Something a process does with what it found out, other than reading what the system offers. */
function isDeed(call: Call): boolean {
  const { name, args, error } = call;
  if (error !== '' || makesThread(call)) return false;
  if (/^open(at2?)?$/.test(name)) return !/"\/(proc|sys|dev|usr|lib|etc)\//.test(args.join(' '));
  return /^(connect|sendto|sendmsg|sendmmsg|exec|clone|fork|vfork|unlink|rename|bind)/.test(name);
}
