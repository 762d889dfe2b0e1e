import { LIVE_DELAYS_MS, type OrderAnswer, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HeardVoice, heardVoice, skewMsMax } from './support/live/heard-voice.ts'
import { encodeLiveSpeech, type LiveSpeech } from './support/live/live-speech.ts'
import { LiveVoice } from './support/live/live-voice.ts'
import { Horn } from './support/sound/horn.ts'
import { speak } from './support/sound/speech.ts'
import { eventually, TestVillage } from './support/village.ts'

const BOARDS = [
  { ppm: 100, reportsDelay: true, warmUpMs: 300 },
  { ppm: -100, reportsDelay: true, warmUpMs: 300 },
  { ppm: 50, reportsDelay: false, warmUpMs: 300 },
]
const TEXT =
  'Đây là đài truyền thanh xã, tiếng nói trực tiếp. Nước sông đang lên nhanh, mời bà con thôn Đông chuyển đồ đạc lên cao và chú ý theo dõi.'
const delayMs = LIVE_DELAYS_MS.robust
/** What was said first may have been late on a busy machine, and is not hurried after. */
const LATE_MS_MAX = 45
const SKEW_MS_MAX = 5
const SETTLED_MS_MAX = 60_000

let village: TestVillage
let speech: LiveSpeech

beforeAll(async () => {
  village = await TestVillage.start({ boards: BOARDS, ownProcess: {} })
  speech = await encodeLiveSpeech(await speak(TEXT))
  for (const { name } of village.members) await village.settled(name, SETTLED_MS_MAX)
})

afterAll(() => village?.stop())

/** Somebody whom every cluster hears. */
async function begin(): Promise<LiveVoice> {
  const voice = await LiveVoice.begin(village, { delay: 'robust' })
  await voice.awaitSounding(BOARDS.length)
  return voice
}

test('what is said into the microphone leaves three horns at capture + delay, in step, to its last word', async () => {
  const voice = await begin()
  const capturedAt = await voice.say(speech)
  await voice.end()
  await sleep(systemClock, delayMs + 2_000)
  const heard: HeardVoice[] = []
  for (const member of village.members) heard.push(await heardVoice(member, speech, { capturedAt, delayMs }))
  for (const { clearShare, lagsMs } of heard) {
    expect(clearShare).toBeGreaterThan(0.9)
    expect(Math.min(...lagsMs.values())).toBeGreaterThan(-1)
    expect(Math.max(...lagsMs.values())).toBeLessThan(LATE_MS_MAX)
    expect(Math.max(...lagsMs.keys())).toBeGreaterThan(speech.pcm.length / 48 - 1_500)
  }
  const [first, ...others] = heard
  for (const other of others) expect(first && skewMsMax(first, other)).toBeLessThan(SKEW_MS_MAX)
  const records = await eventually('each cluster has its record', async () => {
    const all = (await village.playouts()).filter(({ broadcastId }) => broadcastId === voice.sessionId)
    return all.length === BOARDS.length && all
  })
  for (const record of records)
    expect(record).toMatchObject({ title: 'Nói thử', outcome: 'heard', evidence: 'lineCurrent' })
})

test('Dừng silences who speaks within a second, on every horn, and ends the session', async () => {
  const voice = await begin()
  let orderedAt = Number.NaN
  const order = { place: { areaId: 'xa-thu' }, broadcastId: null, requestId: 'dung-micro' }
  const began = voice.say(speech, (packet) => {
    if (packet !== 200) return
    orderedAt = systemClock.now()
    void village.administration.post<OrderAnswer>('/api/v1/stops', order)
  })
  const capturedAt = await began
  const { endedBecause } = await eventually('the session is over', async () => {
    const session = await voice.session()
    return session.state === 'ended' && session
  })
  expect(endedBecause).toBe('stopped')
  await sleep(systemClock, delayMs)
  for (const member of village.members) {
    const horn = await Horn.of(member)
    expect(horn.sounds({ from: capturedAt + delayMs, until: orderedAt })).not.toEqual([])
    expect(horn.isSilent({ from: orderedAt + 1_000, until: orderedAt + 3_500 })).toBe(true)
  }
  expect(voice.isOpen).toBe(false)
})
