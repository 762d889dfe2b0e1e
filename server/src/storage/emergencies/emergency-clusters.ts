import type { ClusterId, EmergencyOutcome, Evidence, Id } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'
import { fixedQuery } from '../fixed-query.ts'
import type { EmergencyClustersTable } from './emergency-tables.ts'

/** What became of an emergency's newest edition at one cluster. */
export interface ClusterAccount {
  emergencyId: Id
  clusterId: ClusterId
  outcome: EmergencyOutcome
  reason: string | null
  evidence: Evidence | null
  edition: number
  /** When it said that it holds the document of this edition. */
  takenAt: number | null
  heardAt: number | null
  /** The number of its last sounding; null before the first. */
  lastRepeat: number | null
  soundings: number
  isSounding: boolean
  resolvedBy: string | null
  resolvedAt: number | null
  note: string | null
}

/** How many clusters are at each outcome. */
export type OutcomeCounts = Record<EmergencyOutcome, number>

/** Every cluster that is to hear it, in one statement. Those that are there already stay as they are. */
export function insertTargets(
  database: Database,
  { emergencyId, edition }: { emergencyId: Id; edition: number },
  clusterIds: readonly ClusterId[],
): void {
  const targets = sql`INSERT INTO emergencyClusters (emergencyId, clusterId, outcome, edition)
    SELECT ${emergencyId}, value, 'waiting', ${edition} FROM json_each(${JSON.stringify(clusterIds)})
    WHERE true ON CONFLICT DO NOTHING`
  database.run({ compile: () => targets.compile(query) })
}

/** A new edition: everyone is waited for anew, and nothing that was resolved of the last one counts. */
export function beginEdition(database: Database, emergencyId: Id, edition: number): void {
  const set = {
    ...{ outcome: 'waiting', reason: null, evidence: null, edition, takenAt: null, heardAt: null },
    ...{
      lastRepeat: null,
      soundings: 0,
      isSounding: 0 as const,
      resolvedBy: null,
      resolvedAt: null,
      note: null,
    },
  }
  database.run(query.updateTable('emergencyClusters').set(set).where('emergencyId', '=', emergencyId))
}

/** Undefined for a cluster that it was not meant for. */
export function findAccount(
  database: Database,
  emergencyId: Id,
  clusterId: ClusterId,
): ClusterAccount | undefined {
  const row = database.row(account({ emergencyId, clusterId }))
  return row && fromRow(row)
}

/** Asked for each word of a cluster, a thousand within a second. */
const account = fixedQuery(({ emergencyId, clusterId }: { emergencyId: Id; clusterId: ClusterId }) =>
  query
    .selectFrom('emergencyClusters')
    .selectAll()
    .where('emergencyId', '=', emergencyId)
    .where('clusterId', '=', clusterId),
)

/** In the place of what was known of it there. */
export function replaceAccount(database: Database, changed: ClusterAccount): void {
  database.run(replacement({ ...changed, isSounding: changed.isSounding ? 1 : 0 }))
}

const replacement = fixedQuery((row: Omit<ClusterAccount, 'isSounding'> & { isSounding: 0 | 1 }) =>
  query
    .updateTable('emergencyClusters')
    .set({
      ...{ outcome: row.outcome, reason: row.reason, evidence: row.evidence, edition: row.edition },
      ...{ takenAt: row.takenAt, heardAt: row.heardAt, lastRepeat: row.lastRepeat, soundings: row.soundings },
      ...{
        isSounding: row.isSounding,
        resolvedBy: row.resolvedBy,
        resolvedAt: row.resolvedAt,
        note: row.note,
      },
    })
    .where('emergencyId', '=', row.emergencyId)
    .where('clusterId', '=', row.clusterId),
)

/** By cluster. */
export function listAccounts(database: Database, emergencyId: Id): ClusterAccount[] {
  const accounts = query.selectFrom('emergencyClusters').selectAll().where('emergencyId', '=', emergencyId)
  return database.rows(accounts.orderBy('clusterId')).map(fromRow)
}

/** Of several emergencies in one statement. */
export function countOutcomes(database: Database, emergencyIds: readonly Id[]): Map<Id, OutcomeCounts> {
  const rows = database.rows(
    query
      .selectFrom('emergencyClusters')
      .select(({ fn }) => ['emergencyId', 'outcome', fn.countAll<number>().as('count')])
      .where('emergencyId', 'in', sql<string>`(SELECT value FROM json_each(${JSON.stringify(emergencyIds)}))`)
      .groupBy(['emergencyId', 'outcome']),
  )
  const counts = new Map<Id, OutcomeCounts>()
  for (const { emergencyId, outcome, count } of rows) {
    const known = counts.get(emergencyId) ?? noOutcomes()
    counts.set(emergencyId, { ...known, [outcome]: count })
  }
  return counts
}

/** Of an emergency that nobody is to hear, or that nobody knows. */
export function noOutcomes(): OutcomeCounts {
  return { waiting: 0, heard: 0, playedNotProven: 0, refused: 0, notReached: 0 }
}

/** The columns hold what `replaceAccount` was given. */
function fromRow({
  isSounding,
  ...row
}: Omit<EmergencyClustersTable, 'soundings' | 'isSounding'> & {
  soundings: number
  isSounding: 0 | 1
}): ClusterAccount {
  return {
    ...row,
    outcome: row.outcome as EmergencyOutcome,
    evidence: row.evidence as Evidence | null,
    isSounding: isSounding === 1,
  }
}
