import type { AreaId, EmergencyEvent, Id, KitSound, LanguageTag } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** A sound that the program has made. */
export interface StoredKitSound extends KitSound {
  /** What it was made by: another recipe means that it is to be made anew. */
  recipe: string
  madeAt: number
}

/** An approved bulletin that says an event's message in an area and below it. */
export interface AssignedMessage {
  /** Null: everywhere. */
  areaId: AreaId | null
  event: EmergencyEvent
  language: LanguageTag
  bulletinId: Id
  assignedBy: string
  assignedAt: number
}

type AssignedPlace = Pick<AssignedMessage, 'areaId' | 'event' | 'language'>

/** Stands in the columns of a key, which cannot be null. */
const NONE = ''

export function listKitSounds(database: Database): StoredKitSound[] {
  const built = query.selectFrom('kitSounds').selectAll().orderBy('role').orderBy('event').orderBy('language')
  return database.rows(built).map(({ role, event, language, ...rest }) => ({
    ...rest,
    // Only `replaceKitSound` writes them.
    role: role as KitSound['role'],
    event: event === NONE ? null : (event as EmergencyEvent),
    language: language === NONE ? null : language,
  }))
}

/** In place of the one of the same role, event and language. */
export function replaceKitSound(database: Database, { event, language, ...rest }: StoredKitSound): void {
  const row = { ...rest, event: event ?? NONE, language: language ?? NONE }
  database.run(
    query
      .insertInto('kitSounds')
      .values(row)
      .onConflict((conflict) => conflict.columns(['role', 'event', 'language']).doUpdateSet(row)),
  )
}

/** For what no recipe makes any more. */
export function removeKitSound(
  database: Database,
  { role, event, language }: Pick<KitSound, 'role' | 'event' | 'language'>,
): void {
  const built = query.deleteFrom('kitSounds').where('role', '=', role)
  database.run(built.where('event', '=', event ?? NONE).where('language', '=', language ?? NONE))
}

/** Whether the kit names this audio: then anyone may hear it, and nobody removes it. */
export function isKitSound(database: Database, sha256: string): boolean {
  const built = query.selectFrom('kitSounds').select('sha256').where('sha256', '=', sha256).limit(1)
  return database.row(built) !== undefined
}

/** Those of every area named, and those of everywhere. */
export function listAssignedMessages(database: Database, areaIds: readonly AreaId[]): AssignedMessage[] {
  const built = query.selectFrom('emergencyMessages').selectAll()
  return database.rows(built.where('areaId', 'in', [NONE, ...areaIds])).map(fromRow)
}

/** Where a bulletin says a message. */
export function listAssignmentsOf(database: Database, bulletinId: Id): AssignedMessage[] {
  const built = query.selectFrom('emergencyMessages').selectAll()
  return database.rows(built.where('bulletinId', '=', bulletinId)).map(fromRow)
}

/** Every language in which anybody has recorded a message. */
export function listRecordedLanguages(database: Database): LanguageTag[] {
  const built = query.selectFrom('emergencyMessages').select('language').distinct()
  return database.rows(built).map(({ language }) => language)
}

export function replaceAssignedMessage(database: Database, message: AssignedMessage): void {
  const row = { ...message, areaId: message.areaId ?? NONE }
  database.run(
    query
      .insertInto('emergencyMessages')
      .values(row)
      .onConflict((conflict) => conflict.columns(['areaId', 'event', 'language']).doUpdateSet(row)),
  )
}

export function removeAssignedMessage(
  database: Database,
  { areaId, event, language }: AssignedPlace,
): boolean {
  const built = query.deleteFrom('emergencyMessages').where('areaId', '=', areaId ?? NONE)
  return database.run(built.where('event', '=', event).where('language', '=', language)) > 0
}

function fromRow(row: Omit<AssignedMessage, 'areaId' | 'event'> & { areaId: string; event: string }) {
  const areaId = row.areaId === NONE ? null : row.areaId
  return { ...row, areaId, event: row.event as EmergencyEvent }
}
