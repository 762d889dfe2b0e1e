import {
  type AreaId,
  type AreaSettings,
  type ClusterId,
  type ClusterSettings,
  CodedError,
  newId,
} from '@tieng-lang/protocol'
import { isTimeZone } from '../config.ts'
import { findAreaPath } from '../storage/area-tree.ts'
import { AREA_LEVELS_MAX, type Area, insertArea } from '../storage/areas.ts'
import { type Cluster, DEFAULT_CLUSTER_SETTINGS, insertCluster, replaceCluster } from '../storage/clusters.ts'
import { deliverConfig } from './delivery/cluster-config.ts'
import { deliverPlan } from './delivery/plan-delivery.ts'
import { clusterAt } from './places.ts'
import type { Services } from './services.ts'

export interface NewArea {
  areaId?: AreaId
  parentId?: AreaId | null
  /** QĐ 19/2025, text. */
  code?: string | null
  name: string
  settings?: AreaSettings
}

/** Adds an area. Throws `areaNotFound` (parent), `treeTooDeep`, `alreadyExists` (id or code), `unknownTimeZone`. */
export function addArea({ database, chance, clock }: Services, wanted: NewArea): Area {
  const { parentId = null, settings = {} } = wanted
  checkTimeZone(settings.timeZone)
  if (parentId !== null) {
    const path = areaPathOf(database, parentId)
    if (path.length >= AREA_LEVELS_MAX)
      throw new CodedError('treeTooDeep', `at most ${AREA_LEVELS_MAX} levels of areas`)
  }
  const area = {
    areaId: wanted.areaId ?? newId('area', chance),
    parentId,
    code: wanted.code ?? null,
    name: wanted.name,
    settings,
    createdAt: clock.now(),
  }
  insertArea(database, area)
  return { ...area, version: 1 }
}

export interface NewCluster {
  clusterId?: ClusterId
  areaId: AreaId
  name: string
  settings?: Partial<ClusterSettings>
}

/** Adds a cluster with the default settings where nothing is said; its config and (empty) plan are sealed at once. */
export function addCluster(services: Services, wanted: NewCluster): Cluster {
  const { database, chance, clock } = services
  areaPathOf(database, wanted.areaId)
  checkTimeZone(wanted.settings?.timeZone)
  const cluster = {
    clusterId: wanted.clusterId ?? newId('cum', chance),
    areaId: wanted.areaId,
    name: wanted.name,
    settings: { ...DEFAULT_CLUSTER_SETTINGS, ...wanted.settings },
    mediaSecret: Buffer.from(chance.bytes(32)).toString('base64url'),
    position: null,
    createdAt: clock.now(),
  }
  insertCluster(database, cluster)
  deliverConfig(services, cluster.clusterId)
  deliverPlan(services, cluster.clusterId)
  return clusterAt(database, cluster.clusterId)
}

/** Changes a cluster's name or settings and delivers the new config. Throws `clusterNotFound`. */
export function changeCluster(
  services: Services,
  clusterId: ClusterId,
  change: { name?: string; settings?: Partial<ClusterSettings> },
): Cluster {
  const { database } = services
  const cluster = clusterAt(database, clusterId)
  checkTimeZone(change.settings?.timeZone)
  const settings = { ...cluster.settings, ...change.settings }
  replaceCluster(database, { ...cluster, name: change.name ?? cluster.name, settings })
  deliverConfig(services, clusterId)
  // Its zones may have changed, and with them what it plays.
  deliverPlan(services, clusterId)
  return clusterAt(database, clusterId)
}

function areaPathOf(database: Services['database'], areaId: AreaId): readonly Area[] {
  const path = findAreaPath(database, areaId)
  if (path.length === 0) throw new CodedError('areaNotFound', `no area is ${areaId}`)
  return path
}

function checkTimeZone(timeZone: string | undefined): void {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new CodedError('unknownTimeZone', `${timeZone} is not a known time zone`)
}
