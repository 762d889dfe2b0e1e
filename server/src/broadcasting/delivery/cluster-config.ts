import { type ClusterConfig, type ClusterId, type QuietHours, topicOf } from '@tieng-lang/protocol'
import { findDocument } from '../../storage/documents.ts'
import { noteToldPath } from '../../storage/tree/area-paths-left.ts'
import { findAreaPath } from '../../storage/tree/area-tree.ts'
import { type Area, inherited } from '../../storage/tree/areas.ts'
import { type Cluster, findCluster, listClusters } from '../../storage/tree/clusters.ts'
import { emergencyKitOf } from '../emergency-kit/cluster-kit.ts'
import type { Services } from '../services.ts'
import { deliverDocument } from './document-delivery.ts'
import { inSlices } from './in-slices.ts'

/** Where nobody has said anything: nothing sounds at night (a village was woken at 03:15 by a wrong setting). */
export const DEFAULT_QUIET_HOURS: QuietHours = { windows: [{ from: '21:00', until: '05:00' }] }

/** What holds in the end: the cluster's own settings, else those of the nearest area, else the server's. */
export function effectiveSettings(
  { config, database }: Pick<Services, 'config' | 'database'>,
  { areaId, settings }: Pick<Cluster, 'areaId' | 'settings'>,
): { quietHours: QuietHours; timeZone: string } {
  return settingsOn(findAreaPath(database, areaId), settings, config)
}

/** The same where the areas from the root down are at hand. */
export function settingsOn(
  path: readonly Area[],
  settings: Pick<Cluster['settings'], 'quietHours' | 'timeZone'>,
  config: Pick<Services['config'], 'timeZone'>,
): { quietHours: QuietHours; timeZone: string } {
  return {
    quietHours: settings.quietHours ?? inherited(path, 'quietHours') ?? DEFAULT_QUIET_HOURS,
    timeZone: settings.timeZone ?? inherited(path, 'timeZone') ?? config.timeZone,
  }
}

/** What a cluster is told of itself. */
export function clusterConfigOf(
  { config, database, addresses }: Pick<Services, 'config' | 'database' | 'addresses'>,
  cluster: Cluster,
): ClusterConfig {
  const { quietHours, timeZone } = effectiveSettings({ config, database }, cluster)
  const { zones, volume, isSpecialArea, cacheBytesMax } = cluster.settings
  return {
    zones,
    volume,
    isSpecialArea,
    cacheBytesMax,
    clusterId: cluster.clusterId,
    name: cluster.name,
    areaPath: findAreaPath(database, cluster.areaId).map(({ areaId }) => areaId),
    timeZone,
    quietHours,
    httpUrls: addresses.httpUrls,
    mqttUrls: addresses.mqttUrls,
    mediaSecret: cluster.mediaSecret,
    ...emergencyKitOf({ database }, cluster.areaId),
  }
}

/** Delivers one cluster's config if it is another than the one it was told last. */
export function deliverConfig(services: Services, clusterId: ClusterId): void {
  const { database } = services
  const cluster = findCluster(database, clusterId)
  if (!cluster) return
  const body = clusterConfigOf(services, cluster)
  const deliver = () => deliverDocument(services, { topic: 'config', clusterId, body, validMs: null })
  const { areaPath } = body
  if (cluster.toldAreaPath?.join() === areaPath.join()) {
    deliver()
    return
  }
  database.transaction(() => {
    deliver()
    const revision = findDocument(database, topicOf('config', { clusterId }))?.revision ?? 0
    noteToldPath(database, cluster, { areaPath, revision })
  })
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
