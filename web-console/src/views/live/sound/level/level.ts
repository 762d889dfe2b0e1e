/** Below this a frame counts as digital silence. */
export const SILENCE_DB = -100
/** A sample this near to full scale has been cut off. */
const CLIPPED_FROM = 0.985

export interface Level {
  /** Of full scale, ≤ 0; −100 for silence. */
  rmsDb: number
  peakDb: number
  clippedSamples: number
}

/** How loud a frame is. */
export function levelOf(frame: Float32Array): Level {
  let sum = 0
  let peak = 0
  let clippedSamples = 0
  for (const sample of frame) {
    const size = Math.abs(sample)
    sum += sample * sample
    if (size > peak) peak = size
    if (size >= CLIPPED_FROM) clippedSamples += 1
  }
  return { rmsDb: toDb(Math.sqrt(sum / frame.length)), peakDb: toDb(peak), clippedSamples }
}

function toDb(size: number): number {
  return Math.max(SILENCE_DB, 20 * Math.log10(size || 1e-9))
}
