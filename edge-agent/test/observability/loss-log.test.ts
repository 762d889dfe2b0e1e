import { expect, test } from 'vitest'
import { LossLog } from '../../src/observability/loss-log.ts'

test('each growth of what was let go is written down once', () => {
  const written: Record<string, unknown>[] = []
  const log = new LossLog({ info: () => {}, warn: (facts) => written.push(facts) })
  log.look({ acks: 0, storageFailures: 0 })
  expect(written).toEqual([])
  log.look({ acks: 2, storageFailures: 0 })
  log.look({ acks: 2, storageFailures: 0 })
  log.look({ acks: 2, storageFailures: 1 })
  expect(written).toEqual([
    { acks: 2, storageFailures: 0 },
    { acks: 2, storageFailures: 1 },
  ])
})
