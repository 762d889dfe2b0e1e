import { CodedError, LIVE_EXPIRY_MS_MAX, type NewLiveSession, newId } from '@tieng-lang/protocol'
import { randomSsrc } from '@tieng-lang/protocol/rtp'
import { recordAct } from '../../../access/audit.ts'
import type { Principal } from '../../../access/principal.ts'
import { insertLiveSession, type StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import type { Services } from '../../services.ts'
import { liveSessionAt } from '../answer/live-answer.ts'
import { recordDocument } from '../document/live-document.ts'
import { recordEnd } from '../document/session-end.ts'
import { type LiveTarget, livePlaceOf, quietClusters } from './live-place.ts'
import { checkEmergency } from './of-emergency.ts'
import { knownByRequest, noteRequest } from './once-per-request.ts'
import { isCovered, voicesToTakeOver } from './voices-there.ts'

/**
 * Somebody is going to speak: everything that is known of it is recorded in one transaction, then clusters are told and
 * get ready; they sound from the first packet on. The same `requestId` of the same asker gives the same session. Throws
 * what `livePlaceOf`, `checkEmergency` and `voicesToTakeOver` throw, `quietHours` where it is quiet at every cluster,
 * `requestIdReused`.
 */
export function startSession(
  services: LiveServices,
  order: NewLiveSession,
  by: Principal,
): StoredLiveSession {
  const known = knownByRequest(services, order, by)
  if (known !== undefined) {
    services.live.toldAgain(known)
    return liveSessionAt(services.database, known)
  }
  const target = livePlaceOf(services, order, by)
  const isActual = checkEmergency(services, { order, target }, by)
  const quiet = isActual ? [] : quietClusters(services, target.sounding)
  if (quiet.length === target.sounding.length)
    throw new CodedError('quietHours', 'it is quiet there: only what belongs to an emergency may be heard')
  const others = voicesToTakeOver(services, { order, target }, { isActual })
  const session = newSession(services, { order, target, takesOver: others.length > 0 }, by)
  // Who speaks elsewhere as well goes on there; each cluster knows whom it hears.
  const over = others.filter((other) => isCovered(other, target))
  const { database } = services
  const write = () => {
    record(services, { session, order, others: others.map((other) => other.sessionId) }, by)
    return over.map((other) => recordEnd(services, other, 'takenOver'))
  }
  const ended = isActual ? database.urgentTransaction(write) : database.transaction(write)
  for (const other of ended) services.live.ended(other)
  services.live.began(session, { sounding: target.sounding, quiet })
  return session
}

/** What beginning and ending a session works with. */
export type LiveServices = Pick<
  Services,
  | 'addresses'
  | 'board'
  | 'chance'
  | 'clock'
  | 'config'
  | 'database'
  | 'emergencies'
  | 'keys'
  | 'live'
  | 'steps'
>

interface Starting {
  order: NewLiveSession
  target: LiveTarget
  takesOver: boolean
}

function newSession(
  { clock, chance }: Pick<Services, 'chance' | 'clock'>,
  { order, target, takesOver }: Starting,
  by: Principal,
): StoredLiveSession {
  const { title, place, delay, silenced, emergencyId = null } = order
  const { areaIds, targets, publishedIn, clusterIds } = target
  const startedAt = clock.now()
  return {
    ...{ sessionId: newId('tt', chance), state: 'waiting', title, delay, emergencyId },
    ...{ priority: 'announcement', occurrenceId: null },
    ...{ speaker: by.name, speakerId: by.operatorId, ssrc: randomSsrc(chance) },
    ...{ place, areaIds, targets, publishedIn, clusterIds, silenced, takesOver },
    ...{ startedAt, expiresAt: startedAt + LIVE_EXPIRY_MS_MAX, onAirAt: null },
    ...{ endedAt: null, endedBecause: null, clearedAt: null, traceId: by.traceId ?? null },
  }
}

/** All that a server must still know when it is killed in the next instant. */
function record(
  services: LiveServices,
  { session, order, others }: { session: StoredLiveSession; order: NewLiveSession; others: string[] },
  by: Principal,
): void {
  const { database, addresses } = services
  const { sessionId, startedAt: at, areaIds, title, place, silenced, emergencyId } = session
  insertLiveSession(database, session)
  noteRequest(services, { order, sessionId }, by)
  const detail = { title, place, silenced, emergencyId, ...(others.length > 0 && { takenOver: others }) }
  const act = others.length > 0 ? 'live.takeOver' : 'live.start'
  recordAct(database, { at, by, act, areaIds, subject: sessionId, detail })
  recordDocument(services, session, addresses.senders)
}
