import {
  type AreaId,
  ClusterConfig,
  type ClusterId,
  QuietHours,
  shape,
  VolumeSettings,
} from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'
import { type Database, query } from './database.ts'

/** What is set for one cluster; what is absent comes from its areas. */
export const ClusterSettings = shape({
  zones: ClusterConfig.properties.zones,
  timeZone: Type.Optional(ClusterConfig.properties.timeZone),
  volume: VolumeSettings,
  isSpecialArea: Type.Boolean(),
  quietHours: Type.Optional(QuietHours),
  cacheBytesMax: ClusterConfig.properties.cacheBytesMax,
})
export type ClusterSettings = Static<typeof ClusterSettings>

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
  /** Base64url, 32 bytes (`ClusterConfig.mediaSecret`). */
  mediaSecret: string
  createdAt: number
  device: Device | undefined
}

const CLUSTERS_MAX = 20_000

export function insertCluster(database: Database, { device: _, ...cluster }: Cluster): void {
  database.run(
    query.insertInto('clusters').values({ ...cluster, settings: JSON.stringify(cluster.settings) }),
  )
}

export function findCluster(database: Database, clusterId: ClusterId): Cluster | undefined {
  const row = database.row(query.selectFrom('clusters').selectAll().where('clusterId', '=', clusterId))
  return row && fromRow(row)
}

export function listClusters(database: Database): Cluster[] {
  return database
    .rows(query.selectFrom('clusters').selectAll().orderBy('name').orderBy('clusterId').limit(CLUSTERS_MAX))
    .map(fromRow)
}

export function replaceClusterSettings(
  database: Database,
  clusterId: ClusterId,
  { name, settings }: Pick<Cluster, 'name' | 'settings'>,
): boolean {
  const set = { name, settings: JSON.stringify(settings) }
  return database.run(query.updateTable('clusters').set(set).where('clusterId', '=', clusterId)) > 0
}

/** A new board takes the place of the last one; its records begin again at 1 under its own key. */
export function replaceDevice(database: Database, clusterId: ClusterId, device: Device): void {
  const { kid, publicKey, ...rest } = device
  const set = { deviceKid: kid, devicePublicKey: publicKey, ...rest }
  database.run(query.updateTable('clusters').set(set).where('clusterId', '=', clusterId))
}

interface ClusterRow extends Omit<Cluster, 'settings' | 'device'> {
  settings: string
  deviceKid: string | null
  devicePublicKey: string | null
  mqttSecretSha256: string | null
  enrolledAt: number | null
}

function fromRow(row: ClusterRow): Cluster {
  const { deviceKid, devicePublicKey, mqttSecretSha256, enrolledAt, settings, ...cluster } = row
  const isEnrolled = deviceKid && devicePublicKey && mqttSecretSha256 && enrolledAt !== null
  return {
    ...cluster,
    settings: JSON.parse(settings),
    device: isEnrolled
      ? { kid: deviceKid, publicKey: devicePublicKey, mqttSecretSha256, enrolledAt }
      : undefined,
  }
}
