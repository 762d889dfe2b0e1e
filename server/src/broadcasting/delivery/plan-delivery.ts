import { type ClusterId, CodedError, PLAN_VALID_MS, type Plan } from '@tieng-lang/protocol'
import { findAreaPath } from '../../storage/area-tree.ts'
import { type Cluster, findCluster, listClusters } from '../../storage/clusters.ts'
import { listStoppedBroadcasts } from '../../storage/stopped-broadcasts.ts'
import type { Services } from '../services.ts'
import { deliverDocument } from './document-delivery.ts'
import { inSlices } from './in-slices.ts'
import { isReached, listPlannedProgrammes, type PlannedProgramme } from './planned-programmes.ts'

/** What `Plan.programmes` takes. */
const PROGRAMMES_MAX = 1_000

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
      .map(({ programme }) => programme),
    stopped: listStoppedBroadcasts(database, cluster.clusterId),
  }
}

/** Delivers one cluster's plan if it says anything new or is about to end. */
export function deliverPlan(services: Services, clusterId: ClusterId): void {
  const cluster = findCluster(services.database, clusterId)
  if (cluster)
    deliverPlanTo(services, cluster, listPlannedProgrammes(services.database, services.clock.now()))
}

/**
 * The plans of many clusters; what did not change is not sealed. A plan that does not fit its topic is counted, leaves
 * that cluster with the one it has, and after all others rejects with `planTooLarge`.
 */
export async function deliverPlans(services: Services, clusters: readonly Cluster[]): Promise<void> {
  const { clock, database, reports } = services
  const planned = listPlannedProgrammes(database, clock.now())
  const tooLarge: CodedError[] = []
  await inSlices(clock, clusters, (cluster) => {
    try {
      deliverPlanTo(services, cluster, planned)
    } catch (cause) {
      if (!(cause instanceof CodedError) || cause.code !== 'planTooLarge') throw cause
      reports.count(cluster.clusterId, cause.code, cause.message)
      tooLarge.push(cause)
    }
  })
  if (tooLarge[0]) throw tooLarge[0]
}

/** After any change of programmes or approvals, at start and every hour. */
export function deliverAllPlans(services: Services): Promise<void> {
  return deliverPlans(services, listClusters(services.database))
}

function deliverPlanTo(services: Services, cluster: Cluster, planned: readonly PlannedProgramme[]): void {
  const body = planOf(services, cluster, planned)
  const { programmes } = body
  if (programmes.length > PROGRAMMES_MAX)
    throw new CodedError('planTooLarge', `${cluster.clusterId} would have ${programmes.length} programmes`)
  const { clusterId } = cluster
  deliverDocument(services, { topic: 'plan', clusterId, body, validMs: PLAN_VALID_MS })
}
