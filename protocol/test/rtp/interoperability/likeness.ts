/** At 6 kHz there is all that the tone of the test has: fast enough to look for the place everywhere. */
const STEP = 8
const RATE_HZ = 48_000
/** The decoder's own delay, and what was lost before the receiver listened. */
const LAG_SECONDS_MAX = 0.5

/**
 * How alike one second of `heard`, from its middle on, is to some stretch of `expected`, at the lag where it is most alike:
 * 1 is the same, 0 nothing in common. Both 48 kHz mono. The lag is looked for in steps of 8 samples, then sample by sample.
 */
export function likenessOf(heard: Int16Array, expected: Int16Array): number {
  const from = Math.floor(heard.length / 2)
  const at = (lag: number) => likenessAt(heard, expected, { from, lag })
  const coarse = bestOf(-LAG_SECONDS_MAX * RATE_HZ, LAG_SECONDS_MAX * RATE_HZ, STEP, at)
  return at(bestOf(coarse - STEP, coarse + STEP, 1, at))
}

function bestOf(first: number, last: number, step: number, at: (lag: number) => number): number {
  let best = { lag: first, likeness: at(first) }
  for (let lag = first; lag <= last; lag += step) {
    const likeness = at(lag)
    if (likeness > best.likeness) best = { lag, likeness }
  }
  return best.lag
}

/** 0 where one of the two has not a whole second there. */
function likenessAt(
  heard: Int16Array,
  expected: Int16Array,
  { from, lag }: { from: number; lag: number },
): number {
  if (from + RATE_HZ > heard.length || from + lag < 0 || from + lag + RATE_HZ > expected.length) return 0
  let [product, powerA, powerB] = [0, 0, 0]
  for (let index = from; index < from + RATE_HZ; index += STEP) {
    const [x, y] = [heard[index] ?? 0, expected[index + lag] ?? 0]
    product += x * y
    powerA += x * x
    powerB += y * y
  }
  return product / Math.sqrt(powerA * powerB || 1)
}

export function levelDb(samples: Int16Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return 10 * Math.log10(power / 32_768 ** 2)
}
