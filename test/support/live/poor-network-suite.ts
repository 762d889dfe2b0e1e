import { NETWORK_PROFILES, type NetworkProfile, type NetworkProfileName } from '@tieng-lang/hardware-sim'
import { LIVE_DELAYS_MS, type LiveDelay, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Horn } from '../sound/horn.ts'
import { speak } from '../sound/speech.ts'
import { at, TestVillage } from '../village.ts'
import { type HeardVoice, heardVoice, skewMsMax } from './heard-voice.ts'
import { encodeLiveSpeech, type LiveSpeech } from './live-speech.ts'
import { LiveVoice } from './live-voice.ts'

export interface PoorNetworkOptions {
  profile: NetworkProfileName
  delay: LiveDelay
  seconds: number
  /** In place of the profile's own. */
  rebindEveryMs?: number
  /** Whether ten seconds without any network are tried as well. */
  hasOutage: boolean
}

const BOARDS = [
  { ppm: 80, warmUpMs: 300 },
  { ppm: -80, warmUpMs: 300 },
]
const SENTENCE =
  'Nước sông đang lên nhanh, mời bà con thôn Đông chuyển đồ đạc lên cao, đưa người già và trẻ em đến nhà văn hoá, và chú ý theo dõi. '
const GAP_MS_MAX = 60
const OUTAGE = { afterMs: 5_000, lastsMs: 10_000 }
const OUTAGE_SPEECH_S = 30
/** After the end of an outage it is in step again. */
const AGAIN_WITHIN_MS = 2_000
/** Clocks that have been seen over a poor network for a minute only. */
const SKEW_MS_MAX = 30
/** A poor network takes its time. */
const SETTLED_MS_MAX = 60_000

/** Of `test`: somebody speaks for a while to clusters that are behind such a network. */
export function poorNetworkSuite(options: PoorNetworkOptions): void {
  const { profile, delay, seconds, hasOutage } = options
  const delayMs = LIVE_DELAYS_MS[delay]
  let village: TestVillage
  let recording: string

  beforeAll(async () => {
    village = await TestVillage.start({ boards: BOARDS, ownProcess: {}, network: networkOf(options) })
    recording = await speak(SENTENCE)
    for (const { name } of village.members) await village.settled(name, SETTLED_MS_MAX)
  })

  afterAll(() => village?.stop())

  const begin = async () => {
    const voice = await LiveVoice.begin(village, { delay })
    await voice.awaitSounding(BOARDS.length)
    return voice
  }
  const heardOf = async (speech: LiveSpeech, capturedAt: number) => {
    const heard: HeardVoice[] = []
    for (const member of village.members)
      heard.push(await heardVoice(member, speech, { capturedAt, delayMs }))
    return heard
  }

  test(`${profile}, delay ${delay}: ${seconds} s of speech without a gap over ${GAP_MS_MAX} ms`, async () => {
    const speech = await encodeLiveSpeech(recording, seconds)
    const voice = await begin()
    const capturedAt = await voice.say(speech)
    await sleep(systemClock, delayMs)
    for (const { agent } of village.members) {
      const reception = agent?.conductor.liveReception(voice.sessionId)
      const { gapSamplesMax = Number.NaN, concealedSamples = 0, playedSamples = 0 } = reception ?? {}
      expect(gapSamplesMax / 48).toBeLessThanOrEqual(GAP_MS_MAX)
      expect((100 * concealedSamples) / playedSamples).toBeLessThan(3)
    }
    await voice.end()
    await sleep(systemClock, 2_000)
    const heard = await heardOf(speech, capturedAt)
    // What was restored from the packet after it is speech, but not to the sample.
    for (const { clearShare } of heard) expect(clearShare).toBeGreaterThan(0.7)
    const [first, second] = heard
    expect(first && second && skewMsMax(first, second)).toBeLessThan(SKEW_MS_MAX)
  })

  test.runIf(hasOutage)(
    'ten seconds without a network are silence, and then it is in step again',
    async () => {
      const speech = await encodeLiveSpeech(recording, OUTAGE_SPEECH_S)
      const voice = await begin()
      const said = voice.say(speech)
      await sleep(systemClock, OUTAGE.afterMs)
      const blockedAt = systemClock.now()
      for (const { link } of village.members) link?.block()
      await at(blockedAt + OUTAGE.lastsMs)
      const healedAt = systemClock.now()
      for (const { link } of village.members) link?.heal()
      const capturedAt = await said
      await voice.end()
      await sleep(systemClock, delayMs + 2_000)
      const backMs = healedAt + AGAIN_WITHIN_MS - capturedAt
      for (const member of village.members) {
        const horn = await Horn.of(member)
        expect(horn.isSilent({ from: blockedAt + delayMs + 500, until: healedAt })).toBe(true)
      }
      for (const { lagsMs } of await heardOf(speech, capturedAt)) {
        const after = [...lagsMs].filter(([placeMs]) => placeMs + delayMs > backMs)
        expect(after.length).toBeGreaterThan(10)
        for (const [, lagMs] of after) expect(Math.abs(lagMs)).toBeLessThan(SKEW_MS_MAX)
      }
    },
  )
}

function networkOf({ profile, rebindEveryMs }: PoorNetworkOptions): NetworkProfile {
  const network = NETWORK_PROFILES[profile]
  return rebindEveryMs === undefined ? network : { ...network, rebindEveryMs }
}
