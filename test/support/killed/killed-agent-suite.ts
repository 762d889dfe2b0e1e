import { SeededChance } from '@tieng-lang/hardware-sim/virtual'
import type { PlayoutLineAnswer } from '@tieng-lang/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Horn, type Span } from '../sound/horn.ts'
import { makeSweep, placeMsOf } from '../sound/sweep.ts'
import { eventually, TestVillage } from '../village.ts'
import { type Ordeal, ordeals, ROUND_MS, SOUND_MS } from './agent-kills.ts'
import { memberOf, playRound } from './kill-agents.ts'
import { buildKillableAgent } from './programs.ts'

/** The config says 60. */
const VOLUME_PERCENT = 30
/** How far a sound has come is written down when it has been heard for a second, and then every five. */
const WRITTEN_AFTER_MS = 1_500
const WRITTEN_MS_MIN = 700
/** Sound that was on its way to the horn when the agent died, and the width of a window. */
const TOLERANCE_MS = 250
/** A dead agent is started again after a second. */
const START_MS_MIN = 900
const IDLE_OFF_MS = 10_000

export interface KilledAgentSize {
  clusters: number
  instants: number
  seed: string
}

/** What became of one sound: the record at the server, and what the horn did. */
interface Fate extends Ordeal {
  dueAt: number
  records: PlayoutLineAnswer[]
  horn: Horn
  /** Every stretch of sound, and the same where a pause that no new start could make counts as none. */
  sounds: Span[]
  runs: Span[]
}

/** Of `test`: agents that are killed while they play, each in a place of its own. */
export function killedAgentSuite({ clusters, instants, seed }: KilledAgentSize): void {
  const all = ordeals(new SeededChance(seed), { clusters, instants })
  const kills = all.filter(({ kill }) => kill !== undefined)
  const fates: Fate[] = []
  let village: TestVillage

  beforeAll(async () => {
    village = await TestVillage.start({
      ownProcess: {},
      boards: Array.from({ length: clusters }, () => ({ warmUpMs: 200 })),
      program: await buildKillableAgent(),
    })
    const bulletin = await village.addBulletin(await makeSweep(SOUND_MS / 1000))
    const fresh = await village.addBulletin(await makeSweep(SOUND_MS / 1000 + 0.1))
    for (const { name } of village.members) await village.settled(name)
    for (const { name: clusterId } of village.members) {
      const body = { name: 'volume', percent: VOLUME_PERCENT }
      const order = { place: { clusterId }, requestId: `am-luong-${clusterId}`, body }
      await village.administration.post('/api/v1/commands', order)
    }
    const dueAts: number[] = []
    for (let round = 0; round * clusters < all.length; round++) {
      const ofRound = all.filter((ordeal) => ordeal.round === round)
      dueAts.push(await playRound(village, ofRound, { bulletin, fresh }))
    }
    await eventually(
      'every sound has its record at the server',
      async () => (await village.playouts()).length >= all.length,
      120_000,
    )
    const records = await village.playouts()
    for (const ordeal of all) {
      const dueAt = dueAts[ordeal.round] ?? 0
      const horn = await Horn.of(memberOf(village, ordeal.cluster))
      const span = { from: dueAt - 1_000, until: dueAt + ROUND_MS - 2_000 }
      const own = records.filter(({ broadcastId }) => broadcastId === `${ordeal.programmeId}@once`)
      const runs = horn.sounds(span, START_MS_MIN)
      fates.push({ ...ordeal, dueAt, horn, sounds: horn.sounds(span), runs, records: own })
    }
  }, 1_500_000)

  afterAll(() => village?.stop())

  test('every kill was carried out, and every sound has one record', () => {
    const restarts = village.members.reduce((sum, { process }) => sum + (process?.restartCount ?? 0), 0)
    expect(restarts).toBe(kills.length)
    for (const { programmeId, records } of fates)
      expect([programmeId, records.length]).toEqual([programmeId, 1])
  })

  describe.each(all)('$cluster, round $round, rule $rule, killed at $kill', ({ cluster, round }) => {
    const fate = () => fates.find((one) => one.cluster === cluster && one.round === round) as Fate

    test('it goes on, begins anew or is dropped by its rule', () => expectRule(fate()))
    test('the record claims no more than the horn did', () => expectHonest(fate()))
    test('what sounds after the kill is as loud as before', () => expectSameVolume(fate()))
  })

  test('every amplifier goes off when nothing sounds', async () => {
    const isOff = () => village.members.every(({ board }) => !board.power.isSwitchedOn)
    await eventually('every amplifier is off', isOff, IDLE_OFF_MS + 5_000)
  })

  test('every cluster has the volume that it was commanded to have, and nobody refused anything', async () => {
    const { clusters: states, refusals } = await village.status()
    for (const { clusterId, volumePercent } of states)
      expect([clusterId, volumePercent]).toEqual([clusterId, VOLUME_PERCENT])
    expect(refusals).toEqual([])
  })
}

/** Which rule a fate has to follow depends on when its agent died: before, in or after the sound. */
function expectRule({ rule, kill, runs, horn, records: [record] }: Fate): void {
  const [first, second] = runs as [Span, Span?]
  expect(first).toBeDefined()
  if (record?.outcome === 'heard') expect(record.reason).toBeNull()
  else if (record?.reason === 'outputStarved') expectFewStarved(record)
  else expect([rule, record?.reason]).toEqual(['drop', 'agentRestarted'])
  if (kill === undefined || !('placeMs' in kill) || record?.reason === 'outputStarved') return
  // Nearer to an end than this the one or the other may be the case.
  const isInside = kill.placeMs > 400 && kill.placeMs < SOUND_MS - 400
  if (!isInside) return
  const isWritten = kill.placeMs > WRITTEN_AFTER_MS
  expect(runs.length).toBe(rule === 'drop' ? 1 : 2)
  const stoppedMs = first.until - first.from
  if (rule === 'drop') {
    expect(record?.reason).toBe('agentRestarted')
    if (isWritten) expect(record?.outcome).toBe('partlyHeard')
    if (isWritten) expect(record?.heardMs).toBeGreaterThan(WRITTEN_MS_MIN)
    return
  }
  const resumedMs = placeMsOf(horn.pitchHz((second?.from ?? 0) + 100)) - 150
  if (rule === 'restart') expect(Math.abs(resumedMs)).toBeLessThan(TOLERANCE_MS)
  else {
    expect(resumedMs).toBeLessThan(stoppedMs + TOLERANCE_MS)
    if (isWritten) expect(resumedMs).toBeGreaterThan(WRITTEN_MS_MIN)
  }
}

/** A machine that starts agents all the time may keep a sound card waiting, and the record says so; most is heard. */
function expectFewStarved({ heardMs, askedMs }: PlayoutLineAnswer): void {
  expect(heardMs).toBeGreaterThan(askedMs / 2)
}

/** `heardMs`, start and end of the record lie within what left the horn. */
function expectHonest({ sounds, records: [record] }: Fate): void {
  const soundedMs = sounds.reduce((sum, { from, until }) => sum + until - from, 0)
  expect(record?.heardMs).toBeLessThanOrEqual(soundedMs + TOLERANCE_MS)
  const begins = sounds.map(({ from }) => Math.abs(from - (record?.startedAt ?? 0)))
  expect(Math.min(...begins)).toBeLessThan(TOLERANCE_MS)
}

/** Another volume, that of the config, would be three times as loud. */
function expectSameVolume({ runs, horn }: Fate): void {
  const [first, ...others] = runs.map(({ from, until }) => horn.loudness({ from, until }))
  for (const loudness of others) expect(Math.abs(Math.log2(loudness / (first ?? 0)))).toBeLessThan(0.5)
}
