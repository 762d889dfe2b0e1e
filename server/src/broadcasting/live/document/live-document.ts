import {
  LIVE_DELAYS_MS,
  LIVE_EXPIRY_MS_MAX,
  type LiveSession,
  liveAudience,
  type StreamAddress,
  topicOf,
} from '@tieng-lang/protocol'
import { removeDocuments } from '../../../storage/documents.ts'
import type { StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import { publishShared, sealAndStoreShared } from '../../delivery/shared-document.ts'
import type { Services } from '../../services.ts'

/** How long the end of a session lies on the broker: whoever was away longer has let it expire by itself. */
export const END_KEPT_MS = LIVE_EXPIRY_MS_MAX

/** Where it lies on the broker: the same bytes under every area. */
export function topicsOf({ sessionId, publishedIn }: Pick<StoredLiveSession, 'sessionId' | 'publishedIn'>) {
  return publishedIn.map((areaId) => topicOf('live', { areaId, sessionId }))
}

/** Seals it as it stands and stores it under each of its topics; belongs into the transaction of the act. */
export function recordDocument(
  services: Pick<Services, 'clock' | 'database' | 'keys' | 'steps'>,
  session: StoredLiveSession,
  senders: readonly StreamAddress[],
): void {
  const { sessionId, endedAt, expiresAt, traceId } = session
  sealAndStoreShared(services, {
    ...{ name: 'live', type: 'live', audience: liveAudience(sessionId), documentId: sessionId },
    ...{ topics: topicsOf(session), body: bodyOf(session, senders) },
    validUntil: endedAt === null ? expiresAt : endedAt + END_KEPT_MS,
    ...(traceId !== null && { traceId }),
  })
}

/** Hands what is recorded to the broker, past everything that waits. */
export function publishRecorded(
  services: Pick<Services, 'link' | 'steps'>,
  session: Pick<StoredLiveSession, 'sessionId' | 'publishedIn'>,
): void {
  publishShared(services, topicsOf(session))
}

/** Takes it from the broker. */
export function clearDocument(
  { database, link }: Pick<Services, 'database' | 'link'>,
  session: StoredLiveSession,
): void {
  const topics = topicsOf(session)
  removeDocuments(database, topics)
  for (const topic of topics) link.publisher.mark(topic)
}

function bodyOf(session: StoredLiveSession, senders: readonly StreamAddress[]): LiveSession {
  const { sessionId, state, title, startedAt, expiresAt, ssrc, targets, publishedIn } = session
  const { silenced, takesOver, emergencyId, delay, priority, occurrenceId } = session
  return {
    ...{ sessionId, state: state === 'ended' ? 'ended' : 'onAir', title, priority },
    ...{ startedAt, expiresAt, delayMs: LIVE_DELAYS_MS[delay], ssrc, senders: [...senders] },
    ...{ targets, publishedIn, silenced, takesOver, emergencyId, occurrenceId },
  }
}
