import { defineConfig } from 'vitest/config'
import { IN_VIRTUAL_TIME } from './test/in-virtual-time.ts'

/** What runs side by side. What needs the machine to itself lies in test/ and runs one by one. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{protocol,scheduler,server,edge-agent,hardware-sim,web-console}/test/**/*.test.ts',
            'test/{architecture,contract}/**/*.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'virtual time',
          include: IN_VIRTUAL_TIME,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
