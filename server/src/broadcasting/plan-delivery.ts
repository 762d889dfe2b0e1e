import { type ClusterId, PLAN_VALID_MS, type Plan } from '@tieng-lang/protocol'
import { findAreaPath } from '../storage/areas.ts'
import { type Cluster, findCluster, listClusters } from '../storage/clusters.ts'
import { listStoppedBroadcasts } from '../storage/stopped-broadcasts.ts'
import { deliverDocument } from './document-delivery.ts'
import { inSlices } from './in-slices.ts'
import { isReached, listPlannedProgrammes, type PlannedProgramme } from './planned-programmes.ts'
import type { Services } from './services.ts'

/** Everything one cluster is to play, always in the same order, so that the same plan has the same hash. */
export function planOf(
  { database }: Pick<Services, 'database'>,
  cluster: Cluster,
  planned: readonly PlannedProgramme[],
): Plan {
  const path = findAreaPath(database, cluster.areaId)
  return {
    programmes: planned
      .filter(({ targets }) => isReached(targets, cluster, path))
      .map(({ programme }) => programme)
      .slice(0, 1_000),
    stopped: listStoppedBroadcasts(database, cluster.clusterId),
  }
}

/** Delivers one cluster's plan if it says anything new or is about to end. */
export function deliverPlan(services: Services, clusterId: ClusterId): void {
  const cluster = findCluster(services.database, clusterId)
  if (cluster)
    deliverPlanTo(services, cluster, listPlannedProgrammes(services.database, services.clock.now()))
}

/** The plans of many clusters; what did not change is not sealed. */
export async function deliverPlans(services: Services, clusters: readonly Cluster[]): Promise<void> {
  const { clock, database } = services
  const planned = listPlannedProgrammes(database, clock.now())
  await inSlices(clock, clusters, (cluster) => deliverPlanTo(services, cluster, planned))
}

/** After any change of programmes or approvals, at start and every hour. */
export function deliverAllPlans(services: Services): Promise<void> {
  return deliverPlans(services, listClusters(services.database))
}

function deliverPlanTo(services: Services, cluster: Cluster, planned: readonly PlannedProgramme[]): void {
  const body = planOf(services, cluster, planned)
  const { clusterId } = cluster
  deliverDocument(services, { topic: 'plan', clusterId, body, validMs: PLAN_VALID_MS })
}
