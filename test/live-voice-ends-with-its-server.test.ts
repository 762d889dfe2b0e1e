import { LIVE_DELAYS_MS, LIVE_EXPIRY_MS_MAX, type LiveSessionAnswer } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeLiveSpeech } from './support/live/live-speech.ts'
import { LiveVoice } from './support/live/live-voice.ts'
import { Horn } from './support/sound/horn.ts'
import { speak } from './support/sound/speech.ts'
import { makeSweep, placeMsOf } from './support/sound/sweep.ts'
import { at, TestVillage } from './support/village.ts'

const SWEEP_S = 30
const delayMs = LIVE_DELAYS_MS.live

let village: TestVillage

beforeAll(async () => {
  village = await TestVillage.start({ boards: [{ warmUpMs: 100 }, { warmUpMs: 100 }], ownProcess: {} })
  for (const { name } of village.members) await village.settled(name, 60_000)
})

afterAll(() => village?.stop())

test('a server killed on air: the horns fall silent, by expiry the interrupted item goes on where it was', async () => {
  const speech = await encodeLiveSpeech(await speak('Mời bà con chú ý theo dõi. Mời bà con chú ý theo dõi.'))
  const bulletin = await village.addBulletin(await makeSweep(SWEEP_S))
  const dueAt = systemClock.now() + 5_000
  await village.playOnce(bulletin, { programmeId: 'bi-ngat', at: dueAt })
  for (const { name } of village.members) await village.settled(name)
  await at(dueAt + 3_000)
  const voice = await LiveVoice.begin(village, { delay: 'live' })
  await voice.awaitSounding(village.members.length)
  const capturedAt = await voice.say(speech)
  const killedAt = systemClock.now()
  await village.serverProcess?.stop('SIGKILL')
  await at(killedAt + LIVE_EXPIRY_MS_MAX + 8_000)
  for (const member of village.members) {
    const horn = await Horn.of(member)
    expect(horn.sounds({ from: capturedAt + delayMs, until: killedAt + delayMs })).not.toEqual([])
    expect(horn.isSilent({ from: killedAt + delayMs + 500, until: killedAt + 30_000 })).toBe(true)
    const [resumed] = horn.sounds({ from: killedAt + 30_000, until: killedAt + LIVE_EXPIRY_MS_MAX + 5_000 })
    const interruptedMs = placeMsOf(horn.pitchHz((resumed?.from ?? Number.NaN) + 200))
    // Where it was when the voice took its place, not where it would be by now.
    expect(interruptedMs).toBeGreaterThan(2_000)
    expect(interruptedMs).toBeLessThan(capturedAt - dueAt + 1_000)
  }
  await village.startServer()
  const path = `/api/v1/live-sessions/${voice.sessionId}`
  const session = await village.administration.get<LiveSessionAnswer>(path)
  expect(session).toMatchObject({ state: 'ended', endedBecause: 'serverRestarted' })
})
