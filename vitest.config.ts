import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          isolate: false,
          maxWorkers: 3,
          testTimeout: 60_000, // against waiting forever alone: a busy machine may be ten times slower
        },
      },
      {
        test: {
          name: 'standins',
          include: ['test/standins/**/*.test.ts', 'test/git/**/*.test.ts', 'test/process/**/*.test.ts'],
          testTimeout: 600_000, // the same: a wrangler takes seconds to start, and at most two run at a time
          hookTimeout: 600_000,
          maxWorkers: 3, // as e2e, which they run beside
        },
      },
      {
        test: {
          name: 'slow',
          include: ['test/slow/**/*.test.ts'],
          testTimeout: 2_400_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          maxWorkers: 3, // half of the time a run waits
        },
      },
    ],
  },
});
