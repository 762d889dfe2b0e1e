import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { heardFrom, type Recording, readRecording, type SimulatedTuner } from '@tieng-lang/hardware-sim'
import { type PlayoutLineAnswer, type ProgrammeCheckAnswer, SECOND_MS } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ToneStretch, toneShare, toneStretches } from './support/sound/tones.ts'
import { type AddedBulletin, at, eventually, TestVillage } from './support/village.ts'

const run = promisify(execFile)
const DISTRICT = { frequencyKhz: 91_000, toneHz: 600 }
const PROVINCE = { frequencyKhz: 99_900, toneHz: 1_500 }
/** Nobody plans this one. */
const FOREIGN = { frequencyKhz: 104_500, toneHz: 2_400 }
const FALLBACK_HZ = 1_000
const FALLBACK_MS = 3_000
const TONES_HZ = [DISTRICT.toneHz, PROVINCE.toneHz, FOREIGN.toneHz, FALLBACK_HZ]
const BOARDS = [
  { ppm: 100, warmUpMs: 300, tuner: { stations: [DISTRICT, PROVINCE, FOREIGN], ppm: -80 } },
  { ppm: -50, warmUpMs: 300 },
]

const SETTLED_MS_MAX = 60_000
const AHEAD_MS = 8_000
const PAUSE_MS = 4_000
/** Windows of a tenth of a second, with a change inside the first and the last. */
const EDGE_MS = 200
/** Of a carrier: the board is read every half second. */
const NOTICED_MS_MAX = 1_000
const HOLD_MS = 10_000
/** After a carrier is back: noticed, and then what was received since is on its way. */
const BACK_MS_MAX = 2_000
const NOT_A_TONE = 0.02

const LOST = { programmeId: 'dai-huyen', source: DISTRICT, lengthMs: 26_000, lostMs: 4_000, backMs: 20_000 }
const WHOLE = { programmeId: 'dai-tinh', source: PROVINCE, lengthMs: 5_000 }

let village: TestVillage
let fallback: AddedBulletin
let checked: ProgrammeCheckAnswer
let lostAt: number
let wholeAt: number
let strayAt: number
let strayShut: { isGateOpen: boolean } | undefined
let records: PlayoutLineAnswer[]
let recordings: Recording[]

beforeAll(async () => {
  village = await TestVillage.start({ boards: BOARDS, ownProcess: {} })
  for (const { name } of village.members) await village.settled(name, SETTLED_MS_MAX)
  fallback = await village.addBulletin(await fallbackTone(village.dataDir), 'Mất sóng')
  checked = await eventually('which clusters have no tuner is known', async () => {
    const answer = await check()
    return answer.conflicts.length > 0 && answer
  })
  lostAt = Math.ceil(systemClock.now() / SECOND_MS) * SECOND_MS + AHEAD_MS
  wholeAt = lostAt + LOST.lengthMs + PAUSE_MS
  strayAt = wholeAt + WHOLE.lengthMs + PAUSE_MS / 2
  await village.putProgramme({ ...once(LOST, lostAt), ...playlist(LOST, fallback.bulletinId) })
  await village.putProgramme({ ...once(WHOLE, wholeAt), ...playlist(WHOLE, null) })
  await live(tuner())
  records = await eventually('each sound has its record at the server', async () => {
    const all = await village.playouts()
    return all.length >= 2 * BOARDS.length && all
  })
  await village.fleet.stop()
  recordings = await Promise.all(village.members.map(({ recordingPath }) => readRecording(recordingPath)))
})

afterAll(() => village?.stop())

async function fallbackTone(folder: string): Promise<string> {
  const path = join(folder, 'mat-song.wav')
  const tone = `sine=frequency=${FALLBACK_HZ}:duration=${FALLBACK_MS / SECOND_MS}:sample_rate=48000`
  await run('ffmpeg', ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', tone, path])
  return path
}

function tuner(): SimulatedTuner {
  const found = village.members[0]?.board.tuner
  if (!found) throw new Error('the first board has a tuner')
  return found
}

function once({ programmeId }: { programmeId: string }, instant: number) {
  return { programmeId, recurrence: { kind: 'once', at: instant } }
}

function playlist(
  { source, lengthMs }: { source: { frequencyKhz: number }; lengthMs: number },
  fallbackBulletinId: string | null,
) {
  const { frequencyKhz } = source
  const relay = { source: { kind: 'tuner', frequencyKhz }, durationMsMax: lengthMs, fallbackBulletinId }
  return { playlist: [{ itemId: 'dai', title: 'Đài FM', repeats: 1, gapMs: 0, relay }] }
}

/** What the page asks before anything is saved. */
function check(): Promise<ProgrammeCheckAnswer> {
  return village.administration.post<ProgrammeCheckAnswer>('/api/v1/programme-checks', {
    targets: { areas: ['xa-thu'], zones: [], clusters: [] },
    definition: {
      ...once(LOST, systemClock.now() + 3_600_000),
      ...playlist(LOST, fallback.bulletinId),
      ...{ name: 'Đài huyện', priority: 'routine', validity: {}, latenessMsMax: 60_000 },
      ...{ onInterrupted: 'resume', mayBeCut: false },
    },
  })
}

/** The carrier goes and comes back; later somebody opens the gate by hand, at a station that nobody has planned. */
async function live(fm: SimulatedTuner): Promise<void> {
  await at(lostAt + LOST.lostMs)
  fm.lostKhz.add(DISTRICT.frequencyKhz)
  await at(lostAt + LOST.backMs)
  fm.lostKhz.clear()
  await at(strayAt)
  fm.set({ isGateOpen: true, frequencyKhz: FOREIGN.frequencyKhz })
  strayShut = await eventually('the gate is shut', () => !fm.isGateOpen && { isGateOpen: fm.isGateOpen })
  await at(strayAt + PAUSE_MS)
}

function stretches(horn: number, from: number, lengthMs: number): ToneStretch[] {
  const recording = recordings[horn]
  if (!recording) throw new Error(`there is no horn ${horn}`)
  const found = toneStretches(recording, { from, until: from + lengthMs }, TONES_HZ)
  // A window in which one becomes the other is neither.
  return found.filter(({ heard, from: start, until }) => heard !== 'other' || until - start > EDGE_MS)
}

test('before anything is saved a sentence names the clusters that have no tuner', () => {
  expect(checked.conflicts.map(({ code }) => code)).toEqual(['noTuner'])
  expect(checked.conflicts[0]?.vi).toContain('cum-2')
  expect(checked.conflicts[0]?.vi).not.toContain('cum-1')
})

test('the station, ten seconds of silence without its carrier, the bulletin, and the station again', () => {
  const found = stretches(0, lostAt, LOST.lengthMs)
  expect(found.map(({ heard }) => heard)).toEqual([600, 'silence', 1_000, 'silence', 600])
  const [station, hold, bulletin, , again] = found
  expect((station?.from ?? 0) - lostAt).toBeLessThan(EDGE_MS)
  const goneAt = station?.until ?? 0
  expect(goneAt - lostAt - LOST.lostMs).toBeGreaterThan(-EDGE_MS)
  expect(goneAt - lostAt - LOST.lostMs).toBeLessThan(NOTICED_MS_MAX)
  expect(Math.abs((hold?.until ?? 0) - goneAt - HOLD_MS)).toBeLessThan(2 * EDGE_MS)
  expect(Math.abs((bulletin?.until ?? 0) - (bulletin?.from ?? 0) - FALLBACK_MS)).toBeLessThan(2 * EDGE_MS)
  expect((again?.from ?? 0) - lostAt).toBeGreaterThan(LOST.backMs)
  expect((again?.from ?? 0) - lostAt - LOST.backMs).toBeLessThan(BACK_MS_MAX)
  expect(lostAt + LOST.lengthMs - (again?.until ?? 0)).toBeLessThan(EDGE_MS)
})

test('the next programme is what its own frequency carries', () => {
  const found = stretches(0, wholeAt, WHOLE.lengthMs)
  expect(found.map(({ heard }) => heard)).toEqual([PROVINCE.toneHz])
})

test('what is not commanded is never heard, though somebody opens the gate; the agent shuts it', () => {
  expect(strayShut).toEqual({ isGateOpen: false })
  const spans = [
    { from: lostAt - AHEAD_MS, lengthMs: AHEAD_MS - EDGE_MS },
    { from: lostAt + LOST.lengthMs + EDGE_MS, lengthMs: PAUSE_MS - 2 * EDGE_MS },
    {
      from: wholeAt + WHOLE.lengthMs + EDGE_MS,
      lengthMs: strayAt + PAUSE_MS - wholeAt - WHOLE.lengthMs - SECOND_MS,
    },
  ]
  for (const [horn, recording] of recordings.entries()) {
    for (const { from, lengthMs } of spans)
      expect(stretches(horn, from, lengthMs).map(({ heard }) => heard)).toEqual(['silence'])
    const all = heardFrom(recording, lostAt, (LOST.lengthMs + PAUSE_MS + WHOLE.lengthMs) * 48)
    expect(toneShare(all, FOREIGN.toneHz)).toBeLessThan(NOT_A_TONE)
  }
})

test('a cluster without a tuner says the bulletin, where there is one', () => {
  const [bulletin, ...rest] = stretches(1, lostAt, LOST.lengthMs)
  expect(bulletin?.heard).toBe(FALLBACK_HZ)
  expect(rest.map(({ heard }) => heard)).toEqual(['silence'])
  expect(stretches(1, wholeAt, WHOLE.lengthMs).map(({ heard }) => heard)).toEqual(['silence'])
})

test('each ends in one record: what was silent, by what it is known, and where there was no tuner', () => {
  expect(records).toHaveLength(2 * BOARDS.length)
  const recordOf = (clusterId: string, { programmeId }: { programmeId: string }) =>
    records.find((each) => each.clusterId === clusterId && each.occurrenceId === `${programmeId}@once/dai/1`)
  expect(recordOf('cum-1', WHOLE)).toMatchObject({ outcome: 'heard', reason: null, evidence: 'lineCurrent' })
  const lost = recordOf('cum-1', LOST)
  expect(lost).toMatchObject({ outcome: 'partlyHeard', evidence: 'lineCurrent', askedMs: LOST.lengthMs })
  const heard = stretches(0, lostAt, LOST.lengthMs).filter((each) => each.heard !== 'silence')
  const heardMs = heard.reduce((sum, { from, until }) => sum + until - from, 0)
  expect(Math.abs((lost?.heardMs ?? 0) - heardMs)).toBeLessThan(heard.length * 2 * EDGE_MS)
  expect(recordOf('cum-2', LOST)).toMatchObject({ outcome: 'partlyHeard', reason: 'noTuner' })
  expect(recordOf('cum-2', WHOLE)).toMatchObject({ outcome: 'notHeard', reason: 'noTuner' })
})
