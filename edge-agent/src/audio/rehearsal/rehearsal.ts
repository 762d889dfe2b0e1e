import { FRAME_MS, FRAME_SAMPLES } from '../frame.ts'
import type { OggOpus } from '../ogg/ogg-reader.ts'
import { OpusPackets } from '../ogg/opus-packet.ts'
import { Playback } from '../playback.ts'
import type { DecoderPool } from '../sounds/opus-decoder.ts'
import { REHEARSAL_PACKETS } from './rehearsal-packets.ts'

/** Two seconds: by then the engine has compiled, and compiled well, everything on the way of a sound. */
const FRAMES = 100
/** Silence on either side, since the way into a sound and out of it is a way too. */
const MARGIN_FRAMES = 5
/** A card that is not quite on time, so that samples are really read between samples. */
const DRIFT = 100e-6

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
  const playback = new Playback({ decoders, onProgress: () => {} })
  const content = { kind: 'opus', file: babble() } as const
  playback.arm({ soundId: 'rehearsal', content, startAt: MARGIN_FRAMES * FRAME_MS })
  for (let frame = 0; frame < FRAMES + 2 * MARGIN_FRAMES; frame++) {
    playback.readFrame(frame * FRAME_MS * (1 + DRIFT))
  }
  playback.stopAll()
}

/** The three syllables again and again. */
function babble(): OggOpus {
  const syllables = REHEARSAL_PACKETS.map((packet) => Buffer.from(packet, 'base64'))
  const packets = Array.from({ length: FRAMES }, (_, frame) => syllables[frame % syllables.length]).flatMap(
    (packet) => packet ?? [],
  )
  let end = 0
  const ends = packets.map((packet) => {
    end += packet.length
    return end
  })
  const audio = new OpusPackets(Buffer.concat(packets), ends)
  const durationSamples = FRAMES * FRAME_SAMPLES
  return { packets: audio, preSkipSamples: 0, durationSamples, outputGainDb: 0, channelCount: 1 }
}
