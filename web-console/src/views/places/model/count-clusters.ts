import type { AreaAnswer, AreaId, ClusterAnswer } from '@tieng-lang/protocol/browser'

/** Clusters in each area with all that is below it. */
export function countClusters(
  areas: readonly AreaAnswer[],
  clusters: readonly Pick<ClusterAnswer, 'areaId'>[],
): Map<AreaId, number> {
  const parents = new Map(areas.map(({ areaId, parentId }) => [areaId, parentId]))
  const counts = new Map<AreaId, number>()
  for (const { areaId } of clusters) {
    const seen = new Set<AreaId>()
    for (let at: AreaId | null = areaId; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      seen.add(at)
      counts.set(at, (counts.get(at) ?? 0) + 1)
    }
  }
  return counts
}
