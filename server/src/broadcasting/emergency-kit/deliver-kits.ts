import type { AreaId, Id } from '@tieng-lang/protocol'
import { listAssignmentsOf } from '../../storage/emergencies/emergency-kit.ts'
import { listClusters, listClustersBelow } from '../../storage/tree/clusters.ts'
import { deliverConfig } from '../delivery/cluster-config.ts'
import { inSlices } from '../delivery/in-slices.ts'
import type { Services } from '../services.ts'

/**
 * Tells every cluster of an area (null: all) of its kit, in slices of the main thread, while nobody waits. What fails is
 * counted, and done at the next start.
 */
export function deliverKits(services: Services, areaId: AreaId | null): void {
  const { clock, database, reports } = services
  const clusters = areaId === null ? listClusters(database) : listClustersBelow(database, areaId)
  inSlices(clock, clusters, ({ clusterId }) => deliverConfig(services, clusterId)).catch((cause) =>
    reports.count(undefined, 'configNotDelivered', String(cause)),
  )
}

/** After a bulletin has changed: most are no message for emergencies. */
export function deliverKitsWith(services: Services, bulletinId: Id): void {
  const areaIds = listAssignmentsOf(services.database, bulletinId).map(({ areaId }) => areaId)
  for (const areaId of new Set(areaIds)) deliverKits(services, areaId)
}
