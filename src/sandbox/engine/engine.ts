/**
 * The container engine: the only file that knows dockerode. It gives two things: a `Box` (a sink and a target without a
 * way out, ready to run phases in) and the few calls that `setup` needs. Everything it creates carries labels and an
 * end of its own: a container lives at most as long as its standard input, which is this process.
 */
import { randomUUID } from 'node:crypto';
import { type Duplex, Readable, type Writable } from 'node:stream';
import Docker from 'dockerode';
import type { Tier } from '../../types.ts';
import { LATE, within } from '../bounds/deadline.ts';
import { LIMITS } from '../bounds/limits.ts';
import { chunks, demux, gather, lines } from '../bounds/lines.ts';
import type { Wanted } from '../talk/wanted.ts';
import { type Contents, keepContents } from '../witnesses/contents.ts';
import { listeners } from '../witnesses/listeners.ts';
import { readSinkLine, type SinkEvent } from '../witnesses/sink.ts';
import { clockAhead } from '../world/clock.ts';
import type { Profile } from '../world/profiles.ts';
import { type EngineFacts, type Isolation, isolationOf } from './isolation.ts';
import { labels, remove, sweep } from './leftovers.ts';

/** A sink and a target that share a network with no way out. */
export interface Box {
  /** Where the package is laid: inside the profile's home, in a volume of its own where it is large. */
  readonly project: string;
  /** Seconds since the epoch in the box's clock. */
  now(): number;
  /** Unpacks two tar streams: the home at `/`, as root, and the tree in `project`, as the user. Rejects where the engine or tar fails. */
  unpack(home: Readable, tree: Readable): Promise<void>;
  /** Starts a command under the tracer as the profile's user. `onTrace` gets each line of the trace. */
  trace(phase: TracedPhase, command: readonly string[], options: TraceOptions): Promise<Traced>;
  /** Writes a small file that the user may read. */
  write(path: string, text: string): Promise<void>;
  /** Gives the user a small file of their own; it is no change of the package's. */
  give(path: string, text: string): Promise<void>;
  /** Files whose content, owner or name changed since `unpack`, wherever the profile's user can write. Rejects where there are too many to list. */
  changed(): Promise<readonly string[]>;
  /** Ports on which processes of the profile's user listen. */
  listening(): Promise<readonly number[]>;
  /** What those files hold, by path, as far as the allowance goes; of what was compiled in the tree, nothing. */
  contents(): Promise<Contents>;
  /** Speaks MCP over HTTP with what listens there, for whoever speaks it over standard streams; runs beside the sink, out of the package's reach. */
  bridge(
    ports: readonly number[],
    paths: readonly string[],
    onStdout: (chunk: Buffer) => void,
    onStderr: (chunk: Buffer) => void,
  ): Promise<Traced>;
  /** Tells the sink what somebody did not like about its answers. Resolves with whether it answers otherwise from now on. */
  mend(complaint: Complaint): Promise<boolean>;
  /** Ends every process of the profile's user. */
  endProcesses(): Promise<void>;
  /** Removes both containers. Never rejects. */
  close(): Promise<void>;
}

/** What was wanted instead of what was answered since then, in seconds of the box's clock; or that nothing of it helped. */
export type Complaint =
  | { readonly since: number; readonly wanted: readonly Wanted[]; readonly first: boolean }
  | 'nothing helped';

/** Names of the traces: each has a channel of its own, so that they may run side by side. */
export type TracedPhase = 'install' | 'import' | 'bins' | 'start' | 'later' | 'newer';

export interface TraceOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onTrace: (line: string) => void;
  readonly onStdout: (chunk: Buffer) => void;
  readonly onStderr: (chunk: Buffer) => void;
  /** Told when more was printed than is read. */
  readonly onFull?: () => void;
}

export interface Traced {
  readonly stdin: Duplex;
  /** Resolves when the command and all its children have ended and their trace is read: the exit code, or null. */
  readonly done: Promise<number | null>;
}

export interface BoxOptions {
  readonly profile: Profile;
  readonly images: { readonly sink: string; readonly target: string };
  readonly seccomp: string;
  /** JSON of the decoys that the metadata services hand out. */
  readonly role: string;
  /** Bytes that the tree takes, once that is known; without, none is unpacked. */
  readonly room?: Promise<number>;
  readonly onSink: (event: SinkEvent) => void;
}

/** An engine that answered. */
export interface Engine {
  readonly version: string;
  readonly isolation: Isolation;
  open(options: BoxOptions): Promise<Box>;
  /** Removes containers of runs whose process is gone. Returns how many. */
  sweep(): Promise<number>;
  /** Id of a local image, or undefined. */
  imageId(reference: string): Promise<string | undefined>;
  /** Pulls an image; rejects where no registry answers. */
  pull(reference: string): Promise<void>;
  /** Makes an image from a tar of a root file system. */
  importBase(tar: Readable, reference: string): Promise<void>;
  /** Builds one stage of a Dockerfile from a tar of its context. `online` where its steps may fetch something. `say` gets the build's lines. */
  build(
    context: Readable,
    stage: string,
    base: { readonly reference: string; readonly online: boolean },
    reference: string,
    say: (line: string) => void,
  ): Promise<void>;
}

/**
 * Asks the engine that the environment names (`DOCKER_HOST`, or the default socket). Rejects where none answers. Its boxes
 * are of the given tier; whether the engine may be used at all is in `isolation.refusal`.
 */
export async function connect(tier: Tier = 'runc'): Promise<Engine> {
  const docker = new Docker();
  const [version, info] = await Promise.all([docker.version(), docker.info()]);
  const isolation = isolationOf(factsOf(version, info), tier);
  return {
    version: version.Version,
    isolation,
    open: (options) => open(docker, isolation.runtime, options),
    sweep: () => sweep(docker),
    imageId: (reference) =>
      docker
        .getImage(reference)
        .inspect()
        .then(({ Id }) => Id)
        .catch(() => undefined),
    pull: async (reference) => follow(docker, await docker.pull(reference), () => {}),
    importBase: async (tar, reference) => {
      const [repo, tag] = reference.split(':');
      await follow(docker, await docker.importImage(tar, { repo, tag }), () => {});
    },
    build: async (context, stage, base, reference, say) => {
      const options = {
        ...{ t: reference, target: stage, buildargs: { BASE: base.reference }, rm: true, forcerm: true },
        ...(base.online ? {} : { networkmode: 'none' }),
      };
      await follow(docker, await docker.buildImage(context, options), say);
    },
  };
}

function factsOf(version: Docker.DockerVersion, info: Record<string, unknown>): EngineFacts {
  const components = version.Components ?? [];
  return {
    version: version.Version,
    components: components.map(({ Name, Version, Details }) => ({
      name: Name,
      version: Version,
      build: String(Details?.GitCommit ?? ''),
    })),
    runtimes: Object.keys((info.Runtimes as Record<string, unknown> | undefined) ?? {}),
    security: ((info.SecurityOptions as readonly string[] | undefined) ?? []).map(String),
    processors: Number(info.NCPU ?? 0),
    memory: Number(info.MemTotal ?? 0),
  };
}

function follow(docker: Docker, stream: NodeJS.ReadableStream, say: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, events?: readonly { readonly error?: string }[]) => {
      const failed = error?.message ?? events?.find((event) => event.error)?.error;
      if (failed) reject(new Error(failed));
      else resolve();
    };
    docker.modem.followProgress(stream, done, (event: { readonly stream?: string }) => {
      if (event.stream?.trim()) say(event.stream.trim());
    });
  });
}

async function open(docker: Docker, runtime: string, options: BoxOptions): Promise<Box> {
  const { profile } = options;
  const project = `${profile.home}/.npm/_npx/${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const made: Docker.Container[] = [];
  const given = new Set<string>();
  const channels: Channels = new Map();
  const complaints: Complaints = new Map();
  try {
    const sink = await docker.createContainer(sinkSpec(options));
    made.push(sink);
    // The target is made while the sink starts. Both have ended before either fails, or what is made too late would stay.
    const starting = boot(sink, sinkLine(options.onSink, complaints)).then((network) => {
      network.input.write('\n');
      return network;
    });
    const making = Promise.resolve(options.room ?? 0).then(async (room) => {
      const one = await docker.createContainer(targetSpec(options, runtime, sink.id, project, room));
      made.push(one);
      return one;
    });
    await Promise.allSettled([starting, making]);
    const [network, target] = await Promise.all([starting, making]);
    const clock = await startTarget(target, network.said);
    return {
      project,
      now: () => clock + performance.now() / 1000,
      unpack: async (home, tree) => {
        await untar(target, home, 'root', '/');
        await untar(target, tree, profile.user, project);
        await run(target, ['touch', LAID_OUT]);
      },
      trace: (phase, command, traceOptions) => trace(target, channels, profile.user, phase, command, traceOptions),
      write: (path, text) => run(target, ['/bin/sh', '-c', 'cat > "$1"', 'sh', path], Readable.from([text])),
      give: async (path, text) => {
        given.add(path);
        const command = ['/bin/sh', '-c', 'mkdir -p "$(dirname "$1")" && cat > "$1"', 'sh', path];
        await run(target, command, Readable.from([text]), profile.user);
      },
      changed: async () => (await listChanged(target, profile.home)).filter((path) => !given.has(path)),
      contents: () => readChanged(target, profile.home, project),
      listening: () => listening(target, profile.uid),
      bridge: (ports, paths, onStdout, onStderr) =>
        start(
          sink,
          { Cmd: ['node', '/srv/bridge.mjs', JSON.stringify({ ports, paths })], User: 'nobody' },
          chunks(onStdout),
          chunks(onStderr),
        ).then(({ stream, done }) => ({ stdin: stream, done })),
      mend: (complaint) => complain(network.input, complaints, complaint),
      endProcesses: async () => {
        await run(target, ['pkill', '-KILL', '-u', profile.user]).catch(() => {});
      },
      close: () => Promise.all(made.map(remove)).then(() => {}),
    };
  } catch (error) {
    await Promise.all(made.map(remove));
    throw error;
  }
}

/** The client's types lag behind the interface, of which this is a part since 1.41. */
type HostConfig = Docker.HostConfig & { readonly CgroupnsMode: 'private' };

/** What both containers share: nothing to gain, nothing to leave, nothing to keep. */
function hardened(runtime: string): HostConfig {
  return {
    ReadonlyRootfs: true,
    AutoRemove: true,
    CapDrop: ['ALL'],
    Privileged: false,
    PidsLimit: LIMITS.processes,
    Memory: LIMITS.memory,
    MemorySwap: LIMITS.memory,
    NanoCpus: LIMITS.cpus * 1e9,
    OomScoreAdj: 500,
    IpcMode: 'private',
    // Else the path of its group tells a package that it is in a container, and in which.
    CgroupnsMode: 'private',
    Binds: [],
    PublishAllPorts: false,
    RestartPolicy: { Name: 'no' },
    LogConfig: { Type: 'none', Config: {} },
    Ulimits: [
      { Name: 'nofile', Soft: LIMITS.openFiles, Hard: LIMITS.openFiles },
      { Name: 'core', Soft: 0, Hard: 0 },
      { Name: 'fsize', Soft: LIMITS.fileSize, Hard: LIMITS.fileSize },
    ],
    Runtime: runtime,
  };
}

/** Standard input stays open for one client: when we are gone, it ends, and so does the container. */
const INTERACTIVE = {
  AttachStdin: true,
  AttachStdout: true,
  AttachStderr: true,
  OpenStdin: true,
  StdinOnce: true,
  Tty: false,
} as const;

function sinkSpec({ profile, images, role }: BoxOptions): Docker.ContainerCreateOptions {
  return {
    ...INTERACTIVE,
    Image: images.sink,
    Hostname: profile.hostname,
    Cmd: [String(LIMITS.run / 1000)],
    Env: [
      ...[`ADDRESS=${profile.address}`, `MAC=${profile.mac}`, `ROLE=${role}`, `NAMES=${profile.names}`],
      ...[`OTHER_CARD=${profile.otherCard.name}`, `OTHER_MAC=${profile.otherCard.mac}`],
      ...Object.entries(profile.place ?? {}).map(([name, value]) => `${name}=${value}`),
    ],
    Labels: labels(),
    HostConfig: {
      // What makes the network needs the kernel's own; the package has no part in it.
      ...hardened('runc'),
      NetworkMode: 'none',
      Dns: ['192.168.1.1'],
      // A machine knows its own name; the target has the same file.
      ExtraHosts: [`${profile.hostname}:${profile.own}`],
      // To make the only network card, and then to give that right away.
      CapAdd: ['NET_ADMIN', 'SETPCAP'],
      SecurityOpt: ['no-new-privileges:true'],
      Sysctls: { 'net.ipv4.ip_unprivileged_port_start': '0', 'net.ipv6.conf.all.disable_ipv6': '0' },
    },
  };
}

function targetSpec(
  { profile, images, seccomp }: BoxOptions,
  runtime: string,
  sink: string,
  project: string,
  room: number,
): Docker.ContainerCreateOptions {
  const owned = `uid=${profile.uid},gid=${profile.uid}`;
  const large = room > LIMITS.treeInMemory;
  // What lies in memory is counted as memory that the package uses.
  const held = large ? 0 : room;
  return {
    ...INTERACTIVE,
    Image: images.target,
    Cmd: [String(LIMITS.run / 1000)],
    Labels: labels(),
    HostConfig: {
      ...hardened(runtime),
      Memory: LIMITS.memory + held,
      MemorySwap: LIMITS.memory + held,
      Mounts: large ? [volume(project)] : [],
      NetworkMode: `container:${sink}`,
      // The tracer's, which runs as root here; what it runs has none of them.
      CapAdd: ['SETUID', 'SETGID', 'SYS_PTRACE', 'KILL', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER'],
      SecurityOpt: ['no-new-privileges:true', `seccomp=${seccomp}`],
      Tmpfs: {
        '/tmp': `rw,nosuid,nodev,size=${LIMITS.tmp},mode=1777`,
        '/run': 'rw,noexec,nosuid,nodev,size=1m,mode=0755',
        // Nobody else lives here.
        '/home': 'rw,noexec,nosuid,nodev,size=64k,mode=0755',
        '/etc/ssl/certs': 'rw,noexec,nosuid,nodev,size=16m,mode=0755',
        [profile.home]: `rw,exec,nosuid,nodev,size=${LIMITS.home + held},mode=0750,${owned}`,
      },
    },
  };
}

/** Without a name it goes with its container; by its labels it is found where an engine that was restarted forgot that. */
function volume(place: string): Docker.MountConfig[number] {
  const options = { NoCopy: true, Labels: labels(), DriverConfig: { Name: 'local', Options: {} } };
  return { Type: 'volume', Target: place, Source: '', VolumeOptions: options };
}

/** A container that runs. */
interface Booted<T> {
  readonly input: Writable;
  /** What `onLine` returned first; rejects with its last words where it ends before. */
  readonly said: Promise<T>;
}

/** Resolves when the container runs. */
async function boot<T>(container: Docker.Container, onLine: (line: string) => T | undefined): Promise<Booted<T>> {
  const stream = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
  let errors = '';
  const said = new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the sandbox did not become ready')), LIMITS.boot);
    const onOutput = (line: string) => {
      const value = onLine(line);
      if (value === undefined) return;
      clearTimeout(timer);
      resolve(value);
    };
    const out = lines(LIMITS.sink, onOutput, LIMITS.event);
    const err = lines(LIMITS.output, (line) => {
      errors = `${errors}${line}\n`.slice(-2000);
    });
    stream.on('error', () => {}).pipe(demux(out, err));
    stream.once('close', () => {
      out.end();
      clearTimeout(timer);
      reject(new Error(`the sandbox ended before it was ready: ${errors.trim()}`));
    });
  });
  said.catch(() => {});
  await container.start();
  return { input: stream as unknown as Writable, said };
}

/** The certificate authority is what is waited for. */
function sinkLine(onSink: (event: SinkEvent) => void, complaints: Complaints): (line: string) => string | undefined {
  return (line) => {
    const event = readSinkLine(line);
    if (event.kind === 'ready') return event.authority;
    if (event.kind === 'mended') complaints.get(event.id)?.(event.changed);
    else onSink(event);
    return undefined;
  };
}

/** Who waits for the sink to have heard, by the complaint's id. */
type Complaints = Map<string, (changed: boolean) => void>;

async function complain(sink: Writable, complaints: Complaints, complaint: Complaint): Promise<boolean> {
  const id = randomUUID();
  const heard = new Promise<boolean>((resolve) => complaints.set(id, resolve));
  sink.write(`${JSON.stringify({ id, ...(complaint === 'nothing helped' ? {} : complaint) })}\n`);
  const changed = await within(LIMITS.patience, heard);
  complaints.delete(id);
  return changed !== LATE && changed;
}

/** It starts beside a sink that is not ready yet. Resolves with the difference between the box's clock and our own steady one, in seconds. */
async function startTarget(target: Docker.Container, authority: Promise<string>): Promise<number> {
  const { input, said } = await boot(target, (line) => {
    const ready = /^ready (\d+\.\d+)$/.exec(line);
    return ready ? { theirs: Number(ready[1]), heard: performance.now() / 1000 } : undefined;
  });
  const text = await authority;
  const asked = performance.now() / 1000;
  input.write(`${text}\0`);
  const { theirs, heard } = await said;
  return clockAhead({ theirs, asked, heard, wall: Date.now() / 1000 - performance.now() / 1000 });
}

interface Exec {
  readonly stream: Duplex;
  readonly done: Promise<number | null>;
}

async function start(
  container: Docker.Container,
  spec: Docker.ExecCreateOptions,
  out: Writable,
  err: Writable,
): Promise<Exec> {
  const exec = await container.exec({ AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false, ...spec });
  const stream = await exec.start({ hijack: true, stdin: true, Tty: false });
  stream.pipe(demux(out, err));
  const ended = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve());
  });
  const done = ended.then(async () => {
    out.end();
    err.end();
    const { ExitCode } = await exec.inspect().catch(() => ({ ExitCode: null }));
    return ExitCode;
  });
  return { stream, done };
}

/** Runs a command of ours, as root unless told; rejects with its exit code and last words where it fails. */
async function run(
  container: Docker.Container,
  command: readonly string[],
  input?: Readable,
  user = 'root',
): Promise<void> {
  let said = '';
  const listen = () =>
    lines(LIMITS.output, (line) => {
      said = `${said}${line}\n`.slice(-1000);
    });
  const { stream, done } = await start(container, { Cmd: [...command], User: user }, listen(), listen());
  if (input) input.pipe(gather(256 * 1024)).pipe(stream);
  else stream.end();
  const code = await done;
  if (code !== 0) throw new Error(`${command[0]} failed in the sandbox (${code}): ${said.trim()}`);
}

/** What is newer than this was changed after everything was laid out. Only root can reach it. */
const LAID_OUT = '/run/trace/laid-out';

async function untar(target: Docker.Container, tar: Readable, user: string, folder: string): Promise<void> {
  const failed = new Promise<never>((_resolve, reject) => tar.once('error', reject));
  await Promise.race([run(target, ['tar', '-x', '-p', '--numeric-owner', '-C', folder, '-f', '-'], tar, user), failed]);
}

/** By the time of the last change of a file's node, which no program can set. */
async function listChanged(target: Docker.Container, home: string): Promise<readonly string[]> {
  const held: Buffer[] = [];
  let bytes = 0;
  const out = chunks((chunk) => {
    held.push(chunk);
    bytes += chunk.length;
  }, LIMITS.listing);
  const places = [home, '/tmp', '/var/tmp', '/dev/shm'];
  const command = ['find', ...places, '-type', 'f', '-cnewer', LAID_OUT, '-print0'];
  const { stream, done } = await start(
    target,
    { Cmd: command, User: 'root' },
    out,
    chunks(() => {}),
  );
  stream.end();
  await done;
  if (bytes >= LIMITS.listing) throw new Error('more files were changed than can be listed');
  return Buffer.concat(held).toString('utf8').split('\0').filter(Boolean);
}

/** As root, and as they lie there: links are not followed. Those outside the tree before those in it, the smallest first. */
async function readChanged(target: Docker.Container, home: string, project: string): Promise<Contents> {
  const { count, read } = LIMITS.contents;
  const sorted = (places: string, but: string) =>
    `find ${places} -path '${but}' -prune -o -type f -cnewer ${LAID_OUT} -not -path '*/.npm/_logs/*' -printf '%s %p\\0' | sort -z -n`;
  const outside = sorted([home, '/tmp', '/var/tmp', '/dev/shm'].join(' '), project);
  const script = `{ ${outside}; ${sorted(project, '/none')}; } | head -z -n ${count} | cut -z -d ' ' -f 2- | tar -c --null --no-recursion --ignore-failed-read -T - 2>/dev/null`;
  const command = { Cmd: ['sh', '-c', script], User: 'root' };
  return keepContents(project, async (write) => {
    const { stream, done } = await start(
      target,
      command,
      chunks(write, read),
      chunks(() => {}),
    );
    stream.end();
    await done;
  });
}

async function listening(target: Docker.Container, uid: number): Promise<readonly number[]> {
  let table = '';
  const out = chunks((chunk) => {
    table += chunk.toString('latin1');
  }, LIMITS.listing);
  const spec = { Cmd: ['cat', '/proc/net/tcp', '/proc/net/tcp6'], User: 'root' };
  const { stream, done } = await start(
    target,
    spec,
    out,
    chunks(() => {}),
  );
  stream.end();
  await done;
  return listeners(table, uid);
}

/** What our own programs beside the package are called in its `/proc`; the package does not inherit it. */
function shownAs(line: string): string[] {
  return ['LD_PRELOAD=/usr/libexec/phase/shown.so', `SHOWN_AS=${line}`];
}

/** Channels of traces that are still read, by phase. */
type Channels = Map<TracedPhase, Exec>;

async function trace(
  target: Docker.Container,
  channels: Channels,
  user: string,
  phase: TracedPhase,
  command: readonly string[],
  options: TraceOptions,
): Promise<Traced> {
  const channel = `/run/trace/${phase}`;
  // Processes of an earlier start may still be ending there: they keep theirs, and what they do is not mixed into this one.
  const another = ['/bin/sh', '-c', 'rm "$1" && mkfifo -m 0600 "$1"', 'sh', channel];
  if (channels.has(phase)) await run(target, another);
  const spec = {
    Cmd: ['/usr/libexec/phase/trace', phase, user, ...command],
    Env: [
      ...Object.entries(options.env).map(([key, value]) => `${key}=${value}`),
      ...shownAs('/usr/lib/systemd/systemd-logind'),
    ],
    WorkingDir: options.cwd,
    User: 'root',
  };
  // Whichever opens the channel first waits for the other.
  const [reader, traced] = await Promise.all([
    start(
      target,
      { Cmd: ['/usr/libexec/phase/relay', channel], User: 'root', Env: shownAs('/usr/sbin/cron -f') },
      lines(LIMITS.trace, options.onTrace),
      chunks(() => {}),
    ),
    start(target, spec, chunks(options.onStdout, LIMITS.output, options.onFull), chunks(options.onStderr)),
  ]);
  channels.set(phase, reader);
  reader.done.then(() => channels.get(phase) === reader && channels.delete(phase));
  return { stdin: traced.stream, done: Promise.all([traced.done, reader.done]).then(([code]) => code) };
}
