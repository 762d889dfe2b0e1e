import type { ClusterId, Id, Media, OccurrenceId, ProgrammeTargets } from '@tieng-lang/protocol'

/** One play of a relay, as it is planned on some clusters. */
export interface DueRelay {
  occurrenceId: OccurrenceId
  programmeId: Id
  programmeName: string
  /** Of the item; empty where it has none. */
  title: string
  priority: 'priority' | 'routine'
  dueAt: number
  endsAt: number
  /** Where it comes from: a URL of a station. */
  url: string
  fallback: Media | null
  /** The programme's; `clusterIds` are those of them that have it in their plan, without the ones it was stopped on. */
  targets: ProgrammeTargets
  clusterIds: ClusterId[]
}

/** Two clusters in different time zones have the same occurrence at two instants. */
export function keyOf({ occurrenceId, dueAt }: Pick<DueRelay, 'occurrenceId' | 'dueAt'>): string {
  return `${occurrenceId} ${dueAt}`
}
