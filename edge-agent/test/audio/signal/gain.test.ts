import { describe, expect, it } from 'vitest'
import { fadeIn, fadeOut } from '../../../src/audio/signal/fade.ts'
import { gainOfPercent, Volume } from '../../../src/audio/signal/gain.ts'
import { largestBend } from '../clicks.ts'
import { sine } from '../signals.ts'

describe('the volume', () => {
  it.each([
    [100, 0],
    [50, -12.04],
    [10, -40],
    [150, 0],
  ])('%d percent is %d dB', (percent, dB) => {
    expect(20 * Math.log10(gainOfPercent(percent))).toBeCloseTo(dB, 2)
  })

  it('0 and below is silence', () => {
    expect([gainOfPercent(0), gainOfPercent(-5)]).toEqual([0, 0])
  })

  it('is there with the first sample where it was set in silence, or while it was silent again', () => {
    const tone = new Float32Array(960).fill(0.5)
    const frames = [tone, null, tone]
    const volume = new Volume({ readFrame: () => frames.shift() ?? null })
    volume.setPercent(50)
    expect(volume.readFrame(0)?.[0]).toBeCloseTo(0.125, 6)
    volume.setPercent(10)
    expect(volume.readFrame(20)).toBeNull()
    expect(volume.readFrame(40)?.[0]).toBeCloseTo(0.005, 6)
  })

  it('moves without a click, also when moved again on its way, and arrives', () => {
    const input = sine(960 * 6, 400)
    let frame = 0
    const volume = new Volume({ readFrame: () => input.slice(960 * frame, 960 * ++frame) })
    const out = new Float32Array(input.length)
    const percents = [100, 100, 20, 80, 0, 0]
    for (const [index, percent] of percents.entries()) {
      volume.setPercent(percent)
      out.set(volume.readFrame(20 * index) ?? [], 960 * index)
    }
    expect(largestBend(out).bend).toBeLessThan(0.003)
    expect(out.subarray(960 * 5).every((sample) => sample === 0)).toBe(true)
  })
})

describe('fades', () => {
  it('are the same in one piece and in several', () => {
    const whole = new Float32Array(100).fill(1)
    fadeIn(whole, { at: -10, fadeSamples: 50 })
    const parts = new Float32Array(100).fill(1)
    for (let at = 0; at < 100; at += 7) fadeIn(parts.subarray(at, at + 7), { at: at - 10, fadeSamples: 50 })
    expect(parts).toEqual(whole)
    expect([whole[0], whole[60]]).toEqual([0, 1])
  })

  it('in and out add up to one: a crossfade of equal signals is not heard', () => {
    const rising = new Float32Array(50).fill(1)
    const falling = new Float32Array(50).fill(1)
    fadeIn(rising, { at: 0, fadeSamples: 50 })
    fadeOut(falling, { at: 0, fadeSamples: 50 })
    for (const [index, value] of rising.entries()) expect(value + (falling[index] ?? 0)).toBeCloseTo(1, 6)
  })
})
