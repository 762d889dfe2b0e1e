import type { Services } from '../broadcasting/services.ts'
import type { Observability } from '../observability/observability.ts'
import { mediaRoutes } from './audio/media.ts'
import type { HttpServer } from './http/http-server.ts'
import { machineRoutes } from './machine.ts'
import { consoleRoutes, findConsole } from './pages/console.ts'
import { statusRoute } from './pages/status-route.ts'
import { trustRoutes } from './pages/trust/trust-routes.ts'

/** What anyone on the network may see: the console, the plain status page, how to trust our certificate, that we
 * are here, and approved audio. */
export async function publicRoutes(
  server: HttpServer,
  services: Services,
  observability: Observability,
): Promise<void> {
  const answerStatus = statusRoute(services)
  server.get('/status', answerStatus)
  trustRoutes(server, services)
  const folder = findConsole(services.config.consoleDir)
  if (folder === undefined) server.get('/', answerStatus)
  else await consoleRoutes(server, folder)
  machineRoutes(server, observability)
  mediaRoutes(server, services)
}
