/** Runs at most `parallel` jobs at a time, of those that wait the one of the highest rank first. */
export function queue(parallel: number): <T>(job: () => Promise<T>, rank?: number) => Promise<T> {
  const scale = scales(parallel);
  return (job, rank) => scale(1, job, rank);
}

/**
 * Runs jobs that together weigh no more than `most`; what weighs more runs when nothing else does. Of those that wait the one of
 * the highest rank is next, and of the same rank the one that came first.
 */
export function scales(most: number): <T>(weight: number, job: () => Promise<T>, rank?: number) => Promise<T> {
  const waiting: Waiting[] = [];
  let load = 0;
  const next = (): void => {
    for (let [first] = waiting; first && (load === 0 || load + first.weight <= most); [first] = waiting) {
      waiting.shift();
      load += first.weight;
      first.start();
    }
  };
  return async (weight, job, rank = 0) => {
    await new Promise<void>((start) => {
      const place = waiting.findIndex((other) => other.rank < rank);
      waiting.splice(place < 0 ? waiting.length : place, 0, { weight, rank, start });
      next();
    });
    try {
      return await job();
    } finally {
      load -= weight;
      next();
    }
  };
}

interface Waiting {
  readonly weight: number;
  readonly rank: number;
  readonly start: () => void;
}
