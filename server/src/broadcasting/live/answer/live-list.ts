import { CodedError, type LiveSessionLine, type Page } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { visibleAreas } from '../../../access/visible-areas.ts'
import {
  type LiveSessionCursor,
  listLiveSessions,
  type StoredLiveSession,
} from '../../../storage/live/live-sessions.ts'
import { isVisible } from '../../programmes/targets.ts'
import type { Services } from '../../services.ts'
import { liveLine } from './live-line.ts'

const PAGE_LENGTH = 50
/** Whoever sees few of many gets a short page and where to go on. */
const LOOKED_AT_MAX = 1_000

/** Those that concern the asker's areas, the newest first. Throws `badRequest` for a cursor that is none. */
export function listLiveSessionsFor(
  { database, live }: Pick<Services, 'database' | 'live'>,
  after: string | undefined,
  { grants }: Principal,
): Page<LiveSessionLine> {
  const visible = visibleAreas(database, grants)
  const shown: StoredLiveSession[] = []
  let cursor = after === undefined ? undefined : parseCursor(after)
  let isEnd = false
  for (
    let looked = 0;
    looked < LOOKED_AT_MAX && shown.length < PAGE_LENGTH && !isEnd;
    looked += PAGE_LENGTH
  ) {
    const some = listLiveSessions(database, { after: cursor, countMax: PAGE_LENGTH })
    for (const session of some) {
      if (shown.length >= PAGE_LENGTH) break
      cursor = session
      if (isVisible(session.areaIds, visible)) shown.push(session)
    }
    const isAllTaken = some.length === 0 || cursor?.sessionId === some.at(-1)?.sessionId
    isEnd = some.length < PAGE_LENGTH && isAllTaken
  }
  const items = shown.map((session) => liveLine(session, live.run(session.sessionId)))
  return { items, next: isEnd || !cursor ? null : cursorOf(cursor) }
}

function cursorOf({ startedAt, sessionId }: LiveSessionCursor): string {
  return `${startedAt},${sessionId}`
}

function parseCursor(text: string): LiveSessionCursor {
  const [startedAt = '', sessionId = ''] = text.split(',')
  if (sessionId === '' || !Number.isFinite(Number(startedAt)))
    throw new CodedError('badRequest', '"after" is what "next" of the page before said')
  return { startedAt: Number(startedAt), sessionId }
}
