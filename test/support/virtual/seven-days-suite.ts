import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tieng-lang/protocol'
import { isQuietAt } from '@tieng-lang/scheduler'
import { beforeAll, describe, expect, test } from 'vitest'
import type { VirtualCluster } from '../../../hardware-sim/src/virtual/index.ts'
import { listPlayouts, type PlayoutLine } from '../../../server/src/storage/playouts/playouts.ts'
import { type Alone, liveDays, QUIET_HOURS, TIME_ZONE, type VirtualDays } from './virtual-days.ts'

const RECORDS_MAX = 1_000_000
const ALONE_AFTER_MS = 12 * HOUR_MS
const ALONE_MS = 7 * DAY_MS
const DAYS = 8
/** Reconnecting takes up to a minute, and records are asked for again after up to half an hour. */
const STORED_AFTER_MS_MAX = 40 * MINUTE_MS

const WITHOUT: Readonly<Record<Alone['without'], string>> = {
  server: 'without a server',
  network: 'without a network',
  wayUp: 'that hear the server, and are not heard',
  wayDown: 'that do not hear the server',
}

/** Seven days alone, for so many clusters and each of these reasons. */
export function sevenDaysSuite({
  clusters,
  reasons,
}: {
  clusters: number
  reasons: readonly Alone['without'][]
}): void {
  for (const without of reasons)
    describe(`seven days of ${clusters} clusters ${WITHOUT[without]}`, () => {
      let days: VirtualDays
      beforeAll(async () => {
        const alone = { afterMs: ALONE_AFTER_MS, forMs: ALONE_MS, without }
        days = await liveDays(`alone: ${without}`, { clusters, days: DAYS, alone })
      })
      promisesOf(() => days)
    })
}

function promisesOf(days: () => VirtualDays): void {
  const eachCluster = (check: (cluster: VirtualCluster, records: PlayoutLine[]) => void) => {
    for (const cluster of days().clusters) check(cluster, recordsOf(days(), cluster))
  }

  test('every planned sound is in exactly one record at the server afterwards', () => {
    const planned = days()
      .planned.map(({ occurrenceId }) => occurrenceId)
      .sort()
    expect(planned.length).toBeGreaterThan(100)
    eachCluster((_, records) =>
      expect(records.map(({ occurrenceId }) => occurrenceId).sort()).toEqual(planned),
    )
  })

  test('each was heard once, in one piece, but for what falls into quiet hours; nothing sounds in these', () => {
    eachCluster(({ runs }, records) => {
      const isQuiet = (at: number) => isQuietAt(QUIET_HOURS, at, TIME_ZONE)
      for (const { fromAt, untilAt } of runs) expect([fromAt, untilAt - 1].some(isQuiet)).toBe(false)
      const audible = records.filter(({ dueAt, askedMs }) => ![dueAt, dueAt + askedMs - 1].some(isQuiet))
      expect(runs.map(({ soundId }) => soundId).sort()).toEqual(
        audible.map(({ occurrenceId }) => occurrenceId).sort(),
      )
      for (const { occurrenceId, outcome } of audible)
        expect([occurrenceId, outcome]).toEqual([occurrenceId, 'heard'])
    })
  })

  test('nothing of these days is stored in them, and all of it soon after', () => {
    const { fromAt, untilAt } = days().cut
    eachCluster((_, records) => {
      const alone = records.filter(({ dueAt, endedAt }) => dueAt > fromAt && (endedAt ?? dueAt) < untilAt)
      expect(alone.length).toBeGreaterThan(80)
      for (const { storedAt } of alone) {
        expect(storedAt).toBeGreaterThan(untilAt)
        expect(storedAt).toBeLessThan(untilAt + STORED_AFTER_MS_MAX)
      }
    })
  })
}

function recordsOf({ server }: VirtualDays, { name }: VirtualCluster): PlayoutLine[] {
  return listPlayouts(server.services.database, { clusterId: name, countMax: RECORDS_MAX }).reverse()
}
