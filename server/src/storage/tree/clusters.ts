import type { AreaId, ClusterId, ClusterSettings, Id, Position } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'

export const DEFAULT_CLUSTER_SETTINGS: ClusterSettings = {
  zones: [],
  volume: { defaultPercent: 70, emergencyPercent: 100, hardCapPercent: 100, byTimeOfDay: [] },
  isSpecialArea: false,
  cacheBytesMax: 1_073_741_824,
}

/** The board that is enrolled as this cluster. */
export interface Device {
  kid: string
  publicKey: string
  mqttSecretSha256: string
  enrolledAt: number
}

export interface Cluster {
  clusterId: ClusterId
  areaId: AreaId
  name: string
  settings: ClusterSettings
  position: Position | null
  /** Base64url, 32 bytes (`ClusterConfig.mediaSecret`). */
  mediaSecret: string
  createdAt: number
  version: number
  /** The path in the newest config that was sealed for it; null before there is one. */
  toldAreaPath: AreaId[] | null
  device: Device | undefined
}

export const CLUSTERS_MAX = 20_000

/** Throws `alreadyExists`, `stillReferenced` where there is no such area. */
export function insertCluster(
  database: Database,
  { settings, position, ...cluster }: Omit<Cluster, 'device' | 'version' | 'toldAreaPath'>,
): void {
  const row = { ...cluster, settings: JSON.stringify(settings), version: 1, ...columnsOf(position) }
  database.run(query.insertInto('clusters').values(row))
}

/** With its board, where one is enrolled. */
export function findCluster(database: Database, clusterId: ClusterId): Cluster | undefined {
  const row = database.row(query.selectFrom('clusters').selectAll().where('clusterId', '=', clusterId))
  return row && fromRow(row)
}

/** At most 20,000, by name, then by id. */
export function listClusters(database: Database): Cluster[] {
  return database
    .rows(query.selectFrom('clusters').selectAll().orderBy('name').orderBy('clusterId').limit(CLUSTERS_MAX))
    .map(fromRow)
}

const CLUSTERS_A_PAGE = 250

/** All clusters in order of their ids, a few milliseconds' worth at a time, for work in slices. */
export function* pagesOfClusters(database: Database): Generator<Cluster[]> {
  for (let last = ''; ; ) {
    const after = query.selectFrom('clusters').selectAll().where('clusterId', '>', last)
    const page = database.rows(after.orderBy('clusterId').limit(CLUSTERS_A_PAGE)).map(fromRow)
    if (page.length === 0) return
    yield page
    last = page.at(-1)?.clusterId ?? ''
  }
}

/** How many clusters there are, with or without a board. */
export function countClusters(database: Database): number {
  const counted = query.selectFrom('clusters').select(({ fn }) => fn.countAll<number>().as('count'))
  return database.row(counted)?.count ?? 0
}

/** Those that stand in the area or in any area below it, by name. */
export function listClustersBelow(database: Database, areaId: AreaId): Cluster[] {
  const below = sql`WITH RECURSIVE below(areaId) AS (
    VALUES (${areaId}) UNION SELECT areas.areaId FROM areas JOIN below ON areas.parentId = below.areaId
  ) SELECT areaId FROM below`
  const clusters = query.selectFrom('clusters').selectAll().where(sql<boolean>`clusters.areaId IN (${below})`)
  return database.rows(clusters.orderBy('name').orderBy('clusterId').limit(CLUSTERS_MAX)).map(fromRow)
}

/** The clusters of a zone, by name. */
export function listClustersOfZone(database: Database, zoneId: Id): Cluster[] {
  const clusters = query
    .selectFrom('clusters')
    .innerJoin('zoneMembers', 'zoneMembers.clusterId', 'clusters.clusterId')
    .selectAll('clusters')
    .where('zoneMembers.zoneId', '=', zoneId)
  return database.rows(clusters.orderBy('name').orderBy('clusters.clusterId')).map(fromRow)
}

/** Gives whether a cluster of this id and version was there to be changed. */
export function replaceCluster(
  database: Database,
  cluster: Pick<Cluster, 'clusterId' | 'version' | 'areaId' | 'name' | 'settings' | 'position'>,
): boolean {
  const { clusterId, version, areaId, name, settings, position } = cluster
  const set = {
    areaId,
    name,
    settings: JSON.stringify(settings),
    version: version + 1,
    ...columnsOf(position),
  }
  const update = query.updateTable('clusters').set(set)
  return database.run(update.where('clusterId', '=', clusterId).where('version', '=', version)) > 0
}

/** A new board takes the place of the last one; its records begin again at 1 under its own key. */
export function replaceDevice(database: Database, clusterId: ClusterId, device: Device): void {
  const { kid, publicKey, ...rest } = device
  const set = { deviceKid: kid, devicePublicKey: publicKey, ...rest }
  database.run(query.updateTable('clusters').set(set).where('clusterId', '=', clusterId))
}

interface ClusterRow extends Omit<Cluster, 'settings' | 'position' | 'toldAreaPath' | 'device'> {
  settings: string
  latitude: number | null
  longitude: number | null
  toldAreaPath: string | null
  deviceKid: string | null
  devicePublicKey: string | null
  mqttSecretSha256: string | null
  enrolledAt: number | null
}

function fromRow(row: ClusterRow): Cluster {
  const { deviceKid, devicePublicKey, mqttSecretSha256, enrolledAt, ...rest } = row
  const { settings, latitude, longitude, toldAreaPath, ...cluster } = rest
  const isEnrolled = deviceKid && devicePublicKey && mqttSecretSha256 && enrolledAt !== null
  return {
    ...cluster,
    settings: JSON.parse(settings),
    position: latitude === null || longitude === null ? null : { latitude, longitude },
    toldAreaPath: toldAreaPath === null ? null : JSON.parse(toldAreaPath),
    device: isEnrolled
      ? { kid: deviceKid, publicKey: devicePublicKey, mqttSecretSha256, enrolledAt }
      : undefined,
  }
}

function columnsOf(position: Position | null): { latitude: number | null; longitude: number | null } {
  return position ?? { latitude: null, longitude: null }
}
