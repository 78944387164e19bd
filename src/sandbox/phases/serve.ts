/** Starts the server as `npx` would, speaks MCP with it, calls its tools, and waits for what it does afterwards. */
import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { reasonOf } from '../../errors.ts';
import { quote } from '../../quote.ts';
import type { PackageTree } from '../../types.ts';
import { LATE, within } from '../deadline.ts';
import { type Conversation, drive } from '../driver.ts';
import { LIMITS } from '../limits.ts';
import { lastWords, WORDS } from '../words.ts';
import { missed, observe, type Stage } from './stage.ts';

/** Undefined where there is no server, or none that got as far as `tools/list`. */
export async function serve(stage: Stage, tree: PackageTree): Promise<Conversation | undefined> {
  stage.clock.enter('start');
  const bin = chooseBin(stage.layout.bins, tree.root.name);
  if (!bin) {
    noServer(stage, 'the package has no executable, so there is no server to start');
    return undefined;
  }
  let first = '';
  for (const attempt of attempts(tree.target.args, stage)) {
    const start = performance.now();
    const result = await converse(stage, bin, attempt);
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
  missed(stage, 'start', reason);
}

/** `ended`: the server ended by itself, so another way to start it may help. */
type Attempt = { readonly conversation: Conversation } | { readonly reason: string; readonly ended: boolean };

async function converse(stage: Stage, bin: string, { args, env: settings }: StartWith): Promise<Attempt> {
  const { box, env, work } = stage;
  const marker = randomBytes(5).toString('hex');
  let listener: (chunk: Buffer) => void = () => {};
  const errors = lastWords();
  const output = lastWords();
  const observer = observe(stage, stage.clock.at);
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
    const conversation = await drive(io, { world, now: box.now, progress: stage.say, onPhase: stage.clock.enter });
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
    if ((await within(5_000, traced.done)) === LATE) missed(stage, 'idle', 'the trace did not end with its processes');
  }
}

function report(stage: Stage, conversation: Conversation, { ours }: StartWith, ms: number): void {
  const profile = stage.profile.name;
  const { called, tools, missed: left, callMs } = conversation;
  stage.runs.push({
    profile,
    phase: 'start',
    status: 'completed',
    detail: ours,
    ms: Math.round(ms - callMs - LIMITS.idle),
  });
  const detail = [`${called.length} of ${tools.length} tools answered`, ...left].join('; ');
  stage.runs.push({ profile, phase: 'call', status: 'completed', detail, ms: Math.round(callMs) });
  stage.runs.push({ profile, phase: 'idle', status: 'completed', detail: '', ms: LIMITS.idle });
  if (conversation.changed) missed(stage, 'call', 'tools/list gave another answer the second time');
  for (const reason of left.filter((text) => text.includes('were not called'))) missed(stage, 'call', reason);
}

/** The executable `npx` would start: the only one, the one named as the package, else the first that sounds like a server. */
export function chooseBin(bins: ReadonlyMap<string, string>, packageName: string): string | undefined {
  const names = [...bins.keys()].sort();
  if (names.length <= 1) return names[0];
  const short = packageName.split('/').at(-1) ?? packageName;
  return names.find((name) => name === short) ?? names.find((name) => /mcp|server/.test(name)) ?? names[0];
}
