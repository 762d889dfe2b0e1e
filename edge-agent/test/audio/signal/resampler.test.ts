import { describe, expect, it } from 'vitest'
import { resample, TAPS_BEFORE } from '../../../src/audio/signal/resampler.ts'
import { correlation, musicLike, powerDb, sine, speechLike } from '../signals.ts'

const MARGIN = 64

function resampled(input: Float32Array, delay: number, step = 1): Float32Array {
  const out = new Float32Array(input.length - 2 * MARGIN)
  resample(input, { position: MARGIN + delay, step }, out)
  return out
}

describe('the resampler', () => {
  it.each([50, 1000, 6000, 12_000, 15_000])(
    'passes %d Hz within 0.02 dB at any fraction of a sample',
    (hz) => {
      const input = sine(9600, hz)
      for (const delay of [0, 0.013, 0.25, 0.5, 0.7771]) {
        const levelDb = powerDb(resampled(input, delay), 0, 8000) - powerDb(input, MARGIN, 8000)
        expect(Math.abs(levelDb)).toBeLessThan(0.02)
      }
    },
  )

  it('reads a sine between its samples, to −75 dB', () => {
    const delay = 0.4
    const out = resampled(sine(4800, 5000, 1), delay)
    const errors = out.map(
      (value, n) => value - Math.sin((2 * Math.PI * 5000 * (MARGIN + n + delay)) / 48_000),
    )
    expect(powerDb(errors, 0, errors.length)).toBeLessThan(-75)
  })

  it.each([
    ['speech', speechLike(48_000)],
    ['music', musicLike(48_000)],
  ])('%s delayed by half a sample and back correlates ≥ 0.9999', (_name, input) => {
    const once = resampled(input, 0.5)
    const back = resampled(once, -0.5)
    const span = { fromA: 0, fromB: 2 * MARGIN, count: back.length }
    expect(correlation(back, input, span)).toBeGreaterThan(0.9999)
  })

  it('keeps the phase over blocks at +200 ppm', () => {
    const input = sine(9600, 1000)
    const step = 1.0002
    const whole = new Float32Array(1920)
    resample(input, { position: TAPS_BEFORE, step }, whole)
    const half = new Float32Array(960)
    resample(input, { position: TAPS_BEFORE + 960 * step, step }, half)
    expect(half).toEqual(whole.subarray(960))
  })
})
