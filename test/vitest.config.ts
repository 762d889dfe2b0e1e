import { configDefaults, defineConfig } from 'vitest/config'
import { IN_VIRTUAL_TIME } from './in-virtual-time.ts'

/** End to end, one file after another: these listen to real time. */
export default defineConfig({
  test: {
    include: ['test/*.test.ts'],
    exclude: [...configDefaults.exclude, ...IN_VIRTUAL_TIME],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    fileParallelism: false,
  },
})
