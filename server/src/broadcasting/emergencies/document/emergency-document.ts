import { type Emergency, emergencyAudience, HOUR_MS, topicOf } from '@tieng-lang/protocol'
import { removeDocuments } from '../../../storage/documents.ts'
import type { StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import { publishShared, sealAndStoreShared } from '../../delivery/shared-document.ts'
import type { Services } from '../../services.ts'
import { capBlockOf } from './cap-block.ts'

/** A cluster that was away learns within this time that it is over; then it is cleared. */
export const KEPT_AFTER_EXPIRY_MS = HOUR_MS

/** Where it lies on the broker: the same bytes under every area. */
export function topicsOf({ emergencyId, publishedIn }: Pick<StoredEmergency, 'emergencyId' | 'publishedIn'>) {
  return publishedIn.map((areaId) => topicOf('emergencies', { areaId, emergencyId }))
}

/** Seals it as it stands and stores it under each of its topics; belongs into the transaction of the act. */
export function recordDocument(
  services: Pick<Services, 'clock' | 'config' | 'database' | 'keys' | 'steps'>,
  emergency: StoredEmergency,
): void {
  const { emergencyId, expiresAt, traceId } = emergency
  sealAndStoreShared(services, {
    ...{ name: 'emergencies', type: 'emergency', audience: emergencyAudience(emergencyId) },
    ...{ documentId: emergencyId, topics: topicsOf(emergency), body: bodyOf(services, emergency) },
    validUntil: expiresAt + KEPT_AFTER_EXPIRY_MS,
    ...(traceId !== null && { traceId }),
  })
}

/** Hands what is recorded to the broker, past everything that waits. */
export function publishRecorded(
  services: Pick<Services, 'link' | 'steps'>,
  emergency: Pick<StoredEmergency, 'emergencyId' | 'publishedIn'>,
): void {
  publishShared(services, topicsOf(emergency))
}

/** Takes it from the broker; whoever holds it lets it go by its own clock. */
export function clearDocument(
  { database, link }: Pick<Services, 'database' | 'link'>,
  emergency: StoredEmergency,
) {
  const topics = topicsOf(emergency)
  removeDocuments(database, topics)
  for (const topic of topics) link.publisher.mark(topic)
}

function bodyOf(services: Pick<Services, 'config' | 'keys'>, emergency: StoredEmergency): Emergency {
  const { emergencyId, edition, event, status, severity, expiresAt, sounds, repeatsAfterS } = emergency
  const { targets, publishedIn, closing, sentAt, requestedAt } = emergency
  return {
    ...{ emergencyId, state: stateOf(emergency), edition, event, status, severity },
    ...{ sentAt: sentAt ?? requestedAt, expiresAt, sounds, repeatsAfterS, targets, publishedIn, closing },
    cap: capBlockOf(emergency, senderOf(services)),
  }
}

function stateOf({ state }: StoredEmergency): Emergency['state'] {
  if (state === 'active' || state === 'cancelled') return state
  return 'ended'
}

/** CAP 1.2 §3.2.1 `sender`: unique, without spaces, commas, `<` and `&`. */
export function senderOf({ config, keys }: Pick<Services, 'config' | 'keys'>): string {
  const [url] = config.publicHttpUrls
  return url === undefined ? `tieng-lang.${keys.root.kid}`.slice(0, 120) : new URL(url).host.slice(0, 120)
}
