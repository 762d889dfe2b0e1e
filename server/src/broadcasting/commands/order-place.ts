import type { AreaId, ClusterId, Place } from '@tieng-lang/protocol'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { listZoneMemberIds } from '../../storage/tree/cluster-heads.ts'
import { areaAt, clusterAt, zoneAt } from '../places.ts'
import type { Services } from '../services.ts'

/** Where an order goes: its clusters by name, and the area that it concerns, for the audit log. */
export interface OrderPlace {
  clusterIds: ClusterId[]
  areaIds: AreaId[]
  /** The place's own id. */
  subject: string
}

/** Throws `clusterNotFound`, `zoneNotFound` or `areaNotFound`; a place without clusters has none. */
export function orderPlaceOf({ database, board }: Services, place: Place): OrderPlace {
  if ('clusterId' in place) {
    const { clusterId, areaId } = clusterAt(database, place.clusterId)
    return { clusterIds: [clusterId], areaIds: [areaId], subject: clusterId }
  }
  if ('zoneId' in place) {
    const { zoneId, areaId } = zoneAt(database, place.zoneId)
    return { clusterIds: listZoneMemberIds(database, zoneId), areaIds: [areaId], subject: zoneId }
  }
  const { areaId } = areaAt(database, place.areaId)
  const below = new Set(areaTree(database).idsBelow(areaId))
  return { clusterIds: board.listIds(below), areaIds: [areaId], subject: areaId }
}
