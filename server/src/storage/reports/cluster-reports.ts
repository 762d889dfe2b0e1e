import type { Ack, ClusterId, Health, Presence } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'
import { fixedQuery } from '../fixed-query.ts'
import type { Tables } from '../tables.ts'

/** What a cluster last said, by kind; of the acknowledgements, the last of each kind of document. */
export interface ReportKinds {
  presence: Presence
  health: Health
  soundStarted: Extract<Ack, { kind: 'soundStarted' }>
  soundEnded: Extract<Ack, { kind: 'soundEnded' }>
  planHeld: Extract<Ack, { kind: 'document' }>
  configHeld: Extract<Ack, { kind: 'document' }>
}
export type ReportKind = keyof ReportKinds

export interface ClusterReport<K extends ReportKind = ReportKind> {
  clusterId: ClusterId
  kind: K
  report: ReportKinds[K]
  receivedAt: number
}

/** The latest report of a kind takes the place of the one before. */
export function replaceReport(database: Database, { report, ...rest }: ClusterReport): void {
  database.run(replacement({ ...rest, report: JSON.stringify(report) }))
}

/** Every cluster has one written every minute. */
const replacement = fixedQuery(({ clusterId, kind, report, receivedAt }: Tables['clusterReports']) => {
  const row = { clusterId, kind, report, receivedAt }
  return query
    .insertInto('clusterReports')
    .values(row)
    .onConflict((conflict) => conflict.columns(['clusterId', 'kind']).doUpdateSet(row))
})

export function findReport<K extends ReportKind>(
  database: Database,
  clusterId: ClusterId,
  kind: K,
): (ReportKinds[K] & { receivedAt: number }) | undefined {
  const row = database.row(
    query
      .selectFrom('clusterReports')
      .select(['report', 'receivedAt'])
      .where('clusterId', '=', clusterId)
      .where('kind', '=', kind),
  )
  return row && { ...JSON.parse(row.report), receivedAt: row.receivedAt }
}

/** Everything that one cluster last said, in the order in which it came. */
export function listReports(database: Database, clusterId: ClusterId): ClusterReport[] {
  const rows = database.rows(
    query
      .selectFrom('clusterReports')
      .select(['clusterId', 'kind', 'report', 'receivedAt'])
      .where('clusterId', '=', clusterId)
      .orderBy('receivedAt'),
  )
  // `replaceReport` is the only one that writes here.
  return rows.map(({ kind, report, ...rest }) => ({
    ...rest,
    kind: kind as ReportKind,
    report: JSON.parse(report),
  }))
}

/** At start nobody is connected yet: what the last life of the server saw is over. */
export function removePresences(database: Database): void {
  database.run(query.deleteFrom('clusterReports').where('kind', '=', 'presence'))
}
