import { CodedError, type Id, itemBulletinId } from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { listProgrammes } from '../../storage/programmes.ts'
import { type Cluster, listClusters } from '../../storage/tree/clusters.ts'
import type { Services } from '../services.ts'
import { PlanBook, PROGRAMMES_BYTES_MAX, reachedFrom, reachOf } from './plan-book.ts'
import { listPlannedProgrammes, type PlannedProgramme } from './planned-programmes.ts'

/** What `Plan.programmes` takes. */
export const PROGRAMMES_MAX = 1_000

/** Throws `planTooLarge` where the plan of one of these clusters would not fit. */
export function checkPlansFit(
  database: Database,
  clusters: readonly Cluster[],
  planned: readonly PlannedProgramme[],
): void {
  const book = new PlanBook(database, planned)
  const seen = new Set<string>()
  for (const cluster of clusters) {
    const { key, count, bytes } = book.programmesOf(cluster)
    if (seen.has(key)) continue
    seen.add(key)
    if (count > PROGRAMMES_MAX || bytes > PROGRAMMES_BYTES_MAX)
      throw new CodedError(
        'planTooLarge',
        `${cluster.clusterId} would have ${count} programmes of ${bytes} bytes, at most ${PROGRAMMES_BYTES_MAX}`,
      )
  }
}

/** The same of every plan that carries a bulletin, as the bulletin is stored now. */
export function checkPlansFitWith({ database, clock }: Services, bulletinId: Id): void {
  const reaches = listProgrammes(database)
    .flatMap(({ playing }) => playing ?? [])
    .filter(({ definition }) => definition.playlist.some((item) => itemBulletinId(item) === bulletinId))
    .map(({ targets }) => reachOf(database, targets))
  if (reaches.length === 0) return
  const clusters = listClusters(database).filter((cluster) => reaches.some((reach) => reach(cluster)))
  checkPlansFit(
    database,
    clusters,
    listPlannedProgrammes(database, clock.now(), reachedFrom(database, clusters)),
  )
}
