/** The demonstration package: found where it is installed, harmless, and blocked even where nothing can be run. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { machine } from '../src/cli/machine.ts';
import { lazaret } from './support/machine.ts';

const DEMO = join(import.meta.dirname, '../src/cli/demo');

it('is blocked, without a sandbox and without a network', async () => {
  const { code, out } = await lazaret(['demo', '--static', '--offline', '--format', 'json'], machine);
  expect(code).toBe(1);
  const report = JSON.parse(out);
  expect(report.target.package).toBe('lazaret-demo@1.0.0');
  expect(report.target.text).toBe('./demo');
  expect(report.verdict.level).toBe('block');
});

it('says what it is in the first lines, and talks to reserved names only', async () => {
  for (const name of await readdir(DEMO)) {
    const text = await readFile(join(DEMO, name), 'utf8');
    expect(text.slice(0, 400)).toMatch(/harmless demonstration/i);
    for (const [, host] of text.matchAll(/https?:\/\/([^/'"`\s]+)/g)) expect(host).toMatch(/\.example$/);
  }
});
