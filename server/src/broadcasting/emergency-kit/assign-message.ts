import { CodedError, type EmergencyMessageChange, MINUTE_MS } from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import { mayDo } from '../../access/permissions.ts'
import type { Principal } from '../../access/principal.ts'
import type { StoredBulletin } from '../../storage/bulletins/bulletins.ts'
import type { Database } from '../../storage/database.ts'
import {
  listRecordedLanguages,
  removeAssignedMessage,
  replaceAssignedMessage,
} from '../../storage/emergencies/emergency-kit.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { bulletinAt } from '../bulletins/bulletin-answer.ts'
import type { Services } from '../services.ts'
import { deliverKits } from './deliver-kits.ts'

/** It is said again and again, and every cluster keeps it in memory. */
const MESSAGE_MS_MAX = 3 * MINUTE_MS
/** Of everybody’s recordings together, for the same reason. */
const LANGUAGES_MAX = 4

/**
 * Lets an approved bulletin say an event's message in an area and below it, or the program's voice again (null); the
 * clusters there are told in the background. Throws `bulletinNotFound`, `bulletinNotApproved`, `bulletinEnds`,
 * `tooLong`, `limitExceeded`.
 */
export function assignMessage(services: Services, change: EmergencyMessageChange, by: Principal): void {
  const { database, clock, updates } = services
  const { areaId, event, language, bulletinId } = change
  const at = clock.now()
  const areaIds = areaId === null ? [] : [areaId]
  database.transaction(() => {
    if (bulletinId === null) {
      if (!removeAssignedMessage(database, change)) return
      const detail = { event, language }
      recordAct(database, { at, by, act: 'emergencyMessage.clear', areaIds, detail })
      return
    }
    const { title } = usableBulletin(database, bulletinId, by)
    checkLanguages(database, language)
    replaceAssignedMessage(database, { ...change, bulletinId, assignedBy: by.name, assignedAt: at })
    const detail = { event, language, title }
    recordAct(database, { at, by, act: 'emergencyMessage.assign', areaIds, subject: bulletinId, detail })
  })
  deliverKits(services, areaId)
  updates.changed('emergencies')
}

function usableBulletin(database: Database, bulletinId: string, { grants }: Principal): StoredBulletin {
  const bulletin = bulletinAt(database, bulletinId)
  // As good as absent for whoever may not look at it.
  if (!mayDo(grants, 'look', areaTree(database).idPathOf(bulletin.areaId)))
    throw new CodedError('bulletinNotFound', `no bulletin is ${bulletinId}`)
  if (bulletin.state !== 'approved' || bulletin.withdrawnAt !== null)
    throw new CodedError('bulletinNotApproved', `the bulletin ${bulletinId} is not approved`)
  if (bulletin.validity.until !== undefined)
    throw new CodedError('bulletinEnds', 'a bulletin with a last day cannot be a message for emergencies')
  if (bulletin.media.durationMs > MESSAGE_MS_MAX)
    throw new CodedError(
      'tooLong',
      `a message for emergencies lasts at most ${MESSAGE_MS_MAX / MINUTE_MS} minutes`,
    )
  return bulletin
}

function checkLanguages(database: Database, language: string): void {
  const languages = new Set([...listRecordedLanguages(database), language])
  if (languages.size > LANGUAGES_MAX)
    throw new CodedError('limitExceeded', `messages in at most ${LANGUAGES_MAX} languages`)
}
