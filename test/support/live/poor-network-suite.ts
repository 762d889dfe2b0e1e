import { NETWORK_PROFILES, type NetworkProfileName } from '@tieng-lang/hardware-sim'
import { LIVE_DELAYS_MS, type LiveDelay, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withPauses } from '../pauses.ts'
import { Horn } from '../sound/horn.ts'
import { speak } from '../sound/speech.ts'
import { at, TestVillage } from '../village.ts'
import { type HeardVoice, heardVoice, skewMsMax } from './heard-voice.ts'
import { encodeLiveSpeech, type LiveSpeech } from './live-speech.ts'
import { LiveVoice } from './live-voice.ts'
import { type PlannedTroubles, planTroubles, withoutChanceTroubles } from './planned-troubles.ts'
import { isAsPromised, runsUntilPromised, SKEW_MS_MAX, type SpeechRun } from './speech-run.ts'

export interface PoorNetworkOptions {
  profile: NetworkProfileName
  delay: LiveDelay
  seconds: number
  /** In place of the profile's own blackouts and rebindings, which come when they like. */
  troubles: PlannedTroubles
  /** Whether ten seconds without any network are tried as well. */
  hasOutage: boolean
}

const BOARDS = [
  { ppm: 80, warmUpMs: 300 },
  { ppm: -80, warmUpMs: 300 },
]
const SENTENCE =
  'Nước sông đang lên nhanh, mời bà con thôn Đông chuyển đồ đạc lên cao, đưa người già và trẻ em đến nhà văn hoá, và chú ý theo dõi. '
const OUTAGE = { afterMs: 5_000, lastsMs: 10_000 }
const OUTAGE_SPEECH_S = 30
/** After the end of an outage it is in step again. */
const AGAIN_WITHIN_MS = 2_000
/** A poor network takes its time. */
const SETTLED_MS_MAX = 60_000

/**
 * Of `test`: somebody speaks for a while to clusters that are behind such a network. Each packet's loss and delay are left to
 * chance; blackouts and rebindings come one by one at instants that are planned, since real time gives no chance the same
 * packets twice. That blackouts at any instant are survived is shown in virtual time (`edge-agent/test/live/`).
 */
export function poorNetworkSuite(options: PoorNetworkOptions): void {
  const { profile, delay, seconds, troubles, hasOutage } = options
  const delayMs = LIVE_DELAYS_MS[delay]
  let village: TestVillage
  let recording: string

  beforeAll(async () => {
    const network = withoutChanceTroubles(NETWORK_PROFILES[profile])
    village = await TestVillage.start({ boards: BOARDS, ownProcess: {}, network })
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
  const sayAll = async (voice: LiveVoice, speech: LiveSpeech) => {
    const planned = planTroubles(village.members, troubles, seconds * 1_000)
    const capturedAt = await voice.say(speech)
    planned.cancel()
    await sleep(systemClock, delayMs)
    const receptions = village.members.map(({ agent }) => agent?.conductor.liveReception(voice.sessionId))
    await voice.end()
    await sleep(systemClock, 2_000)
    return { capturedAt, receptions }
  }
  const run = async (speech: LiveSpeech): Promise<SpeechRun> => {
    const voice = await begin()
    const { result, pauseMsMax } = await withPauses(sayAll(voice, speech))
    const heard = await heardOf(speech, result.capturedAt)
    const received = result.receptions.map((reception, index) => ({
      gapMs: (reception?.gapSamplesMax ?? Number.NaN) / 48,
      concealedShare: (reception?.concealedSamples ?? Number.NaN) / (reception?.playedSamples ?? 0),
      clearShare: heard[index]?.clearShare ?? 0,
    }))
    const [first, second] = heard
    return { received, skewMs: first && second ? skewMsMax(first, second) : Number.NaN, pauseMsMax }
  }

  test(`${profile}, delay ${delay}: ${seconds} s of speech without a gap over 60 ms`, async () => {
    const speech = await encodeLiveSpeech(recording, seconds)
    const runs = await runsUntilPromised(() => run(speech))
    expect(runs.some(isAsPromised), JSON.stringify(runs)).toBe(true)
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
