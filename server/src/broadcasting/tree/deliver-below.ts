import type { AreaId, ClusterId } from '@tieng-lang/protocol'
import { type Cluster, findCluster, listClustersBelow } from '../../storage/tree/clusters.ts'
import { deliverConfig } from '../delivery/cluster-config.ts'
import { inSlices } from '../delivery/in-slices.ts'
import { deliverPlans } from '../delivery/plan-delivery.ts'
import type { Services } from '../services.ts'

/**
 * Configs, then plans, of many clusters, in slices of the main thread: a thousand clusters are sealed in seconds, and
 * whoever changed an area does not wait for them. Never rejects: what fails is counted, and done at the next start or
 * in the hourly round, which looks at every cluster.
 */
export async function deliverInBackground(
  services: Services,
  clusterIds: readonly ClusterId[],
): Promise<void> {
  const { clock, database, reports } = services
  try {
    await inSlices(clock, clusterIds, (clusterId) => deliverConfig(services, clusterId))
    const clusters: Cluster[] = []
    await inSlices(clock, clusterIds, (clusterId) => {
      const cluster = findCluster(database, clusterId)
      if (cluster) clusters.push(cluster)
    })
    await deliverPlans(services, clusters)
  } catch (cause) {
    reports.count(undefined, 'configNotDelivered', String(cause))
  }
}

/** The same for everything that stands in the area or below it. */
export function deliverBelow(services: Services, areaId: AreaId): void {
  const clusters = listClustersBelow(services.database, areaId)
  void deliverInBackground(
    services,
    clusters.map(({ clusterId }) => clusterId),
  )
}
