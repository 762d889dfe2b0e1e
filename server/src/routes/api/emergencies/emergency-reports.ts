import { ExerciseScore, Id, shape } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { exerciseScore } from '../../../broadcasting/emergencies/answer/exercise-score.ts'
import { timelineCsv } from '../../../broadcasting/emergencies/answer/timeline-export.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['emergencies']
const params = shape({ emergencyId: Id })

/** What is left of an emergency to hand in: its timeline, and an exercise's score. */
export function emergencyReportRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/emergencies/:emergencyId/timeline.csv',
    {
      schema: {
        params,
        response: { 200: Type.String() },
        summary: 'What happened, to the tenth of a second, as a spreadsheet (CSV, UTF-8)',
        tags,
      },
    },
    async (request, reply) => {
      const { emergencyId } = request.params
      const text = timelineCsv(services, emergencyId, principalOf(request))
      reply.type('text/csv; charset=utf-8')
      reply.header('content-disposition', `attachment; filename="dien-bien-${emergencyId}.csv"`)
      return reply.serializer(String).send(text)
    },
  )
  server.get(
    '/api/v1/emergencies/:emergencyId/score',
    {
      schema: { params, response: { 200: ExerciseScore }, summary: 'How an exercise went', tags },
    },
    async (request) => exerciseScore(services, request.params.emergencyId),
  )
}
