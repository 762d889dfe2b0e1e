import { CapSender, Id, NewCapSender, NewCapSenderAnswer, shape } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import type { Services } from '../../broadcasting/services.ts'
import { addCapSender, endCapSender, listSenders } from '../../cap/senders/cap-senders.ts'
import type { HttpServer } from '../http/http-server.ts'
import { principalOf } from '../http/principal-of.ts'

const tags = ['cap']

/** Which systems may send CAP messages, and what each may do by itself. */
export function capSenderRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/cap-senders',
    {
      schema: {
        summary: 'The systems that may send CAP messages',
        tags,
        response: { 200: Type.Array(CapSender) },
      },
    },
    async () => listSenders(services),
  )
  server.post(
    '/api/v1/cap-senders',
    {
      schema: {
        summary: 'Lets a system send CAP messages; its token is in the answer, once',
        tags,
        body: NewCapSender,
        response: { 201: NewCapSenderAnswer },
      },
    },
    async (request, reply) => {
      const answer = addCapSender(services, request.body, principalOf(request))
      return reply.code(201).header('cache-control', 'no-store').send(answer)
    },
  )
  server.delete(
    '/api/v1/cap-senders/:capSenderId',
    {
      schema: {
        summary: 'Its token opens nothing any more',
        tags,
        params: shape({ capSenderId: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      endCapSender(services, request.params.capSenderId, principalOf(request))
      return reply.code(204).send(null)
    },
  )
}
