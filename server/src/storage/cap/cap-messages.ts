import type { AreaId, CapMessageState, ClusterId, Id } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import type { CapAlert, CapReference } from '../../cap/cap-alert.ts'
import { type Database, query } from '../database.ts'
import type { CapMessagesTable } from './cap-tables.ts'

/** Where a message would be heard, as its sender's areas allow. */
export interface CapPlace {
  areaIds: AreaId[]
  clusterIds: ClusterId[]
  /** Its own words name no place that we know: these are the areas of its sender. */
  isGuessed: boolean
}

/** A message that came, and what became of it. */
export interface StoredCapMessage {
  messageId: Id
  capSenderId: Id
  /** As it came, without the content of resources. */
  alert: CapAlert
  sha256: string
  place: CapPlace
  receivedAt: number
  state: CapMessageState
  why: string | null
  emergencyId: Id | null
  decidedBy: string | null
  decidedAt: number | null
  note: string | null
}

/** Throws `alreadyExists` where it has come before. */
export function insertCapMessage(database: Database, message: StoredCapMessage): void {
  const { alert, place, ...rest } = message
  const { sender, identifier, sentAt } = alert
  const texts = { alert: JSON.stringify(alert), place: JSON.stringify(place) }
  database.run(query.insertInto('capMessages').values({ ...rest, ...texts, sender, identifier, sentAt }))
}

export function findCapMessage(database: Database, messageId: Id): StoredCapMessage | undefined {
  const row = database.row(query.selectFrom('capMessages').selectAll().where('messageId', '=', messageId))
  return row && fromRow(row)
}

/** By its extended identifier (CAP 1.2 §3.2.1 references), among what one system has sent. */
export function findCapMessageNamed(
  database: Database,
  capSenderId: Id,
  { sender, identifier, sentAt }: CapReference,
): StoredCapMessage | undefined {
  const named = query
    .selectFrom('capMessages')
    .selectAll()
    .where('capSenderId', '=', capSenderId)
    .where('sender', '=', sender)
    .where('identifier', '=', identifier)
    .where('sentAt', '=', sentAt)
  const row = database.row(named)
  return row && fromRow(row)
}

/** The newest first. */
export function listCapMessages(
  database: Database,
  { isWaiting, countMax }: { isWaiting: boolean; countMax: number },
): StoredCapMessage[] {
  const all = query.selectFrom('capMessages').selectAll()
  const some = isWaiting ? all.where('state', '=', 'waiting') : all
  const page = some.orderBy('receivedAt', 'desc').orderBy('messageId', 'desc').limit(countMax)
  return database.rows(page).map(fromRow)
}

export function countWaiting(database: Database, capSenderId: Id): number {
  const counted = query.selectFrom('capMessages').select(sql<number>`count(*)`.as('count'))
  const waiting = counted.where('capSenderId', '=', capSenderId).where('state', '=', 'waiting')
  return database.row(waiting)?.count ?? 0
}

export type CapOutcome = Pick<
  StoredCapMessage,
  'state' | 'why' | 'emergencyId' | 'decidedBy' | 'decidedAt' | 'note'
>

/** Gives whether it was still in the state that the outcome was thought of in. */
export function replaceCapOutcome(
  database: Database,
  messageId: Id,
  { from, to }: { from: CapMessageState; to: CapOutcome },
): boolean {
  const update = query.updateTable('capMessages').set(to)
  return database.run(update.where('messageId', '=', messageId).where('state', '=', from)) > 0
}

/** What nobody waits for any more. */
export function removeOldCapMessages(database: Database, receivedBefore: number): void {
  const old = query.deleteFrom('capMessages').where('receivedAt', '<', receivedBefore)
  database.run(old.where('state', '<>', 'waiting'))
}

/** Only `insertCapMessage` writes these texts. */
function fromRow({ sender: _, identifier: __, sentAt: ___, ...row }: CapMessagesTable): StoredCapMessage {
  return {
    ...row,
    state: row.state as CapMessageState,
    alert: JSON.parse(row.alert) as CapAlert,
    place: JSON.parse(row.place) as CapPlace,
  }
}
