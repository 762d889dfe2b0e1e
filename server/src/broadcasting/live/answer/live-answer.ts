import {
  CodedError,
  type Id,
  type LiveListener,
  type LiveSessionAnswer,
  MINUTE_MS,
} from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { visibleAreas } from '../../../access/visible-areas.ts'
import type { Database } from '../../../storage/database.ts'
import { findLiveSession, type StoredLiveSession } from '../../../storage/live/live-sessions.ts'
import { findTargetHeads } from '../../../storage/tree/cluster-positions.ts'
import type { Services } from '../../services.ts'
import { nextEnding, SILENCE_MS_MAX } from '../following/live-limits.ts'
import type { LiveRun } from '../following/live-run.ts'
import { liveLine } from './live-line.ts'

/** Throws `liveSessionNotFound`. */
export function liveSessionAt(database: Database, sessionId: Id): StoredLiveSession {
  const session = findLiveSession(database, sessionId)
  if (!session) throw new CodedError('liveSessionNotFound', `no live session is ${sessionId}`)
  return session
}

/** All of it as it stands now, with the clusters that the asker may see. Throws `liveSessionNotFound`. */
export function liveAnswer(
  { clock, config, database, live }: Pick<Services, 'clock' | 'config' | 'database' | 'live'>,
  sessionId: Id,
  by: Pick<Principal, 'grants'>,
): LiveSessionAnswer {
  const session = liveSessionAt(database, sessionId)
  const run = live.run(sessionId)
  const { place, onAirAt, endedAt } = session
  return {
    ...liveLine(session, run),
    place,
    talkMs: onAirAt === null ? 0 : Math.max(0, (endedAt ?? clock.now()) - onAirAt),
    talkMsMax: run?.state.talkMsMax ?? config.stream.talkMinutesMax * MINUTE_MS,
    silenceMsMax: SILENCE_MS_MAX,
    awaitedUntilAt: run && onAirAt === null ? nextEnding(run.state).at : null,
    levelDb: run?.source.levelDb ?? null,
    relay: run?.speaker?.relay?.() ?? null,
    listeners: run ? listenersFor(database, run, by) : [],
  }
}

function listenersFor(
  database: Database,
  { book }: LiveRun,
  { grants }: Pick<Principal, 'grants'>,
): LiveListener[] {
  const { isEverywhere, areaIds } = visibleAreas(database, grants)
  const seen = [...findTargetHeads(database, book.clusterIds())]
    .filter(([, { areaId }]) => isEverywhere || areaIds.has(areaId))
    .map(([clusterId, { name }]) => ({ clusterId, name }))
  return book.lines(seen.sort((a, b) => (a.name < b.name ? -1 : 1)))
}
