import { describe, expect, it } from 'vitest'
import { FRAME_SAMPLES, type FrameSource } from '../../../src/audio/frame.ts'
import { CEILING, Limiter, LOOK_AHEAD_SAMPLES } from '../../../src/audio/signal/limiter.ts'
import { largestBend } from '../clicks.ts'
import { seededChance, sine } from '../signals.ts'

/** Gives `pcm` as if its sample 0 were heard at 0 ms: the limiter is to give back the same instants. */
function placed(pcm: Float32Array): FrameSource {
  return {
    readFrame(heardAt) {
      const from = Math.round(heardAt * 48)
      return Float32Array.from({ length: FRAME_SAMPLES }, (_, n) => pcm[from + n] ?? 0)
    },
  }
}

function limited(pcm: Float32Array): Float32Array {
  const limiter = new Limiter(placed(pcm))
  const out = new Float32Array(pcm.length)
  for (let from = 0; from + FRAME_SAMPLES <= pcm.length; from += FRAME_SAMPLES) {
    out.set(limiter.readFrame(from / 48) ?? [], from)
  }
  return out
}

describe('the limiter', () => {
  it('pays its look-ahead back: what is quiet enough passes unchanged, at its own instant', () => {
    const input = sine(9600, 700, 0.85)
    expect(limited(input).subarray(LOOK_AHEAD_SAMPLES)).toEqual(input.subarray(LOOK_AHEAD_SAMPLES))
  })

  it('lets no sample past −1 dBFS, whatever comes', () => {
    const chance = seededChance(3)
    const input = new Float32Array(960 * 200)
    for (let n = 0; n < input.length; n++) {
      const level = n % 4800 < 400 ? 4 : chance() < 0.001 ? 2 : 0.3
      input[n] = level * (2 * chance() - 1)
    }
    expect(limited(input).every((sample) => Math.abs(sample) <= Math.fround(CEILING))).toBe(true)
  })

  it('turns down and up without a click, and comes back to unity', () => {
    const input = sine(48_000, 400, 0.5)
    for (let n = 14_400; n < 24_000; n++)
      input[n] = (input[n] ?? 0) * (1 + 3 * Math.sin((Math.PI * (n - 14_400)) / 9600) ** 2)
    const out = limited(input)
    // The look-ahead before the first sample is silence here, and the sine begins inside it.
    expect(largestBend(out.subarray(LOOK_AHEAD_SAMPLES)).bend).toBeLessThan(0.01)
    // The tail follows the peak by 500 ms, five time constants.
    expect(Math.abs((out[47_520 + 30] ?? 0) - (input[47_520 + 30] ?? 0))).toBeLessThan(0.005)
  })
})
