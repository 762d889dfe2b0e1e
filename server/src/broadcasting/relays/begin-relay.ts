import { CodedError, LIVE_EXPIRY_MS_MAX, newId } from '@tieng-lang/protocol'
import { randomSsrc } from '@tieng-lang/protocol/rtp'
import { recordAct } from '../../access/audit.ts'
import { THE_SERVER } from '../../access/principal.ts'
import { findLiveClusters } from '../../storage/live/live-clusters.ts'
import {
  insertLiveSession,
  listSessionsOf,
  type StoredLiveSession,
} from '../../storage/live/live-sessions.ts'
import { type ResolvedPlace, resolvePlace } from '../emergencies/place/emergency-place.ts'
import { recordDocument } from '../live/document/live-document.ts'
import type { Services } from '../services.ts'
import type { DueRelay } from './due/due-relay.ts'

export type RelayServices = Pick<
  Services,
  'addresses' | 'board' | 'chance' | 'clock' | 'config' | 'database' | 'keys' | 'live' | 'steps'
>

/** What a session's document takes by name. */
const CLUSTERS_NAMED_MAX = 1_000
/** What was captured at the end of its time is still on its way. */
export const TAIL_MS = 5_000

/**
 * Begins the session of a planned relay: recorded in one transaction, then clusters are told and get ready. Throws
 * `noClustersThere`, `limitExceeded`, `storageFull`.
 */
export function beginRelay(services: RelayServices, due: DueRelay): StoredLiveSession {
  const { addresses, database, live } = services
  const place = placeOf(services, due)
  const session = newSession(services, { due, place })
  const { sessionId, startedAt: at, areaIds } = session
  database.transaction(() => {
    insertLiveSession(database, session)
    // Its address may hold a key of the station: whoever may see the programme reads it there.
    const detail = { occurrenceId: due.occurrenceId, host: new URL(due.url).host }
    recordAct(database, { at, by: THE_SERVER, act: 'relay.begin', areaIds, subject: sessionId, detail })
    recordDocument(services, session, addresses.senders)
  })
  const sounding = findLiveClusters(database, due.clusterIds)
  live.began(session, { sounding, quiet: [], endsAt: due.endsAt + TAIL_MS })
  return session
}

/** Somebody has ended it, or stopped it everywhere: it does not begin anew. */
export function isStoppedByPeople({ database }: Pick<Services, 'database'>, due: DueRelay): boolean {
  return listSessionsOf(database, due.occurrenceId).some(({ endedBecause }) => endedBecause === 'stopped')
}

/** As its programme is aimed; cluster by cluster where only some have it, or where what was named has gone. */
function placeOf(services: RelayServices, { targets, clusterIds }: DueRelay): ResolvedPlace {
  const aimed = tryToResolve(services, targets)
  if (aimed && (aimed.clusterIds.length === clusterIds.length || clusterIds.length > CLUSTERS_NAMED_MAX))
    return aimed
  return resolvePlace(services, { areas: [], zones: [], clusters: clusterIds, polygons: [] }, [])
}

function tryToResolve(services: RelayServices, targets: DueRelay['targets']): ResolvedPlace | undefined {
  try {
    return resolvePlace(services, { ...targets, polygons: [] }, [])
  } catch (cause) {
    if (cause instanceof CodedError) return undefined
    throw cause
  }
}

function newSession(
  { clock, chance }: Pick<Services, 'chance' | 'clock'>,
  { due, place }: { due: DueRelay; place: ResolvedPlace },
): StoredLiveSession {
  const { areaIds, targets, publishedIn } = place
  const { occurrenceId, priority, clusterIds } = due
  const startedAt = clock.now()
  return {
    ...{ sessionId: newId('ts', chance), state: 'waiting', title: due.title || due.programmeName },
    // What is relayed needs no haste: the longest delay has the fewest holes.
    ...{ delay: 'robust', priority, occurrenceId, emergencyId: null, ssrc: randomSsrc(chance) },
    ...{ speaker: 'Tiếp sóng', speakerId: null, place: { ...targets, zones: [] } },
    ...{ areaIds, targets, publishedIn, clusterIds: [...clusterIds], silenced: [], takesOver: false },
    ...{ startedAt, expiresAt: startedAt + LIVE_EXPIRY_MS_MAX, onAirAt: null },
    ...{ endedAt: null, endedBecause: null, clearedAt: null, traceId: null },
  }
}
