/** However a vet ends, nothing of it stays: no container, and with it no network, volume or process; no temporary folder. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepare } from '../../src/sandbox/engine/setup.ts';
import { type FakeRegistry, startRegistry } from '../registry/registry.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const docker = new Docker();
let fake: FakeRegistry;

beforeAll(async () => {
  fake = await startRegistry([]);
});
afterAll(() => fake.close());

interface Vet {
  readonly child: ChildProcess;
  /** Resolves with the standard output when the process has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly stdout: string }>;
  /** Resolves when the progress on standard error has come to this. */
  reached(words: string): Promise<void>;
}

function vet(env: Record<string, string> = {}, ...args: string[]): Vet {
  const command = ['src/cli.ts', 'vet', './test/packages/honest-tool', '--format', 'json', ...args];
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: { ...process.env, ...fake.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const watchers: (() => void)[] = [];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    for (const watch of watchers) watch();
  });
  return {
    child,
    ended: new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stdout }))),
    reached: (words) => new Promise((resolve) => watchers.push(() => stderr.includes(words) && resolve())),
  };
}

async function containersOf({ child }: Vet): Promise<number> {
  const found = await docker.listContainers({
    all: true,
    filters: { label: [`lazaret.owner=${hostname()}/${child.pid}`] },
  });
  return found.length;
}

/** Volumes of a process that runs now, by their own labels: others may run beside it. */
async function volumesOf(pid = 0): Promise<readonly string[]> {
  const { Volumes } = await docker.listVolumes({ filters: { label: [`lazaret.owner=${hostname()}/${pid}`] } });
  return Volumes.map(({ Name }) => Name);
}

/** Which of these are still there. */
async function remaining(names: readonly string[]): Promise<readonly string[]> {
  const { Volumes } = await docker.listVolumes();
  return Volumes.map(({ Name }) => Name).filter((name) => names.includes(name));
}

/** Opens a box for a tree that is too large for memory, says so, and waits. */
const LARGE = `
const { prepare } = await import('./src/sandbox/engine/setup.ts');
const { PROFILES: [profile] } = await import('./src/sandbox/world/profiles.ts');
const { engine, images, seccomp } = await prepare();
const room = Promise.resolve(2 ** 30);
const box = await engine.open({ profile, images, seccomp, role: '{}', room, onSink: () => {} });
console.log('open');
process.stdin.once('data', () => box.close().then(() => process.exit()));`;

async function large(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', LARGE], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
}

describe('nothing is left', () => {
  test('after success', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'leftovers-'));
    const run = vet({ TMPDIR: temporary });
    const { code, stdout } = await run.ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout).verdict.level).toBe('pass');
    expect(await containersOf(run)).toBe(0);
    expect(readdirSync(temporary).filter((name) => name !== 'node-compile-cache')).toEqual([]);
    rmSync(temporary, { recursive: true });
  });

  test.each(['the end', 'kill -9'])('of the volume of a large tree, after %s', async (how) => {
    const child = await large();
    const volumes = await volumesOf(child.pid);
    expect(volumes).toHaveLength(1);
    const ended = new Promise((resolve) => child.once('close', resolve));
    if (how === 'the end') child.stdin?.write('\n');
    else child.kill('SIGKILL');
    await ended;
    await expect.poll(() => remaining(volumes), { timeout: 60_000 }).toEqual([]);
  });

  test.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('after %s', async (signal, expected) => {
    const run = vet();
    await run.reached('laptop import');
    expect(await containersOf(run)).toBeGreaterThan(0);
    run.child.kill(signal);
    const { code, stdout } = await run.ended;
    expect(code).toBe(expected);
    expect(stdout).toBe('');
    expect(await containersOf(run)).toBe(0);
  });

  test('after kill -9: the containers end with the process that held them', async () => {
    const run = vet();
    // Both profiles: what is made and not yet started when the process dies is removed by the next run, not by itself.
    await Promise.all([run.reached('laptop import'), run.reached('ci import')]);
    run.child.kill('SIGKILL');
    await run.ended;
    await expect.poll(() => containersOf(run), { timeout: 60_000 }).toBe(0);
  });

  test('after kill -9 between the making of a container and its start: the next run removes it, and none of a run that lives', async () => {
    const { engine, images } = await prepare();
    const dead = spawnSync('true').pid;
    const made = await Promise.all(
      [dead, process.pid].map((pid) =>
        docker.createContainer({
          Image: images.sink,
          HostConfig: { NetworkMode: 'none', AutoRemove: true },
          Labels: {
            'lazaret.run': randomUUID(),
            'lazaret.owner': `${hostname()}/${pid}`,
            'lazaret.deadline': String(Math.ceil(Date.now() / 1000) + 600),
          },
        }),
      ),
    );
    const left = () =>
      Promise.all(
        made.map((one) =>
          one.inspect().then(
            ({ State }) => State.Status,
            (error) => error.statusCode,
          ),
        ),
      );
    expect(await left()).toEqual(['created', 'created']);
    expect(await engine.sweep()).toBeGreaterThan(0);
    expect(await left()).toEqual([404, 'created']);
    await made[1]?.remove();
  });

  test('a volume whose container an engine lost is removed by the next run, another run’s is not', async () => {
    const { engine } = await prepare();
    const dead = spawnSync('true').pid;
    const made = await Promise.all(
      [dead, process.pid].map((pid) =>
        docker.createVolume({
          Labels: {
            'lazaret.run': randomUUID(),
            'lazaret.owner': `${hostname()}/${pid}`,
            'lazaret.deadline': String(Math.ceil(Date.now() / 1000) + 600),
          },
        }),
      ),
    );
    await engine.sweep();
    const { Volumes } = await docker.listVolumes();
    const names = Volumes.map(({ Name }) => Name);
    expect(made.map(({ name }) => names.includes(name))).toEqual([false, true]);
    await made[1]?.remove();
  });
});

describe('never clean by accident', () => {
  test('without an engine the verdict is incomplete', async () => {
    const { code, stdout } = await vet({ DOCKER_HOST: 'tcp://127.0.0.1:9' }).ended;
    const report = JSON.parse(stdout);
    expect(code).toBe(4);
    expect(report.verdict.level).toBe('incomplete');
    expect(report.gaps).toContainEqual({
      stage: 'sandbox',
      subject: 'engine',
      reason: expect.stringContaining('lazaret setup'),
    });
    expect(report.sandbox).toBeNull();
  });

  test('whoever stops reading gets the same exit code', async () => {
    const run = vet({ DOCKER_HOST: 'tcp://127.0.0.1:9' });
    run.child.stdout?.destroy();
    expect((await run.ended).code).toBe(4);
  });

  test('unless no sandbox was asked for, and then it says so', async () => {
    const { code, stdout } = await vet({ DOCKER_HOST: 'tcp://127.0.0.1:9' }, '--static').ended;
    const report = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(report.static).toBe(true);
    expect(report.verdict.because.map(({ text }: { text: string }) => text).join()).toContain('--static');
  });
});
