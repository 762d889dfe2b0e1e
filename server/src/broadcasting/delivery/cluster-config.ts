import type { ClusterConfig, ClusterId, QuietHours } from '@tieng-lang/protocol'
import { findAreaPath } from '../../storage/area-tree.ts'
import { inherited } from '../../storage/areas.ts'
import { type Cluster, findCluster, listClusters } from '../../storage/clusters.ts'
import type { Services } from '../services.ts'
import { deliverDocument } from './document-delivery.ts'
import { inSlices } from './in-slices.ts'

/** Where nobody has said anything: nothing sounds at night (a village was woken at 03:15 by a wrong setting). */
export const DEFAULT_QUIET_HOURS: QuietHours = { windows: [{ from: '21:00', until: '05:00' }] }

/** What a cluster is told of itself: its own settings, else those of the nearest area, else the server's. */
export function clusterConfigOf(
  { config, database, addresses }: Pick<Services, 'config' | 'database' | 'addresses'>,
  cluster: Cluster,
): ClusterConfig {
  const path = findAreaPath(database, cluster.areaId)
  const { quietHours, timeZone, ...settings } = cluster.settings
  return {
    ...settings,
    clusterId: cluster.clusterId,
    name: cluster.name,
    areaPath: path.map(({ areaId }) => areaId),
    timeZone: timeZone ?? inherited(path, 'timeZone') ?? config.timeZone,
    quietHours: quietHours ?? inherited(path, 'quietHours') ?? DEFAULT_QUIET_HOURS,
    httpUrls: addresses.httpUrls,
    mqttUrls: addresses.mqttUrls,
    mediaSecret: cluster.mediaSecret,
  }
}

/** Delivers one cluster's config if it is another than the one it was told last. */
export function deliverConfig(services: Services, clusterId: ClusterId): void {
  const cluster = findCluster(services.database, clusterId)
  if (!cluster) return
  const body = clusterConfigOf(services, cluster)
  deliverDocument(services, { topic: 'config', clusterId, body, validMs: null })
}

/** After a change that many clusters may notice: an area's settings, our own addresses. */
export async function deliverAllConfigs(services: Services): Promise<void> {
  await inSlices(services.clock, listClusters(services.database), ({ clusterId }) =>
    deliverConfig(services, clusterId),
  )
}

/** The key set, sealed by the root key. */
export function deliverKeys(services: Services): void {
  deliverDocument(services, { topic: 'keys', body: services.keys.keySet, validMs: null })
}
