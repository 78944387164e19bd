/** Who runs at a time. */
import { expect, test } from 'vitest';
import { queue, scales } from '../src/queue.ts';

/** Runs jobs of these weights, each until its turn to end; gives who ran together whenever somebody began. */
async function together(
  run: (weight: number, job: () => Promise<void>, rank?: number) => Promise<void>,
  weights: readonly number[],
  ranks: readonly number[] = [],
) {
  const seen: string[] = [];
  const running = new Set<number>();
  const ends: (() => void)[] = [];
  const all = Promise.all(
    weights.map((weight, i) =>
      run(
        weight,
        async () => {
          running.add(i);
          seen.push([...running].join(' '));
          await new Promise<void>((end) => ends.push(end));
          running.delete(i);
        },
        ranks[i],
      ),
    ),
  );
  const ticking = setInterval(() => ends.shift()?.(), 1);
  await all;
  clearInterval(ticking);
  return seen;
}

test('as many at a time as allowed, in the order they came', async () => {
  const turn = queue(2);
  expect(await together((_, job) => turn(job), [1, 1, 1, 1])).toEqual(['0', '0 1', '1 2', '2 3']);
});

test('no more weight at a time than allowed', async () => {
  expect(await together(scales(4), [2, 2, 1, 3])).toEqual(['0', '0 1', '1 2', '2 3']);
});

test('what is too heavy for company runs alone, and everybody else in turn', async () => {
  expect(await together(scales(4), [1, 9, 1, 1])).toEqual(['0', '1', '2', '2 3']);
});

test('of those that wait the highest rank is next, and of the same rank who came first', async () => {
  const turn = queue(1);
  expect(await together((_, job, rank) => turn(job, rank), [1, 1, 1, 1, 1], [0, 1, 5, 1, 5])).toEqual([...'02413']);
});

test('a job that fails gives its place to the next', async () => {
  const turn = queue(1);
  await expect(turn(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turn(async () => 'next')).toBe('next');
});
