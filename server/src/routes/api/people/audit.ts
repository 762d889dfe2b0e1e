import { AuditPage, AuditQuery } from '@tieng-lang/protocol'
import { readAuditLog } from '../../../access/audit-log.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const COUNT_DEFAULT = 50
const COUNT_MAX = 200

/** The audit log: read only, for there is no route that changes it. */
export function auditRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/audit-entries',
    {
      schema: {
        summary: 'What people did in the areas that the asker audits, newest first',
        tags: ['people'],
        querystring: AuditQuery,
        response: { 200: AuditPage },
      },
    },
    async (request) => {
      const { areaId, operatorId, act, traceId, before, count } = request.query
      const countMax = Math.min(Math.max(Number(count ?? COUNT_DEFAULT), 1), COUNT_MAX)
      const question = {
        areaId,
        operatorId,
        act,
        traceId,
        countMax,
        before: Number(before ?? Number.MAX_SAFE_INTEGER),
      }
      return readAuditLog(services, principalOf(request), question)
    },
  )
}
