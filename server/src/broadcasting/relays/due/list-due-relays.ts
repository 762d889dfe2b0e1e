import {
  type Id,
  itemLengthMs,
  type ProgrammeItemDraft,
  RELAY_MS_MAX,
  type RelayItemDraft,
} from '@tieng-lang/protocol'
import { listOccurrences, type Occurrence } from '@tieng-lang/scheduler'
import { listProgrammes, type PlayingProgramme } from '../../../storage/programmes.ts'
import { type Cluster, listClusters } from '../../../storage/tree/clusters.ts'
import { effectiveSettings } from '../../delivery/cluster-config.ts'
import { inSlices } from '../../delivery/in-slices.ts'
import { PlanBook, reachOf } from '../../delivery/plan-book.ts'
import { bulletinReader, plannedProgramme } from '../../delivery/planned-programmes.ts'
import type { Services } from '../../services.ts'
import { type DueRelay, keyOf } from './due-relay.ts'

export type DueParts = Pick<Services, 'clock' | 'config' | 'database'>

/**
 * Every relay of a station that is under way on some cluster, or will be within `aheadMs`, by the plan that the clusters
 * are told; those that come from a board's tuner are not the server's. On the main thread in slices.
 */
export async function listDueRelays(parts: DueParts, aheadMs: number): Promise<Map<string, DueRelay>> {
  const { clock, database } = parts
  const due = new Map<string, DueRelay>()
  const relaying = relayingProgrammes(parts)
  if (relaying.length === 0) return due
  const bulletinOf = bulletinReader(database)
  const book = new PlanBook(
    database,
    relaying.map((playing) => plannedProgramme(playing, bulletinOf)),
  )
  const byProgramme = new Map(relaying.map((playing) => [playing.definition.programmeId, playing]))
  const now = clock.now()
  const known = new Map<string, Occurrence[]>()
  const isReached = relaying.map(({ targets }) => reachOf(database, targets))
  const clusters = listClusters(database).filter((cluster) => isReached.some((reach) => reach(cluster)))
  await inSlices(clock, clusters, (cluster) => {
    const { plan, key } = book.planOf(cluster)
    const { timeZone } = effectiveSettings(parts, cluster)
    const group = `${timeZone} ${key}`
    const occurrences =
      known.get(group) ??
      listOccurrences(plan, { timeZone, from: now - RELAY_MS_MAX, until: now + aheadMs }).filter(
        ({ dueAt, item }) => 'relay' in item && dueAt + itemLengthMs(item) > now,
      )
    known.set(group, occurrences)
    for (const occurrence of occurrences) note(due, { occurrence, cluster, byProgramme })
  })
  return due
}

/** What plays and has a station in its playlist: most servers have few of them, and many none. */
function relayingProgrammes({ database }: Pick<Services, 'database'>): PlayingProgramme[] {
  return listProgrammes(database)
    .flatMap(({ playing }) => playing ?? [])
    .filter(({ definition }) => definition.playlist.some(isOfStation))
}

type StationItem = RelayItemDraft & { relay: { source: { kind: 'stream'; url: string } } }

function isOfStation(item: ProgrammeItemDraft): item is StationItem {
  return 'relay' in item && item.relay.source.kind === 'stream'
}

function note(
  due: Map<string, DueRelay>,
  {
    occurrence,
    cluster,
    byProgramme,
  }: {
    occurrence: Occurrence
    cluster: Cluster
    byProgramme: ReadonlyMap<Id, PlayingProgramme>
  },
): void {
  const { occurrenceId, dueAt, item, programme } = occurrence
  const known = due.get(keyOf(occurrence))
  if (known) {
    known.clusterIds.push(cluster.clusterId)
    return
  }
  const playing = byProgramme.get(programme.programmeId)
  const draft = playing?.definition.playlist.find(({ itemId }) => itemId === item.itemId)
  if (!playing || !draft || !isOfStation(draft) || !('relay' in item)) return
  due.set(keyOf(occurrence), {
    ...{ occurrenceId, dueAt, programmeId: programme.programmeId, programmeName: programme.name },
    ...{ title: item.title, priority: programme.priority, endsAt: dueAt + itemLengthMs(item) },
    ...{ url: draft.relay.source.url, fallback: item.relay.fallback, targets: playing.targets },
    clusterIds: [cluster.clusterId],
  })
}
