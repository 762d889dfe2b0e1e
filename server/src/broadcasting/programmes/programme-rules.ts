import { CodedError, type ProgrammeDefinition } from '@tieng-lang/protocol'
import { parseLocalDate, readCron } from '@tieng-lang/scheduler'
import { findBulletin } from '../../storage/bulletins/bulletins.ts'
import type { Database } from '../../storage/database.ts'

/**
 * What the shape alone cannot say of a programme. Throws `badCronExpression`, `badDates` (a date that does not exist, an
 * end before its start), `badRequest` (an itemId twice) or `bulletinNotFound`.
 */
export function checkDefinition(database: Database, definition: ProgrammeDefinition): void {
  const { recurrence, validity, playlist } = definition
  if (recurrence.kind === 'cron' && readCron(recurrence.expression) === null)
    throw new CodedError(
      'badCronExpression',
      `"${recurrence.expression}" is not a cron expression, or too dense`,
    )
  checkSpan(validity)
  for (const date of [
    ...(recurrence.kind === 'dates' ? recurrence.dates : []),
    ...(validity.exceptions ?? []),
  ])
    checkDate(date)
  if (new Set(playlist.map(({ itemId }) => itemId)).size < playlist.length)
    throw new CodedError('badRequest', 'two items of the playlist have the same itemId')
  for (const bulletinId of new Set(playlist.map((item) => item.bulletinId)))
    if (!findBulletin(database, bulletinId))
      throw new CodedError('bulletinNotFound', `no bulletin is ${bulletinId}`)
}

function checkSpan({ from, until }: { from?: string; until?: string }): void {
  if (from !== undefined) checkDate(from)
  if (until !== undefined) checkDate(until)
  if (from !== undefined && until !== undefined && until < from)
    throw new CodedError('badDates', `it ends on ${until}, before it begins on ${from}`)
}

function checkDate(date: string): void {
  if (parseLocalDate(date) === null) throw new CodedError('badDates', `${date} is not in the calendar`)
}

/** Throws `bulletinNotApproved`. */
export function checkBulletinsApproved(database: Database, { playlist }: ProgrammeDefinition): void {
  for (const bulletinId of new Set(playlist.map((item) => item.bulletinId)))
    if (findBulletin(database, bulletinId)?.state !== 'approved')
      throw new CodedError('bulletinNotApproved', `the bulletin ${bulletinId} is not approved`)
}
