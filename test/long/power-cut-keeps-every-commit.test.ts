import { expect, test } from 'vitest'
import { cutDatabase } from '../support/power-cuts/database-cuts.ts'

test('at fifty instants, also during checkpoints: the database opens and holds every commit', async () => {
  const { broken, duringCheckpoints } = await cutDatabase({ seed: 'fifty cuts', instants: 50 })
  expect(broken).toEqual([])
  expect(duringCheckpoints).toBeGreaterThan(0)
})
