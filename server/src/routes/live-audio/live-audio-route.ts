import type { IncomingMessage } from 'node:http'
import { CodedError, Id, Problem, shape } from '@tieng-lang/protocol'
import { mayDo } from '../../access/permissions.ts'
import { EVERY_RIGHT, type Principal } from '../../access/principal.ts'
import { liveSessionAt } from '../../broadcasting/live/answer/live-answer.ts'
import type { Services } from '../../broadcasting/services.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { fullySignedInBy } from '../guard/signed-in-by.ts'
import type { HttpServer } from '../http/http-server.ts'
import type { SocketRoute } from '../http/socket-routes.ts'
import { LiveAudioSockets } from './live-audio-sockets.ts'

const PATH = /^\/api\/v1\/live\/([a-z0-9-]{1,64})\/audio$/

/** Who opens a speaker's socket, as far as the request says. */
type SpeakerOf = (request: IncomingMessage) => Pick<Principal, 'operatorId' | 'grants'> | undefined

/** The speaker's socket for signed-in people: the cookie of the opening request says who. */
export function publicLiveAudio(server: HttpServer, services: Services): SocketRoute {
  return liveAudioRoute(server, services, (request) => fullySignedInBy(services, request))
}

/** The same for whoever may open the administration socket. */
export function localLiveAudio(server: HttpServer, services: Services): SocketRoute {
  return liveAudioRoute(server, services, () => ({ operatorId: null, grants: EVERY_RIGHT }))
}

function liveAudioRoute(server: HttpServer, services: Services, speakerOf: SpeakerOf): SocketRoute {
  const sockets = new LiveAudioSockets(services, (request, sessionId) => {
    const by = speakerOf(request)
    if (!by) throw new CodedError('notSignedIn', 'sign in first')
    checkMaySpeak(services, sessionId, by)
    return by
  })
  server.addHook('preClose', async () => sockets.stop())
  const schema = {
    summary: 'The microphone’s packets, up a WebSocket: see `LIVE_AUDIO_HEADER_BYTES` and `LiveAudioReply`',
    tags: ['live'],
    params: shape({ sessionId: Id }),
    response: { 426: Problem },
  }
  server.get('/api/v1/live/:sessionId/audio', { schema }, async () => {
    throw new CodedError('upgradeRequired', 'this is a WebSocket')
  })
  return {
    isFor: (path) => PATH.test(path),
    open: (request, opening) => sockets.open(request, opening, sessionIdOf(request)),
  }
}

function sessionIdOf({ url = '' }: IncomingMessage): Id {
  return PATH.exec(url.split('?')[0] ?? '')?.[1] ?? ''
}

/** Nobody speaks in another's name, nor in a relay. Throws `liveSessionNotFound`, `notAllowed`, `wrongState`. */
function checkMaySpeak(
  { database, live }: Services,
  sessionId: Id,
  { operatorId, grants }: Pick<Principal, 'operatorId' | 'grants'>,
): void {
  const session = liveSessionAt(database, sessionId)
  const tree = areaTree(database)
  const isAllowed = session.areaIds.every((areaId) => mayDo(grants, 'live.speak', tree.idPathOf(areaId)))
  if (!isAllowed || session.speakerId !== operatorId || session.occurrenceId !== null)
    throw new CodedError('notAllowed', 'only who began the session speaks in it')
  if (!live.run(sessionId)) throw new CodedError('wrongState', `${sessionId} is over`)
}
