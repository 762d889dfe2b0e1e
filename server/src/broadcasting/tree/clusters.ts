import {
  type ClusterAnswer,
  type ClusterChange,
  type ClusterId,
  type ClusterSettings,
  CodedError,
  type NewCluster,
  newId,
} from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import {
  CLUSTERS_MAX,
  type Cluster,
  countClusters,
  DEFAULT_CLUSTER_SETTINGS,
  insertCluster,
  replaceCluster,
} from '../../storage/tree/clusters.ts'
import { checkVersion } from '../../storage/versions.ts'
import { deliverConfig } from '../delivery/cluster-config.ts'
import { deliverPlan } from '../delivery/plan-delivery.ts'
import { areaAt, clusterAt } from '../places.ts'
import type { Services } from '../services.ts'
import { clusterAnswer } from './answers.ts'
import { checkTimeZone, differences } from './areas.ts'
import { checkZones, zonesWithin } from './zone-membership.ts'

/**
 * Adds a cluster with the default settings where nothing is said; its config and plan are sealed at once. Throws
 * `areaNotFound`, `alreadyExists`, `unknownTimeZone`, `zoneNotFound`, `zoneElsewhere`, `limitExceeded`.
 */
export function addCluster(services: Services, wanted: NewCluster, by: Principal): ClusterAnswer {
  const { database, chance, clock, updates } = services
  checkTimeZone(wanted.settings?.timeZone)
  const at = clock.now()
  const { areaId, name, position = null } = wanted
  const clusterId = wanted.clusterId ?? newId('cum', chance)
  const settings = { ...DEFAULT_CLUSTER_SETTINGS, ...wanted.settings }
  const mediaSecret = Buffer.from(chance.bytes(32)).toString('base64url')
  database.transaction(() => {
    if (countClusters(database) >= CLUSTERS_MAX)
      throw new CodedError('limitExceeded', `at most ${CLUSTERS_MAX} clusters`)
    areaAt(database, areaId)
    checkZones(database, settings.zones, areaId)
    insertCluster(database, { clusterId, areaId, name, settings, position, mediaSecret, createdAt: at })
    const detail = { name, position }
    recordAct(database, { at, by, act: 'cluster.add', areaIds: [areaId], subject: clusterId, detail })
  })
  deliverConfig(services, clusterId)
  deliverPlan(services, clusterId)
  updates.changed('clusters', clusterId)
  return clusterAnswer(services, clusterAt(database, clusterId))
}

export interface ClusterOrder {
  clusterId: ClusterId
  /** `If-Match`. */
  expected: number | 'any'
  change: ClusterChange
}

/**
 * Changes a cluster's name, place or settings, or moves it to another area, and delivers its config and plan. Where
 * nothing is said of zones, a cluster that moves leaves those of areas that it is no longer in. Throws
 * `clusterNotFound`, `changedMeanwhile`, `areaNotFound`, `unknownTimeZone`, `zoneNotFound`, `zoneElsewhere`.
 */
export function changeCluster(
  services: Services,
  { clusterId, expected, change }: ClusterOrder,
  by: Principal,
): ClusterAnswer {
  const { database, clock, updates } = services
  checkTimeZone(change.settings?.timeZone)
  const at = clock.now()
  database.transaction(() => {
    const before = clusterAt(database, clusterId)
    checkVersion(clusterAnswer(services, before), expected)
    const after = changed(services, before, change)
    replaceCluster(database, after)
    const { settings: _, ...plain } = differences(before, after)
    const detail = { ...plain, ...differences(before.settings, after.settings) }
    const areaIds = [...new Set([before.areaId, after.areaId])]
    const act = after.areaId === before.areaId ? 'cluster.change' : 'cluster.move'
    recordAct(database, { at, by, act, areaIds, subject: clusterId, detail })
    deliverConfig(services, clusterId)
  })
  // Its zones or its area may have changed, and with them what it plays.
  deliverPlan(services, clusterId)
  updates.changed('clusters', clusterId)
  return clusterAnswer(services, clusterAt(database, clusterId))
}

function changed({ database }: Services, before: Cluster, change: ClusterChange): Cluster {
  const { areaId = before.areaId, name = before.name, position = before.position } = change
  areaAt(database, areaId)
  const settings = withChanges(before.settings, change.settings ?? {})
  if (change.settings?.zones) checkZones(database, settings.zones, areaId)
  else if (areaId !== before.areaId) settings.zones = zonesWithin(database, settings.zones, areaId)
  return { ...before, areaId, name, position, settings }
}

/** `null` takes a setting from the area again. */
function withChanges(
  before: ClusterSettings,
  { timeZone, quietHours, ...rest }: NonNullable<ClusterChange['settings']>,
): ClusterSettings {
  const after = { ...before, ...rest }
  if (timeZone === null) delete after.timeZone
  else if (timeZone !== undefined) after.timeZone = timeZone
  if (quietHours === null) delete after.quietHours
  else if (quietHours !== undefined) after.quietHours = quietHours
  return after
}
