import { Id, MINUTE_MS, shape } from '@tieng-lang/protocol'
import { issueEnrolmentCode } from '../broadcasting/enrolment.ts'
import { clusterAt } from '../broadcasting/places.ts'
import type { Services } from '../broadcasting/services.ts'
import { addArea, addCluster, changeCluster } from '../broadcasting/tree.ts'
import { listAreas } from '../storage/areas.ts'
import { type Cluster, listClusters } from '../storage/clusters.ts'
import type { HttpServer } from './http-server.ts'
import { operatorOf } from './operator.ts'
import { ClusterChange, NewArea, NewCluster, NewEnrolmentCode } from './shapes/requests.ts'

const clusterParams = shape({ clusterId: Id })

/** Areas, clusters and the codes by which boards become clusters. */
export function adminTreeRoutes(server: HttpServer, services: Services): void {
  const { database } = services
  server.get('/api/v1/areas', async () => listAreas(database))
  server.post('/api/v1/areas', { schema: { body: NewArea } }, async ({ body }, reply) =>
    reply.code(201).send(addArea(services, body)),
  )
  server.get('/api/v1/clusters', async () => listClusters(database).map(shown))
  server.post('/api/v1/clusters', { schema: { body: NewCluster } }, async ({ body }, reply) =>
    reply.code(201).send(shown(addCluster(services, body))),
  )
  server.get('/api/v1/clusters/:clusterId', { schema: { params: clusterParams } }, async ({ params }) =>
    shown(clusterAt(database, params.clusterId)),
  )
  server.patch(
    '/api/v1/clusters/:clusterId',
    { schema: { params: clusterParams, body: ClusterChange } },
    async ({ params, body }) => shown(changeCluster(services, params.clusterId, body)),
  )
  server.post('/api/v1/enrolment-codes', { schema: { body: NewEnrolmentCode } }, async (request, reply) => {
    const { clusterId, validMinutes } = request.body
    const order = { clusterId, issuedBy: operatorOf(request), validMs: validMinutes * MINUTE_MS }
    return reply.code(201).send(issueEnrolmentCode(services, order))
  })
}

/** Without its secrets. */
function shown({ mediaSecret: _, device, ...cluster }: Cluster) {
  return { ...cluster, device: device ? { kid: device.kid, enrolledAt: device.enrolledAt } : null }
}
