import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DecoderPool } from '../../src/audio/sounds/opus-decoder.ts'
import { lagSummary, windowLags } from '../audio/lag.ts'
import { powerDb, speechLike } from '../audio/signals.ts'
import { LiveRig, type TestListener } from './rig.ts'
import { encodeSpeech } from './stream.ts'

const SPEECH_MS = 60_000
const decoders = new DecoderPool(24)
let speech: Float32Array
let packets: Uint8Array[]
let rig: LiveRig

beforeAll(async () => {
  await decoders.start()
  speech = speechLike(48 * SPEECH_MS)
  packets = await encodeSpeech(speech)
})
afterAll(() => decoders.stop())
beforeEach(async () => {
  rig = new LiveRig(decoders)
  await rig.sender.start()
})
afterEach(() => rig.stop())

/** Lags against what was said from `startAt` on, between two places of the speech. */
function lagsOf(
  listener: TestListener,
  startAt: number,
  { delayMs = 400, fromMs = 500, untilMs = 4_500 } = {},
) {
  const pcm = speech.subarray(fromMs * 48, untilMs * 48)
  return windowLags(listener.recording(), { pcm, dueAt: startAt + fromMs + delayMs }, 6)
}

describe('a receiver', () => {
  it('opens its path with eight requests, and sounds at capture + delay', async () => {
    const listener = rig.listen('c-1')
    await rig.clock.advance(800)
    expect(rig.sender.requests).toHaveLength(8)
    const startAt = rig.sender.speak(packets.slice(0, 250))
    await rig.clock.advance(6_000)
    const { lagMsMax, correlationMin } = lagSummary(lagsOf(listener, startAt))
    expect(lagMsMax).toBeLessThan(0.4)
    expect(correlationMin).toBeGreaterThan(0.9)
    // Behind the last there may have been more: that is all that is asked for.
    expect(rig.sender.nacked.filter((number) => number < 250)).toEqual([])
  })

  it('is in step with others to a millisecond on a lan: quartz, card and joining time as they may be', async () => {
    const listeners = [
      rig.listen('c-1', { clockPpm: 100, cardPpm: -100 }),
      rig.listen('c-2', { clockPpm: -100, cardPpm: 100 }),
    ]
    await rig.clock.advance(400)
    const startAt = rig.sender.speak(packets.slice(0, 2_000))
    await rig.clock.advance(12_000)
    listeners.push(rig.listen('c-3', { clockPpm: -60, cardPpm: -60 }))
    await rig.clock.advance(28_000)
    const lags = listeners.map((listener) => lagsOf(listener, startAt, { fromMs: 20_000, untilMs: 38_000 }))
    const [first = [], ...others] = lags
    expect(first.length).toBeGreaterThan(40)
    for (const other of others)
      for (const [index, { lagMs }] of other.entries())
        expect(Math.abs(lagMs - (first[index]?.lagMs ?? Number.NaN))).toBeLessThan(1)
  })

  it('plays a minute over a poor mobile network, with rebindings, without a gap over 60 ms', async () => {
    const listener = rig.listen('c-1', { network: '4g-poor', delayMs: 1_000 })
    await rig.clock.advance(1_000)
    const startAt = rig.sender.speak(packets)
    await rig.clock.advance(62_000)
    const { gapSamplesMax, concealedSamples, playedSamples } = listener.receiver.status()
    expect(gapSamplesMax / 48).toBeLessThanOrEqual(60)
    expect(concealedSamples / playedSamples).toBeLessThan(0.03)
    const windows = { delayMs: 1_000, fromMs: 500, untilMs: 58_000 }
    const { correlationMin } = lagSummary(lagsOf(listener, startAt, windows).slice(4))
    expect(correlationMin).toBeGreaterThan(0.5)
    expect(rig.sender.nacked.length).toBeGreaterThan(50)
  })

  it('is silent in an outage of ten seconds, and in step again within two of its end', async () => {
    const listener = rig.listen('c-1', { network: '4g', delayMs: 400 })
    await rig.clock.advance(1_000)
    const startAt = rig.sender.speak(packets.slice(0, 1_250))
    await rig.clock.advance(5_000)
    listener.uplink.network.block()
    await rig.clock.advance(10_000)
    listener.uplink.network.heal()
    await rig.clock.advance(12_000)
    const { pcm, startAt: recordedAt } = listener.recording()
    const from = Math.round(startAt + 6_500 - recordedAt) * 48
    expect(powerDb(pcm, from, 48 * 8_000)).toBeLessThan(-90)
    const before = lagsOf(listener, startAt, { fromMs: 2_000, untilMs: 4_000 })
    // Said from 16.6 s on is heard two seconds after the end of the outage.
    const after = lagsOf(listener, startAt, { fromMs: 16_600, untilMs: 24_000 })
    expect(lagSummary(after).correlationMin).toBeGreaterThan(0.8)
    expect(Math.abs((after[0]?.lagMs ?? 99) - (before.at(-1)?.lagMs ?? 99))).toBeLessThan(2)
  })

  it('joins at any time: the answer carries the rollover', async () => {
    await rig.stop()
    rig = new LiveRig(decoders, { nextPacketIndex: 3 * 65_536 - 300 })
    await rig.sender.start()
    const early = rig.listen('c-1')
    await rig.clock.advance(400)
    const startAt = rig.sender.speak(packets.slice(0, 1_000))
    await rig.clock.advance(10_000)
    const late = rig.listen('c-2')
    await rig.clock.advance(12_000)
    for (const listener of [early, late]) {
      const lags = lagSummary(lagsOf(listener, startAt, { fromMs: 12_000, untilMs: 18_000 }))
      expect(lags.lagMsMax).toBeLessThan(0.6)
    }
  })

  it.each([30_000, -5_000, 400, -400])(
    'stays where it is when the wall clock is set by %i ms',
    async (byMs) => {
      const listener = rig.listen('c-1')
      await rig.clock.advance(400)
      const startAt = rig.sender.speak(packets.slice(0, 500))
      await rig.clock.advance(5_000)
      listener.machine.stepWall(byMs)
      await rig.clock.advance(6_000)
      const before = lagsOf(listener, startAt, { fromMs: 1_000, untilMs: 4_000 })
      const after = lagsOf(listener, startAt, { fromMs: 6_000, untilMs: 9_500 })
      for (const { lagMs, correlation } of [...before, ...after]) {
        expect(Math.abs(lagMs)).toBeLessThan(0.5)
        expect(correlation).toBeGreaterThan(0.9)
      }
    },
  )

  it('says how it hears soon after its path is open, and then at the interval that it was told', async () => {
    rig.listen('c-1', { network: '4g' })
    await rig.clock.advance(1_500)
    expect(rig.sender.qualities).toHaveLength(1)
    expect(rig.sender.qualities[0]?.quality.roundTripMs).toBeGreaterThan(60)
    await rig.clock.advance(5_000)
    expect(rig.sender.qualities).toHaveLength(2)
  })

  it('says goodbye, and how it heard', async () => {
    const listener = rig.listen('c-1', { network: '4g' })
    await rig.clock.advance(1_000)
    rig.sender.speak(packets.slice(0, 800))
    await rig.clock.advance(17_000)
    await listener.receiver.stop()
    await rig.clock.advance(100)
    expect(rig.sender.goodbyes).toEqual(['c-1'])
    const { quality } = rig.sender.qualities.at(-1) ?? {}
    expect(quality?.roundTripMs).toBeGreaterThan(60)
    expect(quality?.bufferMs).toBeGreaterThan(100)
    expect(quality?.concealedPermille).toBeLessThan(30)
  })
})
