import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Direction,
  NETWORK_PROFILES,
  type NetworkProfile,
  type NetworkProfileName,
  type PlannedOutage,
} from '../../../hardware-sim/src/network/index.ts'
import { Sender } from '../../../server/src/streaming/sender/sender.ts'
import { DecoderPool } from '../../src/audio/sounds/opus-decoder.ts'
import { speechLike } from '../audio/signals.ts'
import { liveSession, START_AT } from '../sealing.ts'
import { SeededChance, VirtualClock } from '../virtual.ts'
import { listen, SECRET, SSRC, type TestListener } from './rig.ts'
import { encodeSpeech } from './stream.ts'
import { VirtualWire } from './virtual-wire.ts'

/** Said again and again. */
const SPEECH_MS = 20_000
const PACKET_MS = 20
const decoders = new DecoderPool(8)
let packets: Uint8Array[]

beforeAll(async () => {
  await decoders.start()
  packets = await encodeSpeech(speechLike(48 * SPEECH_MS))
})
afterAll(() => decoders.stop())

interface Trial {
  network: NetworkProfileName | NetworkProfile
  delayMs: number
  seconds: number
  /** All that is left to chance on the way to the cluster. */
  seed: string
  /** When nothing gets through, as far as that is planned; seconds from before the first word. */
  outages?: readonly PlannedOutage[]
}

/** The sender that ships, with all its limits, speaks to one cluster. */
async function speakTo(trial: Trial, onSecond: (second: number, listener: TestListener) => void = () => {}) {
  const { network, delayMs, seconds, seed, outages = [] } = trial
  const clock = new VirtualClock(START_AT)
  const wire = new VirtualWire(clock)
  const { sessionId } = liveSession()
  const sender = new Sender({
    ...{ clock, chance: new SeededChance('sender'), openSocket: wire.open() },
    ...{ host: '127.0.0.1', port: 0 },
  })
  await sender.start()
  sender.open({ sessionId, ssrc: SSRC, delayMs, listeners: [{ clusterId: seed, mediaSecret: SECRET }] })
  const listener = listen({ clock, wire, decoders, sender }, seed, { network, delayMs, clockPpm: 40 })
  for (const outage of outages) listener.uplink.network.planOutage(outage)
  await clock.advance(1_000)
  const speak = (number: number) => {
    const opus = packets[number % packets.length] ?? new Uint8Array()
    sender.send(sessionId, { sample: number * 960, capturedAt: sender.now() - PACKET_MS, opus })
    if ((number + 1) * PACKET_MS < seconds * 1_000) clock.after(PACKET_MS, () => speak(number + 1))
  }
  clock.after(PACKET_MS, () => speak(0))
  for (let second = 1; second <= seconds; second++) {
    await clock.advance(1_000)
    onSecond(second, listener)
  }
  await listener.receiver.stop()
  await sender.stop()
  return listener.receiver.status()
}

/**
 * Blackouts at any instant, by seeds that meet the same ones in each run. None of them has two downwards that follow at once, as
 * one speech in some twenty-five does (a blackout a minute, half a second each): that is an outage of a second, and what is
 * sent at its beginning is over at its end.
 */
describe('five minutes of speech', () => {
  it.each([
    { network: '4g-poor', delayMs: 1_000, concealedMax: 0.03, seed: 'cum-1' },
    { network: '4g-poor', delayMs: 1_000, concealedMax: 0.03, seed: 'cum-10' },
    { network: '4g-poor', delayMs: 1_000, concealedMax: 0.03, seed: 'cum-16' },
    { network: '4g', delayMs: 400, concealedMax: 0.01, seed: 'cum-1' },
  ] as const)(
    'over $network, by chance $seed, come without a gap over 60 ms',
    { timeout: 180_000 },
    async (trial) => {
      const { gapSamplesMax, concealedSamples, playedSamples } = await speakTo({ ...trial, seconds: 300 })
      expect(gapSamplesMax / 48).toBeLessThanOrEqual(60)
      expect(concealedSamples / playedSamples).toBeLessThan(trial.concealedMax)
      expect(playedSamples / 48).toBeGreaterThan(295_000)
    },
  )

  it('are silent for an outage of ten seconds, and nothing is missing again within two seconds of its end', {
    timeout: 180_000,
  }, async () => {
    const concealed = new Map<number, number>()
    const errorsMs = new Map<number, number>()
    const trial = { network: '4g-poor', delayMs: 1_000, seconds: 50, seed: 'cum-1' } as const
    const outages = [{ fromS: 20, untilS: 30, directions: [] }]
    await speakTo({ ...trial, outages }, (second, { receiver }) => {
      const { concealedSamples, errorMs } = receiver.status()
      concealed.set(second, concealedSamples / 48)
      errorsMs.set(second, errorMs)
    })
    const missedMs = (from: number, to: number) => (concealed.get(to) ?? 0) - (concealed.get(from) ?? 0)
    expect(missedMs(19, 33)).toBeGreaterThan(8_500)
    expect(missedMs(19, 33)).toBeLessThan(11_000)
    expect(missedMs(33, 50)).toBeLessThan(500)
    expect(errorsMs.get(32)).toBeLessThan(5)
  })
})

describe('two blackouts of half a second that meet', () => {
  const BLACKOUT_S = 0.5
  const never = { perMinute: 0, durationMsMin: 0, durationMsMax: 0 }
  const { up, down } = NETWORK_PROFILES['4g-poor']
  const network = {
    ...{ up: { ...up, blackouts: never }, down: { ...down, blackouts: never }, rebindEveryMs: null },
  }
  const blackout = (direction: Direction, fromS: number): PlannedOutage => ({
    ...{ fromS, untilS: fromS + BLACKOUT_S, directions: [direction] },
  })

  // Nothing that it misses can be asked for before the first of it is over: by then only its silence has told the sender.
  it.each([400, 450, 500, 550])(
    'leave no gap over 60 ms where the cluster is not heard from %i ms after it hears nothing on',
    { timeout: 60_000 },
    async (laterMs) => {
      const outages = [blackout('down', 10), blackout('up', 10 + laterMs / 1_000)]
      const trial = { network, delayMs: 1_000, seconds: 14, seed: 'cum-1', outages }
      const { gapSamplesMax } = await speakTo(trial)
      expect(gapSamplesMax / 48).toBeLessThanOrEqual(60)
    },
  )
})
