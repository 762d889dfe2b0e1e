import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { decodeAudio, listen, readRecording } from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import { expect, test } from 'vitest'
import { speak } from '../support/sound/speech.ts'
import { eventually, TestVillage } from '../support/village.ts'

const BOARDS = [
  { ppm: 100, reportsDelay: true },
  { ppm: -100, reportsDelay: true },
  { ppm: 100, reportsDelay: false },
  { ppm: -100, reportsDelay: false },
]
const LENGTH_S = 900

test('a quarter of an hour stays within ±20 ms and correlates from its first window to its last, at ±100 ppm', async () => {
  const village = await TestVillage.start({ boards: BOARDS, ownProcess: {} })
  try {
    const { bulletinId, media } = await village.addBulletin(await longSpeech())
    const reference = await decodeAudio(village.storedAudioUrl(media.sha256))
    const startAt = Math.ceil(systemClock.now() / 1000) * 1000 + 10_000
    await village.putProgramme({
      recurrence: { kind: 'once', at: startAt },
      playlist: [{ itemId: 'tin', title: 'Tin', bulletinId, repeats: 1, gapMs: 0 }],
    })
    const isRecorded = async () => (await village.playouts()).length === BOARDS.length
    await eventually('every sound has its record at the server', isRecorded, (LENGTH_S + 60) * 1000)
    await village.fleet.stop()
    for (const { recordingPath } of village.members) {
      const { summary } = listen(await readRecording(recordingPath), reference, startAt)
      expect(summary.windowCount).toBeGreaterThan(LENGTH_S * 2)
      expect(summary.correlationMin).toBeGreaterThanOrEqual(0.98)
      expect(summary.lagMsMin).toBeGreaterThanOrEqual(-20)
      expect(summary.lagMsMax).toBeLessThanOrEqual(20)
      expect(summary.lagDriftMsPerSecondMax).toBeLessThanOrEqual(0.2)
      expect(summary.gaps).toBe(0)
    }
  } finally {
    await village.stop()
  }
})

/** One speech again and again, so long as it takes: what matters is the time, not the words. */
async function longSpeech(): Promise<string> {
  const sentence = await speak(
    'Đây là đài truyền thanh xã. Mời bà con chú ý theo dõi bản tin thời tiết và nông vụ hôm nay.',
  )
  const file = join(sentence, '../long.wav')
  const length = ['-stream_loop', '-1', '-i', sentence, '-t', String(LENGTH_S)]
  await promisify(execFile)('ffmpeg', ['-v', 'error', ...length, '-y', file])
  return file
}
