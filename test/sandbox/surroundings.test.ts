/**
 * What a package sees that looks around before it acts: a machine that is lived in, and nobody who watches. What it can see
 * all the same is listed in the README of the sandbox, and is looked for here as well, so that the list stays true.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { plant } from '../../src/sandbox/decoys/decoys.ts';
import { prepare } from '../../src/sandbox/engine/setup.ts';
import { environment } from '../../src/sandbox/phases/stage.ts';
import { PROFILES, type Profile } from '../../src/sandbox/world/profiles.ts';

interface Surroundings {
  readonly self: number;
  readonly processes: readonly { readonly pid: number; readonly line: string; readonly name: string }[];
  readonly parent: number;
  readonly homes: readonly string[];
  readonly groups: string;
  readonly cards: readonly string[];
  readonly macs: readonly string[];
  readonly host: string;
  readonly own: string;
  readonly user: string;
  readonly home: string;
  readonly machine: string;
  readonly variables: readonly string[];
  readonly hidden: Readonly<Record<string, string>>;
  readonly status: string;
  readonly engineFile: boolean;
  readonly mounts: string;
  readonly listeners: string;
  readonly users: string;
}

/** Runs in the sandbox, as the package would. */
const LOOK = `
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const os = require('node:os');
const read = (path) => { try { return readFileSync(path, 'utf8'); } catch { return ''; } };
const list = (path) => { try { return readdirSync(path).join(' '); } catch (error) { return error.code; } };
const processes = readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).map((pid) => ({
  pid: Number(pid),
  line: read('/proc/' + pid + '/cmdline').replaceAll('\\0', ' ').trim(),
  name: read('/proc/' + pid + '/comm').trim(),
}));
require('node:dns').lookup(os.hostname(), (_, own) => console.log(JSON.stringify({
  self: process.pid,
  own,
  processes,
  parent: process.ppid,
  homes: readdirSync('/home'),
  groups: read('/proc/self/cgroup'),
  cards: readdirSync('/sys/class/net'),
  macs: Object.values(os.networkInterfaces()).flat().filter((one) => !one.internal).map((one) => one.mac),
  host: os.hostname() + read('/etc/hostname'),
  user: os.userInfo().username,
  home: os.homedir(),
  machine: read('/etc/machine-id').trim(),
  variables: Object.keys(process.env),
  hidden: Object.fromEntries(['/root', '/run/trace', '/usr/libexec/phase', '/proc/1/fd', '/run/.containerenv'].map((path) => [path, list(path)])),
  status: read('/proc/self/status'),
  engineFile: existsSync('/.dockerenv'),
  mounts: read('/proc/mounts') + read('/proc/self/mountinfo'),
  listeners: read('/proc/net/tcp6'),
  users: read('/etc/passwd'),
})));`;

async function lookAround(profile: Profile): Promise<Surroundings> {
  const { engine, images, seccomp } = await prepare();
  const box = await engine.open({ profile, images, seccomp, role: '{}', onSink: () => {} });
  const env = environment(profile, plant([], profile.work, profile.home));
  const quiet = { cwd: profile.home, env, onTrace: () => {}, onStderr: () => {} };
  try {
    // Another phase runs beside it: what it is called is seen as well.
    const other = await box.trace('bins', ['sleep', '20'], { ...quiet, onStdout: () => {} });
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk;
    };
    const traced = await box.trace('import', ['node', '-e', LOOK], { ...quiet, onStdout: hear });
    traced.stdin.end();
    expect(await traced.done).toBe(0);
    await box.endProcesses();
    await other.done;
    return JSON.parse(said) as Surroundings;
  } finally {
    await box.close();
  }
}

const README = readFileSync(join(import.meta.dirname, '../../sandbox/README.md'), 'utf8');

describe.each(PROFILES.map((profile) => [profile.name, profile] as const))('on the %s', (_name, profile) => {
  let seen: Surroundings;
  beforeAll(async () => {
    seen = await lookAround(profile);
  }, 60_000);

  const others = () => seen.processes.filter(({ pid, line }) => pid !== seen.self && line !== 'sleep 20');

  test('its own phases run beside programs that every machine has', () => {
    expect(new Set(others().map(({ name }) => name))).toEqual(new Set(['systemd', 'systemd-logind', 'login', 'cron']));
    expect(others().find(({ pid }) => pid === 1)).toEqual({ pid: 1, name: 'systemd', line: '/sbin/init' });
    expect(others().find(({ pid }) => pid === seen.parent)?.line).toBe('/bin/login -p --');
  });

  test('no command line tells of a tracer, its options or its channels', () => {
    for (const { line } of others()) expect(line).not.toMatch(/trace|seccomp|phase|inject|bash|fifo|docker/i);
  });

  test('the user’s home is the only one', () => {
    expect(seen.homes).toEqual([profile.user]);
    expect([seen.user, seen.home]).toEqual([profile.user, profile.home]);
  });

  test('no group, card, address, name or variable of a container', () => {
    expect(seen.groups).not.toMatch(/docker|kubepods|containerd|lxc|[0-9a-f]{12}/);
    expect(seen.cards.join(' ')).not.toMatch(/peer|veth|dummy|docker|tap|tun/);
    for (const mac of seen.macs) expect(mac).not.toMatch(/^02:42/);
    expect(seen.host).not.toMatch(/\b[0-9a-f]{12,}\b|sandbox|box\b|localhost/);
    expect(seen.variables.filter((name) => /^(LD_|SHOWN|DOCKER|KUBERNETES|container$|FAKETIME)/i.test(name))).toEqual(
      [],
    );
  });

  test('its own name leads to itself', () => {
    expect(seen.own).toBe(profile.own);
  });

  test('the machine has an id, and another one in the next run', async () => {
    expect(seen.machine).toMatch(/^[0-9a-f]{32}$/);
    expect(machines).not.toContain(seen.machine);
    machines.add(seen.machine);
  });

  test('what is ours is closed', () => {
    expect(seen.hidden).toEqual({
      '/root': 'EACCES',
      '/run/trace': 'EACCES',
      '/usr/libexec/phase': 'EACCES',
      '/proc/1/fd': 'EACCES',
      '/run/.containerenv': 'ENOENT',
    });
  });

  test('what cannot be hidden is said to be', () => {
    const limits: readonly (readonly [string, boolean])[] = [
      ['`TracerPid`', /TracerPid:\s+[1-9]/.test(seen.status)],
      ['`/.dockerenv`', seen.engineFile],
      ['`/proc/mounts`', /^overlay \/ /m.test(seen.mounts)],
      ['no kernel threads', !seen.processes.some(({ pid, name }) => pid === 2 && name === 'kthreadd')],
      ['`/proc/net/tcp6`', seen.listeners.includes(':270F ')],
      ['`/etc/passwd`', PROFILES.every(({ user }) => seen.users.includes(`${user}:`))],
    ];
    for (const [limit, holds] of limits) expect([limit, holds, README.includes(limit)]).toEqual([limit, true, true]);
  });
});

const machines = new Set<string>();
