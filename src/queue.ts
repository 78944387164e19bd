/** Runs at most `parallel` jobs at a time, in the order they came. */
export function queue(parallel: number): <T>(job: () => Promise<T>) => Promise<T> {
  const scale = scales(parallel);
  return (job) => scale(1, job);
}

/** Runs jobs that together weigh no more than `most`, in the order they came. What weighs more runs when nothing else does. */
export function scales(most: number): <T>(weight: number, job: () => Promise<T>) => Promise<T> {
  const waiting: { readonly weight: number; readonly start: () => void }[] = [];
  let load = 0;
  const next = (): void => {
    for (let [first] = waiting; first && (load === 0 || load + first.weight <= most); [first] = waiting) {
      waiting.shift();
      load += first.weight;
      first.start();
    }
  };
  return async (weight, job) => {
    await new Promise<void>((start) => {
      waiting.push({ weight, start });
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
