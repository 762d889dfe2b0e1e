import { CodedError, itemBulletinId, type ProgrammeDefinition } from '@tieng-lang/protocol'
import { findSelfOverlap, parseLocalDate, readCron } from '@tieng-lang/scheduler'
import { findBulletin } from '../../storage/bulletins/bulletins.ts'
import type { Database } from '../../storage/database.ts'
import { programmeWithAudio } from '../delivery/planned-programmes.ts'
import { checkSources } from '../relays/sample/check-source.ts'
import type { Services } from '../services.ts'

/**
 * What the shape alone cannot say of a programme. Throws `badCronExpression`, `badDates` (a date that does not exist, an
 * end before its start), `badRequest` (an itemId twice), `bulletinNotFound` or `sourceRefused`.
 */
export function checkDefinition(
  { config, database }: Pick<Services, 'config' | 'database'>,
  definition: ProgrammeDefinition,
): void {
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
  for (const bulletinId of new Set(playlist.flatMap((item) => itemBulletinId(item) ?? [])))
    if (!findBulletin(database, bulletinId))
      throw new CodedError('bulletinNotFound', `no bulletin is ${bulletinId}`)
  checkSources(playlist, config)
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

/**
 * A programme that begins again before it is over asks of every cluster more than a day has room for; a draft may be so
 * while somebody works at it. Throws `runsIntoItself`.
 */
export function checkOverInTime(
  { database, config, clock }: Pick<Services, 'database' | 'config' | 'clock'>,
  definition: ProgrammeDefinition,
): void {
  const programme = programmeWithAudio(database, definition)
  const overlap = findSelfOverlap(programme, { timeZone: config.timeZone, from: clock.now() })
  if (overlap)
    throw new CodedError('runsIntoItself', `it is not over at ${overlap.label}, when it begins again`)
}

/** Throws `bulletinNotApproved`. */
export function checkBulletinsApproved(database: Database, { playlist }: ProgrammeDefinition): void {
  for (const bulletinId of new Set(playlist.flatMap((item) => itemBulletinId(item) ?? [])))
    if (findBulletin(database, bulletinId)?.state !== 'approved')
      throw new CodedError('bulletinNotApproved', `the bulletin ${bulletinId} is not approved`)
}
