import {
  Id,
  LiveSessionAnswer,
  LiveSessionEnd,
  LiveSessionPage,
  NewLiveSession,
  shape,
} from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { liveAnswer } from '../../../broadcasting/live/answer/live-answer.ts'
import { listLiveSessionsFor } from '../../../broadcasting/live/answer/live-list.ts'
import { endSession } from '../../../broadcasting/live/end-session.ts'
import { startSession } from '../../../broadcasting/live/start/start-session.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['live']
const params = shape({ sessionId: Id })
const response = { 200: LiveSessionAnswer }
const querystring = shape({ after: Type.Optional(Type.String({ maxLength: 120 })) })

/** Live voice: who speaks where, and who hears it. */
export function liveSessionRoutes(server: HttpServer, services: Services): void {
  server.post(
    '/api/v1/live-sessions',
    {
      schema: {
        body: NewLiveSession,
        response,
        summary: 'Nói trực tiếp: clusters get ready to hear a voice; once for each requestId',
        tags,
      },
    },
    async (request) => {
      const by = principalOf(request)
      const { sessionId } = startSession(services, request.body, by)
      return liveAnswer(services, sessionId, by)
    },
  )
  server.get(
    '/api/v1/live-sessions',
    {
      schema: {
        querystring,
        response: { 200: LiveSessionPage },
        summary: 'The live sessions of the asker’s areas, the newest first',
        tags,
      },
    },
    async (request) => listLiveSessionsFor(services, request.query.after, principalOf(request)),
  )
  server.get(
    '/api/v1/live-sessions/:sessionId',
    { schema: { params, response, summary: 'One live session as it stands, with who hears it', tags } },
    async (request) => liveAnswer(services, request.params.sessionId, principalOf(request)),
  )
  server.post(
    '/api/v1/live-sessions/:sessionId/end',
    {
      schema: { params, body: LiveSessionEnd, response, summary: 'Ends it; its tail is still heard', tags },
    },
    async (request) => {
      const by = principalOf(request)
      const { sessionId } = request.params
      endSession(services, { sessionId, ...request.body }, by)
      return liveAnswer(services, sessionId, by)
    },
  )
}
