import { HOUR_MS, MINUTE_MS, type StorageState } from '@tieng-lang/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clusterStateWithHealth, overviewOf } from '../server/src/broadcasting/overview.ts'
import { putProgramme } from '../server/src/broadcasting/programmes/put-programme.ts'
import { listPlayouts } from '../server/src/storage/playouts/playouts.ts'
import { addArea, addCluster, LOCAL } from '../server/test/tree.ts'
import type { DiskReport, EmergencyReport } from './support/small-disk/report.ts'
import {
  canHaveSmallDisk,
  runServerOnSmallDisk,
  runStoresOnSmallDisk,
} from './support/small-disk/small-disk.ts'
import { type VirtualVillage, virtualVillage } from './support/virtual/virtual-village.ts'

const START_AT = Date.parse('2026-03-02T06:00:00+07:00')
const HOURS = 6
const [FULL, FAILING, SOUND] = ['c-day', 'c-loi', 'c-tot']
const DISK_BYTES = 4_000_000_000

describe('a disk of a cluster is full for three hours, that of another fails', () => {
  let village: VirtualVillage
  const shown = new Map<string, (StorageState | null)[]>()

  function look(): void {
    const { services } = village.server
    for (const { clusterId } of overviewOf(services, LOCAL.grants).clusters) {
      const { storage, health } = clusterStateWithHealth(services, clusterId)
      expect(health?.storage).toBe(storage)
      shown.set(clusterId, [...(shown.get(clusterId) ?? []), storage])
    }
  }

  beforeAll(async () => {
    village = await virtualVillage('full disks', {
      startAt: START_AT,
      clusterIds: [FULL, FAILING, SOUND],
      layOut: async ({ services }) => {
        addArea(services, { areaId: 'xa', name: 'Xã', settings: { quietHours: { windows: [] } } })
        for (const clusterId of [FULL, FAILING, SOUND])
          addCluster(services, { clusterId, areaId: 'xa', name: clusterId })
      },
    })
    const { clock, commune, server } = village
    server.addBulletin('tin', 2 * MINUTE_MS)
    const startTimes = Array.from({ length: HOURS }, (_, hour) => `${String(6 + hour).padStart(2, '0')}:30`)
    const definition = {
      ...{ programmeId: 'tin', name: 'Tin', priority: 'routine' as const, validity: {}, mayBeCut: false },
      ...{ recurrence: { kind: 'daily' as const, startTimes }, latenessMsMax: 20 * MINUTE_MS },
      onInterrupted: 'resume' as const,
      playlist: [{ itemId: 'tin', title: '', bulletinId: 'tin', repeats: 1, gapMs: 0 }],
    }
    const targets = { areas: ['xa'], zones: [], clusters: [] }
    await clock.during(putProgramme(server.services, { definition, targets }, LOCAL))
    const [full, failing] = commune.clusters
    await clock.runUntil(START_AT + HOUR_MS)
    look()
    full?.disk.occupy(DISK_BYTES)
    failing?.disk.failWrites()
    await clock.runUntil(START_AT + 4 * HOUR_MS)
    look()
    full?.disk.mend()
    failing?.disk.mend()
    await clock.runUntil(START_AT + 4 * HOUR_MS + 5 * MINUTE_MS)
    look()
    await clock.runUntil(START_AT + HOURS * HOUR_MS)
  })
  afterAll(() => village.stop())

  test('everything sounds, and every sound is in one record that says so', () => {
    for (const { name, runs } of village.commune.clusters) {
      expect(runs).toHaveLength(HOURS)
      const records = listPlayouts(village.server.services.database, { clusterId: name, countMax: 100 })
      expect(records.map(({ occurrenceId }) => occurrenceId).sort()).toEqual(
        runs.map(({ soundId }) => soundId),
      )
      expect(records.map(({ outcome }) => outcome)).toEqual(Array(HOURS).fill('heard'))
    }
  })

  test('the pages say so while it lasts, and no longer', () => {
    expect(shown.get(FULL)).toEqual(['working', 'full', 'working'])
    expect(shown.get(FAILING)).toEqual(['working', 'failing', 'working'])
    expect(shown.get(SOUND)).toEqual(['working', 'working', 'working'])
  })
})

describe.skipIf(!canHaveSmallDisk())(
  'a real file system that is full, under the stores of both sides',
  () => {
    let report: DiskReport
    beforeAll(() => {
      report = runStoresOnSmallDisk()
    })

    test('what cannot be stored is refused as storageFull; with room again everything is stored', () => {
      for (const { records, saves, commits, storage } of [report.before, report.after]) {
        expect(new Set([...records, ...saves, ...commits])).toEqual(new Set(['done']))
        expect(storage).toBe('working')
      }
      // Some may still find room in a sector that is theirs already.
      const { records, saves, commits, storage } = report.full
      expect(new Set([...records, ...saves, ...commits, 'done'])).toEqual(new Set(['done', 'storageFull']))
      for (const codes of [records, saves, commits]) expect(codes.at(-1)).toBe('storageFull')
      expect(storage).toBe('full')
    })

    test('nothing that was stored is lost', () => {
      expect(report).toMatchObject({ wrongWithDatabase: null, recordsMissing: 0, savedMissing: 0 })
    })
  },
)

describe.skipIf(!canHaveSmallDisk())('the disk of the server is full to the last byte', () => {
  let report: EmergencyReport
  beforeAll(() => {
    report = runServerOnSmallDisk()
  }, 120_000)

  test('an emergency is raised, recorded and ended in the room that is kept for it; everything else is refused', () => {
    const answers = { area: 507, signIn: 200, raise: 200, end: 200, storage: 'full' }
    expect(report.full).toMatchObject(answers)
    expect(report.acts).toEqual(
      expect.arrayContaining(['session.open', 'emergency.raise', 'emergency.cancel']),
    )
    expect(report.recordsStored).toBe(1)
  })

  test('so it is after a start on the full disk', () => {
    expect(report.restarted).toMatchObject({ area: 507, signIn: 200, raise: 200, end: 200, storage: 'full' })
  })

  test('administrators are told, and with room again everything is as before', () => {
    const told = { state: 'failing', code: 'onlyEmergencies' }
    for (const { health } of [report.full, report.restarted]) expect(health).toMatchObject(told)
    const { allocatedBytes, reserveBytes } = report.before
    expect(allocatedBytes).toBeGreaterThanOrEqual(reserveBytes)
    expect(report.full.reserveBytes).toBeLessThan(reserveBytes)
    expect(report.restarted.reserveBytes).toBeGreaterThan(0)
    const after = { area: 201, storage: 'working', health: { state: 'ok', code: null }, reserveBytes }
    expect(report.after).toMatchObject(after)
  })
})
