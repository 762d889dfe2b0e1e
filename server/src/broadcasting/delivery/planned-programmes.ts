import { type Bulletin, DAY_MS, type Programme } from '@tieng-lang/protocol'
import type { Area } from '../../storage/areas.ts'
import { findBulletin } from '../../storage/bulletins.ts'
import type { Cluster } from '../../storage/clusters.ts'
import type { Database } from '../../storage/database.ts'
import { listProgrammes, type ProgrammeTargets, type StoredProgramme } from '../../storage/programmes.ts'

/** A programme as clusters are told of it, and which of them. */
export interface PlannedProgramme {
  programme: Programme
  targets: ProgrammeTargets
}

/** Kept this long after its last possible day, so that no zone and no late record misses it. */
const KEPT_AFTER_END_MS = 3 * DAY_MS

/** Everything approved that can still sound; an item whose bulletin is not approved is left out (R9). */
export function listPlannedProgrammes(database: Database, now: number): PlannedProgramme[] {
  const known = new Map<string, Bulletin | undefined>()
  const bulletinOf = (bulletinId: string) => {
    if (!known.has(bulletinId)) known.set(bulletinId, findBulletin(database, bulletinId))
    return known.get(bulletinId)
  }
  return listProgrammes(database)
    .filter(({ state, definition }) => state === 'approved' && now < endOf(definition) + KEPT_AFTER_END_MS)
    .map((stored) => ({ programme: withMedia(stored, bulletinOf), targets: stored.targets }))
    .filter(({ programme }) => programme.playlist.length > 0)
}

/** By name, by a zone of the cluster's, or by any area on its path. */
export function isReached(targets: ProgrammeTargets, cluster: Cluster, path: readonly Area[]): boolean {
  return (
    targets.clusters.includes(cluster.clusterId) ||
    cluster.settings.zones.some((zone) => targets.zones.includes(zone)) ||
    path.some(({ areaId }) => targets.areas.includes(areaId))
  )
}

function withMedia(
  { definition, createdAt }: StoredProgramme,
  bulletinOf: (bulletinId: string) => Bulletin | undefined,
): Programme {
  const playlist = definition.playlist.flatMap(({ bulletinId, ...item }) => {
    const bulletin = bulletinOf(bulletinId)
    return bulletin?.state === 'approved' ? [{ ...item, media: bulletin.media }] : []
  })
  return { ...definition, plannedAt: createdAt, playlist }
}

/** The end of its last possible day, Unix ms; read as UTC, which is why some days are added. */
function endOf({ recurrence, validity }: StoredProgramme['definition']): number {
  const ends = [Number.POSITIVE_INFINITY]
  if (validity.until !== undefined) ends.push(Date.parse(validity.until) + DAY_MS)
  if (recurrence.kind === 'once') ends.push(recurrence.at + DAY_MS)
  if (recurrence.kind === 'dates') ends.push(Math.max(...recurrence.dates.map(Date.parse)) + DAY_MS)
  return Math.min(...ends)
}
