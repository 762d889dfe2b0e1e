import { CodedError, EnrolmentAnswer, EnrolmentRequest } from '@tieng-lang/protocol'
import { RateLimit } from '../access/rate-limit.ts'
import { enrol } from '../broadcasting/enrolment.ts'
import type { Services } from '../broadcasting/services.ts'
import type { HttpServer } from './http/http-server.ts'

/** `POST /api/v1/enrolments`: the one public act; the code is the authorisation, the rate keeps it from being guessed. */
export function enrolmentRoutes(server: HttpServer, services: Services): void {
  const perAddress = new RateLimit(services.clock, services.config.limits.enrolmentsPerMinuteMax)
  server.post(
    '/api/v1/enrolments',
    {
      schema: {
        summary: 'A board becomes a cluster: its one-time code and the public key that it has made',
        tags: ['places'],
        body: EnrolmentRequest,
        response: { 200: EnrolmentAnswer },
      },
      bodyLimit: 4_096,
    },
    async (request) => {
      if (!perAddress.take(request.ip))
        throw new CodedError('tooManyRequests', 'too many enrolments from this address; wait a minute')
      return enrol(services, request.body)
    },
  )
}
