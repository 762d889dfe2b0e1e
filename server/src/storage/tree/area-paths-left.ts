import type { AreaId, ClusterId } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'
import type { Cluster } from './clusters.ts'

/** A path that a cluster was told to leave and may still listen to, the one it was told first at the head. */
export interface AreaPathLeft {
  clusterId: ClusterId
  areaPath: AreaId[]
  /** Over once the cluster acknowledges a config of this revision or a later one. */
  leftAtRevision: number
}

/** The config of this revision is the first that tells the cluster this path. */
export function noteToldPath(
  database: Database,
  { clusterId, toldAreaPath, device }: Pick<Cluster, 'clusterId' | 'toldAreaPath' | 'device'>,
  { areaPath, revision }: { areaPath: readonly AreaId[]; revision: number },
): void {
  const told = query.updateTable('clusters').set({ toldAreaPath: JSON.stringify(areaPath) })
  database.run(told.where('clusterId', '=', clusterId))
  // Without a board nobody listens anywhere.
  if (toldAreaPath === null || !device) return
  const left = { clusterId, areaPath: JSON.stringify(toldAreaPath), leftAtRevision: revision }
  database.run(
    query
      .insertInto('areaPathsLeft')
      .values(left)
      .onConflict((conflict) => conflict.columns(['clusterId', 'areaPath']).doUpdateSet(left)),
  )
}

/** Mostly none, so that looking costs one step into the table's key. */
export function listPathsLeft(database: Database, clusterId: ClusterId): AreaPathLeft[] {
  const left = query.selectFrom('areaPathsLeft').selectAll().where('clusterId', '=', clusterId)
  return database
    .rows(left.orderBy('leftAtRevision'))
    .map((row) => ({ ...row, areaPath: JSON.parse(row.areaPath) }))
}

/** The same of every cluster that is on the move, by its id, in one statement. */
export function allPathsLeft(database: Database): Map<ClusterId, AreaPathLeft[]> {
  const all = new Map<ClusterId, AreaPathLeft[]>()
  for (const row of database.rows(query.selectFrom('areaPathsLeft').selectAll().orderBy('leftAtRevision'))) {
    const left = { ...row, areaPath: JSON.parse(row.areaPath) }
    const known = all.get(row.clusterId)
    if (known) known.push(left)
    else all.set(row.clusterId, [left])
  }
  return all
}

/** Gives whether the cluster has left anything for good with this acknowledgement. */
export function removePathsLeft(database: Database, clusterId: ClusterId, heldRevision: number): boolean {
  const isAny = listPathsLeft(database, clusterId).some((left) => left.leftAtRevision <= heldRevision)
  if (!isAny) return false
  const over = query.deleteFrom('areaPathsLeft').where('clusterId', '=', clusterId)
  return database.run(over.where('leftAtRevision', '<=', heldRevision)) > 0
}

/** Every cluster that has not yet acknowledged a move. */
export function listMovingClusters(database: Database): ClusterId[] {
  return database
    .rows(query.selectFrom('areaPathsLeft').select('clusterId').distinct())
    .map(({ clusterId }) => clusterId)
}
