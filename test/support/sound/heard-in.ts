/** How well the sound around a place in a recording is found again in what was said. */
export interface FoundWindow {
  /** Samples at 48 kHz into what was heard. */
  at: number
  correlation: number
}

const WINDOW_SAMPLES = 12_000
/** −50 dBFS: less is silence. */
const AUDIBLE_MIN = 10 ** (-50 / 20)
/** Places are first sought at 4 kHz, then to the sample. */
const COARSE = 12

/**
 * Looks for every window of 250 ms above −50 dBFS of what was heard anywhere in what was said, which may have been said
 * over and over, each at its own best lag.
 */
export function heardIn(heard: Float32Array, said: Float32Array): FoundWindow[] {
  const coarseSaid = thinned(said)
  const found: FoundWindow[] = []
  for (let at = 0; at + WINDOW_SAMPLES <= heard.length; at += WINDOW_SAMPLES) {
    const window = heard.subarray(at, at + WINDOW_SAMPLES)
    if (Math.sqrt(energy(window) / window.length) < AUDIBLE_MIN) continue
    const coarse = bestLag(thinned(window), coarseSaid, { from: 0, until: coarseSaid.length })
    const near = coarse.lag * COARSE
    const { correlation } = bestLag(window, said, { from: near - COARSE, until: near + COARSE + 1 })
    found.push({ at, correlation })
  }
  return found
}

function bestLag(
  window: Float32Array,
  said: Float32Array,
  { from, until }: { from: number; until: number },
): { lag: number; correlation: number } {
  const windowEnergy = energy(window)
  let best = { lag: from, correlation: -1 }
  for (let lag = Math.max(0, from); lag < until && lag + window.length <= said.length; lag += 1) {
    let both = 0
    let saidEnergy = 1e-9
    for (let index = 0; index < window.length; index += 1) {
      const sample = said[lag + index] ?? 0
      both += sample * (window[index] ?? 0)
      saidEnergy += sample * sample
    }
    const correlation = both / Math.sqrt(windowEnergy * saidEnergy)
    if (correlation > best.correlation) best = { lag, correlation }
  }
  return best
}

/** One sample for each twelve, their mean: enough to find a place in speech. */
function thinned(samples: Float32Array): Float32Array {
  const thin = new Float32Array(Math.floor(samples.length / COARSE))
  for (let index = 0; index < thin.length; index += 1) {
    let sum = 0
    for (let each = 0; each < COARSE; each += 1) sum += samples[index * COARSE + each] ?? 0
    thin[index] = sum / COARSE
  }
  return thin
}

function energy(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return sum
}
