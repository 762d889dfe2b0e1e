import { buildAgentProgram } from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from './support/free-port.ts'
import { OpenMosquitto } from './support/open-mosquitto.ts'
import { Horn } from './support/sound/horn.ts'
import { makeSweep } from './support/sound/sweep.ts'
import { at, eventually, TestVillage } from './support/village.ts'

const SOUND_MS = 8_000
const CLUSTER = 'cum-1'

let broker: OpenMosquitto
let village: TestVillage
let startAt: number

const recording = () => village.members[0] ?? { recordingPath: '' }
const isConnected = async () => (await village.status()).clusters[0]?.isConnected

beforeAll(async () => {
  broker = new OpenMosquitto(await freePort())
  await broker.start()
  village = await TestVillage.start({
    boards: [{ warmUpMs: 200 }],
    program: await buildAgentProgram(),
    mqttUrl: broker.url,
    ownProcess: {},
  })
  const bulletin = await village.addBulletin(await makeSweep(SOUND_MS / 1000))
  await village.settled(CLUSTER)
  startAt = systemClock.now() + 5_000
  await village.playOnce(bulletin, { programmeId: 'giua-chung', at: startAt })
  await village.settled(CLUSTER)
})

afterAll(async () => {
  await village?.stop()
  await broker?.stop()
})

/** The broker dies with all that it retained, and comes back empty. */
async function restartBroker(): Promise<void> {
  await broker.kill()
  await at(systemClock.now() + 500)
  await broker.start()
}

test('a broker that loses everything in the middle of a sound: it goes on, once, and its record arrives', async () => {
  await at(startAt + 2_000)
  await restartBroker()
  await eventually('its record is stored', async () => (await village.playouts()).length > 0, 60_000)
  const horn = await Horn.of(recording())
  const sounds = horn.sounds({ from: startAt - 2_000, until: systemClock.now() })
  expect(sounds.length).toBe(1)
  expect((sounds[0]?.until ?? 0) - (sounds[0]?.from ?? 0)).toBeGreaterThan(SOUND_MS - 100)
  expect(await village.playouts()).toMatchObject([{ outcome: 'heard', reason: null }])
})

test('the documents come again to the empty broker and do nothing; the cluster is as it was', async () => {
  await eventually('the cluster is connected again', isConnected, 60_000)
  await village.settled(CLUSTER)
  const before = await village.status()
  const records = await village.playouts()
  const since = systemClock.now()
  await restartBroker()
  await eventually(
    'something new is heard of it',
    async () => {
      const { clusters } = await village.status()
      return clusters[0]?.isConnected && (clusters[0].lastHeardOfAt ?? 0) > since + 500
    },
    60_000,
  )
  await village.settled(CLUSTER)
  await at(systemClock.now() + 2_000)
  const after = await village.status()
  expect(after.clusters[0]?.planRevision).toEqual(before.clusters[0]?.planRevision)
  expect(after.clusters[0]?.configRevision).toEqual(before.clusters[0]?.configRevision)
  expect(after.refusals).toEqual([])
  expect(await village.playouts()).toEqual(records)
  expect((await Horn.of(recording())).isSilent({ from: since, until: systemClock.now() })).toBe(true)
})
