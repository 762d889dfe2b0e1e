import { buildAgentProgram, type FleetMember, TcpRelay } from '@tieng-lang/hardware-sim'
import type { PlayoutLineAnswer } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from './support/free-port.ts'
import { Horn } from './support/sound/horn.ts'
import { makeSweep, placeMsOf } from './support/sound/sweep.ts'
import { at, eventually, TestVillage } from './support/village.ts'

const SOUND_MS = 12_000
const KILLED_AFTER_MS = 6_000
const [UNTOUCHED, KILLED, RESTARTED, DROPPED] = ['cum-1', 'cum-2', 'cum-3', 'cum-4']

let village: TestVillage
/** Between the agents and the broker. */
let wire: TcpRelay
let startAt: number
let records: PlayoutLineAnswer[]
/** When the agents were away from the horn, at the latest back. */
let backAt: number

const member = (name = '') => village.members.find((one) => one.name === name) as FleetMember
const recordsOf = (name = '') => records.filter(({ clusterId }) => clusterId === name)

beforeAll(async () => {
  const mqttPort = await freePort()
  wire = new TcpRelay({ clock: systemClock, targetPort: mqttPort })
  await wire.start()
  village = await TestVillage.start({
    ownProcess: { mqttPort, mqttUrl: `mqtt://127.0.0.1:${wire.port}` },
    boards: Array.from({ length: 4 }, () => ({ warmUpMs: 200 })),
    program: await buildAgentProgram(),
  })
  const bulletin = await village.addBulletin(await makeSweep(SOUND_MS / 1000))
  startAt = Math.ceil(systemClock.now() / 1000) * 1000 + 7_000
  await village.playOnce(bulletin, {
    programmeId: 'tiep-tuc',
    at: startAt,
    clusters: [UNTOUCHED, KILLED, RESTARTED],
  })
  await village.playOnce(bulletin, {
    programmeId: 'bo-qua',
    at: startAt,
    clusters: [DROPPED],
    onInterrupted: 'drop',
  })
  for (const { name } of village.members) await village.settled(name)
  await at(startAt + 2_000)
  wire.cut()
  await at(startAt + 3_000)
  await village.server.process?.stop('SIGKILL')
  // However long it takes to be back: the agents do not wait for it.
  const isServerBack = village.startServer()
  await at(startAt + KILLED_AFTER_MS)
  member(KILLED).process?.kill()
  await Promise.all(
    [RESTARTED, DROPPED].map(async (name) => {
      await village.fleet.stopAgent(member(name))
      await village.fleet.startAgent(member(name))
    }),
  )
  await isServerBack
  await eventually(
    'every cluster has its record at the server',
    async () => new Set((await village.playouts()).map(({ clusterId }) => clusterId)).size === 4,
    60_000,
  )
  backAt = systemClock.now()
  records = await village.playouts()
})

afterAll(async () => {
  await village?.stop()
  await wire?.stop()
})

test('the sound goes on without a gap while the network, the server and its broker go and come back', async () => {
  const horn = await Horn.of(member(UNTOUCHED))
  const sounds = horn.sounds({ from: startAt - 2_000, until: backAt })
  expect(sounds.length).toBe(1)
  expect((sounds[0]?.until ?? 0) - (sounds[0]?.from ?? 0)).toBeGreaterThan(SOUND_MS - 100)
  for (let placeMs = 1_000; placeMs < SOUND_MS - 500; placeMs += 1_000) {
    expect(Math.abs(placeMsOf(horn.pitchHz(startAt + placeMs)) - placeMs - 50)).toBeLessThan(100)
  }
  expect(recordsOf(UNTOUCHED)).toMatchObject([{ outcome: 'heard', reason: null }])
})

test('an agent that was restarted in the middle of a sound goes on where it was, once', async () => {
  const horn = await Horn.of(member(RESTARTED))
  const sounds = horn.sounds({ from: startAt - 2_000, until: backAt })
  expect(sounds.length).toBe(2)
  const [first, second] = sounds
  const stoppedMs = (first?.until ?? 0) - startAt
  const resumedMs = placeMsOf(horn.pitchHz((second?.from ?? 0) + 100)) - 150
  expect(Math.abs(resumedMs - stoppedMs)).toBeLessThan(400)
  expect(recordsOf(RESTARTED)).toMatchObject([{ outcome: 'heard', reason: null }])
})

test('an agent that died in the middle of a sound goes on from what it last wrote down, once', async () => {
  const horn = await Horn.of(member(KILLED))
  const sounds = horn.sounds({ from: startAt - 2_000, until: backAt })
  expect(sounds.length).toBe(2)
  const [first, second] = sounds
  const stoppedMs = (first?.until ?? 0) - startAt
  const resumedMs = placeMsOf(horn.pitchHz((second?.from ?? 0) + 100)) - 150
  expect(resumedMs).toBeLessThan(stoppedMs + 200)
  expect(resumedMs).toBeGreaterThan(stoppedMs - 10_000)
  expect(recordsOf(KILLED)).toMatchObject([{ outcome: 'heard', reason: null }])
})

test('what is dropped by its rule is silent after the restart, and its record says why', async () => {
  const horn = await Horn.of(member(DROPPED))
  const sounds = horn.sounds({ from: startAt - 2_000, until: backAt })
  expect(sounds.length).toBe(1)
  const [sound] = sounds
  const [record] = recordsOf(DROPPED)
  expect(recordsOf(DROPPED)).toMatchObject([{ outcome: 'partlyHeard', reason: 'agentRestarted' }])
  const hornMs = (sound?.until ?? 0) - (sound?.from ?? 0)
  expect(hornMs).toBeGreaterThan(KILLED_AFTER_MS - 600)
  expect(Math.abs((record?.heardMs ?? 0) - hornMs)).toBeLessThan(300)
})

/** Connected and settled, by what the cluster said after `sinceAt`. */
async function settledSince(name = '', sinceAt: number): Promise<void> {
  await eventually(`${name} is back`, async () => {
    const status = (await village.status()).clusters.find(({ clusterId }) => clusterId === name)
    return status?.isConnected && (status.lastHeardOfAt ?? 0) > sinceAt
  })
  await village.settled(name)
}

test('documents delivered again do nothing: no sound, no record, no refusal; plan and config stay', async () => {
  for (const { name } of village.members) await village.settled(name)
  const before = await village.status()
  const since = systemClock.now()

  wire.cut()
  for (const { name } of village.members) await village.settled(name)
  await village.restartServer()
  for (const { name } of village.members) await village.settled(name)
  const killedAt = systemClock.now()
  member(KILLED).process?.kill()
  await settledSince(KILLED, killedAt)
  await village.fleet.stopAgent(member(RESTARTED))
  const stoppedAt = systemClock.now()
  await village.fleet.startAgent(member(RESTARTED))
  await settledSince(RESTARTED, stoppedAt)
  await at(systemClock.now() + 1_000)

  const after = await village.status()
  const held = (status: typeof before) =>
    status.clusters.map(({ clusterId, planRevision, configRevision }) => ({
      clusterId,
      planRevision,
      configRevision,
    }))
  expect(held(after)).toEqual(held(before))
  expect(after.refusals).toEqual([])
  expect(await village.playouts()).toEqual(records)
  for (const one of village.members) {
    const horn = await Horn.of(one)
    expect(horn.isSilent({ from: since, until: systemClock.now() })).toBe(true)
  }
})
