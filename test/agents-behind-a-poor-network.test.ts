import { join } from 'node:path'
import { Fleet, NETWORK_PROFILES } from '@tieng-lang/hardware-sim'
import type { StatusAnswer } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestVillage } from './support/village.ts'

const CLUSTERS = ['cum-a', 'cum-b']

let village: TestVillage
let fleet: Fleet

beforeAll(async () => {
  village = await TestVillage.start({ boards: [] })
  const { administration, server } = village
  const [area] = await administration.get<{ areaId: string }[]>('/api/v1/areas')
  const { addresses } = await administration.get<StatusAnswer>('/api/v1/status')
  const clusters = []
  for (const clusterId of CLUSTERS) {
    await administration.post('/api/v1/clusters', { clusterId, areaId: area?.areaId, name: clusterId })
    const order = { clusterId, validMinutes: 60 }
    const { code } = await administration.post<{ code: string }>('/api/v1/enrolment-codes', order)
    clusters.push({ name: clusterId, enrolmentCode: code })
  }
  fleet = new Fleet({
    clock: systemClock,
    serverUrl: server.httpUrl,
    dataDir: join(village.dataDir, 'poor'),
    clusters,
    logLevel: 'silent',
    network: {
      ...{ profile: NETWORK_PROFILES['4g-poor'], seed: 'poor' },
      ...{ mqttUrl: addresses.mqttUrls[0] ?? '', sender: addresses.senders[0] },
    },
  })
  await fleet.start()
})
afterAll(async () => {
  await fleet?.stop()
  await village?.stop()
})

test('4g-poor: every cluster enrols, holds its documents and trusts its clock over its own link', async () => {
  for (const clusterId of CLUSTERS) await village.settled(clusterId)
})

test('an outage of one cluster’s link cuts off that one alone, whatever addresses its config names', async () => {
  const [first, second] = fleet.members
  first?.link?.block()
  for (const clusterId of CLUSTERS)
    await village.administration.patch(`/api/v1/clusters/${clusterId}`, { name: `${clusterId} mới` })
  await village.settled('cum-b')
  const [cutOff] = (await village.status()).clusters.filter(({ clusterId }) => clusterId === 'cum-a')
  expect(cutOff?.configRevision.held).not.toBe(cutOff?.configRevision.wanted)
  expect(second?.link?.isBlocked('up')).toBe(false)
  first?.link?.heal()
  await village.settled('cum-a')
})
