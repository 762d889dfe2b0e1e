/** At 6 kHz there is all that the tone of the test has. */
const STEP = 8
const SAMPLES_PER_SECOND = 48_000 / STEP
/** The decoder's own delay, and what was lost before the receiver listened. */
const LAG_SECONDS_MAX = 0.5

/**
 * How alike the second half of `heard` is to the same stretch of `expected`, at the lag where it is most alike: 1 is the
 * same, 0 nothing in common. Both 48 kHz mono.
 */
export function likenessOf(heard: Int16Array, expected: Int16Array): number {
  const [a, b] = [thinned(heard), thinned(expected)]
  const length = SAMPLES_PER_SECOND
  const start = Math.floor(a.length / 2)
  let best = 0
  for (
    let lag = -LAG_SECONDS_MAX * SAMPLES_PER_SECOND;
    lag <= LAG_SECONDS_MAX * SAMPLES_PER_SECOND;
    lag += 1
  ) {
    if (start + lag < 0 || start + lag + length > b.length || start + length > a.length) continue
    best = Math.max(
      best,
      correlation(a.subarray(start, start + length), b.subarray(start + lag, start + lag + length)),
    )
  }
  return best
}

export function levelDb(samples: Int16Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return 10 * Math.log10(power / 32_768 ** 2)
}

function thinned(samples: Int16Array): Float64Array {
  return Float64Array.from(
    { length: Math.floor(samples.length / STEP) },
    (_, index) => samples[index * STEP] ?? 0,
  )
}

function correlation(a: Float64Array, b: Float64Array): number {
  let [product, powerA, powerB] = [0, 0, 0]
  for (const [index, x] of a.entries()) {
    const y = b[index] ?? 0
    product += x * y
    powerA += x * x
    powerB += y * y
  }
  return product / Math.sqrt(powerA * powerB || 1)
}
