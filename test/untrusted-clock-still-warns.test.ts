import { MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NETWORK_PROFILES, type NetworkProfile } from '../hardware-sim/src/network/index.ts'
import type { VirtualCluster } from '../hardware-sim/src/virtual/index.ts'
import type { EmergencyOrder } from '../server/src/broadcasting/emergencies/raise/emergency-order.ts'
import { raiseEmergency } from '../server/src/broadcasting/emergencies/raise/raise-emergency.ts'
import { addArea, addCluster, LOCAL } from '../server/test/tree.ts'
import { type VirtualVillage, virtualVillage } from './support/virtual/virtual-village.ts'

const [WRONG, UNSURE, RESTARTED] = ['c-1', 'c-2', 'c-3']
const CLUSTER_IDS = [WRONG, UNSURE, RESTARTED]
const TEN_MINUTES_MS = 10 * MINUTE_MS
/** DESIGN §3, Time: so long the server's answer is waited for. */
const ANSWER_MS_MAX = 2 * SECOND_MS
/** From a decision to the first sample, with an amplifier that is cold. */
const TO_SOUND_MS_MAX = 1_200
const { lan: LAN } = NETWORK_PROFILES
/** There and back takes over two seconds: no answer about the time counts. */
const SLOW: NetworkProfile = {
  up: { ...LAN.up, delayMs: 1_500 },
  down: { ...LAN.down, delayMs: 1_500 },
  rebindEveryMs: null,
}

let village: VirtualVillage
let raisedAt: number

const cluster = (name = ''): VirtualCluster => {
  const found = village.commune.clusters.find((one) => one.name === name)
  if (!found) throw new Error(`no cluster ${name}`)
  return found
}
const isTrusted = (name = '') => cluster(name).agent?.conductor.output().isClockTrusted
/** When a cluster's horn began, after the warning was raised. */
const startsMs = (name = '') => cluster(name).runs.map(({ trueFromAt }) => trueFromAt - raisedAt)

beforeAll(async () => {
  village = await virtualVillage('untrusted clocks', {
    startAt: Date.parse('2026-03-02T06:00:00+07:00'),
    clusterIds: CLUSTER_IDS,
    networkProfile: SLOW,
    layOut: async (server) => {
      addArea(server.services, { areaId: 'xa', name: 'Xã' })
      for (const clusterId of CLUSTER_IDS)
        addCluster(server.services, { clusterId, areaId: 'xa', name: clusterId })
      server.addEmergencyKit()
    },
  })
  const { clock, commune } = village
  // Half a minute after the last question: the next regular one is half a minute away.
  await clock.runUntil(clock.now() + 10 * MINUTE_MS)
  for (const { network } of commune.clusters) network?.use(LAN)
  for (const name of [WRONG, RESTARTED]) cluster(name).stepWall(TEN_MINUTES_MS)
  await clock.runUntil(clock.now() + 5 * SECOND_MS)
  raisedAt = clock.now()
})
afterAll(() => village.stop())

test('before the warning none of the clocks is trusted, and nobody has sounded anything', () => {
  expect(CLUSTER_IDS.map(isTrusted)).toEqual([false, false, false])
  expect(CLUSTER_IDS.flatMap(startsMs)).toEqual([])
})

test('the server is asked at once: a clock that it confirms is trusted, and the warning waits no longer', async () => {
  const { clock, server } = village
  const order: EmergencyOrder = {
    ...{ emergencyId: 'lu', requestId: 'yc-1', event: 'flood', status: 'Actual', severity: 'Severe' },
    ...{ text: '', language: 'vi', commander: 'Chủ tịch', reason: 'Lũ về' },
    repeatPlan: { soonTimes: 2, soonEveryS: 60, thenEveryS: null },
    expiresAt: clock.now() + 30 * MINUTE_MS,
    place: { areas: ['xa'], zones: [], clusters: [], polygons: [] },
  }
  await clock.during(raiseEmergency(server.services, order, LOCAL))
  await clock.runUntil(raisedAt + 45 * SECOND_MS)
  expect(isTrusted(UNSURE)).toBe(true)
  expect(startsMs(UNSURE)).toHaveLength(1)
  expect(startsMs(UNSURE)[0]).toBeLessThan(TO_SOUND_MS_MAX)
})

test.each([WRONG, RESTARTED])(
  'a clock that the server does not confirm: %s sounds it after two seconds',
  (name) => {
    const [startMs = 0, ...others] = startsMs(name)
    expect(isTrusted(name)).toBe(false)
    expect(others).toEqual([])
    expect(startMs).toBeGreaterThan(ANSWER_MS_MAX)
    expect(startMs).toBeLessThan(ANSWER_MS_MAX + TO_SOUND_MS_MAX)
  },
)

test('it sounds once: without a trusted clock there are no repeats, and a restart knows of it', async () => {
  const { clock } = village
  cluster(RESTARTED).powerCut()
  await clock.runUntil(clock.now() + 5 * SECOND_MS)
  await clock.during(cluster(RESTARTED).start())
  await clock.runUntil(raisedAt + 5 * MINUTE_MS)
  expect([WRONG, RESTARTED].map(isTrusted)).toEqual([false, false])
  expect([WRONG, RESTARTED].map((name) => startsMs(name).length)).toEqual([1, 1])
  expect(startsMs(UNSURE)).toHaveLength(3)
})
