import type { ClusterLosses, LiveCluster } from './live-cluster.ts'

/** Every cluster, in numbers. */
export interface BoardTotals {
  enrolled: number
  connected: number
  /** Those that do not hold the plan that is meant for them yet. */
  planBehind: number
  /** Those that have lost anything. */
  withLosses: number
  losses: ClusterLosses
  /** Playout records that never came. */
  missingRecords: number
}

export function totalsOf(clusters: Iterable<Readonly<LiveCluster>>): BoardTotals {
  const totals: BoardTotals = {
    ...{ enrolled: 0, connected: 0, planBehind: 0, withLosses: 0, missingRecords: 0 },
    losses: { acks: 0, records: 0, storageFailures: 0 },
  }
  for (const { isEnrolled, isConnected, planRevision, losses, gapCount } of clusters) {
    const isBehind = isEnrolled && planRevision.wanted !== null && planRevision.held !== planRevision.wanted
    totals.enrolled += Number(isEnrolled)
    totals.connected += Number(isConnected)
    totals.planBehind += Number(isBehind)
    totals.withLosses += Number(losses.acks + losses.records + losses.storageFailures > 0)
    totals.missingRecords += gapCount
    totals.losses.acks += losses.acks
    totals.losses.records += losses.records
    totals.losses.storageFailures += losses.storageFailures
  }
  return totals
}
