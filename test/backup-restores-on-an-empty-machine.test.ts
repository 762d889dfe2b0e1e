import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildAgentProgram } from '@tieng-lang/hardware-sim'
import { DEFAULT_TIME_ZONE, type PlayoutLineAnswer } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { localTimeAt } from '@tieng-lang/scheduler'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tiengLang } from '../server/test/cli/program.ts'
import { Horn } from './support/sound/horn.ts'
import { makeSweep } from './support/sound/sweep.ts'
import { at, eventually, TestVillage, type VillageStatus } from './support/village.ts'

const SOUND_MS = 1_000
const EVERY_MS = 3_000
const SOUNDS = 20
/** Made and heard after the backup: the restored server has never heard of it. */
const LOST = 'sau-sao-luu'
const CLUSTERS = ['cum-1', 'cum-2', 'cum-3']

let village: TestVillage
let startAt: number
/** What the log held when the backup had been made, and when the server was killed. */
let atBackup: PlayoutLineAnswer[]
let atKill: PlayoutLineAnswer[]
let statusAtKill: VillageStatus

const serverDir = () => join(village.dataDir, 'server')
const idsOf = (lines: PlayoutLineAnswer[]) =>
  lines.map((line) => `${line.clusterId} ${line.occurrenceId}`).sort()

/** A sound every few seconds. */
async function planSounds(): Promise<void> {
  const { bulletinId } = await village.addBulletin(await makeSweep(SOUND_MS / 1_000))
  startAt = Math.ceil(systemClock.now() / 1_000) * 1_000 + 10_000
  const startTimes = Array.from({ length: SOUNDS }, (_, index) =>
    localTimeAt(startAt + index * EVERY_MS, DEFAULT_TIME_ZONE),
  )
  await village.putProgramme({
    recurrence: { kind: 'daily', startTimes },
    playlist: [{ itemId: 'tin', title: 'Tin', bulletinId, repeats: 1, gapMs: 0 }],
  })
}

/** Uploads and edits, one after another, until told to end; gives the titles of what was taken in after `since`. */
function startWorking(): { end(): Promise<void> } {
  let isEnding = false
  const work = async () => {
    const file = await makeSweep(1)
    for (let index = 0; !isEnding; index += 1) {
      await village.administration.patch('/api/v1/areas/xa-thu', { name: `Xã Thử ${index}` })
      if (index % 5 === 0) await village.addBulletin(file, `Tải lên ${index}`)
    }
  }
  const working = work()
  return {
    end: () => {
      isEnding = true
      return working
    },
  }
}

async function command(args: string[]): Promise<string> {
  const { exitCode, out, error } = await tiengLang(serverDir(), args)
  if (exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${exitCode}: ${error}`)
  return out
}

beforeAll(async () => {
  village = await TestVillage.start({
    ownProcess: {},
    boards: CLUSTERS.map(() => ({ warmUpMs: 100 })),
    program: await buildAgentProgram(),
  })
  await planSounds()
  for (const name of CLUSTERS) await village.settled(name)
  await at(startAt + 2 * EVERY_MS)

  const working = startWorking()
  const backups = join(village.dataDir, 'sao-luu')
  await command(['backup', '--to', backups])
  atBackup = await village.playouts()
  const late = await village.addBulletin(await makeSweep(SOUND_MS / 1_000), 'Sau khi sao lưu')
  // Between two of the others.
  const slot = Math.ceil((systemClock.now() + 4_000 - startAt) / EVERY_MS)
  await village.playOnce(late, { programmeId: LOST, at: startAt + slot * EVERY_MS + EVERY_MS / 2 })
  await eventually(
    'records have come since the backup, of what it does not know as well',
    async () => {
      const lines = await village.playouts()
      const lost = lines.filter(({ broadcastId }) => broadcastId === `${LOST}@once`)
      return lost.length === CLUSTERS.length && lines.length >= atBackup.length + 2 * CLUSTERS.length
    },
    60_000,
  )
  await working.end()
  statusAtKill = await village.status()
  atKill = await village.playouts()
  await village.server.process?.stop('SIGKILL')
  await rm(serverDir(), { recursive: true })

  await command(['restore', '--from', backups])
  await village.startServer()
}, 300_000)
afterAll(() => village?.stop())

test('the clusters find the restored server by themselves and hold what it wants them to hold', async () => {
  for (const name of CLUSTERS) await village.settled(name)
  const { clusters, refusals } = await village.status()
  for (const { clusterId, planRevision, configRevision } of clusters) {
    const before = statusAtKill.clusters.find((cluster) => cluster.clusterId === clusterId)
    expect(planRevision.held).toBeGreaterThan(before?.planRevision.held ?? 0)
    expect(configRevision.held).toBeGreaterThan(before?.configRevision.held ?? 0)
  }
  expect(refusals).toEqual([])
})

test('each sound is in the log exactly once: of before the backup, since it, without a server, and after', async () => {
  const lines = await eventually(
    'every record has come',
    async () => {
      const found = await village.playouts()
      return found.length >= CLUSTERS.length * (SOUNDS + 1) && found
    },
    SOUNDS * EVERY_MS + 120_000,
  )
  expect(new Set(idsOf(lines)).size).toBe(lines.length)
  for (const name of CLUSTERS) {
    const own = lines.filter(({ clusterId }) => clusterId === name)
    const dueAts = own.filter(({ broadcastId }) => broadcastId !== `${LOST}@once`).map(({ dueAt }) => dueAt)
    expect(dueAts.sort()).toEqual(Array.from({ length: SOUNDS }, (_, index) => startAt + index * EVERY_MS))
    expect(own).toHaveLength(SOUNDS + 1)
  }
  expect(idsOf(lines)).toEqual(expect.arrayContaining(idsOf(atKill)))
  // On a busy machine a simulated sound card is starved now and then; what is not heard at all is not its doing.
  expect(lines.filter(({ outcome }) => outcome === 'notHeard')).toEqual([])
  expect((await village.status()).refusals).toEqual([])
}, 300_000)

test('no horn missed a sound while the server was away', async () => {
  const endAt = startAt + SOUNDS * EVERY_MS
  await at(endAt + 2_000)
  for (const member of village.members) {
    const horn = await Horn.of(member)
    for (let dueAt = startAt; dueAt < endAt; dueAt += EVERY_MS)
      expect(horn.isSilent({ from: dueAt, until: dueAt + SOUND_MS }), `${member.name} at ${dueAt}`).toBe(
        false,
      )
  }
})
