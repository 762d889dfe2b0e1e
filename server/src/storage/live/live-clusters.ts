import type { AreaId, ClusterId, ClusterSettings } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'

/** What a session has to know of a cluster that it is meant for. */
export interface LiveCluster {
  clusterId: ClusterId
  areaId: AreaId
  /** Base64url, 32 bytes. */
  mediaSecret: string
  /** Its own; what is not there holds from its areas. */
  settings: Pick<ClusterSettings, 'quietHours' | 'timeZone'>
}

interface Row {
  clusterId: string
  areaId: string
  mediaSecret: string
  settings: string
}

/** Of these clusters, in one statement; unknown ones are left out. */
export function findLiveClusters(database: Database, clusterIds: readonly ClusterId[]): LiveCluster[] {
  return liveClusters(database, 'clusterId', clusterIds)
}

/** All that lie in these areas themselves, not below them. */
export function listLiveClustersIn(database: Database, areaIds: readonly AreaId[]): LiveCluster[] {
  return liveClusters(database, 'areaId', areaIds)
}

function liveClusters(
  database: Database,
  column: 'clusterId' | 'areaId',
  ids: readonly string[],
): LiveCluster[] {
  const rows = sql<Row>`SELECT clusterId, areaId, mediaSecret,
      json_object('quietHours', json_extract(settings, '$.quietHours'),
        'timeZone', json_extract(settings, '$.timeZone')) AS settings
    FROM clusters WHERE ${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
  return database.rows<Row>({ compile: () => rows.compile(query) }).map(({ settings, ...row }) => ({
    ...row,
    settings: withoutNulls(JSON.parse(settings)),
  }))
}

/** SQL has null for what JSON leaves out. */
function withoutNulls(settings: Record<string, unknown>): LiveCluster['settings'] {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
}
