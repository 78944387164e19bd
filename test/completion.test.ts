/** The scripts of `lazaret completion`, asked what they complete by the shells themselves where they are there. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SHELLS } from '../src/cli/completion.ts';
import { lazaret } from './support/machine.ts';

const runs = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

/** What bash would offer for these words, the last of which is being typed. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { out } = await lazaret(['completion', 'bash']);
  // In the place of ours: the names it would give.
  const lazaretHere = "lazaret() { printf 'decoy-sent  A decoy left\\ndecoy-copied  A decoy was copied\\n'; }";
  const script = `${lazaretHere}\n${out}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lazaret; printf '%s\\n' "\${COMPREPLY[@]}"`;
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
    [['lazaret', 'vet', '--format', '=', 'c'], ['cyclonedx']],
    [
      ['lazaret', 'gate', '--fail-on', '='],
      ['block', 'review'],
    ],
    [['lazaret', 'explain', 'decoy-s'], ['decoy-sent']],
    [['lazaret', 'vet', '--output', 'x'], []],
    [
      ['lazaret', 'completion', ''],
      ['--help', ...SHELLS],
    ],
  ])('%j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });
});

describe.runIf(runs('fish'))('fish', () => {
  it.each([
    ['lazaret v', ['vet']],
    ['lazaret vet --form', ['--format']],
    ['lazaret report x.json --format h', ['html']],
    ['lazaret completion ', [...SHELLS]],
    ['lazaret explain decoy-s', ['decoy-sent']],
  ])('%s', async (line, expected) => {
    const { out } = await lazaret(['completion', 'fish']);
    const here = "function lazaret; echo 'decoy-sent  A decoy left'; end";
    const asked = `${here}\n${out}\ncomplete -C '${line}'`;
    const { stdout, stderr } = spawnSync('fish', ['-N', '-c', asked], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const offers = stdout.split('\n').flatMap((offer) => offer.split('\t')[0] || []);
    expect(offers.toSorted()).toEqual(expected.toSorted());
  });
});

it.each(SHELLS)('%s reads its script', async (shell) => {
  const { out, code } = await lazaret(['completion', shell]);
  expect(code).toBe(0);
  expect(out).toContain('vet');
  // fish reads no program from its input.
  if (shell !== 'fish' && runs(shell))
    expect(spawnSync(shell, ['-n'], { input: out, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

it('an unknown shell is a mistake', async () => {
  expect((await lazaret(['completion', 'csh'])).code).toBe(2);
});
