import type { StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import type { LiveRun } from '../following/live-run.ts'
import type { LiveTarget } from './live-place.ts'

/** The open sessions in which somebody speaks: a relay is a planned sound, to which a voice goes first by the table. */
export function voicesOf(open: readonly LiveRun[]): LiveRun[] {
  return open.filter(({ session }) => session.occurrenceId === null)
}

/** The open voices that are to be heard on any of these clusters. */
export function voicesThere(open: readonly LiveRun[], { sounding }: Pick<LiveTarget, 'sounding'>): LiveRun[] {
  const wanted = new Set(sounding.map(({ clusterId }) => clusterId))
  return voicesOf(open).filter(({ book }) => book.clusterIds().some((clusterId) => wanted.has(clusterId)))
}

/** Whether nobody hears the other session any more where this one is heard or keeps clusters silent. */
export function isCovered(
  { clusterIds, silenced }: Pick<StoredLiveSession, 'clusterIds' | 'silenced'>,
  target: Pick<LiveTarget, 'clusterIds'>,
): boolean {
  const wanted = new Set(target.clusterIds)
  return clusterIds.every((clusterId) => silenced.includes(clusterId) || wanted.has(clusterId))
}
