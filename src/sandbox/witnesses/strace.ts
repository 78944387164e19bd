/**
 * Reads what `strace -f -ttt -yy -o` writes, line by line. Pure. The text is the tracer's, but the strings in it are the
 * package's: keywords count only outside quotes, calls that another process interrupted are put together again by
 * process id, and a line that makes no sense is kept as one that made no sense.
 */

export type TraceEvent =
  | {
      readonly kind: 'call';
      /** Thread id, as the tracer saw it. */
      readonly pid: number;
      /** Seconds since the epoch, in the sandbox's clock. */
      readonly time: number;
      readonly name: string;
      /** Arguments as printed, split at top-level commas. */
      readonly args: readonly string[];
      /** What came back, as printed: `3</etc/passwd>`, `-1`, `?`. */
      readonly result: string;
      /** `ENOENT` and the like; empty where the call succeeded. */
      readonly error: string;
    }
  /** `status` is as printed: `exited with 0`, `killed by SIGKILL`, `superseded by execve in pid 7`. */
  | { readonly kind: 'exit'; readonly pid: number; readonly time: number; readonly status: string }
  /** A signal that was delivered, as printed: `SIGSYS {si_signo=SIGSYS, …}`. */
  | { readonly kind: 'signal'; readonly pid: number; readonly time: number; readonly text: string }
  /** A process of the user that was alive and not traced when everything that was traced had ended. */
  | { readonly kind: 'stray'; readonly pid: number; readonly name: string }
  /** The last line of a whole trace: the exit code of the command, or of the tracer where that was ended. */
  | { readonly kind: 'end'; readonly code: number }
  | { readonly kind: 'unreadable'; readonly line: string };

export interface TraceParser {
  /** One line without its end: none where it only begins something, two where a process ended in the middle of a call. */
  line(text: string): readonly TraceEvent[];
  /** Calls that began and never ended, in order of their process ids. */
  end(): readonly TraceEvent[];
}

const HEAD = /^(\d+) +(\d+\.\d+) /;
const UNFINISHED = '<unfinished ...>';
const RESUMED = /^<\.\.\. (?:\w+|\?{3,4}) resumed>/;
/** A call's name, or what stands for it where the process was killed on its way in: such a call was never made. */
const NAME = /^(\w+|\?{3,4})\(/;

/** Most characters of unfinished calls, all threads together. */
const MAX_HELD = 8 * 1024 * 1024;

const NOTHING: readonly TraceEvent[] = [];

interface Begun {
  readonly time: number;
  readonly text: string;
}

/** A parser for one trace. It remembers at most one unfinished call for each thread. */
export function createTraceParser(): TraceParser {
  const pending = new Map<number, Begun>();
  let held = 0;

  function line(text: string): readonly TraceEvent[] {
    const head = HEAD.exec(text);
    if (!head) return [readOurs(text) ?? { kind: 'unreadable', line: text }];
    const pid = Number(head[1]);
    const time = Number(head[2]);
    const body = text.slice(head[0].length);
    if (body.startsWith('+++ ')) return [...cutOff(pid), { kind: 'exit', pid, time, status: body.slice(4, -4).trim() }];
    if (body.startsWith('--- ')) return [{ kind: 'signal', pid, time, text: body.slice(4, -4).trim() }];
    return take(pid, time, body) ?? [{ kind: 'unreadable', line: text }];
  }

  /** The call that the end of its process cut off. Told after that end, it would bring the process back to life. */
  function cutOff(pid: number): readonly TraceEvent[] {
    const begun = pending.get(pid);
    if (!begun) return NOTHING;
    pending.delete(pid);
    held -= begun.text.length;
    return [unended(pid, begun)];
  }

  /** A whole call, the beginning of one, or the end of one that began earlier; undefined where it is none of them. */
  function take(pid: number, time: number, body: string): readonly TraceEvent[] | undefined {
    const resumed = RESUMED.exec(body);
    const begun = resumed ? pending.get(pid) : { time, text: '' };
    if (!begun) return undefined;
    if (pending.delete(pid)) held -= begun.text.length;
    const whole = begun.text + body.slice(resumed?.[0].length ?? 0);
    const call = readCall(whole);
    if (call !== 'unfinished') return call && [{ kind: 'call', pid, time: begun.time, ...call }];
    const begins = whole.slice(0, -UNFINISHED.length);
    if (held + begins.length > MAX_HELD) return undefined;
    held += begins.length;
    pending.set(pid, { time: begun.time, text: begins });
    return NOTHING;
  }

  return { line, end: () => [...pending].map(([pid, begun]) => unended(pid, begun)) };
}

/** A call that began, as far as it was printed. */
function unended(pid: number, { time, text }: Begun): TraceEvent {
  const call = readCall(`${text}) = ?`);
  return call && call !== 'unfinished' ? { kind: 'call', pid, time, ...call } : { kind: 'unreadable', line: text };
}

/** A line that the runner adds after the tracer's: every line of the tracer begins with a process id and a time. */
function readOurs(text: string): TraceEvent | undefined {
  const stray = /^stray (\d+) (.*)$/.exec(text);
  if (stray) return { kind: 'stray', pid: Number(stray[1]), name: stray[2] ?? '' };
  const end = /^end (\d+)$/.exec(text);
  return end ? { kind: 'end', code: Number(end[1]) } : undefined;
}

interface ReadCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly result: string;
  readonly error: string;
}

/** `name(args) = result`, or `unfinished`, or undefined where it is neither. */
function readCall(text: string): ReadCall | 'unfinished' | undefined {
  const name = NAME.exec(text)?.[1];
  const inside = name === undefined ? undefined : splitArguments(text, name.length + 1);
  if (name === undefined || inside === undefined) return undefined;
  if (inside === 'unfinished') return inside;
  return { name, args: inside.args, ...readResult(text.slice(inside.end + 1)) };
}

/** Arguments from `start` to the parenthesis that closes the call, and where that stands. */
function splitArguments(
  text: string,
  start: number,
): { readonly args: readonly string[]; readonly end: number } | 'unfinished' | undefined {
  const args: string[] = [];
  let depth = 1;
  let from = start;
  for (let at = start; at < text.length; at = skip(text, at) + 1) {
    if (text[at] === '<' && text.length - at === UNFINISHED.length && text.endsWith(UNFINISHED)) return 'unfinished';
    depth += NESTING[text[at] ?? ''] ?? 0;
    const separates = depth === 0 || (depth === 1 && text[at] === ',');
    if (!separates) continue;
    if (at > from) args.push(text.slice(from, at).trim());
    if (depth === 0) return { args, end: at };
    from = at + 1;
  }
  return undefined;
}

const NESTING: Readonly<Record<string, number>> = { '(': 1, '[': 1, '{': 1, ')': -1, ']': -1, '}': -1 };

/** Index of the last character of what begins at `at`: a string and a descriptor's annotation are taken whole. */
function skip(text: string, at: number): number {
  if (text[at] === '"') return endOfString(text, at);
  return text[at] === '<' ? endOfAnnotation(text, at) : at;
}

/** Index of the closing quote of the C string that opens at `at`, or the last index. */
function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length - 1;
}

/** Index of the `>` that closes a descriptor's annotation (`3</path>`, `4<TCP:[a->b]>`), or `at` where none does. */
function endOfAnnotation(text: string, at: number): number {
  const before = text[at - 1];
  if (before === undefined || !/[\dD]/.test(before)) return at; // `AT_FDCWD<` or a number; else it is a shift or a comparison.
  const socket = /^<[\w-]+:\[/.test(text.slice(at, at + 24));
  const end = socket ? text.indexOf(']>', at) + 1 : text.indexOf('>', at);
  return end > 0 ? end : at;
}

function readResult(text: string): { readonly result: string; readonly error: string } {
  const found = /^\s*= (\S.*)$/.exec(text);
  if (!found?.[1]) return { result: '?', error: '' };
  const failed = /^-1 (E[A-Z0-9]+)/.exec(found[1]);
  return { result: found[1], error: failed?.[1] ?? '' };
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, v: 11, f: 12, a: 7, b: 8 };

/** The value of a printed C string (`"a\n\303\274"`, maybe cut: `"…"...`), or undefined where the argument is none. */
export function stringOf(argument: string): string | undefined {
  if (!argument.startsWith('"')) return undefined;
  return decode(argument.slice(1, endOfString(argument, 0)));
}

/** The strings of a printed array: `["node", "x.js"]`. */
export function stringsOf(argument: string): readonly string[] {
  const found: string[] = [];
  for (let at = argument.indexOf('"'); at >= 0; at = argument.indexOf('"', at)) {
    const end = endOfString(argument, at);
    found.push(decode(argument.slice(at + 1, end)));
    at = end + 1;
  }
  return found;
}

/** The path the kernel reports for a descriptor: `3</etc/passwd>` → `/etc/passwd`. */
export function pathOf(descriptor: string): string | undefined {
  const found = /^(?:-?\d+|AT_FDCWD)<(\/.*?)>(?:\(deleted\))?/.exec(descriptor);
  return found?.[1] === undefined ? undefined : decode(found[1]);
}

/** Bytes above 127 are printed in octal or hex; together they are UTF-8. */
function decode(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes: number[] = [];
  for (const [, escaped, plain] of text.matchAll(/\\([0-7]{1,3}|x[0-9a-f]{1,2}|.)|(.)/gs)) {
    bytes.push(escaped === undefined ? (plain ?? '').charCodeAt(0) & 0xff : byteOf(escaped));
  }
  return Buffer.from(bytes).toString('utf8');
}

function byteOf(escaped: string): number {
  if (/^[0-7]/.test(escaped)) return Number.parseInt(escaped, 8) & 0xff;
  if (/^x./.test(escaped)) return Number.parseInt(escaped.slice(1), 16);
  return ESCAPES[escaped] ?? escaped.charCodeAt(0) & 0xff;
}
