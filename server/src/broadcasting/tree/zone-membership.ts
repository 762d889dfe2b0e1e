import { type AreaId, type ClusterId, CodedError, type Id } from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { listClustersBelow, replaceCluster } from '../../storage/tree/clusters.ts'
import { zoneAt } from '../places.ts'

/**
 * A zone holds only clusters that stand in its own area: whoever may speak to a zone must not reach beyond the area
 * that the right was given on. Throws `zoneNotFound`, `zoneElsewhere`.
 */
export function checkZones(database: Database, zones: readonly Id[], areaId: AreaId): void {
  const path = areaTree(database).idPathOf(areaId)
  for (const zoneId of zones) {
    const zone = zoneAt(database, zoneId)
    if (!path.includes(zone.areaId))
      throw new CodedError('zoneElsewhere', `the zone ${zoneId} belongs to another area`)
  }
}

/** Those of the zones that a cluster in this area may belong to. */
export function zonesWithin(database: Database, zones: readonly Id[], areaId: AreaId): Id[] {
  const path = areaTree(database).idPathOf(areaId)
  return zones.filter((zoneId) => path.includes(zoneAt(database, zoneId).areaId))
}

export interface ZonesLeft {
  clusterId: ClusterId
  zones: Id[]
}

/** An area stands elsewhere now: its clusters leave the zones of areas that are no longer above them. Says which. */
export function dropForeignZones(database: Database, areaId: AreaId): ZonesLeft[] {
  const left: ZonesLeft[] = []
  for (const cluster of listClustersBelow(database, areaId)) {
    const { clusterId, settings } = cluster
    if (settings.zones.length === 0) continue
    const zones = zonesWithin(database, settings.zones, cluster.areaId)
    if (zones.length === settings.zones.length) continue
    replaceCluster(database, { ...cluster, settings: { ...settings, zones } })
    left.push({ clusterId, zones: settings.zones.filter((zone) => !zones.includes(zone)) })
  }
  return left
}
