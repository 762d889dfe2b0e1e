import { correlation, powerDb } from './signals.ts'
import type { Recording } from './simulated-output.ts'

export interface WindowLag {
  /** Where the window stands in the sound. */
  positionMs: number
  /** Heard later than planned by so much, at the best match. */
  lagMs: number
  correlation: number
}

const WINDOW_SAMPLES = 12_000

/**
 * Compares a recording with what should have been heard from `dueAt` on, in windows of 250 ms above −50 dBFS, each at its
 * own best lag within ±`lagMsMax` (less than half a period of the lowest tone, or a tune matches itself shifted).
 */
export function windowLags(
  recording: Recording,
  expected: { pcm: Float32Array; dueAt: number },
  lagMsMax = 4,
): WindowLag[] {
  const due = Math.round((expected.dueAt - recording.startAt) * 48)
  const lags: WindowLag[] = []
  for (let from = 0; from + WINDOW_SAMPLES <= expected.pcm.length; from += WINDOW_SAMPLES) {
    if (powerDb(expected.pcm, from, WINDOW_SAMPLES) < -50) continue
    const at = (lag: number) =>
      correlation(recording.pcm, expected.pcm, {
        fromA: due + from + lag,
        fromB: from,
        count: WINDOW_SAMPLES,
      })
    const best = bestLag(at, Math.round(lagMsMax * 48))
    lags.push({ positionMs: from / 48, lagMs: best.lag / 48, correlation: best.correlation })
  }
  return lags
}

/** Coarse search, then sample by sample, then the top of a parabola through three. */
function bestLag(at: (lag: number) => number, lagMax: number): { lag: number; correlation: number } {
  let best = 0
  for (let lag = -lagMax; lag <= lagMax; lag += 2) if (at(lag) > at(best)) best = lag
  for (let lag = best - 2; lag <= best + 2; lag++) if (at(lag) > at(best)) best = lag
  const [before, top, after] = [at(best - 1), at(best), at(best + 1)]
  return { lag: best + (before - after) / (2 * (before - 2 * top + after)), correlation: top }
}

/** The extremes over all windows; movement is taken over a second. */
export function lagSummary(lags: WindowLag[]) {
  let moveMsPerSecondMax = 0
  for (const window of lags) {
    const later = lags.find((other) => other.positionMs >= window.positionMs + 1000)
    if (!later) break
    const seconds = (later.positionMs - window.positionMs) / 1000
    moveMsPerSecondMax = Math.max(moveMsPerSecondMax, Math.abs(later.lagMs - window.lagMs) / seconds)
  }
  return {
    windowCount: lags.length,
    lagMsMax: Math.max(...lags.map((window) => Math.abs(window.lagMs))),
    moveMsPerSecondMax,
    correlationMin: Math.min(...lags.map((window) => window.correlation)),
  }
}
