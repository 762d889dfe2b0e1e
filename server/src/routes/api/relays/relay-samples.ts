import { RelaySampleOrder } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { SampleDesk } from '../../../broadcasting/relays/sample/sample-desk.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const Mp3 = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' })

/** Another station, to listen to before it is planned. */
export function relaySampleRoutes(server: HttpServer, services: Services): void {
  const samples = new SampleDesk(services)
  server.post(
    '/api/v1/relay-samples',
    {
      schema: {
        body: RelaySampleOrder,
        response: { 200: Mp3 },
        summary: 'Nghe thử: the first seconds of a station (audio/mpeg); nothing is kept',
        tags: ['programmes'],
      },
    },
    async (request, reply) => {
      const cancel = new AbortController()
      reply.raw.once('close', () => cancel.abort())
      const mp3 = await samples.sample(request.body.source, principalOf(request), cancel.signal)
      return reply.header('cache-control', 'no-store').type('audio/mpeg').send(mp3)
    },
  )
}
