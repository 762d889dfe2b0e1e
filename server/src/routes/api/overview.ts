import {
  AreaId,
  ClusterId,
  ClusterStateAnswer,
  OverviewAnswer,
  StatusAnswer,
  shape,
} from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { clusterStateWithHealth, overviewOf } from '../../broadcasting/overview.ts'
import type { Services } from '../../broadcasting/services.ts'
import { serverStatus } from '../../broadcasting/status.ts'
import type { HttpServer } from '../http/http-server.ts'
import { principalOf } from '../http/principal-of.ts'

const tags = ['happenings']
/** A serializer of one's own leaves it to oneself to say what it makes. */
const JSON_TYPE = 'application/json; charset=utf-8'
const OverviewQuery = shape({ areaId: Type.Optional(AreaId) })

/** How every cluster stands, and one with all that it measures. */
export function overviewRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/overview',
    {
      schema: {
        querystring: OverviewQuery,
        response: { 200: OverviewAnswer },
        summary: 'Every cluster that the asker may see, as it stands; live updates follow on the socket',
        tags,
      },
    },
    async (request, reply) => {
      const answer = overviewOf(services, principalOf(request).grants, request.query.areaId)
      // A thousand clusters: what the board made fits its shape, and is not looked at field by field again.
      return reply.type(JSON_TYPE).serializer(JSON.stringify).send(answer)
    },
  )
  server.get(
    '/api/v1/status',
    {
      schema: {
        response: { 200: StatusAnswer },
        summary: 'Everything at once: addresses, areas, clusters and what was refused',
        tags,
      },
    },
    async (_request, reply) => reply.type(JSON_TYPE).serializer(JSON.stringify).send(serverStatus(services)),
  )
  server.get(
    '/api/v1/clusters/:clusterId/state',
    {
      schema: {
        params: shape({ clusterId: ClusterId }),
        response: { 200: ClusterStateAnswer },
        summary: 'One cluster as it stands, with what it measures',
        tags,
      },
    },
    async (request) => clusterStateWithHealth(services, request.params.clusterId),
  )
}
