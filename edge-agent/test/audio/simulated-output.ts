import type { FrameSource } from '../../src/audio/frame.ts'
import { resample, TAPS_BEFORE } from '../../src/audio/signal/resampler.ts'
import { seededChance } from './signals.ts'

export interface OutputCharacter {
  /** How much slower than true time the sound card runs. */
  ppm?: number
  /** Each estimate is off by up to so much, evenly. */
  jitterMs?: number
  /** The estimates are true plus this: a clock that is set in the middle. */
  clockOffsetMs?: (frame: number) => number
  /** Silence that the card puts in before a frame, because it stalled. */
  stallMs?: (frame: number) => number
  /** Called before a frame is pulled: what the conductor does. */
  before?: (frame: number, heardAt: number) => void
  seed?: number
}

/** What was heard: sample n at true time `startAt + n / 48`. */
export interface Recording {
  pcm: Float32Array
  startAt: number
}

/** A sound card with a clock of its own pulls `frameCount` frames; a recorder with true time writes down what it plays. */
export function recordOutput(
  source: FrameSource,
  span: { startAt: number; frameCount: number },
  character: OutputCharacter = {},
): Recording {
  const { ppm = 0, jitterMs = 0, clockOffsetMs, stallMs, before, seed = 1 } = character
  const chance = seededChance(seed)
  const msPerSample = (1 + ppm / 1e6) / 48
  const played: number[] = []
  for (let frame = 0; frame < span.frameCount; frame++) {
    const stalledSamples = Math.round((stallMs?.(frame) ?? 0) / msPerSample)
    for (let index = 0; index < stalledSamples; index++) played.push(0)
    const heardAt = span.startAt + played.length * msPerSample + (clockOffsetMs?.(frame) ?? 0)
    before?.(frame, heardAt)
    const pcm = source.readFrame(heardAt + jitterMs * (2 * chance() - 1))
    for (const sample of pcm ?? []) played.push(sample)
  }
  return { pcm: atTrueTime(played, ppm), startAt: span.startAt }
}

/** What a card that runs slow by `ppm` gave, as a recorder with true time hears it. */
export function atTrueTime(played: ArrayLike<number>, ppm: number): Float32Array {
  if (ppm === 0) return Float32Array.from(played)
  const edge = TAPS_BEFORE + 1
  const input = new Float32Array(played.length + 3 * edge)
  input.set(played, edge)
  const out = new Float32Array(Math.floor(played.length * (1 + ppm / 1e6)))
  resample(input, { position: edge, step: 1 / (1 + ppm / 1e6) }, out)
  return out
}
