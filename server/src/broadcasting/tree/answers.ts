import type { AreaAnswer, ClusterAnswer, Zone } from '@tieng-lang/protocol'
import type { Area } from '../../storage/areas.ts'
import type { Cluster } from '../../storage/clusters.ts'
import type { StoredZone } from '../../storage/zones.ts'
import { effectiveSettings } from '../delivery/cluster-config.ts'
import type { Services } from '../services.ts'
import { movingFromAreaId } from './area-paths.ts'

/** What a GET tells of an area. */
export function areaAnswer({ createdAt: _, ...area }: Area): AreaAnswer {
  return area
}

/** Of an area above the asker's own only what is needed to draw the tree. */
export function ancestorAnswer(area: Area): AreaAnswer {
  return { ...areaAnswer(area), settings: {} }
}

export function zoneAnswer({ createdAt: _, ...zone }: StoredZone): Zone {
  return zone
}

/** What a GET tells of a cluster: never its secrets. */
export function clusterAnswer(
  services: Pick<Services, 'config' | 'database'>,
  cluster: Cluster,
): ClusterAnswer {
  const { clusterId, areaId, name, position, settings, device, createdAt, version } = cluster
  return {
    clusterId,
    areaId,
    movingFromAreaId: movingFromAreaId(services.database, cluster),
    name,
    position,
    settings,
    effective: effectiveSettings(services, cluster),
    device: device ? { kid: device.kid, enrolledAt: device.enrolledAt } : null,
    createdAt,
    version,
  }
}
