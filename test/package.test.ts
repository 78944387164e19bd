/** What is published, laid out as npm installs it: nothing of it may depend on where it lies. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { imageNames } from '../src/sandbox/engine/image.ts';
import { installBuilt } from './support/built.ts';

const run = promisify(execFile);
let folder: string;
let home: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-'));
  home = await installBuilt(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('vets its demonstration and shows the saved report', async () => {
  const cli = join(home, 'dist/src/cli.js');
  const saved = join(folder, 'demo.json');
  const vetted = run(process.execPath, [cli, 'demo', '--static', '--offline', '--format', 'json', '--output', saved]);
  await expect(vetted).rejects.toMatchObject({ code: 1 });
  expect((await run(process.execPath, [cli, 'report', saved])).stdout).toMatch(/^BLOCK {2}lazaret-demo@1\.0\.0\n/);
});

it('asks for the same images as a checkout', async () => {
  const url = pathToFileURL(join(home, 'dist/src/sandbox/engine/image.js')).href;
  const installed = (await import(url)) as { imageNames: typeof imageNames };
  expect(await installed.imageNames()).toEqual(await imageNames());
});

it('holds no test and brings its schema, its sandbox and its demonstration', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: home });
  const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
  const paths = packed!.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'dist/src/report/schema.json',
      'dist/src/config/lock.schema.json',
      'dist/src/config/policy.schema.json',
      'sandbox/Dockerfile',
      'dist/src/cli/demo/setup.js',
    ]),
  );
  expect(paths.filter((path) => /(^|\/)(test|bench)\//.test(path))).toEqual([]);
});
