import { AreaId, EmergencyMessageChange, EmergencyMessages, shape } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { assignMessage } from '../../../broadcasting/emergency-kit/assign-message.ts'
import { listEmergencyMessages } from '../../../broadcasting/emergency-kit/message-list.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['emergencies']

/** What clusters hold beforehand, and whose voice says it. */
export function emergencyMessageRoutes(server: HttpServer, services: Services): void {
  const listSchema = {
    summary: 'What is said in an emergency in this area, and who has recorded it; without `areaId`, anywhere',
    tags,
    querystring: shape({ areaId: Type.Optional(AreaId) }),
    response: { 200: EmergencyMessages },
  }
  server.get('/api/v1/emergency-messages', { schema: listSchema }, async ({ query }) =>
    listEmergencyMessages(services.database, query.areaId ?? null),
  )

  const changeSchema = {
    summary: 'Lets an approved bulletin say an event’s message in this area and below, or the voice again',
    tags,
    body: EmergencyMessageChange,
    response: { 204: Type.Null() },
  }
  server.put('/api/v1/emergency-messages', { schema: changeSchema }, async (request, reply) => {
    assignMessage(services, request.body, principalOf(request))
    return reply.code(204).send(null)
  })
}
