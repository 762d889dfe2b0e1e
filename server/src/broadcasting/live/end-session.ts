import type { Id, LiveSessionEnd } from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import { liveSessionAt } from './answer/live-answer.ts'
import { recordEnd } from './document/session-end.ts'
import { knownByRequest, noteRequest } from './start/once-per-request.ts'
import type { LiveServices } from './start/start-session.ts'

/**
 * Ends it by a new revision in the same place; clusters play what is still on its way. One that is over stays as it is.
 * Throws `liveSessionNotFound`, `requestIdReused`.
 */
export function endSession(
  services: LiveServices,
  { sessionId, requestId }: LiveSessionEnd & { sessionId: Id },
  by: Principal,
): void {
  const { clock, database } = services
  const order = { requestId, sessionId }
  const session = liveSessionAt(database, sessionId)
  if (knownByRequest(services, order, by) !== undefined || session.state === 'ended') return
  const isOwn = session.occurrenceId === null && session.speakerId === by.operatorId
  const ended = database.urgentTransaction(() => {
    noteRequest(services, { order, sessionId }, by)
    const { areaIds, title } = session
    const act = isOwn ? 'live.end' : 'live.stop'
    recordAct(database, { at: clock.now(), by, act, areaIds, subject: sessionId, detail: { title } })
    return recordEnd(services, session, isOwn ? 'ended' : 'stopped')
  })
  services.live.ended(ended)
}
