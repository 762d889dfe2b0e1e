import { AreaId, shape, TreeImport, TreeImportOrder, TreeImportPreview } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import type { Services } from '../../../broadcasting/services.ts'
import { applyImport } from '../../../broadcasting/tree-import/apply.ts'
import { exportTree } from '../../../broadcasting/tree-import/file/export.ts'
import { previewImport } from '../../../broadcasting/tree-import/preview.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['places']
/** A file of 4 million characters, most of them Vietnamese, in JSON. */
const IMPORT_BYTES_MAX = 16_000_000

/** Areas, zones and clusters from a spreadsheet, and into one. */
export function importRoutes(server: HttpServer, services: Services): void {
  const previewSchema = {
    summary: 'What a CSV file of areas, zones and clusters would change; nothing is written',
    tags,
    body: TreeImport,
    response: { 200: TreeImportPreview },
  }
  server.post(
    '/api/v1/tree-imports/preview',
    { schema: previewSchema, bodyLimit: IMPORT_BYTES_MAX },
    async (request) => previewImport(services, request.body),
  )

  const importSchema = {
    summary: 'Does what a preview has said; its rows as they came out',
    tags,
    body: TreeImportOrder,
    response: { 200: TreeImportPreview },
  }
  server.post(
    '/api/v1/tree-imports',
    { schema: importSchema, bodyLimit: IMPORT_BYTES_MAX },
    async (request) => applyImport(services, request.body, principalOf(request)),
  )

  const exportSchema = {
    summary: 'The tree as a CSV file that the import takes back; without `areaId`, all of it',
    tags,
    querystring: shape({ areaId: Type.Optional(AreaId) }),
    response: { 200: Type.String() },
  }
  server.get('/api/v1/tree-export', { schema: exportSchema }, async ({ query }, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="dia-ban.csv"')
      .send(await exportTree(services, query.areaId ?? null)),
  )
}
