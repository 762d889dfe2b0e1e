import { heardFrom, listen, type Recording } from '@tieng-lang/hardware-sim'
import { crossCorrelation } from '../../../hardware-sim/src/listening/fourier.ts'
import type { Span } from '../sound/horn.ts'
import type { HeardVoice } from './heard-voice.ts'

/** By so much of what was heard its place is sought. */
const PATTERN_SAMPLES = 3 * 48_000
/** It has been encoded twice, at the station and on the way to the horn: half of all stretches reach 0.95. */
const CLEAR_MIN = 0.8

/** Which sample of what is said, over and over, left a horn at an instant (Unix ms), by the three seconds from then on. */
export function placeAt(recording: Recording, said: Float32Array, at: number): number {
  const twice = stretchOf(said, 0, said.length + PATTERN_SAMPLES)
  const products = crossCorrelation(twice, heardFrom(recording, at, PATTERN_SAMPLES))
  let sample = 0
  for (let each = 1; each < said.length; each += 1)
    if ((products[each] ?? 0) > (products[sample] ?? 0)) sample = each
  return sample
}

/** What left one horn in a span that begins with this sample of what is said over and over; lags are by place in the span. */
export function heardStation(
  recording: Recording,
  said: Float32Array,
  { sample, span }: { sample: number; span: Span },
): HeardVoice {
  const reference = stretchOf(said, sample, Math.round((span.until - span.from) * 48))
  const { windows } = listen(recording, reference, span.from)
  const clear = windows.filter(({ correlation }) => correlation >= CLEAR_MIN)
  return {
    clearShare: clear.length / windows.length,
    lagsMs: new Map(clear.map(({ offsetMs, lagMs }) => [offsetMs, lagMs])),
  }
}

function stretchOf(said: Float32Array, from: number, sampleCount: number): Float32Array {
  return Float32Array.from({ length: sampleCount }, (_, index) => said[(from + index) % said.length] ?? 0)
}
