/**
 * Detonation: every profile gets a box of its own, the tree is laid out in it, and the phases run in order. Whatever the
 * package does is an observation; whatever keeps us from seeing it is a gap. Never throws for either.
 */

import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { environmentReads } from '../code/environment.ts';
import { reasonOf } from '../errors.ts';
import { quote } from '../quote.ts';
import type {
  Behavior,
  Gap,
  Observation,
  PackageStore,
  PackageTree,
  Phase,
  PhaseStatus,
  Progress,
  Run,
  Sandbox,
  SandboxInfo,
  Staged,
  Tool,
} from '../types.ts';
import { credentialFor, type Planting, plant } from './decoys.ts';
import { type Conversation, drive, type Message } from './driver.ts';
import type { Box, Engine, TracedPhase } from './engine.ts';
import { LIMITS } from './limits.ts';
import { createTraceObserver, type Draft, decoyDrafts, namesOf, sinkDrafts, type TraceObserver } from './observe.ts';
import { PROFILES, type Profile } from './profiles.ts';
import { type Layout, layOut } from './project.ts';
import type { SinkEvent } from './sink.ts';

/** What the door needs: an engine, the images it made, and the text of the seccomp profile. */
export interface SandboxParts {
  readonly engine: Engine;
  readonly images: { readonly sink: string; readonly target: string };
  readonly seccomp: string;
}

/** The door to the container engine. `prepare` rejects where no engine answers or the image is missing. */
export function createSandbox(prepare: () => Promise<SandboxParts>, signal?: AbortSignal): Sandbox {
  return {
    async detonate(tree, store, progress) {
      let parts: SandboxParts;
      try {
        parts = await prepare();
        await parts.engine.sweep();
      } catch (error) {
        return {
          value: { runs: [], observations: [], tools: [], sandbox: undefined },
          gaps: [{ stage: 'sandbox', subject: 'engine', reason: reasonOf(error) }],
        };
      }
      const asked = await credentialsOf(tree, store);
      const runs = await Promise.all(
        PROFILES.map((profile) => runProfile(parts, profile, tree, store, asked, progress, signal)),
      );
      return merge(runs, tree, infoOf(parts));
    },
  };
}

function infoOf({ engine, images }: SandboxParts): SandboxInfo {
  return { image: images.target, engine: engine.version, runtime: engine.runtime };
}

async function credentialsOf(tree: PackageTree, store: PackageStore): Promise<readonly string[]> {
  const { value } = await store.open(tree.root);
  return value ? environmentReads(value) : [];
}

/** Everything one profile gave. */
interface ProfileResult {
  readonly profile: Profile;
  readonly began: number;
  readonly runs: readonly Run[];
  readonly drafts: readonly (Draft & { readonly of?: Draft })[];
  readonly tools: readonly Tool[];
  readonly gaps: readonly Gap[];
}

async function runProfile(
  parts: SandboxParts,
  profile: Profile,
  tree: PackageTree,
  store: PackageStore,
  asked: readonly string[],
  progress: Progress,
  signal?: AbortSignal,
): Promise<ProfileResult> {
  const planting = plant(asked, profile.work);
  const sinkEvents: SinkEvent[] = [];
  const say: Progress = ({ stage, detail }) => progress({ stage: `${profile.name} ${stage}`, detail });
  let box: Box | undefined;
  const stop = () => void box?.close();
  try {
    signal?.throwIfAborted();
    say({ stage: 'boot', detail: '' });
    const role = JSON.stringify({
      Code: 'Success',
      Type: 'AWS-HMAC',
      AccessKeyId: credentialFor('AWS_ACCESS_KEY_ID'),
      SecretAccessKey: credentialFor('AWS_SECRET'),
    });
    box = await parts.engine.open({
      profile,
      images: parts.images,
      seccomp: parts.seccomp,
      role,
      onSink: (event) => sinkEvents.push(event),
    });
    signal?.addEventListener('abort', stop);
    return await runPhases(box, profile, tree, store, planting, sinkEvents, say);
  } catch (error) {
    const reason = signal?.aborted ? 'interrupted' : reasonOf(error);
    return {
      profile,
      began: 0,
      runs: [],
      drafts: [],
      tools: [],
      gaps: [{ stage: 'sandbox', subject: profile.name, reason }],
    };
  } finally {
    signal?.removeEventListener('abort', stop);
    await box?.close();
  }
}

/** The state that the phases of one profile share. */
interface Stage {
  readonly box: Box;
  readonly profile: Profile;
  readonly layout: Layout;
  readonly planting: Planting;
  readonly env: Readonly<Record<string, string>>;
  readonly work: string;
  readonly runs: Run[];
  readonly gaps: Gap[];
  readonly observers: TraceObserver[];
  readonly say: Progress;
}

async function runPhases(
  box: Box,
  profile: Profile,
  tree: PackageTree,
  store: PackageStore,
  planting: Planting,
  sinkEvents: readonly SinkEvent[],
  say: Progress,
): Promise<ProfileResult> {
  say({ stage: 'unpack', detail: '' });
  const { tar, layout: laying } = layOut(tree, store, profile, box.project, planting.files);
  await box.unpack(tar);
  const layout = await laying;
  const began = box.now();
  const work = posix.join(profile.home, profile.work);
  const env = environment(profile, planting);
  const stage: Stage = {
    box,
    profile,
    layout,
    planting,
    env,
    work,
    runs: [],
    gaps: [...layout.gaps],
    observers: [],
    say,
  };
  const starts = new Map<Phase, number>();
  const phaseAt = (time: number): Phase => [...starts].findLast(([, start]) => time >= start)?.[0] ?? 'install';

  starts.set('install', box.now());
  await install(stage);
  starts.set('import', box.now());
  await importPackage(stage, tree);
  starts.set('start', box.now());
  const conversation = await serve(stage, tree, (phase) => starts.set(phase, box.now()), phaseAt);

  for (const observer of stage.observers) observer.end();
  const names = namesOf(sinkEvents);
  const traced = stage.observers.flatMap(({ drafts }) => drafts).map((draft) => named(draft, names));
  const sent = sinkDrafts(sinkEvents, traced, phaseAt);
  const spoken = new Map((conversation?.messages ?? []).map((message) => [messageDraft(message, phaseAt), message]));
  const answers = new Map(
    [...spoken].filter(([, { direction }]) => direction === 'received').map(([draft, { text }]) => [draft, text]),
  );
  const drafts = [...traced, ...sent.map(({ draft }) => draft), ...spoken.keys()];
  const leaks = decoyDrafts(sent, traced, planting.decoys, answers);
  const gaps = [...stage.gaps, ...troubles(stage, sinkEvents)];
  return { profile, began, runs: stage.runs, drafts: [...drafts, ...leaks], tools: conversation?.tools ?? [], gaps };
}

/** A connection to an address says which name was asked for it. */
function named(draft: Draft, names: ReadonlyMap<string, string>): Draft {
  const host = draft.kind === 'connect' ? names.get(draft.address) : undefined;
  return draft.kind === 'connect' && host ? { ...draft, host: quote(host) } : draft;
}

function environment(profile: Profile, planting: Planting): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: profile.home,
    USER: profile.user,
    LOGNAME: profile.user,
    PWD: posix.join(profile.home, profile.work),
    NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt',
    SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt',
    ...profile.env,
    ...planting.env,
  };
}

// ---------------------------------------------------------------- phases

interface Outcome {
  readonly status: PhaseStatus;
  readonly detail: string;
}

async function timed(stage: Stage, phase: Phase, work: () => Promise<Outcome>): Promise<void> {
  stage.say({ stage: phase, detail: '' });
  const start = performance.now();
  const { status, detail } = await work();
  stage.runs.push({ profile: stage.profile.name, phase, status, detail, ms: Math.round(performance.now() - start) });
}

/** A traced command that is left to itself, with a deadline after which everything of the user's is ended. */
async function runTraced(
  stage: Stage,
  phase: TracedPhase,
  command: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly deadline: number },
): Promise<Outcome> {
  const words = lastWords();
  const observer = observe(stage, () => phase);
  const traced = await stage.box.trace(phase, command, {
    cwd: options.cwd,
    env: options.env,
    onTrace: observer.line,
    onStdout: words.hear,
    onStderr: words.hear,
  });
  traced.stdin.end();
  const late = await within(options.deadline, traced.done);
  if (late !== LATE)
    return { status: late === 0 ? 'completed' : 'failed', detail: late === 0 ? '' : quote(words.text(), WORDS) };
  await stage.box.endProcesses();
  await within(5_000, traced.done);
  return { status: 'timeout', detail: `still running after ${options.deadline / 1000} s` };
}

function observe(stage: Stage, phaseAt: (time: number) => Phase): TraceObserver {
  const observer = createTraceObserver({ project: stage.box.project, phaseAt });
  stage.observers.push(observer);
  return observer;
}

/** Longest quote of what a process said, in characters. */
const WORDS = 500;

/** What a process said: its first words, which name the error, and its last. */
function lastWords(): { readonly hear: (chunk: Buffer) => void; readonly text: () => string } {
  let first = '';
  let last = '';
  return {
    hear(chunk) {
      const text = chunk.toString('utf8');
      const room = WORDS - 150 - first.length;
      first += text.slice(0, Math.max(0, room));
      last = (last + text.slice(Math.max(0, room))).slice(-150);
    },
    text: () => `${first}${last.length === 150 ? ' … ' : ''}${last}`.trim(),
  };
}

const LATE = Symbol('late');

async function within<T>(ms: number, work: Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Lifecycle scripts of the whole tree, by npm itself, so that they find the environment they expect. */
async function install(stage: Stage): Promise<void> {
  const { box, layout, env } = stage;
  await timed(stage, 'install', async () => {
    if (layout.scripted.length === 0) return { status: 'skipped', detail: 'nothing in the tree runs at install' };
    const npm = { npm_config_nodedir: '/usr/local', npm_config_update_notifier: 'false', npm_config_cache: '/tmp/npm' };
    const command = ['npm', 'rebuild', '--foreground-scripts', '--loglevel=error'];
    const outcome = await runTraced(stage, 'install', command, {
      cwd: box.project,
      env: { ...env, ...npm },
      deadline: LIMITS.install,
    });
    if (outcome.status === 'timeout')
      stage.gaps.push({ stage: 'sandbox', subject: `${stage.profile.name}/install`, reason: outcome.detail });
    return outcome;
  });
}

/** Loads the package as a library, the way `import` and `require` do, and gives it a moment. */
async function importPackage(stage: Stage, tree: PackageTree): Promise<void> {
  const { box, env } = stage;
  const name = JSON.stringify(tree.root.name);
  const code = `
    const settle = () => setTimeout(() => process.exit(0), ${LIMITS.settle});
    import(${name}).then(settle, (error) => {
      if (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
        try { require(${name}); } catch (again) { console.error(String(again && again.message)); process.exitCode = 1; }
        return settle();
      }
      console.error(String(error && error.message)); process.exitCode = 1; setTimeout(() => process.exit(1), ${LIMITS.settle});
    });`;
  await timed(stage, 'import', () =>
    runTraced(stage, 'import', ['node', '-e', code], { cwd: box.project, env, deadline: LIMITS.import }),
  );
}

/** Starts the server as `npx` would, speaks MCP with it, calls its tools, and waits for what it does afterwards. */
async function serve(
  stage: Stage,
  tree: PackageTree,
  enter: (phase: Phase) => void,
  phaseAt: (time: number) => Phase,
): Promise<Conversation | undefined> {
  const bin = chooseBin(stage.layout.bins, tree.root.name);
  if (!bin) {
    noServer(stage, 'the package has no executable, so there is no server to start');
    return undefined;
  }
  let first = '';
  for (const attempt of attempts(tree.target.args, stage)) {
    const start = performance.now();
    const result = await converse(stage, bin, attempt, enter, phaseAt);
    if ('conversation' in result) {
      report(stage, result.conversation, attempt, performance.now() - start);
      return result.conversation;
    }
    // The first reason is the one a user would meet.
    first ||= result.reason;
    if (!result.ended) break;
  }
  noServer(stage, first);
  return undefined;
}

/** One way to start the server. `ours` says what we added to what the user would do. */
interface StartWith {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly ours: string;
}

/** As the user would first; then with what servers that end at once want most: settings, a directory, an address. */
function attempts(given: readonly string[], { planting, work }: Stage): readonly StartWith[] {
  const { settings } = planting;
  const names = Object.keys(settings);
  const more =
    names.length > 0
      ? [{ args: given, env: settings, ours: `started with settings of ours: ${names.join(', ')}` }]
      : [];
  const withArgument = (argument: string) => ({
    args: [argument],
    env: settings,
    ours: `started with an argument of ours: ${argument}`,
  });
  const address = `https://mcp-${randomBytes(4).toString('hex')}.example/mcp`;
  return [
    { args: given, env: {}, ours: '' },
    ...more,
    ...(given.length > 0 ? [] : [withArgument(work), withArgument(address)]),
  ];
}

function noServer(stage: Stage, reason: string): void {
  stage.runs.push({ profile: stage.profile.name, phase: 'start', status: 'failed', detail: reason, ms: 0 });
  stage.gaps.push({ stage: 'sandbox', subject: `${stage.profile.name}/start`, reason });
}

/** `ended`: the server ended by itself, so another way to start it may help. */
type Attempt = { readonly conversation: Conversation } | { readonly reason: string; readonly ended: boolean };

async function converse(
  stage: Stage,
  bin: string,
  { args, env: settings }: StartWith,
  enter: (phase: Phase) => void,
  phaseAt: (time: number) => Phase,
): Promise<Attempt> {
  const { box, env, work, profile } = stage;
  const marker = randomBytes(5).toString('hex');
  let listener: (chunk: Buffer) => void = () => {};
  const errors = lastWords();
  const output = lastWords();
  const observer = observe(stage, (time) => {
    const phase = phaseAt(time);
    return phase === 'install' || phase === 'import' ? 'start' : phase;
  });
  const npm = {
    npm_config_user_agent: 'npm/11.21.2 node/v24.21.0 linux x64 workspaces/false',
    npm_command: 'exec',
    npm_lifecycle_event: 'npx',
  };
  const traced = await box.trace('start', [posix.join(box.project, 'node_modules/.bin', bin), ...args], {
    cwd: work,
    env: { ...env, ...npm, ...settings, PATH: `${box.project}/node_modules/.bin:${env.PATH}` },
    onTrace: observer.line,
    onStdout: (chunk) => {
      output.hear(chunk);
      listener(chunk);
    },
    onStderr: errors.hear,
  });
  traced.stdin.on('error', () => {});
  const io = {
    write: (text: string) => void traced.stdin.write(text),
    onData: (next: (chunk: Buffer) => void) => {
      listener = next;
    },
    ended: traced.done,
  };
  const world = { file: posix.join(work, 'README.md'), directory: work, marker };
  try {
    stage.say({ stage: 'start', detail: [bin, ...args].join(' ') });
    const conversation = await drive(io, { world, now: box.now, progress: stage.say, onPhase: enter });
    await within(LIMITS.idle, traced.done);
    return { conversation };
  } catch (error) {
    const code = await within(500, traced.done);
    const exited = code === LATE ? '' : ` (exit code ${code})`;
    const words = quote(errors.text() || output.text(), WORDS);
    return { reason: `${reasonOf(error)}${exited}${words ? `: ${words}` : ''}`, ended: code !== LATE };
  } finally {
    traced.stdin.end();
    if ((await within(700, traced.done)) === LATE) await box.endProcesses();
    if ((await within(5_000, traced.done)) === LATE) {
      stage.gaps.push({
        stage: 'sandbox',
        subject: `${profile.name}/idle`,
        reason: 'the trace did not end with its processes',
      });
    }
  }
}

function report(stage: Stage, conversation: Conversation, { ours }: StartWith, ms: number): void {
  const profile = stage.profile.name;
  const { called, tools, missed, callMs } = conversation;
  stage.runs.push({
    profile,
    phase: 'start',
    status: 'completed',
    detail: ours,
    ms: Math.round(ms - callMs - LIMITS.idle),
  });
  const detail = [`${called.length} of ${tools.length} tools answered`, ...missed].join('; ');
  stage.runs.push({ profile, phase: 'call', status: 'completed', detail, ms: Math.round(callMs) });
  stage.runs.push({ profile, phase: 'idle', status: 'completed', detail: '', ms: LIMITS.idle });
  if (conversation.changed)
    stage.gaps.push({
      stage: 'sandbox',
      subject: `${profile}/call`,
      reason: 'tools/list gave another answer the second time',
    });
  for (const reason of missed.filter((text) => text.includes('were not called'))) {
    stage.gaps.push({ stage: 'sandbox', subject: `${profile}/call`, reason });
  }
}

/** The executable `npx` would start: the only one, the one named as the package, else the first that sounds like a server. */
export function chooseBin(bins: ReadonlyMap<string, string>, packageName: string): string | undefined {
  const names = [...bins.keys()].sort();
  if (names.length <= 1) return names[0];
  const short = packageName.split('/').at(-1) ?? packageName;
  return names.find((name) => name === short) ?? names.find((name) => /mcp|server/.test(name)) ?? names[0];
}

// ---------------------------------------------------------------- putting together

/** What the tracer and the sink say of themselves. */
function troubles({ profile, observers }: Stage, sinkEvents: readonly SinkEvent[]): readonly Gap[] {
  const subject = `${profile.name}/trace`;
  const unreadable = observers.reduce((sum, { troubles: { unreadable: count } }) => sum + count, 0);
  const gaps: Gap[] = [];
  if (unreadable > 0)
    gaps.push({ stage: 'sandbox', subject, reason: `${unreadable} lines of the trace could not be read` });
  if (observers.some(({ troubles: { truncated } }) => truncated))
    gaps.push({ stage: 'sandbox', subject, reason: 'the package did more than is recorded' });
  const faults = sinkEvents.flatMap((event) => (event.kind === 'fault' ? [event.reason] : []));
  if (faults.length > 0)
    gaps.push({ stage: 'sandbox', subject: `${profile.name}/network`, reason: quote(faults[0] ?? '') });
  return gaps;
}

function messageDraft(message: Message, phaseAt: (time: number) => Phase): Draft {
  const { time, direction, method, tool, text } = message;
  return {
    kind: 'mcp',
    direction,
    method,
    ...(tool === undefined ? {} : { tool }),
    text: quote(text, 2_000),
    time,
    phase: phaseAt(time),
  };
}

/** One sequence over all profiles: by profile, then by time, then as they came. */
function merge(results: readonly ProfileResult[], tree: PackageTree, sandbox: SandboxInfo): Staged<Behavior> {
  const observations: Observation[] = [];
  for (const { profile, began, drafts } of results) {
    const placed = new Map<Draft, number>();
    const links: { readonly at: number; readonly of: Draft }[] = [];
    for (const draft of [...drafts].sort((a, b) => a.time - b.time)) {
      const { time, phase, directory, of, ...body } = draft;
      const seq = observations.length;
      placed.set(draft, seq);
      if (of) links.push({ at: seq, of });
      const at = Math.max(0, Math.round((time - began) * 1000));
      observations.push({
        ...body,
        seq,
        run: profile.name,
        phase,
        at,
        package: packageAt(tree, directory),
      } as Observation);
    }
    for (const { at, of } of links) {
      const decoy = observations[at];
      if (decoy?.kind === 'decoy') observations[at] = { ...decoy, in: placed.get(of) ?? at };
    }
  }
  const runs = results.flatMap((result) => result.runs);
  const tools = results.find((result) => result.tools.length > 0)?.tools ?? [];
  return { value: { runs, observations, tools, sandbox }, gaps: results.flatMap((result) => result.gaps) };
}

/** The package whose directory a process worked in; lifecycle scripts run in their own. */
function packageAt(tree: PackageTree, directory: string | undefined): string {
  const location = /\/_npx\/[0-9a-f]+\/(node_modules\/.*)$/.exec(directory ?? '')?.[1];
  const owner =
    location &&
    tree.nodes
      .filter((node) => location === node.location || location.startsWith(`${node.location}/`))
      .sort((a, b) => b.location.length - a.location.length)[0];
  return owner ? owner.id : tree.root.id;
}
