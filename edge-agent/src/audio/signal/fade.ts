/** A recording may begin and end mid-wave; this much takes the click out of it and is not heard as a fade. */
export const START_FADE_SAMPLES = 96
export const END_FADE_SAMPLES = 144
/** Where a sound is entered in its middle: after a resumption, a late start, an output that stalled. */
export const JOIN_FADE_SAMPLES = 240
/** Where a sound is cut in its middle. Also the longest that two sounds may overlap (20 ms). */
export const CUT_FADE_SAMPLES = 720
export const CUT_FADE_SAMPLES_MAX = 960

/** Half a cosine from 0 (at 0) to 1 (at 1): no step in the value nor in the slope. */
function fadeGain(progress: number): number {
  if (progress <= 0) return 0
  if (progress >= 1) return 1
  return 0.5 - 0.5 * Math.cos(Math.PI * progress)
}

/** One fade of `fadeSamples` samples; sample 0 of `pcm` stands at sample `at` of it (negative: before it). */
export interface FadePosition {
  at: number
  fadeSamples: number
}

/** Fades in place: what stands before the fade becomes silence, what stands after it is left alone. */
export function fadeIn(pcm: Float32Array, { at, fadeSamples }: FadePosition): void {
  const end = Math.min(pcm.length, fadeSamples - at)
  for (let index = 0; index < end; index++) {
    pcm[index] = (pcm[index] ?? 0) * fadeGain((at + index + 0.5) / fadeSamples)
  }
}

/** Fades in place: what stands before the fade is left alone, what stands after it becomes silence. */
export function fadeOut(pcm: Float32Array, { at, fadeSamples }: FadePosition): void {
  for (let index = Math.max(0, -at); index < pcm.length; index++) {
    pcm[index] = (pcm[index] ?? 0) * fadeGain(1 - (at + index + 0.5) / fadeSamples)
  }
}
