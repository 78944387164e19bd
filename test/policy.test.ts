import { expect, it } from 'vitest';
import { UsageError } from '../src/errors.ts';
import { exitCode, makePolicy } from '../src/policy.ts';

it.each([
  ['pass', 'block', 0],
  ['pass', 'review', 0],
  ['review', 'block', 0],
  ['review', 'review', 1],
  ['block', 'block', 1],
  ['block', 'review', 1],
  ['incomplete', 'block', 4],
  ['incomplete', 'review', 4],
] as const)('%s with --fail-on %s exits with %i', (level, failOn, code) => {
  expect(exitCode(level, failOn)).toBe(code);
});

it('requires the sandbox unless it was not asked for', () => {
  const ask = { failOn: 'block', require: [] } as const;
  expect(makePolicy({ ...ask, static: false }).require).toContain('sandbox');
  expect(makePolicy({ ...ask, static: true }).require).not.toContain('sandbox');
});

it('requires what was asked for on top', () => {
  const policy = makePolicy({ static: false, failOn: 'block', require: ['advisories'] });
  expect(policy.require).toEqual(expect.arrayContaining(['resolve', 'fetch', 'code', 'sandbox', 'advisories']));
});

it('refuses to require what does not exist', () => {
  expect(() => makePolicy({ static: false, failOn: 'block', require: ['advisory'] })).toThrow(UsageError);
});
