import { expect, test } from 'vitest'
import { type StormResult, stormOnEmbedded } from './bench/broker.ts'

const RUNS_MAX = 3
const BLOCKED_MS_MAX = 50

test('1,000 clusters retained, 300 back at once: the main loop is not blocked over 50 ms', async () => {
  // The best of three: another program on the machine can hold the loop as long as it likes.
  const runs: StormResult[] = []
  while (runs.length < RUNS_MAX && !runs.some((run) => run.mainLoopBlockedMsMax <= BLOCKED_MS_MAX))
    runs.push(await stormOnEmbedded({ retainedClusters: 1_000, reconnecting: 300 }))
  expect(Math.min(...runs.map((run) => run.mainLoopBlockedMsMax))).toBeLessThanOrEqual(BLOCKED_MS_MAX)
})
