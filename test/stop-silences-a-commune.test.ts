import type { FleetMember } from '@tieng-lang/hardware-sim'
import type { OrderAnswer } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Horn } from './support/sound/horn.ts'
import { makeSweep } from './support/sound/sweep.ts'
import { at, eventually, TestVillage } from './support/village.ts'

const SOUND_S = 12
const AWAY = 'cum-4'
const SILENT_WITHIN_MS = 1_000

let village: TestVillage
const there = () => village.members.filter(({ name }) => name !== AWAY)

beforeAll(async () => {
  village = await TestVillage.start({
    boards: [{ warmUpMs: 100 }, { warmUpMs: 100 }, { warmUpMs: 100 }, { warmUpMs: 100 }],
    ownProcess: {},
  })
  for (const { name } of village.members) await village.settled(name)
})

afterAll(() => village?.stop())

test('Dừng for a commune silences every connected cluster within 1 s, and names the one that is away', async () => {
  const bulletin = await village.addBulletin(await makeSweep(SOUND_S))
  const dueAt = systemClock.now() + 4_000
  await village.playOnce(bulletin, { programmeId: 'dang-phat', at: dueAt })
  for (const { name } of village.members) await village.settled(name)
  await village.fleet.stopAgent(village.members.find(({ name }) => name === AWAY) as FleetMember)
  const isAway = async () => {
    const { clusters } = await village.status()
    return clusters.find(({ clusterId }) => clusterId === AWAY)?.isConnected === false
  }
  await eventually('the server knows who is away', isAway)
  await at(dueAt + 2_500)

  const orderedAt = systemClock.now()
  const order = { place: { areaId: 'xa-thu' }, broadcastId: null, requestId: 'dung-ca-xa' }
  const { lines } = await village.administration.post<OrderAnswer>('/api/v1/stops', order)
  const answeredAfterMs = systemClock.now() - orderedAt
  await at(orderedAt + 4_000)
  for (const member of there()) {
    const horn = await Horn.of(member)
    const from = orderedAt + SILENT_WITHIN_MS
    expect(horn.sounds({ from: dueAt - 500, until: orderedAt })).not.toEqual([])
    expect(horn.isSilent({ from, until: orderedAt + 3_500 })).toBe(true)
  }
  expect(lines.map(({ clusterId, outcome, detail }) => [clusterId, outcome, detail])).toEqual([
    ['cum-1', 'acknowledged', null],
    ['cum-2', 'acknowledged', null],
    ['cum-3', 'acknowledged', null],
    [AWAY, 'unanswered', 'notConnected'],
  ])
  // Nobody is kept waiting for the one that is away.
  expect(answeredAfterMs).toBeLessThan(3_000)
  await eventually('each record says that it was stopped', async () => {
    const stopped = (await village.playouts()).filter(({ reason }) => reason === 'stopped')
    return new Set(stopped.map(({ clusterId }) => clusterId)).size === there().length
  })
})
