import { type Pcm, SIGNAL_RATE_HZ } from '../../../src/media/signals/pcm.ts'

const SIZE = 8_192

/** Power by frequency, the mean over windows of a sixth of a second (Welch, Hann). */
export function spectrumOf(pcm: Pcm): { hz: number; power: number }[] {
  const sums = new Float64Array(SIZE / 2)
  for (let from = 0; from + SIZE <= pcm.length; from += SIZE / 2) {
    const powers = powersOf(pcm.subarray(from, from + SIZE))
    for (const [index, power] of powers.entries()) sums[index] = (sums[index] ?? 0) + power
  }
  return [...sums].map((power, index) => ({ hz: (index * SIGNAL_RATE_HZ) / SIZE, power }))
}

/** The part of all power that lies between two frequencies, 0-1. */
export function partWithin(pcm: Pcm, fromHz: number, untilHz: number): number {
  const spectrum = spectrumOf(pcm)
  const sum = (lines: typeof spectrum) => lines.reduce((all, { power }) => all + power, 0)
  return sum(spectrum.filter(({ hz }) => hz >= fromHz && hz <= untilHz)) / sum(spectrum)
}

/** The strongest frequency of one window from an instant on. */
export function strongestHz(pcm: Pcm, atS: number): number {
  const from = Math.round(atS * SIGNAL_RATE_HZ)
  const powers = powersOf(pcm.subarray(from, from + SIZE))
  const strongest = powers.indexOf(Math.max(...powers))
  return (strongest * SIGNAL_RATE_HZ) / SIZE
}

function powersOf(window: Float32Array): number[] {
  const real = new Float64Array(SIZE)
  const imaginary = new Float64Array(SIZE)
  for (const [index, sample] of window.entries())
    real[index] = sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (SIZE - 1)))
  transform(real, imaginary)
  return Array.from(
    { length: SIZE / 2 },
    (_, index) => (real[index] ?? 0) ** 2 + (imaginary[index] ?? 0) ** 2,
  )
}

/** Fast Fourier transform in place, radix 2. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  for (let index = 1, other = 0; index < SIZE; index += 1) {
    let bit = SIZE >> 1
    for (; other & bit; bit >>= 1) other ^= bit
    other ^= bit
    if (index < other)
      for (const part of [real, imaginary]) [part[index], part[other]] = [part[other] ?? 0, part[index] ?? 0]
  }
  for (let half = 1; half < SIZE; half *= 2)
    for (let step = 0; step < half; step += 1) {
      const [cos, sin] = [Math.cos((-Math.PI * step) / half), Math.sin((-Math.PI * step) / half)]
      for (let low = step; low < SIZE; low += half * 2)
        butterfly(real, imaginary, { low, high: low + half, cos, sin })
    }
}

function butterfly(
  real: Float64Array,
  imaginary: Float64Array,
  { low, high, cos, sin }: { low: number; high: number; cos: number; sin: number },
): void {
  const [a, b, c, d] = [real[low] ?? 0, imaginary[low] ?? 0, real[high] ?? 0, imaginary[high] ?? 0]
  const [turnedReal, turnedImaginary] = [c * cos - d * sin, c * sin + d * cos]
  real[low] = a + turnedReal
  imaginary[low] = b + turnedImaginary
  real[high] = a - turnedReal
  imaginary[high] = b - turnedImaginary
}
