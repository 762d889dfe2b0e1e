import type { Clock, ClusterId } from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { listRevisions } from '../../storage/documents.ts'
import { countMissingRecords, listGapClusters } from '../../storage/playouts/playout-progress.ts'
import { listPlayouts } from '../../storage/playouts/playouts.ts'
import { listReports } from '../../storage/reports/cluster-reports.ts'
import { inSlices } from '../delivery/in-slices.ts'
import { playoutLineOf } from '../playouts/playout-line.ts'
import { type LiveCluster, takeReport } from './live-cluster.ts'
import type { SoundNames } from './sound-names.ts'

/** Reads of every cluster what it was delivered and what it last said. Before the doors open; in slices all the same. */
export async function readBoard(
  { database, clock }: { database: Database; clock: Clock },
  clusters: ReadonlyMap<ClusterId, LiveCluster>,
  names: SoundNames,
): Promise<void> {
  for (const { clusterId, type, revision } of listRevisions(database)) {
    const cluster = clusters.get(clusterId)
    if (cluster && type === 'plan') cluster.planRevision.wanted = revision
    if (cluster && type === 'config') cluster.configRevision.wanted = revision
  }
  await inSlices(clock, [...clusters.values()], (cluster) => {
    for (const report of listReports(database, cluster.clusterId)) takeReport(cluster, report)
    // Said to another life of the server, perhaps to one that was restored since.
    cluster.receiptHeld = null
    const [last] = listPlayouts(database, { clusterId: cluster.clusterId, countMax: 1 })
    if (last) cluster.lastPlayout = playoutLineOf(last, names)
  })
  for (const clusterId of listGapClusters(database)) {
    const cluster = clusters.get(clusterId)
    if (cluster) cluster.gapCount = countMissingRecords(database, clusterId)
  }
}
