import { expect, test } from 'vitest'
import { findSelfOverlap } from '../../src/index.ts'
import { inVietNam, itemOf, programmeOf, ZONE } from '../sample.ts'

const span = { timeZone: ZONE, from: inVietNam('2026-03-02T00:00') }
const MINUTE_MS = 60_000
const daily = (...startTimes: string[]) => ({ kind: 'daily' as const, startTimes })

test('a slot that is over exactly when the next begins is none; one sound more is', () => {
  const recurrence = daily('06:00', '06:10')
  const item = itemOf('tin', { durationMs: MINUTE_MS, gapMs: 1_000 })
  const lasting = (repeats: number, gapMs: number) =>
    programmeOf('p', { recurrence, playlist: [{ ...item, repeats, gapMs }] })
  expect(findSelfOverlap(lasting(10, 0), span)).toBeUndefined()
  // The gap after the last sound holds nobody up.
  expect(findSelfOverlap(lasting(9, 7_500), span)).toBeUndefined()
  expect(findSelfOverlap(lasting(10, 1), span)?.label).toBe('2026-03-02T06:10')
})

test('over midnight, and only on the days on which its items are said', () => {
  const long = itemOf('dai', { durationMs: 40 * MINUTE_MS })
  const overMidnight = programmeOf('p', { recurrence: daily('00:10', '23:40'), playlist: [long] })
  expect(findSelfOverlap(overMidnight, span)?.label).toBe('2026-03-03T00:10')
  const validity = { from: '2026-03-02', until: '2026-03-02' }
  const onMonday = programmeOf('p', { ...overMidnight, playlist: [{ ...long, validity }, itemOf('ngan')] })
  expect(findSelfOverlap(onMonday, span)?.label).toBe('2026-03-03T00:10')
  const past = { ...span, from: inVietNam('2026-03-03T00:00') }
  expect(findSelfOverlap(onMonday, past)).toBeUndefined()
})

test('rare starts are found, and what has one or none is no overlap', () => {
  const playlist = [itemOf('dai', { durationMs: 30 * MINUTE_MS, repeats: 50 })]
  const dates = ['2026-09-02', '2026-09-03']
  const twiceAYear = { kind: 'dates' as const, dates, startTimes: ['06:00'] }
  expect(findSelfOverlap(programmeOf('p', { recurrence: twiceAYear, playlist }), span)?.label).toBe(
    '2026-09-03T06:00',
  )
  const once = { kind: 'once', at: span.from } as const
  expect(findSelfOverlap(programmeOf('p', { recurrence: once, playlist }), span)).toBeUndefined()
})
