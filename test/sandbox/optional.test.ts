/**
 * An optional package that wants something from the network at install, gets nothing and fails: npm goes on without it, and so
 * does a vet. That is told, with whom it asked; what comes after it runs, and the server is seen as its users without it see it.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROFILES } from '../../src/sandbox/world/profiles.ts';
import type { Gap, Report } from '../../src/types.ts';
import { type FakeRegistry, startRegistry } from '../registry/registry.ts';
import { vetFolder } from './vet-folder.ts';

const [laptop] = PROFILES;
if (!laptop) throw new Error('there is no profile');
const HONEST = join(import.meta.dirname, '..', 'packages', 'honest-tool');
const FETCH = `
fetch('https://prebuilt.example/addon-1.0.0-linux.tar.gz').then((answer) => {
  if (!/tar|octet/.test(answer.headers.get('content-type'))) throw new Error('no prebuilt addon');
});
`;

const of = (name: string, scripts: object, files: Readonly<Record<string, string>>) => ({
  name,
  version: '1.0.0',
  manifest: { name, version: '1.0.0', scripts },
  files,
});
/** A folder with the honest server, which wants the addon in one way or the other. */
function server(kind: 'dependencies' | 'optionalDependencies'): string {
  const folder = join(fake.home, kind);
  const dependencies = { later: '1.0.0', ...(kind === 'dependencies' ? { addon: '1.0.0' } : {}) };
  const optional = kind === 'optionalDependencies' ? { optionalDependencies: { addon: '1.0.0' } } : {};
  const manifest = { name: 'fetches', version: '1.0.0', main: 'index.js', bin: 'server.js', dependencies, ...optional };
  cpSync(HONEST, folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

let fake: FakeRegistry;
beforeAll(async () => {
  fake = await startRegistry([
    of('addon', { install: 'node fetch.js' }, { 'fetch.js': FETCH, 'index.js': '' }),
    of('later', { postinstall: 'node setup.js' }, { 'setup.js': '', 'index.js': '' }),
  ]);
});
afterAll(() => fake.close());

const installs = ({ runs }: Report) => runs.filter(({ phase }) => phase === 'install');
const gapsOf = ({ gaps }: Report, stage: Gap['stage']) => gaps.filter((gap) => gap.stage === stage);
/** Commands of scripts, each once. */
const ran = ({ observations }: Report) => [
  ...new Set(observations.flatMap((one) => (one.kind === 'exec' && one.argv[1] === '-c' ? [one.argv[2]] : []))),
];

test('an optional package that could not fetch is left out: told, with whom it asked, and nothing else is missed', async () => {
  const report = await vetFolder(server('optionalDependencies'), fake, [laptop]);
  expect(installs(report)).toMatchObject([
    { status: 'completed', detail: 'a script failed, so these optional packages were left out: addon@1.0.0' },
  ]);
  expect(ran(report)).toEqual(['node fetch.js', 'node setup.js']);
  expect(gapsOf(report, 'sandbox')).toEqual([]);
  const [gap, ...more] = gapsOf(report, 'platform');
  expect(more).toEqual([]);
  expect(gap).toMatchObject({ subject: 'addon@1.0.0', reason: expect.stringContaining('asked prebuilt.example') });
  const found = report.findings.filter(({ rule }) => rule === 'fetched-at-install');
  expect(found.map((one) => one.package)).toEqual(['addon@1.0.0']);
  expect(report.tools.map(({ name }) => name)).toEqual(['forecast']);
  expect(report.verdict.level).toBe('pass');
  expect(report.verdict.because.map(({ text }) => text).join()).toContain('other machines install not checked: addon');
});

test('one that it cannot do without fails the install, and no verdict is clean', async () => {
  const report = await vetFolder(server('dependencies'), fake, [laptop]);
  expect(installs(report)).toMatchObject([{ status: 'failed' }]);
  expect(gapsOf(report, 'sandbox').map(({ reason }) => reason)).toEqual([
    'it failed after it asked prebuilt.example: what it would have fetched and run was not seen',
    'it failed, and these scripts did not run: `node setup.js` of later@1.0.0',
  ]);
  expect(report.verdict.level).toBe('incomplete');
});
