import { CommandOrder, OrderAnswer, StopOrder, TimeAnswer, TimeOrder } from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import { commandClusters, sendTime } from '../../broadcasting/commands/cluster-commands.ts'
import { OncePerRequest } from '../../broadcasting/commands/once-per-request.ts'
import { stopBroadcast } from '../../broadcasting/commands/stop-broadcast.ts'
import type { Services } from '../../broadcasting/services.ts'
import type { HttpServer } from '../http/http-server.ts'
import { principalOf } from '../http/principal-of.ts'

const tags = ['happenings']

/** Orders to clusters; the answer holds a line a cluster, and each line is told on the updates socket as it comes. */
export function commandRoutes(server: HttpServer, services: Services): void {
  const orders = new OncePerRequest<OrderAnswer>(services.clock)
  const once = (
    request: FastifyRequest & { body: CommandOrder | StopOrder },
    act: () => Promise<OrderAnswer['lines']>,
  ) => {
    const { requestId } = request.body
    const asker = principalOf(request).operatorId ?? principalOf(request).name
    const order = { url: request.routeOptions.url, body: request.body }
    return orders.once({ asker, requestId, order }, async () => ({ requestId, lines: await act() }))
  }
  server.post(
    '/api/v1/commands',
    {
      schema: {
        body: CommandOrder,
        response: { 200: OrderAnswer },
        summary:
          'Volume, amplifier, pause, resume, next, restart or self-test for a cluster, a zone or an area',
        tags,
      },
    },
    async (request) => once(request, () => commandClusters(services, request.body, principalOf(request))),
  )
  server.post(
    '/api/v1/stops',
    {
      schema: {
        body: StopOrder,
        response: { 200: OrderAnswer },
        summary: 'Dừng: stops a broadcast, or whatever sounds, at a cluster, a zone or an area',
        tags,
      },
    },
    async (request) => once(request, () => stopBroadcast(services, request.body, principalOf(request))),
  )
  server.post(
    '/api/v1/times',
    {
      schema: {
        body: TimeOrder,
        response: { 200: TimeAnswer },
        summary: 'Sends the server’s time to a cluster in answer to the last nonce it gave',
        tags,
      },
    },
    async (request) => ({
      lines: await sendTime(services, request.body.clusterId, principalOf(request)),
    }),
  )
}
