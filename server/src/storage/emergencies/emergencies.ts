import type {
  AreaId,
  CapBlock,
  CapSeverity,
  CapStatus,
  Emergency,
  EmergencyEvent,
  EmergencyInfo,
  EmergencyLine,
  EmergencyPlace,
  EmergencySounds,
  EmergencyState,
  Id,
  RepeatPlan,
} from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'
import type { ListPlace } from '../list-place.ts'
import type { EmergenciesTable } from './emergency-tables.ts'

/** What is kept of an emergency as one text. */
export interface EmergencyDetails {
  place: EmergencyPlace
  repeatPlan: RepeatPlan
  repeatsAfterS: number[]
  infos: EmergencyInfo[]
  /** What the CAP message of each revision says beside the words. */
  cap: Pick<CapBlock, 'category' | 'urgency' | 'certainty'>
  /** The areas that rights are judged on: of every area, zone and cluster it names. */
  areaIds: AreaId[]
  targets: Emergency['targets']
  publishedIn: AreaId[]
  /** Whose recordings are said: the smallest area that holds all of it; null where none does. */
  soundsAreaId: AreaId | null
  sounds: EmergencySounds
  closing: Emergency['closing']
}

/** An emergency as it stands on the server; each person as a name, which people read, and an id, which four eyes compare. */
export interface StoredEmergency extends EmergencyDetails {
  emergencyId: Id
  state: EmergencyState
  status: CapStatus
  origin: EmergencyLine['origin']
  event: EmergencyEvent
  severity: CapSeverity
  edition: number
  language: string
  text: string
  raisedBy: string
  raisedById: Id | null
  commander: string
  reason: string
  secondPerson: string | null
  secondPersonId: Id | null
  brokeGlass: boolean
  speech: 'none' | 'making' | 'ready' | 'failed'
  requestedAt: number
  /** Of this edition; null before anything was sealed. */
  sentAt: number | null
  /** When the broker had acknowledged this edition under every area. */
  publishedAt: number | null
  /** When whoever had not sounded this edition was written down as not reached. */
  accountedAt: number | null
  expiresAt: number
  endedAt: number | null
  /** When its documents were taken from the broker; nothing of it is followed any more. */
  clearedAt: number | null
  traceId: string | null
}

/** Throws `alreadyExists`. */
export function insertEmergency(database: Database, emergency: StoredEmergency): void {
  database.run(query.insertInto('emergencies').values(toRow(emergency)))
}

/** Everything of it as given; the table refuses another status. */
export function replaceEmergency(database: Database, emergency: StoredEmergency): void {
  const { emergencyId, ...set } = toRow(emergency)
  database.run(query.updateTable('emergencies').set(set).where('emergencyId', '=', emergencyId))
}

/** Undefined where there is none of this id. */
export function findEmergency(database: Database, emergencyId: Id): StoredEmergency | undefined {
  const row = database.row(query.selectFrom('emergencies').selectAll().where('emergencyId', '=', emergencyId))
  return row && fromRow(row)
}

/** Those of which something may still have to be done: confirmed, sounded, ended, cleared. */
export function listEmergenciesToFollow(database: Database): StoredEmergency[] {
  const open = query.selectFrom('emergencies').selectAll().where('clearedAt', 'is', null)
  return database.rows(open.orderBy('requestedAt')).map(fromRow)
}

/** Waiting for a second person, or sounding. */
export function countOpenEmergencies(database: Database): number {
  const open = query
    .selectFrom('emergencies')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('clearedAt', 'is', null)
    .where('state', 'in', ['awaiting', 'active'])
  return database.row(open)?.count ?? 0
}

/** Whether clusters may still fetch this audio for an emergency: only a few are open at a time. */
export function isSaidInEmergency(database: Database, sha256: string): boolean {
  const said = query.selectFrom('emergencies').select('emergencyId').where('clearedAt', 'is', null)
  return database.row(said.where(sql<boolean>`instr(details, ${sha256}) > 0`).limit(1)) !== undefined
}

/**
 * The newest first; `open`: those that wait or sound, and those of which a cluster that was not reached has not been
 * looked at by anybody.
 */
export function listEmergencies(
  database: Database,
  { isOpen, after, countMax }: { isOpen: boolean; after: ListPlace | undefined; countMax: number },
): StoredEmergency[] {
  const open = sql<boolean>`(state IN ('awaiting', 'active') OR EXISTS (SELECT 1 FROM emergencyClusters
    WHERE emergencyClusters.emergencyId = emergencies.emergencyId
      AND outcome IN ('refused', 'notReached') AND resolvedAt IS NULL))`
  const behind = sql<boolean>`(requestedAt, emergencyId) < (${after?.at ?? 0}, ${after?.id ?? ''})`
  const page = query
    .selectFrom('emergencies')
    .selectAll()
    .$if(isOpen, (all) => all.where(open))
    .$if(after !== undefined, (all) => all.where(behind))
    .orderBy('requestedAt', 'desc')
    .orderBy('emergencyId', 'desc')
    .limit(countMax)
  return database.rows(page).map(fromRow)
}

function toRow(emergency: StoredEmergency): EmergenciesTable {
  const { place, repeatPlan, repeatsAfterS, infos, cap, areaIds, targets, publishedIn, ...rest } = emergency
  const { sounds, soundsAreaId, closing, brokeGlass, ...columns } = rest
  const details: EmergencyDetails = {
    ...{ place, repeatPlan, repeatsAfterS, infos, cap, areaIds, targets, publishedIn },
    ...{ soundsAreaId, sounds, closing },
  }
  return { ...columns, brokeGlass: brokeGlass ? 1 : 0, details: JSON.stringify(details) }
}

/** Only `toRow` writes these columns, and it takes the literals. */
function fromRow({ details, brokeGlass, ...row }: EmergenciesTable): StoredEmergency {
  return {
    ...row,
    state: row.state as EmergencyState,
    status: row.status as CapStatus,
    origin: row.origin as EmergencyLine['origin'],
    event: row.event as EmergencyEvent,
    severity: row.severity as CapSeverity,
    speech: row.speech as StoredEmergency['speech'],
    brokeGlass: brokeGlass === 1,
    ...(JSON.parse(details) as EmergencyDetails),
  }
}
