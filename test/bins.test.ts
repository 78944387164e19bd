/** The executables of a package beside its server. */
import { expect, test } from 'vitest';
import { inTime, otherBins } from '../src/sandbox/phases/bins.ts';

const names = Array.from({ length: 30 }, (_, index) => `bin-${index}`);

test('each file is started once, but for the server', () => {
  const bins = new Map([
    ['server', 'server.js'],
    ['serve', 'server.js'],
    ['setup', 'setup.js'],
    ['install', 'setup.js'],
  ]);
  expect(otherBins(bins, 'server')).toEqual(['setup']);
});

test('all of them are started where there is time', async () => {
  const started: string[] = [];
  const seen = await inTime(names, async (some) => started.push(...some) && some.length, 10_000);
  expect([seen, started]).toEqual([30, names]);
});

test('no other lot is started once the time is up, and what was not started is not counted', async () => {
  const lots: number[] = [];
  const slow = async (some: readonly string[]) => {
    lots.push(some.length);
    await new Promise((resolve) => setTimeout(resolve, 60));
    return some.length - 1;
  };
  expect(await inTime(names, slow, 100)).toBe(22);
  expect(lots).toEqual([12, 12]);
});
