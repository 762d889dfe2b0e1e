import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Playback } from '../../../src/audio/playback.ts'
import { DecoderPool } from '../../../src/audio/sounds/opus-decoder.ts'
import type { SoundEvent } from '../../../src/audio/timeline/cue.ts'
import { lagSummary, windowLags } from '../../audio/lag.ts'
import { powerDb, seededChance, speechLike } from '../../audio/signals.ts'
import { type OutputCharacter, type Recording, recordOutput } from '../../audio/simulated-output.ts'
import { encodeSpeech, Stream, type StreamOptions } from '../stream.ts'

const START_AT = 1_790_000_000_000
const DELAY_MS = 400
/** What the card holds that nobody has heard yet. */
const AHEAD_MS = 80
const decoders = new DecoderPool(40)
let speech: Float32Array
let packets: Uint8Array[]

beforeAll(async () => {
  await decoders.start()
  speech = speechLike(48_000 * 20)
  packets = await encodeSpeech(speech)
})
afterAll(() => decoders.stop())

interface Played {
  recording: Recording
  stream: Stream
  events: SoundEvent[]
}

interface PlayOptions {
  fromMs?: number
  forMs?: number
  character?: OutputCharacter
  drainAtMs?: number
}

/** Plays the stream as a cluster does, from `fromMs` after its beginning on, for `forMs`. */
function play(
  options: Partial<StreamOptions>,
  { fromMs = 0, forMs = 20_000, character = {}, drainAtMs = Number.POSITIVE_INFINITY }: PlayOptions = {},
): Played {
  const stream = new Stream({
    ...{ packets, decoders, startAt: START_AT, delayMs: DELAY_MS },
    arrivalsOf: (_, capturedAt) => [capturedAt + 30],
    ...options,
  })
  const events: SoundEvent[] = []
  const playback = new Playback({ decoders, onProgress: (event) => events.push(event) })
  playback.arm({ soundId: 'live', content: { kind: 'stream', stream: stream.source }, startAt: 'next' })
  const recording = recordOutput(
    playback,
    { startAt: START_AT + fromMs, frameCount: Math.floor(forMs / 20) },
    {
      ...character,
      before: (_, heardAt) => {
        stream.arriveUntil(heardAt - AHEAD_MS)
        if (heardAt - AHEAD_MS >= START_AT + drainAtMs) stream.source.drain()
      },
    },
  )
  return { recording, stream, events }
}

/** Lags against what was said, from `fromMs` to `untilMs` of the speech. */
function lagsOf({ recording }: Played, { fromMs = 1_000, untilMs = 18_000 } = {}) {
  const pcm = speech.subarray(fromMs * 48, untilMs * 48)
  return lagSummary(windowLags(recording, { pcm, dueAt: START_AT + fromMs + DELAY_MS }, 3))
}

describe('a live stream at the horn', () => {
  it('is heard at capture + delay', () => {
    const played = play({})
    const { lagMsMax, correlationMin } = lagsOf(played)
    expect(lagMsMax).toBeLessThan(0.3)
    expect(correlationMin).toBeGreaterThan(0.9)
    expect(played.stream.counts.concealedSamples).toBe(0)
  })

  it('is heard so with a card and a microphone that run 100 ppm apart from true time, either way', () => {
    for (const ppm of [-100, 100]) {
      const played = play({ microphonePpm: -ppm }, { character: { ppm, jitterMs: 0.5 } })
      // What was said is stretched by the microphone's own clock: compared where that is less than a sample.
      const { lagMsMax, moveMsPerSecondMax } = lagsOf(played, { fromMs: 1_000, untilMs: 3_000 })
      expect(lagMsMax).toBeLessThan(0.8)
      expect(moveMsPerSecondMax).toBeLessThan(0.5)
    }
  })

  it('comes through loss, reordering and duplicates: lost packets are restored or made up, nothing moves', () => {
    const chance = seededChance(3)
    const played = play({
      arrivalsOf: (_, capturedAt) => {
        const at = capturedAt + 20 + 60 * chance()
        if (chance() < 0.08) return []
        return chance() < 0.1 ? [at, at + 5] : [at]
      },
    })
    const { counts } = played.stream
    expect(lagsOf(played).lagMsMax).toBeLessThan(1.5)
    expect(counts.restoredSamples / counts.playedSamples).toBeGreaterThan(0.03)
    expect(counts.concealedSamples / counts.playedSamples).toBeLessThan(0.04)
    expect(counts.silentSamples).toBe(0)
  })

  it('joins in step at any time', () => {
    const played = play({ joinAt: START_AT + 9_000 }, { fromMs: 9_000, forMs: 8_000 })
    const { lagMsMax } = lagsOf(played, { fromMs: 9_500, untilMs: 15_000 })
    expect(lagMsMax).toBeLessThan(0.3)
  })

  it('is silent in an outage of ten seconds, and in step again with the first packets after it', () => {
    const outage = { from: START_AT + 4_000, until: START_AT + 14_000 }
    const played = play({
      arrivalsOf: (_, capturedAt) => {
        const at = capturedAt + 30
        return at >= outage.from && at < outage.until ? [] : [at]
      },
    })
    const silentFrom = Math.round(outage.from + 1_000 - START_AT) * 48
    expect(powerDb(played.recording.pcm, silentFrom, 48 * 8_000)).toBeLessThan(-90)
    const back = lagsOf(played, { fromMs: 14_250, untilMs: 19_000 })
    expect(back.lagMsMax).toBeLessThan(0.3)
    expect(played.stream.counts.silentSamples / 48).toBeGreaterThan(9_500)
  })

  it('takes a source that says nothing for a while for a pause, not for a loss', () => {
    // Packets 200 to 299 are never made: the numbers go on, the timestamps leap.
    const spoken = packets.filter((_, number) => number < 200 || number >= 300)
    const stream = new Stream({
      ...{ packets: spoken, decoders, startAt: START_AT, delayMs: DELAY_MS },
      arrivalsOf: () => [],
    })
    for (const [index, payload] of spoken.slice(190, 210).entries()) {
      const number = 190 + index
      const sample = (number < 200 ? number : number + 100) * 960
      stream.packets.insert({ index: number, sample, sampleCount: 960, payload })
    }
    const out = new Float32Array(960 * 120)
    stream.decoded.read(190 * 960, out)
    expect(stream.counts.concealedSamples).toBe(0)
    expect(stream.counts.silentSamples).toBe(0)
  })

  it('plays what has come to its end once it is drained, and is over then', () => {
    // Four seconds were said; the end is told of while 400 ms of them are still to be heard.
    const played = play({ packets: packets.slice(0, 200) }, { forMs: 6_000, drainAtMs: 4_030 })
    const [started, finished] = played.events
    expect([started?.type, finished?.type]).toEqual(['started', 'finished'])
    expect((finished?.heardAt ?? 0) - (START_AT + 4_000 + DELAY_MS)).toBeGreaterThanOrEqual(0)
    expect((finished?.heardAt ?? 0) - (START_AT + 4_000 + DELAY_MS)).toBeLessThan(25)
    expect(lagsOf(played, { fromMs: 3_000, untilMs: 3_990 }).correlationMin).toBeGreaterThan(0.9)
    expect(played.stream.counts.silentSamples).toBe(0)
  })
})
