/** A fresh version on its way through the gate: a reason to review until somebody approves it, and by the policy's own measure. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadRules } from '../src/load-rules.ts';
import type { Registry } from '../src/types.ts';
import { NO_TRUST } from './support/doors.ts';
import { everyPackage, tellingSandbox } from './support/history.ts';
import { fakeMachine, lazaret } from './support/machine.ts';

const TODAY = new Date().toISOString();
const DAYS_AGO = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** Every version was published then, and long before that a first one. */
function publishedAt(at: string): Registry {
  const registry = everyPackage('1.3.0');
  return {
    ...registry,
    trust: ({ root: { id, name, version } }) => {
      const release = { dependencies: [], bins: [] };
      const releases = [
        { ...release, version: '0.1.0', at: '2020-01-01T00:00:00.000Z' },
        { ...release, version, at },
      ];
      const histories = [{ package: id, name, version, releases, doubts: {} }];
      return Promise.resolve({ value: { ...NO_TRUST, asOf: TODAY.slice(0, 10), histories }, gaps: [] });
    },
  };
}

async function project(policy?: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'fresh-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const weather = { command: 'npx', args: ['-y', 'weather-mcp@1.2.3'] };
  await writeFile(join(root, '.mcp.json'), JSON.stringify({ mcpServers: { weather } }));
  if (policy !== undefined) await writeFile(join(root, '.lazaret.yaml'), policy);
  return root;
}

const run = (root: string, at: string, ...args: string[]) => {
  const machine = fakeMachine({
    loadRules,
    openRegistry: async () => publishedAt(at),
    openSandbox: () => tellingSandbox(),
  });
  return lazaret([...args, '--no-progress'], machine, { cwd: root });
};
const gate = (root: string, at: string, ...args: string[]) => run(root, at, 'gate', '--all', ...args);
const FRESH = 'it was published only days ago';

it('is a reason to review, until it is in the lock', async () => {
  const root = await project();
  expect((await gate(root, DAYS_AGO(2))).out).toContain(FRESH);
  await gate(root, DAYS_AGO(2), '--update-lock', '--by', 'ann', '--why', 'read the code');
  expect((await gate(root, DAYS_AGO(2))).out).not.toContain(FRESH);
});

it('is none for a vet of what the lock holds either, and still one for another version', async () => {
  const root = await project();
  const vet = (spec: string) => run(root, DAYS_AGO(2), 'vet', spec);
  expect((await vet('weather-mcp@1.2.3')).out).toContain(FRESH);
  await gate(root, DAYS_AGO(2), '--update-lock', '--by', 'ann', '--why', 'read the code');
  expect((await vet('weather-mcp@1.2.3')).out).not.toContain(FRESH);
  expect((await vet('weather-mcp@1.2.4')).out).toContain(FRESH);
});

it.each([
  ['cool-down: 1', 2, false],
  ['cool-down: 30', 20, true],
  ['cool-down: 0', 0, false],
  ['exclude: []', 6, true],
  ['exclude: []', 8, false],
])('under "%s", %i days old: %s', async (policy, days, fresh) => {
  const root = await project(`${policy}\n`);
  const { out } = await gate(root, DAYS_AGO(days));
  expect(out.includes(FRESH)).toBe(fresh);
});
