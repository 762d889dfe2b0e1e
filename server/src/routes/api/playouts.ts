import { Readable } from 'node:stream'
import { PlayoutDay, PlayoutDayQuery, PlayoutPage, PlayoutQuery } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { exportPlayouts } from '../../broadcasting/playouts/log-export.ts'
import { readPlayoutDays, readPlayoutPage } from '../../broadcasting/playouts/log-reading.ts'
import type { Services } from '../../broadcasting/services.ts'
import type { HttpServer } from '../http/http-server.ts'
import { principalOf } from '../http/principal-of.ts'

const tags = ['happenings']

/** What was really heard: the log, the totals of its days, and the log as a spreadsheet. */
export function playoutRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/playouts',
    {
      schema: {
        querystring: PlayoutQuery,
        response: { 200: PlayoutPage },
        summary: 'The playout log of an area or a cluster, of one day or of all, the newest first',
        tags,
      },
    },
    async (request) => readPlayoutPage(services, principalOf(request).grants, request.query),
  )
  server.get(
    '/api/v1/playout-days',
    {
      schema: {
        querystring: PlayoutDayQuery,
        response: { 200: Type.Array(PlayoutDay) },
        summary: 'What was planned and what was heard, a line a cluster and day',
        tags,
      },
    },
    async (request, reply) => {
      const text = await readPlayoutDays(services, principalOf(request).grants, request.query)
      // It is JSON already: made by the database, in the reader.
      reply.type('application/json; charset=utf-8').serializer(() => text)
      return []
    },
  )
  server.get(
    '/api/v1/playouts.csv',
    {
      schema: {
        querystring: PlayoutDayQuery,
        // Text, sent piece by piece as it is read.
        response: { 200: Type.Unsafe<Readable>(Type.String()) },
        summary: 'The playout log as a spreadsheet (CSV, UTF-8)',
        tags,
      },
    },
    async (request, reply) => {
      const { from, until } = request.query
      const text = exportPlayouts(services, principalOf(request).grants, request.query)
      reply.type('text/csv; charset=utf-8')
      reply.header('content-disposition', `attachment; filename="nhat-ky-phat-${from}-${until}.csv"`)
      return reply.send(Readable.from(text))
    },
  )
}
