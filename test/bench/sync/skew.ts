import { percentile, rounded } from '../figures/percentile.ts'
import type { SyncHalfHeard } from './half.ts'

/** A cluster that has just begun to sound is judged from then on. */
const IN_STEP_WITHIN_S = 2

export interface SkewFigures {
  skewMs: { p50: number; p99: number; max: number }
  /** Whole seconds of true time at which a cluster sounded, of all clusters together. */
  placesJudged: number
  clustersJudged: number
}

/** By how much any two clusters differed, at each second at which both sounded. */
export function skewOf(halves: readonly SyncHalfHeard[]): SkewFigures {
  const clusters = halves.flatMap(({ lags }) => Object.values(lags)).filter((lags) => lags.length > 0)
  const bySecond = new Map<number, number[]>()
  for (const lags of clusters) {
    const [firstSecond = 0] = lags[0] ?? []
    for (const [second, lagMs] of lags) {
      if (second < firstSecond + IN_STEP_WITHIN_S) continue
      bySecond.set(second, [...(bySecond.get(second) ?? []), lagMs])
    }
  }
  const skews = [...bySecond.values()].flatMap(differencesOf)
  return {
    skewMs: {
      p50: rounded(percentile(skews, 0.5), 3),
      p99: rounded(percentile(skews, 0.99), 3),
      max: rounded(percentile(skews, 1), 3),
    },
    placesJudged: [...bySecond.values()].reduce((sum, { length }) => sum + length, 0),
    clustersJudged: clusters.length,
  }
}

function differencesOf(lags: readonly number[]): number[] {
  return lags.flatMap((lagMs, index) => lags.slice(index + 1).map((other) => Math.abs(lagMs - other)))
}
