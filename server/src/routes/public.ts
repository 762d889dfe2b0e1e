import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../broadcasting/services.ts'
import { serverStatus } from '../broadcasting/status.ts'
import { mediaRoutes } from './audio/media.ts'
import type { HttpServer } from './http-server.ts'
import { consoleRoutes, findConsole } from './pages/console.ts'
import { renderStatusPage } from './pages/status-page.ts'

const PAGE_HOLDS_MS = 2_000

/** What anyone on the network may see: the console, the plain status page, that we are here, and approved audio. */
export async function publicRoutes(server: HttpServer, services: Services): Promise<void> {
  const statusPage = cachedStatusPage(services)
  const answerStatus = async (_request: FastifyRequest, reply: FastifyReply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      )
      .send(statusPage())
  server.get('/status', answerStatus)
  const folder = findConsole(services.config.consoleDir)
  if (folder === undefined) server.get('/', answerStatus)
  else await consoleRoutes(server, folder)
  server.get('/health', async () => ({ isReady: true, isBrokerConnected: services.link.isConnected() }))
  mediaRoutes(server, services)
}

/** The page costs a read of every cluster: whoever asks in a loop is shown the same one, and commands do not wait. */
function cachedStatusPage(services: Services): () => string {
  const { clock, config } = services
  let html = ''
  let holdsUntilMs = Number.NEGATIVE_INFINITY
  return () => {
    if (clock.monotonicMs() < holdsUntilMs) return html
    html = renderStatusPage(serverStatus(services), config.timeZone)
    holdsUntilMs = clock.monotonicMs() + PAGE_HOLDS_MS
    return html
  }
}
