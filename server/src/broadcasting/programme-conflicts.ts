import { DAY_MS, type Id } from '@tieng-lang/protocol'
import { describeConflict, findConflicts } from '@tieng-lang/scheduler'
import { findAreaPath } from '../storage/area-tree.ts'
import { listClusters } from '../storage/clusters.ts'
import { findProgramme } from '../storage/programmes.ts'
import { clusterConfigOf } from './delivery/cluster-config.ts'
import { inSlices } from './delivery/in-slices.ts'
import { planOf } from './delivery/plan-delivery.ts'
import { isReached, listPlannedProgrammes } from './delivery/planned-programmes.ts'
import type { Services } from './services.ts'

const LOOKED_AHEAD_MS = 7 * DAY_MS
/** Clusters of one commune mostly have the same plan: so many show what there is to know. */
const CLUSTERS_LOOKED_AT_MAX = 20
const SENTENCES_MAX = 50

/** What stands in the way of a programme in the next seven days where it is aimed at, as sentences, each once. */
export async function listProgrammeConflicts(services: Services, programmeId: Id): Promise<string[]> {
  const { clock, database } = services
  const now = clock.now()
  const targets = findProgramme(database, programmeId)?.targets
  if (!targets) return []
  const planned = listPlannedProgrammes(database, now)
  const clusters = listClusters(database)
    .filter((cluster) => isReached(targets, cluster, findAreaPath(database, cluster.areaId)))
    .slice(0, CLUSTERS_LOOKED_AT_MAX)
  const sentences = new Set<string>()
  await inSlices(clock, clusters, (cluster) => {
    const config = clusterConfigOf(services, cluster)
    const span = { from: now, until: now + LOOKED_AHEAD_MS }
    for (const conflict of findConflicts(planOf(services, cluster, planned), config, span))
      sentences.add(describeConflict(conflict, { language: 'vi', timeZone: config.timeZone }))
  })
  return [...sentences].slice(0, SENTENCES_MAX)
}
