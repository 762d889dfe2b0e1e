import {
  CapAcceptance,
  CapDecline,
  CapMessageLine,
  CapMessageQuery,
  EmergencyAnswer,
  Id,
  shape,
} from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { emergencyAnswer } from '../../broadcasting/emergencies/answer/emergency-answer.ts'
import type { Services } from '../../broadcasting/services.ts'
import { acceptCapMessage, declineCapMessage } from '../../cap/incoming/decide-by-person.ts'
import { listInbox } from '../../cap/incoming/inbox.ts'
import type { HttpServer } from '../http/http-server.ts'
import { principalOf } from '../http/principal-of.ts'

const tags = ['cap']
const params = shape({ messageId: Id })

/** CAP messages that came, and what people decide on those that wait. */
export function capMessageRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/cap-messages',
    {
      schema: {
        summary: 'The CAP messages for the asker’s areas, the newest first',
        tags,
        querystring: CapMessageQuery,
        response: { 200: Type.Array(CapMessageLine) },
      },
    },
    async (request) =>
      listInbox(services, { isWaiting: request.query.state === 'waiting' }, principalOf(request)),
  )
  server.post(
    '/api/v1/cap-messages/:messageId/acceptance',
    {
      schema: {
        summary: 'Lets it sound, or end what it names, as one’s own emergency: with a PIN',
        tags,
        params,
        body: CapAcceptance,
        response: { 200: EmergencyAnswer },
      },
    },
    async (request) => {
      const by = principalOf(request)
      const emergencyId = await acceptCapMessage(services, { ...request.params, ...request.body }, by)
      return emergencyAnswer(services, emergencyId, by)
    },
  )
  server.post(
    '/api/v1/cap-messages/:messageId/decline',
    {
      schema: { summary: 'Nothing sounds', tags, params, body: CapDecline, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      declineCapMessage(services, { ...request.params, ...request.body }, principalOf(request))
      return reply.code(204).send(null)
    },
  )
}
