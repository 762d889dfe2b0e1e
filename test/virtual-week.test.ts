import { createHash } from 'node:crypto'
import { isQuietAt } from '@tieng-lang/scheduler'
import { beforeAll, describe, expect, test } from 'vitest'
import type { HornRun, VirtualCluster } from '../hardware-sim/src/virtual/index.ts'
import { listPlayouts, type PlayoutLine } from '../server/src/storage/playouts/playouts.ts'
import { liveDays, QUIET_HOURS, TIME_ZONE, type VirtualDays } from './support/virtual/virtual-days.ts'

const SIZE = { clusters: 13, days: 7 }
const RECORDS_MAX = 100_000
/** Instants of records are those of samples, told through doubles of Unix time. */
const EXACT_MS = 0.1
/** What sounds is written down every five seconds. */
const UNSAVED_MS_MAX = 5_500
const CUT_TOLERANCE_MS = 50

/** The server's records of one cluster in the order of its plan. */
function recordsOf({ server }: VirtualDays, { name }: VirtualCluster): PlayoutLine[] {
  return listPlayouts(server.services.database, { clusterId: name, countMax: RECORDS_MAX }).reverse()
}

function expectDecent(runs: readonly HornRun[]): void {
  for (const [index, { fromAt, untilAt, wasWarm }] of runs.entries()) {
    expect(isQuietAt(QUIET_HOURS, fromAt, TIME_ZONE)).toBe(false)
    expect(isQuietAt(QUIET_HOURS, untilAt - 1, TIME_ZONE)).toBe(false)
    expect(wasWarm).toBe(true)
    expect(fromAt).toBeGreaterThanOrEqual(runs[index - 1]?.untilAt ?? 0)
  }
}

/** Everything that was heard and recorded, in one line each: what must be the same for the same seed. */
function traceOf(days: VirtualDays): string {
  const hash = createHash('sha256')
  for (const cluster of days.clusters) {
    for (const run of cluster.runs) hash.update(JSON.stringify([cluster.name, run]))
    for (const record of recordsOf(days, cluster)) hash.update(JSON.stringify(record))
  }
  return hash.digest('hex')
}

describe(`${SIZE.days} days of ${SIZE.clusters} clusters, three of them without a network`, () => {
  let week: VirtualDays
  const eachCluster = (check: (cluster: VirtualCluster, records: PlayoutLine[]) => void) => {
    for (const cluster of week.clusters) check(cluster, recordsOf(week, cluster))
  }

  beforeAll(async () => {
    week = await liveDays('a week', SIZE)
  })

  test('every planned sound is in exactly one record once the network is back', () => {
    const planned = week.planned.map(({ occurrenceId }) => occurrenceId).sort()
    expect(planned.length).toBeGreaterThan(100)
    eachCluster((_, records) =>
      expect(records.map(({ occurrenceId }) => occurrenceId).sort()).toEqual(planned),
    )
  })

  test('everything that does not touch quiet hours is heard, once, also without the network', () => {
    eachCluster((cluster, records) => {
      const runs = cluster.runs.map(({ soundId }) => soundId)
      expect(new Set(runs).size).toBe(runs.length)
      for (const { occurrenceId, outcome, reason, evidence, dueAt, askedMs } of records) {
        const isQuiet = [dueAt, dueAt + askedMs - 1].some((at) => isQuietAt(QUIET_HOURS, at, TIME_ZONE))
        const expected = isQuiet ? ['notHeard', 'quietHours', 'none'] : ['heard', null, 'lineCurrent']
        expect([occurrenceId, outcome, reason, evidence]).toEqual([occurrenceId, ...expected])
      }
    })
  })

  test('nothing sounds in quiet hours, on a cold amplifier, or over another sound', () => {
    eachCluster(({ runs }) => expectDecent(runs))
  })

  test('a record says what the horn did, to the sample', () => {
    eachCluster(({ runs }, records) => {
      const runOf = new Map<string, HornRun>(runs.map((run) => [run.soundId, run]))
      expect(runOf.size).toBe(records.filter(({ outcome }) => outcome !== 'notHeard').length)
      for (const { occurrenceId, startedAt, endedAt, heardMs } of records) {
        const run = runOf.get(occurrenceId)
        if (!run) continue
        expect(Math.abs((startedAt ?? 0) - run.fromAt)).toBeLessThan(EXACT_MS)
        expect(Math.abs((endedAt ?? 0) - run.untilAt)).toBeLessThan(EXACT_MS)
        expect(Math.abs(heardMs - (run.untilAt - run.fromAt))).toBeLessThan(EXACT_MS)
      }
    })
  })

  test('while it is cut off nothing of a cluster is stored; afterwards all of it, within a minute', () => {
    const { fromAt, untilAt } = week.cut
    eachCluster((_, records) => {
      const cutOff = records.filter(({ endedAt }) => endedAt && endedAt > fromAt && endedAt < untilAt)
      expect(cutOff.length).toBeGreaterThan(40)
      for (const { storedAt } of cutOff) {
        expect(storedAt).toBeGreaterThan(untilAt)
        expect(storedAt).toBeLessThan(untilAt + 90_000)
      }
    })
  })

  test('nothing was refused by anyone', () => {
    expect(week.server.refusals()).toEqual([])
  })
})

describe('six days of four clusters that lose their power twelve times a day', () => {
  let days: VirtualDays
  beforeAll(async () => {
    days = await liveDays('power cuts', { clusters: 4, days: 6, powerCutsADay: 12 })
  })

  test('every planned sound is still in exactly one record, and nothing was refused', () => {
    const planned = days.planned.map(({ occurrenceId }) => occurrenceId).sort()
    for (const cluster of days.clusters)
      expect(
        recordsOf(days, cluster)
          .map(({ occurrenceId }) => occurrenceId)
          .sort(),
      ).toEqual(planned)
    expect(days.server.refusals()).toEqual([])
  })

  test('some sounds were interrupted, and some missed; of all of them the horn did what the record says', () => {
    const outcomes = new Set<string>()
    for (const cluster of days.clusters) {
      for (const { occurrenceId, outcome, reason, heardMs } of recordsOf(days, cluster)) {
        outcomes.add(`${outcome} ${reason}`)
        const runs = cluster.runs.filter(({ soundId }) => soundId === occurrenceId)
        const hornMs = runs.reduce((sum, { fromAt, untilAt }) => sum + untilAt - fromAt, 0)
        // The record never claims more; after each cut the horn may have gone on since the state was last saved.
        expect(hornMs).toBeGreaterThan(heardMs - CUT_TOLERANCE_MS)
        expect(hornMs).toBeLessThanOrEqual(heardMs + UNSAVED_MS_MAX * runs.length)
      }
    }
    expect(outcomes).toContain('partlyHeard agentRestarted')
    expect(outcomes).toContain('notHeard tooLate')
  })

  test('no two sounds at once, none at night, none on a cold amplifier', () => {
    for (const { runs } of days.clusters) expectDecent(runs)
  })
})

test('the same seed gives the same days, to the last record; another seed does not', async () => {
  const size = { clusters: 2, days: 6, powerCutsADay: 4 }
  const traces = []
  for (const seed of ['one', 'one', 'other']) traces.push(traceOf(await liveDays(seed, size)))
  expect(traces[0]).toBe(traces[1])
  expect(traces[0]).not.toBe(traces[2])
})
