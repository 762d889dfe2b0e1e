import { availableParallelism } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SeedResult } from './command-line/run-seed.ts'
import { playOrders } from './command-line/seed-processes.ts'
import type { StorySize } from './story/make-story.ts'

/** Enough to see what it is about; `npm run simulate` looks for the shortest. */
const PLAYS_MAX = 10

/** So many seeds, 1 and up, of this size, on all cores. */
export function simulationSuite({ seeds, days, clusters }: StorySize & { seeds: number }): void {
  describe(`${days} days of ${clusters} clusters with people at work, everything failing now and then`, () => {
    let results: readonly SeedResult[]
    const names = Array.from({ length: seeds }, (_, index) => String(index + 1))

    beforeAll(async () => {
      const orders = names.map((seed) => ({ seed, days, clusters }))
      const processes = availableParallelism()
      results = await playOrders(orders, { processes, playsMax: PLAYS_MAX, onResult: () => {} })
    }, 3_600_000)

    for (const name of names)
      test(`seed ${name}: nothing is lost, nothing sounds twice, nothing sounds that must not`, () => {
        const { lines = [], facts } = results.find(({ seed }) => seed === name) ?? {}
        expect(lines.join('\n')).toBe('')
        expect(facts?.recordsStored).toBeGreaterThan(days * clusters)
      })
  })
}
