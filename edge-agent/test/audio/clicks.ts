/**
 * The largest bend of the wave, |x[n−1] − 2x[n] + x[n+1]|, and where it is. A click is a step in the value or the slope
 * and bends by its whole height; a sine of 400 Hz at 0.5 bends by 0.0014, with a fade of 2 ms on it by 0.003.
 */
export function largestBend(pcm: Float32Array): { bend: number; at: number } {
  let largest = { bend: 0, at: 0 }
  for (let n = 1; n + 1 < pcm.length; n++) {
    const bend = Math.abs((pcm[n - 1] ?? 0) - 2 * (pcm[n] ?? 0) + (pcm[n + 1] ?? 0))
    if (bend > largest.bend) largest = { bend, at: n }
  }
  return largest
}
