import type { AreaAnswer, ClusterAnswer, Zone } from '@tieng-lang/protocol'
import { areaTree } from '../../storage/tree/area-tree.ts'
import type { Area } from '../../storage/tree/areas.ts'
import type { Cluster } from '../../storage/tree/clusters.ts'
import type { StoredZone } from '../../storage/tree/zones.ts'
import { effectiveSettings, settingsOn } from '../delivery/cluster-config.ts'
import type { Services } from '../services.ts'
import { movingFromAreaId, movingFromReader } from './area-paths.ts'

/** What a GET tells of an area. */
export function areaAnswer({ createdAt: _, ...area }: Area): AreaAnswer {
  return area
}

/** Of an area above the asker's own only what is needed to draw the tree. */
export function ancestorAnswer(area: Area): AreaAnswer {
  return { ...areaAnswer(area), settings: {} }
}

/** What a GET tells of a zone. */
export function zoneAnswer({ createdAt: _, ...zone }: StoredZone): Zone {
  return zone
}

/** What a GET tells of a cluster: never its secrets. */
export function clusterAnswer(
  services: Pick<Services, 'config' | 'database'>,
  cluster: Cluster,
): ClusterAnswer {
  return answerOf(cluster, {
    movingFromAreaId: movingFromAreaId(services.database, cluster),
    effective: effectiveSettings(services, cluster),
  })
}

/** The same of many, for which nothing is asked of the database one by one. */
export function clusterAnswers(
  { config, database }: Pick<Services, 'config' | 'database'>,
  clusters: readonly Cluster[],
): ClusterAnswer[] {
  const tree = areaTree(database)
  const movingFrom = movingFromReader(database)
  return clusters.map((cluster) =>
    answerOf(cluster, {
      movingFromAreaId: movingFrom(cluster),
      effective: settingsOn(tree.pathOf(cluster.areaId), cluster.settings, config),
    }),
  )
}

function answerOf(
  { clusterId, areaId, name, position, settings, device, createdAt, version }: Cluster,
  { movingFromAreaId, effective }: Pick<ClusterAnswer, 'movingFromAreaId' | 'effective'>,
): ClusterAnswer {
  return {
    clusterId,
    areaId,
    movingFromAreaId,
    name,
    position,
    settings,
    effective,
    device: device ? { kid: device.kid, enrolledAt: device.enrolledAt } : null,
    createdAt,
    version,
  }
}
