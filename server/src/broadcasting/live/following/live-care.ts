import { LIVE_EXPIRY_MS_MAX } from '@tieng-lang/protocol'
import { findEmergency } from '../../../storage/emergencies/emergencies.ts'
import { findLiveClusters } from '../../../storage/live/live-clusters.ts'
import { replaceLiveSession, type StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import type { Stream } from '../../../streaming/stream.ts'
import type { Services } from '../../services.ts'
import { clearDocument, publishRecorded, recordDocument, topicsOf } from '../document/live-document.ts'
import { quietClusters } from '../start/live-place.ts'
import { type nextEnding, TOLD_BEFORE_MS } from './live-limits.ts'
import type { LiveRun } from './live-run.ts'
import { newcomers, recordNewcomers } from './newcomers.ts'

type Parts = Pick<Services, 'addresses' | 'clock' | 'database' | 'keys' | 'link' | 'steps'>

/** Hands the newest document to the broker, and notes until when the clusters may sound by what it has acknowledged. */
export function publishRun(parts: Pick<Parts, 'link' | 'steps'>, run: LiveRun): void {
  const { session } = run
  publishRecorded(parts, session)
  void parts.link.publisher.whenAcknowledged(topicsOf(session)).then(() => {
    run.acknowledgedUntil = Math.max(run.acknowledgedUntil ?? 0, session.expiresAt)
  })
}

/** A new revision, a minute more; clusters that have come, or got another secret, may listen from here on. */
export function renew(parts: Parts & Pick<Services, 'config'> & { stream: Stream }, run: LiveRun): void {
  const { addresses, clock, database, stream } = parts
  const now = clock.now()
  const come = newcomers(parts, run)
  const clusterIds = come.map(({ clusterId }) => clusterId)
  const session = {
    ...run.session,
    clusterIds: [...run.session.clusterIds, ...clusterIds],
    expiresAt: now + LIVE_EXPIRY_MS_MAX,
  }
  // Who speaks is not cut off by a full disk.
  database.urgentTransaction(() => {
    replaceLiveSession(database, session)
    recordDocument(parts, session, addresses.senders)
    if (clusterIds.length > 0) recordNewcomers(parts, session, clusterIds)
  })
  run.session = session
  run.sealedAt = now
  run.book.add(clusterIds, session.emergencyId === null ? quietClusters(parts, come) : [])
  publishRun(parts, run)
  stream.admit(session.sessionId, findLiveClusters(database, run.book.clusterIds()))
}

/** How it stands, and what will end it before long. */
export function tellSpeaker(
  { clock, link }: Pick<Parts, 'clock' | 'link'>,
  { speaker, acknowledgedUntil, session }: LiveRun,
  { because, at }: ReturnType<typeof nextEnding>,
): void {
  const until = acknowledgedUntil ?? session.startedAt
  if (!link.isConnected()) speaker?.tellEnding({ because: 'brokerGone', at: until })
  const isTold = because === 'silence' || because === 'tooLong'
  if (isTold && clock.now() >= at - TOLD_BEFORE_MS) speaker?.tellEnding({ because, at })
  speaker?.tellSession()
}

/** It had the rights of the emergency, and no others. */
export function isEmergencyOver(
  { database }: Pick<Parts, 'database'>,
  { emergencyId }: StoredLiveSession,
): boolean {
  return emergencyId !== null && findEmergency(database, emergencyId)?.state !== 'active'
}

/**
 * Of a relay that an earlier life has left on air: its document goes without a word, for an end would end the planned
 * sound on its clusters, which another session goes on with.
 */
export function letGoRelay(parts: Parts, session: StoredLiveSession): void {
  const at = parts.clock.now()
  const ended = { ...session, state: 'ended', endedAt: at, endedBecause: 'serverRestarted' } as const
  replaceLiveSession(parts.database, { ...ended, clearedAt: at })
  clearDocument(parts, session)
}

/** Nothing of it is followed any more. */
export function clearEnded(parts: Parts, session: StoredLiveSession): void {
  const { clock, database } = parts
  database.transaction(() => {
    replaceLiveSession(database, { ...session, clearedAt: clock.now() })
    clearDocument(parts, session)
  })
}
