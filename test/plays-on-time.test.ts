import { decodeAudio, heardFrom, listen, readRecording } from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { speak } from './support/sound/speech.ts'
import { eventually, TestVillage } from './support/village.ts'

const BOARDS = [
  { ppm: 100, reportsDelay: true, warmUpMs: 300 },
  { ppm: -100, reportsDelay: true, warmUpMs: 300 },
  { ppm: 100, reportsDelay: false, warmUpMs: 300 },
  { ppm: -100, reportsDelay: false, warmUpMs: 300 },
]
const TEXT =
  'Đây là đài truyền thanh xã. Trạm y tế thông báo lịch tiêm chủng cho trẻ em dưới năm tuổi vào sáng thứ Ba. Mời bà con chú ý theo dõi.'
const REPEATS = 2
const GAP_MS = 500

let village: TestVillage
let reference: Float32Array
let startAt: number

beforeAll(async () => {
  village = await TestVillage.start({ boards: BOARDS, ownProcess: {} })
  const { bulletinId, media } = await village.addBulletin(await speak(TEXT))
  reference = await decodeAudio(village.storedAudioUrl(media.sha256))
  startAt = Math.ceil(systemClock.now() / 1000) * 1000 + 8_000
  await village.putProgramme({
    recurrence: { kind: 'once', at: startAt },
    playlist: [{ itemId: 'tin', title: 'Tin', bulletinId, repeats: REPEATS, gapMs: GAP_MS }],
  })
  await eventually(
    'every sound has its record at the server',
    async () => (await village.playouts()).length === BOARDS.length * REPEATS,
    120_000,
  )
  await village.fleet.stop()
})

afterAll(() => village?.stop())

const dueAt = (repeat: number) => startAt + repeat * (reference.length / 48 + GAP_MS)
const recordingOf = (index: number) => readRecording(village.members[index]?.recordingPath ?? '')

test.each(BOARDS.map((board, index) => ({ ...board, index })))(
  'what leaves the horn is the stored file, on time, twice: $ppm ppm, delay report $reportsDelay',
  async ({ index }) => {
    const recording = await recordingOf(index)
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      const { summary } = listen(recording, reference, dueAt(repeat))
      expect(summary.windowCount).toBeGreaterThan(20)
      expect(summary.correlationMin).toBeGreaterThanOrEqual(0.98)
      expect(summary.lagMsMin).toBeGreaterThanOrEqual(-20)
      expect(summary.lagMsMax).toBeLessThanOrEqual(20)
      expect(summary.lagDriftMsPerSecondMax).toBeLessThanOrEqual(0.2)
      expect(summary.gaps).toBe(0)
    }
  },
)

test('no click at start, end or repeat: the wave never bends more sharply there than inside the speech', async () => {
  for (const index of BOARDS.keys()) {
    const recording = await recordingOf(index)
    const lengthMs = reference.length / 48
    const inside = sharpestBend(heardFrom(recording, dueAt(0) + 200, Math.floor((lengthMs - 400) * 48)))
    for (const at of [dueAt(0), dueAt(0) + lengthMs, dueAt(1), dueAt(1) + lengthMs]) {
      expect(sharpestBend(heardFrom(recording, at - 150, 300 * 48))).toBeLessThanOrEqual(inside)
    }
  }
})

test('each sound ends in one record: heard, by line current, for as long as was asked', async () => {
  const records = await village.playouts()
  expect(new Set(records.map(({ clusterId, occurrenceId }) => `${clusterId} ${occurrenceId}`)).size).toBe(8)
  for (const record of records) {
    expect(record).toMatchObject({
      outcome: 'heard',
      reason: null,
      evidence: 'lineCurrent',
    })
    expect(record.heardMs).toBeCloseTo(reference.length / 48, -1)
    expect(Math.abs((record.startedAt ?? 0) - record.dueAt)).toBeLessThanOrEqual(20)
  }
})

/** The largest second difference: a click is a sudden bend. */
function sharpestBend(samples: Float32Array): number {
  let sharpest = 0
  for (let index = 2; index < samples.length; index += 1) {
    const bend = (samples[index] ?? 0) - 2 * (samples[index - 1] ?? 0) + (samples[index - 2] ?? 0)
    sharpest = Math.max(sharpest, Math.abs(bend))
  }
  return sharpest
}
