import { MachineHealth } from '@tieng-lang/protocol'
import type { Services } from '../../broadcasting/services.ts'
import { machineHealth } from '../../observability/machine-health.ts'
import type { Observability } from '../../observability/observability.ts'
import type { HttpServer } from '../http/http-server.ts'

/** How the server itself stands. */
export function machineApiRoutes(
  server: HttpServer,
  services: Services,
  { observability }: { observability: Observability },
): void {
  server.get(
    '/api/v1/health',
    {
      schema: {
        response: { 200: MachineHealth },
        summary: 'How each part of the server stands, what waits, and what clusters had to let go',
        tags: ['machine'],
      },
    },
    async () => machineHealth(services, observability),
  )
}
