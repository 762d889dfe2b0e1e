import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{protocol,scheduler,server,edge-agent,hardware-sim}/test/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/long/**', 'test/bench/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
})
