import { describe, expect, it } from 'vitest'
import { listen } from '../src/listening/listening.ts'
import type { Recording } from '../src/listening/recording.ts'

const PLANNED_AT = 1_800_000_000_000
const DURATION_S = 4

/** A signal of many tones up to 8 kHz that swell and fade, as a function of seconds; never the same twice. */
function speechLike(seconds: number): number {
  let value = 0
  for (let tone = 0; tone < 24; tone++) {
    const frequencyHz = 130 * 1.19 ** tone
    const swell = 0.5 + 0.5 * Math.sin(seconds * (1.3 + tone * 0.37) + tone)
    value += (swell * Math.sin(2 * Math.PI * frequencyHz * seconds + tone * tone)) / (4 + tone)
  }
  return value * 0.3
}

function sampled(lengthSamples: number, secondsAt: (index: number) => number): Float32Array {
  return Float32Array.from({ length: lengthSamples }, (_, index) => speechLike(secondsAt(index)))
}

const reference = sampled(DURATION_S * 48_000, (index) => index / 48_000)

/** A recording whose content is heard `lagMs(t)` late, by a card that runs `ppm` fast. */
function recordingOf(ppm: number, lagMsAt: (seconds: number) => number): Recording {
  const trueSampleRateHz = 48_000 * (1 + ppm * 1e-6)
  const startAt = PLANNED_AT - 300
  const samples = sampled(Math.round((DURATION_S + 0.6) * trueSampleRateHz), (index) => {
    const seconds = index / trueSampleRateHz - 0.3
    return seconds - lagMsAt(seconds) / 1000
  })
  const segments = [{ sampleIndex: 0, trueAt: startAt }]
  return {
    samples,
    times: { version: 1, trueSampleRateHz, sampleCount: samples.length, isFull: false, segments },
  }
}

describe('listening', () => {
  it('finds a known fractional lag on a card that runs fast, and full correlation', () => {
    const { summary } = listen(
      recordingOf(100, () => 7.3217),
      reference,
      PLANNED_AT,
    )
    expect(summary.windowCount).toBe(16)
    expect(summary.correlationMin).toBeGreaterThan(0.999)
    expect(summary.lagMsMin).toBeCloseTo(7.3217, 2)
    expect(summary.lagMsMax).toBeCloseTo(7.3217, 2)
    expect(summary.lagDriftMsPerSecondMax).toBeLessThan(0.01)
    expect(summary.gaps).toBe(0)
  })

  it('measures a lag that moves, and its speed', () => {
    const { summary } = listen(
      recordingOf(-100, (seconds) => -40 + 0.1 * seconds),
      reference,
      PLANNED_AT,
    )
    expect(summary.correlationMin).toBeGreaterThan(0.995)
    expect(summary.lagMsMin).toBeCloseTo(-39.99, 1)
    expect(summary.lagDriftMsPerSecondMax).toBeGreaterThan(0.09)
    expect(summary.lagDriftMsPerSecondMax).toBeLessThan(0.11)
  })

  it('counts a gap, and hears that other sound is not the reference', () => {
    const recording = recordingOf(0, () => 0)
    recording.samples.fill(0, 60_000, 60_480)
    expect(listen(recording, reference, PLANNED_AT).summary.gaps).toBe(1)
    const other = sampled(reference.length, (index) => 50 + index / 47_000)
    expect(listen(recording, other, PLANNED_AT).summary.correlationMin).toBeLessThan(0.9)
  })

  it('a window that was not recorded has no correlation', () => {
    const { summary } = listen(
      recordingOf(0, () => 0),
      reference,
      PLANNED_AT + 60_000,
    )
    expect(summary.correlationMin).toBe(0)
    expect(summary.gaps).toBeGreaterThan(0)
  })
})
