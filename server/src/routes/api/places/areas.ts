import { AreaAnswer, AreaChange, AreaId, NewArea, shape } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { visibleAreas } from '../../../access/visible-areas.ts'
import type { Services } from '../../../broadcasting/services.ts'
import { ancestorAnswer, areaAnswer } from '../../../broadcasting/tree/answers.ts'
import { addArea, changeArea, removeArea } from '../../../broadcasting/tree/areas.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { added, expectedVersion, tagged } from '../../http/if-match.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['places']
const params = shape({ areaId: AreaId })

/** The tree of areas. */
export function areaRoutes(server: HttpServer, services: Services): void {
  const { database } = services
  const listSchema = {
    summary: 'The areas of the asker’s grants, with those above them by name, each list in order of names',
    tags,
    response: { 200: Type.Array(AreaAnswer) },
  }
  server.get('/api/v1/areas', { schema: listSchema }, async (request) => {
    const { areaIds, ancestorIds } = visibleAreas(database, principalOf(request).grants)
    return areaTree(database)
      .all()
      .flatMap((area) => {
        if (areaIds.has(area.areaId)) return areaAnswer(area)
        return ancestorIds.has(area.areaId) ? ancestorAnswer(area) : []
      })
  })

  const addSchema = {
    summary: 'Adds an area below another, or at the top',
    tags,
    body: NewArea,
    response: { 201: AreaAnswer },
  }
  server.post('/api/v1/areas', { schema: addSchema }, async (request, reply) =>
    added(reply, addArea(services, request.body, principalOf(request))),
  )

  const changeSchema = {
    summary: 'Renames an area, gives it another code or settings, or moves it with all below it',
    tags,
    params,
    body: AreaChange,
    response: { 200: AreaAnswer },
  }
  server.patch('/api/v1/areas/:areaId', { schema: changeSchema }, async (request, reply) => {
    const { areaId } = request.params
    const order = { areaId, expected: expectedVersion(request), change: request.body }
    return tagged(reply, changeArea(services, order, principalOf(request)))
  })

  const removeSchema = {
    summary: 'Removes an area that nothing is in and nothing names',
    tags,
    params,
    response: { 204: Type.Null() },
  }
  server.delete('/api/v1/areas/:areaId', { schema: removeSchema }, async (request, reply) => {
    const { areaId } = request.params
    removeArea(services, { areaId, expected: expectedVersion(request) }, principalOf(request))
    return reply.code(204).send(null)
  })
}
