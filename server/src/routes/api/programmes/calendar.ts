import {
  CalendarAnswer,
  CalendarQuery,
  ClusterId,
  DayCopyAnswer,
  DayCopyOrder,
  ForecastAnswer,
  ForecastQuery,
  ProgrammeBody,
  shape,
} from '@tieng-lang/protocol'
import { calendarOf } from '../../../broadcasting/programmes/calendar.ts'
import { copyDay } from '../../../broadcasting/programmes/day-copy.ts'
import { forecastOf } from '../../../broadcasting/programmes/forecast/cluster-forecast.ts'
import { programmeAnswer } from '../../../broadcasting/programmes/programme-answer.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['programmes']

/** What will be heard: the days of an area, and the next hours of a cluster. */
export function calendarRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/calendar',
    {
      schema: {
        ...{ querystring: CalendarQuery, response: { 200: CalendarAnswer }, tags },
        summary: 'The slots of an area’s days: what plays and what is being worked on',
      },
    },
    async (request) => calendarOf(services, principalOf(request), request.query),
  )
  server.post(
    '/api/v1/day-copies',
    {
      schema: {
        ...{ body: DayCopyOrder, response: { 201: DayCopyAnswer }, tags },
        summary: 'Copies every slot of a day to other days, as drafts',
      },
    },
    async (request, reply) => {
      const programmes = copyDay(services, request.body, principalOf(request)).map(programmeAnswer)
      return reply.code(201).send({ programmes })
    },
  )
  forecastRoutes(server, services)
}

function forecastRoutes(server: HttpServer, services: Services): void {
  const params = shape({ clusterId: ClusterId })
  const hoursOf = ({ hours }: ForecastQuery) => (hours === undefined ? {} : { hours: Number(hours) })
  server.get(
    '/api/v1/clusters/:clusterId/forecast',
    {
      schema: {
        ...{ params, querystring: ForecastQuery, response: { 200: ForecastAnswer }, tags },
        summary: 'What a cluster will play in the next hours, and what not and why',
      },
    },
    async ({ params: { clusterId }, query }) => forecastOf(services, clusterId, hoursOf(query)),
  )
  server.post(
    '/api/v1/clusters/:clusterId/forecast',
    {
      schema: {
        ...{
          params,
          querystring: ForecastQuery,
          body: ProgrammeBody,
          response: { 200: ForecastAnswer },
          tags,
        },
        summary: 'The same as if a draft were approved now',
      },
    },
    async ({ params: { clusterId }, query, body }) =>
      forecastOf(services, clusterId, { ...hoursOf(query), draft: body }),
  )
}
