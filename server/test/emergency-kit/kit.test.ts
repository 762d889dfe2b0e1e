import { rm } from 'node:fs/promises'
import { type Clock, type ClusterConfig, CodedError, EMERGENCY_EVENTS } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { clusterConfigOf } from '../../src/broadcasting/delivery/cluster-config.ts'
import { KitMaker } from '../../src/broadcasting/emergency-kit/kit-maker.ts'
import type { SoundMaker } from '../../src/broadcasting/emergency-kit/sound-maker.ts'
import { closingSounds, soundsFor } from '../../src/broadcasting/emergency-kit/sounds-for.ts'
import { removeUnneededMedia } from '../../src/broadcasting/housekeeping/chores/unneeded-media.ts'
import { listKitSounds, removeKitSound } from '../../src/storage/emergencies/emergency-kit.ts'
import { checkDatabaseCopy, copyDatabase } from '../../src/storage/snapshot.ts'
import { findCluster } from '../../src/storage/tree/clusters.ts'
import { clockAhead, runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster } from '../tree.ts'
import { ToneMaker } from './tone-maker.ts'

const folder = temporaryFolder()
let server: RunningServer
let maker: ToneMaker

const start = async () => {
  maker = new ToneMaker()
  server = await runServer(folder.path, { emergencyKit: maker })
  await server.emergencyKit?.settled()
}
beforeAll(async () => {
  await start()
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  addCluster(server.services, { clusterId: 'cum-a', areaId: 'xa-a', name: 'Cụm A' })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const configOf = (): ClusterConfig => {
  const cluster = findCluster(server.services.database, 'cum-a')
  if (!cluster) throw new Error('no cluster')
  return clusterConfigOf(server.services, cluster)
}
const wanted = { areaId: 'xa-a', event: 'storm', language: 'vi' } as const

test('a first start makes every sound once; a later one makes none', async () => {
  expect(maker.madeCount).toBe(23)
  expect(listKitSounds(server.services.database)).toHaveLength(23)
  await server.stop()
  await start()
  expect(maker.madeCount).toBe(0)
})

test('each event has its own signal and its own message, in the config of every cluster', () => {
  const { emergencyKit } = configOf()
  for (const role of ['signal', 'message'] as const) {
    const sounds = EMERGENCY_EVENTS.map((event) =>
      emergencyKit?.sounds.find((sound) => sound.role === role && sound.event === event),
    )
    expect(new Set(sounds.map((sound) => sound?.sha256)).size).toBe(EMERGENCY_EVENTS.length)
  }
  expect(emergencyKit?.button).toMatchObject({ event: 'evacuation', severity: 'Extreme' })
})

test('an Actual is signal and message; an exercise says so before and after, with a signal of its own', () => {
  const actual = soundsFor(server.services, { ...wanted, status: 'Actual' })
  expect([actual.opening.length, actual.message.length, actual.closing.length]).toEqual([1, 1, 0])
  const exercise = soundsFor(server.services, { ...wanted, status: 'Exercise' })
  expect([exercise.opening.length, exercise.message.length, exercise.closing.length]).toEqual([2, 1, 1])
  expect(exercise.message).toEqual(actual.message)
  expect(exercise.opening.map(({ sha256 }) => sha256)).not.toContain(actual.opening[0]?.sha256)
})

test('all clear and correction are said; a cancellation says nothing', () => {
  const closing = (how: 'allClear' | 'correction' | 'cancel', status: 'Actual' | 'Exercise') =>
    closingSounds(server.services, how, { ...wanted, status }).length
  expect([
    closing('allClear', 'Actual'),
    closing('correction', 'Actual'),
    closing('cancel', 'Actual'),
  ]).toEqual([2, 2, 0])
  expect([closing('allClear', 'Exercise'), closing('correction', 'Exercise')]).toEqual([4, 4])
})

test('a language that nobody has recorded is said in the voice’s', () => {
  const hmong = soundsFor(server.services, { ...wanted, status: 'Actual', language: 'hmn' })
  expect(hmong).toEqual(soundsFor(server.services, { ...wanted, status: 'Actual' }))
})

test('anyone may fetch it; the housekeeper leaves it; a backup has it', async () => {
  const { services, httpUrl } = server
  const [sound] = listKitSounds(services.database)
  const answer = await fetch(`${httpUrl}/media/${sound?.sha256}`)
  expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, sound?.sizeBytes])
  const old = { ...services, clock: clockAhead(30 * 86_400_000) }
  expect(await removeUnneededMedia({ services: old, isStopping: () => false })).toEqual({
    removedCount: 0,
    removedBytes: 0,
  })
  await copyDatabase(`${folder.path}/server.sqlite`, `${folder.path}/copy.sqlite`, () => {})
  expect(checkDatabaseCopy(`${folder.path}/copy.sqlite`).mediaSha256s).toHaveLength(23)
})

test('what is gone from the media store is made again', async () => {
  const [sound] = listKitSounds(server.services.database)
  await rm(server.services.media.pathOf(sound?.sha256 ?? ''))
  await server.stop()
  await start()
  expect(maker.madeCount).toBe(1)
  expect(await server.services.media.sizeOf(sound?.sha256 ?? '')).toBe(sound?.sizeBytes)
})

test('what cannot be made keeps nothing else back, and is tried again later', async () => {
  const { services } = server
  const failing: SoundMaker = {
    make: (recipe, making) =>
      recipe.made.kind === 'speech'
        ? Promise.reject(new CodedError('speechMissing', 'espeak-ng is not installed'))
        : new ToneMaker().make(recipe, making),
  }
  for (const sound of listKitSounds(services.database)) removeKitSound(services.database, sound)
  expect(() => soundsFor(services, { ...wanted, status: 'Actual' })).toThrow(
    expect.objectContaining({ code: 'kitNotReady' }),
  )
  const { clock, later } = handClock(services.clock)
  const kit = new KitMaker({ ...services, clock }, failing)
  kit.start()
  await kit.settled()
  const withoutWords = soundsFor(services, { ...wanted, status: 'Actual' })
  expect(withoutWords.message).toEqual(withoutWords.opening)
  expect(closingSounds(services, 'allClear', { ...wanted, status: 'Actual' })).toEqual([])
  expect(later.map(({ afterMs }) => afterMs)).toEqual([600_000])
  await kit.stop()
})

/** A clock whose far timers are only written down. */
function handClock(real: Clock): { clock: Clock; later: { afterMs: number }[] } {
  const later: { afterMs: number }[] = []
  const after: Clock['after'] = (afterMs, act) => {
    if (afterMs < 60_000) return real.after(afterMs, act)
    later.push({ afterMs })
    return { cancel: () => {} }
  }
  return { clock: { ...real, now: () => real.now(), monotonicMs: () => real.monotonicMs(), after }, later }
}
