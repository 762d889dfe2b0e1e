import { Application, createEncoder } from 'libopus-wasm'
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ } from './frame.ts'
import type { OggOpus } from './ogg/ogg-reader.ts'
import { OpusPackets } from './ogg/opus-packet.ts'
import type { DecoderPool } from './opus-decoder.ts'
import { Playback } from './playback.ts'

/** Two seconds: by then the engine has compiled, and compiled well, everything on the way of a sound. */
const FRAMES = 100
/** Silence on either side, since the way into a sound and out of it is a way too. */
const MARGIN_FRAMES = 5
/** A card that is not quite on time, so that samples are really read between samples. */
const DRIFT = 100e-6
/** As the server stores speech. */
const BITRATE = 32_000
const SYLLABLE_FRAMES = 10
const VOICE_HZ = 140

let rehearsed: Promise<void> | undefined

/**
 * Plays two seconds of something like speech to nobody. Code that runs for the first time is compiled while it runs and
 * costs tens of times as much; the first sound would begin with that, and lose its first tenth of a second where it
 * takes longer than the card has samples left. What is compiled belongs to the process, so that once is enough.
 */
export function rehearse(decoders: DecoderPool): Promise<void> {
  rehearsed ??= playToNobody(decoders)
  return rehearsed
}

async function playToNobody(decoders: DecoderPool): Promise<void> {
  const file = await babble()
  const playback = new Playback({ decoders, onProgress: () => {} })
  const content = { kind: 'opus', file } as const
  playback.arm({ soundId: 'rehearsal', content, startAt: MARGIN_FRAMES * FRAME_MS })
  for (let frame = 0; frame < FRAMES + 2 * MARGIN_FRAMES; frame++) {
    playback.readFrame(frame * FRAME_MS * (1 + DRIFT))
  }
  playback.stopAll()
}

/** Silence, a buzz of vowels too loud for the limiter and a hiss by turns: Opus has ways of its own for each. */
async function babble(): Promise<OggOpus> {
  const encoder = await createEncoder({
    channels: 1,
    sampleRate: SAMPLE_RATE_HZ,
    application: Application.Voip,
    bitrate: BITRATE,
    complexity: 0,
  })
  const packets = Array.from({ length: FRAMES }, (_, frame) => encoder.encodeFloat(babbleFrame(frame)))
  encoder.free()
  let end = 0
  const ends = packets.map((packet) => {
    end += packet.length
    return end
  })
  const durationSamples = FRAMES * FRAME_SAMPLES
  const audio = new OpusPackets(Buffer.concat(packets), ends)
  return { packets: audio, preSkipSamples: 0, durationSamples, outputGainDb: 0, channelCount: 1 }
}

function babbleFrame(frame: number): Float32Array {
  const kind = Math.floor(frame / SYLLABLE_FRAMES) % 3
  const first = frame * FRAME_SAMPLES
  return Float32Array.from({ length: FRAME_SAMPLES }, (_, index) => {
    const sample = first + index
    if (kind === 0) return 0
    if (kind === 1) return 0.95 - 1.9 * (((sample * VOICE_HZ) / SAMPLE_RATE_HZ) % 1)
    // The sine of a square does not repeat itself soon: as good as noise, and the same in every life.
    return 0.3 * Math.sin(sample ** 2)
  })
}
