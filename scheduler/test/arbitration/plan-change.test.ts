import { expect, test } from 'vitest'
import { listOccurrences, planChange, soundOf } from '../../src/index.ts'
import { inVietNam, itemOf, planOf, programmeOf, ZONE } from '../sample.ts'
import { Village } from '../village.ts'

const START = inVietNam('2026-02-17T05:30:00')
const MINUTE_MS = 60_000
const [news, weather, notice] = ['news', 'weather', 'notice'].map((itemId) =>
  itemOf(itemId, { durationMs: 3 * MINUTE_MS }),
) as [ReturnType<typeof itemOf>, ReturnType<typeof itemOf>, ReturnType<typeof itemOf>]

/** Two minutes into a slot of news and weather. */
function onAir(): Village {
  const village = new Village({ timeZone: ZONE, quietHours: { windows: [] }, leadMs: 600 }, START - MINUTE_MS)
  const plan = planOf(programmeOf('p', { playlist: [news, weather] }))
  const window = { timeZone: ZONE, from: START, until: START + 10 * MINUTE_MS }
  village.give({ kind: 'due', sounds: listOccurrences(plan, window).map((each) => soundOf(each, 1)) })
  village.runFor(3 * MINUTE_MS)
  return village
}

test('what a cluster holds of a slot is kept, whenever the newer version of its programme was laid', () => {
  const { output } = onAir()
  const laid = { plannedAt: START + 2 * MINUTE_MS }
  const newer = programmeOf('p', { ...laid, playlist: [news, notice, weather] })
  const change = planChange(output, planOf(newer), 2)
  expect(change).toMatchObject({
    kept: [
      { soundId: 'p@2026-02-17T05:30/news/1', dueAt: START },
      { soundId: 'p@2026-02-17T05:30/weather/1', dueAt: START + 6 * MINUTE_MS },
    ],
  })
})

test('an item that the newer version no longer has, and a slot that has moved, are not', () => {
  const { output } = onAir()
  const without = planChange(output, planOf(programmeOf('p', { playlist: [news] })), 2)
  expect(without).toMatchObject({ kept: [{ soundId: 'p@2026-02-17T05:30/news/1' }] })
  const recurrence = { kind: 'daily' as const, startTimes: ['05:31'] }
  const moved = planChange(output, planOf(programmeOf('p', { playlist: [news, weather], recurrence })), 2)
  expect(moved).toMatchObject({ kept: [] })
})
