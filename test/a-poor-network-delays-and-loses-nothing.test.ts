import { MINUTE_MS, type ProgrammeDefinition, SECOND_MS } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NETWORK_PROFILES } from '../hardware-sim/src/network/index.ts'
import { putProgramme } from '../server/src/broadcasting/programmes/put-programme.ts'
import { listPlayouts } from '../server/src/storage/playouts/playouts.ts'
import { addArea, addCluster, LOCAL } from '../server/test/tree.ts'
import { type VirtualVillage, virtualVillage } from './support/virtual/virtual-village.ts'

/** Monday 2 March 2026, 06:50 in Viet Nam. */
const START_AT = Date.parse('2026-03-02T06:50:00+07:00')
const at = (time: string) => Date.parse(`2026-03-02T${time}+07:00`)
const CLUSTER_IDS = ['c-1', 'c-2', 'c-3', 'c-4']
let village: VirtualVillage

beforeAll(async () => {
  village = await virtualVillage('a poor network', {
    startAt: START_AT,
    clusterIds: CLUSTER_IDS,
    networkProfile: NETWORK_PROFILES['4g-poor'],
    layOut: async (server) => {
      addArea(server.services, { areaId: 'xa', name: 'Xã', settings: { quietHours: { windows: [] } } })
      for (const clusterId of CLUSTER_IDS)
        addCluster(server.services, { clusterId, areaId: 'xa', name: clusterId })
      server.addBulletin('tin', 4 * MINUTE_MS)
      const playlist = [{ itemId: 'tin', title: '', bulletinId: 'tin', repeats: 1, gapMs: 0 }]
      const definition: ProgrammeDefinition = {
        ...{ programmeId: 'sang', name: 'Sáng', priority: 'routine', validity: {}, mayBeCut: false },
        ...{ recurrence: { kind: 'daily', startTimes: ['07:00', '07:20'] }, latenessMsMax: MINUTE_MS },
        ...{ onInterrupted: 'resume', playlist },
      }
      const targets = { areas: ['xa'], zones: [], clusters: [] }
      await putProgramme(server.services, { definition, targets }, LOCAL)
    },
  })
})
afterAll(() => village.stop())

test('over 4g-poor, with an outage while it sounds: every horn is on time, every record comes once it is over', async () => {
  const { clock, commune, server } = village
  await clock.runUntil(at('06:59:00'))
  // One way only for some of them: those hear nothing, or are not heard.
  commune.clusters[0]?.network?.planOutage({ fromS: 60, untilS: 600, directions: [] })
  commune.clusters[1]?.network?.planOutage({ fromS: 60, untilS: 600, directions: ['up'] })
  commune.clusters[2]?.network?.planOutage({ fromS: 60, untilS: 600, directions: ['down'] })
  await clock.runUntil(at('07:26:00'))
  for (const { name, runs } of commune.clusters) {
    const fromAts = runs.map(({ trueFromAt }) => Math.round(trueFromAt / SECOND_MS) * SECOND_MS)
    expect([name, fromAts]).toEqual([name, [at('07:00:00'), at('07:20:00')]])
    const records = listPlayouts(server.services.database, { clusterId: name, countMax: 10 })
    expect(records.map(({ outcome }) => outcome)).toEqual(['heard', 'heard'])
  }
  expect(server.refusals()).toEqual([])
})
