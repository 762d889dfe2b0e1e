import type { PlayoutDay } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { heardPercent, minutesOf, totalsOf, weekRows } from '../../src/views/playouts/model/playout-totals.ts'

const day = (clusterId: string, date: string, askedMs: number, heardMs: number): PlayoutDay => ({
  ...{ clusterId, date, askedMs, heardMs, reasons: {} },
  ...{ plannedCount: 2, heardCount: 1, partlyHeardCount: 0, notHeardCount: 1 },
})

test('totals add up', () => {
  const days = [day('a', '2026-02-17', 60_000, 60_000), day('b', '2026-02-17', 60_000, 0)]
  expect(totalsOf(days)).toMatchObject({ plannedCount: 4, heardCount: 2, askedMs: 120_000, heardMs: 60_000 })
})

test('a hundred percent is said only when nothing lacks, and nothing of nothing', () => {
  expect(heardPercent({ askedMs: 100_000, heardMs: 99_999 })).toBe(99)
  expect(heardPercent({ askedMs: 100_000, heardMs: 100_000 })).toBe(100)
  expect(heardPercent({ askedMs: 0, heardMs: 0 })).toBeNull()
})

test('minutes have a decimal below ten, as the language writes it', () => {
  expect(minutesOf(90_000, 'vi')).toBe('1,5')
  expect(minutesOf(90_000, 'en')).toBe('1.5')
  expect(minutesOf(1_830_000, 'vi')).toBe('31')
})

test('the week by cluster, or by commune with its clusters added up', () => {
  const days = [day('b', '2026-02-17', 60_000, 0), day('a', '2026-02-17', 60_000, 60_000)]
  const byCluster = weekRows(days, (clusterId) => ({ id: clusterId, name: clusterId }))
  expect(byCluster.map(({ name }) => name)).toEqual(['a', 'b'])
  const [commune] = weekRows(days, () => ({ id: 'xa', name: 'Xã' }))
  expect(commune?.days.get('2026-02-17')).toMatchObject({ askedMs: 120_000, heardMs: 60_000 })
  expect(commune?.days.get('2026-02-18')).toBeUndefined()
})
