import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NetworkProfileName } from '../../../hardware-sim/src/network/index.ts'
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
  network: NetworkProfileName
  delayMs: number
  seconds: number
  /** All that is left to chance on the way to the cluster. */
  seed: string
  /** When nothing gets through, in seconds. */
  outage?: { fromS: number; untilS: number }
}

/** The sender that ships, with all its limits, speaks to one cluster. */
async function speakTo(trial: Trial, onSecond: (second: number, listener: TestListener) => void = () => {}) {
  const { network, delayMs, seconds, seed, outage } = trial
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
  if (outage) listener.uplink.network.planOutage({ ...outage, directions: [] })
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

describe('five minutes of speech', () => {
  it.each([
    { network: '4g-poor', delayMs: 1_000, concealedMax: 0.03, seed: 'cum-1' },
    { network: '4g', delayMs: 400, concealedMax: 0.01, seed: 'cum-1' },
  ] as const)('over $network come without a gap over 60 ms', { timeout: 180_000 }, async (trial) => {
    const { gapSamplesMax, concealedSamples, playedSamples } = await speakTo({ ...trial, seconds: 300 })
    expect(gapSamplesMax / 48).toBeLessThanOrEqual(60)
    expect(concealedSamples / playedSamples).toBeLessThan(trial.concealedMax)
    expect(playedSamples / 48).toBeGreaterThan(295_000)
  })

  it('are silent for an outage of ten seconds, and nothing is missing again within two seconds of its end', {
    timeout: 180_000,
  }, async () => {
    const concealed = new Map<number, number>()
    const errorsMs = new Map<number, number>()
    const trial = { network: '4g-poor', delayMs: 1_000, seconds: 50, seed: 'cum-1' } as const
    await speakTo({ ...trial, outage: { fromS: 20, untilS: 30 } }, (second, { receiver }) => {
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
