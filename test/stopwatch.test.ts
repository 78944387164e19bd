import { expect, test } from 'vitest';
import { stopwatch } from '../src/cli/stopwatch.ts';

test('pieces of a stage that overlap count once', () => {
  let clock = 0;
  const watch = stopwatch(() => clock);
  const piece = (stage: string, from: number, to: number) => {
    clock = to;
    watch.timed(stage, to - from);
  };
  piece('fetch', 0, 3_000);
  piece('fetch', 1_000, 4_000);
  piece('read', 1_000, 4_000);
  piece('fetch', 2_000, 5_000);
  piece('fetch', 7_000, 8_000);
  clock = 9_000;
  expect(watch.summary()).toBe('fetch          6.00 s\nread           3.00 s\ntotal          9.00 s\n');
});
