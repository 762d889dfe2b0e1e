import { type EmergencyLine, type Page, SECOND_MS } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WARNING_MS } from './support/emergency/short-kit.ts'
import { raiseTo } from './support/emergency/warnings.ts'
import { startAndKill } from './support/killed/kill-server.ts'
import { buildKillableServer } from './support/killed/programs.ts'
import { Horn } from './support/sound/horn.ts'
import { at, eventually, TestVillage } from './support/village.ts'

const CLUSTER = 'cum-1'
/** An emergency lasts no shorter than half a minute. */
const LASTS_MS = 31 * SECOND_MS
/** Within it whoever was sent a warning sounds it, and a second sounding would be heard. */
const LISTENED_MS = 3 * SECOND_MS
/** Recorded with its document and its audit entry, and nobody was told. */
const RECORDED = { step: 'documentStored', about: '/emergencies/', isOfPlans: false } as const

let village: TestVillage
let beganAt: number
let listenedUntil: number
let lines: EmergencyLine[]

beforeAll(async () => {
  village = await TestVillage.start({
    ownProcess: { program: await buildKillableServer(), emergencyKit: 'make' },
    boards: [{ warmUpMs: 100 }],
  })
  await village.settled(CLUSTER)
  await eventually('the cluster has the kit', async () =>
    (await village.status()).clusters.every(
      ({ media }) => media && media.wanted > 0 && media.held === media.wanted,
    ),
  )
  await village.serverProcess?.stop('SIGKILL')
  beganAt = systemClock.now()
  // The first is over before there is a server again; the second is not.
  let expiresAt = 0
  await startAndKill(village, RECORDED, () => {
    expiresAt = systemClock.now() + LASTS_MS
    return raiseTo(village, [CLUSTER], { event: 'fire', expiresAt })
  })
  await at(expiresAt + SECOND_MS)
  await startAndKill(village, RECORDED, () => raiseTo(village, [CLUSTER], { event: 'flood' }))
  await village.startServer()
  await eventually('a warning has its record', async () => (await village.playouts()).length > 0, 60_000)
  await at(systemClock.now() + LISTENED_MS)
  listenedUntil = systemClock.now() - SECOND_MS
  const { items } = await village.administration.get<Page<EmergencyLine>>('/api/v1/emergencies?state=all')
  lines = items
}, 180_000)

afterAll(() => village?.stop())

test('killed between recording and publishing: after the restart the cluster sounds it, once', async () => {
  const flood = lines.find(({ event }) => event === 'flood')
  expect(flood).toMatchObject({ state: 'active', counts: { heard: 1 } })
  expect(await village.playouts()).toMatchObject([
    { occurrenceId: `${flood?.emergencyId}#1#0`, outcome: 'heard' },
  ])
  const [member] = village.members
  if (!member) throw new Error('no cluster')
  const sounds = (await Horn.of(member)).sounds({ from: beganAt, until: listenedUntil }, 500)
  expect(sounds).toHaveLength(1)
  const [{ from, until } = { from: 0, until: 0 }] = sounds
  expect(Math.abs(until - from - WARNING_MS)).toBeLessThan(500)
})

test('one that had expired by then is not sounded, and stands in the list as over', () => {
  expect(lines.find(({ event }) => event === 'fire')).toMatchObject({
    state: 'expired',
    counts: { heard: 0 },
  })
})
