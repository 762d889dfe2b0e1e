import { HOUR_MS, type Plan } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { NextPlanned } from '../../../src/conductor/plan/next-planned.ts'

const MEDIA = { sha256: 'a'.repeat(64), sizeBytes: 1_000, durationMs: 5_000 }
/** 2026-03-02, a Monday, 12:00 in Hà Nội. */
const NOON_AT = Date.UTC(2026, 2, 2, 5)
const NO_QUIET = { windows: [] }

function held(startTimes: string[], stopped: Plan['stopped'] = []) {
  const plan: Plan = {
    programmes: [
      {
        ...{ programmeId: 'sang', name: 'Sáng', priority: 'routine', validity: {}, latenessMsMax: 60_000 },
        recurrence: { kind: 'daily', startTimes },
        playlist: [{ itemId: 'tin', title: 'Tin', media: MEDIA, repeats: 1, gapMs: 0 }],
        ...{ onInterrupted: 'resume', mayBeCut: false },
      },
    ],
    stopped,
  }
  return { plan, revision: 1, validUntil: null, timeZone: 'Asia/Ho_Chi_Minh' }
}

test('what comes next is known long before it is handed to arbitration', () => {
  const next = new NextPlanned().of(held(['05:00', '17:00']), NO_QUIET, NOON_AT)
  expect(next).toEqual({ occurrenceId: 'sang@2026-03-02T17:00/tin/1', dueAt: NOON_AT + 5 * HOUR_MS })
})

test('what falls into quiet hours, or has been stopped, is not announced', () => {
  const evening = { windows: [{ from: '16:00', until: '18:00' }] }
  const tomorrowAt = NOON_AT + 17 * HOUR_MS
  expect(new NextPlanned().of(held(['05:00', '17:00']), evening, NOON_AT)?.dueAt).toBe(tomorrowAt)
  const stopped = [{ broadcastId: 'sang@2026-03-02T17:00', stoppedAt: NOON_AT }]
  expect(new NextPlanned().of(held(['05:00', '17:00'], stopped), NO_QUIET, NOON_AT)?.dueAt).toBe(tomorrowAt)
})

test('it is looked for anew once it is due, and with another plan or other quiet hours', () => {
  const next = new NextPlanned()
  const plan = held(['17:00', '18:00'])
  const fiveAt = NOON_AT + 5 * HOUR_MS
  expect(next.of(plan, NO_QUIET, NOON_AT)?.dueAt).toBe(fiveAt)
  expect(next.of(plan, NO_QUIET, fiveAt + 1)?.dueAt).toBe(fiveAt + HOUR_MS)
  expect(next.of(held(['13:00']), NO_QUIET, NOON_AT)?.dueAt).toBe(NOON_AT + HOUR_MS)
  expect(next.of(held([]), NO_QUIET, NOON_AT)).toBeNull()
})
