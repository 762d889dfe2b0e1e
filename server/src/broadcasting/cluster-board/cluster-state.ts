import type { ClusterState } from '@tieng-lang/protocol'
import type { LiveCluster } from './live-cluster.ts'
import type { SoundName, SoundNames } from './sound-names.ts'

/** A cluster as pages show it: with the titles that people know its sounds by. */
export function clusterStateOf(cluster: LiveCluster, names: SoundNames, now: number): ClusterState {
  const {
    sounding: _,
    losses: _losses,
    receiptHeld: _receiptHeld,
    next,
    planRevision,
    configRevision,
    ...rest
  } = cluster
  return {
    ...rest,
    planRevision: { ...planRevision },
    configRevision: { ...configRevision },
    playing: playingOf(cluster, names, now),
    next: next && {
      occurrenceId: next.occurrenceId,
      dueAt: next.dueAt,
      ...namesOf(names, next.occurrenceId),
    },
  }
}

function playingOf(
  { sounding, isConnected }: LiveCluster,
  names: SoundNames,
  now: number,
): ClusterState['playing'] {
  if (!sounding) return null
  const { occurrenceId, startedAt } = sounding
  const { durationMs } = names.of(occurrenceId)
  const endsAt = durationMs === null ? null : startedAt + durationMs
  // One that went away while sounding cannot tell of the end: past it nobody knows, so nothing is claimed.
  if (!isConnected && endsAt !== null && endsAt < now) return null
  return { ...sounding, endsAt, ...namesOf(names, occurrenceId) }
}

function namesOf(names: SoundNames, occurrenceId: string): Omit<SoundName, 'durationMs'> {
  const { title, programmeName, isRelay } = names.of(occurrenceId)
  return { title, programmeName, isRelay }
}
