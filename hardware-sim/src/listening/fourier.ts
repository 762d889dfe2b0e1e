/**
 * In-place fast Fourier transform of a complex signal, radix 2 (Cooley and Tukey, 1965). `inverse` is not scaled.
 * Every index below stays under the power of two that is checked first, so what is read is there.
 * @throws RangeError when the length is no power of two.
 */
export function fourier(real: Float64Array, imaginary: Float64Array, inverse = false): void {
  const size = real.length
  if (size === 0 || (size & (size - 1)) !== 0) throw new RangeError(`${size} is no power of two`)
  reorder(real, imaginary)
  const { cosines, sines } = twiddles(size)
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half)
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const cosine = cosines[k * stride] as number
        const sine = inverse ? (sines[k * stride] as number) : -(sines[k * stride] as number)
        const low = start + k
        const high = low + half
        const highReal = real[high] as number
        const highImaginary = imaginary[high] as number
        const turnedReal = highReal * cosine - highImaginary * sine
        const turnedImaginary = highReal * sine + highImaginary * cosine
        const lowReal = real[low] as number
        const lowImaginary = imaginary[low] as number
        real[high] = lowReal - turnedReal
        imaginary[high] = lowImaginary - turnedImaginary
        real[low] = lowReal + turnedReal
        imaginary[low] = lowImaginary + turnedImaginary
      }
    }
  }
}

function reorder(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  for (let index = 1, reversed = 0; index < size; index++) {
    let bit = size >> 1
    for (; (reversed & bit) !== 0; bit >>= 1) reversed ^= bit
    reversed |= bit
    if (index >= reversed) continue
    const keptReal = real[index] as number
    const keptImaginary = imaginary[index] as number
    real[index] = real[reversed] as number
    imaginary[index] = imaginary[reversed] as number
    real[reversed] = keptReal
    imaginary[reversed] = keptImaginary
  }
}

interface Twiddles {
  cosines: Float64Array
  sines: Float64Array
}

const twiddlesBySize = new Map<number, Twiddles>()

function twiddles(size: number): Twiddles {
  const known = twiddlesBySize.get(size)
  if (known !== undefined) return known
  const made = { cosines: new Float64Array(size / 2), sines: new Float64Array(size / 2) }
  for (let k = 0; k < size / 2; k++) {
    made.cosines[k] = Math.cos((2 * Math.PI * k) / size)
    made.sines[k] = Math.sin((2 * Math.PI * k) / size)
  }
  twiddlesBySize.set(size, made)
  return made
}

/**
 * The cross-correlation of `signal` with `pattern`: element `k` is Σ signal[k + i] × pattern[i], for every `k` at which
 * the pattern lies wholly within the signal.
 */
export function crossCorrelation(signal: Float32Array, pattern: Float32Array): Float64Array {
  let size = 1
  while (size < signal.length + pattern.length) size *= 2
  // Both are real, so one transform serves both: the signal as real part, the pattern as imaginary part.
  const real = new Float64Array(size)
  const imaginary = new Float64Array(size)
  real.set(signal)
  imaginary.set(pattern)
  fourier(real, imaginary)
  const productReal = new Float64Array(size)
  const productImaginary = new Float64Array(size)
  for (let k = 0; k < size; k++) {
    const mirrored = (size - k) & (size - 1)
    const sumReal = ((real[k] as number) + (real[mirrored] as number)) / 2
    const sumImaginary = ((imaginary[k] as number) - (imaginary[mirrored] as number)) / 2
    const patternReal = ((imaginary[k] as number) + (imaginary[mirrored] as number)) / 2
    const patternImaginary = ((real[mirrored] as number) - (real[k] as number)) / 2
    productReal[k] = sumReal * patternReal + sumImaginary * patternImaginary
    productImaginary[k] = sumImaginary * patternReal - sumReal * patternImaginary
  }
  fourier(productReal, productImaginary, true)
  return productReal.subarray(0, signal.length - pattern.length + 1).map((value) => value / size)
}
