import { availableParallelism } from 'node:os'
import { MINUTE_MS } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { playOrders } from '../simulation/command-line/seed-processes.ts'
import { rounded } from './figures/percentile.ts'

const SEEDS = 20
const SIZE = { days: 10, clusters: 5 }
const YEAR_DAYS = 365.25

/**
 * How much of communes' life passes in a minute of this machine, all cores: people at work, faults, every invariant
 * checked, about an hour of sound a day, health every minute; documents under the keyed hash, records under Ed25519.
 */
export async function run(): Promise<Record<string, unknown>> {
  const orders = Array.from({ length: SEEDS }, (_, index) => ({ seed: String(index + 1), ...SIZE }))
  const beganMs = systemClock.monotonicMs()
  const results = await playOrders(orders, {
    processes: availableParallelism(),
    playsMax: 0,
    onResult: () => {},
  })
  const tookMinutes = (systemClock.monotonicMs() - beganMs) / MINUTE_MS
  const sum = (of: (result: (typeof results)[number]) => number) =>
    results.reduce((total, each) => total + of(each), 0)
  const clusterDays = sum(({ facts }) => facts.clusterDays)
  return {
    clusterYearsPerMinute: rounded(clusterDays / YEAR_DAYS / tookMinutes, 2),
    seeds: results.length,
    violations: sum(({ violations: found }) => found.length),
    soundMinutesADay: rounded(sum(({ facts }) => facts.heardMs) / clusterDays / MINUTE_MS, 0),
    clusterDays: rounded(clusterDays, 0),
  }
}
