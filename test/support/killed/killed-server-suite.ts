import { SeededChance } from '@tieng-lang/hardware-sim/virtual'
import type { PlayoutLineAnswer } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Background, SOUND_MS } from '../background.ts'
import { Horn, type Span } from '../sound/horn.ts'
import { makeSweep } from '../sound/sweep.ts'
import { eventually, TestVillage, type VillageStatus } from '../village.ts'
import { serverKills, startAndKill } from './kill-server.ts'
import { buildKillableAgent, buildKillableServer } from './programs.ts'

const CLUSTERS = 3
const PAUSE_MS_MAX = 100
/** A sound that lost up to 200 ms counts as heard; then come the widths of windows. */
const LOST_MS_MAX = 350
const WINDOW_MS = 20
const LATE_MS_MAX = 200
const STARVED_SHARE_MAX = 0.1

/** Of `test`: a server killed again and again under clusters that play without a pause. */
export function killedServerSuite({ instants, seed }: { instants: number; seed: string }): void {
  const kills = serverKills(new SeededChance(seed), instants)
  let village: TestVillage
  let background: Background
  let from: number
  let until: number
  let records: PlayoutLineAnswer[] = []
  let status: VillageStatus

  beforeAll(async () => {
    village = await TestVillage.start({
      ownProcess: { program: await buildKillableServer() },
      boards: Array.from({ length: CLUSTERS }, () => ({ warmUpMs: 200 })),
      program: await buildKillableAgent(),
    })
    background = new Background(village, await village.addBulletin(await makeSweep(SOUND_MS / 1000)))
    await background.begin()
    for (const { name } of village.members) await village.settled(name)
    from = background.nextRound()
    await village.serverProcess?.stop('SIGKILL')
    for (const kill of kills) {
      await startAndKill(village, kill, async () => {
        await background.approveMissing()
        if (kill.isOfPlans) await background.approveMore()
      })
    }
    await village.startServer()
    await background.approveMissing()
    for (const { name } of village.members) await village.settled(name)
    until = background.end()
    const count = background.plannedIn(from, until).length * CLUSTERS
    await eventually(
      `${count} records are at the server`,
      async () => {
        records = (await village.playouts()).filter(({ dueAt }) => dueAt >= from && dueAt < until)
        return records.length >= count && systemClock.now() > until
      },
      120_000,
    ).catch(() => undefined)
    status = await village.status()
  }, 1_500_000)

  afterAll(() => village?.stop())

  test(`killed ${kills.length} times, at every step and between them: each occurrence has one record on each cluster`, () => {
    const planned = background.plannedIn(from, until)
    for (const { name } of village.members) {
      const told = records.filter(({ clusterId }) => clusterId === name)
      expect(told.map(({ occurrenceId }) => occurrenceId).sort()).toEqual(planned)
    }
  })

  test('the clusters played on: every sound is heard whole, on the horn as in the log, and nothing else', async () => {
    const partly = records.filter(({ outcome }) => outcome !== 'heard')
    // A machine that starts servers all the time may keep a sound card waiting: that is told, and is rare.
    expect(partly.filter(({ reason }) => reason !== 'outputStarved')).toEqual([])
    expect(partly.length).toBeLessThanOrEqual(records.length * STARVED_SHARE_MAX)
    for (const member of village.members) {
      const sounds = (await Horn.of(member)).sounds({ from: from - 100, until: until - 100 }, PAUSE_MS_MAX)
      const told = records.filter(({ clusterId }) => clusterId === member.name)
      for (const record of told.filter(({ outcome }) => outcome === 'heard'))
        expect(soundedMs(sounds, record)).toBeGreaterThan(SOUND_MS - LOST_MS_MAX)
      const untold = sounds.filter((sound) => !told.some((record) => isOf(record, sound)))
      expect(untold).toEqual([])
      const allMs = sounds.reduce((sum, sound) => sum + sound.until - sound.from, 0)
      expect(allMs).toBeLessThan(told.length * (SOUND_MS + WINDOW_MS * 2))
    }
  })

  test('every cluster holds the plan that the server wants it to hold, and nobody had to refuse anything', () => {
    for (const { planRevision } of status.clusters) expect(planRevision.held).toBe(planRevision.wanted)
    expect(status.refusals).toEqual([])
  })
}

/** A card that was kept waiting is a little late with its last samples. */
function isOf({ startedAt, endedAt }: PlayoutLineAnswer, { from, until }: Span): boolean {
  return from < (endedAt ?? 0) + LATE_MS_MAX && until > (startedAt ?? 0) - LATE_MS_MAX
}

/** How much of the time of a record the horn sounded. */
function soundedMs(sounds: readonly Span[], { startedAt, endedAt }: PlayoutLineAnswer): number {
  const within = ({ from, until }: Span) => Math.min(until, endedAt ?? 0) - Math.max(from, startedAt ?? 0)
  return sounds.reduce((sum, sound) => sum + Math.max(0, within(sound)), 0)
}
