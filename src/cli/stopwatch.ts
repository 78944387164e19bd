/** What `--timings` prints. */
import { performance } from 'node:perf_hooks';
import type { World } from '../scan.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * How long each stage was at work. Its pieces overlap (packages are fetched side by side) and count once; stages overlap too,
 * so their sum is more than the total.
 */
export function stopwatch(now = () => performance.now()): { timed: World['timed']; summary: () => string } {
  const started = now();
  const spans = new Map<string, Span[]>();
  const row = (name: string, ms: number): string => `${name.padEnd(10)} ${(ms / 1000).toFixed(2).padStart(8)} s\n`;
  return {
    timed(stage, ms) {
      const to = now();
      const known = spans.get(stage) ?? [];
      known.push({ from: to - ms, to });
      spans.set(stage, known);
    },
    summary: () =>
      [...spans].map(([name, known]) => row(name, covered(known))).join('') + row('total', now() - started),
  };
}

/** How much of the time line some spans cover. */
function covered(spans: readonly Span[]): number {
  let end = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}
