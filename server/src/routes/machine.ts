import { ReadyAnswer, ServerHealth } from '@tieng-lang/protocol'
import type { Observability } from '../observability/observability.ts'
import type { HttpServer } from './http/http-server.ts'

/**
 * For whatever looks after the machine: `/health` is the last look at each part (200, 503 where one is failing);
 * `/ready` is 200 from the moment when everything is delivered and every door open until the server is stopped.
 */
export function machineRoutes(server: HttpServer, { health, readiness }: Observability): void {
  const healthShapes = { response: { 200: ServerHealth, 503: ServerHealth } }
  server.get('/health', { schema: healthShapes }, async (_request, reply) => {
    const found = health.latest()
    return reply
      .code(found.state === 'failing' ? 503 : 200)
      .header('cache-control', 'no-store')
      .send(found)
  })
  const readyShapes = { response: { 200: ReadyAnswer, 503: ReadyAnswer } }
  server.get('/ready', { schema: readyShapes }, async (_request, reply) => {
    const { state } = readiness
    return reply
      .code(state === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ state })
  })
}
