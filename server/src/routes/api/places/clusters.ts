import {
  ClusterAnswer,
  ClusterChange,
  ClusterId,
  EnrolmentCodeAnswer,
  MINUTE_MS,
  NewCluster,
  NewEnrolmentCode,
  shape,
} from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { visibleAreas } from '../../../access/visible-areas.ts'
import { issueEnrolmentCode } from '../../../broadcasting/enrolment.ts'
import { clusterAt } from '../../../broadcasting/places.ts'
import type { Services } from '../../../broadcasting/services.ts'
import { clusterAnswer, clusterAnswers } from '../../../broadcasting/tree/answers.ts'
import { addCluster, changeCluster } from '../../../broadcasting/tree/clusters.ts'
import { listClusters } from '../../../storage/tree/clusters.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { added, expectedVersion, tagged } from '../../http/if-match.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['places']
const params = shape({ clusterId: ClusterId })

/** Clusters as they are set up, and the codes by which boards become clusters. */
export function clusterRoutes(server: HttpServer, services: Services): void {
  readingRoutes(server, services)
  const addSchema = {
    summary: 'Adds a cluster to an area; what is not set comes from its areas',
    tags,
    body: NewCluster,
    response: { 201: ClusterAnswer },
  }
  server.post('/api/v1/clusters', { schema: addSchema }, async (request, reply) =>
    added(reply, addCluster(services, request.body, principalOf(request))),
  )

  const changeSchema = {
    summary: 'Changes a cluster’s name, position or settings, or moves it to another area',
    tags,
    params,
    body: ClusterChange,
    response: { 200: ClusterAnswer },
  }
  server.patch('/api/v1/clusters/:clusterId', { schema: changeSchema }, async (request, reply) => {
    const { clusterId } = request.params
    const order = { clusterId, expected: expectedVersion(request), change: request.body }
    return tagged(reply, changeCluster(services, order, principalOf(request)))
  })

  const codeSchema = {
    summary: 'A one-time code with which a board becomes this cluster',
    tags,
    body: NewEnrolmentCode,
    response: { 201: EnrolmentCodeAnswer },
  }
  server.post('/api/v1/enrolment-codes', { schema: codeSchema }, async (request, reply) => {
    const { clusterId, validMinutes } = request.body
    const order = { clusterId, validMs: validMinutes * MINUTE_MS }
    return reply.code(201).send(issueEnrolmentCode(services, order, principalOf(request)))
  })
}

function readingRoutes(server: HttpServer, services: Services): void {
  const { database } = services
  const listSchema = {
    summary: 'The clusters in the areas of the asker’s grants',
    tags,
    response: { 200: Type.Array(ClusterAnswer) },
  }
  server.get('/api/v1/clusters', { schema: listSchema }, async (request) => {
    const { isEverywhere, areaIds } = visibleAreas(database, principalOf(request).grants)
    const seen = listClusters(database).filter(({ areaId }) => isEverywhere || areaIds.has(areaId))
    return clusterAnswers(services, seen)
  })

  const oneSchema = {
    summary: 'A cluster as it is set up, and what holds for it in the end',
    tags,
    params,
    response: { 200: ClusterAnswer },
  }
  server.get('/api/v1/clusters/:clusterId', { schema: oneSchema }, async (request, reply) =>
    tagged(reply, clusterAnswer(services, clusterAt(database, request.params.clusterId))),
  )
}
