import { decodeAudio, type Recording, readRecording } from '@tieng-lang/hardware-sim'
import { type PlayoutLineAnswer, SECOND_MS, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BreakingStation } from './support/live/breaking-station.ts'
import { heardStation, placeAt } from './support/live/heard-station.ts'
import { skewMsMax } from './support/live/heard-voice.ts'
import { Horn, type Span } from './support/sound/horn.ts'
import { speak } from './support/sound/speech.ts'
import { type AddedBulletin, at, eventually, TestVillage } from './support/village.ts'

const BOARDS = [
  { ppm: 100, reportsDelay: true, warmUpMs: 300 },
  { ppm: -100, reportsDelay: true, warmUpMs: 300 },
  { ppm: 50, reportsDelay: false, warmUpMs: 300 },
]
const STATION =
  'Đây là đài truyền thanh huyện. Sáng nay nước sông đang lên nhanh, mời bà con thôn Đông chuyển đồ đạc lên cao và chú ý theo dõi. Trạm y tế thông báo lịch tiêm chủng cho trẻ em dưới năm tuổi vào thứ Ba. Giá lúa tuần này tăng nhẹ, thương lái hỏi mua nhiều giống nếp thơm. Đội bóng chuyền nữ của trường trung học vừa thắng trận đầu ở giải tỉnh.'
const FALLBACK = 'Đài huyện tạm mất tín hiệu, mời bà con chờ trong giây lát rồi nghe tiếp.'

const SETTLED_MS_MAX = 60_000
/** From when the programmes are put until the first is due: plans and the bulletin have come, and the station is open. */
const AHEAD_MS = 12_000
/** Between two programmes: the next station is opened while the one before is still heard. */
const PAUSE_MS = 3_000
const SKEW_MS_MAX = 20
const CLEAR_SHARE_MIN = 0.9
/** A sentence and the next are less than this apart, also where the recording begins again. */
const SPEECH_PAUSE_MS_MAX = 800
/** What is looked at of a sound keeps so far from its ends. */
const EDGE_MS = 100
/** From the station's mouth to the horn: its encoding, a second gathered, a second of delay. */
const PASSAGE_MS_MAX = 4_000
/** Its pieces come unevenly, so what is gathered is never quite the same. */
const LATER_MS_MAX = 500
/** The second that was gathered is still heard. */
const HICCUP_MS_MIN = 1_800
/** Three seconds, the pause before it is asked again, and what is gathered anew. */
const HICCUP_MS_MAX = 6_500
const HOLD_MS = 9_500

interface Scene {
  programmeId: string
  lengthMs: number
  /** When the station breaks off, and for how long. */
  gone: { afterMs: number; forMs: number } | null
}

const WHOLE: Scene = { programmeId: 'tron-ven', lengthMs: 20_000, gone: null }
const HICCUP: Scene = { programmeId: 'nac', lengthMs: 16_000, gone: { afterMs: 4_000, forMs: 3_000 } }
const OUTAGE: Scene = { programmeId: 'mat-song', lengthMs: 30_000, gone: { afterMs: 4_000, forMs: 15_000 } }
const SCENES = [WHOLE, HICCUP, OUTAGE]

let station: BreakingStation
let village: TestVillage
let fallback: AddedBulletin
let fallbackPcm: Float32Array
let firstAt: number
let records: PlayoutLineAnswer[]
let recordings: Recording[]
let horns: Horn[]

beforeAll(async () => {
  station = await BreakingStation.start(await speak(STATION))
  village = await TestVillage.start({
    boards: BOARDS,
    ownProcess: {},
    privateSourcesAllowed: [station.host],
  })
  for (const { name } of village.members) await village.settled(name, SETTLED_MS_MAX)
  fallback = await village.addBulletin(await speak(FALLBACK), 'Mất sóng')
  fallbackPcm = await decodeAudio(village.storedAudioUrl(fallback.media.sha256))
  firstAt = Math.ceil(systemClock.now() / SECOND_MS) * SECOND_MS + AHEAD_MS
  for (const scene of SCENES) await plan(scene)
  for (const scene of SCENES) await play(scene)
  records = await eventually('each sound has its record at the server', async () => {
    const all = await village.playouts()
    return all.length >= SCENES.length * BOARDS.length && all
  })
  // What is read and reckoned from here on must keep nobody waiting.
  await village.fleet.stop()
  recordings = await Promise.all(village.members.map(({ recordingPath }) => readRecording(recordingPath)))
  horns = await Promise.all(village.members.map((member) => Horn.of(member)))
})

afterAll(async () => {
  await village?.stop()
  station?.stop()
})

function dueAt(scene: Scene): number {
  const before = SCENES.slice(0, SCENES.indexOf(scene))
  return before.reduce((dueAt, { lengthMs }) => dueAt + lengthMs + PAUSE_MS, firstAt)
}

function plan(scene: Scene): Promise<string> {
  const { programmeId, lengthMs } = scene
  const relay = {
    ...{ source: { kind: 'stream', url: station.url }, durationMsMax: lengthMs },
    fallbackBulletinId: fallback.bulletinId,
  }
  return village.putProgramme({
    programmeId,
    recurrence: { kind: 'once', at: dueAt(scene) },
    playlist: [{ itemId: 'dai', title: 'Thời sự', repeats: 1, gapMs: 0, relay }],
  })
}

/** Resolves a second after its time. */
async function play(scene: Scene): Promise<void> {
  const { gone, lengthMs } = scene
  if (gone) {
    await at(dueAt(scene) + gone.afterMs)
    station.breakOff()
    await sleep(systemClock, gone.forMs)
    station.comeBack()
  }
  await at(dueAt(scene) + lengthMs + SECOND_MS)
}

/** Every stretch of sound of a programme at each horn; the pauses of speech are part of it. */
function stretches(scene: Scene): Span[][] {
  const span = { from: dueAt(scene) - PAUSE_MS / 2, until: dueAt(scene) + scene.lengthMs + PAUSE_MS / 2 }
  return horns.map((horn) => horn.sounds(span, SPEECH_PAUSE_MS_MAX))
}

/** The station's place at the first horn holds for all of them; gives how long it took from its mouth to there, in ms. */
function expectStation(span: Span): number {
  const place = expectInStep(station.pcm, span)
  const behind = station.sampleSaidAt(span.from) - place
  const passageMs = ((behind + station.pcm.length) % station.pcm.length) / 48
  expect(passageMs).toBeLessThan(PASSAGE_MS_MAX)
  return passageMs
}

/** What is said left every horn as it was said, at one time; gives which sample of it was heard at the beginning. */
function expectInStep(said: Float32Array, span: Span): number {
  const [first] = recordings
  if (!first) throw new Error('there is no horn')
  const sample = placeAt(first, said, span.from)
  const heard = recordings.map((recording) => heardStation(recording, said, { sample, span }))
  for (const { clearShare, lagsMs } of heard) {
    expect(clearShare).toBeGreaterThan(CLEAR_SHARE_MIN)
    for (const other of heard) expect(skewMsMax({ clearShare, lagsMs }, other)).toBeLessThan(SKEW_MS_MAX)
  }
  return sample
}

/** What all horns have in common of their sounds of one number. */
function common(sounds: readonly Span[][], number: number): Span {
  const each = sounds.flatMap((found) => found[number] ?? [])
  return {
    from: Math.max(...each.map(({ from }) => from)) + EDGE_MS,
    until: Math.min(...each.map(({ until }) => until)) - EDGE_MS,
  }
}

function recordsOf({ programmeId }: Scene): PlayoutLineAnswer[] {
  return records.filter(({ occurrenceId }) => occurrenceId === `${programmeId}@once/dai/1`)
}

test('a station that is relayed sounds at its time on all three horns, in step, from the first second to the last', () => {
  const sounds = stretches(WHOLE)
  for (const found of sounds) {
    expect(found).toHaveLength(1)
    const [{ from, until } = { from: Number.NaN, until: Number.NaN }] = found
    expect(from - dueAt(WHOLE)).toBeGreaterThan(-EDGE_MS)
    expect(from - dueAt(WHOLE)).toBeLessThan(SPEECH_PAUSE_MS_MAX)
    expect(until - dueAt(WHOLE) - WHOLE.lengthMs).toBeGreaterThan(-SPEECH_PAUSE_MS_MAX)
    expect(until - dueAt(WHOLE) - WHOLE.lengthMs).toBeLessThan(EDGE_MS)
  }
  expectStation(common(sounds, 0))
})

test('a station that breaks off for three seconds is silence, and then in step again, no later than before', () => {
  const sounds = stretches(HICCUP)
  for (const found of sounds) {
    expect(found).toHaveLength(2)
    expect(silenceMs(found, 0)).toBeGreaterThan(HICCUP_MS_MIN)
    expect(silenceMs(found, 0)).toBeLessThan(HICCUP_MS_MAX)
  }
  const beforeMs = expectStation(common(sounds, 0))
  const afterMs = expectStation(common(sounds, 1))
  expect(afterMs - beforeMs).toBeLessThan(LATER_MS_MAX)
})

test('a station that stays away: after ten seconds the bulletin on all three horns, and the station when it is back', () => {
  const sounds = stretches(OUTAGE)
  for (const found of sounds) {
    expect(found).toHaveLength(3)
    expect(Math.abs(silenceMs(found, 0) - HOLD_MS)).toBeLessThan(SPEECH_PAUSE_MS_MAX)
  }
  const beforeMs = expectStation(common(sounds, 0))
  const bulletin = common(sounds, 1)
  const fromSample = expectInStep(fallbackPcm, bulletin)
  expect(fromSample / 48).toBeLessThan(SPEECH_PAUSE_MS_MAX)
  expect(bulletin.until - bulletin.from).toBeGreaterThan(fallbackPcm.length / 48 - SPEECH_PAUSE_MS_MAX)
  const afterMs = expectStation(common(sounds, 2))
  expect(afterMs - beforeMs).toBeLessThan(LATER_MS_MAX)
})

test('each sound ends in one record on each cluster, which tells what was silent', () => {
  expect(records).toHaveLength(SCENES.length * BOARDS.length)
  for (const scene of SCENES) {
    const found = recordsOf(scene)
    expect(new Set(found.map(({ clusterId }) => clusterId)).size).toBe(BOARDS.length)
    for (const record of found) {
      expect(record).toMatchObject({ title: 'Thời sự', evidence: 'lineCurrent', askedMs: scene.lengthMs })
      expect(record.outcome).toBe(scene.gone ? 'partlyHeard' : 'heard')
      expect(Math.abs((record.startedAt ?? 0) - dueAt(scene))).toBeLessThan(SKEW_MS_MAX)
      expect(Math.abs((record.endedAt ?? 0) - dueAt(scene) - scene.lengthMs)).toBeLessThan(SKEW_MS_MAX)
    }
  }
  for (const { heardMs } of recordsOf(WHOLE)) expect(heardMs).toBeCloseTo(WHOLE.lengthMs, -1)
  for (const scene of [HICCUP, OUTAGE]) {
    const [found = []] = stretches(scene)
    const silentMs = found.reduce((sum, _, index) => sum + (silenceMs(found, index) || 0), 0)
    const differenceMsMax = (found.length - 1) * SPEECH_PAUSE_MS_MAX
    for (const { heardMs } of recordsOf(scene))
      expect(Math.abs(scene.lengthMs - silentMs - heardMs)).toBeLessThan(differenceMsMax)
  }
})

function silenceMs(sounds: readonly Span[], after: number): number {
  return (sounds[after + 1]?.from ?? Number.NaN) - (sounds[after]?.until ?? Number.NaN)
}
