import { expect, test } from 'vitest'
import { cutDatabase } from './support/power-cuts/database-cuts.ts'

test('at six instants, torn in each way behind what was synced: the database opens and holds every commit', async () => {
  const { broken, commits, copies } = await cutDatabase({ seed: 'a few cuts', instants: 6 })
  expect(broken).toEqual([])
  expect(copies).toBe(30)
  expect(commits).toBeGreaterThan(100)
})

test.each(['NORMAL', 'cutTooMuch'] as const)(
  'planted: %s loses commits that were acknowledged',
  async (planted) => {
    // One instant may find all that was acknowledged synced, by a checkpoint just ended: thirty do not.
    const isLost = /was acknowledged/
    const { broken } = await cutDatabase({ seed: planted, instants: 30, until: isLost, planted })
    expect(broken.join()).toMatch(isLost)
  },
)
