/**
 * However much a package prints, asks, sends, writes or says, our own process stays small, and what was not recorded is a gap.
 * The floods are programs of `test/sandbox/floods`, each a few seconds long.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../src/types.ts';
import { type FakeRegistry, startRegistry } from '../registry/registry.ts';
import { installBuilt } from '../support/built.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FLOODS = join(import.meta.dirname, 'floods');
/** Most memory the process of a vet may have held at any time, in kilobytes. */
const MOST = 300 * 1024;

let fake: FakeRegistry;
/** What users run: read from a checkout, the compiler of its types would be in the same process. */
let folder: string;
let cli: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'floods-'));
  cli = join(await installBuilt(folder), 'dist/src/cli.js');
  const files = Object.fromEntries(readdirSync(FLOODS).map((file) => [file, readFileSync(join(FLOODS, file))]));
  fake = await startRegistry([
    { name: 'floods', version: '1.0.0', manifest: { scripts: { postinstall: 'node everything.cjs' } }, files },
    { name: 'talks', version: '1.0.0', manifest: { bin: 'talks.cjs' }, files },
  ]);
});
afterAll(async () => {
  await fake.close();
  await rm(folder, { recursive: true });
});

interface Vetted {
  readonly report: Report;
  /** In kilobytes, as the kernel tells it. */
  readonly peak: number;
}

async function vet(name: string): Promise<Vetted> {
  const child = spawn(process.execPath, [cli, 'vet', name, '--format', 'json', '--no-progress'], {
    cwd: ROOT,
    env: { ...process.env, ...fake.env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let [peak, stdout] = [0, ''];
  const timer = setInterval(() => {
    try {
      peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? peak);
    } catch {} // It has just ended.
  }, 50);
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  clearInterval(timer);
  return { report: JSON.parse(stdout), peak };
}

const reasons = ({ gaps }: Report): readonly string[] => gaps.map(({ subject, reason }) => `${subject}: ${reason}`);

test('an install that floods every stream', async () => {
  const { report, peak } = await vet('floods');
  expect(report.verdict.level).toBe('incomplete');
  for (const profile of ['laptop', 'ci']) {
    expect(reasons(report)).toContain(`${profile}/trace: the package did more than is recorded`);
    expect(reasons(report)).toContain(`${profile}/network: the package sent more than is recorded`);
  }
  expect(peak).toBeGreaterThan(50 * 1024);
  expect(peak).toBeLessThan(MOST);
});

test('a server that floods its client', async () => {
  const { report, peak } = await vet('talks');
  expect(report.verdict.level).toBe('incomplete');
  expect(reasons(report)).toContain('laptop/call: the server printed more than is read');
  expect(peak).toBeLessThan(MOST);
});
