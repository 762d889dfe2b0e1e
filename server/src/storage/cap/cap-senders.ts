import type { CapSender, Id } from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'
import type { CapSendersTable } from './cap-tables.ts'

export const CAP_SENDERS_MAX = 200

const present = query.selectFrom('capSenders').selectAll().where('removedAt', 'is', null)

/** Throws `alreadyExists` for a name in use. */
export function insertCapSender(database: Database, sender: CapSender, tokenSha256: string): void {
  const { senders, areaIds, policies, ...rest } = sender
  const lists = {
    senders: JSON.stringify(senders),
    areaIds: JSON.stringify(areaIds),
    policies: JSON.stringify(policies),
  }
  database.run(query.insertInto('capSenders').values({ ...rest, ...lists, tokenSha256, removedAt: null }))
}

/** Undefined where there is none, or it was removed. */
export function findCapSender(database: Database, capSenderId: Id): CapSender | undefined {
  const row = database.row(present.where('capSenderId', '=', capSenderId))
  return row && fromRow(row)
}

export function findCapSenderByToken(database: Database, tokenSha256: string): CapSender | undefined {
  const row = database.row(present.where('tokenSha256', '=', tokenSha256))
  return row && fromRow(row)
}

/** By name. */
export function listCapSenders(database: Database): CapSender[] {
  return database.rows(present.orderBy('name').limit(CAP_SENDERS_MAX)).map(fromRow)
}

/** Its token is worth nothing from now on. */
export function removeCapSender(database: Database, capSenderId: Id, removedAt: number): void {
  const set = { removedAt, tokenSha256: null }
  database.run(query.updateTable('capSenders').set(set).where('capSenderId', '=', capSenderId))
}

/** Unix ms. */
export function noteCapSenderSeen(database: Database, capSenderId: Id, lastSeenAt: number): void {
  database.run(query.updateTable('capSenders').set({ lastSeenAt }).where('capSenderId', '=', capSenderId))
}

/** With removed ones, for what they have sent. */
export function capSenderNames(database: Database): ReadonlyMap<Id, string> {
  const rows = database.rows(query.selectFrom('capSenders').select(['capSenderId', 'name']))
  return new Map(rows.map(({ capSenderId, name }) => [capSenderId, name]))
}

export function countCapSenders(database: Database): number {
  const counted = query.selectFrom('capSenders').select(sql<number>`count(*)`.as('count'))
  return database.row(counted.where('removedAt', 'is', null))?.count ?? 0
}

/** Only `insertCapSender` writes the lists. */
function fromRow({ tokenSha256: _, removedAt: __, ...row }: CapSendersTable): CapSender {
  return {
    ...row,
    senders: JSON.parse(row.senders) as string[],
    areaIds: JSON.parse(row.areaIds) as string[],
    policies: JSON.parse(row.policies) as CapSender['policies'],
  }
}
