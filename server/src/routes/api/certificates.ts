import { CertificatesAnswer } from '@tieng-lang/protocol'
import type { Services } from '../../broadcasting/services.ts'
import { certificatesAnswer } from '../../certificates/certificate-facts.ts'
import type { HttpServer } from '../http/http-server.ts'

/** What browsers are shown over TLS, so that it can be compared. */
export function certificateRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/certificates',
    {
      schema: {
        response: { 200: CertificatesAnswer },
        summary: 'What browsers are shown over TLS: fingerprints, validity and names',
        tags: ['machine'],
      },
    },
    async () => certificatesAnswer(services),
  )
}
