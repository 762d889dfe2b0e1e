import { type AreaId, SECOND_MS, sleep, topicOf } from '@tieng-lang/protocol'
import {
  findEmergency,
  replaceEmergency,
  type StoredEmergency,
} from '../../../storage/emergencies/emergencies.ts'
import { insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import type { Services } from '../../services.ts'
import { topicsOf } from './emergency-document.ts'

/** Whoever asked is told after so long which areas the broker has not taken it for. */
const BROKER_MS_MAX = SECOND_MS

type Parts = Pick<Services, 'clock' | 'database' | 'link'>

/** The areas of which the broker has not acknowledged the newest document. */
export function unpublishedAreas(
  { link }: Pick<Services, 'link'>,
  { emergencyId, publishedIn, clearedAt, sentAt }: StoredEmergency,
): AreaId[] {
  if (clearedAt !== null || sentAt === null) return []
  return publishedIn.filter((areaId) =>
    link.publisher.isWaiting(topicOf('emergencies', { areaId, emergencyId })),
  )
}

/** Resolves when the broker has all of it, or after a second. */
export async function waitForBroker({ clock, link }: Parts, emergency: StoredEmergency): Promise<void> {
  if (!link.isConnected()) return
  await Promise.race([link.publisher.whenAcknowledged(topicsOf(emergency)), sleep(clock, BROKER_MS_MAX)])
}

/**
 * Writes down when the broker had it under every area; where that takes over a second, that too, with the areas.
 * Resolves when it has, however long that takes.
 */
export async function watchPublication(
  parts: Parts,
  emergency: StoredEmergency,
  isStopped: () => boolean,
): Promise<void> {
  const { clock, link } = parts
  const topics = topicsOf(emergency)
  const published = link.publisher.whenAcknowledged(topics)
  const first = await Promise.race([
    published.then(() => 'published' as const),
    sleep(clock, BROKER_MS_MAX).then(() => 'late' as const),
  ])
  if (first === 'late' && !isStopped()) noteNotPublished(parts, emergency)
  await published
  if (!isStopped()) notePublished(parts, emergency)
}

function noteNotPublished(parts: Parts, emergency: StoredEmergency): void {
  const { clock, database } = parts
  const { emergencyId, edition } = emergency
  const areaIds = unpublishedAreas(parts, emergency)
  if (areaIds.length === 0) return
  const detail = { edition, areaIds: areaIds.slice(0, 100) }
  database.urgentTransaction(() =>
    insertMoment(database, { emergencyId, at: clock.now(), kind: 'notPublished', detail }),
  )
}

function notePublished({ clock, database }: Parts, { emergencyId, edition, state }: StoredEmergency): void {
  const at = clock.now()
  database.urgentTransaction(() => {
    const now = findEmergency(database, emergencyId)
    if (!now || now.edition !== edition || (state === 'active' && now.publishedAt !== null)) return
    if (now.publishedAt === null) replaceEmergency(database, { ...now, publishedAt: at })
    insertMoment(database, { emergencyId, at, kind: 'published', detail: { edition, state } })
  })
}
