import { DAY_MS, MINUTE_MS, type Plan } from '@tieng-lang/protocol'
import { listOccurrences } from '@tieng-lang/scheduler'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AHEAD_MS, occurrencesToFeed } from '../../../src/conductor/plan/planned-sounds.ts'

const TIME_ZONE = 'Asia/Ho_Chi_Minh'
const NOON_AT = Date.UTC(2026, 2, 1, 5)
const LATENESS_MS = 10 * MINUTE_MS

const plan = (startTimes: string[], plannedAt: number): Plan => ({
  programmes: [
    {
      ...{ programmeId: 'chieu', name: 'Chiều', priority: 'routine', validity: {}, plannedAt },
      ...{ latenessMsMax: LATENESS_MS, onInterrupted: 'resume', mayBeCut: false },
      recurrence: { kind: 'daily', startTimes },
      playlist: [
        {
          ...{ itemId: 'tin', title: 'Tin', repeats: 3, gapMs: 1_000 },
          media: { sha256: 'a'.repeat(64), sizeBytes: 1_000, durationMs: 7 * MINUTE_MS },
        },
      ],
    },
  ],
  stopped: [],
})

test('looked at again and again, what is due is what the plan has due then', () => {
  const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((minute) => {
    const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
    return `${two(minute / 60)}:${two(minute % 60)}`
  })
  const looks = fc.array(fc.integer({ min: 1_000, max: 3 * 60 * MINUTE_MS }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(
      fc.uniqueArray(minutes, { minLength: 1, maxLength: 5 }),
      fc.nat(DAY_MS),
      looks,
      (times, planned, sleeps) => {
        const held = {
          plan: plan(times, NOON_AT - DAY_MS / 2 + planned),
          revision: 1,
          validUntil: null,
          timeZone: TIME_ZONE,
        }
        let now = NOON_AT
        for (const sleepMs of sleeps) {
          const accountedUntil = now
          now += sleepMs
          const { due } = occurrencesToFeed(held, { now, accountedUntil })
          const window = { timeZone: TIME_ZONE, from: accountedUntil - LATENESS_MS, until: now + AHEAD_MS }
          const expected = listOccurrences(held.plan, window).filter(
            ({ dueAt }) => dueAt + LATENESS_MS >= accountedUntil,
          )
          expect(due.map(({ occurrence }) => occurrence.occurrenceId)).toEqual(
            expected.map(({ occurrenceId }) => occurrenceId),
          )
        }
      },
    ),
    { numRuns: 100 },
  )
})
