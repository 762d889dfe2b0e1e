import { defineConfig } from 'vitest/config'

/** Each package's own tests, side by side. What needs the machine to itself lies in test/ and runs one by one. */
export default defineConfig({
  test: {
    include: [
      '{protocol,scheduler,server,edge-agent,hardware-sim,web-console}/test/**/*.test.ts',
      'test/{architecture,contract}/**/*.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
