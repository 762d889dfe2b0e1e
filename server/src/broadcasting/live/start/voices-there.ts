import { CodedError, type NewLiveSession } from '@tieng-lang/protocol'
import { findEmergency } from '../../../storage/emergencies/emergencies.ts'
import type { StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import type { Services } from '../../services.ts'
import type { LiveRun } from '../following/live-run.ts'
import type { LiveTarget } from './live-place.ts'

/** More at once is no day that anyone can follow; those of emergencies are counted by themselves. */
const OPEN_MAX = 50

/**
 * Whom a new voice would take over. Throws `voiceOnAir` where somebody speaks there and `takeOver` does not confirm it,
 * `emergencyVoiceOnAir` where they speak for an emergency and the new voice does not, or only for an exercise, and
 * `limitExceeded`.
 */
export function voicesToTakeOver(
  { database, live }: Pick<Services, 'database' | 'live'>,
  { order, target }: { order: NewLiveSession; target: LiveTarget },
  { isActual }: { isActual: boolean },
): StoredLiveSession[] {
  const there = voicesThere(live.open(), target).map(({ session }) => session)
  const [first] = there
  if (first && !order.takeOver) throw new CodedError('voiceOnAir', `${first.speaker} speaks there`)
  const isOfEmergency = order.emergencyId !== undefined
  const above = there.find(({ emergencyId }) => {
    if (emergencyId === null || isActual) return false
    return !isOfEmergency || findEmergency(database, emergencyId)?.status === 'Actual'
  })
  if (above) throw new CodedError('emergencyVoiceOnAir', `${above.speaker} speaks there for an emergency`)
  const alike = voicesOf(live.open()).filter(
    ({ session }) => (session.emergencyId !== null) === isOfEmergency,
  )
  if (alike.length >= OPEN_MAX) throw new CodedError('limitExceeded', `${OPEN_MAX} sessions are open`)
  return there
}

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
