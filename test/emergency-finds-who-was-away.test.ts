import { buildAgentProgram } from '@tieng-lang/hardware-sim'
import { type EmergencyAnswer, SECOND_MS } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ShortKit, WARNING_MS } from './support/emergency/short-kit.ts'
import { end, raiseTo } from './support/emergency/warnings.ts'
import { Horn } from './support/sound/horn.ts'
import { at, eventually, TestVillage } from './support/village.ts'

/** Away at the warning and at its end; away at the warning, back before its end; away until it had expired. */
const MISSED_ALL = 'cum-1'
const BACK_IN_TIME = 'cum-2'
const BACK_TOO_LATE = 'cum-3'
/** Hears the warning; then the server is gone. */
const ALONE = 'cum-4'
const REPEAT_S = 30
const AWAY = [MISSED_ALL, BACK_IN_TIME, BACK_TOO_LATE]

let village: TestVillage
let raisedAt: number
const raised = new Map<string, EmergencyAnswer>()

const memberOf = (name: string) => {
  const member = village.members.find((one) => one.name === name)
  if (!member) throw new Error(`no cluster ${name}`)
  return member
}
const raise = async (cluster: string, changes: Parameters<typeof raiseTo>[2] = {}) => {
  raised.set(cluster, await raiseTo(village, [cluster], changes))
}
const emergencyOf = (cluster: string) => raised.get(cluster)?.emergencyId ?? ''
const recordsOf = async (clusterId: string) =>
  (await village.playouts()).filter((record) => record.clusterId === clusterId)

beforeAll(async () => {
  village = await TestVillage.start({
    boards: Array.from({ length: 4 }, () => ({ warmUpMs: 100 })),
    program: await buildAgentProgram(),
    emergencyKit: new ShortKit(),
  })
  for (const { name } of village.members) await village.settled(name)
  await eventually('every cluster has the kit', async () =>
    (await village.status()).clusters.every(
      ({ media }) => media && media.wanted > 0 && media.held === media.wanted,
    ),
  )
  await Promise.all(AWAY.map((name) => village.fleet.stopAgent(memberOf(name))))
  raisedAt = systemClock.now()
  await raise(MISSED_ALL)
  await raise(BACK_IN_TIME)
  await raise(BACK_TOO_LATE, { expiresAt: systemClock.now() + 31 * SECOND_MS })
  await raise(ALONE, { repeatPlan: { soonTimes: 1, soonEveryS: REPEAT_S, thenEveryS: null } })
  await end(village, emergencyOf(MISSED_ALL), 'correction')
  // Programs that start take the machine from a sound card that is at work.
  await eventually('the first sounding is over', async () => (await recordsOf(ALONE)).length === 1)
  await Promise.all([MISSED_ALL, BACK_IN_TIME].map((name) => village.fleet.startAgent(memberOf(name))))
  await eventually(
    'who is back in time has sounded it',
    async () => (await recordsOf(BACK_IN_TIME)).length === 1,
  )
  await eventually('the other is back, too', async () =>
    (await village.status()).clusters.some(
      ({ clusterId, isConnected }) => clusterId === MISSED_ALL && isConnected,
    ),
  )
  await village.server.stop()
  await at(raisedAt + (REPEAT_S + 5) * SECOND_MS)
  await village.startServer()
  await village.fleet.startAgent(memberOf(BACK_TOO_LATE))
  await eventually(
    'the expired one is accounted for',
    async () => (await recordsOf(BACK_TOO_LATE)).length === 1,
  )
  await eventually('both soundings have their records', async () => (await recordsOf(ALONE)).length === 2)
}, 120_000)

afterAll(() => village?.stop())

test('away through the warning and its end: silent, and no correction of what nobody has heard', async () => {
  expect(await recordsOf(MISSED_ALL)).toEqual([])
  const horn = await Horn.of(memberOf(MISSED_ALL))
  expect(horn.isSilent({ from: raisedAt, until: systemClock.now() - 1_000 })).toBe(true)
})

test('away at the warning, back before its end: it is sounded, whole', async () => {
  const records = await recordsOf(BACK_IN_TIME)
  expect(records.map(({ occurrenceId }) => occurrenceId)).toEqual([`${emergencyOf(BACK_IN_TIME)}#1#0`])
  expect(records.map(({ outcome }) => outcome)).toEqual(['heard'])
})

test('started after its expiry: silent, and recorded as expired', async () => {
  expect(await recordsOf(BACK_TOO_LATE)).toMatchObject([{ outcome: 'notHeard', reason: 'expired' }])
  const horn = await Horn.of(memberOf(BACK_TOO_LATE))
  expect(horn.isSilent({ from: raisedAt, until: systemClock.now() - 1_000 })).toBe(true)
})

test('with the server dead after the publication the repeat is sounded at its time', async () => {
  const records = (await recordsOf(ALONE)).toSorted((a, b) => a.dueAt - b.dueAt)
  expect(records.map((record) => [record.occurrenceId, record.outcome])).toEqual([
    [`${emergencyOf(ALONE)}#1#0`, 'heard'],
    [`${emergencyOf(ALONE)}#1#1`, 'heard'],
  ])
  const [, repeat] = records
  const lateMs = (repeat?.startedAt ?? 0) - (raised.get(ALONE)?.sentAt ?? 0) - REPEAT_S * SECOND_MS
  expect(lateMs).toBeGreaterThanOrEqual(0)
  expect(lateMs).toBeLessThan(500)
  const horn = await Horn.of(memberOf(ALONE))
  const [sound] = horn.sounds({
    from: (repeat?.startedAt ?? 0) - 500,
    until: (repeat?.startedAt ?? 0) + 5_000,
  })
  expect((sound?.until ?? 0) - (sound?.from ?? 0)).toBeGreaterThan(WARNING_MS - 100)
})
