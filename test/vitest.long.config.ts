import { defineConfig } from 'vitest/config'

/** The same promises at the stated size. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts', 'scheduler/test/**/*.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    pool: 'forks',
    fileParallelism: false,
  },
})
