import { isAbsolute } from 'node:path'
import { type BackupOrder, type BackupsAnswer, CodedError } from '@tieng-lang/protocol'
import { recordAct } from '../access/audit.ts'
import type { Principal } from '../access/principal.ts'
import type { Services } from '../broadcasting/services.ts'
import { nextBackupAt } from './next-backup.ts'

/**
 * A person has a backup made: recorded first, then begun; its progress is asked for. Throws `backupUnderWay`, and
 * `notAllowed` for a folder that is named by anyone but whoever administers this machine.
 */
export async function orderBackup(
  services: Services,
  { folder }: BackupOrder,
  by: Principal,
): Promise<BackupsAnswer> {
  const { backups, clock, database } = services
  // A path of the server's disk: over the network nobody writes where they please.
  if (folder !== undefined && by.operatorId !== null)
    throw new CodedError('notAllowed', 'only local administration names a folder')
  if (folder !== undefined && !isAbsolute(folder))
    throw new CodedError('badRequest', 'the folder must begin with /')
  if (backups.isUnderWay()) throw new CodedError('backupUnderWay', 'a backup is being made already')
  const detail = { folder: folder ?? backups.folder() }
  recordAct(database, { at: clock.now(), by, act: 'backup.make', areaIds: [], detail })
  backups.start({ by: by.name, folder })
  return listBackupsFor(services)
}

/** Throws `backupNotFound`. */
export async function cancelBackup(services: Services, by: Principal): Promise<BackupsAnswer> {
  const { backups, clock, database } = services
  if (!backups.isUnderWay()) throw new CodedError('backupNotFound', 'no backup is under way')
  recordAct(database, { at: clock.now(), by, act: 'backup.cancel', areaIds: [] })
  await backups.cancel()
  return listBackupsFor(services)
}

export function listBackupsFor({ backups, config }: Services): Promise<BackupsAnswer> {
  return backups.answer(nextBackupAt(config))
}
