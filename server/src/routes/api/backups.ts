import { BackupOrder, BackupsAnswer } from '@tieng-lang/protocol'
import { cancelBackup, listBackupsFor, orderBackup } from '../../backup/order-backup.ts'
import type { Services } from '../../broadcasting/services.ts'
import type { HttpServer } from '../http/http-server.ts'
import { principalOf } from '../http/principal-of.ts'

const tags = ['backups']

/** Backups of the whole server: those there are, one under way, and room on the disk. */
export function backupRoutes(server: HttpServer, services: Services): void {
  server.get(
    '/api/v1/backups',
    {
      schema: {
        summary: 'The backups there are, the one under way, and room on the disk',
        tags,
        response: { 200: BackupsAnswer },
      },
    },
    async () => listBackupsFor(services),
  )
  server.post(
    '/api/v1/backups',
    {
      schema: {
        summary: 'Begins a backup; answered at once, `underWay` says how far it is',
        tags,
        body: BackupOrder,
        response: { 202: BackupsAnswer },
      },
    },
    async (request, reply) => {
      const answer = await orderBackup(services, request.body, principalOf(request))
      return reply.code(202).send(answer)
    },
  )
  server.delete(
    '/api/v1/backups/under-way',
    {
      schema: {
        summary: 'Gives up the backup under way; nothing of it is left',
        tags,
        response: { 200: BackupsAnswer },
      },
    },
    async (request) => cancelBackup(services, principalOf(request)),
  )
}
