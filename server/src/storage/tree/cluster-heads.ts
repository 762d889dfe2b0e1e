import type { AreaId, ClusterId, Id } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'
import { fixedQuery } from '../fixed-query.ts'

/** What every list of clusters shows of one. */
export interface ClusterHead {
  clusterId: ClusterId
  areaId: AreaId
  name: string
  isEnrolled: boolean
}

const CLUSTERS_MAX = 20_000

const heads = query.selectFrom('clusters').select(['clusterId', 'areaId', 'name', 'deviceKid'])

/** Undefined for a cluster that is not there. */
export function findClusterHead(database: Database, clusterId: ClusterId): ClusterHead | undefined {
  const row = database.row(head({ clusterId }))
  return row && fromRow(row)
}

/** Asked at every report. */
const head = fixedQuery(({ clusterId }: { clusterId: ClusterId }) => heads.where('clusterId', '=', clusterId))

/** By name. */
export function listClusterHeads(database: Database): ClusterHead[] {
  return database.rows(heads.orderBy('name').orderBy('clusterId').limit(CLUSTERS_MAX)).map(fromRow)
}

const HEADS_A_PAGE = 500

/** All of them in order of their ids, a few milliseconds' worth at a time, for work in slices. */
export function* pagesOfClusterHeads(database: Database): Generator<ClusterHead[]> {
  for (let last = ''; ; ) {
    const page = database.rows(heads.where('clusterId', '>', last).orderBy('clusterId').limit(HEADS_A_PAGE))
    if (page.length === 0) return
    yield page.map(fromRow)
    last = page.at(-1)?.clusterId ?? ''
  }
}

/** The clusters of a zone, by name. */
export function listZoneMemberIds(database: Database, zoneId: Id): ClusterId[] {
  const members = query
    .selectFrom('zoneMembers')
    .innerJoin('clusters', 'clusters.clusterId', 'zoneMembers.clusterId')
    .select('clusters.clusterId')
    .where('zoneMembers.zoneId', '=', zoneId)
    .orderBy('clusters.name')
    .orderBy('clusters.clusterId')
    .limit(CLUSTERS_MAX)
  return database.rows(members).map(({ clusterId }) => clusterId)
}

function fromRow({
  deviceKid,
  ...head
}: Omit<ClusterHead, 'isEnrolled'> & { deviceKid: string | null }): ClusterHead {
  return { ...head, isEnrolled: deviceKid !== null }
}
