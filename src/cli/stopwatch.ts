/** What `--timings` prints. */
import { performance } from 'node:perf_hooks';
import type { World } from '../scan.ts';

/** Adds up the time of each stage. Stages overlap, and packages are fetched side by side: the sum is more than the total. */
export function stopwatch(): { timed: World['timed']; summary: () => string } {
  const started = performance.now();
  const spent = new Map<string, number>();
  const row = (name: string, ms: number): string => `${name.padEnd(10)} ${(ms / 1000).toFixed(2).padStart(8)} s\n`;
  return {
    timed: (stage, ms) => void spent.set(stage, (spent.get(stage) ?? 0) + ms),
    summary: () =>
      [...spent, ['total', performance.now() - started] as const].map(([name, ms]) => row(name, ms)).join(''),
  };
}
