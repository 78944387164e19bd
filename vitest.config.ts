import { defineConfig } from 'vitest/config';

/** Two projects: what is pure and quick, and what starts containers and waits for them. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/sandbox/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'sandbox',
          // After the others: what waits for a program in a container must not wait for our own tests.
          sequence: { groupOrder: 1 },
          include: ['test/sandbox/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 60_000,
          maxConcurrency: 3,
          fileParallelism: false,
        },
      },
    ],
  },
});
