/**
 * From the tracer's events and the sink's to observations. Pure. What every process does (loading libraries, reading
 * the time zone) is left out by path; what remains is said once for each process and path. The sink says what was sent,
 * the tracer which phase sent it; a flow only one of them saw is a sign of tampering.
 */
import { quote } from '../../quote.ts';
import type { Observation, Phase } from '../../types.ts';
import { LIMITS } from '../bounds/limits.ts';
import { TRUNCATED } from '../bounds/lines.ts';
import { type Allowance, own, print, take } from '../bounds/own.ts';
import { isOpaque } from '../decoys/opaque.ts';
import { createChangeLog } from './changes.ts';
import { createLineage, type Process } from './lineage.ts';
import { createListers } from './listers.ts';
import { questionsIn } from './questions.ts';
import type { SinkEvent } from './sink.ts';
import { createTraceParser, pathOf, stringOf, stringsOf, type TraceEvent } from './strace.ts';
import { createTamperWatch } from './tampering.ts';

type Kinds<T> = T extends unknown ? Omit<T, 'seq' | 'run' | 'phase' | 'at' | 'package'> : never;
/** An observation before it has its place in the report. `time` is in seconds of the box's clock. */
export type Draft = Kinds<Observation> & {
  readonly time: number;
  readonly phase: Phase;
  /** Of the package whose script did it, where npm started that. */
  readonly directory?: string;
  readonly tool?: string;
  /** What a program was given in its environment that the first one of its trace was not: searched, and not told. */
  readonly environment?: string;
  /** The arguments of a program as they were, where what is told of them is less: searched, and not told. */
  readonly given?: string;
};

/** Longest text of a body, an argument or an answer that is kept in a report. */
export const TEXT = 2_000;

/** Where libraries and the system live: reading there says nothing. Files a package could want are not among them. */
const ORDINARY_READ =
  /^\/(usr|lib|lib64|bin|sbin|opt)\/|^\/etc\/(ld\.so|ssl\/|localtime|nsswitch\.conf|resolv\.conf|host\.conf|hosts$|gai\.conf|protocols|services|os-release|debian_version|locale|inputrc|terminfo|alternatives|mime\.types|bash\.bashrc|profile|python|gitconfig|npmrc|ca-certificates|netsvc|passwd$|group$)|^\/proc\/(self|thread-self|meminfo|cpuinfo|stat|version|sys|filesystems|mounts|loadavg|uptime|\d+\/(maps|stat|statm|cgroup|task|oom|mountinfo))|^\/sys\/|^\/dev\/|^\/$|^\/(home|tmp)\/?$|^\/tmp\/node-compile-cache(\/|$)/;
// npm's own log among them, of the run that is ours.
const ORDINARY_WRITE =
  /^\/dev\/|^\/tmp\/node-compile-cache(\/|$)|^\/home\/[^/]+\/\.npm\/_logs(\/|$)|^\/proc\/self\/|^pipe:|^socket:/;

/** Paths whose mere attempted reading is worth telling. */
const TEMPTING =
  /\/\.(ssh|aws|gnupg|kube|docker|netrc|npmrc|git-credentials|config\/(gh|gcloud|op)|claude|cursor|codeium|ethereum|bitcoin|solana|electrum|mozilla|bash_history|zsh_history|pypirc|azure)|\/(id_rsa|id_ed25519|wallet\.dat|\.env)$|Google\/Chrome|^\/proc\/\d+\/(environ|mem)|docker\.sock/;

/** Follows one trace and yields drafts; `phaseAt` says which phase a time belongs to. */
export interface TraceObserver {
  line(text: string): void;
  end(): void;
  readonly drafts: Draft[];
  /** The folder of the one package whose script asked for a name; empty where several did, or none. Asked at the end. */
  readonly scriptAsking: (name: string) => string;
  /** Whether a process took a port of the network for itself. */
  readonly served: () => boolean;
  /** Lines that made no sense, whether the allowance was used up, and whether the trace has its end. */
  readonly troubles: { unreadable: number; example: string; truncated: boolean; cut: boolean };
  /** Those files of a listing whose change no call of this trace explains; undefined where that cannot be told. */
  unexplained(changed: readonly string[]): readonly string[] | undefined;
}

/** What the traces of one profile may keep together. */
export interface TraceMemory {
  readonly texts: Allowance;
  readonly paths: Allowance;
}

export const traceMemory = (): TraceMemory => ({
  texts: { left: LIMITS.texts.trace },
  paths: { left: LIMITS.texts.paths },
});

export interface TraceContext {
  /** The package's own directory: reading in it is no news. */
  readonly project: string;
  readonly phaseAt: (time: number) => Phase;
  /** Arguments by which a program of ours is known, and what is told of it instead; an empty text leaves it out. */
  readonly ours?: ReadonlyMap<string, string>;
  /** True where the first process is npm's own, which starts the scripts of packages. */
  readonly installs?: boolean;
  readonly memory?: TraceMemory;
}

export function createTraceObserver(context: TraceContext): TraceObserver {
  const parser = createTraceParser();
  const lineage = createLineage(context.installs ?? false);
  const drafts: Draft[] = [];
  /** Who did each of them, and who asked for which names. */
  const doers: Process[] = [];
  const askers = new Map<string, Set<Process>>();
  const told = new Set<string>();
  const troubles = { unreadable: 0, example: '', truncated: false, cut: false };
  const { memory = traceMemory() } = context;
  const changes = createChangeLog(memory.paths);
  let served = false;
  /** What came later was not heard. */
  let deaf = false;
  let inherited: ReadonlySet<string> | undefined;

  /** What is not everybody's: one variable a line. */
  const ownOf = (variables: readonly string[]): string => {
    inherited ??= new Set(variables.map(own));
    return variables.filter((one) => !inherited?.has(one)).join('\n');
  };

  const tell = (key: string, time: number, pid: number, body: Kinds<Observation>, searched: Searched = {}) => {
    const doer = lineage.of(pid);
    const { leader, parent } = doer;
    const phase = context.phaseAt(time);
    const whole = `${body.kind} ${leader} ${phase} ${key}`;
    const mark = print(whole);
    if (told.has(mark)) return;
    const { environment = '', given = '' } = searched;
    const size = whole.length + environment.length + given.length;
    if (drafts.length >= LIMITS.observations || !take(memory.texts, size)) {
      troubles.truncated = true;
      return;
    }
    told.add(mark);
    const place = 'pid' in body ? { pid: leader } : {};
    const made = body.kind === 'exec' && parent > 0 ? { parent } : {};
    // A copy: the parts of a line hold the whole of it in memory.
    drafts.push(structuredClone({ ...body, ...place, ...made, ...searched, time, phase }) as Draft);
    doers.push(doer);
  };

  const hear = (call: Call) => {
    for (const name of questionsIn(call)) {
      if (!take(memory.texts, name.length)) return;
      const known = askers.get(name) ?? new Set();
      askers.set(own(name), known.add(lineage.of(call.pid)));
    }
  };

  const onCall = (call: Extract<TraceEvent, { kind: 'call' }>) => {
    if (/^(clone3?|v?fork)$/.test(call.name)) return lineage.adopt(call);
    if (/^execve(?:at)?$/.test(call.name)) lineage.starts(call);
    if (context.installs) hear(call);
    served ||= call.name === 'bind' && call.error === '' && /sin6?_port=/.test(call.args[1] ?? '');
    for (const { key, body, variables, given } of seenIn(call, context)) {
      const environment = variables ? ownOf(variables) : '';
      tell(key, call.time, call.pid, body, { ...(environment && { environment }), ...(given && { given }) });
    }
  };

  const watch = createTamperWatch(({ how, what, pid, time }) =>
    tell(`${how} ${what}`, time, pid, { kind: 'tamper', how, what }),
  );

  const looksUp = createListers();
  const onEvent = (event: TraceEvent) => {
    if (looksUp(event)) return;
    if (event.kind === 'call') onCall(event);
    else if (event.kind === 'exit' && /^(exited|killed)/.test(event.status)) lineage.ends(event.pid);
    else if (event.kind === 'unreadable') {
      troubles.unreadable++;
      troubles.example ||= own(event.line.slice(0, TEXT));
    }
    watch.take(event);
    changes.take(event);
  };

  return {
    drafts,
    scriptAsking(name) {
      const scripts = new Set([...(askers.get(name.toLowerCase()) ?? [])].map(lineage.scriptOf));
      const [only = ''] = scripts;
      return scripts.size === 1 ? only : '';
    },
    served: () => served,
    troubles,
    line(text) {
      deaf ||= text === TRUNCATED;
      if (deaf) troubles.truncated = true;
      else for (const event of parser.line(text)) onEvent(event);
    },
    end() {
      for (const event of parser.end()) onEvent(event);
      troubles.cut = !watch.whole();
      // Only now is it known who made whom: a child's calls may come before the one that made it.
      for (const [index, doer] of doers.entries()) {
        const directory = lineage.scriptOf(doer);
        if (directory !== '') drafts[index] = { ...(drafts[index] as Draft), directory };
      }
    },
    unexplained: (changed) => (deaf ? undefined : changes.unexplained(changed)),
  };
}

interface SeenCall {
  /** What makes it the same thing seen again. */
  readonly key: string;
  readonly body: Kinds<Observation>;
  /** The environment of a program that was started. */
  readonly variables?: readonly string[];
  /** Its arguments, where what is told of them is less. */
  readonly given?: string;
}

type Searched = Pick<Draft, 'environment' | 'given'>;

type Call = Extract<TraceEvent, { kind: 'call' }>;

/** Which argument of a call names what it changes. */
const CHANGES: Readonly<Record<string, { readonly kind: 'write' | 'delete'; readonly argument: number }>> = {
  unlink: { kind: 'delete', argument: 0 },
  unlinkat: { kind: 'delete', argument: 1 },
  rename: { kind: 'write', argument: 1 },
  renameat: { kind: 'write', argument: 3 },
  renameat2: { kind: 'write', argument: 3 },
  link: { kind: 'write', argument: 1 },
  linkat: { kind: 'write', argument: 3 },
  symlink: { kind: 'write', argument: 1 },
  symlinkat: { kind: 'write', argument: 2 },
  chmod: { kind: 'write', argument: 0 },
  fchmodat: { kind: 'write', argument: 1 },
  truncate: { kind: 'write', argument: 0 },
};

type Reader = (call: Call, context: TraceContext) => readonly SeenCall[];

const READERS: Readonly<Record<string, Reader>> = {
  execve: execution,
  execveat: execution,
  open: opening,
  openat: opening,
  openat2: opening,
  creat: opening,
  connect: (call) => connection(call, call.args[1] ?? ''),
  sendto: datagram,
  sendmsg: datagram,
  sendmmsg: datagram,
  memfd_create: ({ args, pid, error }) => {
    return [
      {
        key: 'memfd',
        body: { kind: 'write', pid, path: `memfd:${quote(stringOf(args[0] ?? '') ?? '')}`, ok: error === '' },
      },
    ];
  },
};

/** What one system call shows, if anything. */
function seenIn(call: Call, context: TraceContext): readonly SeenCall[] {
  const changed = Object.hasOwn(CHANGES, call.name) ? CHANGES[call.name] : undefined;
  if (changed) return change(changed.kind, call, stringOf(call.args[changed.argument] ?? ''), context.project);
  const reader = Object.hasOwn(READERS, call.name) ? READERS[call.name] : undefined;
  return reader ? reader(call, context) : [];
}

function execution({ name, args, error, pid }: Call, { ours }: TraceContext): readonly SeenCall[] {
  const offset = name === 'execveat' ? 1 : 0;
  // A program that is only a descriptor has the name the kernel knows it by.
  const path = stringOf(args[offset] ?? '') || pathOf(args[0] ?? '');
  // A shell's search through PATH tries each directory; only what exists ran.
  if (error === 'ENOENT' || path === undefined) return [];
  const given = stringsOf(args[offset + 1] ?? '');
  const own = given.map((argument) => ours?.get(argument)).find((instead) => instead !== undefined);
  if (own === '') return [];
  const argv = own === undefined ? given.map((argument) => quote(argument, TEXT)) : [quote(given[0] ?? ''), own];
  const body = { kind: 'exec', pid, path: quote(path), argv, ok: error === '' } as const;
  const whole = own === undefined ? given.join('\n') : '';
  return [
    {
      key: `${path} ${whole}`,
      body,
      variables: stringsOf(args[offset + 2] ?? ''),
      given: whole === argv.join('\n') ? '' : whole,
    },
  ];
}

function opening(call: Call, { project }: TraceContext): readonly SeenCall[] {
  const { name, args, result, error } = call;
  const asked = stringOf(args[name.startsWith('openat') ? 1 : 0] ?? '');
  // The kernel's own answer beats the argument, which another thread can change while the call is made.
  const path = pathOf(result) ?? asked;
  if (path === undefined) return [];
  const flags = args.slice(1).join(' ');
  if (name === 'creat' || /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND/.test(flags)) {
    return error === 'ENOENT' ? [] : change('write', call, path, project);
  }
  return isNews(path, project, error !== '' || flags.includes('O_DIRECTORY'))
    ? [{ key: path, body: { kind: 'read', pid: call.pid, path: quote(path), ok: error === '' } }]
    : [];
}

/** Reading is news outside the package and the system; a look that found nothing, or a listing, only where thieves look. */
function isNews(path: string, project: string, onlyTempting: boolean): boolean {
  if (onlyTempting) return TEMPTING.test(path);
  return path.startsWith('/') && !inside(path, project) && !ORDINARY_READ.test(path);
}

/** Inside the package, only what replaces its own code or manifest is news. */
function change(
  kind: 'write' | 'delete',
  { pid, error }: Call,
  path: string | undefined,
  project: string,
): readonly SeenCall[] {
  if (path === undefined || ORDINARY_WRITE.test(path)) return [];
  const own = inside(path, project) || !path.startsWith('/');
  if (own && !/(^|\/)(package\.json|[^/]+\.[cm]?js)$/.test(path)) return [];
  return [{ key: path, body: { kind, pid, path: quote(path), ok: error === '' } }];
}

function inside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

function connection({ pid, error }: Call, address: string): readonly SeenCall[] {
  const port = Number(/sin6?_port=htons\((\d+)\)/.exec(address)?.[1] ?? 0);
  const host =
    /sin_addr=inet_addr\("([^"]+)"\)/.exec(address)?.[1] ?? /inet_pton\(AF_INET6, "([^"]+)"/.exec(address)?.[1];
  if (host && !(port === 53 || port === 0)) {
    const plain = host.replace(/^::ffff:/, '');
    return [{ key: `${plain} ${port}`, body: { kind: 'connect', pid, address: plain, port } }];
  }
  const socket = /sun_path=(@?"(?:[^"\\]|\\.)*")/.exec(address)?.[1];
  if (!socket || /nscd/.test(socket)) return [];
  const path = stringOf(socket.replace(/^@/, '')) ?? '';
  return TEMPTING.test(path) || error === ''
    ? [{ key: path, body: { kind: 'connect', pid, address: quote(`unix:${path}`), port: 0 } }]
    : [];
}

/** An unconnected datagram carries its destination itself. */
function datagram(call: Call): readonly SeenCall[] {
  const destination = call.args.find((argument) => /sin6?_port=/.test(argument));
  return destination ? connection(call, destination) : [];
}

// ---------------------------------------------------------------- the sink's side

/** A draft together with the bytes that left, for the search for decoys. */
export interface Sent {
  readonly draft: Draft;
  readonly bytes: readonly Uint8Array[];
  /** In words: where this went. */
  readonly where: string;
}

/** The names that addresses stood for, as the sink gave them out. */
export function namesOf(events: readonly SinkEvent[]): ReadonlyMap<string, string> {
  return new Map(
    events.flatMap((event) => {
      if (event.kind === 'dns') return event.address ? [[event.address, event.name] as const] : [];
      return 'host' in event && event.host !== event.address ? [[event.address, event.host] as const] : [];
    }),
  );
}

/** Whom services named in answers, in lower case, and when they first did. */
export function namedBy(events: readonly SinkEvent[]): ReadonlyMap<string, number> {
  return new Map(
    events
      .flatMap((event) => (event.kind === 'named' ? [event] : []))
      .toReversed()
      .flatMap(({ values, time }) => values.map((value) => [value.toLowerCase(), time] as const)),
  );
}

/** Whether this came over a connection, which the tracer must have seen opened. */
function isFlow(event: SinkEvent): event is Extract<SinkEvent, { readonly kind: 'http' | 'tls' | 'data' }> {
  return event.kind === 'http' || event.kind === 'tls' || (event.kind === 'data' && event.protocol === 'tcp');
}

/**
 * Drafts of what the sink saw, in its order. Traced connections give the phase and the port the kernel did not tell. Where not all that
 * was traced is there, that a flow was not says nothing.
 */
export function sinkDrafts(
  events: readonly SinkEvent[],
  traced: readonly Draft[],
  phaseAt: (time: number) => Phase,
  whole = true,
): readonly Sent[] {
  const connects = traced.filter((draft) => draft.kind === 'connect').sort((a, b) => a.time - b.time);
  const among = {
    byAddress: Map.groupBy(connects, (one) => one.address),
    byHost: Map.groupBy(connects, (one) => one.host),
  };
  const unexplained = new Set<string>();
  const sent: Sent[] = [];
  for (const event of events) {
    if (event.kind === 'ready' || event.kind === 'named' || event.kind === 'fault') continue;
    const from = openedBy(event, among);
    const phase = from?.phase ?? phaseAt(event.time);
    const port = event.kind !== 'dns' && event.port === 0 && from ? from.port : undefined;
    const seen = draftOf(event, phase, port);
    sent.push(from?.directory ? { ...seen, draft: { ...seen.draft, directory: from.directory } } : seen);
    if (whole && !from && isFlow(event) && event.address !== '' && !unexplained.has(event.address)) {
      unexplained.add(event.address);
      const what = `a flow to ${quote(event.address)} that no traced call opened`;
      sent.push({
        draft: { kind: 'tamper', how: 'unseen-flow', what, time: event.time, phase },
        bytes: [],
        where: '',
      });
    }
  }
  return sent;
}

/** A question at install that no connection followed is of the script that asked it. */
export function withAsker(draft: Draft, scriptAsking: (name: string) => string): Draft {
  if (draft.kind !== 'dns' || draft.phase !== 'install' || draft.directory !== undefined) return draft;
  const directory = scriptAsking(draft.name);
  return directory === '' ? draft : { ...draft, directory };
}

type Connect = Extract<Draft, { readonly kind: 'connect' }>;

/** In order of time. */
interface Connects {
  readonly byAddress: ReadonlyMap<string, readonly Connect[]>;
  readonly byHost: ReadonlyMap<string | undefined, readonly Connect[]>;
}

/** The traced call that opened a flow, or, for a question for a name, the one that followed the answer. */
function openedBy(event: Flow, { byAddress, byHost }: Connects): Connect | undefined {
  if (event.kind !== 'dns') return byAddress.get(event.address)?.findLast(({ time }) => time <= event.time + 0.5);
  return byHost
    .get(quote(event.name))
    ?.find(({ time }) => time >= event.time - 0.1 && time <= event.time + FOLLOWS_WITHIN);
}

/** Seconds in which a connection follows the answer to a question for its name. */
const FOLLOWS_WITHIN = 5;

type Flow = Exclude<SinkEvent, { kind: 'ready' | 'named' | 'fault' }>;

const opaque = (data: Uint8Array): { readonly opaque?: true } => (isOpaque(data) ? { opaque: true } : {});

const shown = (data: Uint8Array): string => own(quote(Buffer.from(data).toString('utf8'), TEXT));

function draftOf(event: Flow, phase: Phase, knownPort: number | undefined): Sent {
  const base = { time: event.time, phase };
  switch (event.kind) {
    case 'dns':
      return {
        draft: {
          kind: 'dns',
          name: quote(event.name),
          type: quote(event.type),
          ...(event.via === 'udp' ? {} : { via: event.via }),
          ...base,
        },
        bytes: [Buffer.from(event.name)],
        where: `DNS ${event.type} ${quote(event.name)}`,
      };
    case 'tls':
      return {
        draft: {
          kind: 'tls',
          host: quote(event.host),
          port: knownPort ?? event.port,
          outcome: quote(event.outcome),
          ...(event.ja4 ? { ja4: quote(event.ja4) } : {}),
          ...base,
        },
        bytes: [],
        where: '',
      };
    case 'data': {
      const text = shown(event.data);
      const port = knownPort ?? event.port;
      const draft: Draft = {
        kind: 'data',
        protocol: event.protocol,
        address: quote(event.address),
        port,
        bytes: event.bytes,
        text,
        ...opaque(event.data),
        ...base,
      };
      return { draft, bytes: [event.data], where: `${event.protocol.toUpperCase()} ${quote(event.address)}:${port}` };
    }
    case 'http': {
      const headers = Object.fromEntries(
        Object.entries(event.headers).map(([key, value]) => [quote(key), quote(value)]),
      );
      const body = {
        bytes: event.body.bytes,
        sha256: event.body.sha256,
        text: shown(event.body.data),
        ...opaque(event.body.data),
      };
      const draft: Draft = {
        kind: 'http',
        method: quote(event.method),
        url: quote(event.url, TEXT),
        host: quote(event.host),
        headers,
        body,
        ...base,
      };
      const head = `${event.method} ${event.url}\n${Object.entries(event.headers)
        .map(([key, value]) => `${key}: ${value}`)
        .join('\n')}\n\n`;
      return {
        draft,
        bytes: [Buffer.from(head), event.body.data],
        where: `${quote(event.method)} ${quote(event.url)}`,
      };
    }
  }
}
