/** The scripts of `lazaret completion`, asked what they complete by the shells themselves where they are there. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SHELLS } from '../src/cli/completion.ts';
import { lazaret } from './support/machine.ts';

const runs = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

/** What bash would offer for these words, the last of which is being typed. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { out } = await lazaret(['completion', 'bash']);
  const script = `${out}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lazaret; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe.runIf(runs('bash'))('bash', () => {
  it.each([
    [['lazaret', 'v'], ['vet']],
    [['lazaret', 'vet', '--form'], ['--format']],
    [['lazaret', 'vet', '--format', 'c'], ['cyclonedx']],
    [['lazaret', 'report', 'x.json', '--format', 'h'], ['html']],
    [
      ['lazaret', 'diff', '--format', ''],
      ['text', 'json'],
    ],
    [['lazaret', 'vet', '--output', 'x'], []],
    [
      ['lazaret', 'completion', ''],
      ['--help', ...SHELLS],
    ],
  ])('%j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });
});

it.each(SHELLS)('%s reads its script', async (shell) => {
  const { out, code } = await lazaret(['completion', shell]);
  expect(code).toBe(0);
  expect(out).toContain('vet');
  if (runs(shell))
    expect(spawnSync(shell, ['-n'], { input: out, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

it('an unknown shell is a mistake', async () => {
  expect((await lazaret(['completion', 'csh'])).code).toBe(2);
});
