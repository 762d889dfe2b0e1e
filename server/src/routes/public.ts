import type { Services } from '../broadcasting/services.ts'
import { serverStatus } from '../broadcasting/status.ts'
import { enrolmentRoutes } from './enrolments.ts'
import type { HttpServer } from './http-server.ts'
import { mediaRoutes } from './media.ts'
import { renderStatusPage } from './status-page.ts'

/** What the network may see before there is sign-in: that we are here, approved audio, and the way in for boards. */
export function publicRoutes(server: HttpServer, services: Services): void {
  server.get('/', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(renderStatusPage(serverStatus(services), services.config.timeZone)),
  )
  server.get('/health', async () => ({ isReady: true, isBrokerConnected: services.link.isConnected() }))
  enrolmentRoutes(server, services)
  mediaRoutes(server, services)
}
