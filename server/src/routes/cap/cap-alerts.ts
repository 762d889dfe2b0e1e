import { CapAlerts, Id, shape } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import type { Services } from '../../broadcasting/services.ts'
import { capXmlOf, listActiveAlerts } from '../../cap/outgoing/active-alerts.ts'
import type { HttpServer } from '../http/http-server.ts'
import { principalOf } from '../http/principal-of.ts'

const tags = ['cap']

/** What sounds, for other systems: with a session, or with the token of a CAP sender. */
export function capAlertRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/cap/alerts',
    {
      schema: {
        summary: 'What sounds now in the asker’s areas, each as CAP 1.2 under its url',
        tags,
        response: { 200: CapAlerts },
      },
    },
    async (request) => listActiveAlerts(services, principalOf(request)),
  )
  server.get(
    '/api/v1/cap/alerts/:emergencyId.xml',
    {
      schema: {
        summary: 'One emergency as a CAP 1.2 message; a Cancel once it is over',
        tags,
        params: shape({ emergencyId: Id }),
        response: { 200: Type.String() },
      },
    },
    async (request, reply) => {
      const xml = capXmlOf(services, request.params.emergencyId, principalOf(request))
      return reply.type('application/cap+xml; charset=utf-8').serializer(String).send(xml)
    },
  )
}
