import type { FleetMember } from '@tieng-lang/hardware-sim'
import type { OrderAnswer } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Horn } from './support/sound/horn.ts'
import { makeSweep } from './support/sound/sweep.ts'
import { type AddedBulletin, at, eventually, TestVillage } from './support/village.ts'

const SOUND_MS = 6_000
const [HERE, AWAY] = ['cum-1', 'cum-2']

let village: TestVillage
let bulletin: AddedBulletin

const member = (name = '') => village.members.find((one) => one.name === name) as FleetMember
const recordsOf = async (programmeId: string, name = HERE) =>
  (await village.playouts()).filter(
    ({ clusterId, broadcastId }) => clusterId === name && broadcastId === `${programmeId}@once`,
  )
const stop = async (programmeId: string) => {
  const order = { place: { areaId: 'xa-thu' }, broadcastId: `${programmeId}@once`, requestId: programmeId }
  const { lines } = await village.administration.post<OrderAnswer>('/api/v1/stops', order)
  return lines
}
const isSilent = async (from: number, name = HERE) => {
  await at(systemClock.now() + 1_000)
  return (await Horn.of(member(name))).isSilent({ from, until: systemClock.now() })
}

beforeAll(async () => {
  village = await TestVillage.start({
    boards: [{ warmUpMs: 100 }, { warmUpMs: 100 }],
    ownProcess: {},
  })
  bulletin = await village.addBulletin(await makeSweep(SOUND_MS / 1000))
  await village.playOnce(bulletin, { programmeId: 'ngay-mai', at: systemClock.now() + 86_400_000 })
  for (const { name } of village.members) await village.settled(name)
})

afterAll(() => village?.stop())

test('start before stop: what sounds is silent within 300 ms of the order, with one record that says so', async () => {
  const dueAt = systemClock.now() + 2_500
  await village.playOnce(bulletin, { programmeId: 'dang-phat', at: dueAt })
  await at(dueAt + 2_000)
  const orderedAt = systemClock.now()
  const answers = await stop('dang-phat')
  expect(answers.map(({ outcome }) => outcome)).toEqual(['acknowledged', 'acknowledged'])
  await eventually('its record is stored', async () => (await recordsOf('dang-phat')).length > 0)
  expect(await isSilent(orderedAt + 300)).toBe(true)
  const horn = await Horn.of(member(HERE))
  const lastHeardAt = horn.sounds({ from: dueAt - 500, until: systemClock.now() }).at(-1)?.until ?? 0
  expect(lastHeardAt).toBeGreaterThan(orderedAt)
  const records = await recordsOf('dang-phat')
  expect(records).toMatchObject([{ outcome: 'partlyHeard', reason: 'stopped' }])
  expect(Math.abs((records[0]?.heardMs ?? 0) - (lastHeardAt - dueAt))).toBeLessThan(150)
})

test('stop before start: a broadcast that is due in three seconds never begins', async () => {
  const dueAt = systemClock.now() + 5_000
  await village.playOnce(bulletin, { programmeId: 'sap-phat', at: dueAt })
  await at(dueAt - 3_000)
  await stop('sap-phat')
  await at(dueAt + 1_500)
  expect(await isSilent(dueAt - 3_000)).toBe(true)
  expect(await recordsOf('sap-phat')).toMatchObject([{ outcome: 'notHeard', reason: 'stopped' }])
})

test('a stop that arrives before the plan of its broadcast wins, also when the plan is delivered again', async () => {
  await stop('chua-co')
  const dueAt = systemClock.now() + 2_000
  await village.playOnce(bulletin, { programmeId: 'chua-co', at: dueAt })
  await village.settled(HERE)
  await village.playOnce(bulletin, { programmeId: 'chua-co', at: dueAt, latenessMsMax: 600_000 })
  await village.restartServer()
  await village.settled(HERE)
  await at(dueAt + 2_500)
  expect(await isSilent(dueAt - 1_000)).toBe(true)
})

test('a cluster that was away learns of the stop from its next plan', async () => {
  const dueAt = systemClock.now() + 8_000
  await village.playOnce(bulletin, { programmeId: 'vang-mat', at: dueAt, latenessMsMax: 600_000 })
  for (const { name } of village.members) await village.settled(name)
  await village.fleet.stopAgent(member(AWAY))
  const orderedAt = systemClock.now()
  const answers = await stop('vang-mat')
  expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['acknowledged', 'unanswered'])
  await at(dueAt)
  const backAt = systemClock.now()
  await village.fleet.startAgent(member(AWAY))
  await village.settled(AWAY)
  await at(backAt + 4_000)
  expect(await isSilent(orderedAt, AWAY)).toBe(true)
  expect(await isSilent(orderedAt + 300, HERE)).toBe(true)
})
