import { Id, RelaySampleOrder, type RelaySource, shape } from '@tieng-lang/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { requireSourceOf } from '../../../broadcasting/relays/sample/reviewed-source.ts'
import { SampleDesk } from '../../../broadcasting/relays/sample/sample-desk.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const Mp3 = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' })
const shapes = { body: RelaySampleOrder, response: { 200: Mp3 }, tags: ['programmes'] }

/** Another station, to listen to before it is planned, and before it is approved. */
export function relaySampleRoutes(server: HttpServer, services: Services): void {
  const samples = new SampleDesk(services)
  const answer = async (request: FastifyRequest, reply: FastifyReply, source: RelaySource) => {
    const cancel = new AbortController()
    reply.raw.once('close', () => cancel.abort())
    const mp3 = await samples.sample(source, principalOf(request), cancel.signal)
    return reply.header('cache-control', 'no-store').type('audio/mpeg').send(mp3)
  }

  server.post(
    '/api/v1/relay-samples',
    {
      schema: {
        ...shapes,
        summary: 'Nghe thử: the first seconds of a station (audio/mpeg); nothing is kept',
      },
    },
    (request, reply) => answer(request, reply, request.body.source),
  )

  server.post(
    '/api/v1/programmes/:programmeId/relay-samples',
    {
      schema: {
        ...shapes,
        params: shape({ programmeId: Id }),
        summary:
          'Nghe thử: the first seconds of a station that this programme relays, for whoever reviews it',
      },
    },
    (request, reply) => {
      const { source } = request.body
      requireSourceOf(services.database, request.params.programmeId, source)
      return answer(request, reply, source)
    },
  )
}
