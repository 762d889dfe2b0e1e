import { CapAnswer, CodedError } from '@tieng-lang/protocol'
import { RateLimit } from '../../access/rate-limit.ts'
import type { Services } from '../../broadcasting/services.ts'
import { receiveCap } from '../../cap/incoming/receive-cap.ts'
import { CAP_BYTES_MAX } from '../../cap/xml/xml-guard.ts'
import type { HttpServer } from '../http/http-server.ts'
import { principalOf } from '../http/principal-of.ts'

const MEDIA_TYPES = ['application/cap+xml', 'application/xml', 'text/xml']

/** `POST /api/v1/cap`: a CAP 1.2 message from a system with a token of its own. */
export function capInRoutes(server: HttpServer, services: Services): void {
  const limits = new Map<number, RateLimit>()
  server.addContentTypeParser(
    MEDIA_TYPES,
    { parseAs: 'buffer', bodyLimit: CAP_BYTES_MAX },
    (_request, body, done) => done(null, body),
  )
  server.post(
    '/api/v1/cap',
    {
      schema: {
        summary: 'Takes a CAP 1.2 message (application/cap+xml); once by sender, identifier and sent',
        tags: ['cap'],
        consumes: MEDIA_TYPES,
        response: { 200: CapAnswer },
      },
      bodyLimit: CAP_BYTES_MAX,
    },
    async (request) => {
      const { capSender, body } = request
      if (!capSender) throw new CodedError('notSignedIn', 'this needs the bearer token of a CAP sender')
      const { perMinuteMax, capSenderId } = capSender
      const limit = limits.get(perMinuteMax) ?? new RateLimit(services.clock, perMinuteMax)
      limits.set(perMinuteMax, limit)
      if (!limit.take(capSenderId))
        throw new CodedError('tooManyRequests', `over ${perMinuteMax} messages a minute; wait`)
      if (!Buffer.isBuffer(body))
        throw new CodedError('badRequest', `the message must be the body, as ${MEDIA_TYPES[0]}`)
      return receiveCap(services, { bytes: body, capSender }, principalOf(request))
    },
  )
}
