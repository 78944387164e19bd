/**
 * The arguments of `docker` that a report gives run the same server: its tools are the ones that were seen. There need be no
 * registry of images: the sandbox's own, with the user `node` that the official one has, stands for it.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepare } from '../../src/sandbox/engine/setup.ts';
import { connect } from '../../src/sandbox/talk/driver.ts';
import type { ServerIo } from '../../src/sandbox/talk/pipe.ts';
import type { Report } from '../../src/types.ts';
import { type FakeRegistry, startRegistry } from '../registry/registry.ts';
import { vetFolder } from './vet-folder.ts';

const HOME = join(import.meta.dirname, '..', 'packages');
const NAMES = ['honest-read-only', 'honest-bin', 'honest-wishes'];
const run = promisify(execFile);
const docker = async (...args: readonly string[]) => (await run('docker', args, { timeout: 120_000 })).stdout.trim();

let fake: FakeRegistry;
let image: string;
const folder = mkdtempSync(join(tmpdir(), 'rights-'));

function published(name: string) {
  const read = (file: string) => [file, readFileSync(join(HOME, name, file))] as const;
  const files = Object.fromEntries(readdirSync(join(HOME, name)).map(read));
  const manifest = JSON.parse(String(files['package.json']));
  return { name: manifest.name as string, version: manifest.version as string, manifest, files };
}

beforeAll(async () => {
  fake = await startRegistry(NAMES.map(published));
  const { images } = await prepare();
  const building = run('docker', ['build', '--quiet', '--network', 'none', '-']);
  building.child.stdin?.end(`FROM ${images.target}\nENTRYPOINT []\nRUN useradd --create-home node\n`);
  image = (await building).stdout.trim();
}, 120_000);

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await docker('volume', 'rm', '--force', ...NAMES);
  await docker('rmi', '--force', image);
  await fake.close();
});

/** The arguments with the image at hand, used in a folder, and further ones of `docker run`. */
const here = (args: readonly string[], place: string, ...more: readonly string[]): readonly string[] =>
  args.flatMap((one, index) =>
    one === 'node:24-slim' ? [...more, image] : index > 0 ? [one.replace('$PWD', place)] : [one],
  );

/** Names of the tools of a server that is a process here. */
async function toolsOf(args: readonly string[]): Promise<readonly string[]> {
  const child = spawn('docker', args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, HONEST_API_KEY: 'x' },
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk) => said.push(chunk));
  const io: ServerIo = {
    write: (text) => void child.stdin.write(text),
    onData: (listener) => void child.stdout.on('data', listener),
    ended: new Promise((resolve) => child.once('close', resolve)),
  };
  const world = { file: '/work/README.md', directory: '/work', canary: () => 'm' };
  const options = { era: 'legacy', thorough: false, patience: 60_000, occasion: 'first', world } as const;
  const rest = { now: () => 0, phaseAt: () => 'start' as const, progress: () => {}, onPhase: () => {} };
  try {
    const { tools } = await connect(io, { ...options, ...rest });
    return tools.map(({ name }) => name);
  } catch (error) {
    throw new Error(`${error}: ${Buffer.concat(said)}`);
  } finally {
    child.stdin.end();
    await io.ended;
  }
}

test.each(['honest-read-only', 'honest-bin'])(
  '%s reaches tools/list with no more than it was seen to need',
  async (name) => {
    const report: Report = await vetFolder(join(HOME, name), fake);
    const { container } = report.rights ?? {};
    expect(container?.run).toEqual(expect.arrayContaining(['--read-only', '--cap-drop', 'ALL', '--network', 'none']));
    // The registry is on this machine's loopback.
    const registry = `npm_config_registry=${fake.env.npm_config_registry}`;
    await docker(...here(container?.install ?? [], join(HOME, name), '--network', 'host', '--env', registry));
    expect(await toolsOf(here(container?.run ?? [], folder))).toEqual(report.tools.map((tool) => tool.name));
  },
);
