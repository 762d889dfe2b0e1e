import { CARD_SAMPLE_RATE_HZ } from '../board/sound-card.ts'
import { crossCorrelation } from './fourier.ts'
import { heardFrom, type Recording } from './recording.ts'

const SAMPLES_PER_MS = CARD_SAMPLE_RATE_HZ / 1000
const WINDOW_MS = 250
const WINDOW_SAMPLES = WINDOW_MS * SAMPLES_PER_MS
/** Windows whose reference is quieter than −50 dBFS are not judged. */
const LEVEL_MIN = 10 ** (-50 / 20)
const SEARCH_MS = 100
const SEARCH_SAMPLES = SEARCH_MS * SAMPLES_PER_MS
/** So long without any signal, while the reference sounds, is a gap. */
const GAP_SAMPLES = 5 * SAMPLES_PER_MS
const GAP_LEVEL_MIN = 10 ** (-55 / 20)
/** The speed at which the lag moves is the slope over this long. */
const DRIFT_MS = 2_000

export interface ListenedWindow {
  /** Of the reference, from its start. */
  offsetMs: number
  /** How much later than planned it was heard. */
  lagMs: number
  /** Normalised correlation at that lag, 0 to 1. */
  correlation: number
  gaps: number
}

export interface ListeningSummary {
  windowCount: number
  correlationMin: number
  lagMsMin: number
  lagMsMax: number
  lagDriftMsPerSecondMax: number
  gaps: number
}

export interface ListeningResult {
  windows: ListenedWindow[]
  summary: ListeningSummary
}

/**
 * Compares what left a horn with what was planned: `reference` (48 kHz mono, full scale ±1) was to be heard from
 * `plannedAt` (Unix ms) on. Each window of 250 ms is sought within ±100 ms of its plan and judged at its own best lag.
 */
export function listen(recording: Recording, reference: Float32Array, plannedAt: number): ListeningResult {
  const windows: ListenedWindow[] = []
  for (let start = 0; start + WINDOW_SAMPLES <= reference.length; start += WINDOW_SAMPLES) {
    const pattern = reference.subarray(start, start + WINDOW_SAMPLES)
    if (rms(pattern) < LEVEL_MIN) continue
    windows.push(listenToWindow(recording, pattern, { plannedAt, offsetMs: start / SAMPLES_PER_MS }))
  }
  return { windows, summary: summarise(windows) }
}

function listenToWindow(
  recording: Recording,
  pattern: Float32Array,
  plan: { plannedAt: number; offsetMs: number },
): ListenedWindow {
  const plannedAt = plan.plannedAt + plan.offsetMs
  const around = heardFrom(recording, plannedAt - SEARCH_MS, WINDOW_SAMPLES + 2 * SEARCH_SAMPLES)
  const coarseMs = (bestPlace(around, pattern) - SEARCH_SAMPLES) / SAMPLES_PER_MS
  const correlationAt = (lagMs: number) =>
    correlation(heardFrom(recording, plannedAt + lagMs, WINDOW_SAMPLES), pattern)
  const lagMs = refine(correlationAt, coarseMs)
  const heard = heardFrom(recording, plannedAt + lagMs, WINDOW_SAMPLES)
  return {
    offsetMs: plan.offsetMs,
    lagMs,
    correlation: correlation(heard, pattern),
    gaps: countGaps(heard, pattern),
  }
}

/** The place of the highest correlation, each place normalised by the energy it has there. */
function bestPlace(signal: Float32Array, pattern: Float32Array): number {
  const products = crossCorrelation(signal, pattern)
  const floor = energyOf(pattern, 0, pattern.length) * 1e-6
  let energy = energyOf(signal, 0, pattern.length)
  let best = Math.floor(products.length / 2)
  let bestScore = 0
  // There are no more places than samples.
  for (let place = 0; place < products.length; place++) {
    const score = (products[place] as number) / Math.sqrt(Math.max(energy, floor))
    if (score > bestScore) {
      bestScore = score
      best = place
    }
    energy += (signal[place + pattern.length] ?? 0) ** 2 - (signal[place] as number) ** 2
  }
  return best
}

/** Finds the top of the peak to a hundredth of a sample, by parabolas through three lags that come closer. */
function refine(correlationAt: (lagMs: number) => number, coarseMs: number): number {
  let centreMs = coarseMs
  for (const stepMs of [0.5 / SAMPLES_PER_MS, 0.2 / SAMPLES_PER_MS]) {
    const [before, here, after] = [-stepMs, 0, stepMs].map((shiftMs) => correlationAt(centreMs + shiftMs))
    if (before === undefined || here === undefined || after === undefined) return centreMs
    const curvature = before - 2 * here + after
    if (curvature >= 0) return centreMs
    const shift = (before - after) / (2 * curvature)
    centreMs += Math.max(-1.5, Math.min(1.5, shift)) * stepMs
  }
  return centreMs
}

/** Of two stretches of one length. */
function correlation(heard: Float32Array, pattern: Float32Array): number {
  let product = 0
  for (let index = 0; index < pattern.length; index++) {
    product += (heard[index] as number) * (pattern[index] as number)
  }
  const energy = energyOf(heard, 0, heard.length) * energyOf(pattern, 0, pattern.length)
  return energy === 0 ? 0 : product / Math.sqrt(energy)
}

/** Runs of digital silence in what was heard where the reference sounds. */
function countGaps(heard: Float32Array, pattern: Float32Array): number {
  let gaps = 0
  let runStart = 0
  for (let index = 0; index <= heard.length; index++) {
    if (index < heard.length && Math.abs(heard[index] as number) < 1e-6) continue
    const length = index - runStart
    if (length >= GAP_SAMPLES && rms(pattern.subarray(runStart, index)) > GAP_LEVEL_MIN) gaps += 1
    runStart = index + 1
  }
  return gaps
}

function summarise(windows: readonly ListenedWindow[]): ListeningSummary {
  const lags = windows.map((window) => window.lagMs)
  return {
    windowCount: windows.length,
    correlationMin: Math.min(1, ...windows.map((window) => window.correlation)),
    lagMsMin: Math.min(...lags),
    lagMsMax: Math.max(...lags),
    lagDriftMsPerSecondMax: Math.max(0, ...windows.map((_, first) => Math.abs(driftFrom(windows, first)))),
    gaps: windows.reduce((sum, window) => sum + window.gaps, 0),
  }
}

/** Slope of the lag, in ms a second, by least squares over the windows of the next two seconds; 0 where too few. */
function driftFrom(windows: readonly ListenedWindow[], first: number): number {
  const startMs = windows[first]?.offsetMs ?? 0
  const some = windows.slice(first).filter((window) => window.offsetMs - startMs <= DRIFT_MS)
  const last = some.at(-1)
  if (last === undefined || last.offsetMs - startMs < DRIFT_MS * 0.75) return 0
  const meanOffsetMs = some.reduce((sum, window) => sum + window.offsetMs, 0) / some.length
  const meanLagMs = some.reduce((sum, window) => sum + window.lagMs, 0) / some.length
  let above = 0
  let below = 0
  for (const window of some) {
    above += (window.offsetMs - meanOffsetMs) * (window.lagMs - meanLagMs)
    below += (window.offsetMs - meanOffsetMs) ** 2
  }
  return (above / below) * 1000
}

function rms(samples: Float32Array): number {
  return samples.length === 0 ? 0 : Math.sqrt(energyOf(samples, 0, samples.length) / samples.length)
}

/** Of samples that are there: `end` is at most their count. */
function energyOf(samples: Float32Array, start: number, end: number): number {
  let energy = 0
  for (let index = start; index < end; index++) energy += (samples[index] as number) ** 2
  return energy
}
