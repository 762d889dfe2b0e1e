import { Id, shape } from '@tieng-lang/protocol'
import { listProgrammeConflicts } from '../broadcasting/programme-conflicts.ts'
import { approveProgramme, putProgramme, withdrawProgramme } from '../broadcasting/programmes.ts'
import type { Services } from '../broadcasting/services.ts'
import { listProgrammes } from '../storage/programmes.ts'
import type { HttpServer } from './http-server.ts'
import { operatorOf } from './operator.ts'
import { ProgrammeBody } from './shapes/requests.ts'

/** Programmes: put (add or replace), approve, remove. */
export function adminProgrammeRoutes(server: HttpServer, services: Services): void {
  const byId = { schema: { params: shape({ programmeId: Id }) } }
  server.get('/api/v1/programmes', async () => listProgrammes(services.database))
  server.post('/api/v1/programmes', { schema: { body: ProgrammeBody } }, async (request, reply) => {
    const order = { ...request.body, producedBy: operatorOf(request) }
    const programme = await putProgramme(services, order)
    const conflicts = await listProgrammeConflicts(services, programme.programmeId)
    return reply.code(201).send({ ...programme, conflicts })
  })
  server.post('/api/v1/programmes/:programmeId/approval', byId, async (request) =>
    approveProgramme(services, { ...request.params, approvedBy: operatorOf(request) }),
  )
  server.delete('/api/v1/programmes/:programmeId', byId, async ({ params }, reply) => {
    await withdrawProgramme(services, params.programmeId)
    return reply.code(204).send()
  })
}
