import { expect, test } from 'vitest';
import { clockAhead } from '../src/sandbox/world/clock.ts';

// Asked at 10 of our steady clock, said at 12, heard at 15.
const asked = 10;
const heard = 15;

test.each([
  ['the same clock is used as it is, however late it is heard', 1_012, 1_000, 1_000],
  ['a clock that is a little off, too', 1_012.5, 1_000, 1_000],
  ['a clock that is behind ours is taken as it is heard', 912, 1_000, 897],
  ['a clock that is ahead of ours is taken as it is heard', 1_112, 1_000, 1_097],
])('%s', (_what, theirs, wall, ahead) => {
  expect(clockAhead({ theirs, asked, heard, wall })).toBe(ahead);
});
