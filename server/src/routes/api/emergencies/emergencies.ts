import {
  EmergencyAnswer,
  EmergencyPage,
  EmergencyQuery,
  EmergencyScope,
  EmergencyScopeQuery,
  Id,
  NewEmergency,
  shape,
} from '@tieng-lang/protocol'
import { emergencyAnswer } from '../../../broadcasting/emergencies/answer/emergency-answer.ts'
import { listEmergenciesFor } from '../../../broadcasting/emergencies/answer/emergency-list.ts'
import { scopeOf } from '../../../broadcasting/emergencies/place/scope.ts'
import { raiseByPerson } from '../../../broadcasting/emergencies/raise/raise-by-person.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['emergencies']

/** Raising an emergency, and how the emergencies stand. */
export function emergencyRoutes(server: HttpServer, services: Services): void {
  server.post(
    '/api/v1/emergencies',
    {
      schema: {
        body: NewEmergency,
        response: { 200: EmergencyAnswer },
        summary:
          'Phát khẩn cấp: raises an emergency, or asks a second person for it; once for each requestId',
        tags,
      },
    },
    async (request) => {
      const by = principalOf(request)
      const { emergencyId } = await raiseByPerson(services, request.body, by)
      return emergencyAnswer(services, emergencyId, by)
    },
  )
  server.post(
    '/api/v1/emergency-scopes',
    {
      schema: {
        body: EmergencyScopeQuery,
        response: { 200: EmergencyScope },
        summary: 'How many clusters would hear it, and whether a second person would be asked',
        tags,
      },
    },
    async (request) => scopeOf(services, request.body, principalOf(request)),
  )
  server.get(
    '/api/v1/emergencies',
    {
      schema: {
        querystring: EmergencyQuery,
        response: { 200: EmergencyPage },
        summary: 'The emergencies of the asker’s areas, the newest first',
        tags,
      },
    },
    async (request) => listEmergenciesFor(services, request.query, principalOf(request)),
  )
  server.get(
    '/api/v1/emergencies/:emergencyId',
    {
      schema: {
        params: shape({ emergencyId: Id }),
        response: { 200: EmergencyAnswer },
        summary: 'One emergency as it stands, cluster by cluster, with what happened',
        tags,
      },
    },
    async (request, reply) => {
      const answer = emergencyAnswer(services, request.params.emergencyId, principalOf(request))
      // A thousand clusters: what is made here fits its shape, and is not looked at field by field again.
      return reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(answer)
    },
  )
}
