/**
 * What tracing costs: the same command in the same box, with and without the tracer, turn by turn and each first every other
 * time. `node bench/sandbox.ts` (needs the engine, the images and the registry). Runs the install phase of a tree with install
 * scripts, as a vet does, and starts a server up to the answer of `tools/list`. The aim is 1.3 at the most.
 */
import { hostname } from 'node:os';
import Docker from 'dockerode';
import { createRegistry } from '../src/registry.ts';
import type { Box } from '../src/sandbox/engine/engine.ts';
import { prepare } from '../src/sandbox/engine/setup.ts';
import { installCommand } from '../src/sandbox/phases/install.ts';
import { PROFILES, type Profile } from '../src/sandbox/world/profiles.ts';
import { layHome, layTree } from '../src/sandbox/world/project.ts';

const ROUNDS = 15;
const docker = new Docker();
const [profile] = PROFILES as readonly [Profile];
const ENV = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: profile.home,
  npm_config_nodedir: '/usr/local',
  npm_config_cache: '/tmp/npm',
  npm_config_update_notifier: 'false',
};

const MESSAGES = [
  {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
];
const START = MESSAGES.map((message) => `${JSON.stringify(message)}\n`).join('');

interface Timed {
  readonly ms: number;
  readonly lines: number;
}

/** Runs a command to its end, or to `until` in what it prints. */
async function traced(box: Box, command: readonly string[], input: string, until: string): Promise<Timed> {
  let lines = 0;
  let said = '';
  const started = performance.now();
  let seen = (): void => {};
  const reached = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const run = await box.trace('install', command, {
    cwd: box.project,
    env: ENV,
    onTrace: () => void lines++,
    onStdout: (chunk) => {
      said += chunk;
      if (until && said.includes(until)) seen();
    },
    onStderr: () => {},
  });
  if (input) run.stdin.write(input);
  await Promise.race([reached, run.done]);
  const ms = performance.now() - started;
  run.stdin.end();
  await box.endProcesses();
  await run.done;
  return { ms, lines };
}

async function plain(box: Box, command: readonly string[], input: string, until: string): Promise<Timed> {
  const ours = await docker.listContainers({ filters: { label: [`lazaret.owner=${hostname()}/${process.pid}`] } });
  const target = ours.find(({ HostConfig }) => HostConfig.NetworkMode.startsWith('container:'));
  const started = performance.now();
  const exec = await docker.getContainer(target?.Id ?? '').exec({
    // As the tracer does: npm's modules on descriptor 3, and the rights of the user.
    Cmd: [
      'sh',
      '-c',
      'exec setpriv --reuid="$0" --regid="$0" --clear-groups "$@" 3</usr/libexec/phase/npm.json',
      profile.user,
      ...command,
    ],
    Env: Object.entries(ENV).map(([key, value]) => `${key}=${value}`),
    User: 'root',
    WorkingDir: box.project,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  let said = '';
  const ended = new Promise<void>((resolve) => {
    stream.on('data', (chunk) => {
      said += chunk;
      if (until && said.includes(until)) resolve();
    });
    stream.once('end', resolve).once('close', resolve);
  });
  if (input) stream.write(input);
  await ended;
  const ms = performance.now() - started;
  stream.end();
  await box.endProcesses();
  return { ms, lines: 0 };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function compare(
  name: string,
  spec: string,
  command: (project: string) => readonly string[],
  input: string,
  until: string,
): Promise<void> {
  const registry = await createRegistry({ cwd: import.meta.dirname, env: process.env });
  const { value: tree } = await registry.resolve({ kind: 'npm', text: spec, spec, args: [] });
  if (!tree) throw new Error(`${spec} did not resolve`);
  const { engine, images, seccomp } = await prepare();
  const laid = await layTree(tree, registry.store(tree));
  const room = Promise.resolve(laid.room);
  const box = await engine.open({ profile, images, seccomp, role: '{}', room, onSink: () => {} });
  try {
    await box.unpack(layHome(tree, profile, box.project, new Map()), laid.read());
    const rounds: { readonly plain: number; readonly traced: number; readonly lines: number }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const run = (how: typeof plain) => how(box, command(box.project), input, until);
      const early = round % 2 === 0 ? await run(plain) : undefined;
      const { ms, lines } = await run(traced);
      const without = early ?? (await run(plain));
      // The first warms the caches.
      if (round > 0) rounds.push({ plain: without.ms, traced: ms, lines });
    }
    const ratios = rounds.map((round) => round.traced / round.plain);
    console.log(
      `${name}: ${Math.round(median(rounds.map((round) => round.plain)))} ms plain, ${Math.round(median(rounds.map((round) => round.traced)))} ms traced, ratio ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}), ${median(rounds.map((round) => round.lines))} lines of trace`,
    );
  } finally {
    await box.close();
    await laid.close();
  }
}

await compare(
  'start to tools/list (server-everything)',
  '@modelcontextprotocol/server-everything',
  (project) => [`${project}/node_modules/.bin/mcp-server-everything`],
  START,
  '"id":2',
);
await compare('install phase (esbuild)', 'esbuild', (project) => installCommand(project, 'esbuild'), '', '');
