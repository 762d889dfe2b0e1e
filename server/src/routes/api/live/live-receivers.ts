import { Id, NewLiveReceiver, shape } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { addReceiver } from '../../../broadcasting/live/receivers/add-receiver.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

/** Someone else's receiver of a session. */
export function liveReceiverRoutes(server: HttpServer, services: Services): void {
  server.post(
    '/api/v1/live-sessions/:sessionId/receivers',
    {
      schema: {
        params: shape({ sessionId: Id }),
        body: NewLiveReceiver,
        response: { 200: Type.String() },
        summary:
          'Sends it to one more address until it ends; the answer is the SDP (RFC 8866) to receive it by',
        tags: ['live'],
      },
    },
    async (request, reply) => {
      const { sessionId } = request.params
      const sdp = await addReceiver(services, { sessionId, ...request.body }, principalOf(request))
      return reply.type('application/sdp').serializer(String).send(sdp)
    },
  )
}
