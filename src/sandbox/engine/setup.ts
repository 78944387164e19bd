/**
 * Makes the sandbox usable on this machine: an engine that answers, and the images. Says what it does before it does it,
 * changes nothing that is right already, and where it may not help itself says exactly what to do.
 */
import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { reasonOf, UsageError } from '../../errors.ts';
import { createStore } from '../../fetch.ts';
import { npmOptions } from '../../npm-config.ts';
import type { Tier } from '../../types.ts';
import type { SandboxParts } from '../detonate.ts';
import { connect, type Engine } from './engine.ts';
import {
  buildContext,
  debianPackages,
  type ImageNames,
  imageNames,
  PULLED_BASE,
  SUITE,
  seccompProfile,
} from './image.ts';
import { choose, usable } from './tiers.ts';

type Say = (line: string) => void;

/** What a detonation needs, isolated at least as `tier` says; rejects with what to do where something is missing. */
export async function prepare(tier?: Tier): Promise<SandboxParts> {
  const plain = await connect().catch((error: unknown) => {
    throw new Error(`no container engine answered (${reasonOf(error)}): run \`lazaret setup\``);
  });
  const stronger = plain.isolation.gvisor ? await connect('gvisor') : undefined;
  usable(stronger ?? plain);
  const names = await imageNames();
  const [sink, target] = await Promise.all([plain.imageId(names.sink), plain.imageId(names.target)]);
  if (!sink || !target) throw new Error('the sandbox image is missing: run `lazaret setup`');
  const parts = { images: { sink, target }, seccomp: await seccompProfile() };
  return { engine: await choose({ plain, stronger }, parts, tier), ...parts };
}

/** One line of `lazaret doctor`. */
export interface Fact {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** What works here and what does not. Never rejects. */
export async function inspect(): Promise<readonly Fact[]> {
  const engine = await connect().catch((error: unknown) => reasonOf(error));
  if (typeof engine === 'string')
    return [{ name: 'engine', ok: false, detail: `none answered: ${engine}; run \`lazaret setup\`` }];
  const names = await imageNames();
  const images = await Promise.all([engine.imageId(names.sink), engine.imageId(names.target)]);
  const ready = images.every(Boolean);
  // Where none can be used, it says why itself.
  const { isolation } = ready
    ? await prepare().then(
        (parts) => parts.engine,
        () => engine,
      )
    : engine;
  const { tier, words, refusal, warnings } = isolation;
  return [
    { name: 'engine', ok: true, detail: `Docker API, version ${engine.version}` },
    {
      name: 'isolation',
      ok: refusal === undefined,
      detail: [
        `tier ${tier}: ${words}`,
        ...(refusal === undefined ? [] : [`may not be used: ${refusal}`]),
        ...warnings,
      ].join('; '),
    },
    {
      name: 'image',
      ok: ready,
      detail: ready ? `${names.target} (${images[1]?.slice(7, 19)})` : 'missing; run `lazaret setup`',
    },
  ];
}

/** Idempotent. Throws `UsageError` where the user has to do something first. */
export async function setup(say: Say): Promise<void> {
  const engine = await reachEngine(say);
  const removed = await engine.sweep();
  if (removed > 0) say(`removed ${removed} containers that an interrupted run left behind`);
  const names = await imageNames();
  if ((await engine.imageId(names.sink)) && (await engine.imageId(names.target))) return say('the sandbox is ready');
  await buildImages(engine, names, say);
  say('the sandbox is ready');
}

async function buildImages(engine: Engine, names: ImageNames, say: Say): Promise<void> {
  const reference = await findBase(engine, names.base, say);
  // A base of ours has every package already.
  const base = { reference, online: reference !== names.base };
  const npm = await npmOptions({ cwd: process.cwd(), env: process.env });
  const store = createStore(npm);
  for (const stage of ['sink', 'target'] as const) {
    say(`building the ${stage} image`);
    await engine
      .build(buildContext(store, npm.registry), stage, base, names[stage], () => {})
      .catch((error: unknown) => {
        throw new UsageError(
          `the ${stage} image could not be built: ${reasonOf(error)}`,
          'check that the npm registry answers (`npm ping`), then run `lazaret setup` again',
        );
      });
  }
}

/** A Debian to build on: one made here before, one that a registry gives, or one made now from Debian's packages. */
async function findBase(engine: Engine, made: string, say: Say): Promise<string> {
  if (await engine.imageId(made)) return made;
  if (await engine.imageId(PULLED_BASE)) return PULLED_BASE;
  say(`pulling ${PULLED_BASE}`);
  const refused = await engine.pull(PULLED_BASE).then(
    () => undefined,
    (error: unknown) => reasonOf(error),
  );
  if (refused === undefined) return PULLED_BASE;
  say(
    `no container registry answered (${refused}); making the base from Debian packages instead, which takes about a minute`,
  );
  await makeBase(engine, made, say);
  return made;
}

async function makeBase(engine: Engine, reference: string, say: Say): Promise<void> {
  if (!existsSync('/usr/bin/mmdebstrap'))
    await installDebian(
      ['mmdebstrap', 'debian-archive-keyring'],
      say,
      'to make a sandbox image without a container registry',
    );
  const include = (await debianPackages()).join(',');
  const child = spawn('mmdebstrap', ['--quiet', '--variant=minbase', `--include=${include}`, SUITE, '-'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-2000);
  });
  const exit = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  const imported = engine.importBase(child.stdout, reference).catch((error: unknown) => reasonOf(error));
  const [code, failure] = await Promise.all([exit, imported]);
  if (code !== 0 || failure)
    throw new UsageError(
      `the base image could not be made: ${said.trim() || failure}`,
      'check that Debian’s package archive can be reached, then run `lazaret setup` again',
    );
}

// ---------------------------------------------------------------- the engine

async function reachEngine(say: Say): Promise<Engine> {
  const first = await tryConnect();
  if (first.engine) return first.engine;
  if (process.env.DOCKER_HOST)
    throw new UsageError(
      `the engine at DOCKER_HOST does not answer: ${first.reason}`,
      'start it, or unset DOCKER_HOST',
    );
  if (/EACCES|permission/i.test(first.reason)) {
    throw new UsageError(
      'the container engine runs, but this user may not use it',
      'run `sudo usermod -aG docker $USER`, log in again, then `lazaret setup`',
    );
  }
  if (process.platform !== 'linux')
    throw new UsageError(
      'no container engine answers',
      'install and start Docker Desktop (or another engine with a Docker API), then run `lazaret setup`',
    );
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new UsageError(
      'no container engine answers',
      'install Docker (on Debian or Ubuntu: `sudo apt-get install docker.io`), start it (`sudo systemctl start docker`), then run `lazaret setup`',
    );
  }
  if (!findProgram('dockerd')) await installDebian(['docker.io'], say, 'the container engine');
  await startEngine(say);
  const second = await waitForEngine();
  if (!second)
    throw new UsageError(
      'the container engine was started but does not answer',
      'look at /var/log/dockerd.log, or at `journalctl -u docker`',
    );
  return second;
}

async function tryConnect(): Promise<{ readonly engine?: Engine; readonly reason: string }> {
  try {
    return { engine: await connect(), reason: '' };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

function findProgram(name: string): string | undefined {
  return ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/usr/local/sbin']
    .map((directory) => `${directory}/${name}`)
    .find((path) => existsSync(path));
}

async function installDebian(packages: readonly string[], say: Say, why: string): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new UsageError(
      `${packages.join(' and ')} must be installed: ${why}`,
      `run \`sudo apt-get install ${packages.join(' ')}\`, then \`lazaret setup\``,
    );
  }
  say(`installing ${packages.join(' and ')} with apt-get: ${why}`);
  await succeed('apt-get', ['update', '-q']);
  await succeed('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages]);
}

/** Runs a command to its end; throws with its last words where it fails. */
async function succeed(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('close', resolve).once('error', reject),
  );
  if (code !== 0)
    throw new UsageError(
      `\`${command} ${args.join(' ')}\` failed: ${said.trim()}`,
      'mend that, then run `lazaret setup` again',
    );
}

async function startEngine(say: Say): Promise<void> {
  if (existsSync('/run/systemd/system')) {
    say('starting the container engine with systemctl');
    return succeed('systemctl', ['start', 'docker']);
  }
  say('starting dockerd (no service manager runs here); its log is /var/log/dockerd.log');
  const log = openSync('/var/log/dockerd.log', 'a');
  spawn(findProgram('dockerd') ?? 'dockerd', [], { detached: true, stdio: ['ignore', log, log] }).unref();
}

async function waitForEngine(): Promise<Engine | undefined> {
  for (let tries = 0; tries < 60; tries++) {
    const { engine } = await tryConnect();
    if (engine) return engine;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return undefined;
}
