import { heardFrom, type Recording } from '@tieng-lang/hardware-sim'
import type { Span } from './horn.ts'

const WINDOW_MS = 100
/** −50 dBFS: less is silence. */
const AUDIBLE_MIN = 10 ** (-50 / 20)
/** Of all that is heard; the rest is the edges of a tone, and what Opus adds. */
const PURE_SHARE_MIN = 0.9

/** What a window of 100 ms is: silence, one tone, or something that is none of those asked for. */
export type HeardTone = number | 'silence' | 'other'

/** A stretch of windows that are alike, true time. */
export type ToneStretch = Span & { heard: HeardTone }

/** What left a horn in a span, stretch by stretch, told by which of the frequencies carries its energy. */
export function toneStretches(
  recording: Recording,
  { from, until }: Span,
  frequenciesHz: readonly number[],
): ToneStretch[] {
  const samples = heardFrom(recording, from, Math.round((until - from) * 48))
  const size = WINDOW_MS * 48
  const found: ToneStretch[] = []
  for (let start = 0; start + size <= samples.length; start += size) {
    const heard = toneOf(samples.subarray(start, start + size), frequenciesHz)
    const startAt = from + start / 48
    const last = found.at(-1)
    if (last?.heard === heard) last.until = startAt + WINDOW_MS
    else found.push({ heard, from: startAt, until: startAt + WINDOW_MS })
  }
  return found
}

/** How much of a span's energy lies at a frequency, 0 to 1: also under something louder. */
export function toneShare(samples: Float32Array, frequencyHz: number): number {
  let cosine = 0
  let sine = 0
  let energy = 0
  for (const [index, sample] of samples.entries()) {
    const phase = (2 * Math.PI * frequencyHz * index) / 48_000
    cosine += sample * Math.cos(phase)
    sine += sample * Math.sin(phase)
    energy += sample * sample
  }
  return energy === 0 ? 0 : (2 * (cosine * cosine + sine * sine)) / (energy * samples.length)
}

function toneOf(samples: Float32Array, frequenciesHz: readonly number[]): HeardTone {
  const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
  if (level < AUDIBLE_MIN) return 'silence'
  return frequenciesHz.find((hz) => toneShare(samples, hz) >= PURE_SHARE_MIN) ?? 'other'
}
