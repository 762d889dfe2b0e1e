import type { FleetMember } from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SkewedClock } from './support/skewed-clock.ts'
import { Horn } from './support/sound/horn.ts'
import { makeSweep } from './support/sound/sweep.ts'
import { type AddedBulletin, at, eventually, TestVillage } from './support/village.ts'

const TEN_MINUTES_MS = 600_000
const SOUND_MS = 2_000
/** Issue 1: a cluster is not to wait for the next hour, or for a restart, until its clock is believed again. */
const TRUST_MS_MAX = 3_000
const [AT_1970, AHEAD, BEHIND, RIGHT] = ['cum-1', 'cum-2', 'cum-3', 'cum-4']

const clocks = new Map([AT_1970, AHEAD, BEHIND, RIGHT].map((name) => [name, new SkewedClock()]))
const clockOf = (name = '') => clocks.get(name) as SkewedClock
let village: TestVillage
let bulletin: AddedBulletin
let dueAt: number

const member = (name = '') => village.members.find((one) => one.name === name) as FleetMember
const clockState = (name = '') => village.health(name)?.clock.state
const recordsOf = async (programmeId: string, name = '') =>
  (await village.playouts()).filter(
    ({ clusterId, broadcastId }) => clusterId === name && broadcastId === `${programmeId}@once`,
  )

beforeAll(async () => {
  clockOf(AT_1970).set(0)
  village = await TestVillage.start({ boards: Array(4).fill({ warmUpMs: 100 }), clockOf })
  bulletin = await village.addBulletin(await makeSweep(SOUND_MS / 1000))
  dueAt = systemClock.now() + 8_000
  await village.playOnce(bulletin, { programmeId: 'gio-sai', at: dueAt, latenessMsMax: 1_000 })
  // By a clock that is ten minutes ahead, this one is due at that very moment.
  await village.playOnce(bulletin, { programmeId: 'muoi-phut-sau', at: dueAt + TEN_MINUTES_MS })
})

afterAll(() => village?.stop())

test('a new cluster trusts its clock within three seconds of its first connection, if it is right', async () => {
  for (const name of [AHEAD, BEHIND, RIGHT]) {
    await eventually(`${name} trusts its clock`, () => clockState(name) === 'trusted', TRUST_MS_MAX)
  }
})

test('a clock in 1970, ten minutes ahead or ten minutes behind: nothing sounds, and the server is told why', async () => {
  await at(dueAt - 3_000)
  expect(await village.settled(AHEAD)).toBe(true)
  clockOf(AHEAD).wallOffsetMs = TEN_MINUTES_MS
  clockOf(BEHIND).wallOffsetMs = -TEN_MINUTES_MS
  await at(dueAt + SOUND_MS + 1_500)
  for (const name of [AT_1970, AHEAD, BEHIND]) {
    expect(clockState(name), name).toBe('disagreed')
    const horn = await Horn.of(member(name))
    expect(horn.isSilent({ from: dueAt - 5_000, until: systemClock.now() }), name).toBe(true)
  }
  expect((await Horn.of(member(RIGHT))).isSilent({ from: dueAt, until: dueAt + SOUND_MS })).toBe(false)
})

test('once the clock is set right it is trusted within three seconds, and what was missed has one record', async () => {
  const rightAt = systemClock.now()
  for (const name of [AT_1970, AHEAD, BEHIND]) clockOf(name).wallOffsetMs = 0
  for (const name of [AT_1970, AHEAD, BEHIND]) {
    await eventually(`${name} trusts its clock`, () => clockState(name) === 'trusted', TRUST_MS_MAX)
  }
  expect(systemClock.now() - rightAt).toBeLessThan(TRUST_MS_MAX)
  for (const name of [AT_1970, AHEAD, BEHIND]) {
    await eventually(`${name} has its record`, async () => (await recordsOf('gio-sai', name)).length > 0)
  }
  await at(systemClock.now() + 6_000)
  for (const name of [AT_1970, AHEAD, BEHIND]) {
    expect(await recordsOf('gio-sai', name), name).toMatchObject([
      { outcome: 'notHeard', reason: 'clockUntrusted' },
    ])
    const horn = await Horn.of(member(name))
    expect(horn.isSilent({ from: rightAt - 1_000, until: systemClock.now() }), name).toBe(true)
  }
})

test('a real-time clock lost over a restart, with no server to ask: nothing sounds until both are right', async () => {
  const againAt = systemClock.now() + 9_000
  await village.playOnce(bulletin, { programmeId: 'mat-dien', at: againAt, latenessMsMax: 1_000 })
  await village.settled(RIGHT)
  await village.server.stop()
  await village.fleet.stopAgent(member(RIGHT))
  clockOf(RIGHT).set(0)
  await village.fleet.startAgent(member(RIGHT))
  await at(againAt + SOUND_MS)
  expect(member(RIGHT).agent?.conductor.output().isClockTrusted).toBe(false)
  await village.startServer()
  await eventually('the server is told why', () => clockState(RIGHT) === 'disagreed')
  clockOf(RIGHT).wallOffsetMs = 0
  await eventually('the clock is trusted', () => clockState(RIGHT) === 'trusted', TRUST_MS_MAX)
  await eventually('its record', async () => (await recordsOf('mat-dien', RIGHT)).length > 0)
  await at(systemClock.now() + 2_000)
  expect(await recordsOf('mat-dien', RIGHT)).toMatchObject([
    { outcome: 'notHeard', reason: 'clockUntrusted' },
  ])
  const horn = await Horn.of(member(RIGHT))
  expect(horn.isSilent({ from: againAt - 3_000, until: systemClock.now() })).toBe(true)
})
