import { defineConfig } from 'vitest/config'

/** End to end, one file after another: these listen to real time. */
export default defineConfig({
  test: {
    include: ['test/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    fileParallelism: false,
  },
})
