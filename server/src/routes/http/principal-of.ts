import type { AreaId } from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import type { Principal } from '../../access/principal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard before any handler runs; null on public routes. */
    principal: Principal | null
    /** The areas of the place that the guard has judged, each the last of its path; for the audit log. */
    areaIds: readonly AreaId[]
  }
}

/** Who asks. Throws where the guard has let nobody in: a route that forgot it must not act. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new Error(`${request.method} ${request.url} has no principal`)
  return request.principal
}
