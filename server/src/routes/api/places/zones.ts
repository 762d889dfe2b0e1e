import { Id, NewZone, shape, Zone, ZoneChange } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { visibleAreas } from '../../../access/visible-areas.ts'
import type { Services } from '../../../broadcasting/services.ts'
import { zoneAnswer } from '../../../broadcasting/tree/answers.ts'
import { addZone, changeZone, removeZone } from '../../../broadcasting/tree/zones.ts'
import { listZones } from '../../../storage/tree/zones.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { added, expectedVersion, tagged } from '../../http/if-match.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['places']
const params = shape({ zoneId: Id })

/** Named sets of clusters. */
export function zoneRoutes(server: HttpServer, services: Services): void {
  const { database } = services
  const listSchema = {
    summary: 'The zones of the areas in the asker’s grants',
    tags,
    response: { 200: Type.Array(Zone) },
  }
  server.get('/api/v1/zones', { schema: listSchema }, async (request) => {
    const { areaIds } = visibleAreas(database, principalOf(request).grants)
    return listZones(database)
      .filter(({ areaId }) => areaIds.has(areaId))
      .map(zoneAnswer)
  })

  const addSchema = { summary: 'Adds a zone to an area', tags, body: NewZone, response: { 201: Zone } }
  server.post('/api/v1/zones', { schema: addSchema }, async (request, reply) =>
    added(reply, addZone(services, request.body, principalOf(request))),
  )

  const changeSchema = { summary: 'Renames a zone', tags, params, body: ZoneChange, response: { 200: Zone } }
  server.patch('/api/v1/zones/:zoneId', { schema: changeSchema }, async (request, reply) => {
    const { zoneId } = request.params
    const order = { zoneId, expected: expectedVersion(request), name: request.body.name }
    return tagged(reply, changeZone(services, order, principalOf(request)))
  })

  const removeSchema = {
    summary: 'Removes a zone that has no clusters and that no programme is aimed at',
    tags,
    params,
    response: { 204: Type.Null() },
  }
  server.delete('/api/v1/zones/:zoneId', { schema: removeSchema }, async (request, reply) => {
    const { zoneId } = request.params
    removeZone(services, { zoneId, expected: expectedVersion(request) }, principalOf(request))
    return reply.code(204).send(null)
  })
}
