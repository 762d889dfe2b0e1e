import type {
  AreaId,
  ClusterId,
  Id,
  LiveDelay,
  LivePlace,
  LiveSession,
  LiveSessionLine,
  OccurrenceId,
} from '@tieng-lang/protocol'
import { sql } from 'kysely'
import { type Database, query } from '../database.ts'
import type { ListPlace } from '../list-place.ts'
import type { LiveSessionsTable } from './live-tables.ts'

/** What is kept of a session as one text. */
interface LiveDetails {
  place: LivePlace
  /** The areas that rights are judged on: of every area, zone and cluster it names. */
  areaIds: AreaId[]
  targets: LiveSession['targets']
  publishedIn: AreaId[]
  /** Every cluster that was targeted when it began, the silenced ones as well. */
  clusterIds: ClusterId[]
  silenced: ClusterId[]
  takesOver: boolean
}

/** A session as it stands on the server. */
export interface StoredLiveSession extends LiveDetails {
  sessionId: Id
  /** `waiting`: clusters are told of it, and its microphone is not there yet. */
  state: LiveSessionLine['state']
  title: string
  /** As people read it; the id is null for whoever administers the machine. */
  speaker: string
  speakerId: Id | null
  delay: LiveDelay
  emergencyId: Id | null
  /** Voices are announcements; a relay has the priority of its item. */
  priority: LiveSession['priority']
  /** The planned sound that it is; null for a voice. */
  occurrenceId: OccurrenceId | null
  ssrc: number
  startedAt: number
  /** Of the document that was sealed last. */
  expiresAt: number
  /** When its microphone came; null before it. */
  onAirAt: number | null
  endedAt: number | null
  endedBecause: LiveSessionLine['endedBecause']
  /** When its documents were taken from the broker; nothing of it is followed any more. */
  clearedAt: number | null
  traceId: string | null
}

/** Throws `alreadyExists`. */
export function insertLiveSession(database: Database, session: StoredLiveSession): void {
  database.run(query.insertInto('liveSessions').values(toRow(session)))
}

/** Everything of it as given. */
export function replaceLiveSession(database: Database, session: StoredLiveSession): void {
  const { sessionId, ...set } = toRow(session)
  database.run(query.updateTable('liveSessions').set(set).where('sessionId', '=', sessionId))
}

/** Undefined where there is none of this id. */
export function findLiveSession(database: Database, sessionId: Id): StoredLiveSession | undefined {
  const row = database.row(query.selectFrom('liveSessions').selectAll().where('sessionId', '=', sessionId))
  return row && fromRow(row)
}

/** Those on air, and those whose end still lies on the broker. */
export function listLiveSessionsToFollow(database: Database): StoredLiveSession[] {
  const open = query.selectFrom('liveSessions').selectAll().where('clearedAt', 'is', null)
  return database.rows(open.orderBy('startedAt')).map(fromRow)
}

/** Of one planned relay, every session that there was. */
export function listSessionsOf(database: Database, occurrenceId: OccurrenceId): StoredLiveSession[] {
  const all = query.selectFrom('liveSessions').selectAll().where('occurrenceId', '=', occurrenceId)
  return database.rows(all.orderBy('startedAt')).map(fromRow)
}

/** The newest first. */
export function listLiveSessions(
  database: Database,
  { after, countMax }: { after: ListPlace | undefined; countMax: number },
): StoredLiveSession[] {
  const behind = sql<boolean>`(startedAt, sessionId) < (${after?.at ?? 0}, ${after?.id ?? ''})`
  const page = query
    .selectFrom('liveSessions')
    .selectAll()
    .$if(after !== undefined, (all) => all.where(behind))
    .orderBy('startedAt', 'desc')
    .orderBy('sessionId', 'desc')
    .limit(countMax)
  return database.rows(page).map(fromRow)
}

function toRow(session: StoredLiveSession): LiveSessionsTable {
  const { place, areaIds, targets, publishedIn, clusterIds, silenced, takesOver, ...columns } = session
  const details: LiveDetails = { place, areaIds, targets, publishedIn, clusterIds, silenced, takesOver }
  return { ...columns, details: JSON.stringify(details) }
}

/** Only `toRow` writes these columns, and it takes the literals. */
function fromRow({ details, ...row }: LiveSessionsTable): StoredLiveSession {
  return {
    ...row,
    state: row.state as StoredLiveSession['state'],
    delay: row.delay as LiveDelay,
    priority: row.priority as StoredLiveSession['priority'],
    endedBecause: row.endedBecause as StoredLiveSession['endedBecause'],
    ...(JSON.parse(details) as LiveDetails),
  }
}
